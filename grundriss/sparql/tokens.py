# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""The terminals of SPARQL: https://www.w3.org/TR/sparql11-query/#sparqlGrammar, §19.2 and §19.8.

Longest match, as the specification says, after codepoint escapes (`\\u0041`) were resolved. NIL `()` and ANON `[]`
come as two brackets, since white space and comments between them do not matter; operators of two characters come as
one token where no operator of one character could begin an IRI there. RDF 1.2's `<<` is two tokens `<`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from typing import Final

from grundriss.errors import UsageError
from grundriss.messages import Message

_CHARS_BASE: Final = (
    "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c-\u200d\u2070-\u218f"
    "\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
_CHARS_U: Final = _CHARS_BASE + "_"
_VAR_CHARS: Final = _CHARS_U + "0-9\u00b7\u0300-\u036f\u203f-\u2040"
_CHARS: Final = _VAR_CHARS + "\\-"
_PLX: Final = r"%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?#@%]"

_IRI: Final = re.compile(r'<[^<>"{}|^`\\\x00-\x20]*+>')
_PREFIX_RUN: Final = re.compile(f"[{_CHARS_BASE}][{_CHARS}.]*+")
_LOCAL: Final = re.compile(f"(?:[{_CHARS_U}:0-9]|{_PLX})(?:(?:[{_CHARS}.:]|{_PLX})*(?:[{_CHARS}:]|{_PLX}))?")
_BLANK: Final = re.compile(f"_:[{_CHARS_U}0-9](?:[{_CHARS}.]*[{_CHARS}])?")
_VARIABLE: Final = re.compile(f"[?$][{_CHARS_U}0-9][{_VAR_CHARS}]*+")
_LANGUAGE: Final = re.compile(r"@[A-Za-z]++(?:-[A-Za-z0-9]++)*+(?:--[A-Za-z]++)?")
_NUMBER: Final = re.compile(
    r"[+-]?(?:(?:[0-9]++\.[0-9]*+|\.[0-9]++|[0-9]++)[eE][+-]?[0-9]++|[0-9]*+\.[0-9]++|[0-9]++)"
)
_WORD: Final = re.compile(r"[A-Za-z][A-Za-z0-9_]*+")
_ECHAR: Final = r"\\[tbnrf\\\"']"
_STRINGS: Final = {
    quote: (
        re.compile(rf"{quote}{{3}}(?:{quote}{{0,2}}(?:[^{quote}\\]|{_ECHAR}))*+{quote}{{3}}"),
        re.compile(rf"{quote}(?:[^{quote}\\\n\r]|{_ECHAR})*+{quote}"),
    )
    for quote in ("'", '"')
}
_BAD_ESCAPE: Final = re.compile(r"\\[^tbnrf\\\"']")
_COMMENT: Final = re.compile(r"#[^\n\r]*+")
_SPACE: Final = re.compile(r"[ \t\r\n]++")
_SYMBOL: Final = re.compile(r"\^\^|&&|\|\||!=|<=|>=|[{}()\[\];,.*/=<>!|^?+\-~]")
_ESCAPE: Final = re.compile(r"\\\\|\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
_DELIMITERS: Final = frozenset("\"'\\<>#\r\n")
_LINE_END: Final = re.compile(r"\r\n|\n|\r")


class Kind(Enum):
    """What a token is. WORD is a keyword, a built-in function, `a`, `true` or `false`: a bare name."""

    IRI = "IRI"
    PREFIXED_NAME = "prefixed name"
    BLANK_NODE = "blank node"
    VARIABLE = "variable"
    LANGUAGE = "language tag"
    NUMBER = "number"
    STRING = "string"
    WORD = "word"
    SYMBOL = "symbol"


@dataclass(frozen=True, slots=True)
class Token:
    """A terminal with its place in the text: `text[start:end]`."""

    kind: Kind
    text: str
    start: int

    @property
    def end(self) -> int:
        """The offset after its last character."""
        return self.start + len(self.text)


class MalformedQuery(UsageError):
    """The text is not SPARQL; `line` and `column` count from 1, `column` in characters."""

    def __init__(self, problem: Message, line: int, column: int, *, hint: Message | None = None) -> None:
        super().__init__("at-line", hint=hint or problem.hint, line=line, column=column, problem=problem)
        self.problem = problem
        self.line = line
        self.column = column

    def at(self, line: int, column: int) -> "MalformedQuery":
        """The same at another place: that of a text of which this one is a part."""
        return MalformedQuery(self.problem, line, column, hint=self.advice)


def place(text: str, offset: int) -> tuple[int, int]:
    """Line and column, from 1, of an offset.

    >>> place("SELECT *\\n{ ?s", 11)
    (2, 3)
    """
    ends = [match.end() for match in _LINE_END.finditer(text, 0, offset)]
    return len(ends) + 1, offset - (ends[-1] if ends else 0) + 1


def line_starts(text: str) -> list[int]:
    """The offset at which each line begins."""
    return [0, *(match.end() for match in _LINE_END.finditer(text))]


def malformed(
    text: str, offset: int, key: str, hint: Message | None = None, /, **values: object
) -> MalformedQuery:
    """The error for something wrong at an offset; `key` and `values` are the message."""
    return MalformedQuery(Message(key, values), *place(text, offset), hint=hint)


def resolve_codepoint_escapes(text: str) -> str:
    """Replace `\\uXXXX` and `\\UXXXXXXXX` everywhere, before anything else is recognised (§19.2).

    An escaped backslash (`\\\\`) protects what follows it, so that the string "\\\\u0041" keeps its six characters.
    Raises MalformedQuery for what is no character, and for characters that begin or end a token: resolved first, as
    §19.2 says, they would end a string that goes on for an engine which resolves them later (Oxigraph; SPARQL 1.2).
    """

    def character(match: re.Match[str]) -> str:
        digits = match[1] or match[2]
        if digits is None:
            return match[0]
        number = int(digits, 16)
        if 0xD800 <= number <= 0xDFFF or number > 0x10FFFF:
            raise malformed(text, match.start(), "no-character", escape=match[0])
        if chr(number) in _DELIMITERS:
            raise malformed(text, match.start(), "escaped-delimiter", escape=match[0])
        return chr(number)

    return _ESCAPE.sub(character, text) if "\\" in text else text


def without_comments(text: str, tokens: list[Token]) -> str:
    """The text with comments turned into blanks: same length, same lines, same tokens."""
    parts: list[str] = []
    end = 0
    for token in tokens:
        parts += [_COMMENT.sub(_blank, text[end : token.start]), token.text]
        end = token.end
    return "".join([*parts, _COMMENT.sub(_blank, text[end:])])


def tokenise(text: str) -> Iterator[Token]:
    """The tokens of a text whose codepoint escapes are resolved, lazily; white space and comments are left out.

    Raises MalformedQuery at the first character that begins no token.
    """
    position, length = 0, len(text)
    no_prefix_before = 0  # a run of name characters without a colon is looked at once, not once per dot in it
    while position < length:
        character = text[position]
        if skipped := (_SPACE if character in " \t\r\n" else _COMMENT).match(text, position):
            position = skipped.end()
            continue
        token: Token | None = None
        if character == ":" or (position >= no_prefix_before and _PREFIX_RUN.match(character)):
            token, no_prefix_before = _prefixed_name(text, position)
        token = token or _other(text, position, character)
        position = token.end
        yield token


def _prefixed_name(text: str, start: int) -> tuple[Token | None, int]:
    """PNAME_LN or PNAME_NS at `start`, or None; and where the run of name characters ends."""
    run = _PREFIX_RUN.match(text, start)
    colon = run.end() if run else start
    if text[colon : colon + 1] != ":" or (run and text[colon - 1] == "."):
        return None, colon
    local = _LOCAL.match(text, colon + 1)
    end = local.end() if local else colon + 1
    return Token(Kind.PREFIXED_NAME, text[start:end], start), end


def _other(text: str, start: int, character: str) -> Token:
    for kind, pattern in _CANDIDATES.get(character, _BY_CLASS):
        if match := pattern.match(text, start):
            return Token(kind, match[0], start)
    raise _unknown(text, start, character)


_BY_CLASS: Final = ((Kind.NUMBER, _NUMBER), (Kind.WORD, _WORD), (Kind.SYMBOL, _SYMBOL))
_CANDIDATES: Final[dict[str, tuple[tuple[Kind, re.Pattern[str]], ...]]] = {
    "<": ((Kind.IRI, _IRI), (Kind.SYMBOL, _SYMBOL)),
    "_": ((Kind.BLANK_NODE, _BLANK),),
    "?": ((Kind.VARIABLE, _VARIABLE), (Kind.SYMBOL, _SYMBOL)),
    "$": ((Kind.VARIABLE, _VARIABLE),),
    "@": ((Kind.LANGUAGE, _LANGUAGE),),
    "'": tuple((Kind.STRING, pattern) for pattern in _STRINGS["'"]),
    '"': tuple((Kind.STRING, pattern) for pattern in _STRINGS['"']),
}


def _unknown(text: str, start: int, character: str) -> MalformedQuery:
    if character in "'\"":
        # An unknown escape on the way is the likelier mistake than a missing quotation mark.
        line = _LINE_END.search(text, start)
        if escape := _BAD_ESCAPE.search(text, start, line.start() if line else len(text)):
            shown = escape[0]
            return malformed(text, escape.start(), "no-escape", escape=shown, letter=shown[1])
        return malformed(text, start, "string-open")
    name = character if character.isprintable() else f"U+{ord(character):04X}"
    return malformed(text, start, "begins-nothing", character=name)


def _blank(comment: re.Match[str]) -> str:
    return " " * len(comment[0])
