# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""First use: how long each competency question takes, on the landscape and on a synthetic one of any size.

`python bench/bench_first_use.py [TRIPLES]`; 1,000,000 when not given, 0 for the landscape alone. A question whose
header says that it reads everything is measured and named, but has no bound on the synthetic landscape.
"""

import sys
import tempfile
from datetime import date
from pathlib import Path

from measure import Line, print_table, seconds
from pyoxigraph import RdfFormat, Store
from synthetic import DATASET, write_synthetic

from grundriss import resources
from grundriss.importers.landscape import read_landscape
from grundriss.model.identifier import Base
from grundriss.questions.answer import ask
from grundriss.questions.definition import Question, questions
from grundriss.store.bulk import bulk_load
from grundriss.store.derivation import derive_all
from grundriss.store.materialised import MaterialisedStore
from grundriss.store.rebuild import load_ontology
from grundriss.store.snapshot import Snapshot

TODAY = date(2026, 11, 23)
BASE = Base()
ON_LANDSCAPE, ON_SYNTHETIC = 0.3, 2.0


def main(triples: int) -> None:
    with tempfile.TemporaryDirectory(prefix="grundriss-bench-") as name:
        lines = answers(landscape(Path(name)), "landscape", ON_LANDSCAPE, runs=3)
        if triples:
            snapshot, count = synthetic(Path(name), triples)
            lines += answers(snapshot, f"{count:,} triples", ON_SYNTHETIC)
        print_table(lines)


def landscape(folder: Path) -> Snapshot:
    """The packaged facts, derived."""
    store = Store(str(folder / "landscape"))
    materialised = MaterialisedStore(store, BASE)
    load_ontology(materialised, BASE)
    materialised.insert(set(read_landscape(resources.path("data", "landscape"), BASE).quads))
    derive_all(store, BASE, TODAY)
    return Snapshot(store, folder, 1, 1, TODAY, BASE)


def synthetic(folder: Path, triples: int) -> tuple[Snapshot, int]:
    """Copies of the facts until there are as many triples, derived; and how many there are."""
    file = folder / "synthetic.nt"
    count = write_synthetic(file, triples, BASE)
    store = Store(str(folder / "synthetic"))
    materialised = MaterialisedStore(store, BASE)
    load_ontology(materialised, BASE)
    bulk_load(materialised, file, RdfFormat.N_TRIPLES, BASE.source_graph(DATASET), BASE.iri)
    derive_all(store, BASE, TODAY)
    return Snapshot(store, folder, 1, 1, TODAY, BASE), count


def answers(snapshot: Snapshot, where: str, bound: float, runs: int = 1) -> list[Line]:
    return [answer(snapshot, asked, where, bound, runs) for asked in questions()]


def answer(snapshot: Snapshot, asked: Question, where: str, bound: float, runs: int) -> Line:
    found = ask(snapshot, asked.key)
    taken = seconds(lambda: ask(snapshot, asked.key), runs)
    told = f"{taken:.2f} s, {len(found.rows)} rows, {len(found.missing)} lacks"
    free = asked.reads_everything and bound == ON_SYNTHETIC
    target = "reads everything" if free else f"≤ {bound:g} s"
    return Line(f"{asked.key} on {where}", told, target, free or taken <= bound)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
