# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""The dependencies of a whole state as a graph in memory, for questions about the landscape and not about one element.

The store gives the relations once, as text; everything after that is computed without it. For one element read its
hops instead (`grundriss.analysis.hops`): that grows with the answer, this with the landscape.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Final

from pyoxigraph import NamedNode, Store
from rustworkx import PyDiGraph, PyGraph

from grundriss import queries
from grundriss.analysis.hops import Hop
from grundriss.model.terms import gru
from grundriss.model.vocabulary import RelationType, relation_types
from grundriss.states.membership import Membership

_ENDS: Final = ("source", "target", "via", "confidence")
_INFERRED: Final = str(gru("inferred"))


@dataclass(frozen=True, slots=True)
class Link:
    """One hop as the store writes it: `relation`, `source`, `target` and `via` are IRIs in angle brackets."""

    relation: str
    type: RelationType
    source: str
    target: str
    via: str = ""

    @property
    def dependent(self) -> str:
        """The end that depends on the other."""
        return self.source if self.type.dependent_end == "source" else self.target

    @property
    def needed(self) -> str:
        """What is depended upon: the other end, or the interface."""
        return self.via or (self.target if self.type.dependent_end == "source" else self.source)

    def hop(self) -> Hop:
        """The same in terms of the store."""
        via = node(self.via) if self.via else None
        return Hop(node(self.relation), self.type, node(self.source), node(self.target), via)


class DependencyGraph:
    """What depends on what on a day: an edge from each dependent element to what it needs, one for each hop.

    The hops are those of `HopReader`: a relation holds while it and both its ends are in the landscape, and its
    dependent end depends on the interface in `via` as well. Elements without any hop are not in it, except
    components.
    """

    def __init__(self, store: Store, day: date) -> None:
        self.members = Membership(store)
        absent = {str(element) for element in self.members.absent(day)}
        self.graph: PyDiGraph[str, Link] = PyDiGraph()
        self._index: dict[str, int] = {}
        found = queries.table(store, [queries.text("analysis/components")], ["element"])
        self.components = frozenset(self._add(element) for [element] in found if element not in absent)
        self.graph.add_edges_from(
            [(self._add(link.dependent), self._add(link.needed), link) for link in _links(store, absent)]
        )

    def links(self) -> list[Link]:
        """All hops, in the order of their IRIs: the same whatever order the store has."""
        return sorted(self.graph.edges(), key=lambda link: (link.relation, link.via))

    def element(self, index: int) -> NamedNode:
        """The element that stands at an index of `graph`."""
        return node(self.graph[index])

    def index(self, element: NamedNode) -> int | None:
        """Where an element stands in `graph`; None when it is in no hop."""
        return self._index.get(str(element))

    def between(self, dependent: int, needed: int) -> list[Link]:
        """The hops by which one element depends on another, in the order of their IRIs; none where it does not."""
        if not self.graph.has_edge(dependent, needed):
            return []
        found = self.graph.get_all_edge_data(dependent, needed)
        return sorted(found, key=lambda link: (link.relation, link.via))

    def among(self, elements: Iterable[int]) -> "PyGraph[int, Link]":
        """These elements, by their index here, and which of them are joined, whichever depends on the other.

        Several hops between two elements are one edge with the first of them.
        """
        kept = sorted(elements, key=lambda index: self.graph[index])
        places = {index: place for place, index in enumerate(kept)}
        pairs: dict[tuple[int, int], Link] = {}
        for link in self.links():
            ends = [places.get(self._index[end]) for end in (link.dependent, link.needed)]
            if ends[0] is not None and ends[1] is not None:
                pairs.setdefault((min(ends[0], ends[1]), max(ends[0], ends[1])), link)
        # each pair is there once: the graph need not look for it at every edge
        joined: PyGraph[int, Link] = PyGraph()
        joined.add_nodes_from(kept)
        joined.add_edges_from([(one, other, link) for (one, other), link in pairs.items()])
        return joined

    def _add(self, element: str) -> int:
        index = self._index.get(element)
        if index is None:
            index = self._index[element] = self.graph.add_node(element)
        return index


def node(cell: str) -> NamedNode:
    """The element of a cell such as `<https://…>`."""
    return NamedNode(cell[1:-1])


def _links(store: Store, absent: set[str]) -> Iterator[Link]:
    """The hops of the relations that hold: five scans of an index each, joined here.

    Joined by the engine they take four times as long (measured on 160,000 relations).
    """
    types = _dependence()
    block = queries.values_block(["value"], [[found.iri] for found in types.values()])
    texts = [f"SELECT ?relation ?value {{ {block} ?relation a ?value }}"]
    texts += [f"SELECT ?relation ?value {{ ?relation gru:{name} ?value }}" for name in _ENDS]
    typed, sources, targets, interfaces, inferred = (
        dict(rows) for rows in queries.tables(store, texts, ["relation", "value"])
    )
    # what a program has inferred says nothing about what depends on what (ADR 0011)
    guesses = {relation for relation, confidence in inferred.items() if confidence == _INFERRED}
    for relation, type_ in typed.items():
        source, target = sources.get(relation), targets.get(relation)
        if source is None or target is None or relation in guesses:
            continue
        if relation in absent or source in absent or target in absent or source == target:
            continue
        found = types[type_]
        yield Link(relation, found, source, target)
        if via := interfaces.get(relation):
            through = Link(relation, found, source, target, via)
            if through.dependent != via:
                yield through


@cache
def _dependence() -> dict[str, RelationType]:
    """The relation types by which one end depends on the other within a state, by their cell."""
    return {
        str(found.iri): found
        for found in relation_types().values()
        if found.temporal_scope == "within-ends" and found.dependent_end in ("source", "target")
    }
