# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the engine answers to a query that it does not run, as an error for whoever wrote the query."""

from grundriss.errors import GrundrissError
from grundriss.sparql.gate import Judged
from grundriss.sparql.syntax import explained
from grundriss.sparql.tokens import tokenise
from grundriss_api.engine_process import EngineFailed


def refusal(status: int, message: str, judged: Judged) -> GrundrissError:
    """The error for an answer of the engine that is not 200. Before the query stands our BASE line if it has none."""
    if status >= 500:
        return EngineFailed("engine-failed", reason=message[:300])
    return explained(judged.text, list(tokenise(judged.text)), message, int(not judged.has_base))
