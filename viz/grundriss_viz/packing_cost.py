# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""Plans of boxes in framed groups, where everything stands in one, and what that costs: long lines, a large sheet.

Of a plan that differs from the one before in one group only, only that group's lines are measured again.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from operator import mul
from typing import Final

from grundriss_viz.diagram import Rect

PADDING: Final = 14.0
ROW_SPACE: Final = 30.0
COLUMN_SPACE: Final = 98.0
GROUP_SPACE_X: Final = 76.0
GROUP_SPACE_Y: Final = 30.0
TITLE_SPACE: Final = 10.0
_SPARE: Final = 36.0  # at most this much more space between groups, so that columns fill the height
_SHEET_WEIGHT: Final = 10.0  # one unit of sheet width against one of edge length
_DOWN: Final = 1.4  # boxes are wide: a step down is as far as a larger one across
_BACKWARD: Final = 90.0  # what an edge from right to left costs
_HIT: Final = 150.0  # what an edge costs that aims through a foreign box


@dataclass(frozen=True, slots=True)
class Cluster:
    """A group: the sizes of its boxes, by their numbers, and the size of its title."""

    boxes: tuple[int, ...]
    title_width: float
    title_height: float


@dataclass(frozen=True, slots=True)
class Link:
    """A line between two boxes; `forward` ones should run from left to right."""

    source: int
    target: int
    weight: float = 1.0
    forward: bool = False


@dataclass(frozen=True, slots=True)
class Placing:
    """Where everything stands: boxes and frames by their numbers, and the extent of all."""

    boxes: tuple[Rect, ...]
    frames: tuple[Rect, ...]
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Grid:
    """A group's boxes in rows of `wide`: the size of the frame, and where the centre of each box is inside it.

    `centers` go by the numbers of the boxes, not by `order`.
    """

    order: tuple[int, ...]
    wide: int
    width: float
    height: float
    centers: tuple[tuple[float, float], ...]


@dataclass(slots=True)
class Plan:
    """A candidate: each group's grid, and the groups in their columns."""

    grids: list[Grid]
    columns: list[list[int]]

    def copy(self) -> "Plan":
        return Plan(list(self.grids), [list(column) for column in self.columns])


@dataclass(frozen=True, slots=True)
class Rated:
    """A plan with its places and its cost: the sheet's, each line's (`terms`), and all of it."""

    plan: Plan
    corners: list[tuple[float, float]]
    centers: list[tuple[float, float]]  # y stretched by _DOWN
    width: float
    height: float
    sheet: float
    terms: list[float]
    cost: float


class _Lines:
    """The lines between boxes, ready to be measured again and again."""

    def __init__(self, links: Sequence[Link], sizes: Sequence[tuple[float, float]]) -> None:
        self.ends = [(link.source, link.target) for link in links]
        self._sources = [link.source for link in links]
        self._targets = [link.target for link in links]
        self._weights = [link.weight for link in links]
        self._forward = [
            (number, link.source, link.target, sizes[link.source][0] / 2)
            for number, link in enumerate(links)
            if link.forward
        ]

    def lengths(self, centers: Sequence[tuple[float, float]]) -> list[float]:
        """The cost of each line between these places: its weighted length, and what running backwards costs."""
        place = centers.__getitem__
        lengths = map(math.dist, map(place, self._sources), map(place, self._targets))
        terms = list(map(mul, self._weights, lengths))
        for number, source, target, least in self._forward:
            if centers[target][0] - centers[source][0] < least:
                terms[number] += _BACKWARD
        return terms


class Sheet:
    """The sheet that the boxes are to stand on: their sizes, clusters and lines, and its shape.

    The boxes are numbered cluster by cluster.
    """

    def __init__(
        self,
        sizes: Sequence[tuple[float, float]],
        clusters: Sequence[Cluster],
        links: Sequence[Link],
        ratio: float,
        around: float,
    ) -> None:
        self._sizes = sizes
        self._heights = [height for _, height in sizes]
        self._cells = [max(sizes[box][0] for box in cluster.boxes) for cluster in clusters]
        self.clusters = clusters
        self._links = _Lines(links, sizes)
        cluster_of = {box: number for number, cluster in enumerate(clusters) for box in cluster.boxes}
        ends = [{cluster_of[link.source], cluster_of[link.target]} for link in links]
        self._near = []  # for each cluster the lines that end in it, with their numbers
        for cluster in range(len(clusters)):
            numbers = [number for number, at in enumerate(ends) if cluster in at]
            self._near.append((_Lines([links[number] for number in numbers], sizes), numbers))
        self._grids: dict[tuple[tuple[int, ...], int], Grid] = {}
        self.ratio = ratio
        self._around = around

    def grid(self, number: int, order: tuple[int, ...], wide: int) -> Grid:
        """The grid of a cluster; the same object for the same arrangement."""
        grid = self._grids.get((order, wide))
        if grid is None:
            grid = self._grids[(order, wide)] = self._new_grid(number, order, wide)
        return grid

    def _new_grid(self, number: int, order: tuple[int, ...], wide: int) -> Grid:
        heights, cluster, cell = self._heights, self.clusters[number], self._cells[number]
        top = y = PADDING + cluster.title_height + TITLE_SPACE
        first = min(order)
        centers = [(0.0, 0.0)] * len(order)
        for at in range(0, len(order), wide):
            row = order[at : at + wide]
            height = max([heights[box] for box in row])
            x = PADDING + cell / 2
            for box in row:
                centers[box - first] = (x, y + height / 2)
                x += cell + COLUMN_SPACE
            y += height + ROW_SPACE
        columns = min(wide, len(order))
        inner = max(columns * cell + (columns - 1) * COLUMN_SPACE, cluster.title_width)
        return Grid(order, wide, inner + 2 * PADDING, max(top, y - ROW_SPACE) + PADDING, tuple(centers))

    def _corners(self, plan: Plan) -> tuple[list[tuple[float, float]], float, float]:
        """The upper left corner of each frame, and the width and height of all."""
        grids = plan.grids
        extents = []
        for column in plan.columns:
            width, height = 0.0, GROUP_SPACE_Y * (len(column) - 1)
            for g in column:
                grid = grids[g]
                height += grid.height
                if grid.width > width:
                    width = grid.width
            extents.append((width, height))
        total = max(height for _, height in extents)
        corners = [(0.0, 0.0)] * len(grids)
        x = 0.0
        for column, (width, height) in zip(plan.columns, extents, strict=True):
            spare = min(_SPARE, (total - height) / len(column))
            y = (total - height - spare * (len(column) - 1)) / 2
            for g in column:
                grid = grids[g]
                corners[g] = (x + (width - grid.width) / 2, y)
                y += grid.height + GROUP_SPACE_Y + spare
            x += width + GROUP_SPACE_X
        return corners, x - GROUP_SPACE_X, total

    def _centers(self, plan: Plan, corners: list[tuple[float, float]]) -> list[tuple[float, float]]:
        """The centre of each box, y stretched by _DOWN."""
        return [
            (left + x, (top + y) * _DOWN)
            for grid, (left, top) in zip(plan.grids, corners, strict=True)
            for x, y in grid.centers
        ]

    def rated(self, plan: Plan, limit: float, before: Rated | None) -> Rated | None:
        """The plan with its cost: edge length, and the size the sheet must have; None above `limit`."""
        group = _only_filled_anew(plan, before) if before else None
        if before and group is not None:
            return self._filled_anew(plan, limit, before, group)
        corners, width, height = self._corners(plan)
        sheet = _SHEET_WEIGHT * max(width, (height + self._around) * self.ratio)
        if sheet > limit:
            return None
        centers = self._centers(plan, corners)
        terms = self._links.lengths(centers)
        cost = _sum(terms, sheet)
        return Rated(plan, corners, centers, width, height, sheet, terms, cost) if cost <= limit else None

    def _filled_anew(self, plan: Plan, limit: float, before: Rated, group: int) -> Rated | None:
        """The same as `rated`, where only one group's boxes have changed places and its frame has not."""
        centers, terms = list(before.centers), list(before.terms)
        left, top = before.corners[group]
        grid = plan.grids[group]
        for box, (x, y) in zip(sorted(grid.order), grid.centers, strict=True):
            centers[box] = (left + x, (top + y) * _DOWN)
        near, numbers = self._near[group]
        for number, term in zip(numbers, near.lengths(centers), strict=True):
            terms[number] = term
        cost = _sum(terms, before.sheet)
        if cost > limit:
            return None
        return Rated(plan, before.corners, centers, before.width, before.height, before.sheet, terms, cost)

    def fully_rated(self, plan: Plan, limit: float, before: Rated | None) -> Rated | None:
        """The same, with what stands in the straight way of edges."""
        found = self.rated(plan, limit, before)
        if found is None:
            return None
        cost = found.cost + _HIT * self._hits(found, (limit - found.cost) / _HIT)
        return replace(found, cost=cost) if cost <= limit else None

    def _hits(self, rated: Rated, most: float) -> int:
        """How many boxes stand in the straight way of edges; just some number above `most` where it is above it."""
        sides = [
            (x - w / 2, y - h / 2 * _DOWN, x + w / 2, y + h / 2 * _DOWN, number)
            for number, ((x, y), (w, h)) in enumerate(zip(rated.centers, self._sizes, strict=True))
        ]
        frames = [
            (x, y * _DOWN, x + grid.width, (y + grid.height) * _DOWN, [sides[box] for box in grid.order])
            for (x, y), grid in zip(rated.corners, rated.plan.grids, strict=True)
        ]
        hits = 0
        for source, target in self._links.ends:
            (ax, ay), (bx, by) = rated.centers[source], rated.centers[target]
            left, right = (ax, bx) if ax < bx else (bx, ax)
            top, bottom = (ay, by) if ay < by else (by, ay)
            for x, y, to_x, to_y, boxes in frames:
                if x > right or to_x < left or y > bottom or to_y < top:
                    continue
                for x, y, to_x, to_y, number in boxes:
                    if x > right or to_x < left or y > bottom or to_y < top or number in (source, target):
                        continue
                    hits += _crosses(ax, ay, bx, by, x, y, to_x, to_y)
            if hits > most:
                break
        return hits

    def placing(self, plan: Plan) -> Placing:
        """The places of a plan."""
        corners, width, height = self._corners(plan)
        centers = self._centers(plan, corners)
        boxes = tuple(
            Rect(x - w / 2, y / _DOWN - h / 2, w, h)
            for (x, y), (w, h) in zip(centers, self._sizes, strict=True)
        )
        frames = tuple(
            Rect(x, y, grid.width, grid.height) for (x, y), grid in zip(corners, plan.grids, strict=True)
        )
        return Placing(boxes, frames, width, height)


def _only_filled_anew(plan: Plan, before: Rated) -> int | None:
    """The one group whose boxes stand otherwise than before, if its frame and all else is the same."""
    if plan.columns != before.plan.columns:
        return None
    for number, (grid, other) in enumerate(zip(plan.grids, before.plan.grids, strict=True)):
        if grid is not other:
            return number if (grid.width, grid.height) == (other.width, other.height) else None
    return None


def _sum(terms: Sequence[float], sheet: float) -> float:
    """The whole cost, rounded: that of two plans alike is the same, in whatever order it was added up."""
    return round(math.fsum(terms) + sheet, 6)


def _crosses(
    ax: float, ay: float, bx: float, by: float, left: float, top: float, right: float, bottom: float
) -> bool:
    """Whether the straight line from a to b, whose bounds meet the box, has corners of the box on both sides."""
    dx, dy = bx - ax, by - ay
    sides = [dx * (y - ay) > dy * (x - ax) for x in (left, right) for y in (top, bottom)]
    return any(sides) and not all(sides)
