# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""What was changed when, by whom and why: the history of elements, differences of revisions, blame, revert."""
