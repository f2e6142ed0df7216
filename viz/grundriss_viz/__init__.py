# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""Diagrams of the landscape: view → diagram → rendering (DESIGN §4)."""
