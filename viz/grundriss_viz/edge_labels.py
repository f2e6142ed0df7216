# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""Where the words of edges stand: on their line, clear of boxes, titles and each other, off other lines if possible."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from grundriss_viz.diagram import Point, Rect

_SAMPLES: Final = 8  # points on a Bézier segment
_STEP: Final = 4.0  # between places that are tried
_CLEARANCE: Final = 1.5
_OTHER_LINE: Final = 3.0  # a point of another line under the label, against one step away from the wanted place


@dataclass(frozen=True, slots=True)
class Wanted:
    """A label of some size for one of several edges (by their numbers); `at` is the wanted place along it, 0 to 1."""

    edges: tuple[int, ...]
    width: float
    height: float
    at: float = 0.5


def place_labels(
    wanted: Sequence[Wanted], paths: Sequence[tuple[Point, ...]], obstacles: Sequence[Rect]
) -> list[tuple[int, Rect] | None]:
    """For each label the edge it stands on and its place; None where no place is free.

    Labels with fewer edges to choose from, then long ones, choose first.
    """
    lines = [list(points_on(path)) for path in paths]
    taken = list(obstacles)
    found: list[tuple[int, Rect] | None] = [None] * len(wanted)
    order = sorted(range(len(wanted)), key=lambda n: (len(wanted[n].edges), -wanted[n].width, n))
    for number in order:
        place = _place(wanted[number], lines, taken)
        if place:
            found[number] = place
            taken.append(place[1])
    return found


def points_on(path: Sequence[Point]) -> Iterator[Point]:
    """Points along a path of Bézier segments, both ends included."""
    yield path[0]
    for at in range(0, len(path) - 1, 3):
        a, b, c, d = path[at : at + 4]
        for step in range(1, _SAMPLES + 1):
            t = step / _SAMPLES
            u = 1 - t
            weights = (u * u * u, 3 * u * u * t, 3 * u * t * t, t * t * t)
            yield Point(
                sum(w * p.x for w, p in zip(weights, (a, b, c, d), strict=True)),
                sum(w * p.y for w, p in zip(weights, (a, b, c, d), strict=True)),
            )


def _place(
    label: Wanted, lines: Sequence[Sequence[Point]], taken: Sequence[Rect]
) -> tuple[int, Rect] | None:
    best: tuple[float, int, Rect] | None = None
    for edge in label.edges:
        for share, point in _along(lines[edge]):
            rect = Rect(point.x - label.width / 2, point.y - label.height / 2, label.width, label.height)
            if any(rect.overlaps(other, _CLEARANCE) for other in taken):
                continue
            crossed = sum(
                rect.x <= p.x <= rect.right and rect.y <= p.y <= rect.bottom
                for number, line in enumerate(lines)
                if number != edge
                for p in line
            )
            score = crossed * _OTHER_LINE + abs(share - label.at) * 10
            if best is None or score < best[0]:
                best = (score, edge, rect)
    return (best[1], best[2]) if best else None


def _along(line: Sequence[Point]) -> Iterator[tuple[float, Point]]:
    """Places along a line, with their share of its length."""
    lengths = [
        ((b.x - a.x) ** 2 + (b.y - a.y) ** 2) ** 0.5 for a, b in zip(line, line[1:], strict=False)
    ]
    total = sum(lengths) or 1.0
    done = 0.0
    for (a, b), length in zip(zip(line, line[1:], strict=False), lengths, strict=True):
        steps = max(1, round(length / _STEP))
        for step in range(steps):
            t = step / steps
            yield (done + t * length) / total, Point(a.x + t * (b.x - a.x), a.y + t * (b.y - a.y))
        done += length
