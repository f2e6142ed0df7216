# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""Lines that join the same two boxes, drawn beside each other."""

import math
from collections import defaultdict
from collections.abc import Sequence
from typing import Final

from grundriss_viz.diagram import Point, Rect

PARALLEL: Final = 8.0
"""Between lines that join the same two boxes, if nothing stands on them."""
_CORNER: Final = 5.0  # from the end of a line to the next corner of its box


def spread(
    paths: Sequence[tuple[Point, ...]],
    ends: Sequence[tuple[int, int]],
    boxes: Sequence[Rect],
    distance: float = PARALLEL,
) -> list[tuple[Point, ...]]:
    """The paths, those that join the same two boxes `distance` apart; `ends` are the numbers of their boxes."""
    parallel: dict[tuple[int, int], list[int]] = defaultdict(list)
    for number, (source, target) in enumerate(ends):
        parallel[(min(source, target), max(source, target))].append(number)
    found = list(paths)
    for group in parallel.values():
        for place, number in enumerate(group):
            offset = (place - (len(group) - 1) / 2) * distance
            if offset:
                source, target = ends[number]
                turned = -1 if source > target else 1  # so that lines there and back part to different sides
                found[number] = _shifted(paths[number], offset * turned, boxes[source], boxes[target])
    return found


def _shifted(path: tuple[Point, ...], offset: float, source: Rect, target: Rect) -> tuple[Point, ...]:
    """Moved to its right hand (to the left for less than 0); the ends glide along the sides they touch."""
    first, *middle, last = path
    dx, dy = last.x - first.x, last.y - first.y
    length = math.hypot(dx, dy) or 1.0
    right = Point(-dy / length, dx / length)
    moved = (Point(p.x + offset * right.x, p.y + offset * right.y) for p in middle)
    return (_glided(source, first, right, offset), *moved, _glided(target, last, right, offset))


def _glided(box: Rect, end: Point, right: Point, offset: float) -> Point:
    """The end of a line after it has glided along the side of its box, not beyond the corner."""
    beside = max(box.x - end.x, end.x - box.right)
    above = max(box.y - end.y, end.y - box.bottom)
    if beside >= above:
        y = end.y + math.copysign(offset, offset * right.y)
        return Point(end.x, min(max(y, box.y + _CORNER), box.bottom - _CORNER))
    x = end.x + math.copysign(offset, offset * right.x)
    return Point(min(max(x, box.x + _CORNER), box.right - _CORNER), end.y)
