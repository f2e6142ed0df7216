# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""Who is in the landscape on a day: the intervals that the rules derived, read once per question.

Only what has a first or last day is read; everything else is in every state. An interface follows its provider.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from pyoxigraph import Literal, NamedNode, Store

from grundriss import queries
from grundriss.model.terms import GRU, XSD
from grundriss.node_values import Values
from grundriss.queries import chunks, values_block


@dataclass(frozen=True, slots=True)
class Interval:
    """From the first day (inclusive) to the end day (exclusive); None is open."""

    start: date | None = None
    end: date | None = None

    def __contains__(self, day: date) -> bool:
        return (self.start is None or self.start <= day) and (self.end is None or day < self.end)

    def meet(self, other: "Interval") -> "Interval":
        """What both intervals share."""
        starts = [s for s in (self.start, other.start) if s is not None]
        ends = [e for e in (self.end, other.end) if e is not None]
        return Interval(max(starts, default=None), min(ends, default=None))


ALWAYS = Interval()
VERY_MANY: Final = 10_000
"""So many nodes are learned one by one; reading all first and last days of a landscape takes as long."""


class Membership:
    """The intervals of everything in a store that has one.

    With `known`, of that alone: who knows what is missing on some days gets answers for these days.
    """

    def __init__(self, store: Store, known: Mapping[NamedNode, Interval] | None = None) -> None:
        self._intervals: dict[NamedNode, Interval] = dict(_bounds(store) if known is None else known)
        followed = [node for node in self._intervals if "/component/" in node.value]
        for provider, interface in _followers(store, followed):
            own = self._intervals.get(interface, ALWAYS)
            self._intervals[interface] = own.meet(self._intervals[provider])

    def interval(self, node: NamedNode) -> Interval:
        """The interval of an element or, for a relation, the one of its own statements (not of its ends)."""
        return self._intervals.get(node, ALWAYS)

    def contains(self, node: NamedNode, day: date) -> bool:
        """Whether an element is in the landscape on a day."""
        return day in self.interval(node)

    def bounded(self) -> list[NamedNode]:
        """Everything whose interval is not open on both sides."""
        return list(self._intervals)

    def absent(self, day: date) -> list[NamedNode]:
        """What is not there on a day."""
        return [node for node, interval in self._intervals.items() if day not in interval]

    def moving(self, a: date, b: date) -> list[NamedNode]:
        """What is there on one of two days and not on the other."""
        return [node for node, interval in self._intervals.items() if (a in interval) != (b in interval)]


class MembershipOf(Membership):
    """The intervals of the nodes that were learned, and of no others: for answers about a few elements.

    Where an answer turns out to be about very many, all intervals are read: one by one they take longer.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._learned: set[NamedNode] = set()
        self._is_whole = False
        self._intervals = {}

    def learn(self, nodes: Iterable[NamedNode]) -> None:
        """Read the intervals of those of these nodes that are not known yet."""
        if self._is_whole:
            return
        new = [node for node in dict.fromkeys(nodes) if node not in self._learned]
        self._learned.update(new)
        if len(self._learned) > VERY_MANY:
            super().__init__(self._store)
            self._is_whole = True
            return
        for some in chunks(new):
            for row in queries.rows(self._store, queries.bind_all("state/bounds-of", {"element": some})):
                bound = Interval(_day(row["start"]), _day(row["end"]))
                self._intervals[row["element"]] = self.interval(row["element"]).meet(bound)


def missing_on(store: Store, a: date, b: date) -> list[NamedNode]:
    """What is missing on one of two days by its own interval, so that all else is there on both."""
    days = {"early": day_literal(min(a, b)), "late": day_literal(max(a, b))}
    return [row["element"] for row in queries.select(store, "state/missing", **days)]


def interval_of(values: Values) -> Interval:
    """The interval that the rules derived, from what an element or a relation says."""
    start, end = (values.get(GRU + name, [None])[0] for name in ("startDay", "endDay"))
    return Interval(_day(start), _day(end))


def _bounds(store: Store) -> Iterator[tuple[NamedNode, Interval]]:
    for row in queries.select(store, "state/bounds"):
        yield row["element"], Interval(_day(row["start"]), _day(row["end"]))


def _followers(store: Store, providers: list[NamedNode]) -> list[tuple[NamedNode, NamedNode]]:
    if not providers:
        return []
    block = values_block(["provider"], [[node] for node in providers])
    query = queries.text("state/followers").replace("#VALUES ?provider\n", block + "\n")
    return [(row["provider"], row["interface"]) for row in queries.rows(store, query)]


def day_literal(day: date) -> Literal:
    """A day as a term for a query."""
    return Literal(day.isoformat(), datatype=NamedNode(XSD + "date"))


def _day(value: object) -> date | None:
    return date.fromisoformat(value.value[:10]) if isinstance(value, Literal) else None
