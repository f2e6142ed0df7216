# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""Places for boxes in framed groups: short ways between what is related, on a sheet of a given shape.

Graphviz keeps groups together only at the price of ribbons many times as wide as high (DESIGN §4). Here every group is
a small grid of boxes, groups stand in columns, and simulated annealing (Kirkpatrick, Gelatt and Vecchi 1983) moves
boxes inside groups and groups between columns. The random numbers have a fixed seed and only `random()` is used, whose
sequence Python guarantees: the same input gives the same places.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random
from typing import Final

from grundriss_viz.diagram import Rect

PADDING: Final = 14.0
ROW_SPACE: Final = 26.0
COLUMN_SPACE: Final = 86.0
GROUP_SPACE_X: Final = 70.0
GROUP_SPACE_Y: Final = 30.0
TITLE_SPACE: Final = 10.0
_STEPS: Final = 9000
_SHEET_WEIGHT: Final = 6.0  # one unit of sheet width against one of edge length
_DOWN: Final = 1.4  # boxes are wide: a step down is as far as a larger one across
_THRESHOLD: Final = 0.03  # of the first cost
_BACKWARD: Final = 90.0  # what an edge from right to left costs


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


@dataclass(slots=True)
class _Plan:
    """A candidate: the order of boxes and the number of columns of each group, and the groups in their columns."""

    order: list[list[int]]
    wide: list[int]
    columns: list[list[int]]

    def copy(self) -> "_Plan":
        return _Plan([list(o) for o in self.order], list(self.wide), [list(c) for c in self.columns])


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
    return packer.placing(packer.improve(packer.start()))


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
        self._links = links
        self._ratio = ratio
        self._around = around
        self._random = Random(7).random  # noqa: S311 - not for secrets

    def start(self) -> _Plan:
        """Square-ish groups, the largest first, in columns of the wanted shape."""
        order = [list(cluster.boxes) for cluster in self._clusters]
        wide = [max(1, round(math.sqrt(len(boxes) / 2.2))) for boxes in order]
        plan = _Plan(order, wide, [[]])
        frames = [self._extent(plan, number) for number in range(len(order))]
        area = sum((w + GROUP_SPACE_X) * (h + GROUP_SPACE_Y) for w, h in frames)
        limit = max(math.sqrt(area / self._ratio), max(h for _, h in frames))
        filled = 0.0
        for number in sorted(range(len(order)), key=lambda n: (-frames[n][1], n)):
            if filled and filled + frames[number][1] > limit:
                plan.columns.append([])
                filled = 0.0
            plan.columns[-1].append(number)
            filled += frames[number][1] + GROUP_SPACE_Y
        return plan

    def improve(self, plan: _Plan) -> _Plan:
        """Random steps, of which those are kept that are better, or not worse by more than a falling threshold."""
        cost = self._cost(plan)
        best, best_cost = plan, cost
        highest = _THRESHOLD * cost
        for step in range(_STEPS):
            cold = 1 - step / _STEPS
            tried = plan.copy()
            self._change(tried)
            tried_cost = self._cost(tried)
            if tried_cost <= cost + highest * cold * cold * self._random():
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
        candidates = [order for order in plan.order if len(order) > 1]
        if candidates:
            total = sum(len(order) for order in candidates)
            at = self._pick(total)
            for order in candidates:
                if at < len(order):
                    a, b = at, self._pick(len(order))
                    order[a], order[b] = order[b], order[a]
                    return
                at -= len(order)

    def _reshape(self, plan: _Plan) -> None:
        number = self._pick(len(plan.wide))
        most = min(len(plan.order[number]), 6)
        plan.wide[number] = 1 + self._pick(most)

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

    def _rows(self, plan: _Plan, number: int) -> list[list[int]]:
        order, wide = plan.order[number], plan.wide[number]
        return [order[at : at + wide] for at in range(0, len(order), wide)]

    def _extent(self, plan: _Plan, number: int) -> tuple[float, float]:
        """Width and height of a group with its frame."""
        sizes, cluster = self._sizes, self._clusters[number]
        rows = self._rows(plan, number)
        cell = max(sizes[box][0] for box in plan.order[number])
        wide = min(plan.wide[number], len(plan.order[number]))
        inner = wide * cell + (wide - 1) * COLUMN_SPACE
        height = sum(max(sizes[box][1] for box in row) for row in rows) + (len(rows) - 1) * ROW_SPACE
        return (
            max(inner, cluster.title_width) + 2 * PADDING,
            height + cluster.title_height + TITLE_SPACE + 2 * PADDING,
        )

    def _places(self, plan: _Plan) -> tuple[list[tuple[float, float]], list[Rect], float, float]:
        """Upper left corners of the boxes, frames, width and height."""
        boxes: list[tuple[float, float]] = [(0.0, 0.0)] * len(self._sizes)
        frames: list[Rect] = [Rect(0, 0, 0, 0)] * len(self._clusters)
        extents = {g: self._extent(plan, g) for column in plan.columns for g in column}
        heights = [
            sum(extents[g][1] for g in column) + GROUP_SPACE_Y * (len(column) - 1) for column in plan.columns
        ]
        total = max(heights)
        x = 0.0
        for column, height in zip(plan.columns, heights, strict=True):
            width = max(extents[g][0] for g in column)
            spare = min(36.0, (total - height) / len(column))
            y = (total - height - spare * (len(column) - 1)) / 2
            for g in column:
                own, high = extents[g]
                frames[g] = Rect(x + (width - own) / 2, y, own, high)
                self._fill(plan, g, frames[g], boxes)
                y += high + GROUP_SPACE_Y + spare
            x += width + GROUP_SPACE_X
        return boxes, frames, x - GROUP_SPACE_X, total

    def _fill(self, plan: _Plan, number: int, frame: Rect, boxes: list[tuple[float, float]]) -> None:
        sizes, cluster = self._sizes, self._clusters[number]
        cell = max(sizes[box][0] for box in plan.order[number])
        y = frame.y + PADDING + cluster.title_height + TITLE_SPACE
        for row in self._rows(plan, number):
            height = max(sizes[box][1] for box in row)
            for place, box in enumerate(row):
                x = frame.x + PADDING + place * (cell + COLUMN_SPACE) + (cell - sizes[box][0]) / 2
                boxes[box] = (x, y + (height - sizes[box][1]) / 2)
            y += height + ROW_SPACE

    def _cost(self, plan: _Plan) -> float:
        """Edge length, and the size the sheet must have."""
        boxes, _, width, height = self._places(plan)
        sizes = self._sizes
        cost = _SHEET_WEIGHT * max(width, (height + self._around) * self._ratio)
        for link in self._links:
            a, b = boxes[link.source], boxes[link.target]
            (aw, ah), (bw, bh) = sizes[link.source], sizes[link.target]
            dx = b[0] + bw / 2 - a[0] - aw / 2
            dy = b[1] + bh / 2 - a[1] - ah / 2
            across, down = abs(dx), abs(dy) * _DOWN
            cost += link.weight * (max(across, down) + 0.4 * min(across, down))
            if link.forward and dx < aw / 2:
                cost += _BACKWARD
        return cost

    def placing(self, plan: _Plan) -> Placing:
        """The places of a plan."""
        corners, frames, width, height = self._places(plan)
        boxes = tuple(Rect(x, y, *size) for (x, y), size in zip(corners, self._sizes, strict=True))
        return Placing(boxes, tuple(frames), width, height)
