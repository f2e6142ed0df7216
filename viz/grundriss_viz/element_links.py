# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""What joins an element to others besides its dependencies: standards, publishers, responsibilities, decisions.

These are values of properties, responsibilities and changes, and nothing depends by them: a picture draws them as
links, each called by the label of its property in the ontology.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from pyoxigraph import Literal, NamedNode, Store

from grundriss.description.links import Links, links_to
from grundriss.model.identifier import key_in
from grundriss.model.state_types import Item, Relation
from grundriss.model.terms import GRU
from grundriss.model.vocabulary import inverse_properties, relation_types
from grundriss.states.elements import ElementReader
from grundriss.states.membership import MembershipOf
from grundriss_viz.relation_looks import VIA

MOST: Final = 200
"""Elements that are read by one property and class; a picture has no room for more."""

_SAID_BY_RELATIONS: Final = (GRU + "dependsOn", GRU + "provider", GRU + "service")
_CHANGE: Final = GRU + "Change"
_RESPONSIBILITY: Final = GRU + "Responsibility"


@dataclass(frozen=True, slots=True)
class ElementLinks:
    """The links of an element as relations whose type is the IRI of a property; `unread` elements are left out."""

    relations: tuple[Relation, ...] = ()
    unread: int = 0


@dataclass(frozen=True, slots=True)
class _Found:
    """A link before its ends are read."""

    subject: NamedNode
    property: str
    object: NamedNode


_Said = Mapping[str, Sequence[NamedNode | Literal]]


def element_links(store: Store, reader: ElementReader, node: NamedNode, day: date) -> ElementLinks:
    """What links to an element and what it links to, of what there is on a day.

    Of a component its interfaces and dependencies tell what there is to draw: it has none.
    """
    element = reader.item(node)
    if element.type == "Component":
        return ElementLinks()
    reader.read_ahead([node])
    links = links_to(store, node, MOST)
    between = [s for pair, subjects in links.subjects.items() if _is_between(*pair) for s in subjects]
    reader.read_ahead(between)
    members = MembershipOf(store)
    members.learn(between)
    there = {subject for subject in between if members.contains(subject, day)}
    incoming = _incoming(reader, links, node, there)
    found = list(dict.fromkeys([*_outgoing(reader.values(node), node), *incoming]))
    ends = [end for link in found for end in (link.subject, link.object)]
    members.learn(ends)
    reader.read_items_ahead(ends)
    kept = (link for link in found if all(members.contains(e, day) for e in (link.subject, link.object)))
    relations = [_relation(link, reader) for link in kept]
    shown = [r for r in relations if "Resource" not in (r.source.type, r.target.type)]
    cut = {pair: total - len(links.subjects[pair]) for pair, total in links.total.items()}
    unread = sum(n for pair, n in cut.items() if _is_drawn(*pair) or _is_between(*pair))
    return ElementLinks(tuple(sorted(shown, key=lambda relation: relation.key)), unread)


def _outgoing(values: _Said, node: NamedNode) -> Iterator[_Found]:
    told = {t.direct_predicate.value for t in relation_types().values() if t.direct_predicate}
    for iri, terms in values.items():
        if iri in told or iri in _SAID_BY_RELATIONS:
            continue
        for term in terms:
            if isinstance(term, NamedNode) and "/id/" in term.value:
                yield _Found(node, iri, term)


def _incoming(
    reader: ElementReader, links: Links, node: NamedNode, there: Iterable[NamedNode]
) -> Iterator[_Found]:
    for (iri, class_), subjects in links.subjects.items():
        if class_ == _RESPONSIBILITY:
            yield from _responsibilities(reader, [s for s in subjects if s in there], node)
        elif class_ == _CHANGE:
            yield from _changes(reader, [s for s in subjects if s in there], iri, node)
        elif class_ in relation_types():
            if iri == GRU + "conformsTo":
                yield from _followed(reader, [s for s in subjects if s in there], iri, node)
        elif _is_drawn(iri, class_):
            yield from (_Found(subject, iri, node) for subject in subjects)


def _is_between(iri: str, class_: str) -> bool:
    """Whether what links by this property is itself no element of a picture, but leads on to one."""
    follows = iri == GRU + "conformsTo" and class_ in relation_types()
    return follows or class_ in (_CHANGE, _RESPONSIBILITY)


def _is_drawn(iri: str, class_: str) -> bool:
    """Whether what links by this property is drawn as it stands."""
    return iri in inverse_properties() and class_ not in relation_types() and iri not in _SAID_BY_RELATIONS


def _responsibilities(reader: ElementReader, nodes: list[NamedNode], node: NamedNode) -> Iterator[_Found]:
    """An element to the organisation that has a role in it."""
    for values in map(reader.values, nodes):
        for element in _nodes(values, "responsibleFor"):
            for organisation in _nodes(values, "organization"):
                for role in _nodes(values, "role"):
                    if node in (element, organisation):
                        yield _Found(element, GRU + key_in(role.value), organisation)


def _changes(reader: ElementReader, nodes: list[NamedNode], iri: str, node: NamedNode) -> Iterator[_Found]:
    """What is changed, to the decision or plateau that it rests on or belongs to."""
    for values in map(reader.values, nodes):
        for element in _nodes(values, "changes"):
            if element != node:
                yield _Found(element, iri, node)
            else:
                yield from (_Found(node, GRU + "basedOn", decision) for decision in _nodes(values, "basedOn"))


def _followed(reader: ElementReader, nodes: list[NamedNode], iri: str, node: NamedNode) -> Iterator[_Found]:
    """What has a relation that follows a standard, to the standard."""
    reader.read_relations_ahead(nodes)
    for relation in map(reader.relation, nodes):
        yield _Found(NamedNode(relation.source.id), iri, node)


def _nodes(values: _Said, name: str) -> list[NamedNode]:
    return [value for value in values.get(GRU + name, ()) if isinstance(value, NamedNode)]


def _relation(link: _Found, reader: ElementReader) -> Relation:
    source, target = reader.item(link.subject), reader.item(link.object)
    name = link.property.rpartition("#")[2].rpartition("/")[2]
    key = f"{source.type}-{source.key} {name} {target.type}-{target.key}"
    return Relation(link.subject.value, key, link.property, source, target)


def via(relation: Relation, dependent: Item) -> Relation:
    """That a relation of an element goes through an interface, as a relation to that."""
    assert relation.via is not None
    key = f"{relation.key} via {relation.via.key}"
    return Relation(
        relation.id,
        key,
        VIA,
        dependent,
        relation.via,
        sources=relation.sources,
        confidence=relation.confidence,
    )
