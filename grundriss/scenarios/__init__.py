# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""Scenarios: alternative futures beside the main line, and their way into it."""
