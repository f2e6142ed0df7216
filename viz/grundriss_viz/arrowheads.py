# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""Arrowheads by the codes of the scheme arrowhead: none, open, filled, triangle, diamond, odiamond, ball."""

import math
from dataclasses import dataclass
from typing import Final

from grundriss_viz.diagram import Point

LENGTH: Final = 9.0
_HALF: Final = 3.6


@dataclass(frozen=True, slots=True)
class Shape:
    """A polygon, `solid` or `hollow`, or an open `line`."""

    points: tuple[Point, ...]
    fill: str


_FORMS: Final[dict[str, tuple[tuple[tuple[float, float], ...], str]]] = {
    # along the line backwards from the tip, and beside it
    "open": (((LENGTH, _HALF), (0, 0), (LENGTH, -_HALF)), "line"),
    "filled": (((0, 0), (LENGTH, _HALF), (LENGTH, -_HALF)), "solid"),
    "triangle": (((0, 0), (LENGTH + 1, _HALF + 1), (LENGTH + 1, -_HALF - 1)), "hollow"),
    "diamond": (((0, 0), (6, 3.6), (12, 0), (6, -3.6)), "solid"),
    "odiamond": (((0, 0), (6, 3.6), (12, 0), (6, -3.6)), "hollow"),
    "ball": (
        tuple((3.5 - 3.5 * math.cos(k * math.pi / 4), 3.5 * math.sin(k * math.pi / 4)) for k in range(8)),
        "solid",
    ),
}


def arrowhead(code: str, tip: Point, before: Point) -> Shape | None:
    """The arrowhead at the end `tip` of a line that comes from `before`; None where there is none to draw."""
    length = math.sqrt((tip.x - before.x) ** 2 + (tip.y - before.y) ** 2)
    if code not in _FORMS or length == 0:
        return None
    dx, dy = (before.x - tip.x) / length, (before.y - tip.y) / length
    form, fill = _FORMS[code]
    return Shape(tuple(Point(tip.x + a * dx - b * dy, tip.y + a * dy + b * dx) for a, b in form), fill)
