# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""The properties of an element as rows: label, values to show, what they rest on."""

from typing import Final

from pyoxigraph import Literal, NamedNode

from grundriss.description.evidence import StatedEvidence, Values
from grundriss.model.description_types import Evidence, Fact, Value
from grundriss.model.identifier import key_in
from grundriss.model.terms import DCT, GRU, LABEL, RDF, TYPE, XSD, curie
from grundriss.model.vocabulary import term_label
from grundriss.states.elements import ElementReader
from grundriss.store.rules import derived_properties

_FIRST: Final = tuple(
    DCT + name if name in ("description", "identifier") else GRU + name
    for name in (
        *("description", "kind", "interfaceKind", "layer", "federalLevel", "tier", "lifecycle", "owner"),
        *("operator", "provider", "parent", "validFrom", "validUntil", "inState", "date", "decidedOn"),
    )
)
_NOT_SHOWN: Final = frozenset(
    (
        *(TYPE.value, LABEL.value, DCT + "source", GRU + "source", GRU + "target"),
        *(
            GRU + name
            for name in (
                *("confidence", "sourceNote", "unverifiedProperty", "evidenceText", "propertySource"),
                *("fromDay", "untilDay", "startDay", "endDay", "dependsOn", "presentIn"),
            )
        ),
    )
)
_PLAIN_TYPES: Final = frozenset((XSD + "string", RDF + "langString"))


def facts_of(reader: ElementReader, values: Values, stated: StatedEvidence, lang: str) -> tuple[Fact, ...]:
    """A row for each property, the usual ones first, the others by label. The reader knows the linked elements."""
    classes = [value.value for value in values.get(TYPE.value, ())]
    shown = [iri for iri in values if iri not in _NOT_SHOWN and values[iri]]
    facts = [_fact(reader, iri, values, stated.of_property(iri, classes), lang) for iri in shown]
    return tuple(sorted(facts, key=_order))


def linked_nodes(values: Values) -> list[NamedNode]:
    """What the values of shown properties link to."""
    return [
        value
        for iri, found in values.items()
        if iri not in _NOT_SHOWN
        for value in found
        if isinstance(value, NamedNode)
    ]


def value_of(reader: ElementReader, term: NamedNode | Literal, lang: str) -> Value:
    """A term as it is shown."""
    if isinstance(term, Literal):
        datatype = term.datatype.value
        return Value(
            term.value,
            term.language or "",
            datatype=None if datatype in _PLAIN_TYPES else curie(datatype),
        )
    label = term_label(term.value, lang)
    if label is not None:
        return Value(label, lang, code=key_in(term.value))
    element = reader.plain(term)
    if element.type != "Resource":
        return Value(element.label, element.lang, item=element)
    return Value(term.value, url=term.value if term.value.startswith(("http://", "https://")) else None)


def _fact(reader: ElementReader, iri: str, values: Values, evidence: Evidence, lang: str) -> Fact:
    shown = [value_of(reader, term, lang) for term in values[iri]]
    return Fact(
        name=curie(iri),
        iri=iri,
        label=term_label(iri, lang) or key_in(iri),
        values=tuple(sorted(shown, key=lambda value: (value.text.casefold(), value.text, value.lang))),
        evidence=evidence,
        derived=iri in derived_properties(),
    )


def _order(fact: Fact) -> tuple[int, str, str]:
    place = _FIRST.index(fact.iri) if fact.iri in _FIRST else len(_FIRST)
    return place, fact.label.casefold(), fact.iri
