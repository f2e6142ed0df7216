# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the engine says of a query that it does not run, in words for whoever wrote the query.

Its parser names the furthest place that it read, while it tried one keyword after another, and not the place of the
mistake: often some characters too far. So the two frequent mistakes, a misspelt word and a bracket too many or too
few, are found on the tokens, and for the rest the error says "at or before".
"""

import difflib
import re
from typing import Final

from grundriss.errors import GrundrissError, UsageError
from grundriss_api.engine_process import EngineFailed
from grundriss_api.sparql_gate import Judged
from grundriss_api.sparql_tokens import Kind, MalformedQuery, Token, malformed, place, tokenise
from grundriss_api.sparql_words import WORDS

_PLACE: Final = re.compile(r"error at (\d+):(\d+): (.*)", re.DOTALL)
_EXPECTED: Final = re.compile(r'"[^"\s]{1,20}"|\b[A-Z_0-9]{2,20}\b')
_CLOSING: Final = {"(": ")", "[": "]", "{": "}"}
_SHOWN: Final = 8


def refusal(status: int, message: str, judged: Judged) -> GrundrissError:
    """The error for an answer of the engine that is not 200; lines count in the query without our BASE line."""
    if status >= 500:
        return EngineFailed(f"The query engine failed: {message[:300]}")
    tokens = list(tokenise(judged.text))
    if found := _misspelt(judged.text, tokens) or _unbalanced(judged.text, tokens):
        return found
    where = _PLACE.search(message)
    if not where:
        return UsageError(f"The query engine refuses this query: {message[:300]}")
    line = int(where[1]) - (0 if judged.has_base else 1)
    token = _token_before(judged.text, tokens, (line, int(where[2])))
    problem = f"SPARQL does not allow this, at or before {token.text[:40]!r}."
    return malformed(judged.text, token.start, problem, _hint(where[3]))


def _misspelt(text: str, tokens: list[Token]) -> MalformedQuery | None:
    """The first bare word that SPARQL does not have."""
    unknown = next((t for t in tokens if t.kind is Kind.WORD and t.text.upper() not in WORDS), None)
    if unknown is None:
        return None
    close = difflib.get_close_matches(unknown.text.upper(), sorted(WORDS), 1)
    hint = f"Did you mean {close[0]}?" if close else "Variables begin with ?, names have a prefix: ex:name."
    return malformed(text, unknown.start, f"SPARQL has no word {unknown.text[:40]!r}.", hint)


def _unbalanced(text: str, tokens: list[Token]) -> MalformedQuery | None:
    """The first bracket that closes nothing, or the last that nothing closes."""
    opened: list[Token] = []
    for token in tokens:
        if token.kind is not Kind.SYMBOL:
            continue
        if token.text in _CLOSING:
            opened.append(token)
        elif token.text in _CLOSING.values():
            if not opened or _CLOSING[opened[-1].text] != token.text:
                hint = f"{opened[-1].text!r} is still open here." if opened else "Nothing is open here."
                return malformed(text, token.start, f"{token.text!r} closes nothing.", hint)
            opened.pop()
    if not opened:
        return None
    last = opened[-1]
    return malformed(text, last.start, f"{last.text!r} is never closed.", f"Add a {_CLOSING[last.text]!r}.")


def _token_before(text: str, tokens: list[Token], at: tuple[int, int]) -> Token:
    """The last token that begins before a place; the first of all where none does."""
    before = tokens[0]
    for token in tokens:
        if place(text, token.start) >= at:
            break
        before = token
    return before


def _hint(message: str) -> str | None:
    terminals = [t for t in _EXPECTED.findall(message) if t.startswith('"') or t in WORDS - {"SERVICE"}]
    expected = list(dict.fromkeys(terminals))[:_SHOWN]
    return f"The engine would go on with one of: {' '.join(expected)}" if expected else None
