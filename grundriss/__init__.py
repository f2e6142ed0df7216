# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""Grundriss: the knowledge graph and architecture repository of federal IT."""

__version__ = "0.1.0"
