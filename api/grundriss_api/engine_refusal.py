# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the engine says of a query that it does not run, in words for whoever wrote the query.

Its parser reports the furthest place it came to and every terminal it could have gone on with; a misspelt keyword is
recognised by its own list of words instead.
"""

import difflib
import re
from typing import Final

from grundriss.errors import GrundrissError, UsageError
from grundriss_api.engine_process import EngineFailed
from grundriss_api.sparql_gate import Judged
from grundriss_api.sparql_tokens import Kind, MalformedQuery, Token, malformed, tokenise
from grundriss_api.sparql_words import WORDS

_PLACE: Final = re.compile(r"error at (\d+):(\d+): (.*)", re.DOTALL)
_EXPECTED: Final = re.compile(r'"[^"\s]{1,20}"|\b[A-Z_0-9]{2,20}\b')
_SHOWN: Final = 8


def refusal(status: int, message: str, judged: Judged) -> GrundrissError:
    """The error for an answer of the engine that is not 200; lines count in the query without our BASE line."""
    if status >= 500:
        return EngineFailed(f"The query engine failed: {message[:300]}")
    if misspelt := _misspelt(judged.text):
        return misspelt
    place = _PLACE.search(message)
    if not place:
        return UsageError(f"The query engine refuses this query: {message[:300]}")
    line, column = int(place[1]) - (0 if judged.has_base else 1), int(place[2])
    found = _found(judged.text, line, column)
    return MalformedQuery(f"{found} is not expected here.", max(1, line), column, hint=_hint(place[3]))


def _misspelt(text: str) -> MalformedQuery | None:
    """The first bare word that SPARQL does not have."""
    unknown = next((t for t in tokenise(text) if t.kind is Kind.WORD and t.text.upper() not in WORDS), None)
    return (
        malformed(text, unknown.start, f"SPARQL has no word {unknown.text[:40]}.", _meant(unknown))
        if unknown
        else None
    )


def _meant(token: Token) -> str | None:
    close = difflib.get_close_matches(token.text.upper(), sorted(WORDS), 1)
    return f"Did you mean {close[0]}?" if close else "Variables begin with ?, names have a prefix: ex:name."


def _hint(message: str) -> str:
    terminals = [t for t in _EXPECTED.findall(message) if t.startswith('"') or t in WORDS]
    expected = list(dict.fromkeys(terminals))[:_SHOWN]
    return f"Expected here, among others: {' '.join(expected)}" if expected else message[:200]


def _found(text: str, line: int, column: int) -> str:
    lines = text.split("\n")
    rest = lines[line - 1][column - 1 :].split() if 0 < line <= len(lines) else []
    if rest:
        return repr(rest[0][:30])
    return "The end of the query" if line >= len(text.rstrip().split("\n")) else "The end of the line"
