# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""Weak points of a state: what severs others when it fails, circles, hubs, what ends before those that need it."""

from collections.abc import Iterable, Sequence
from itertools import islice, pairwise
from typing import Final

from rustworkx import ancestors, strongly_connected_components

from grundriss import queries
from grundriss.analysis.cuts import Cut, Cuts
from grundriss.analysis.dependency_graph import DependencyGraph, Link, node
from grundriss.analysis.steps import step
from grundriss.errors import UsageError
from grundriss.model.state_types import Item
from grundriss.model.weakness_types import Bridge, Cycle, EndingNeed, Hub, SinglePoint, WeakPoints
from grundriss.states.elements import ElementReader, ordered
from grundriss.states.places import placed
from grundriss.states.replacement import successors
from grundriss.states.when import Moment, resolve
from grundriss.store.snapshot import Snapshot

DEFAULT_LIMIT: Final = 20
MOST_SEVERED: Final = 100
"""So many severed elements are listed by name; the others are counted."""


def weak_points(
    snapshot: Snapshot, when: str = "ist", limit: int = DEFAULT_LIMIT, lang: str = "de"
) -> WeakPoints:
    """The weak points of the state WHEN, of each sort the `limit` largest.

    Single points of failure and bridges are those of the components and the relations between them, whichever end
    depends on the other: the articulation points and bridges of that graph. A need that ends is one of an element that
    is productive and stays longer than what it needs.

    Raises UsageError for an unknown WHEN and a limit below 1.
    """
    if limit < 1:
        raise UsageError("count-too-small", name="limit", value=limit)
    with placed(snapshot, when) as (there, at):
        return _Search(there, resolve(there, at), limit, lang).run()


class _Search:
    def __init__(self, snapshot: Snapshot, moment: Moment, limit: int, lang: str) -> None:
        self._store = snapshot.store
        self._moment, self._limit, self._lang = moment, limit, lang
        self._whole = DependencyGraph(snapshot.store, moment.day)
        self._joined = self._whole.among(self._whole.components)
        self._cuts = Cuts(self._joined)
        self._reader = ElementReader(snapshot.store, lang)

    def run(self) -> WeakPoints:
        """Everything is found first and read then, so that only what is shown is read."""
        points, cut_relations = self._cuts.articulation_points(), self._bridges()
        cycles, hubs = self._cycles(), self._hubs()
        ending, orphans = self._ending(), self._orphans()
        return WeakPoints(
            state=self._moment.name,
            single_points=self._single_points(points[: self._limit]),
            bridges=tuple(self._bridge(*found) for found in cut_relations[: self._limit]),
            cycles=tuple(self._cycle(found) for found in cycles[: self._limit]),
            hubs=self._hub_items(hubs[: self._limit]),
            ending=self._ending_needs(ending[: self._limit]),
            orphans=ordered(self._items(orphans))[: self._limit],
            totals={
                "singlePoints": len(points),
                "bridges": len(cut_relations),
                "cycles": len(cycles),
                "hubs": len(hubs),
                "ending": len(ending),
                "orphans": len(orphans),
            },
            lang=self._lang,
        )

    def _single_points(self, cuts: Sequence[Cut]) -> tuple[SinglePoint, ...]:
        services = self._indexes("analysis/services")
        found = []
        for cut in cuts:
            place = self._joined[cut.nodes[0]]
            dependants = ancestors(self._whole.graph, place)
            found.append(
                SinglePoint(
                    item=self._item(place),
                    severed=self._severed(cut),
                    severed_total=cut.severed,
                    dependants=len(dependants & self._whole.components),
                    services=len(dependants & services),
                )
            )
        return tuple(found)

    def _bridges(self) -> list[tuple[Cut, Link]]:
        """The pairs that one relation alone holds together, with it."""
        found = []
        for cut in self._cuts.bridges():
            one, other = (self._joined[place] for place in cut.nodes)
            links = [*self._whole.between(one, other), *self._whole.between(other, one)]
            if len({link.relation for link in links}) == 1:
                found.append((cut, links[0]))
        return found

    def _bridge(self, cut: Cut, link: Link) -> Bridge:
        return Bridge(step(self._reader, link.hop()), self._severed(cut), cut.severed)

    def _severed(self, cut: Cut) -> tuple[Item, ...]:
        """The components that a cut severs: by name, not more than are listed."""
        places = islice(self._cuts.severed(cut), MOST_SEVERED)
        return ordered(self._items(self._joined[place] for place in places))

    def _cycles(self) -> list[list[int]]:
        """Components that depend on each other in circles, largest first."""
        among = self._whole.graph.subgraph(sorted(self._whole.components))
        circles = [
            sorted(self._index(among[place]) for place in found)
            for found in strongly_connected_components(among)
            if len(found) > 1
        ]
        return sorted(circles, key=lambda circle: (-len(circle), self._whole.graph[circle[0]]))

    def _cycle(self, circle: list[int]) -> Cycle:
        links = shortest_circle(self._whole, set(circle))
        return Cycle(ordered(self._items(circle)), tuple(step(self._reader, link.hop()) for link in links))

    def _hubs(self) -> list[tuple[int, int, int]]:
        """Components that others depend on: index, fan-in and fan-out, among components."""
        graph, components = self._whole.graph, self._whole.components
        counted = (
            (
                index,
                len(components.intersection(graph.predecessor_indices(index))),
                len(components.intersection(graph.successor_indices(index))),
            )
            for index in components
        )
        hubs = [hub for hub in counted if hub[1]]
        return sorted(hubs, key=lambda hub: (-hub[1], -hub[2], graph[hub[0]]))

    def _hub_items(self, hubs: Sequence[tuple[int, int, int]]) -> tuple[Hub, ...]:
        self._reader.read_items_ahead(self._whole.element(index) for index, _, _ in hubs)
        return tuple(Hub(self._item(index), fan_in, fan_out) for index, fan_in, fan_out in hubs)

    def _ending(self) -> list[Link]:
        """Hops whose dependent end stays longer than what it needs; one for each pair, earliest end first."""
        pairs: dict[tuple[str, str], Link] = {}
        for link in self._whole.links():
            if self._ends_before(link.needed, link.dependent):
                pairs.setdefault((link.dependent, link.needed), link)
        productive = self._productive({link.dependent for link in pairs.values()})
        found = [link for link in pairs.values() if link.dependent in productive]
        return sorted(found, key=lambda link: (self._end(link.needed) or "", link.needed, link.dependent))

    def _ends_before(self, one: str, other: str) -> bool:
        end, others = self._end(one), self._end(other)
        return end is not None and (others is None or end < others)

    def _end(self, cell: str) -> str | None:
        end = self._whole.members.interval(node(cell)).end
        return None if end is None else end.isoformat()

    def _productive(self, nodes: Iterable[str]) -> set[str]:
        """Those of some elements, by cell, that are productive."""
        asked = [node(cell) for cell in sorted(nodes)]
        texts = [queries.bind_all("analysis/productive", {"element": some}) for some in queries.chunks(asked)]
        return {element for [element] in queries.table(self._store, texts, ["element"])}

    def _ending_needs(self, links: Sequence[Link]) -> tuple[EndingNeed, ...]:
        needed = {node(link.needed) for link in links}
        self._reader.read_items_ahead([*needed, *(node(link.dependent) for link in links)])
        following = successors(self._store, sorted(needed, key=str))
        return tuple(
            EndingNeed(
                item=self._reader.item(node(link.dependent)),
                until=self._end(link.dependent),
                needed=self._reader.item(node(link.needed)),
                needed_until=self._end(link.needed) or "",
                successors=ordered(self._reader.plain(new) for new in following.get(node(link.needed), ())),
                relation=step(self._reader, link.hop()),
            )
            for link in links
        )

    def _orphans(self) -> list[int]:
        graph = self._whole.graph
        return [
            index
            for index in self._whole.components
            if not graph.in_degree(index) and not graph.out_degree(index)
        ]

    def _indexes(self, query: str) -> set[int]:
        """Where the elements that a packaged query selects stand in the graph."""
        found = queries.table(self._store, [queries.text(query)], ["element"])
        indexes = (self._whole.index(node(element)) for [element] in found)
        return {index for index in indexes if index is not None}

    def _index(self, element: str) -> int:
        index = self._whole.index(node(element))
        if index is None:
            raise LookupError(f"{element} is not in the graph")
        return index

    def _item(self, index: int) -> Item:
        return self._reader.item(self._whole.element(index))

    def _items(self, indexes: Iterable[int]) -> list[Item]:
        nodes = [self._whole.element(index) for index in indexes]
        self._reader.read_items_ahead(nodes)
        return [self._reader.item(element) for element in nodes]


def shortest_circle(whole: DependencyGraph, among: set[int]) -> list[Link]:
    """A shortest circle of dependence among elements that all depend on each other, from the first by its IRI.

    LookupError when that one is in none.
    """
    start = min(among, key=lambda index: whole.graph[index])
    came_from: dict[int, int] = {}
    frontier = [start]
    for here in frontier:
        for there in sorted(set(whole.graph.successor_indices(here)) & among, key=lambda i: whole.graph[i]):
            if there == start:
                return _links_along(whole, [start, *reversed(_back(came_from, here, start)), start])
            if there not in came_from:
                came_from[there] = here
                frontier.append(there)
    raise LookupError(f"{whole.graph[start]} depends on nothing that depends on it")


def _back(came_from: dict[int, int], here: int, start: int) -> list[int]:
    """The way back from an element to the start, without the start."""
    way = []
    while here != start:
        way.append(here)
        here = came_from[here]
    return way


def _links_along(whole: DependencyGraph, way: Sequence[int]) -> list[Link]:
    return [whole.between(one, other)[0] for one, other in pairwise(way)]
