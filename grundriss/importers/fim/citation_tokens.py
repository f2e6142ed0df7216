# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""Words, numbers and signs of a text that may cite laws, each with its place, and a cursor over them.

Every kind of blank separates, signs that only steer the direction or the joining of letters are read over, and every
dash is a hyphen. Time is linear in the length of the text.
"""

import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Final, Literal, NamedTuple

Phrases = Mapping[str, Sequence[tuple[str, ...]]]  # by their first word
Kind = Literal["sign", "number", "word", "mark", "address", "end"]

_IGNORED: Final = "\x00"
_OTHER_NUMERAL: Final = "\x01"
_AHEAD: Final = 3  # how far a cursor looks
_ZERO_WIDTH_SPACE: Final = "\u200b"
_LINE_ENDS: Final = frozenset("\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029")
_DIGITS: Final = "0123456789"
# Possessive repeats throughout: nothing is tried twice.
_TOKEN: Final = re.compile(
    r"(?P<address>(?:https?://|urn:)[^\s\x00;]++)"
    r"|(?P<sign>§++)"
    r"|(?P<number>[0-9]++)"
    r"|(?P<word>(?:[^\W\d_]\x00*+)++)"
    r"|(?P<gap>[ \n\x00]++)"
    r"|(?P<mark>.)",
    re.DOTALL | re.IGNORECASE,
)


class Token(NamedTuple):
    """A word, number or sign. `folded`: without case; `glued`: no blank before it; `line`: a line ends before it."""

    kind: Kind
    text: str
    folded: str
    start: int
    end: int
    glued: bool
    line: bool


class _Plain(dict[int, str]):
    """Code point to the character it is read as, filled as characters come up; one character for one."""

    def __missing__(self, code: int) -> str:
        self[code] = plain = _plain(chr(code))
        return plain


def _plain(char: str) -> str:
    category = unicodedata.category(char)
    if char in _LINE_ENDS:
        return "\n"
    if char.isspace() or category in ("Zs", "Cc") or char == _ZERO_WIDTH_SPACE:
        return " "
    if category == "Cf" or category.startswith("M"):
        return _IGNORED
    if category == "Pd" or char == "\u2212":
        return "-"
    if category.startswith("N") and char not in _DIGITS:
        return _OTHER_NUMERAL
    return char


def _spelled(text: str) -> str:
    """A word with its accents composed and without signs that are not seen."""
    seen = "".join(char for char in text if unicodedata.category(char) != "Cf")
    return unicodedata.normalize("NFC", seen)


def tokens(text: str) -> list[Token]:
    """What stands in a text, in order, closed by a token of the kind "end".

    >>> [token.text for token in tokens("§17BMG")]
    ['§', '17', 'BMG', '']
    """
    return list(_tokens(text))


def _tokens(text: str) -> Iterator[Token]:
    plain = text.translate(_Plain())
    glued = line = False
    for match in _TOKEN.finditer(plain):
        kind, found = match.lastgroup, match.group()
        if kind == "gap":
            glued, line = False, line or "\n" in found
            continue
        if kind == "word":
            original = text[match.start() : match.end()]
            found = _spelled(original) if _IGNORED in found else original
        yield Token(kind, found, found.casefold(), match.start(), match.end(), glued, line)  # type: ignore[arg-type]
        glued, line = True, False
    yield Token("end", "", "", len(text), len(text), False, True)


class Cursor:
    """A place among tokens. What is called `take…` goes on where it finds what it looks for, and stays otherwise."""

    def __init__(self, found: Sequence[Token]) -> None:
        self._tokens = [*found, *[found[-1]] * _AHEAD]
        self.at = 0

    @property
    def here(self) -> Token:
        return self._tokens[self.at]

    def ahead(self, count: int = 1) -> Token:
        """The token at most three places further on, or the last one read."""
        return self._tokens[self.at + count]

    def is_mark(self, mark: str, ahead: int = 0) -> bool:
        token = self._tokens[self.at + ahead]
        return token.text == mark and token.kind == "mark"

    def take_mark(self, mark: str) -> bool:
        if not self.is_mark(mark):
            return False
        self.at += 1
        return True

    def take_stop(self) -> None:
        """Read over the full stop of an abbreviation."""
        if self.is_mark(".") and self.here.glued:
            self.at += 1

    def is_word(self, words: Collection[str]) -> bool:
        return self.here.kind == "word" and self.here.folded in words

    def take_word(self, words: Collection[str]) -> str | None:
        """A word of a table in lower case, with the full stop of its abbreviation."""
        if not self.is_word(words):
            return None
        word = self.here.folded
        self.at += 1
        self.take_stop()
        return word

    def take_phrase(self, phrases: Phrases) -> bool:
        """The first of several sequences of words, with or without full stops between them."""
        start = self.at
        for phrase in phrases.get(self.here.folded, ()):
            if all(self.take_word((word,)) for word in phrase):
                return True
            self.at = start
        return False
