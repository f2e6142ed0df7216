# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""Readers of source formats: they give quads with provenance, they neither validate nor write."""
