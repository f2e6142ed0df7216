# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""Where the words of edges stand: on or beside their line, clear of boxes, titles and each other.

Other lines are kept free if possible, and so is some space between two labels.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from grundriss_viz.diagram import Point, Rect, bounding

_SAMPLES: Final = 8  # points on a Bézier segment
_TRIES: Final = 4
_STEP: Final = 3.0  # between places that are tried
_TOUCHING: Final = 0.01
_CLEARANCE: Final = 1.5
_APART: Final = 6.0  # between labels, if possible: nearer to each other they read as one
_BESIDE: Final = 2.0  # between a line and a label beside it
_OTHER_LINE: Final = (
    3.0  # a point of another line under the label, against one step away from the wanted place
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """A label for one of several edges (by their numbers).

    `sizes` are the widths and heights it can have, the best first; `at` is the wanted place along the edge, 0 to 1.
    """

    edges: tuple[int, ...]
    sizes: tuple[tuple[float, float], ...]
    at: float = 0.5


@dataclass(frozen=True, slots=True)
class _Line:
    """Points along a line, and the rectangle around them."""

    points: tuple[Point, ...]
    extent: Rect

    @classmethod
    def of(cls, path: Sequence[Point]) -> "_Line":
        points = tuple(points_on(path))
        return cls(points, bounding([Rect(p.x, p.y, 0, 0) for p in points]))


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a label stands: the edge, the number of the size that was taken, and the place."""

    edge: int
    size: int
    rect: Rect


def place_labels(
    wanted: Sequence[Wanted],
    paths: Sequence[tuple[Point, ...]],
    obstacles: Sequence[Rect],
    avoided: Sequence[Rect] = (),
) -> list[Placed | None]:
    """A place for each label, off the obstacles, and off what is to be avoided if possible; None where none is free.

    Labels with fewer edges to choose from, then long ones, choose first; if one finds no place, all choose again with
    that one before the others.
    """
    lines = [_Line.of(path) for path in paths]
    order = sorted(range(len(wanted)), key=lambda n: (len(wanted[n].edges), -wanted[n].sizes[0][0], n))
    best: dict[int, Placed] = {}
    for _ in range(_TRIES):
        found = _place_all(wanted, lines, order, obstacles, avoided)
        if len(found) > len(best):
            best = found
        homeless = [number for number in order if number not in found]
        if not homeless:
            break
        order = homeless + [number for number in order if number in found]
    return [best.get(number) for number in range(len(wanted))]


def _place_all(
    wanted: Sequence[Wanted],
    lines: Sequence[_Line],
    order: Sequence[int],
    obstacles: Sequence[Rect],
    avoided: Sequence[Rect],
) -> dict[int, Placed]:
    labels: list[Rect] = []
    found = {}
    for number in order:
        apart = [label.grown(_APART) for label in labels]
        near = [*obstacles, *labels]
        for taken in ([*obstacles, *apart, *avoided], [*near, *avoided], near):
            place = _place(wanted[number], lines, taken)
            if place:
                found[number] = place
                labels.append(place.rect)
                break
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


def _place(label: Wanted, lines: Sequence[_Line], taken: Sequence[Rect]) -> Placed | None:
    """The best free place on a line, else beside one; at each with the best size that has one."""
    for beside in (False, True):
        for number, (width, height) in enumerate(label.sizes):
            down, aside = height / 2 + _BESIDE, width / 2 + _BESIDE
            offsets = ((0.0, -down), (0.0, down), (-aside, 0.0), (aside, 0.0)) if beside else ((0.0, 0.0),)
            best: tuple[float, Placed] | None = None
            for edge in label.edges:
                reach = lines[edge].extent.grown(width + height + _CLEARANCE)
                near = [_sides(other) for other in taken if other.overlaps(reach)]
                others = [
                    line for other, line in enumerate(lines) if other != edge and line.extent.overlaps(reach)
                ]
                for share, point in _along(lines[edge].points):
                    away = abs(share - label.at) * 10
                    if best is not None and away >= best[0]:
                        continue
                    for dx, dy in offsets:
                        x, y = point.x + dx - width / 2, point.y + dy - height / 2
                        right, bottom = x + width, y + height
                        if any(x < r and left < right and y < b and top < bottom for left, top, r, b in near):
                            continue
                        rect = Rect(x, y, width, height)
                        score = _crossed(rect, others) * _OTHER_LINE + away
                        if best is None or score < best[0]:
                            best = (score, Placed(edge, number, rect))
            if best:
                return best[1]
    return None


def _sides(rect: Rect) -> tuple[float, float, float, float]:
    """Left, top, right and bottom of a rectangle with what is to be kept free around it."""
    grown = rect.grown(_CLEARANCE)
    return grown.x, grown.y, grown.right, grown.bottom


def _crossed(rect: Rect, lines: Sequence[_Line]) -> int:
    """How many points of these lines the label would cover."""
    left, top, right, bottom = rect.x, rect.y, rect.right, rect.bottom
    return sum(
        sum(left <= p.x <= right and top <= p.y <= bottom for p in line.points)
        for line in lines
        if line.extent.overlaps(rect, _TOUCHING)
    )


def _along(line: Sequence[Point]) -> Iterator[tuple[float, Point]]:
    """Places along a line, with their share of its length."""
    lengths = [((b.x - a.x) ** 2 + (b.y - a.y) ** 2) ** 0.5 for a, b in pairwise(line)]
    total = sum(lengths) or 1.0
    done = 0.0
    for (a, b), length in zip(pairwise(line), lengths, strict=True):
        steps = max(1, round(length / _STEP))
        for step in range(steps):
            t = step / steps
            yield (done + t * length) / total, Point(a.x + t * (b.x - a.x), a.y + t * (b.y - a.y))
        done += length
