# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""What an update has asserted and taken away so far, beside a store that stays as it is until the commit.

The default graph holds what any dataset states and what is derived. A statement that is taken away from it goes from
every dataset that states it; one that is added to it goes to one dataset, unless it is there already.
"""

from collections.abc import Collection, Iterable
from functools import cache
from typing import Final

from pyoxigraph import DefaultGraph, NamedNode, Quad, Store, Triple

from grundriss.errors import LimitExceeded, UsageError
from grundriss.importers.rdf_file import lift
from grundriss.model.artefact import is_dataset_graph
from grundriss.model.identifier import Base, dataset_in, is_source_graph
from grundriss.model.terms import curie
from grundriss.model.vocabulary import relation_types
from grundriss.store.asserted import Patch
from grundriss.store.commit import check_dataset_name
from grundriss.store.rules import never_stated
from grundriss.store.skolem import skolemise

MOST_STATEMENTS: Final = 500_000
"""How many statements an update may add and remove; what is larger is loaded as a dataset."""
_DEFAULT: Final = DefaultGraph()


class Draft:
    """The change of a store that the operations of an update make, one after the other.

    `dataset` is where the default graph's new statements go. `left` counts the statements of the default graph that
    an operation matched for removal and no dataset states: the rules make them, and take them away.
    """

    def __init__(self, store: Store, base: Base, dataset: str) -> None:
        self._store, self._base = store, base
        self._graph = base.source_graph(dataset)
        self._rules = {base.graph("derived"), base.graph("ontology")}
        self._writable: dict[NamedNode, bool] = {}
        self._added: dict[Triple, set[NamedNode]] = {}
        self._removed: set[Quad] = set()
        self.left = 0

    @property
    def patch(self) -> Patch:
        """The change so far."""
        return Patch(frozenset(self._additions()), frozenset(self._removed))

    def writable(self, graph: NamedNode) -> bool:
        """Whether a graph is that of a dataset of this workspace. UsageError for a name that no dataset can have."""
        if graph not in self._writable:
            self._writable[graph] = self._is_dataset(graph)
        return self._writable[graph]

    def change(self, removed: Collection[Quad], added: Collection[Quad], *, named: bool = False) -> None:
        """Take statements away, then add others; `named` says that each of those to be removed was written out.

        Raises UsageError for a graph that is not written to, for a statement that is `named` and derived, and for a
        new one with a property that only rules give.
        """
        for quad in (*removed, *added):
            self._check(quad)
        entering = skolemise(added, self._base)
        staying = {quad.triple for quad in entering if quad.graph_name == _DEFAULT}
        for quad in removed:
            if quad.graph_name != _DEFAULT:
                self._remove(quad)
            elif quad.triple not in staying:
                self._remove_everywhere(quad.triple, named)
        for graph, quads in self._by_graph(entering).items():
            for quad in lift(quads, self._base, graph):
                self._add(quad)
        if len(self._removed) + len(self._added) > MOST_STATEMENTS:
            raise LimitExceeded("update-too-many-statements", most=MOST_STATEMENTS)

    def statements(self, graph: NamedNode) -> list[Quad]:
        """What a graph holds after the operations so far."""
        held = [q for q in self._store.quads_for_pattern(None, None, None, graph) if q not in self._removed]
        return [*held, *(quad for quad in self._additions() if quad.graph_name == graph)]

    def graphs(self) -> list[NamedNode]:
        """The named graphs, after the operations so far."""
        held = {graph for graph in self._store.named_graphs() if isinstance(graph, NamedNode)}
        new = {graph for graphs in self._added.values() for graph in graphs}
        return sorted(held | new, key=lambda graph: graph.value)

    def datasets(self) -> list[NamedNode]:
        """The graphs of all datasets, after the operations so far."""
        return [graph for graph in self.graphs() if self.writable(graph)]

    def _is_dataset(self, graph: NamedNode) -> bool:
        if not graph.value.startswith(self._base.source_graph("").value) or not is_dataset_graph(graph.value):
            return False
        if not self._store.contains_named_graph(graph):
            check_dataset_name(dataset_in(graph.value))
        return True

    def _check(self, quad: Quad) -> None:
        graph = quad.graph_name
        if graph != _DEFAULT and not (isinstance(graph, NamedNode) and self.writable(graph)):
            raise UsageError("graph-not-writable", graph=str(graph))

    def _by_graph(self, quads: Iterable[Quad]) -> dict[NamedNode, list[Quad]]:
        """What is new in each dataset; without what the default graph has already, and bare direct triples that are
        derived from a relation.
        """
        found: dict[NamedNode, list[Quad]] = {}
        for quad in quads:
            if quad.graph_name == _DEFAULT:
                if not self._stating(quad.triple) and not self._is_derived(quad.triple):
                    found.setdefault(self._graph, []).append(_quad(quad.triple, self._graph))
            elif isinstance(quad.graph_name, NamedNode) and not (
                quad.predicate in _direct_predicates() and self._is_derived(quad.triple)
            ):
                found.setdefault(quad.graph_name, []).append(quad)
        return found

    def _remove_everywhere(self, triple: Triple, named: bool) -> None:
        stating = self._stating(triple)
        for graph in stating:
            self._remove(_quad(triple, graph))
        if not stating and self._is_derived(triple):
            if named:
                raise UsageError("update-derived", statement=str(triple))
            self.left += 1

    def _stating(self, triple: Triple) -> list[NamedNode]:
        """The datasets that state a triple now."""
        held = [
            g for g in self._holding(triple) if is_source_graph(g) and _quad(triple, g) not in self._removed
        ]
        return [*held, *self._added.get(triple, ())]

    def _is_derived(self, triple: Triple) -> bool:
        """Whether the rules gave it before the update, or the ontology has it."""
        return not self._rules.isdisjoint(self._holding(triple))

    def _holding(self, triple: Triple) -> list[NamedNode]:
        """The graphs that the store has a triple in."""
        found = self._store.quads_for_pattern(triple.subject, triple.predicate, triple.object, None)
        return [quad.graph_name for quad in found if isinstance(quad.graph_name, NamedNode)]

    def _add(self, quad: Quad) -> None:
        assert isinstance(quad.graph_name, NamedNode)
        if quad in self._removed:
            self._removed.discard(quad)
        elif quad not in self._store:
            if quad.predicate.value in never_stated():
                raise UsageError("update-states-derived", property=curie(quad.predicate.value))
            self._added.setdefault(quad.triple, set()).add(quad.graph_name)

    def _remove(self, quad: Quad) -> None:
        graphs = self._added.get(quad.triple, set())
        if quad.graph_name in graphs:
            graphs.discard(quad.graph_name)
            if not graphs:
                del self._added[quad.triple]
        elif quad in self._store:
            self._removed.add(quad)

    def _additions(self) -> Iterable[Quad]:
        return (_quad(triple, graph) for triple, graphs in self._added.items() for graph in graphs)


def _quad(triple: Triple, graph: NamedNode) -> Quad:
    return Quad(triple.subject, triple.predicate, triple.object, graph)


@cache
def _direct_predicates() -> frozenset[NamedNode]:
    return frozenset(found.direct_predicate for found in relation_types().values())
