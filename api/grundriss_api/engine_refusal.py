# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the engine says of a query that it does not run, in words for whoever wrote the query.

Its parser names the furthest place that it read, while it tried one keyword after another, and not the place of the
mistake: often some characters too far. So the two frequent mistakes, a misspelt word and a bracket too many or too
few, are found on the tokens, and for the rest the error says "at or before".
"""

import re
from typing import Final

from grundriss.errors import GrundrissError, UsageError
from grundriss.importers.facts_table import did_you_mean
from grundriss.messages import Message
from grundriss_api.engine_process import EngineFailed
from grundriss_api.sparql_gate import Judged
from grundriss_api.sparql_tokens import Kind, MalformedQuery, Token, malformed, place, tokenise
from grundriss_api.sparql_words import WORDS

_PLACE: Final = re.compile(r"error at (\d+):(\d+): (.*)", re.DOTALL)
_EXPECTED: Final = re.compile(r'"[^"\s]{1,20}"|\b[A-Z_0-9]{2,20}\b')
_CLOSING: Final = {"(": ")", "[": "]", "{": "}"}
_NEVER_MEANT: Final = frozenset(("SERVICE", "LATERAL"))
_SHOWN: Final = 5
_LIKE: Final = 0.7  # short words of SPARQL are soon like another


def refusal(status: int, message: str, judged: Judged, before: int | None = None) -> GrundrissError:
    """The error for an answer of the engine that is not 200.

    `before` is how many lines of ours stood before the query: lines count without them. By default it is our BASE line.
    """
    if status >= 500:
        return EngineFailed("engine-failed", reason=message[:300])
    tokens = list(tokenise(judged.text))
    if found := _misspelt(judged.text, tokens) or _unbalanced(judged.text, tokens):
        return found
    where = _PLACE.search(message)
    if not where:
        return UsageError("engine-refuses", reason=message[:300])
    line = int(where[1]) - (int(not judged.has_base) if before is None else before)
    token = _token_before(judged.text, tokens, (line, int(where[2])))
    return malformed(judged.text, token.start, "not-allowed-here", _hint(where[3]), text=token.text[:40])


def _misspelt(text: str, tokens: list[Token]) -> MalformedQuery | None:
    """The first bare word that SPARQL does not have."""
    unknown = next((t for t in tokens if t.kind is Kind.WORD and t.text.upper() not in WORDS), None)
    if unknown is None:
        return None
    hint = did_you_mean(unknown.text.upper(), sorted(WORDS), _LIKE)
    return malformed(text, unknown.start, "no-word", hint, word=unknown.text[:40])


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
                open_here = Message("bracket-open", {"bracket": opened[-1].text}) if opened else None
                return malformed(text, token.start, "bracket-closes-nothing", open_here, bracket=token.text)
            opened.pop()
    if not opened:
        return None
    last = opened[-1]
    return malformed(text, last.start, "bracket-never-closed", bracket=last.text, closing=_CLOSING[last.text])


def _token_before(text: str, tokens: list[Token], at: tuple[int, int]) -> Token:
    """The last token that begins before a place; the first of all where none does."""
    before = tokens[0]
    for token in tokens:
        if place(text, token.start) >= at:
            break
        before = token
    return before


def _hint(message: str) -> Message | None:
    terminals = [t for t in _EXPECTED.findall(message) if t.startswith('"') or t in WORDS - _NEVER_MEANT]
    expected = list(dict.fromkeys(terminals))[:_SHOWN]
    return Message("expected", {"known": expected}) if expected else None
