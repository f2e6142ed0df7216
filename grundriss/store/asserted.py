# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a change asserts: statements added and removed, held in memory or loaded by the store itself."""

import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Protocol

from pyoxigraph import NamedNode, Quad, RdfFormat, Store, Triple

from grundriss import queries
from grundriss.store.materialised import MaterialisedStore
from grundriss.store.revision_log import statement_line

FOLLOWED_CHANGES: Final = 5_000
"""Up to how many changed triples are followed one by one; beyond, everything is derived again, which is faster."""


class Asserted(Protocol):
    """What a change asserts, and how it gets into a candidate."""

    @property
    def counts(self) -> tuple[int, int]:
        """How many statements are added and removed."""

    def apply(self, materialised: MaterialisedStore) -> list[Triple] | None:
        """Make the change; the triples that came into or left the default graph, None when they are too many."""

    def lines(self) -> tuple[Iterable[bytes], Iterable[bytes]]:
        """N-Quads lines of what is added and of what is removed."""


@dataclass(frozen=True, slots=True)
class AssertedQuads:
    """A change held in memory."""

    added: set[Quad]
    removed: set[Quad]

    @property
    def counts(self) -> tuple[int, int]:
        return len(self.added), len(self.removed)

    def apply(self, materialised: MaterialisedStore) -> list[Triple] | None:
        changed = materialised.delete(self.removed) + materialised.insert(self.added)
        return changed if len(changed) <= FOLLOWED_CHANGES else None

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

    def apply(self, materialised: MaterialisedStore) -> list[Triple] | None:
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
