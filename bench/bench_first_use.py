# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""First use: pictures, pages and competency questions, on the landscape and on a synthetic one of any size.

`python bench/bench_first_use.py [TRIPLES]`; 1,000,000 when not given, 0 for the landscape alone. A question whose
header says that it reads everything is measured and named, but has no bound on the synthetic landscape.
"""

import sys
import tempfile
from pathlib import Path

from landscapes import Measured, packaged, synthetic
from measure import Line, print_table, seconds
from pictures import pictures
from served import served

from grundriss.questions.answer import ask
from grundriss.questions.definition import Question, questions

ON_LANDSCAPE, ON_SYNTHETIC = 0.3, 2.0


def main(triples: int) -> None:
    with tempfile.TemporaryDirectory(prefix="grundriss-bench-") as name:
        landscape = packaged(Path(name))
        lines = pictures(landscape) + served(landscape) + answers(landscape, runs=3)
        if triples:
            large = synthetic(Path(name), triples)
            lines += served(large) + answers(large)
        print_table(lines)


def answers(landscape: Measured, runs: int = 1) -> list[Line]:
    return [answer(landscape, asked, runs) for asked in questions()]


def answer(landscape: Measured, asked: Question, runs: int) -> Line:
    snapshot = landscape.snapshot()
    found = ask(snapshot, asked.key)
    taken = seconds(lambda: ask(snapshot, asked.key), runs)
    told = f"{taken:.2f} s, {len(found.rows)} rows, {len(found.missing)} lacks"
    bound = ON_LANDSCAPE if landscape.packaged else ON_SYNTHETIC
    free = asked.reads_everything and not landscape.packaged
    target = "reads everything" if free else f"≤ {bound:g} s"
    return Line(f"{asked.key} on {landscape.name}", told, target, free or taken <= bound)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
