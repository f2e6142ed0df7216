# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""Single facts: adding an element or a relation, setting a value, retiring; each a checked commit."""
