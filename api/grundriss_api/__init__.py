# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""The HTTP server: SPARQL protocol, REST and pages over a snapshot of the landscape."""
