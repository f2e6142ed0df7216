# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""The fast way in for a large file into an empty dataset: the store reads the file itself, twice.

Once into the dataset's graph and once into the default graph; two copies are the price of right counts.
"""

from pathlib import Path
from typing import Final

from pyoxigraph import DefaultGraph, NamedNode, RdfFormat

from grundriss import queries
from grundriss.model.vocabulary import relation_types
from grundriss.queries import values_block
from grundriss.store.materialised import MaterialisedStore

BULK_FROM_BYTES: Final = 20_000_000
BULK_FORMATS: Final = (RdfFormat.N_TRIPLES, RdfFormat.TURTLE)


def bulk_load(
    materialised: MaterialisedStore, path: Path, rdf_format: RdfFormat, graph: NamedNode, base_iri: str
) -> bool:
    """Load a file into an empty public graph of a candidate.

    False when the file holds what must be rewritten on the way in (blank nodes, triple terms, bare direct triples):
    the candidate is spoilt then and has to be begun anew. Raises SyntaxError as the parser does.
    """
    store = materialised.store
    store.bulk_load(path=str(path), format=rdf_format, base_iri=base_iri, to_graph=graph)
    if _needs_rewriting(materialised, graph):
        return False
    store.bulk_load(path=str(path), format=rdf_format, base_iri=base_iri, to_graph=DefaultGraph())
    return True


def _needs_rewriting(materialised: MaterialisedStore, graph: NamedNode) -> bool:
    direct = values_block(["p"], [[t.direct_predicate] for t in relation_types().values()])
    return any(
        queries.ask(materialised.store, f"ASK {{ GRAPH {graph} {{ {pattern} }} }}")
        for pattern in (f"{direct} ?s ?p ?o", "?s ?p ?o FILTER(isBlank(?s) || isBlank(?o) || isTriple(?o))")
    )
