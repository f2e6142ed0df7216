# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""Relations in time: which hold on a day, which are dropped because an end is missing."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from pyoxigraph import NamedNode, Store

from grundriss import queries
from grundriss.model.terms import gru
from grundriss.model.vocabulary import relation_types
from grundriss.states.membership import Membership

_IST: Final = gru("ist")


@dataclass(frozen=True, slots=True)
class RelationFact:
    """A relation's node, family (`dependency` or `structure`), ends, and the state it is stated for.

    `starts`: a first day is known.
    """

    node: NamedNode
    family: str
    source: NamedNode
    target: NamedNode
    in_state: NamedNode | None
    starts: bool

    def holds(self, members: Membership, day: date) -> bool:
        """Whether it is in the landscape on a day: itself and both ends."""
        return self.stated(members, day) and not self.missing(members, day)

    def stated(self, members: Membership, day: date) -> bool:
        """Whether its own statements cover a day."""
        return members.contains(self.node, day)

    def missing(self, members: Membership, day: date) -> list[NamedNode]:
        """The ends that are not there on a day."""
        return [end for end in (self.source, self.target) if not members.contains(end, day)]

    def is_dropped(self, members: Membership, day: date, target: date | None) -> bool:
        """Whether it is stated to hold on a day on which one of its ends is missing.

        `ist` means observed today, end unknown: from the target's date on it just ends with its ends. What nothing
        states for a day (no state, no date) is not dropped either.
        """
        if not self.stated(members, day) or not self.missing(members, day):
            return False
        if self.in_state is None:
            return self.starts
        return self.in_state != _IST or target is None or day < target


def all_relations(store: Store) -> list[RelationFact]:
    """Every relation of a type that holds within its ends."""
    return _facts(store, queries.text("state/relations"))


def relations_of(store: Store, nodes: list[NamedNode]) -> list[RelationFact]:
    """The relations with these IRIs, except those between states."""
    found = []
    for some in queries.chunks(nodes):
        found.extend(_facts(store, queries.bind_all("state/relations", {"relation": some})))
    return found


def relations_at(store: Store, elements: list[NamedNode]) -> list[NamedNode]:
    """The relations that start or end at these elements."""
    found: dict[NamedNode, None] = {}
    for some in queries.chunks(elements):
        query = queries.bind_all("state/relations-at", {"element": some})
        found.update((row["relation"], None) for row in queries.rows(store, query))
    return list(found)


def _facts(store: Store, query: str) -> list[RelationFact]:
    # not in the query: the engine would begin with the few types and walk all their relations, whatever is asked for
    families = {t.iri: t.family for t in relation_types().values() if t.temporal_scope == "within-ends"}
    return [
        RelationFact(
            row["relation"],
            families[row["type"]],
            row["source"],
            row["target"],
            row["inState"],
            row["start"] is not None,
        )
        for row in queries.rows(store, query)
        if row["type"] in families
    ]
