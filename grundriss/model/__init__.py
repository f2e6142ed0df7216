# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""The vocabulary and the values everything else is written in: terms, identifiers, dates, states."""
