# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""Files that are only to be checked: read into memory with the ontology, derived, never written."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Final

from pyoxigraph import NamedNode, Quad, Store

from grundriss.errors import InputError
from grundriss.importers.fim.collection import read_collection
from grundriss.importers.landscape import read_landscape
from grundriss.importers.rdf_file import naming, read_rdf
from grundriss.importers.standard_input import standard_input
from grundriss.model.identifier import Base
from grundriss.store.derivation import derive_all
from grundriss.store.materialised import MaterialisedStore
from grundriss.store.rebuild import load_ontology
from grundriss.store.skolem import skolemise

_STDIN: Final = Path("-")
_FIM_FILES: Final = frozenset({".xml", ".zip"})


def candidate_store(files: list[Path], today: date, base: Base | None = None) -> Store:
    """A store in memory that holds what the files say. Raises InputError as reading them does."""
    base = base or Base()
    graph = base.source_graph("candidate")
    quads: list[Quad] = []
    for file in files:
        if file.is_dir():
            found = read_landscape(file, base).quads
            quads.extend(Quad(quad.subject, quad.predicate, quad.object, graph) for quad in found)
        else:
            quads.extend(_rdf_quads(file, base, graph))
    with naming(files):
        return store_of(quads, today, base)


def fim_candidate_store(files: list[Path], today: date, base: Base | None = None) -> Store:
    """A store in memory that holds what FIM files say: XML files, ZIPs, folders of them, or RDF.

    Raises what is wrong with the first file that cannot be read, and InputError when none holds FIM content.
    """
    base = base or Base()
    graph = base.source_graph("candidate")
    quads: list[Quad] = []
    for file in files:
        if file.suffix.lower() not in _FIM_FILES and not file.is_dir():
            quads.extend(_rdf_quads(file, base, graph))
            continue
        found = read_collection(file, base)
        for refused in found.refused:
            assert refused.error is not None
            raise refused.error
        if not found.read:
            raise InputError("fim-nothing-read", location=str(file))
        for version in found.content.versions.values():
            quads.extend(Quad(q.subject, q.predicate, q.object, graph) for q in version.quads)
    return store_of(quads, today, base)


def _rdf_quads(file: Path, base: Base, graph: NamedNode) -> Iterator[Quad]:
    """What an RDF file says, or Turtle on stdin."""
    if file != _STDIN:
        yield from read_rdf(file, base, graph)
        return
    with standard_input() as copy:
        yield from read_rdf(copy, base, graph)


def store_of(quads: list[Quad], today: date, base: Base) -> Store:
    """A store in memory with the ontology, these quads and everything that the rules derive from them."""
    store = Store()
    materialised = MaterialisedStore(store, base)
    load_ontology(materialised, base)
    materialised.add(skolemise(quads, base))
    derive_all(store, base, today)
    return store
