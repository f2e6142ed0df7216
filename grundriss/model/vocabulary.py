# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""The ontology as data: relation types and code lists, read from ontology/*.ttl."""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from pyoxigraph import DefaultGraph, Literal, NamedNode, RdfFormat, Store

from grundriss import resources
from grundriss.model.identifier import KIND_OF_CLASS
from grundriss.model.terms import CONCEPT_BASE, ELI, GRU, PREFIXES, TYPE, curie

_SELECT_RELATION_TYPES: Final = """
SELECT ?type ?direct ?end ?scope ?family ?notation ?archimate ?inverted ?line ?head ?tail WHERE {
  ?type gru:directPredicate ?direct ; gru:dependentEnd ?end ; gru:temporalScope ?scope ; gru:relationFamily ?family .
  OPTIONAL { ?type skos:notation ?notation } OPTIONAL { ?type gru:archimateType ?archimate }
  OPTIONAL { ?type gru:archimateInverted ?inverted } OPTIONAL { ?type gru:lineStyle ?line }
  OPTIONAL { ?type gru:arrowheadTarget ?head } OPTIONAL { ?type gru:arrowheadSource ?tail }
} ORDER BY ?type"""

_LABEL: Final = NamedNode(PREFIXES["rdfs"] + "label")
_INVERSE: Final = NamedNode(GRU + "inverseLabel")
_SENTENCE: Final = NamedNode(GRU + "sentencePattern")


@dataclass(frozen=True, slots=True)
class RelationType:
    """A class of relations, as the ontology describes it.

    `dependent_end` is `source`, `target` or `none`; `family` is `dependency`, `structure` or `replacement`;
    `notation` is the word the facts use, such as `nutzt`.
    """

    iri: NamedNode
    direct_predicate: NamedNode
    dependent_end: str
    temporal_scope: str
    family: str
    notation: str | None
    labels: tuple[tuple[str, str], ...]
    inverse_labels: tuple[tuple[str, str], ...]
    sentences: tuple[tuple[str, str], ...]
    archimate_type: str | None
    archimate_inverted: bool
    line_style: str | None
    arrowhead_source: str | None
    arrowhead_target: str | None

    @property
    def name(self) -> str:
        """The local name of the class, such as `AuthenticatesWith`."""
        return self.iri.value.removeprefix(GRU)

    def label(self, lang: str) -> str:
        """The label in a language, else the German one, else the name."""
        labels = dict(self.labels)
        return labels.get(lang) or labels.get("de") or self.name

    def inverse_label(self, lang: str) -> str:
        """The label read from the target, such as "wird genutzt von"."""
        labels = dict(self.inverse_labels)
        return labels.get(lang) or labels.get("de") or self.label(lang)

    def sentence(self, source: str, target: str, lang: str) -> str:
        """What a relation of this type says, such as "A ist Teil von B"."""
        before, middle, after = self.around(lang)
        return f"{before}{source}{middle}{target}{after}"

    def around(self, lang: str) -> tuple[str, str, str]:
        """The words of that sentence before, between and after the names of source and target."""
        patterns = dict(self.sentences)
        pattern = patterns.get(lang) or patterns.get("de")
        if pattern is None:
            return "", f" {self.label(lang)} ", ""
        before, middle, after = re.split(r"\{source\}|\{target\}", pattern)
        return before, middle, after


def ontology_files() -> list[Path]:
    """The Turtle files of the ontology, sorted by name."""
    return sorted(resources.path("ontology").glob("*.ttl"))


@cache
def ontology_store() -> Store:
    """The ontology in memory, in the default graph. Do not write to it."""
    store = Store()
    for file in ontology_files():
        store.load(path=str(file), format=RdfFormat.TURTLE)
    return store


def ontology_text() -> bytes:
    """All triples of the ontology and code lists as N-Triples."""
    return ontology_store().dump(format=RdfFormat.N_TRIPLES, from_graph=DefaultGraph()) or b""


@cache
def classes_of_content() -> frozenset[str]:
    """The classes of what models and FIM files hold: those that the ontology defines itself, and those of kinds.

    >>> GRU + "DataField" in classes_of_content(), PREFIXES["skos"] + "Concept" in classes_of_content()
    (True, False)
    """
    owl_class = NamedNode("http://www.w3.org/2002/07/owl#Class")
    defined = ontology_store().quads_for_pattern(None, TYPE, owl_class, None)
    own = (quad.subject.value for quad in defined if isinstance(quad.subject, NamedNode))
    return frozenset([*own, *KIND_OF_CLASS, ELI + "LegalResourceSubdivision"])


@cache
def relation_types() -> dict[str, RelationType]:
    """Every relation type by its class IRI."""
    store = ontology_store()
    found = {}
    for row in store.query(_SELECT_RELATION_TYPES, prefixes=PREFIXES):  # type: ignore[union-attr]
        iri = row["type"]
        found[iri.value] = RelationType(
            iri=iri,
            direct_predicate=row["direct"],
            dependent_end=_code(row["end"]),
            temporal_scope=_code(row["scope"]),
            family=_code(row["family"]),
            notation=row["notation"].value if row["notation"] else None,
            labels=_labels(store, iri, _LABEL),
            inverse_labels=_labels(store, iri, _INVERSE),
            sentences=_labels(store, iri, _SENTENCE),
            archimate_type=row["archimate"].value if row["archimate"] else None,
            archimate_inverted=bool(row["inverted"]) and row["inverted"].value == "true",
            line_style=_code(row["line"]) if row["line"] else None,
            arrowhead_source=_code(row["tail"]) if row["tail"] else None,
            arrowhead_target=_code(row["head"]) if row["head"] else None,
        )
    return found


@cache
def relation_type_by_name(name: str) -> RelationType:
    """The relation type with this local name; KeyError when there is none."""
    return relation_types()[GRU + name]


@cache
def concepts(scheme: str) -> dict[str, NamedNode]:
    """The concepts of a code list by notation (the facts' spelling) and by code.

    >>> concepts("lifecycle")["im Aufbau"] == concepts("lifecycle")["im-aufbau"]
    True
    """
    found: dict[str, NamedNode] = {}
    in_scheme = NamedNode(PREFIXES["skos"] + "inScheme")
    notation = NamedNode(PREFIXES["skos"] + "notation")
    for quad in ontology_store().quads_for_pattern(None, in_scheme, NamedNode(CONCEPT_BASE + scheme), None):
        if isinstance(quad.subject, NamedNode):
            found[_code(quad.subject)] = quad.subject
            for spelled in ontology_store().quads_for_pattern(quad.subject, notation, None, None):
                if isinstance(spelled.object, Literal):
                    found[spelled.object.value] = quad.subject
    return found


@cache
def _codes() -> frozenset[str]:
    in_scheme = NamedNode(PREFIXES["skos"] + "inScheme")
    nodes = (quad.subject for quad in ontology_store().quads_for_pattern(None, in_scheme, None, None))
    return frozenset(_code(node) for node in nodes if isinstance(node, NamedNode))


def is_code(text: str) -> bool:
    """Whether some code list has this code.

    >>> is_code("im-aufbau"), is_code("portall")
    (True, False)
    """
    return text in _codes()


def term_label(iri: str, lang: str) -> str | None:
    """The label of a class, property or code of the ontology in a language, else the German one; None for others.

    >>> term_label("https://w3id.org/grundriss/ns#lifecycle", "en")
    'lifecycle status'
    """
    labels = _term_labels().get(iri, {})
    return labels.get(lang) or labels.get("de") or next(iter(labels.values()), None)


@dataclass(frozen=True, slots=True)
class Term:
    """A class, property or code of the ontology in a sentence: by its label, after the `word` to write it by."""

    iri: str
    word: str = ""

    def in_language(self, lang: str) -> str:
        """Such as `component (Komponente)`, in English `component`."""
        label = term_label(self.iri, lang) or curie(self.iri)
        if not self.word:
            return label
        return self.word if lang != "de" or self.word == label.casefold() else f"{self.word} ({label})"


@cache
def inverse_properties() -> dict[str, dict[str, str]]:
    """The properties that an element is also described by from their values' side: inverse labels by language.

    Relation types are not among them: their relations are read as relations.
    """
    found: dict[str, dict[str, str]] = {}
    for quad in ontology_store().quads_for_pattern(None, _INVERSE, None, None):
        known = isinstance(quad.subject, NamedNode) and quad.subject.value in relation_types()
        if isinstance(quad.subject, NamedNode) and isinstance(quad.object, Literal) and not known:
            found.setdefault(quad.subject.value, {})[quad.object.language or ""] = quad.object.value
    return dict(sorted(found.items()))


@cache
def _term_labels() -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for predicate in (_LABEL, NamedNode(PREFIXES["skos"] + "prefLabel")):
        for quad in ontology_store().quads_for_pattern(None, predicate, None, None):
            if isinstance(quad.subject, NamedNode) and isinstance(quad.object, Literal):
                found.setdefault(quad.subject.value, {})[quad.object.language or ""] = quad.object.value
    return found


def _labels(store: Store, iri: NamedNode, predicate: NamedNode) -> tuple[tuple[str, str], ...]:
    found = [quad.object for quad in store.quads_for_pattern(iri, predicate, None, None)]
    return tuple(sorted((o.language or "", o.value) for o in found if isinstance(o, Literal)))


def _code(node: NamedNode) -> str:
    return node.value.rsplit("/", 1)[-1].rsplit("#", 1)[-1]
