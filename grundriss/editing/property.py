# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""The properties that a fact may state, as the ontology describes them; found by local name or label."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Final

from pyoxigraph import Literal, NamedNode

from grundriss.errors import Ambiguous, UsageError
from grundriss.importers.facts_table import did_you_mean
from grundriss.messages import Message
from grundriss.model.identifier import kebab
from grundriss.model.terms import DCT, GRU, PREFIXES, RDF, RDFS, SKOS, TYPE, curie, gru
from grundriss.model.vocabulary import Term, ontology_store, relation_types, term_label
from grundriss.states.exclusive import ROLES
from grundriss.store.rules import rules

_SCHEMA: Final = "https://schema.org/"
_ADDRESS: Final = RDFS + "Resource"
_TEXT: Final = RDF + "langString"
_LONGEST_NAME: Final = 100


@dataclass(frozen=True, slots=True)
class Property:
    """A property with what its values are. `domain` and `ranges` are class IRIs; empty means anything.

    `code_list` is the name of the code list that the values are from, None for other values.
    """

    iri: NamedNode
    name: str
    labels: frozenset[str]
    domain: frozenset[str]
    ranges: frozenset[str]
    code_list: str | None = None

    def describes(self, classes: Iterable[str]) -> bool:
        """Whether something of these classes may have it."""
        known = set(classes)
        relation = bool(known & relation_types().keys())
        either = {RDFS + "Resource"} | ({GRU + "Relation"} if relation else set())
        return not self.domain or bool(self.domain & (known | either))


_OF_OTHERS: Final = (
    Property(
        NamedNode(SKOS + "prefLabel"),
        "label",
        frozenset(("name", "preflabel")),
        frozenset(),
        frozenset((_TEXT,)),
    ),
    Property(NamedNode(SKOS + "altLabel"), "altLabel", frozenset(), frozenset(), frozenset((_TEXT,))),
    Property(
        NamedNode(DCT + "description"),
        "description",
        frozenset(("beschreibung",)),
        frozenset(),
        frozenset((_TEXT,)),
    ),
    Property(
        NamedNode(DCT + "source"), "source", frozenset(("quelle",)), frozenset(), frozenset((_ADDRESS,))
    ),
    Property(
        NamedNode(DCT + "publisher"),
        "publisher",
        frozenset(("herausgeber",)),
        frozenset((GRU + "Standard",)),
        frozenset((PREFIXES["org"] + "Organization",)),
    ),
    Property(
        NamedNode(DCT + "isVersionOf"),
        "isVersionOf",
        frozenset(),
        frozenset((GRU + "StandardVersion",)),
        frozenset((GRU + "Standard",)),
    ),
)
"""The properties of other vocabularies that facts use."""


def find_property(name: str, classes: Iterable[str]) -> Property:
    """The property that a name means for something of these classes: a CURIE, a local name, a label, or the last word
    of a local name (`level` for `federalLevel`) where no other property has it.

    Raises UsageError for an unknown one, for one that something of these classes cannot have, and for one that is
    derived or is part of the identity of an element.
    """
    classes = list(classes)
    _refuse_derived(name)
    fitting = [known for known in editable_properties() if known.describes(classes)]
    for found in _matching(name, fitting):
        if len(found) == 1:
            return found[0]
        if found:
            raise Ambiguous("element-ambiguous", name=name, known=[curie(p.iri.value) for p in found])
    if any(any(found) for found in _matching(name, editable_properties())):
        kinds = [Term(known) for known in sorted(classes)]
        raise UsageError("property-elsewhere", property=name, kind=kinds, known=[p.name for p in fitting])
    roles = _roles(classes)
    names = [*(known.name for known in fitting), *roles]
    labels = [label for known in fitting for label in sorted(known.labels)]
    labels += [label.casefold() for role in roles if (label := term_label(gru(role).value, "de"))]
    tried = name[:_LONGEST_NAME]
    hint = did_you_mean(tried, names) or did_you_mean(tried.casefold(), labels)
    raise UsageError("property-unknown", hint=hint, property=name[:_LONGEST_NAME], known=names)


@cache
def editable_properties() -> tuple[Property, ...]:
    """Every property that can be stated: those of the ontology that are not derived, and the ones of others."""
    store = ontology_store()
    found = list(_OF_OTHERS)
    for kind in ("ObjectProperty", "DatatypeProperty"):
        for quad in store.quads_for_pattern(None, TYPE, NamedNode(PREFIXES["owl"] + kind), None):
            node = quad.subject
            if (
                isinstance(node, NamedNode)
                and node.value.startswith(GRU)
                and node not in derived_properties()
            ):
                found.append(_property(node))
    return tuple(sorted(found, key=lambda known: known.iri.value))


@cache
def derived_properties() -> frozenset[NamedNode]:
    """What the rules of queries/derive give; nobody states it."""
    store = ontology_store()
    heads = {head for rule in rules() for head in rule.head_predicates(store)}
    return frozenset(head for head in heads if head.value.startswith(GRU))


def _property(node: NamedNode) -> Property:
    lists = _values(node, gru("codeList"))
    return Property(
        node,
        node.value.removeprefix(GRU),
        frozenset(label.casefold() for label in _values(node, NamedNode(RDFS + "label"))),
        frozenset(_values(node, NamedNode(_SCHEMA + "domainIncludes"))),
        frozenset(_values(node, NamedNode(_SCHEMA + "rangeIncludes"))),
        next((scheme.rsplit("/", 1)[-1] for scheme in lists), None),
    )


def _values(node: NamedNode, predicate: NamedNode) -> list[str]:
    quads = ontology_store().quads_for_pattern(node, predicate, None, None)
    return [quad.object.value for quad in quads if isinstance(quad.object, NamedNode | Literal)]


def _matching(name: str, properties: Iterable[Property]) -> Iterable[list[Property]]:
    """The properties that have this name, in the order in which names count."""
    wanted = name.strip()
    folded = wanted.casefold()
    known = list(properties)
    yield [p for p in known if wanted in (curie(p.iri.value), p.iri.value)]
    named = [p for p in known if folded in (p.name.casefold(), kebab(p.name))]
    # of a relation, `source` is the end that it starts from; its evidence is dct:source
    ours = [p for p in named if p.iri.value.startswith(GRU)]
    yield ours if len(named) > 1 and ours else named
    yield [p for p in known if folded in p.labels]
    yield [p for p in known if kebab(p.name).rpartition("-")[2] == folded]


def _roles(classes: list[str]) -> tuple[str, ...]:
    """The roles of organisations that are set like a property, of an element; a relation has none."""
    return () if set(classes) & relation_types().keys() else ROLES


def _refuse_derived(name: str) -> None:
    for node in derived_properties():
        local = node.value.removeprefix(GRU)
        if name.strip().casefold() in (
            local.casefold(),
            kebab(local),
            curie(node.value).casefold(),
            node.value,
        ):
            relation = next((t for t in relation_types().values() if t.direct_predicate == node), None)
            hint = Message("property-derived-relation", {"type": kebab(relation.name)}) if relation else None
            if local in ("fromDay", "startDay", "untilDay", "endDay"):
                stated = "validFrom" if local in ("fromDay", "startDay") else "validUntil"
                hint = Message("property-derived-date", {"property": stated})
            raise UsageError("property-derived", hint=hint, property=local)
