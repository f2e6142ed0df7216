# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""The trunk's claims: load, derive, validate, gap and closure, against the engines below in the same run.

`python bench/bench_trunk.py [TRIPLES]`; 1,000,000 when not given. pySHACL is measured at a tenth of that.
"""

import subprocess
import sys
import tempfile
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from landscapes import synthetic as synthetic_landscape
from measure import Line, peak_gigabytes, print_table, seconds
from pyoxigraph import DefaultGraph, Literal, NamedNode, RdfFormat, Store
from synthetic import DATASET, HUB, write_synthetic

from grundriss import queries, resources
from grundriss.model.identifier import Base
from grundriss.model.state_types import Gap
from grundriss.states.elements import SAID
from grundriss.states.gap import gap
from grundriss.store.bulk import bulk_load
from grundriss.store.commit import Intent, load_large_file
from grundriss.store.derivation import derive_all
from grundriss.store.materialised import MaterialisedStore
from grundriss.store.rebuild import load_ontology
from grundriss.store.snapshot import Snapshot
from grundriss.store.workspace import Workspace
from grundriss.validation.shapes import shapes_text
from grundriss.validation.validate import compiled_shapes, validate

TODAY = date(2026, 11, 23)
BASE = Base()
_PROPERTIES = queries.values_block(["property", "asked"], [(NamedNode(iri), Literal(1)) for iri in SAID])


def main(triples: int) -> None:
    with tempfile.TemporaryDirectory(prefix="grundriss-bench-") as name:
        folder = Path(name)
        lines = [*landscape(folder), *synthetic(folder, triples), help_text()]
        lines.append(commit_whole(folder, triples))
        lines.append(gap_of_one_copy(folder, triples))
        lines.append(
            Line(
                "peak memory of this process",
                f"{peak_gigabytes():.2f} GB",
                "≤ 1.5 GB",
                peak_gigabytes() <= 1.5,
            )
        )
        print_table(lines)
        print("pySHACL is measured last: its memory is not ours.")
        print_table([against_pyshacl(folder, triples // 10)])


def landscape(folder: Path) -> list[Line]:
    """The real landscape, whole process: start, read, derive, validate, write."""
    workspace = Workspace.init(folder / "landscape")
    command = [
        sys.executable,
        "-m",
        "grundriss",
        "-w",
        str(workspace.path),
        "load",
        str(resources.path("data", "landscape")),
    ]
    taken = seconds(lambda: subprocess.run(command, check=True, capture_output=True))
    return [Line("landscape: load + derive + validate, whole process", f"{taken:.2f} s", "≤ 2 s", taken <= 2)]


def help_text() -> Line:
    command = [sys.executable, "-m", "grundriss", "--help"]
    taken = seconds(lambda: subprocess.run(command, check=True, capture_output=True), runs=5)
    return Line("grundriss --help", f"{taken:.2f} s", "≤ 0.25 s", taken <= 0.25)


def synthetic(folder: Path, triples: int) -> list[Line]:
    file = folder / "synthetic.nt"
    count = write_synthetic(file, triples, BASE)
    alone = seconds(
        lambda: Store(str(folder / "alone")).bulk_load(path=str(file), format=RdfFormat.N_TRIPLES)
    )
    store = Store(str(folder / "ours"))
    materialised = MaterialisedStore(store, BASE)
    load_ontology(materialised, BASE)
    graph = BASE.source_graph(DATASET)
    ours = seconds(lambda: bulk_load(materialised, file, RdfFormat.N_TRIPLES, graph, BASE.iri))
    derived = seconds(lambda: derive_all(store, BASE, TODAY))
    lines = [
        ratio(f"{count:,} triples: bulk load, source and default graph", ours, alone, "bulk_load alone", 2.5),
        Line(
            f"{count:,} triples: derive in full, two state graphs",
            f"{derived:.1f} s",
            "≤ 10 s",
            derived <= 10,
        ),
    ]
    lines += [validation(folder, store), *gap_lines(store), closure(store)]
    return lines


def ratio(what: str, ours: float, peer: float, peer_name: str, most: float) -> Line:
    measured = f"{ours:.1f} s / {peer:.1f} s = {ours / peer:.2f}"
    return Line(what, measured, f"≤ {most:g} × {peer_name}"[:16], ours <= most * peer)


def validation(folder: Path, store: Store) -> Line:
    """Full validation with export against the engine alone on the file that is exported."""
    path = folder / "default.nt"
    store.dump(str(path), format=RdfFormat.N_TRIPLES, from_graph=DefaultGraph())
    compiled_shapes()
    alone = seconds(lambda: compiled_shapes().validate_file(str(path)))
    ours = seconds(lambda: validate(store))
    return ratio("same: full SHACL validation, export included", ours, alone, "shacl alone", 3)


def gap_lines(store: Store) -> list[Line]:
    """The gap of a landscape that changes everywhere, and what reading the terms of this answer alone takes."""
    snapshot = snapshot_of(store)
    found: list[Gap] = []
    taken = seconds(lambda: found.append(gap(snapshot)))
    nodes = nodes_of(found[0])
    alone = seconds(lambda: sum(read_alone(store, some) for some in queries.chunks(nodes)))
    return [
        Line(f"same: gap of two states, {len(nodes):,} nodes", f"{taken:.2f} s", "≤ 1 s", taken <= 1),
        Line("same: what these nodes say, read alone", f"{alone:.2f} s", "(floor)", True),
    ]


def nodes_of(answer: Gap) -> list[NamedNode]:
    """The elements and relations of a gap, ends included."""
    parts = (answer.relations, answer.structure)
    relations = [relation for part in parts for relation in (*part.added, *part.removed)]
    relations += [dropped.relation for part in parts for dropped in part.dropped]
    items = [line.item for line in (*answer.added, *answer.removed, *answer.changed)]
    items += [item for group in answer.replaced for item in (*group.old, *group.new)]
    items += [end for relation in relations for end in (relation.source, relation.target)]
    iris = [relation.id for relation in relations] + [item.id for item in items]
    return [NamedNode(iri) for iri in dict.fromkeys(iris)]


def read_alone(store: Store, nodes: Sequence[NamedNode]) -> int:
    """Read what some nodes say by the properties of the answer, once, with no other work; how many rows."""
    block = queries.values_block(["node"], [[node] for node in nodes])
    walk = f"{{ {block} ?node ?property ?value OPTIONAL {{ {_PROPERTIES} }} FILTER(BOUND(?asked)) }}"
    return sum(1 for _ in queries.rows(store, f"SELECT ?value {walk}"))


def gap_of_one_copy(folder: Path, triples: int) -> Line:
    """The gap of a landscape of the same size in which only one copy changes: it must cost what it says."""
    landscape = synthetic_landscape(folder, triples, staying=True)
    taken = seconds(lambda: gap(landscape.snapshot()), runs=3)
    return Line(f"{landscape.name}, one copy changes: gap", f"{taken:.2f} s", "≤ 0.3 s", taken <= 0.3)


def snapshot_of(store: Store) -> Snapshot:
    return Snapshot(store, Path(), 1, 1, TODAY, BASE)


def closure(store: Store) -> Line:
    hub = f"<{BASE.iri}id/{HUB}>"
    query = f"SELECT DISTINCT ?x {{ ?x gru:dependsOn+ {hub} }}"
    found = len(list(queries.rows(store, query)))
    taken = seconds(lambda: list(queries.rows(store, query)), runs=3)
    return Line(
        f"same: all {found:,} transitive dependants of a hub", f"{taken:.3f} s", "≤ 0.2 s", taken <= 0.2
    )


def commit_whole(folder: Path, triples: int) -> Line:
    """The whole commit of the same file: load, derive, validate, log, publish."""
    Workspace.init(folder / "whole")
    workspace = Workspace.open(folder / "whole", TODAY)
    intent = Intent(DATASET, "bench", "bench")
    file = folder / "synthetic.nt"
    taken = seconds(lambda: load_large_file(workspace, file, RdfFormat.N_TRIPLES, intent, dry_run=False))
    return Line("same: the whole commit, with log and SHACL", f"{taken:.1f} s", "(no target)", True)


def against_pyshacl(folder: Path, triples: int) -> Line:
    import pyshacl
    import rdflib

    file = folder / "small.nt"
    count = write_synthetic(file, triples, BASE)
    store = Store()
    materialised = MaterialisedStore(store, BASE)
    load_ontology(materialised, BASE)
    bulk_load(materialised, file, RdfFormat.N_TRIPLES, BASE.source_graph(DATASET), BASE.iri)
    derive_all(store, BASE, TODAY)
    path = folder / "small-default.nt"
    store.dump(str(path), format=RdfFormat.N_TRIPLES, from_graph=DefaultGraph())
    ours = seconds(lambda: validate(store))
    shapes = rdflib.Graph().parse(data=shapes_text(), format="turtle")
    data = rdflib.Graph().parse(path)
    peer = seconds(lambda: pyshacl.validate(data, shacl_graph=shapes, advanced=False))
    measured = f"{ours:.1f} s, pySHACL {peer:.0f} s: {peer / ours:.0f} ×"
    return Line(
        f"{count:,} triples: full validation against pySHACL", measured, "≥ 15 × faster", peer >= 15 * ours
    )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
