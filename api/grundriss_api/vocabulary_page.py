# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the page of the vocabulary shows: classes, relation types, properties and code lists in a language."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from pyoxigraph import Literal, NamedNode

from grundriss.model.identifier import key_in
from grundriss.model.terms import CONCEPT_BASE, GRU, PREFIXES, SKOS, TYPE, curie
from grundriss.model.vocabulary import ontology_store, relation_types, term_label

_OWL: Final = PREFIXES["owl"]
_SCHEMA: Final = "https://schema.org/"
_PROPERTIES: Final = ("ObjectProperty", "DatatypeProperty", "AnnotationProperty")
_USAGE_NOTE: Final = "http://purl.org/vocab/vann/usageNote"


@dataclass(frozen=True, slots=True)
class TermLink:
    """A term as a value: what it is called, and its address on the page where it stands there."""

    label: str
    address: str | None


@dataclass(frozen=True, slots=True)
class TermRow:
    """A term with what it means. `anchor` is the fragment of its IRI, for an own term; `notation` its spelling."""

    name: str
    anchor: str | None
    label: str
    definition: str
    notation: str = ""
    inverse: str = ""
    subjects: tuple[TermLink, ...] = ()
    values: tuple[TermLink, ...] = ()


@dataclass(frozen=True, slots=True)
class CodeList:
    """A code list with its codes, in its order."""

    key: str
    label: str
    definition: str
    codes: tuple[TermRow, ...]


@dataclass(frozen=True, slots=True)
class VocabularyPage:
    """Everything, or what is named by the address: then the other parts are empty."""

    classes: tuple[TermRow, ...]
    relation_types: tuple[TermRow, ...]
    properties: tuple[TermRow, ...]
    code_lists: tuple[CodeList, ...]


def vocabulary_page(lang: str) -> VocabularyPage:
    """The whole vocabulary; terms by label, code lists by key."""
    relations = relation_types()
    classes = [node for node in _of_type("Class") if node.value not in relations]
    properties = {node for name in _PROPERTIES for node in _of_type(name)}
    return VocabularyPage(
        classes=_rows(classes, lang),
        relation_types=_rows([found.iri for found in relations.values()], lang),
        properties=_rows(properties, lang),
        code_lists=tuple(code_list(node, lang) for node in sorted(_schemes(), key=lambda node: node.value)),
    )


def term_page(term: str, lang: str) -> VocabularyPage:
    """The code list of a term such as `lifecycle`, or of `lifecycle/produktiv` with that code alone."""
    scheme, _, code = term.partition("/")
    found = code_list(NamedNode(CONCEPT_BASE + scheme), lang, code or None)
    return VocabularyPage((), (), (), (found,))


def code_list(scheme: NamedNode, lang: str, only: str | None = None) -> CodeList:
    """A code list with all of its codes, or one."""
    members = [q.subject for q in ontology_store().quads_for_pattern(None, _skos("inScheme"), scheme, None)]
    codes = [node for node in members if isinstance(node, NamedNode) and only in (None, key_in(node.value))]
    return CodeList(
        key=key_in(scheme.value),
        label=term_label(scheme.value, lang) or key_in(scheme.value),
        definition=_text(scheme, SKOS + "definition", lang),
        codes=tuple(_row(node, lang) for node in sorted(codes, key=_place)),
    )


def _rows(nodes: "list[NamedNode] | set[NamedNode]", lang: str) -> tuple[TermRow, ...]:
    return tuple(
        sorted((_row(node, lang) for node in nodes), key=lambda row: (row.label.casefold(), row.name))
    )


def _row(node: NamedNode, lang: str) -> TermRow:
    iri = node.value
    relation = relation_types().get(iri)
    ends = ("allowedSource", "allowedTarget") if relation else ()
    subject, value = (
        (GRU + end for end in ends) if ends else (_SCHEMA + "domainIncludes", _SCHEMA + "rangeIncludes")
    )
    lists = _links(node, GRU + "codeList", lang)
    return TermRow(
        name=key_in(iri) if iri.startswith(CONCEPT_BASE) else curie(iri),
        anchor=_anchor(iri),
        label=term_label(iri, lang) or key_in(iri),
        definition=_text(node, SKOS + "definition", lang) or _text(node, _USAGE_NOTE, lang),
        notation=_text(node, SKOS + "notation", lang),
        inverse=relation.inverse_label(lang) if relation else _text(node, GRU + "inverseLabel", lang),
        subjects=_links(node, subject, lang),
        values=lists or _links(node, value, lang),
    )


def _links(node: NamedNode, predicate: str, lang: str) -> tuple[TermLink, ...]:
    return tuple(
        sorted(
            (
                TermLink(term_label(value, lang) or curie(value), _address(value))
                for value in _iris(node, predicate)
            ),
            key=lambda link: link.label.casefold(),
        )
    )


def _address(iri: str) -> str | None:
    if iri.startswith(CONCEPT_BASE):
        return f"#list-{iri.removeprefix(CONCEPT_BASE)}"
    anchor = _anchor(iri)
    known = next(iter(ontology_store().quads_for_pattern(NamedNode(iri), TYPE, None, None)), None)
    return f"#{anchor}" if anchor and known else None


def _anchor(iri: str) -> str | None:
    """The fragment that the IRI of an own term ends with: the address of the page leads to it."""
    return iri.removeprefix(GRU) if iri.startswith(GRU) else None


def _of_type(name: str) -> Iterator[NamedNode]:
    for quad in ontology_store().quads_for_pattern(None, TYPE, NamedNode(_OWL + name), None):
        if isinstance(quad.subject, NamedNode):
            yield quad.subject


def _schemes() -> list[NamedNode]:
    found = ontology_store().quads_for_pattern(None, TYPE, _skos("ConceptScheme"), None)
    return [quad.subject for quad in found if isinstance(quad.subject, NamedNode)]


def _place(node: NamedNode) -> tuple[int, str]:
    order = next(iter(_literals(node, GRU + "order")), None)
    return (int(order.value) if order else 0, node.value)


def _text(node: NamedNode, predicate: str, lang: str) -> str:
    """The text in a language, else the German one, else any."""
    texts = {literal.language or "": literal.value for literal in _literals(node, predicate)}
    return texts.get(lang) or texts.get("de") or next(iter(texts.values()), "")


def _literals(node: NamedNode, predicate: str) -> list[Literal]:
    quads = ontology_store().quads_for_pattern(node, NamedNode(predicate), None, None)
    return [quad.object for quad in quads if isinstance(quad.object, Literal)]


def _iris(node: NamedNode, predicate: str) -> list[str]:
    quads = ontology_store().quads_for_pattern(node, NamedNode(predicate), None, None)
    return [quad.object.value for quad in quads if isinstance(quad.object, NamedNode)]


def _skos(name: str) -> NamedNode:
    return NamedNode(SKOS + name)
