# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""The mapping tables of the FIM formats: which element of which artefact becomes which property.

They are data, in ontology/mappings. The most particular row counts: of this artefact before any, of this version of the
standard before both.
"""

import csv
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Final
from zoneinfo import ZoneInfo

from pyoxigraph import Literal, NamedNode

from grundriss import resources
from grundriss.errors import InputError
from grundriss.importers.facts_table import did_you_mean
from grundriss.importers.fim.xml_stream import Element, child, location, text_of
from grundriss.model.terms import PREFIXES, XSD
from grundriss.model.vocabulary import concepts

PART: Final = "part"
"""The value of what is no plain property: code reads it."""
LANGUAGE: Final = "de"
_MORE_PREFIXES: Final = {
    "cv": "http://data.europa.eu/m8g/",
    "adms": "http://www.w3.org/ns/adms#",
    "locn": "http://www.w3.org/ns/locn#",
    "schema": "https://schema.org/",
}
_BERLIN: Final = ZoneInfo("Europe/Berlin")
_OPEN: Final = frozenset({"1970-01-01", "2999-12-31"})
"""What stands where a period has no beginning or no end (XZuFi, PVOG)."""


@dataclass(frozen=True, slots=True)
class Rule:
    """What becomes of an element: a property, and how its text is read."""

    property: NamedNode | None
    value: str


@cache
def rules(table: str) -> dict[tuple[str, str, str], Rule]:
    """The rows of a mapping table by standard, owner and element."""
    path = resources.path("ontology", "mappings", f"{table}.csv")
    with path.open(encoding="utf-8", newline="") as file:
        return {
            (row["standard"], row["owner"], row["element"]): Rule(_property(row["property"]), row["value"])
            for row in csv.DictReader(file)
        }


@cache
def rule_for(table: str, standard: str, owner: str, element: str) -> Rule | None:
    """The row that counts for an element of an artefact; None when the table does not know it."""
    known = rules(table)
    for place in ((standard, owner), ("*", owner), (standard, "*"), ("*", "*")):
        if (*place, element) in known:
            return known[(*place, element)]
    return None


def _property(curie: str) -> NamedNode | None:
    if not curie:
        return None
    prefix, _, name = curie.partition(":")
    return NamedNode((PREFIXES | _MORE_PREFIXES)[prefix] + name)


def value_of(kind: str, element: Element, name: str) -> NamedNode | Literal | None:
    """What an element says, read as a kind of value of the table; None where it is empty.

    `name` is the file's. Raises InputError with file, line and element for what is no such value.
    """
    kind, _, argument = kind.partition(" ")
    if kind == "code":
        return _code(element, argument, name)
    if kind == "bareCode":
        written = code_of(element)
        return None if written is None else Literal(written)
    text = text_of(element)
    return None if text is None else _READERS[kind](text, element, name)


def code_of(element: Element) -> str | None:
    """The code that an element holds as XÖV writes it: in an element of its own, which has no namespace."""
    return text_of(child(element, "code")) or text_of(element)


def label(text: str) -> Literal:
    """A name in one line."""
    return Literal(" ".join(text.split()), language=LANGUAGE)


def _typed(datatype: str, text: str) -> Literal:
    return Literal(text, datatype=NamedNode(XSD + datatype))


def _date(text: str, element: Element, name: str) -> Literal:
    day = text.partition("T")[0].removesuffix("Z")
    try:
        return _typed("date", date.fromisoformat(day[:10]).isoformat())
    except ValueError as error:
        raise InputError("fim-date", location=location(name, element), value=text[:40]) from error


def _date_time(text: str, element: Element, name: str) -> Literal:
    try:
        datetime.fromisoformat(text)
    except ValueError as error:
        raise InputError("fim-date", location=location(name, element), value=text[:40]) from error
    return _typed("dateTime", text)


def _open_day(text: str, element: Element, name: str) -> Literal | None:
    """The day that a period begins or ends with in Germany; None for the days that stand for an open end."""
    day = _local_day(text, element, name)
    return None if day.value in _OPEN else day


def _local_day(text: str, element: Element, name: str) -> Literal:
    """The day of a point in time in Germany: files write midnight there as 23:00 or 22:00 of the day before in UTC."""
    try:
        moment = datetime.fromisoformat(text)
        day = moment.astimezone(_BERLIN) if moment.tzinfo else moment
    except (ValueError, OverflowError) as error:
        raise InputError("fim-date", location=location(name, element), value=text[:40]) from error
    return _typed("date", day.date().isoformat())


def _integer(text: str, element: Element, name: str) -> Literal:
    if not text.removeprefix("-").isdecimal() or not text.isascii():
        raise InputError("fim-number", location=location(name, element), value=text[:40])
    return _typed("integer", str(int(text)) if len(text) < 20 else text)


def _boolean(text: str, element: Element, name: str) -> Literal:
    if text not in ("true", "false", "1", "0"):
        raise InputError("fim-boolean", location=location(name, element), value=text[:40])
    return _typed("boolean", "true" if text in ("true", "1") else "false")


_READERS: Final[dict[str, Callable[[str, Element, str], Literal | None]]] = {
    "text": lambda text, element, name: Literal(text, language=LANGUAGE),
    "label": lambda text, element, name: label(text),
    "string": lambda text, element, name: Literal(text),
    "date": _date,
    "dateTime": _date_time,
    "localDay": _local_day,
    "openDay": _open_day,
    "anyURI": lambda text, element, name: _typed("anyURI", text),
    "integer": _integer,
    "boolean": _boolean,
}


def _code(element: Element, scheme: str, name: str) -> NamedNode | None:
    """The concept of an XÖV code."""
    code = code_of(element)
    if code is None:
        return None
    known = concepts(scheme)
    if code not in known:
        raise InputError(
            "fim-code-unknown",
            location=location(name, element),
            code=code[:40],
            known=sorted(known),
            hint=did_you_mean(code[:40], known),
        )
    return known[code]
