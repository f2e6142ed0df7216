# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""Paths: how two elements are connected in a state, shortest first.

Two components are often connected by something that both use and neither depends on the other through, so a path may
follow a relation against its direction; its steps say what is source and what target. Of equally short paths the one
that turns least comes first: one without a turn is a chain of dependence.
"""

from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from pyoxigraph import NamedNode

from grundriss.analysis.hops import Direction, Hop, HopReader
from grundriss.analysis.steps import absent, step, too_far, unconnected
from grundriss.errors import UsageError
from grundriss.model.analysis_types import Paths
from grundriss.states.elements import ElementReader
from grundriss.states.places import placed
from grundriss.states.when import Moment, resolve
from grundriss.store.snapshot import Snapshot

Chain = tuple[Hop, ...]

DEFAULT_LIMIT: Final = 5
MAX_LIMIT: Final = 100
MAX_STEPS: Final = 8
"""Longer chains connect everything with everything and explain nothing."""

MAX_RELATIONS: Final = 20_000
"""After so many relations the search ends: what is not found in such a neighbourhood is not near."""


def paths(
    snapshot: Snapshot,
    a: NamedNode,
    b: NamedNode,
    when: str = "ist",
    limit: int = DEFAULT_LIMIT,
    lang: str = "de",
) -> Paths:
    """The `limit` shortest ways from `a` to `b` over relations of the state WHEN, each element once in a way.

    Every way is a chain of elements; where several relations join two neighbours, the first by its IRI stands for
    them. The interface that a relation goes through is a stop of its own only where it is `a` or `b`; else it would
    make a second way of each relation. No way is an empty answer with a sentence in `note`. The search ends at 8
    steps or 20,000 relations read; `truncated` says that there are more ways or that it ended so.

    Raises UsageError for an unknown WHEN, for a limit outside of 1 to 100, and where `a` and `b` are the same.
    """
    if a == b:
        raise UsageError("path-ends-same")
    if not 1 <= limit <= MAX_LIMIT:
        raise UsageError("path-limit", limit=limit, most=MAX_LIMIT)
    with placed(snapshot, when) as (there, at):
        return _paths(there, a, b, resolve(there, at), limit, lang)


def _paths(snapshot: Snapshot, a: NamedNode, b: NamedNode, moment: Moment, limit: int, lang: str) -> Paths:
    reader = ElementReader(snapshot.store, lang)
    hops = HopReader(snapshot.store, moment.day)
    source, target = reader.plain(a), reader.plain(b)
    for node, item in ((a, source), (b, target)):
        if not hops.is_there(node):
            return Paths(source, target, moment.name, (), note=absent(item, moment.name, lang), lang=lang)
    search = _Search(hops, a, b)
    found = search.run(limit + 1)
    note = None
    if not found:
        note = (unconnected if search.is_complete else too_far)(source, target, moment.name, lang)
    return Paths(
        source=source,
        target=target,
        state=moment.name,
        paths=tuple(tuple(step(reader, hop) for hop in chain) for chain in found[:limit]),
        truncated=len(found) > limit or not search.is_complete,
        note=note,
        lang=lang,
    )


class _Side:
    """What has been reached from one end, and the elements whose relations are to be read next."""

    def __init__(self, end: NamedNode) -> None:
        self.reached = {end}
        self.frontier = [end]


class _Search:
    """A neighbourhood that grows from both ends, and the ways in it.

    After m levels from one end and n from the other, every way of up to m + n steps lies in what was read.
    """

    def __init__(self, hops: HopReader, a: NamedNode, b: NamedNode) -> None:
        import networkx

        self._hops = hops
        self._ends = (a, b)
        self._sides = (_Side(a), _Side(b))
        self._read: set[NamedNode] = set()
        self._levels = 0
        self._graph: networkx.Graph = networkx.Graph()
        self._graph.add_nodes_from(self._ends)

    @property
    def is_complete(self) -> bool:
        """Whether all that is connected with one of the ends was read."""
        return any(not side.frontier for side in self._sides)

    def run(self, wanted: int) -> list[Chain]:
        """Up to `wanted` chains from end to end, best first."""
        found: list[Chain] = []
        while len(found) < wanted and not self.is_complete and not self._is_exhausted():
            self._grow(min(self._sides, key=lambda side: len(side.frontier)))
            found = self._chains(wanted)
        return found

    def _is_exhausted(self) -> bool:
        return self._levels >= MAX_STEPS or self._hops.relations_read >= MAX_RELATIONS

    def _grow(self, side: _Side) -> None:
        """Read the relations at the side's frontier, which moves on by one step."""
        self._levels += 1
        unread = [node for node in side.frontier if node not in self._read]
        self._read.update(unread)
        for direction in Direction:
            for hop in self._hops.hops(unread, direction):
                self._join(hop)
        around = {neighbour for node in side.frontier for neighbour in self._graph[node]} - side.reached
        side.reached |= around
        side.frontier = sorted(around, key=lambda node: node.value)

    def _join(self, hop: Hop) -> None:
        if hop.via is not None and hop.via not in self._ends:
            return
        pair = (hop.dependent, hop.needed)
        known = self._graph.get_edge_data(*pair)
        if known is None or hop.relation.value < known["hop"].relation.value:
            self._graph.add_edge(*pair, hop=hop)

    def _chains(self, wanted: int) -> list[Chain]:
        """The shortest chains; somewhat more are looked at than wanted, to choose among equally short ones."""
        import networkx

        if not networkx.has_path(self._graph, *self._ends):
            return []
        longest = MAX_STEPS if self.is_complete else self._levels
        found: list[Chain] = []
        for nodes in self._simple_paths():
            if len(nodes) - 1 > longest:
                break
            found.append(self._chain(nodes))
            if len(found) >= 10 * wanted and len(found[-1]) > len(found[wanted - 1]):
                break
            if len(found) >= 20 * wanted:
                break
        return sorted(found, key=_rank)[:wanted]

    def _simple_paths(self) -> Iterator[list[NamedNode]]:
        import networkx

        return iter(networkx.shortest_simple_paths(self._graph, *self._ends))

    def _chain(self, nodes: list[NamedNode]) -> Chain:
        return tuple(self._graph.edges[pair]["hop"] for pair in pairwise(nodes))


def _rank(chain: Chain) -> tuple[int, int, list[str]]:
    return len(chain), _turns(chain), [hop.relation.value for hop in chain]


def _turns(chain: Chain) -> int:
    """How often a chain changes between following dependence and going against it."""
    turns = 0
    for first, second in pairwise(chain):
        # with dependence all the way, what the one hop needs is what the other one depends with
        turns += first.needed != second.dependent and first.dependent != second.needed
    return turns
