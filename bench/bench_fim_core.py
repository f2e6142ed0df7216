# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""A FIM core of five million statements: loading it, and, asked for the second time, the page of a service, two
questions, and a name that nobody knows.

`python bench/bench_fim_core.py [TRIPLES [FOLDER]]`; 5,000,000 and ../shared/fim/samples when not given. The load is
what `load` does with a large file before it validates and logs: both copies of each statement.
"""

import sys
import tempfile
from contextlib import suppress
from pathlib import Path

from fim_core import write_fim_core
from landscapes import BASE, TODAY
from measure import Line, print_table, seconds
from pyoxigraph import RdfFormat, Store

from grundriss.description.describe import describe
from grundriss.errors import NotFound
from grundriss.questions.answer import ask
from grundriss.resolve import resolve
from grundriss.store.bulk import bulk_load
from grundriss.store.derivation import derive_all
from grundriss.store.materialised import MaterialisedStore
from grundriss.store.rebuild import load_ontology
from grundriss.store.snapshot import Snapshot

SAMPLES = Path(__file__).resolve().parents[2] / "shared" / "fim" / "samples"
SERVICE = BASE.element("fim", "service/B999999.LB.0000011001")
PROVISION = "aufenthg--23"
FIELD, SCHEMA = "F60000000228", "S00000000364"
UNKNOWN = "bmg--17x"
REUSE, IMPACT = "FIM01", "FIM05"


def main(triples: int, samples: Path) -> None:
    if not samples.is_dir():
        print(f"There is no folder {samples}: nothing is measured.", file=sys.stderr)
        return
    with tempfile.TemporaryDirectory(prefix="grundriss-bench-") as name:
        print_table(core(Path(name), triples, samples))


def core(folder: Path, triples: int, samples: Path) -> list[Line]:
    file = folder / "core.nt"
    count = write_fim_core(file, triples, BASE, samples)
    store = Store(str(folder / "core"))
    materialised = MaterialisedStore(store, BASE)
    load_ontology(materialised, BASE)
    loaded = seconds(
        lambda: bulk_load(materialised, file, RdfFormat.N_TRIPLES, BASE.source_graph("fim-core"), BASE.iri)
    )
    derived = seconds(lambda: derive_all(store, BASE, TODAY))
    snapshot = Snapshot(store, folder / "core", 1, 1, TODAY, BASE)
    asked = {
        "the page of a service": lambda: describe(snapshot, SERVICE),
        f"reuse of a field that most schemas ask for ({REUSE} {FIELD})": lambda: ask(
            snapshot, REUSE, {"of": FIELD}
        ),
        f"reuse of the fields of a schema ({REUSE} {SCHEMA})": lambda: ask(snapshot, REUSE, {"of": SCHEMA}),
        f"legal impact ({IMPACT} {PROVISION})": lambda: ask(snapshot, IMPACT, {"provision": PROVISION}),
        f"a name that nobody knows ({UNKNOWN})": lambda: unknown(snapshot),
    }
    lines = [
        Line(f"{count:,} statements, both copies", f"{loaded:.0f} s", "≤ 90 s", loaded <= 90),
        Line("the same: derive", f"{derived:.0f} s", "(no target)", True),
    ]
    for what, question in asked.items():
        question()
        taken = seconds(question)
        lines.append(Line(what, f"{taken * 1000:,.0f} ms", "≤ 200 ms", taken <= 0.2))
    taken = seconds(lambda: ask(snapshot, REUSE))
    lines.append(Line(f"reuse of all fields ({REUSE})", f"{taken:.1f} s", "(no target)", True))
    return lines


def unknown(snapshot: Snapshot) -> None:
    with suppress(NotFound):
        resolve(snapshot.store, snapshot.base_iri, UNKNOWN)


if __name__ == "__main__":
    main(
        int(sys.argv[1]) if len(sys.argv) > 1 else 5_000_000,
        Path(sys.argv[2]) if len(sys.argv) > 2 else SAMPLES,
    )
