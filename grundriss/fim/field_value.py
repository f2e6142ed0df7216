# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""What may be given for a data field, as far as its statements decide it (XDatenfelder 3: datenfeld, praezisierung).

What they say and no schema language can check becomes a note, so that nothing is dropped in silence.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

from pyoxigraph import Literal, NamedNode

from grundriss.fim.code_list import Code, CodeList, ListUse, list_use
from grundriss.fim.schema_tree import Part
from grundriss.messages import Message
from grundriss.model.identifier import key_in
from grundriss.model.terms import GRU
from grundriss.model.vocabulary import term_label

_KINDS: Final = {
    "text": "string",
    "text-latin": "string",
    "file": "string",
    "date": "date",
    "time": "time",
    "datetime": "dateTime",
    "bool": "boolean",
    "num": "decimal",
    "num-int": "integer",
    "num-currency": "decimal",
}
"""The data type of XML Schema by that of FIM; an attachment is given by its name."""
_ROUGHER: Final = frozenset({"text-latin", "num-currency"})
"""Data types of FIM that say more than the one of XML Schema."""
_FILE: Final = "file"
_STATIC: Final = {"fieldKind": "label", "dataType": "obj"}
"""What is only shown, by the property that says so."""
TIME: Final = r"([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\.[0-9]+)?(Z|[+-][0-9]{2}:[0-9]{2})?"
"""A time of day as XML Schema writes it, of which FIM uses the form without a zone, too."""
NUMBERS: Final = ("integer", "decimal")
_NUMBER: Final = re.compile(r"[+-]?[0-9]+([.,][0-9]+)?")
_DAYS: Final = {
    "date": re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}"),
    "dateTime": re.compile(rf"[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}T{TIME}"),
    "time": re.compile(TIME),
}
_PLAIN: Final = {"fieldKind": ("input", "select", "locked"), "prefill": ("keine",)}
"""Codes that a schema says by other means, or that ask for nothing; others are noted."""
_DIALECT: Final = re.compile(r"\\[^.dDsSnrt\\|()\[\]{}*+?^$/-]|\(\?|\[[^\]]*\[|-\[|[*+?}]\+")
"""What regular expressions of XML Schema, ECMAScript and SPARQL do not say alike: `\\p{L}`, `(?i)`, `[a-z-[aeiou]]`."""


@dataclass(frozen=True, slots=True)
class FieldValue:
    """What may be given. `kind` is the local name of a data type of XML Schema, None where none is stated.

    `minimum` and `maximum` are written as the data type is; `codes` are None where any value may be given. `pattern`
    is to match the whole value.
    """

    kind: str | None
    min_length: int | None = None
    max_length: int | None = None
    minimum: str | None = None
    maximum: str | None = None
    pattern: str | None = None
    codes: tuple[Code, ...] | None = None
    list: ListUse | None = None
    default: str | None = None
    locked: bool = False
    notes: tuple[str, ...] = ()


def is_static(part: Part) -> bool:
    """Whether a field is only shown: a notice, to which nothing is given."""
    return any(_code(part, name) == code for name, code in _STATIC.items())


def field_value(part: Part, lists: Mapping[ListUse, CodeList], lang: str) -> FieldValue:
    """What may be given for a field, and the notes on what cannot be checked."""
    return _Reader(part, lists, lang, list_use(part.stated)).value()


def note(part: Part, name: str, lang: str) -> str:
    """What a part says by a property, in words."""
    return f"{term_label(GRU + name, lang) or name}: {', '.join(part.said.get(name, ()))}"


def number(text: str) -> Decimal | None:
    """The number that is written, with a point or a comma; None for anything else.

    >>> number("0,5"), number("1.000,5")
    (Decimal('0.5'), None)
    """
    return Decimal(text.replace(",", ".")) if _NUMBER.fullmatch(text) else None


def is_portable(pattern: str) -> bool:
    """Whether a regular expression means the same in XML Schema, ECMAScript and SPARQL.

    >>> is_portable("[0-9]{5}"), is_portable(r"\\p{L}+"), is_portable("([a-z]")
    (True, False, False)
    """
    if _DIALECT.search(pattern):
        return False
    try:
        re.compile(pattern)
    except (re.error, RecursionError, OverflowError):
        return False
    return True


@dataclass(slots=True)
class _Reader:
    """One field, read statement by statement; what cannot be checked is noted on the way."""

    part: Part
    lists: Mapping[ListUse, CodeList]
    lang: str
    used: ListUse | None
    notes: list[str] = field(default_factory=list)

    def value(self) -> FieldValue:
        code = _code(self.part, "dataType")
        kind = "string" if self.used else _KINDS.get(code or "")
        codes = self._codes()
        least, most = self._length("minLength", kind), self._length("maxLength", kind)
        low, high = self._bound("minValue", kind), self._bound("maxValue", kind)
        pattern = self._pattern(kind)
        self._note_rest(code)
        return FieldValue(
            kind,
            least,
            most,
            low,
            high,
            pattern,
            codes,
            self.used,
            default=_text(self.part, "defaultContent"),
            locked=_code(self.part, "fieldKind") == "locked",
            notes=tuple(self.notes),
        )

    def _codes(self) -> tuple[Code, ...] | None:
        known = self.lists.get(self.used) if self.used else None
        if known is None:
            return None
        if not known.codes:
            self.notes.append(Message("form-list-absent", {"name": known.label}).text(self.lang))
            return None
        if known.assumed:
            name = key_in(known.iri)
            self.notes.append(Message("form-list-current", {"name": name}).text(self.lang))
        return known.codes

    def _length(self, name: str, kind: str | None) -> int | None:
        text = _text(self.part, name)
        if text is None:
            return None
        if kind == "string" and text.isdecimal():
            return int(text)
        self._unchecked(name)
        return None

    def _bound(self, name: str, kind: str | None) -> str | None:
        text = _text(self.part, name)
        if text is None:
            return None
        if kind in NUMBERS and (value := number(text)) is not None:
            return format(value, "f")
        if kind in _DAYS and _DAYS[kind].fullmatch(text):
            return text
        self._unchecked(name)
        return None

    def _pattern(self, kind: str | None) -> str | None:
        pattern = _text(self.part, "pattern")
        if not pattern:
            return None
        if kind == "string" and is_portable(pattern):
            return f"^({pattern})$"
        self._unchecked("pattern")
        return None

    def _unchecked(self, name: str) -> None:
        self.notes.append(unchecked(name, ", ".join(self.part.said[name]), self.lang))

    def _note_rest(self, code: str | None) -> None:
        if code == _FILE:
            self.notes.append(Message("form-attachment").text(self.lang))
        elif code in _ROUGHER or (self.used and _KINDS.get(code or "") not in (None, "string")):
            self.notes.append(note(self.part, "dataType", self.lang))
        for name, plain in _PLAIN.items():
            code = _code(self.part, name)
            if code is not None and code not in plain:
                self.notes.append(note(self.part, name, self.lang))
        said = (name for name in ("maxSize", "mediaType") if self.part.said.get(name))
        self.notes.extend(note(self.part, name, self.lang) for name in said)


def unchecked(name: str, value: str, lang: str) -> str:
    """That a statement by a property is there and is not checked."""
    return Message("form-unchecked", {"what": term_label(GRU + name, lang) or name, "value": value}).text(
        lang
    )


def _code(part: Part, name: str) -> str | None:
    """The code of a coded property, as its IRI ends."""
    coded = (value for value in part.stated.get(GRU + name, ()) if isinstance(value, NamedNode))
    return next((key_in(value.value) for value in coded), None)


def _text(part: Part, name: str) -> str | None:
    stated = part.stated.get(GRU + name, ())
    return next((value.value for value in stated if isinstance(value, Literal)), None)
