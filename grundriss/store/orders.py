# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""The orders in which a store keeps its statements: by subject, predicate, object and graph, each in tables of its own.

A query reads the order that serves it best, and nothing of the others. What is asked here binds one term, so that the
order by this term is read. The engine counts nothing and sorts nothing: at a damaged table that goes on for ever and
eats all memory (Oxigraph 0.5), while writing an answer ends with the error.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import Final

from pyoxigraph import (
    BlankNode,
    DefaultGraph,
    Literal,
    NamedNode,
    Quad,
    QueryResultsFormat,
    QuerySolutions,
    Store,
    Triple,
)

from grundriss.queries import CHUNK

Term = NamedNode | BlankNode | Literal | Triple
Graph = NamedNode | BlankNode | DefaultGraph
Positions = tuple[Counter[Term], Counter[Term], Counter[Term]]
"""How often terms stand as subject, as predicate and as object."""
_DEFAULT: Final = DefaultGraph()
_VARIABLES: Final = ("s", "p", "o")


@dataclass(slots=True)
class Counts:
    """How often each term stands where, in each graph, as far as a store was walked through."""

    graphs: dict[Graph, Positions] = field(default_factory=dict)

    def add(self, quad: Quad) -> None:
        """Count one statement."""
        graph = quad.graph_name
        held = self.graphs.get(graph)
        if held is None:
            held = self.graphs[graph] = (Counter(), Counter(), Counter())
        held[0][quad.subject] += 1
        held[1][quad.predicate] += 1
        held[2][quad.object] += 1

    def named(self) -> Positions:
        """The same for all graphs with a name together."""
        together: Positions = (Counter(), Counter(), Counter())
        for graph, held in self.graphs.items():
            if graph != _DEFAULT:
                for counter, more in zip(together, held, strict=True):
                    counter.update(more)
        return together


def differing_orders(store: Store, expected: Counts) -> int:
    """How many terms an order of a store says something else of than what is expected.

    Each order is read whole, but for those by graph and subject: these a walk through the store reads. Raises what the
    store raises of a damaged table, wherever it is.
    """
    differing = _differing(store, expected.named(), "GRAPH ?g ", _VARIABLES)
    for graph, counts in expected.graphs.items():
        if graph == _DEFAULT:
            differing += _differing(store, counts, "", _VARIABLES)
        else:
            differing += _differing(store, counts, f"GRAPH {graph} ", _VARIABLES[1:])
    return differing


def _differing(store: Store, expected: Positions, graph: str, variables: tuple[str, ...]) -> int:
    """How many terms are found in other numbers, in the orders by these variables."""
    differing = 0
    for variable, counts in zip(_VARIABLES, expected, strict=True):
        remaining = iter(counts.items())
        while variable in variables and (chunk := dict(islice(remaining, CHUNK))):
            differing += _differing_in(store, variable, chunk, graph)
    return differing


def _differing_in(store: Store, variable: str, expected: Mapping[Term, int], graph: str) -> int:
    bound = " ".join(f"({number} {term})" for number, term in enumerate(expected))
    results = store.query(f"SELECT ?n {{ VALUES (?n ?{variable}) {{ {bound} }} {graph}{{ ?s ?p ?o }} }}")
    assert isinstance(results, QuerySolutions)
    written = results.serialize(format=QueryResultsFormat.CSV) or b""
    found = Counter(map(int, written.split()[1:]))
    return sum(found[number] != count for number, count in enumerate(expected.values()))
