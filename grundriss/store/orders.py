# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""The orders in which a store keeps its statements: by subject, predicate, object and graph, each in tables of its own.

A query reads the order that serves it best, and nothing of the others. They are not read by SPARQL here: a query that
counts or sorts goes on for ever at a damaged table and eats all memory (Oxigraph 0.5).
"""

from collections import Counter
from collections.abc import Callable, Iterable
from typing import Final

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, Store, Triple

_Terms = tuple[
    NamedNode | BlankNode | Triple | None,
    NamedNode | None,
    NamedNode | BlankNode | Literal | Triple | None,
    NamedNode | BlankNode | DefaultGraph | None,
]
_PATTERNS: Final[tuple[Callable[[Quad], _Terms], ...]] = (
    lambda quad: (quad.subject, None, None, None),
    lambda quad: (None, quad.predicate, None, None),
    lambda quad: (None, None, quad.object, None),
)
"""What is asked of each order."""
_PATTERNS_OF_GRAPHS: Final[tuple[Callable[[Quad], _Terms], ...]] = (
    lambda quad: (None, quad.predicate, None, quad.graph_name),
    lambda quad: (None, None, quad.object, quad.graph_name),
)
"""What is asked of each order of the named graphs; the one by graph and subject is what a walk through the store reads.

The default graph is asked for nothing more: its tables, and no others of it, are read by the patterns above.
"""


def differing_orders(store: Store, expected: Store) -> int:
    """How many terms an order of a store says something else of than the store that is expected.

    Each order is read whole. Raises what the store raises of a damaged table, wherever it is.
    """
    differing = sum(_differing(store, expected, pattern) for pattern in _PATTERNS)
    for pattern in _PATTERNS_OF_GRAPHS:
        named = (quad for quad in expected if not isinstance(quad.graph_name, DefaultGraph))
        differing += _differing(store, named, pattern)
    return differing


def _differing(store: Store, expected: Iterable[Quad], pattern: Callable[[Quad], _Terms]) -> int:
    counts: Counter[_Terms] = Counter(map(pattern, expected))
    return sum(sum(1 for _ in store.quads_for_pattern(*terms)) != n for terms, n in counts.items())
