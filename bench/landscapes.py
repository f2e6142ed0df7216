# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""The landscapes that are measured: the packaged one, and a synthetic one of any size; both derived."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pyoxigraph import RdfFormat, Store
from synthetic import DATASET, write_synthetic

from grundriss import resources
from grundriss.importers.landscape import read_landscape
from grundriss.model.identifier import Base
from grundriss.store.bulk import bulk_load
from grundriss.store.derivation import derive_all
from grundriss.store.materialised import MaterialisedStore
from grundriss.store.rebuild import load_ontology
from grundriss.store.snapshot import Snapshot

TODAY = date(2026, 11, 23)
BASE = Base()


@dataclass(frozen=True)
class Measured:
    """A landscape, what it is called in the table, and whether it is the packaged one. It hands out snapshots."""

    store: Store
    directory: Path
    name: str
    packaged: bool

    def snapshot(self) -> Snapshot:
        return Snapshot(self.store, self.directory, 1, 1, TODAY, BASE)


def packaged(folder: Path) -> Measured:
    """The packaged facts."""
    store = Store(str(folder / "landscape"))
    materialised = MaterialisedStore(store, BASE)
    load_ontology(materialised, BASE)
    materialised.insert(set(read_landscape(resources.path("data", "landscape"), BASE).quads))
    derive_all(store, BASE, TODAY)
    store.flush()
    return Measured(store, folder / "landscape", "landscape", packaged=True)


def synthetic(folder: Path, triples: int, *, staying: bool = False) -> Measured:
    """Copies of the facts until there are as many triples; with `staying`, only the first changes in time."""
    name = "staying" if staying else "synthetic"
    file = folder / f"{name}.nt"
    count = write_synthetic(file, triples, BASE, staying=staying)
    store = Store(str(folder / name))
    materialised = MaterialisedStore(store, BASE)
    load_ontology(materialised, BASE)
    bulk_load(materialised, file, RdfFormat.N_TRIPLES, BASE.source_graph(DATASET), BASE.iri)
    derive_all(store, BASE, TODAY)
    return Measured(store, folder / name, f"{count:,} triples", packaged=False)
