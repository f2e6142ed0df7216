# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""Reports for a board: pictures, tables and sentences on pages that can be printed."""
