# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""States of the landscape (IST, SOLL, any date) and the gap between two of them."""
