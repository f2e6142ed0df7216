# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a statement rests on, read from what an element or relation says about its sources."""

from collections.abc import Mapping, Sequence
from typing import Final

from pyoxigraph import Literal, NamedNode

from grundriss.importers.evidence import columns_by_name
from grundriss.model.description_types import Evidence
from grundriss.model.identifier import key_in
from grundriss.model.terms import CPSV, DCT, GRU
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


def evidence_of(values: Values, lang: str) -> Evidence:
    """The evidence of a whole element or relation, with every note of its source."""
    notes = [*_texts(values, "sourceNote"), *_texts(values, "evidenceText")]
    return _evidence(values, _confidence(values), notes, lang)


def evidence_of_property(values: Values, property_iri: str, classes: Sequence[str], lang: str) -> Evidence:
    """The evidence of one property: the element's, unless the element says that this property is not verified."""
    unverified = {value.value for value in values.get(GRU + "unverifiedProperty", ())}
    if property_iri not in unverified:
        return _evidence(values, _confidence(values), [], lang)
    notes = [
        note
        for text in _texts(values, "evidenceText")
        for name, _, note in [text.partition(":")]
        if note and property_named(name, classes) == property_iri
    ]
    return _evidence(values, _UNVERIFIED, [note.strip() for note in notes], lang)


def _evidence(values: Values, confidence: str | None, notes: list[str], lang: str) -> Evidence:
    # unverified is what no source says: a source that stands there is that of the facts beside it
    verified = confidence != _UNVERIFIED
    sources = sorted(value.value for value in values.get(DCT + "source", ())) if verified else ()
    return Evidence(
        confidence=key_in(confidence) if confidence else None,
        confidence_label=term_label(confidence, lang) if confidence else None,
        sources=tuple(sources),
        notes=tuple(notes),
    )


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
