# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""Files that are only to be checked: read into memory with the ontology, derived, never written."""

import sys
import tempfile
from datetime import date
from pathlib import Path

from pyoxigraph import Quad, Store

from grundriss.importers.landscape import read_landscape
from grundriss.importers.rdf_file import read_rdf
from grundriss.model.identifier import Base
from grundriss.store.derivation import derive_all
from grundriss.store.materialised import MaterialisedStore
from grundriss.store.rebuild import load_ontology
from grundriss.store.skolem import skolemise

_STDIN = Path("-")


def candidate_store(files: list[Path], today: date, base: Base | None = None) -> Store:
    """A store in memory that holds what the files say. Raises InputError as reading them does."""
    base = base or Base()
    graph = base.source_graph("candidate")
    quads: list[Quad] = []
    for file in files:
        if file == _STDIN:
            with tempfile.TemporaryDirectory(prefix="grundriss-stdin-") as folder:
                copy = Path(folder) / "stdin.ttl"
                copy.write_bytes(sys.stdin.buffer.read())
                quads.extend(read_rdf(copy, base, graph))
        elif file.is_dir():
            found = read_landscape(file, base).quads
            quads.extend(Quad(quad.subject, quad.predicate, quad.object, graph) for quad in found)
        else:
            quads.extend(read_rdf(file, base, graph))
    return store_of(quads, today, base)


def store_of(quads: list[Quad], today: date, base: Base) -> Store:
    """A store in memory with the ontology, these quads and everything that the rules derive from them."""
    store = Store()
    materialised = MaterialisedStore(store, base)
    load_ontology(materialised, base)
    materialised.insert(skolemise(quads, base))
    derive_all(store, base, today)
    return store
