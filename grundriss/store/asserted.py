# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a change asserts: statements added and removed, held in memory or loaded by the store itself."""

import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, Protocol

from pyoxigraph import NamedNode, Quad, RdfFormat, Store

from grundriss import queries
from grundriss.errors import UsageError
from grundriss.model.artefact import is_dataset_graph
from grundriss.model.identifier import Base
from grundriss.store.dataset_mode import check_one_mode, check_replaces
from grundriss.store.derivation import derive_all
from grundriss.store.incremental import Followed, Follower, follow_changes
from grundriss.store.materialised import MaterialisedStore
from grundriss.store.revision_log import statement_line

FOLLOWED_CHANGES: Final = 5_000
"""Up to how many changed statements are followed one by one; beyond, everything is derived again, which is faster."""


class Asserted(Protocol):
    """What a change asserts, and how it gets into the writer's store."""

    @property
    def counts(self) -> tuple[int, int]:
        """How many statements are added and removed."""

    @property
    def graphs(self) -> set[NamedNode]:
        """The graphs that it changes."""

    def check_modes(self, store: Store) -> None:
        """Raise Conflict when a dataset would be replaced as a whole and accumulate as well."""

    def apply(self, materialised: MaterialisedStore) -> None:
        """Make the change."""

    def follow(
        self, materialised: MaterialisedStore, base: Base, today: date, watchers: Sequence[Follower]
    ) -> Followed | None:
        """Make the change and derive what it reaches; None when everything was derived again."""

    def lines(self) -> tuple[Iterable[bytes], Iterable[bytes]]:
        """N-Quads lines of what is added and of what is removed."""


@dataclass(frozen=True, slots=True)
class Patch:
    """A change held in memory. Statements of datasets only: everything else in a store is derived from them."""

    added: frozenset[Quad] = frozenset()
    removed: frozenset[Quad] = frozenset()

    def __post_init__(self) -> None:
        for graph in {quad.graph_name for quad in (*self.added, *self.removed)}:
            if not isinstance(graph, NamedNode) or not is_dataset_graph(graph.value):
                raise UsageError("graph-not-writable", graph=str(graph))

    def effective(self, store: Store) -> "Patch":
        """What of it changes a store: what is there is not added, what is not there is not removed."""
        return Patch(
            frozenset(quad for quad in self.added if quad not in store),
            frozenset(quad for quad in self.removed if quad in store and quad not in self.added),
        )

    def inverse(self) -> "Patch":
        """The change that takes this one back."""
        return Patch(self.removed, self.added)

    @property
    def counts(self) -> tuple[int, int]:
        return len(self.added), len(self.removed)

    @property
    def graphs(self) -> set[NamedNode]:
        names = {quad.graph_name for quad in (*self.added, *self.removed)}
        return {name for name in names if isinstance(name, NamedNode)}

    def check_modes(self, store: Store) -> None:
        check_one_mode(store, self.added, self.removed)

    def apply(self, materialised: MaterialisedStore) -> None:
        materialised.delete(self.removed)
        materialised.add(self.added)

    def follow(
        self, materialised: MaterialisedStore, base: Base, today: date, watchers: Sequence[Follower]
    ) -> Followed | None:
        if sum(self.counts) > FOLLOWED_CHANGES:
            derive_again(self, materialised, base, today)
            return None
        return follow_changes(materialised, base, today, self.removed, self.added, watchers)

    def lines(self) -> tuple[Iterable[bytes], Iterable[bytes]]:
        added, removed = (sorted(map(statement_line, quads)) for quads in (self.added, self.removed))
        return added, removed


@dataclass(frozen=True, slots=True)
class LoadedGraph:
    """A graph that the store has loaded from a file already."""

    store: Store
    graph: NamedNode

    @property
    def counts(self) -> tuple[int, int]:
        counted = f"SELECT (COUNT(*) AS ?n) {{ GRAPH {self.graph} {{ ?s ?p ?o }} }}"
        return int(next(queries.rows(self.store, counted))["n"].value), 0

    @property
    def graphs(self) -> set[NamedNode]:
        return {self.graph}

    def check_modes(self, store: Store) -> None:
        """The graph was empty before."""
        check_replaces(store, self.graph)

    def apply(self, materialised: MaterialisedStore) -> None:
        """Nothing: it is there already."""

    def follow(
        self, materialised: MaterialisedStore, base: Base, today: date, watchers: Sequence[Follower]
    ) -> Followed | None:
        derive_again(self, materialised, base, today)
        return None

    def lines(self) -> tuple[Iterable[bytes], Iterable[bytes]]:
        return self._lines(), ()

    def _lines(self) -> Iterable[bytes]:
        end = f" {self.graph} .\n".encode()
        with tempfile.TemporaryFile() as file:
            self.store.dump(file, format=RdfFormat.N_TRIPLES, from_graph=self.graph)
            file.seek(0)
            for line in file:
                # each line ends in " ." and a newline; the graph goes before the dot
                yield line[: line.rindex(b" .")] + end


def derive_again(change: Asserted, materialised: MaterialisedStore, base: Base, today: date) -> None:
    """Make a change and derive everything."""
    change.apply(materialised)
    derive_all(materialised.store, base, today)
