# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a store holds about an element at the moment of a change, and which dataset asserts it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from pyoxigraph import Literal, NamedNode, Quad, Store

from grundriss.model.identifier import Base, is_source_graph
from grundriss.model.terms import TYPE
from grundriss.resolve import resolve

MANUAL: Final = "manual"
"""The dataset of what no other dataset asserts."""


@dataclass(frozen=True, slots=True)
class Facts:
    """The asserted facts of a store. With `dataset`, changes go to that dataset and to no other."""

    store: Store
    base: Base
    today: date
    dataset: str | None = None

    def element(self, x: str) -> NamedNode:
        """The element that X means; NotFound and Ambiguous as `resolve`."""
        return resolve(self.store, self.base, x)

    def asserted(self, node: NamedNode, predicate: NamedNode | None = None) -> list[Quad]:
        """The statements about an element, of all datasets or of the one that is changed."""
        only = self.base.source_graph(self.dataset) if self.dataset else None
        quads = self.store.quads_for_pattern(node, predicate, None, only)
        found = [q for q in quads if isinstance(q.graph_name, NamedNode) and is_source_graph(q.graph_name)]
        return sorted(found, key=str)

    def classes(self, node: NamedNode) -> list[str]:
        """The class IRIs of an element."""
        quads = self.store.quads_for_pattern(node, TYPE, None, None)
        return sorted({quad.object.value for quad in quads if isinstance(quad.object, NamedNode)})

    def exists(self, node: NamedNode) -> bool:
        """Whether anything is said about a node."""
        return any(True for _ in self.store.quads_for_pattern(node, None, None, None))

    def graph(self, node: NamedNode, predicate: NamedNode | None = None) -> NamedNode:
        """Where a statement belongs: the dataset that has one, else that of the element's class, else manual."""
        if self.dataset:
            return self.base.source_graph(self.dataset)
        for known in (predicate, TYPE) if predicate else (TYPE,):
            for quad in self.asserted(node, known):
                if isinstance(quad.graph_name, NamedNode):
                    return quad.graph_name
        return self.base.source_graph(MANUAL)

    def day(self, node: NamedNode, predicate: NamedNode) -> date | None:
        """A derived day of an element, such as gru:startDay; of several the first."""
        quads = self.store.quads_for_pattern(node, predicate, None, None)
        days = {quad.object.value for quad in quads if isinstance(quad.object, Literal)}
        return date.fromisoformat(min(days)) if days else None


def statements(
    node: NamedNode, said: Iterable[tuple[NamedNode, NamedNode | Literal]], graph: NamedNode
) -> frozenset[Quad]:
    """What is said of one node, in one graph."""
    return frozenset(Quad(node, predicate, value, graph) for predicate, value in said)
