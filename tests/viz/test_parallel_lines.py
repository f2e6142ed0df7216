# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""Lines between the same two boxes run beside each other and still end at their boxes."""

import math

import pytest

from grundriss_viz.diagram import Point, Rect
from grundriss_viz.parallel_lines import spread

HOME = Rect(0, 0, 100, 60)


def straight(a: Point, b: Point) -> tuple[Point, ...]:
    return (
        a,
        Point(a.x + (b.x - a.x) / 3, a.y + (b.y - a.y) / 3),
        Point(a.x + (b.x - a.x) * 2 / 3, a.y + (b.y - a.y) * 2 / 3),
        b,
    )


@pytest.mark.parametrize(
    ("other", "leaving", "arriving"),
    [
        (Rect(300, 0, 100, 60), Point(100, 30), Point(300, 30)),
        (Rect(0, 300, 100, 60), Point(50, 60), Point(50, 300)),
        (Rect(300, 300, 100, 60), Point(98, 60), Point(302, 300)),
        (Rect(-300, 200, 100, 60), Point(0, 58), Point(-200, 202)),
    ],
)
@pytest.mark.parametrize("distance", [8.0, 26.0])
def test_a_line_there_and_one_back_are_apart(
    other: Rect, leaving: Point, arriving: Point, distance: float
) -> None:
    there = straight(leaving, arriving)
    lines = spread([there, there[::-1]], [(0, 1), (1, 0)], [HOME, other], distance)
    middles = [Point((p[1].x + p[2].x) / 2, (p[1].y + p[2].y) / 2) for p in lines]
    apart = math.dist((middles[0].x, middles[0].y), (middles[1].x, middles[1].y))
    assert abs(apart - distance) < 0.01
    for line, (first, last) in zip(lines, [(HOME, other), (other, HOME)], strict=True):
        for box, end in ((first, line[0]), (last, line[-1])):
            assert box.grown(0.01).contains(Rect(end.x, end.y, 0, 0))
            assert not box.grown(-0.01).contains(Rect(end.x, end.y, 0, 0))


def test_a_line_alone_stays_as_it_is() -> None:
    path = straight(Point(100, 30), Point(300, 30))
    assert spread([path], [(0, 1)], [HOME, Rect(300, 0, 100, 60)]) == [path]
