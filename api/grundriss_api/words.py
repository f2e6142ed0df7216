# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""The words for classes, properties, relation types and codes, in German and English: read from ontology/."""

from functools import cache

from pyoxigraph import Literal, NamedNode

from grundriss.model.terms import CPSV, DCT, ELI, GRU, ORG, RDFS, SKOS, curie
from grundriss.model.vocabulary import concepts, ontology_store, relation_type_by_name

_LABELS = (NamedNode(SKOS + "prefLabel"), NamedNode(RDFS + "label"))
_CODE_LIST = NamedNode(GRU + "codeList")


@cache
def word(name: str, lang: str) -> str:
    """What a class, property or relation type is called, by its local name; the name itself where nothing says so.

    >>> word("Component", "de"), word("AuthenticatesWith", "en"), word("neverHeardOf", "de")
    ('Komponente', 'authenticates with', 'neverHeardOf')
    """
    for namespace in (GRU, DCT, ORG, CPSV, ELI, SKOS):
        found = label(namespace + name, lang) if name.isidentifier() else None
        if found:
            return found
    return name


def words_around(type_name: str, lang: str) -> tuple[str, str, str]:
    """The words of the sentence that a relation says, before, between and after source and target.

    >>> words_around("Offers", "de"), words_around("RunsOn", "de")
    (('', 'bietet', 'an'), ('', 'wird betrieben auf', ''))
    """
    before, middle, after = relation_type_by_name(type_name).around(lang)
    return before.strip(), middle.strip(), after.strip()


@cache
def code_word(property_name: str, code: str, lang: str) -> str:
    """What a code of the code list of a property is called; the code itself where the list does not have it.

    >>> code_word("lifecycle", "im-aufbau", "de"), code_word("kind", "neu/fremd", "de")
    ('im Aufbau', 'neu/fremd')
    """
    for quad in ontology_store().quads_for_pattern(NamedNode(GRU + property_name), _CODE_LIST, None, None):
        if isinstance(quad.object, NamedNode):
            node = concepts(curie(quad.object.value).rpartition("/")[2]).get(code)
            if node:
                return label(node.value, lang) or code
    return code


@cache
def label(iri: str, lang: str) -> str | None:
    """The label of a term of the ontology in a language, else the German one."""
    labels = {
        quad.object.language: quad.object.value
        for predicate in _LABELS
        for quad in ontology_store().quads_for_pattern(NamedNode(iri), predicate, None, None)
        if isinstance(quad.object, Literal)
    }
    return labels.get(lang) or labels.get("de")
