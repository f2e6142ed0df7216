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
from dataclasses import replace
from random import Random
from typing import Final

from grundriss_viz.packing_cost import (
    GROUP_SPACE_X,
    GROUP_SPACE_Y,
    Cluster,
    Link,
    Placing,
    Plan,
    Rated,
    Sheet,
)

_STEPS: Final = 2200
_SEED: Final = 42  # of some that were tried, one with short lines and few crossings in the real gaps
_LAST_STEPS: Final = 200  # that also count boxes in the way
_THRESHOLD: Final = 0.03  # of the first cost

_Rate = Callable[[Plan, float, Rated | None], Rated | None]


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
    order = [box for cluster in clusters for box in cluster.boxes]
    place = {box: number for number, box in enumerate(order)}
    sheet = Sheet(
        [sizes[box] for box in order],
        [replace(c, boxes=tuple(place[box] for box in c.boxes)) for c in clusters],
        [replace(link, source=place[link.source], target=place[link.target]) for link in links],
        ratio,
        around,
    )
    packer = _Packer(sheet, len(sizes))
    best = packer.improve(packer.start(), sheet.rated, _STEPS, _THRESHOLD)
    placing = sheet.placing(packer.improve(best, sheet.fully_rated, _LAST_STEPS, 0.0))
    return replace(placing, boxes=tuple(placing.boxes[place[box]] for box in range(len(sizes))))


class _Packer:
    """Takes random steps from plan to plan of a sheet."""

    def __init__(self, sheet: Sheet, boxes: int) -> None:
        self._sheet = sheet
        self._boxes = boxes
        self._random = Random(_SEED).random  # noqa: S311 - not for secrets

    def start(self) -> Plan:
        """Groups a little higher than wide, the highest first, in columns of the wanted shape."""
        grids = [
            self._sheet.grid(number, cluster.boxes, max(1, round(math.sqrt(len(cluster.boxes) / 2.2))))
            for number, cluster in enumerate(self._sheet.clusters)
        ]
        plan = Plan(grids, [[]])
        area = sum((g.width + GROUP_SPACE_X) * (g.height + GROUP_SPACE_Y) for g in grids)
        limit = max(math.sqrt(area / self._sheet.ratio), max(g.height for g in grids))
        filled = 0.0
        for number in sorted(range(len(grids)), key=lambda n: (-grids[n].height, n)):
            if filled and filled + grids[number].height > limit:
                plan.columns.append([])
                filled = 0.0
            plan.columns[-1].append(number)
            filled += grids[number].height + GROUP_SPACE_Y
        return plan

    def improve(self, plan: Plan, rate: _Rate, steps: int, threshold: float) -> Plan:
        """Random steps, of which those are kept that are better, or not worse by more than a falling threshold.

        `threshold` is a share of the cost at the start.
        """
        now = best = rate(plan, math.inf, None)
        if now is None or best is None:
            return plan
        highest = threshold * now.cost
        for step in range(steps):
            cold = 1 - step / steps
            tried = now.plan.copy()
            self._change(tried)
            limit = now.cost + highest * cold * cold * self._random()
            if tried == now.plan:
                continue
            found = rate(tried, limit, now)
            if found:
                now = found
                if now.cost < best.cost:
                    best = now
        return best.plan

    def _pick(self, count: int) -> int:
        return min(count - 1, int(self._random() * count))

    def _change(self, plan: Plan) -> None:
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

    def _swap_boxes(self, plan: Plan) -> None:
        """Two boxes of one group; a group is picked as often as it has boxes."""
        at = self._pick(self._boxes)
        for number, grid in enumerate(plan.grids):
            if at < len(grid.order):
                order = list(grid.order)
                other = self._pick(len(order))
                order[at], order[other] = order[other], order[at]
                plan.grids[number] = self._sheet.grid(number, tuple(order), grid.wide)
                return
            at -= len(grid.order)

    def _reshape(self, plan: Plan) -> None:
        number = self._pick(len(plan.grids))
        order = plan.grids[number].order
        plan.grids[number] = self._sheet.grid(number, order, 1 + self._pick(min(len(order), 6)))

    def _move_group(self, plan: Plan) -> None:
        source = plan.columns[self._pick(len(plan.columns))]
        group = source.pop(self._pick(len(source)))
        target = self._pick(len(plan.columns) + 1)
        if target == len(plan.columns):
            plan.columns.insert(self._pick(target + 1), [group])
        else:
            plan.columns[target].insert(self._pick(len(plan.columns[target]) + 1), group)
        plan.columns[:] = [column for column in plan.columns if column]

    def _swap_groups(self, plan: Plan) -> None:
        one = plan.columns[self._pick(len(plan.columns))]
        two = plan.columns[self._pick(len(plan.columns))]
        a, b = self._pick(len(one)), self._pick(len(two))
        one[a], two[b] = two[b], one[a]
