# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""Collections of elements, filtered and in pages, and the search for elements by their names."""
