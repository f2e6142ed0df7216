# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""FIM: real schemas from file to commit against reading their XML alone, a schema that repeats its relations, and a
stream of a million competences.

`python bench/bench_fim.py [FOLDER]`; ../shared/fim/samples/xdatenfelder3 when not given.
"""

import sys
import tempfile
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from multiprocessing import get_context
from pathlib import Path

from competences import write_competences_as_xml
from lxml import etree
from measure import Line, peak_gigabytes, print_table, seconds

from grundriss.editing.fim_import import import_fim
from grundriss.importers.fim.collection import Collection, read_collection
from grundriss.importers.fim.competence_file import write_competence_file
from grundriss.importers.fim.competence_stream import Written
from grundriss.model.identifier import Base
from grundriss.store.commit import Intent
from grundriss.store.workspace import Workspace

SAMPLES = Path(__file__).resolve().parents[2] / "shared" / "fim" / "samples" / "xdatenfelder3"
RELATION = "{*}relation"
COMPETENCES = 1_000_000


def main(samples: Path) -> None:
    if not samples.is_dir():
        print(f"There is no folder {samples}: nothing is measured.", file=sys.stderr)
        return
    with tempfile.TemporaryDirectory(prefix="grundriss-bench-") as name:
        print_table([*imported(samples, Path(name)), *repeating(samples, Path(name)), *streamed(Path(name))])


def imported(samples: Path, folder: Path) -> list[Line]:
    """Parse, map, validate and commit all schemas; the floor is lxml going through the same bytes."""
    Workspace.init(folder / "w")
    workspace = Workspace.open(folder / "w", date(2026, 11, 23))
    floor = seconds(lambda: [through(file) for file in sorted(samples.glob("*.xml"))])
    numbers: list[int] = []

    def import_all() -> None:
        outcome = import_fim(
            workspace, read_collection(samples, workspace.base), Intent("fim", "bench", "bench")
        )
        numbers.append(outcome.outcome.added)

    taken = seconds(import_all)
    added, again = numbers[0], seconds(import_all)
    bound = 3 * floor + added / 100_000
    count = len(list(samples.glob("*.xml")))
    peak = peak_gigabytes() * 1000
    return [
        Line(
            f"{count} schemas from file to commit, {added:,} statements",
            f"{taken:.2f} s, XML alone {floor:.2f} s",
            f"≤ {bound:.2f} s",
            taken <= bound,
        ),
        Line("the same again, which changes nothing", f"{again:.2f} s", "(no target)", True),
        Line("peak memory of this process", f"{peak:.0f} MB", "≤ 250 MB", peak <= 250),
    ]


def repeating(samples: Path, folder: Path) -> list[Line]:
    """The largest schema against the same one with each distinct relation of an element written once."""
    largest = max(samples.glob("*.xml"), key=lambda file: file.stat().st_size)
    root = etree.parse(largest).getroot()
    relations = sum(1 for _ in root.iter(RELATION))
    for element in list(root.iter()):
        seen: set[bytes] = set()
        for relation in element.findall(RELATION):
            said = etree.tostring(relation, with_tail=False)
            if said in seen:
                element.remove(relation)
            seen.add(said)
    once = folder / "once" / largest.name
    once.parent.mkdir()
    root.getroottree().write(once)
    left = sum(1 for _ in root.iter(RELATION))
    (whole, slow), (short, fast) = (
        read(lambda f=f: read_collection(f, Workspace.open(folder / "w").base)) for f in (largest, once)
    )
    same = statements(whole) == statements(short)
    return [
        Line(
            f"{largest.name}: {relations:,} relations, {left:,} written once",
            f"{statements(whole):,} / {statements(short):,} statements",
            "the same",
            same,
        ),
        Line("the same: reading it", f"{slow:.2f} s / {fast:.2f} s", "(no target)", True),
    ]


def streamed(folder: Path) -> list[Line]:
    """A million competences from XZuFi to a file that can be loaded, in a process of its own for its memory."""
    file = folder / "competences.xml"
    write_competences_as_xml(file, COMPETENCES)
    with ProcessPoolExecutor(1, get_context("spawn")) as pool:
        count, taken, peak = pool.submit(stream, file).result()
    rate = count / taken
    return [
        Line(
            f"{count:,} competences, {file.stat().st_size / 1e6:.0f} MB, to a bulk file",
            f"{taken:.1f} s, {rate:,.0f} per second",
            "≥ 100,000 per s",
            rate >= 100_000,
        ),
        Line("the same: peak memory", f"{peak * 1000:.0f} MB", "≤ 300 MB", peak <= 0.3),
    ]


def stream(file: Path) -> tuple[int, float, float]:
    """How many competences were written, in how many seconds, with how much memory (10^9 bytes)."""
    found: list[Written] = []
    target = file.with_suffix(".nt")
    taken = seconds(lambda: found.append(write_competence_file(file, Base(), target)[0]))
    return found[0].competences, taken, peak_gigabytes()


def read(action: Callable[[], Collection]) -> tuple[Collection, float]:
    found: list[Collection] = []
    taken = seconds(lambda: found.append(action()))
    return found[0], taken


def statements(collection: Collection) -> int:
    return sum(len(held.quads) for held in collection.content.versions.values())


def through(file: Path) -> None:
    for _, element in etree.iterparse(file):
        element.clear()


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else SAMPLES)
