# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""Competency questions: queries/questions/*.rq with a header, and the answers that a landscape gives to them."""
