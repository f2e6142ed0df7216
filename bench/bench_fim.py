# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""FIM: real schemas from file to commit against reading their XML alone, and a schema that repeats its relations.

`python bench/bench_fim.py [FOLDER]`; ../shared/fim/samples/xdatenfelder3 when not given.
"""

import sys
import tempfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

from lxml import etree
from measure import Line, peak_gigabytes, print_table, seconds

from grundriss.editing.fim_import import import_fim
from grundriss.importers.fim.collection import Collection, read_collection
from grundriss.store.commit import Intent
from grundriss.store.workspace import Workspace

SAMPLES = Path(__file__).resolve().parents[2] / "shared" / "fim" / "samples" / "xdatenfelder3"
RELATION = "{*}relation"


def main(samples: Path) -> None:
    if not samples.is_dir():
        print(f"There is no folder {samples}: nothing is measured.", file=sys.stderr)
        return
    with tempfile.TemporaryDirectory(prefix="grundriss-bench-") as name:
        print_table([*imported(samples, Path(name)), *repeating(samples, Path(name))])


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
