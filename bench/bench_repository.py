# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""The repository's claims: commits of ten facts, a thousand in a row, a revision far back, readers beside a writer.

`python bench/bench_repository.py [TRIPLES [LARGER]]`; 1,000,000 when not given. With LARGER, such as 5,000,000, the
commit of ten facts is measured there too: its cost must follow the change, not the store.
"""

import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

from beside import COMMITTED, readers_beside_a_writer
from landscapes import BASE, TODAY
from measure import Line, print_table, seconds
from pyoxigraph import Quad, RdfFormat
from synthetic import DATASET, HUB, write_synthetic
from ten_facts import commit_ten, commit_ten_more, ten_facts

from grundriss import queries
from grundriss.history.blame import blame
from grundriss.history.diff import diff
from grundriss.history.element_history import log
from grundriss.store.commit import Intent, load_large_file
from grundriss.store.line import Line as Revisions
from grundriss.store.revision_log import statement_line
from grundriss.store.snapshot import Snapshot
from grundriss.store.workspace import Workspace

SINGLE, IN_A_ROW, COMPARED = 100, 1_000, 100


def main(triples: int, larger: int) -> None:
    with tempfile.TemporaryDirectory(prefix="grundriss-bench-") as name:
        folder = Path(name)
        workspace = loaded(folder / "workspace", triples)
        typical, lines = single(workspace, triples)
        for measure in MEASURES:
            lines += measure(workspace)
        if larger:
            slower, more = single(loaded(folder / "larger", larger), larger)
            lines += [*more, following_the_change(typical, slower, larger)]
        print_table(lines)


def loaded(path: Path, triples: int) -> Workspace:
    """A workspace with a synthetic landscape."""
    Workspace.init(path)
    workspace = Workspace.open(path, TODAY)
    file = path / "data" / "synthetic.nt"
    write_synthetic(file, triples, BASE)
    load_large_file(workspace, file, RdfFormat.N_TRIPLES, Intent(DATASET, "bench", "bench"))
    return workspace


def single(workspace: Revisions, triples: int) -> tuple[float, list[Line]]:
    """Commits of ten facts, each with the lock, the store and the shapes as it finds them; the median in seconds."""
    times = [seconds(lambda: commit_ten(workspace, COMMITTED)) for _ in range(SINGLE)]
    typical = median(times)
    with workspace.writing() as writer:
        kept = median(seconds(lambda: commit_ten_more(writer, COMMITTED)) for _ in range(SINGLE))
    what = f"{triples:,} triples: a commit of ten facts"
    return typical, [
        Line(f"{what}, median of {SINGLE}", f"{typical * 1000:.0f} ms", "≤ 150 ms", typical <= 0.15),
        Line(f"{what}, the first after the load", f"{times[0] * 1000:.0f} ms", "(no target)", True),
        Line(f"{what}, by a writer that stays", f"{kept * 1000:.0f} ms", "(no target)", True),
    ]


def following_the_change(typical: float, slower: float, larger: int) -> Line:
    ratio = slower / typical
    return Line(
        f"{larger:,} triples: the same against the smaller landscape",
        f"{ratio:.2f} ×",
        "≤ 1.5 ×",
        ratio <= 1.5,
    )


def in_a_row(workspace: Revisions) -> list[Line]:
    """A thousand commits one after the other, and the size of their log."""
    first = workspace.log.last + 1
    changed: list[Quad] = []
    times = []
    for number in range(first, first + IN_A_ROW):
        changed += ten_facts(workspace.base, f"{COMMITTED}-{number}")
        times.append(seconds(lambda: commit_ten(workspace, COMMITTED)))
    rate = IN_A_ROW / sum(times)
    slowdown = median(times[-COMPARED:]) / median(times[:COMPARED])
    written = sum(workspace.log.file_of(n).stat().st_size for n in range(first, first + IN_A_ROW))
    stated = sum(len(statement_line(quad)) for quad in changed)
    sizes = f"{written / 1e6:.2f} MB / {stated / 1e6:.2f} MB = {written / stated:.2f}"
    return [
        Line(f"same: {IN_A_ROW:,} commits in a row", f"{rate:.1f}/s", "≥ 10/s", rate >= 10),
        Line(
            f"same: the last {COMPARED} of them against the first {COMPARED}",
            f"{slowdown:.2f} ×",
            "≤ 1.2 ×",
            slowdown <= 1.2,
        ),
        Line("same: their log against the changed N-Quads", sizes, "≤ 3 ×", written <= 3 * stated),
    ]


def opened_back(workspace: Revisions) -> list[Line]:
    """The landscape as it stood a thousand commits ago, and a query there against the same query now."""
    back = workspace.log.last - IN_A_ROW
    started = time.perf_counter()
    with workspace.at(back) as then, workspace.snapshot() as now:
        opened = time.perf_counter() - started
        first = seconds(lambda: dependants(then))
        past, present = (seconds(lambda s=s: dependants(s), runs=5) for s in (then, now))
    return [
        Line(f"same: open the revision {IN_A_ROW:,} commits back", f"{opened:.2f} s", "≤ 3 s", opened <= 3),
        Line(
            "same: all dependants of a hub there, against the present",
            f"{past * 1000:.0f} ms / {present * 1000:.0f} ms, first {first * 1000:.0f}",
            "≤ 1.2 ×",
            past <= 1.2 * present,
        ),
    ]


def told(workspace: Revisions) -> list[Line]:
    """What a thousand commits have changed, element by element, and the history of one element and its facts."""
    back = workspace.log.last - IN_A_ROW
    changed = len(diff(workspace, back).elements)
    compared = seconds(lambda: diff(workspace, back))
    element = f"{COMMITTED}-{workspace.log.last}"
    known, blamed = seconds(lambda: log(workspace, element)), seconds(lambda: blame(workspace, element))
    return [
        Line(
            f"same: diff of two revisions {IN_A_ROW:,} commits apart, {changed:,} elements",
            f"{compared:.2f} s",
            "≤ 1 s",
            compared <= 1,
        ),
        Line(
            f"same: the history of an element, and blame, {workspace.log.last:,} revisions",
            f"{known:.2f} s, {blamed:.2f} s",
            "(no target)",
            True,
        ),
    ]


def dependants(snapshot: Snapshot) -> int:
    query = f"SELECT DISTINCT ?x {{ ?x gru:dependsOn+ <{BASE.iri}id/{HUB}> }}"
    return sum(1 for _ in queries.rows(snapshot.store, query))


MEASURES: tuple[Callable[[Revisions], list[Line]], ...] = (
    in_a_row,
    told,
    opened_back,
    readers_beside_a_writer,
)
"""What is measured in the workspace that the commits have made, in this order."""


if __name__ == "__main__":
    sizes = [int(argument) for argument in sys.argv[1:]]
    main(sizes[0] if sizes else 1_000_000, sizes[1] if len(sizes) > 1 else 0)
