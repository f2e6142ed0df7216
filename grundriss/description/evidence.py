# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a statement rests on, read from what an element or relation says about its sources."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from pyoxigraph import Literal, NamedNode, Store

from grundriss.importers.evidence import columns_by_name, source_of
from grundriss.model.description_types import Evidence
from grundriss.model.identifier import is_source_graph, key_in
from grundriss.model.terms import CPSV, DCT, GRU, TYPE, gru
from grundriss.model.vocabulary import term_label

Values = Mapping[str, Sequence[NamedNode | Literal]]

_TABLE_OF_CLASS: Final = {
    GRU + "Component": "components",
    GRU + "Interface": "interfaces",
    GRU + "Standard": "standards",
    GRU + "FunctionBlock": "function_blocks",
    GRU + "ReuseOffer": "fitstore",
    CPSV + "PublicService": "services",
}
_UNVERIFIED: Final = GRU + "unverified"
PROPERTY_SOURCE: Final = gru("propertySource")
_SOURCE: Final = (DCT + "source", GRU + "sourceNote")


@dataclass(frozen=True, slots=True)
class StatedEvidence:
    """What the facts of one element rest on: a dataset says it of all that it states about the element itself."""

    parts: tuple[Values, ...]
    merged: Values
    lang: str

    @classmethod
    def read(cls, store: Store, node: NamedNode, merged: Values, lang: str) -> "StatedEvidence":
        """The evidence in each dataset; `merged` is what all say together, and what counts where no dataset does."""
        found: dict[NamedNode, dict[str, list[NamedNode | Literal]]] = {}
        for quad in store.quads_for_pattern(node, None, None, None):
            graph = quad.graph_name
            if not isinstance(graph, NamedNode) or not is_source_graph(graph):
                continue
            if isinstance(quad.object, NamedNode | Literal):
                part = found.setdefault(graph, {})
                part.setdefault(quad.predicate.value, []).append(quad.object)
        return cls(tuple(found[graph] for graph in sorted(found, key=str)), merged, lang)

    @property
    def whole(self) -> Evidence:
        """That of the element as it was recorded: of the datasets that say what kind of thing it is."""
        return evidence_of(self._together(self._stating(TYPE.value), ""), self.lang)

    def of_property(self, property_iri: str, classes: Sequence[str]) -> Evidence:
        """That of one property: of the datasets that state it, else the element's.

        It is unverified where they say so of this property.
        """
        base = self._stating(TYPE.value)
        stating = self._stating(property_iri) or base
        values = self._together(stating, property_iri)
        unverified = {value.value for value in values.get(GRU + "unverifiedProperty", ())}
        if property_iri not in unverified:
            # the notes of the element's own source stand with the element
            named = {tied_source(said)[0] for said in values.get(PROPERTY_SOURCE.value, ())}
            of_element = stating == base and key_in(property_iri) not in named
            own = [] if of_element else _texts(values, "sourceNote")
            return _evidence(values, _confidence(values), own, self.lang)
        notes = [
            note
            for text in _texts(values, "evidenceText")
            for name, _, note in [text.partition(":")]
            if note and property_named(name, classes) == property_iri
        ]
        return _evidence(values, _UNVERIFIED, [note.strip() for note in notes], self.lang)

    def _stating(self, property_iri: str) -> list[Values]:
        return [part for part in self.parts if property_iri in part]

    def _together(self, parts: list[Values], property_iri: str) -> Values:
        """What some datasets say together; of all or none of them, what is said in all.

        Of sources, those of the property, or with an empty one those of no property alone.
        """
        if PROPERTY_SOURCE.value in self.merged:
            parts = [_of_property(part, key_in(property_iri)) for part in parts or self.parts]
        elif len(parts) in (0, len(self.parts)):
            return self.merged
        found: dict[str, list[NamedNode | Literal]] = {}
        for part in parts:
            for iri, values in part.items():
                found.setdefault(iri, []).extend(values)
        return found


def tied_source(said: object) -> tuple[str, str]:
    """Name of the property and source, of a value of gru:propertySource.

    >>> tied_source(Literal("validUntil: https://www.example.de/a page 3"))
    ('validUntil', 'https://www.example.de/a page 3')
    """
    name, _, text = said.value.partition(":") if isinstance(said, Literal) else ("", "", "")
    return name.strip(), text.strip()


def _of_property(part: Values, name: str) -> Values:
    """What a dataset says, with the source of a property in the place of that of the whole, where it has its own.

    A dataset that names sources of single properties, and not what the element is, knows none of the others.
    """
    tied = [tied_source(said) for said in part.get(PROPERTY_SOURCE.value, ())]
    own = [text for of, text in tied if of == name]
    if not tied or (not own and TYPE.value in part):
        return part
    found: dict[str, list[NamedNode | Literal]] = {iri: [] for iri in _SOURCE}
    for text in own:
        for predicate, value in source_of(text):
            found[predicate.value].append(value)
    return {**part, **found}


def evidence_of(values: Values, lang: str) -> Evidence:
    """The evidence of a whole element or relation, with every note of its source."""
    notes = [*_texts(values, "sourceNote"), *_texts(values, "evidenceText")]
    return _evidence(values, _confidence(values), notes, lang)


def _evidence(values: Values, confidence: str | None, notes: list[str], lang: str) -> Evidence:
    # unverified is what no source says: a source that stands there is that of the facts beside it
    verified = confidence != _UNVERIFIED
    grade = min((value.value for value in values.get(GRU + "evidenceGrade", ())), default=None)
    sources = sorted(value.value for value in values.get(DCT + "source", ())) if verified else ()
    return Evidence(
        confidence=key_in(confidence) if confidence else None,
        confidence_label=term_label(confidence, lang) if confidence else None,
        sources=tuple(sources),
        notes=tuple(notes),
        grade=key_in(grade) if grade else None,
        grade_label=term_label(grade, lang) if grade else None,
        score=_score(values) if grade else None,
    )


def _score(values: Values) -> float | None:
    """The score of the evidence where one is stated that is a number."""
    try:
        return min((float(value.value) for value in values.get(GRU + "evidenceScore", ())), default=None)
    except ValueError:
        return None


def _confidence(values: Values) -> str | None:
    return min((value.value for value in values.get(GRU + "confidence", ())), default=None)


def _texts(values: Values, name: str) -> list[str]:
    return sorted(value.value for value in values.get(GRU + name, ()))


def property_named(name: str, classes: Sequence[str]) -> str | None:
    """The property that a note means by the column name or alias of the facts' tables."""
    for class_ in classes:
        known = columns_by_name(_TABLE_OF_CLASS.get(class_, ""))
        if name.strip().lower() in known:
            return known[name.strip().lower()][1].value
    return None
