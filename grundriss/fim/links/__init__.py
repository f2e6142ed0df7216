# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""Links between FIM artefacts that no file declares, each with the evidence that it is inferred from (ADR 0011)."""
