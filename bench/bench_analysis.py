# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""The claims of the analyses of a whole landscape: the graph in memory, weak points, gaps, the report.

`python bench/bench_analysis.py [NODES]`; 100,000 components and 160,000 relations when not given. networkx, on the
same graph that is in memory already, is the peer.
"""

import sys
import tempfile
from pathlib import Path

import networkx
from landscapes import packaged
from large_graph import BASE, HUB, TODAY, large_graph
from measure import Line, peak_gigabytes, print_table, seconds
from rustworkx import ancestors

from grundriss.analysis.cuts import Cuts
from grundriss.analysis.dependency_graph import DependencyGraph
from grundriss.analysis.impact import impact
from grundriss.analysis.weak_points import weak_points
from grundriss.states.gap import gap
from grundriss.store.snapshot import Snapshot
from grundriss_viz.reports.gap_report import render

_RUNS = 3


def main(nodes: int) -> None:
    with tempfile.TemporaryDirectory(prefix="grundriss-bench-") as name:
        folder = Path(name)
        for part in ("facts", "model", "large"):
            (folder / part).mkdir()
        lines = report(packaged(folder / "facts").snapshot())
        lines += [model(large_graph(folder / "model", 3_000, 6_000))]
        lines += whole(large_graph(folder / "large", nodes, nodes * 8 // 5))
        lines.append(Line("peak memory of this process", f"{peak_gigabytes():.2f} GB", "(no target)", True))
        print_table(lines)


def report(snapshot: Snapshot) -> list[Line]:
    """The report on the federal landscape, all pages."""
    taken = seconds(lambda: render(snapshot), _RUNS)
    weak = seconds(lambda: weak_points(snapshot), _RUNS)
    return [
        bound("landscape: the report on the gap as PDF, all pages", taken, 5),
        Line("landscape: weak points", f"{weak:.3f} s", "(no target)", True),
    ]


def model(snapshot: Snapshot) -> Line:
    """The gap of a model as large as the largest public one of a government."""
    found = gap(snapshot)
    moving = len(found.added) + len(found.removed)
    taken = seconds(lambda: gap(snapshot), _RUNS)
    return bound(f"3,000 components, 6,000 relations: gap, {moving} move", taken, 0.1)


def whole(snapshot: Snapshot) -> list[Line]:
    """The large graph: read into memory, then walked."""
    graph: list[DependencyGraph] = []
    read = seconds(lambda: graph.append(DependencyGraph(snapshot.store, TODAY)), _RUNS)
    held = graph[-1]
    joined = held.among(held.components)
    size = f"{held.graph.num_nodes():,} components, {held.graph.num_edges():,} hops"
    place = held.index(BASE.element("component", HUB))
    if place is None:
        raise LookupError(HUB)
    reached = len(ancestors(held.graph, place))
    walked = seconds(lambda: ancestors(held.graph, place), _RUNS)
    plain = networkx.DiGraph(list(held.graph.edge_list()))
    peer = seconds(lambda: networkx.ancestors(plain, place), _RUNS)
    hub = BASE.element("component", HUB)
    proved = seconds(lambda: impact(snapshot, hub), _RUNS)
    cut = seconds(lambda: Cuts(joined).articulation_points(), _RUNS)
    weak = seconds(lambda: weak_points(snapshot), _RUNS)
    moved = seconds(lambda: gap(snapshot))
    return [
        bound(f"{size}: read into memory", read, 1.5),
        Line(f"same: all {reached:,} dependants of the hub", f"{walked:.3f} s", "(no target)", True),
        Line("same, by networkx", f"{peer:.3f} s", "(peer)", True),
        bound("same: impact with proofs, 1,000 shown", proved, 0.1),
        bound("same: single points of failure, in memory", cut, 1),
        Line("same: all weak points, from the store", f"{weak:.2f} s", "(no target)", True),
        bound("same: gap of two states", moved, 2),
    ]


def bound(what: str, taken: float, most: float) -> Line:
    return Line(what, f"{taken:.3f} s", f"≤ {most:g} s", taken <= most)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
