# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""Hops: that one element depends on another on a day, and the relation that says so (DESIGN, Relations are things).

Which end of a relation depends is said by its type; the dependent end depends on the interface in `via` as well.
Only the relations at the elements asked for are read, one query for many elements: the cost grows with the answer.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Final

from pyoxigraph import DefaultGraph, NamedNode, Store

from grundriss import queries
from grundriss.errors import UsageError
from grundriss.importers.facts_table import did_you_mean
from grundriss.model.vocabulary import RelationType, relation_types
from grundriss.states.membership import MembershipOf


class Direction(Enum):
    """Up: to what depends on an element. Down: to what it depends on."""

    UP = "up"
    DOWN = "down"

    @classmethod
    def of(cls, text: str) -> "Direction":
        """The direction of that name; UsageError when there is none.

        >>> Direction.of("up")
        <Direction.UP: 'up'>
        """
        try:
            return cls(text)
        except ValueError as error:
            known = [direction.value for direction in cls]
            raise UsageError("direction-unknown", hint=did_you_mean(text, known), direction=text) from error


DEEPEST: Final = 100
"""The largest depth that can be asked for, everywhere. No chain of the landscape is nearly as long."""

_QUERIES: Final = {Direction.UP: "analysis/dependants", Direction.DOWN: "analysis/needs"}


def checked_depth(depth: int | None) -> int | None:
    """A number of hops from 1 to DEEPEST, or None for all; UsageError for any other."""
    if depth is not None and not 1 <= depth <= DEEPEST:
        raise UsageError("depth-outside", depth=depth, most=DEEPEST)
    return depth


@dataclass(frozen=True, slots=True)
class Hop:
    """`dependent` depends on `needed` by a relation from `source` to `target`.

    `via` is set where `needed` is the interface that the relation goes through, and not its other end.
    """

    relation: NamedNode
    type: RelationType
    source: NamedNode
    target: NamedNode
    via: NamedNode | None = None

    @property
    def dependent(self) -> NamedNode:
        return self.source if self.type.dependent_end == "source" else self.target

    @property
    def needed(self) -> NamedNode:
        if self.via is not None:
            return self.via
        return self.target if self.type.dependent_end == "source" else self.source

    def far_end(self, direction: Direction) -> NamedNode:
        """Where a walk in this direction arrives by this hop."""
        return self.dependent if direction is Direction.UP else self.needed

    def near_end(self, direction: Direction) -> NamedNode:
        """Where a walk in this direction comes from by this hop."""
        return self.needed if direction is Direction.UP else self.dependent


class HopReader:
    """Reads the hops of one store on one day. A relation holds while it and both its ends are in the landscape.

    `relations_read` counts the rows of relations that the store has given.
    """

    def __init__(self, store: Store, day: date) -> None:
        self._store = store
        self._day = day
        self._members = MembershipOf(store)
        self.relations_read = 0

    def hops(self, frontier: Sequence[NamedNode], direction: Direction) -> list[Hop]:
        """The hops in one direction from some elements, sorted: the same whatever order the store has."""
        types = relation_types()
        found: dict[Hop, None] = {}
        for some in queries.chunks(frontier):
            query = queries.bind_all(_QUERIES[direction], {"source": some, "target": some, "via": some})
            for row in queries.rows(self._store, query):
                self.relations_read += 1
                hop = Hop(row["relation"], types[row["type"].value], row["source"], row["target"], row["via"])
                if hop.dependent != hop.needed:
                    found[hop] = None
        self._members.learn(node for hop in found for node in (hop.relation, hop.source, hop.target))
        return sorted((hop for hop in found if self._holds(hop)), key=_order)

    def is_there(self, element: NamedNode) -> bool:
        """Whether an element is in the landscape on this day; what nothing is said of is not."""
        if next(iter(self._store.quads_for_pattern(element, None, None, DefaultGraph())), None) is None:
            return False
        self._members.learn([element])
        return self._members.contains(element, self._day)

    def _holds(self, hop: Hop) -> bool:
        return all(self._members.contains(node, self._day) for node in (hop.relation, hop.source, hop.target))


def _order(hop: Hop) -> tuple[str, str, bool, str]:
    return hop.dependent.value, hop.needed.value, hop.via is not None, hop.relation.value
