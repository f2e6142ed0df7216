# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""Values as people write them, read by the property's range in the ontology."""

import re
from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from typing import Final

from pyoxigraph import Literal, NamedNode, Store

from grundriss.editing.property import Property, find_property
from grundriss.errors import LimitExceeded, UsageError
from grundriss.importers.facts_table import did_you_mean
from grundriss.model.identifier import KIND_OF_CLASS, Base, key_of
from grundriss.model.partial_date import PartialDate
from grundriss.model.terms import DCT, GRU, RDF, RDFS, XSD, gru
from grundriss.model.vocabulary import concepts, term_label
from grundriss.resolve import resolve

Term = NamedNode | Literal

LONGEST_VALUE: Final = 20_000
"""Characters of a text."""
_LONGEST_WORD: Final = 200
_DATES: Final = frozenset(XSD + name for name in ("gYear", "gYearMonth", "date"))
_LANGUAGE: Final = re.compile(r"^(.+)@(de|en)$", re.DOTALL)
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_ADDRESSES: Final = frozenset((gru("homepage"), gru("specification"), NamedNode(DCT + "source")))
_ADDRESS: Final = re.compile(r"^(https?://|urn:)[^\s<>\"{}|\\^`]+$")
_INTEGER: Final = re.compile(r"^[+-]?\d{1,18}$")


def read_value(store: Store, base: Base, stated: Property, text: str) -> Term:
    """The term that a text means as value of a property.

    A code, notation or label of the property's code list; key or label of an element; a date as YYYY, YYYY-MM or
    YYYY-MM-DD; an address; a text, German unless `@en` stands at its end.

    Raises UsageError, NotFound or Ambiguous when it means nothing of the kind, LimitExceeded when it is too long.
    """
    check_text(stated.name, text)
    if stated.code_list:
        return _code(store, base, stated, text.strip())
    if stated.ranges & _DATES:
        return read_date(text, stated.name).literal
    if stated.ranges & {RDF + "langString"}:
        found = _LANGUAGE.match(text)
        return Literal(found[1], language=found[2]) if found else Literal(text, language="de")
    for datatype, read in _READERS.items():
        if XSD + datatype in stated.ranges:
            return read(stated, text.strip())
    if RDFS + "Literal" in stated.ranges:
        return Literal(text)
    if RDF + "Property" in stated.ranges:
        return find_property(text, [RDFS + "Resource"]).iri
    return _reference(store, base, stated, text.strip())


def read_date(text: str, name: str) -> PartialDate:
    """A year, month or day. UsageError for anything else, for an impossible date and one outside 1000 to 2999."""
    try:
        found = PartialDate.parse(text[:_LONGEST_WORD])
    except ValueError as error:
        raise UsageError("value-date", property=name, value=text[:_LONGEST_WORD]) from error
    if not 1000 <= found.year < 3000:
        raise UsageError("value-date", property=name, value=text)
    return found


def check_text(name: str, text: str) -> None:
    """Refuse a text that is too long or empty, or has a character that no text has."""
    if len(text) > LONGEST_VALUE:
        raise LimitExceeded("value-too-long", property=name, length=len(text), most=LONGEST_VALUE)
    if not text.strip():
        raise UsageError("value-empty", property=name)
    found = _CONTROL.search(text)
    if found:
        raise UsageError("value-character", property=name, character=f"U+{ord(found[0]):04X}")


def _code(store: Store, base: Base, stated: Property, text: str) -> NamedNode:
    known = concepts(stated.code_list or "")
    by_name = {name.casefold(): node for name, node in known.items()}
    by_name |= {(term_label(node.value, "en") or "").casefold(): node for node in known.values()}
    by_name |= {(term_label(node.value, "de") or "").casefold(): node for node in known.values()}
    found = by_name.get(text.casefold()) or next((n for n in known.values() if n.value == text), None)
    if found:
        return found
    if GRU + "Plateau" in stated.ranges:
        plateau = base.element("plateau", key_of(text))
        if any(True for _ in store.quads_for_pattern(plateau, None, None, None)):
            return plateau
    hint = did_you_mean(text[:_LONGEST_WORD], known)
    codes = sorted({node.value.rsplit("/", 1)[-1].rsplit("#", 1)[-1] for node in known.values()})
    raise UsageError("value-code", hint=hint, property=stated.name, value=text[:_LONGEST_WORD], known=codes)


def _reference(store: Store, base: Base, stated: Property, text: str) -> NamedNode:
    if RDFS + "Resource" in stated.ranges and (stated.iri in _ADDRESSES or _ADDRESS.match(text)):
        return _address(stated, text)
    for class_ in sorted(stated.ranges & KIND_OF_CLASS.keys()):
        node = base.element(KIND_OF_CLASS[class_], key_of(text[:_LONGEST_WORD]))
        if any(True for _ in store.quads_for_pattern(node, None, None, None)):
            return node
    return resolve(store, base, text[:_LONGEST_WORD])


def _address(stated: Property, text: str) -> NamedNode:
    try:
        if _ADDRESS.match(text):
            return NamedNode(text)
    except ValueError:
        pass
    raise UsageError("value-address", property=stated.name, value=text[:_LONGEST_WORD])


def _boolean(stated: Property, text: str) -> Literal:
    words = {"true": True, "ja": True, "yes": True, "false": False, "nein": False, "no": False}
    if text.casefold() not in words:
        raise UsageError("value-boolean", property=stated.name, value=text[:_LONGEST_WORD])
    return Literal(words[text.casefold()])


def _integer(stated: Property, text: str) -> Literal:
    if not _INTEGER.match(text):
        raise UsageError("value-number", property=stated.name, value=text[:_LONGEST_WORD])
    return Literal(str(int(text)), datatype=NamedNode(XSD + "integer"))


def _decimal(stated: Property, text: str) -> Literal:
    try:
        number = Decimal(text[:_LONGEST_WORD])
        if number.is_finite() and abs(number) < Decimal(10**15):
            return Literal(f"{number:f}", datatype=NamedNode(XSD + "decimal"))
    except InvalidOperation:
        pass
    raise UsageError("value-number", property=stated.name, value=text[:_LONGEST_WORD])


def _string(stated: Property, text: str) -> Literal:
    return Literal(text)


_READERS: Final[dict[str, Callable[[Property, str], Literal]]] = {
    "boolean": _boolean,
    "integer": _integer,
    "decimal": _decimal,
    "string": _string,
}
