# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""Packing panels into columns of nearly equal height, so that the whole is as large as possible on a sheet.

Each panel can be one or more tiles wide and is as high as that makes it. Neighbouring panels may share a column. The
height of the sheet is tried for every height that some panel can have; for each, every column takes the fewest tiles
that keep it below.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise

MOST_SEPARATE = 8
"""Panels up to which sharing a column is tried; with more of them each has its own."""


@dataclass(frozen=True, slots=True)
class Column:
    """Panels below each other, by their numbers, all `tiles` wide."""

    tiles: int
    panels: tuple[int, ...]
    height: float


@dataclass(frozen=True, slots=True)
class Spacing:
    """Width of n tiles with the panel around them = n * tile + padding; `space` is between columns and panels."""

    tile: float
    padding: float
    space: float

    def width(self, tiles: int) -> float:
        return tiles * self.tile + self.padding


def arrange(
    heights: Sequence[Sequence[float]], spacing: Spacing, ratio: float, header: float
) -> tuple[Column, ...]:
    """Columns for panels whose heights are given for 1, 2, … tiles of width.

    `ratio` is that of the sheet, `header` the height that title and legend take.
    """
    best: tuple[float, float, tuple[Column, ...]] | None = None
    for division in _divisions(len(heights)):
        for columns in _candidates(heights, division, spacing):
            width = sum(spacing.width(c.tiles) + spacing.space for c in columns)
            height = max(c.height for c in columns)
            extent = max(width, (height + header) * ratio)
            waste = sum((height - c.height) * spacing.width(c.tiles) for c in columns)
            if best is None or (extent, waste) < best[:2]:
                best = (extent, waste, columns)
    return best[2] if best else ()


def _divisions(count: int) -> Iterator[tuple[tuple[int, ...], ...]]:
    """Every way to cut the row of panels into columns."""
    sizes = range(count) if count <= MOST_SEPARATE else (count - 1,)
    for cuts in sizes if count else ():
        for places in combinations(range(1, count), cuts):
            ends = (0, *places, count)
            yield tuple(tuple(range(a, b)) for a, b in pairwise(ends))


def _candidates(
    heights: Sequence[Sequence[float]], division: tuple[tuple[int, ...], ...], spacing: Spacing
) -> Iterator[tuple[Column, ...]]:
    options = [
        [
            Column(
                tiles + 1,
                panels,
                sum(heights[p][tiles] for p in panels) + spacing.space * (len(panels) - 1),
            )
            for tiles in range(min(len(heights[p]) for p in panels))
        ]
        for panels in division
    ]
    for limit in sorted({column.height for option in options for column in option}):
        chosen = [next((c for c in option if c.height <= limit), None) for option in options]
        if all(chosen):
            yield tuple(column for column in chosen if column)
