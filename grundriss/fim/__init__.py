# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""What FIM content is good for in the graph: data schemas as trees, and what changes between two versions."""
