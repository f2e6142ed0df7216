# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""Diagrams in the formats of other programs, which lay them out or let people go on drawing."""
