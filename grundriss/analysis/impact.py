# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""Impact: what depends on an element, or what it depends on, each with the shortest path that proves it.

In IST it reaches exactly what `gru:dependsOn+` reaches in the default graph; here it works for every state.
"""

from typing import Final

from pyoxigraph import NamedNode

from grundriss.analysis.hops import Direction, Hop, HopReader, checked_depth
from grundriss.analysis.steps import absent, step, unreached
from grundriss.errors import UsageError
from grundriss.model.analysis_types import Hit, Impact, Step
from grundriss.model.state_types import Item
from grundriss.states.elements import ElementReader
from grundriss.states.places import placed
from grundriss.states.when import Moment, resolve
from grundriss.store.snapshot import Snapshot

DEFAULT_LIMIT: Final = 1_000


def impact(
    snapshot: Snapshot,
    element: NamedNode,
    when: str = "ist",
    direction: str = "up",
    depth: int | None = None,
    limit: int = DEFAULT_LIMIT,
    lang: str = "de",
) -> Impact:
    """What depends on an element in the state WHEN (direction `up`), or what it depends on (`down`).

    Breadth first, so the path of each hit is one of the shortest; among equally short ones the first by the IRIs of
    elements and relations is taken. A path starts at the element asked for. The element itself is no hit, also where
    it depends on itself in a circle. `depth` is the largest number of hops (None: all), `limit` that of hits;
    `truncated` says that one of them left something out. An owner is the one of today: whom to ask.

    Raises UsageError for an unknown WHEN or direction, a depth outside of 1 to 100, and a limit below 1.
    """
    way = Direction.of(direction)
    checked_depth(depth)
    if limit < 1:
        raise UsageError("count-too-small", name="limit", value=limit)
    with placed(snapshot, when) as (there, at):
        return _impact(there, element, resolve(there, at), way, depth, limit, lang)


def _impact(
    snapshot: Snapshot,
    element: NamedNode,
    moment: Moment,
    way: Direction,
    depth: int | None,
    limit: int,
    lang: str,
) -> Impact:
    elements = ElementReader(snapshot.store, lang)
    hops = HopReader(snapshot.store, moment.day)
    root = elements.item(element)
    if not hops.is_there(element):
        return Impact(root, moment.name, way.value, (), note=absent(root, moment.name, lang), lang=lang)
    walk = _Walk(hops, elements, element, way)
    walk.run(depth, limit)
    note = None if walk.hits else unreached(root, way.value, lang)
    return Impact(root, moment.name, way.value, tuple(walk.hits), walk.truncated, note, lang)


class _Walk:
    """One breadth-first walk over the hops of a state."""

    def __init__(
        self, hops: HopReader, elements: ElementReader, root: NamedNode, direction: Direction
    ) -> None:
        self._hops = hops
        self._elements = elements
        self._direction = direction
        self._paths: dict[NamedNode, tuple[Step, ...]] = {root: ()}
        self.hits: list[Hit] = []
        self.truncated = False

    def run(self, depth: int | None, limit: int) -> None:
        frontier = list(self._paths)
        level = 0
        while frontier and not self.truncated:
            level += 1
            reached = self._reached(frontier)
            if depth is not None and level > depth:
                # one level more was read only to know whether the depth left something out
                self.truncated = bool(reached)
                return
            self._elements.read_names_ahead(reached)
            ordered = sorted(reached, key=lambda node: _by_label(self._elements.plain(node)))
            room = limit - len(self.hits)
            self.truncated = len(ordered) > room
            frontier = ordered[:room]
            self._elements.read_ahead(frontier)
            for node in frontier:
                self._add(node, level, reached[node])

    def _reached(self, frontier: list[NamedNode]) -> dict[NamedNode, Hop]:
        """The elements that are new at this level, each with the first hop that leads there."""
        found: dict[NamedNode, Hop] = {}
        for hop in self._hops.hops(frontier, self._direction):
            node = hop.far_end(self._direction)
            if node not in self._paths:
                found.setdefault(node, hop)
        return found

    def _add(self, node: NamedNode, level: int, hop: Hop) -> None:
        path = (*self._paths[hop.near_end(self._direction)], step(self._elements, hop))
        self._paths[node] = path
        self.hits.append(Hit(self._elements.item(node), level, path, self._elements.owner(node)))


def _by_label(item: Item) -> tuple[str, str, str]:
    return item.label.casefold(), item.key, item.id
