# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""Pictures drawn cold: each in a process of its own, on the packaged landscape.

What counts is the time from the call to the SVG, modules imported, nothing read before; the whole process is told
beside it. `python bench/pictures.py VIEW STORE` draws one and prints that time in seconds.
"""

import importlib
import subprocess
import sys
import time
from pathlib import Path

from landscapes import Measured
from measure import Line

VIEWS = ("landscape-map", "gap")
MOST = 0.5
_IMPORTED_BY_VIEWS = (
    "grundriss.states.gap",
    "grundriss.states.state",
    "grundriss_viz.gap_diagram",
    "grundriss_viz.landscape_map",
)


def pictures(landscape: Measured, runs: int = 3) -> list[Line]:
    """The two pictures of the whole; of some processes the fastest counts."""
    return [_picture(view, landscape.directory, runs) for view in VIEWS]


def _picture(view: str, store: Path, runs: int) -> Line:
    taken = []
    for _ in range(runs):
        started = time.perf_counter()
        command = [sys.executable, __file__, view, str(store)]
        drawn = subprocess.run(command, check=True, capture_output=True, text=True)
        taken.append((float(drawn.stdout), time.perf_counter() - started))
    call, process = min(taken)
    told = f"{call:.2f} s, process {process:.2f} s"
    return Line(f"picture {view}, cold", told, f"≤ {MOST:g} s", call <= MOST)


def draw_one(view: str, directory: str) -> float:
    """Seconds from the call to the SVG."""
    from landscapes import BASE, TODAY
    from pyoxigraph import Store

    from grundriss.store.snapshot import Snapshot
    from grundriss_viz.svg import render
    from grundriss_viz.views import draw

    for name in _IMPORTED_BY_VIEWS:
        importlib.import_module(name)
    snapshot = Snapshot(Store.read_only(directory), Path(directory), 1, 1, TODAY, BASE)
    started = time.perf_counter()
    render(draw(view, snapshot))
    return time.perf_counter() - started


if __name__ == "__main__":
    print(draw_one(sys.argv[1], sys.argv[2]))
