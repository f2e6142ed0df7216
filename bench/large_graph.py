# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""A landscape of components and relations of any size with one hub, for what is computed over the whole graph."""

import random
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from pyoxigraph import RdfFormat, Store

from grundriss.model.identifier import Base
from grundriss.store.bulk import bulk_load
from grundriss.store.derivation import derive_all
from grundriss.store.materialised import MaterialisedStore
from grundriss.store.rebuild import load_ontology
from grundriss.store.snapshot import Snapshot

TODAY = date(2026, 11, 23)
BASE = Base()
HUB = "c-0"
_PREFIXES = """@prefix gru: <https://w3id.org/grundriss/ns#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix dct: <http://purl.org/dc/terms/> .
@prefix c: <https://w3id.org/grundriss/id/component/> .
@prefix r: <https://w3id.org/grundriss/id/relation/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""


def write_graph(path: Path, nodes: int, edges: int, changing: float = 0.1, seed: int = 1) -> None:
    """`nodes` components and `edges` relations, of which as many lead to the hub as half of the nodes.

    A tenth (`changing`) of the components comes or goes in the years up to the target.
    """
    with path.open("w", encoding="utf-8") as file:
        file.write(_PREFIXES)
        file.writelines(_lines(nodes, edges, changing, random.Random(seed)))


def _lines(nodes: int, edges: int, changing: float, chance: random.Random) -> Iterator[str]:
    yield "<https://w3id.org/grundriss/id/plateau/ziel> a gru:Plateau ; gru:isTarget true ; "
    yield 'skos:prefLabel "Ziel"@de ; gru:date "2028-12-31"^^xsd:date .\n'
    for number in range(nodes):
        dated = ""
        if number and chance.random() < changing:
            name = "validFrom" if chance.random() < 0.5 else "validUntil"
            dated = f' ; gru:{name} "{chance.randint(2027, 2028)}-0{chance.randint(1, 9)}"^^xsd:gYearMonth'
        yield (
            f'c:c-{number} a gru:Component ; skos:prefLabel "Komponente {number:06d}"@de ; '
            f'dct:identifier "c-{number}" ; '
            f"gru:lifecycle <https://w3id.org/grundriss/ns/lifecycle/produktiv>{dated} .\n"
        )
    for number in range(edges):
        source = number + 1 if number < nodes // 2 else chance.randrange(nodes)
        target = 0 if number < nodes // 2 else chance.randrange(nodes)
        if source != target:
            yield f"r:e-{number} a gru:Uses ; gru:source c:c-{source} ; gru:target c:c-{target} .\n"


def large_graph(folder: Path, nodes: int, edges: int) -> Snapshot:
    """The landscape, loaded and derived."""
    file = folder / "graph.ttl"
    write_graph(file, nodes, edges)
    store = Store(str(folder / "graph"))
    materialised = MaterialisedStore(store, BASE)
    load_ontology(materialised, BASE)
    if not bulk_load(materialised, file, RdfFormat.TURTLE, BASE.source_graph("graph"), BASE.iri):
        raise RuntimeError("the file holds what must be rewritten")
    derive_all(store, BASE, TODAY)
    return Snapshot(store, folder, 1, 1, TODAY, BASE)
