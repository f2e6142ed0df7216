# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""A store whose default graph holds every public triple once (DESIGN, Graphs).

Public are the source graphs, the ontology and what is derived. Provenance, shapes and state graphs are not in the
default graph. A triple leaves the default graph only when no public graph holds it any more.
"""

from collections.abc import Iterable
from typing import Final

from pyoxigraph import DefaultGraph, NamedNode, Quad, RdfFormat, Store, Triple

from grundriss.model.identifier import Base

_DEFAULT: Final = DefaultGraph()
_NOT_PUBLIC: Final = ("graph/provenance", "graph/shapes", "graph/state/")
_BULK_FROM: Final = 5_000


class MaterialisedStore:
    """Writes named graphs of a store and keeps the default graph in step. Not transactional: write to a candidate."""

    def __init__(self, store: Store, base: Base) -> None:
        self.store = store
        self._prefixes = tuple(base.iri + name for name in _NOT_PUBLIC)

    def is_public(self, graph: NamedNode) -> bool:
        """Whether the triples of a graph are in the default graph."""
        return not graph.value.startswith(self._prefixes)

    def insert(self, quads: Iterable[Quad]) -> list[Triple]:
        """Add quads of named graphs; the triples that are new in the default graph."""
        new: dict[Triple, None] = {}
        writes: list[Quad] = []
        for quad in quads:
            writes.append(quad)
            if not self.is_public(_named(quad)):
                continue
            mirrored = Quad(quad.subject, quad.predicate, quad.object, _DEFAULT)
            if mirrored not in self.store:
                new[mirrored.triple] = None
                writes.append(mirrored)
        if len(writes) >= _BULK_FROM:
            self.store.bulk_extend(writes)
        else:
            self.store.extend(writes)
        return list(new)

    def add(self, quads: Iterable[Quad]) -> None:
        """Add quads of named graphs without saying what of them is new: nothing is looked up, so many cost little."""
        ends: dict[NamedNode, tuple[str, bool]] = {}
        lines: list[str] = []
        for quad in quads:
            graph = _named(quad)
            if graph not in ends:
                ends[graph] = f" {graph} .\n", self.is_public(graph)
            end, public = ends[graph]
            # terms are written once for both copies
            triple = str(quad.triple)
            lines.append(triple + end)
            if public:
                lines.append(f"{triple} .\n")
        self._load("".join(lines).encode(), len(lines))

    def load(self, contents: Iterable[tuple[NamedNode, bytes]]) -> int:
        """Add N-Triples to named graphs, all at once; how many lines they are.

        For much that is new and that the store itself has written: nothing is looked up, and no term checked again.
        In N-Triples, a dot before a line break ends a statement.
        """
        parts: list[bytes] = []
        lines = 0
        for graph, content in contents:
            lines += content.count(b"\n")
            parts.append(content.replace(b" .\n", f" {graph} .\n".encode()))
            if self.is_public(graph):
                parts.append(content)
        self._load(b"".join(parts), lines)
        return lines

    def _load(self, content: bytes, lines: int) -> None:
        load = self.store.bulk_load if lines >= _BULK_FROM else self.store.load
        load(content, format=RdfFormat.N_QUADS, lenient=True)

    def delete(self, quads: Iterable[Quad]) -> None:
        """Remove quads of named graphs, and from the default graph what no other public graph holds."""
        for quad in quads:
            self.store.remove(quad)
            if self.is_public(_named(quad)) and not self._is_asserted(quad.triple):
                self.store.remove(Quad(quad.subject, quad.predicate, quad.object, _DEFAULT))

    def _is_asserted(self, triple: Triple) -> bool:
        found = self.store.quads_for_pattern(triple.subject, triple.predicate, triple.object, None)
        return any(isinstance(q.graph_name, NamedNode) and self.is_public(q.graph_name) for q in found)


def _named(quad: Quad) -> NamedNode:
    if not isinstance(quad.graph_name, NamedNode):
        raise ValueError("only quads of named graphs are written; the default graph follows")
    return quad.graph_name
