# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""Places for boxes in framed groups: short ways between what is related, on a sheet of a given shape.

Graphviz keeps groups together only at the price of ribbons many times as wide as high (DESIGN §4). Here every group is
a small grid of boxes, groups stand in columns, and simulated annealing (Kirkpatrick, Gelatt and Vecchi 1983) moves
boxes inside groups and groups between columns. The random numbers have a fixed seed and only `random()` is used, whose
sequence Python guarantees: the same input gives the same places.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random
from typing import Final

from grundriss_viz.diagram import Rect

PADDING: Final = 14.0
ROW_SPACE: Final = 30.0
COLUMN_SPACE: Final = 98.0
GROUP_SPACE_X: Final = 76.0
GROUP_SPACE_Y: Final = 30.0
TITLE_SPACE: Final = 10.0
_SPARE: Final = 36.0  # at most this much more space between groups, so that columns fill the height
_STEPS: Final = 3500
_SEED: Final = 3  # of some that were tried, the one with the shortest lines in the real gaps
_LAST_STEPS: Final = 200  # that also count boxes in the way
_SHEET_WEIGHT: Final = 10.0  # one unit of sheet width against one of edge length
_DOWN: Final = 1.4  # boxes are wide: a step down is as far as a larger one across
_THRESHOLD: Final = 0.03  # of the first cost
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
class _Grid:
    """A group's boxes in rows of `wide`: the size of the frame, and where the centre of each box is inside it."""

    order: tuple[int, ...]
    wide: int
    width: float
    height: float
    centers: tuple[tuple[int, float, float], ...]


@dataclass(slots=True)
class _Plan:
    """A candidate: each group's grid, and the groups in their columns."""

    grids: list[_Grid]
    columns: list[list[int]]

    def copy(self) -> "_Plan":
        return _Plan(list(self.grids), [list(column) for column in self.columns])


def pack(
    sizes: Sequence[tuple[float, float]],
    clusters: Sequence[Cluster],
    links: Sequence[Link],
    ratio: float,
    around: float,
) -> Placing:
    """Places for all boxes; every box belongs to exactly one cluster.

    `ratio` is the shape of the sheet (width by height), `around` the height that other things take there.
    """
    if not clusters:
        return Placing((), (), 0.0, 0.0)
    packer = _Packer(sizes, clusters, links, ratio, around)
    best = packer.improve(packer.start(), packer.cost, _STEPS, _THRESHOLD)
    return packer.placing(packer.improve(best, packer.full_cost, _LAST_STEPS, 0.0))


class _Packer:
    def __init__(
        self,
        sizes: Sequence[tuple[float, float]],
        clusters: Sequence[Cluster],
        links: Sequence[Link],
        ratio: float,
        around: float,
    ) -> None:
        self._sizes = sizes
        self._clusters = clusters
        self._links = [
            (link.source, link.target, link.weight, sizes[link.source][0] / 2 if link.forward else None)
            for link in links
        ]
        self._ratio = ratio
        self._around = around
        self._random = Random(_SEED).random  # noqa: S311 - not for secrets

    def start(self) -> _Plan:
        """Groups a little higher than wide, the highest first, in columns of the wanted shape."""
        grids = [
            self._grid(number, cluster.boxes, max(1, round(math.sqrt(len(cluster.boxes) / 2.2))))
            for number, cluster in enumerate(self._clusters)
        ]
        plan = _Plan(grids, [[]])
        area = sum((g.width + GROUP_SPACE_X) * (g.height + GROUP_SPACE_Y) for g in grids)
        limit = max(math.sqrt(area / self._ratio), max(g.height for g in grids))
        filled = 0.0
        for number in sorted(range(len(grids)), key=lambda n: (-grids[n].height, n)):
            if filled and filled + grids[number].height > limit:
                plan.columns.append([])
                filled = 0.0
            plan.columns[-1].append(number)
            filled += grids[number].height + GROUP_SPACE_Y
        return plan

    def improve(
        self, plan: _Plan, cost_of: Callable[[_Plan, float], float], steps: int, threshold: float
    ) -> _Plan:
        """Random steps, of which those are kept that are better, or not worse by more than a falling threshold.

        `threshold` is a share of the cost at the start.
        """
        cost = cost_of(plan, math.inf)
        best, best_cost = plan, cost
        highest = threshold * cost
        for step in range(steps):
            cold = 1 - step / steps
            tried = plan.copy()
            self._change(tried)
            limit = cost + highest * cold * cold * self._random()
            tried_cost = cost_of(tried, limit)
            if tried_cost <= limit:
                plan, cost = tried, tried_cost
                if cost < best_cost:
                    best, best_cost = plan, cost
        return best

    def _pick(self, count: int) -> int:
        return min(count - 1, int(self._random() * count))

    def _change(self, plan: _Plan) -> None:
        """One random step away from a plan."""
        kind = self._random()
        if kind < 0.5:
            self._swap_boxes(plan)
        elif kind < 0.6:
            self._reshape(plan)
        elif kind < 0.8:
            self._move_group(plan)
        elif kind < 0.97:
            self._swap_groups(plan)
        else:
            a, b = self._pick(len(plan.columns)), self._pick(len(plan.columns))
            plan.columns[a], plan.columns[b] = plan.columns[b], plan.columns[a]

    def _swap_boxes(self, plan: _Plan) -> None:
        """Two boxes of one group; a group is picked as often as it has boxes."""
        at = self._pick(len(self._sizes))
        for number, grid in enumerate(plan.grids):
            if at < len(grid.order):
                order = list(grid.order)
                other = self._pick(len(order))
                order[at], order[other] = order[other], order[at]
                plan.grids[number] = self._grid(number, tuple(order), grid.wide)
                return
            at -= len(grid.order)

    def _reshape(self, plan: _Plan) -> None:
        number = self._pick(len(plan.grids))
        order = plan.grids[number].order
        plan.grids[number] = self._grid(number, order, 1 + self._pick(min(len(order), 6)))

    def _move_group(self, plan: _Plan) -> None:
        source = plan.columns[self._pick(len(plan.columns))]
        group = source.pop(self._pick(len(source)))
        target = self._pick(len(plan.columns) + 1)
        if target == len(plan.columns):
            plan.columns.insert(self._pick(target + 1), [group])
        else:
            plan.columns[target].insert(self._pick(len(plan.columns[target]) + 1), group)
        plan.columns[:] = [column for column in plan.columns if column]

    def _swap_groups(self, plan: _Plan) -> None:
        one = plan.columns[self._pick(len(plan.columns))]
        two = plan.columns[self._pick(len(plan.columns))]
        a, b = self._pick(len(one)), self._pick(len(two))
        one[a], two[b] = two[b], one[a]

    def _grid(self, number: int, order: tuple[int, ...], wide: int) -> _Grid:
        sizes, cluster = self._sizes, self._clusters[number]
        cell = max(sizes[box][0] for box in order)
        top = y = PADDING + cluster.title_height + TITLE_SPACE
        centers = []
        for at in range(0, len(order), wide):
            row = order[at : at + wide]
            height = max(sizes[box][1] for box in row)
            for place, box in enumerate(row):
                centers.append((box, PADDING + place * (cell + COLUMN_SPACE) + cell / 2, y + height / 2))
            y += height + ROW_SPACE
        columns = min(wide, len(order))
        inner = max(columns * cell + (columns - 1) * COLUMN_SPACE, cluster.title_width)
        return _Grid(order, wide, inner + 2 * PADDING, max(top, y - ROW_SPACE) + PADDING, tuple(centers))

    def _corners(self, plan: _Plan) -> tuple[list[tuple[float, float]], float, float]:
        """The upper left corner of each frame, and the width and height of all."""
        grids = plan.grids
        heights = [
            sum(grids[g].height for g in column) + GROUP_SPACE_Y * (len(column) - 1)
            for column in plan.columns
        ]
        total = max(heights)
        corners = [(0.0, 0.0)] * len(grids)
        x = 0.0
        for column, height in zip(plan.columns, heights, strict=True):
            width = max(grids[g].width for g in column)
            spare = min(_SPARE, (total - height) / len(column))
            y = (total - height - spare * (len(column) - 1)) / 2
            for g in column:
                corners[g] = (x + (width - grids[g].width) / 2, y)
                y += grids[g].height + GROUP_SPACE_Y + spare
            x += width + GROUP_SPACE_X
        return corners, x - GROUP_SPACE_X, total

    def _centers(self, plan: _Plan, corners: list[tuple[float, float]]) -> list[tuple[float, float]]:
        centers = [(0.0, 0.0)] * len(self._sizes)
        for grid, (left, top) in zip(plan.grids, corners, strict=True):
            for box, x, y in grid.centers:
                centers[box] = (left + x, top + y)
        return centers

    def cost(self, plan: _Plan, limit: float = math.inf) -> float:
        """Edge length, and the size the sheet must have; just some number above `limit` where it is above it."""
        corners, width, height = self._corners(plan)
        cost = _SHEET_WEIGHT * max(width, (height + self._around) * self._ratio)
        if cost > limit:
            return cost
        centers = self._centers(plan, corners)
        for source, target, weight, forward in self._links:
            x, y = centers[source]
            to_x, to_y = centers[target]
            across, down = abs(to_x - x), abs(to_y - y) * _DOWN
            cost += weight * (across + 0.4 * down if across > down else down + 0.4 * across)
            if forward is not None and to_x - x < forward:
                cost += _BACKWARD
        return cost

    def full_cost(self, plan: _Plan, limit: float = math.inf) -> float:
        """The cost, and what stands in the straight way of edges."""
        cost = self.cost(plan, limit)
        if cost > limit:
            return cost
        corners, _, _ = self._corners(plan)
        centers = self._centers(plan, corners)
        sizes = self._sizes
        sides = [
            (x - w / 2, y - h / 2, x + w / 2, y + h / 2)
            for (x, y), (w, h) in zip(centers, sizes, strict=True)
        ]
        hits = 0
        for source, target, _, _ in self._links:
            (ax, ay), (bx, by) = centers[source], centers[target]
            left, right = (ax, bx) if ax < bx else (bx, ax)
            top, bottom = (ay, by) if ay < by else (by, ay)
            for number, (x, y, to_x, to_y) in enumerate(sides):
                if x > right or to_x < left or y > bottom or to_y < top or number in (source, target):
                    continue
                hits += _crosses(ax, ay, bx, by, x, y, to_x, to_y)
        return cost + _HIT * hits

    def placing(self, plan: _Plan) -> Placing:
        """The places of a plan."""
        corners, width, height = self._corners(plan)
        centers = self._centers(plan, corners)
        boxes = tuple(
            Rect(x - w / 2, y - h / 2, w, h) for (x, y), (w, h) in zip(centers, self._sizes, strict=True)
        )
        frames = tuple(
            Rect(x, y, grid.width, grid.height) for (x, y), grid in zip(corners, plan.grids, strict=True)
        )
        return Placing(boxes, frames, width, height)


def _crosses(
    ax: float, ay: float, bx: float, by: float, left: float, top: float, right: float, bottom: float
) -> bool:
    """Whether the straight line from a to b, whose bounds meet the box, has corners of the box on both sides."""
    dx, dy = bx - ax, by - ay
    sides = [dx * (y - ay) > dy * (x - ax) for x in (left, right) for y in (top, bottom)]
    return any(sides) and not all(sides)
