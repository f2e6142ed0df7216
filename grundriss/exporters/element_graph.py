# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""An element as RDF: what it says, the relations that start or end at it, and blank nodes that hang on them.

A concise bounded description (https://www.w3.org/submissions/CBD/) with relation nodes in both directions.
"""

from dataclasses import dataclass
from typing import Final

from pyoxigraph import DefaultGraph, NamedNode, Quad, RdfFormat, Triple, serialize

from grundriss.description.links import links_to
from grundriss.exporters.rdf_export import with_blank_nodes
from grundriss.model.terms import GRU, PREFIXES
from grundriss.model.vocabulary import relation_types
from grundriss.store.snapshot import Snapshot

MOST_RELATIONS: Final = 1_000
"""How many relations of each type and direction are described."""

_MOST_NODES: Final = 5_000


@dataclass(frozen=True, slots=True)
class ElementGraph:
    """The statements, sorted, with blank nodes as they came in; `truncated` says that relations are left out."""

    triples: tuple[Triple, ...]
    truncated: bool

    def serialize(self, rdf_format: RdfFormat) -> bytes:
        """The statements in a format."""
        content = serialize(self.triples, format=rdf_format, prefixes=PREFIXES)
        assert content is not None  # without an output file the bytes are returned
        return content


def element_graph(snapshot: Snapshot, node: NamedNode) -> ElementGraph:
    """The graph of an element; empty for one that is not known."""
    links = links_to(snapshot.store, node, MOST_RELATIONS)
    ends = (GRU + "source", GRU + "target")
    pairs = [pair for pair in links.total if pair[0] in ends and pair[1] in relation_types()]
    waiting = [node, *(relation for pair in pairs for relation in links.subjects[pair])]
    blank = snapshot.base + "genid/"
    quads: dict[Quad, None] = {}
    seen: set[NamedNode] = set()
    while waiting and len(seen) < _MOST_NODES:
        current = waiting.pop()
        if current in seen:
            continue
        seen.add(current)
        for quad in snapshot.store.quads_for_pattern(current, None, None, DefaultGraph()):
            quads[quad] = None
            if isinstance(quad.object, NamedNode) and quad.object.value.startswith(blank):
                waiting.append(quad.object)
    triples = sorted({with_blank_nodes(quad, snapshot.base_iri).triple for quad in quads}, key=str)
    cut = bool(waiting) or any(links.total[pair] > len(links.subjects[pair]) for pair in pairs)
    return ElementGraph(tuple(triples), cut)
