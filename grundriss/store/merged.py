# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""The RDF dataset of a query (SPARQL 1.1, §13.2): several graphs merged into one default graph, as a store of its own.

Oxigraph counts a triple once for each default graph that holds it (measured), where the standard merges them first.
"""

import io
from collections.abc import Sequence
from pathlib import Path

from pyoxigraph import DefaultGraph, Literal, NamedNode, RdfFormat, Store

from grundriss import queries
from grundriss.queries import values_block

_SIZE = "SELECT (COUNT(*) AS ?n) WHERE {\n#VALUES ?graph\nGRAPH ?graph { ?s ?p ?o } }"


def triples_in(store: Store, graphs: Sequence[NamedNode]) -> int:
    """How many triples some named graphs hold, those of several counted several times."""
    block = values_block(["graph"], [[graph] for graph in graphs])
    counted = next(queries.rows(store, _SIZE.replace("#VALUES ?graph", block)))["n"]
    assert isinstance(counted, Literal)
    return int(counted.value)


def write_merged(
    store: Store, directory: Path, default: Sequence[NamedNode], named: Sequence[NamedNode]
) -> None:
    """Write a new store into an empty folder: the `default` graphs merged, the `named` ones under their names."""
    merged = Store(str(directory))
    for graph in default:
        merged.bulk_load(_triples(store, graph), format=RdfFormat.N_TRIPLES, to_graph=DefaultGraph())
    for graph in named:
        merged.bulk_load(_triples(store, graph), format=RdfFormat.N_TRIPLES, to_graph=graph)
    merged.flush()


def _triples(store: Store, graph: NamedNode) -> io.BytesIO:
    content = io.BytesIO()
    store.dump(content, format=RdfFormat.N_TRIPLES, from_graph=graph)
    content.seek(0)
    return content
