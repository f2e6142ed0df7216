# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a store holds about an element at the moment of a change, and which dataset asserts it."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from pyoxigraph import Literal, NamedNode, Quad, Store

from grundriss.model.identifier import Base, dataset_in, is_source_graph
from grundriss.model.terms import TYPE
from grundriss.resolve import resolve
from grundriss.store.asserted import Patch

MANUAL: Final = "manual"
"""The dataset of what is stated by hand."""

Statement = tuple[NamedNode, NamedNode | Literal]
"""Property and value."""


@dataclass(frozen=True, slots=True)
class Facts:
    """The asserted facts of a store, of all its datasets.

    With `dataset`, new statements go to that dataset; else to the one whose statement they replace, or to `manual`.
    `source` is what a change rests on, as properties of what it makes. What has a source of its own goes to `manual`
    without `dataset`: a dataset says of an element as a whole where what it says is from.
    """

    store: Store
    base: Base
    today: date
    dataset: str | None = None
    source: tuple[Statement, ...] = ()

    def element(self, x: str) -> NamedNode:
        """The element that X means; NotFound and Ambiguous as `resolve`."""
        return resolve(self.store, self.base, x)

    def asserted(self, node: NamedNode, predicate: NamedNode | None = None) -> list[Quad]:
        """The statements of all datasets about an element, or about one of its properties."""
        quads = self.store.quads_for_pattern(node, predicate, None, None)
        found = [q for q in quads if isinstance(q.graph_name, NamedNode) and is_source_graph(q.graph_name)]
        return sorted(found, key=str)

    def classes(self, node: NamedNode) -> list[str]:
        """The class IRIs of an element."""
        quads = self.store.quads_for_pattern(node, TYPE, None, None)
        return sorted({quad.object.value for quad in quads if isinstance(quad.object, NamedNode)})

    def exists(self, node: NamedNode) -> bool:
        """Whether anything is said about a node."""
        return any(True for _ in self.store.quads_for_pattern(node, None, None, None))

    def graph(self, replaced: Collection[Quad] = ()) -> NamedNode:
        """Where a new statement belongs that takes the place of others."""
        wanted = self.dataset or (MANUAL if self.source else None)
        for quad in replaced:
            graph = quad.graph_name
            if isinstance(graph, NamedNode) and wanted in (None, dataset_in(graph.value)):
                return graph
        return self.base.source_graph(wanted or MANUAL)

    def stated(self, node: NamedNode, said: Iterable[Statement]) -> Patch:
        """The change that states what is said of a node, where no dataset states it yet."""
        quads = (Quad(node, predicate, value, self.graph()) for predicate, value in said)
        known = {(quad.predicate, quad.object) for quad in self.asserted(node)}
        return Patch(added=frozenset(q for q in quads if (q.predicate, q.object) not in known))

    def restated(self, node: NamedNode, predicate: NamedNode, value: NamedNode | Literal) -> Patch:
        """The change after which this is the value of a property, and all that any dataset says about it.

        A text in one language replaces the one in that language. With a source, it is stated where the source is too.
        """
        held = self.asserted(node, predicate)
        if isinstance(value, Literal) and value.language:
            held = [q for q in held if isinstance(q.object, Literal) and q.object.language == value.language]
        others = frozenset(quad for quad in held if quad.object != value)
        wanted = Quad(node, predicate, value, self.graph(held))
        if wanted in held or (len(others) < len(held) and not self.source):
            return Patch(removed=others)
        return Patch(frozenset((wanted,)), others)

    def day(self, node: NamedNode, predicate: NamedNode) -> date | None:
        """A derived day of an element, such as gru:startDay; of several the first."""
        quads = self.store.quads_for_pattern(node, predicate, None, None)
        days = {quad.object.value for quad in quads if isinstance(quad.object, Literal)}
        return date.fromisoformat(min(days)) if days else None


def together(*changes: Patch) -> Patch:
    """Several changes of one moment as one."""
    return Patch(
        frozenset().union(*(change.added for change in changes)),
        frozenset().union(*(change.removed for change in changes)),
    )
