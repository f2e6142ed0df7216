# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""What is wrong with a text that an engine does not take, in words for whoever wrote it.

Its parser names the furthest place that it read, while it tried one keyword after another, and not the place of the
mistake: often some characters too far. So the two frequent mistakes, a misspelt word and a bracket too many or too
few, are found on the tokens, and for the rest the error says "at or before".
"""

import re
from bisect import bisect_left
from collections.abc import Sequence
from typing import Final

from grundriss.errors import UsageError
from grundriss.importers.facts_table import did_you_mean
from grundriss.messages import Message
from grundriss.sparql.tokens import Kind, MalformedQuery, Token, line_starts, malformed
from grundriss.sparql.words import WORDS

_PLACE: Final = re.compile(r"error at (\d+):(\d+): (.*)", re.DOTALL)
_EXPECTED: Final = re.compile(r'"[^"\s]{1,20}"|\b[A-Z_0-9]{2,20}\b')
_CLOSING: Final = {"(": ")", "[": "]", "{": "}"}
_NEVER_MEANT: Final = frozenset(("SERVICE", "LATERAL"))
_SHOWN: Final = 5
_LIKE: Final = 0.7  # short words of SPARQL are soon like another


def explained(text: str, tokens: Sequence[Token], message: str, before: int) -> UsageError:
    """The error for what an engine's parser says of a text.

    `before` is how many lines of ours stood before the text: lines count without them.
    """
    if found := misspelt(text, tokens) or unbalanced(text, tokens):
        return found
    where = _PLACE.search(message)
    if not where:
        return UsageError("engine-refuses", reason=message[:300])
    token = _token_before(text, tokens, (int(where[1]) - before, int(where[2])))
    return malformed(text, token.start, "not-allowed-here", _hint(where[3]), text=token.text[:40])


def misspelt(text: str, tokens: Sequence[Token]) -> MalformedQuery | None:
    """The first bare word that SPARQL does not have."""
    unknown = next((t for t in tokens if t.kind is Kind.WORD and t.text.upper() not in WORDS), None)
    if unknown is None:
        return None
    hint = did_you_mean(unknown.text.upper(), sorted(WORDS), _LIKE)
    return malformed(text, unknown.start, "no-word", hint, word=unknown.text[:40])


def unbalanced(text: str, tokens: Sequence[Token]) -> MalformedQuery | None:
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


def _token_before(text: str, tokens: Sequence[Token], at: tuple[int, int]) -> Token:
    """The last token that begins before a place; the first of all where none does."""
    lines = line_starts(text)
    offset = lines[min(max(at[0], 1), len(lines)) - 1] + at[1] - 1
    before = bisect_left(tokens, offset, key=lambda token: token.start)
    return tokens[max(before - 1, 0)]


def _hint(message: str) -> Message | None:
    terminals = [t for t in _EXPECTED.findall(message) if t.startswith('"') or t in WORDS - _NEVER_MEANT]
    expected = list(dict.fromkeys(terminals))[:_SHOWN]
    return Message("expected", {"known": expected}) if expected else None
