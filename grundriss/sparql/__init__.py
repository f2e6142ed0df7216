# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""SPARQL that others wrote: its tokens, what is refused before anything runs, and what is wrong in words."""
