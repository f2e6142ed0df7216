# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""What depends on what in a state of the landscape: impact, paths and dependencies of elements."""
