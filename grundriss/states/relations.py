# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""Relations in time: which hold on a day, which are dropped because an end is missing."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Final

from pyoxigraph import Literal, NamedNode, Store

from grundriss import queries
from grundriss.model.terms import GRU, TYPE, gru
from grundriss.model.vocabulary import relation_types
from grundriss.node_values import Values
from grundriss.states.membership import Membership

_IST: Final = gru("ist")
_INFERRED: Final = gru("inferred")
_TYPE: Final = TYPE.value
_SOURCE, _TARGET, _CONFIDENCE = GRU + "source", GRU + "target", GRU + "confidence"
_IN_STATE, _START = GRU + "inState", GRU + "startDay"


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
    return [
        RelationFact(
            row["relation"],
            _within_ends()[row["type"]],
            row["source"],
            row["target"],
            row["inState"],
            row["start"] is not None,
        )
        for row in queries.select(store, "state/relations")
        if row["type"] in _within_ends()
    ]


def relations_of(values: Mapping[NamedNode, Values]) -> list[RelationFact]:
    """Relations by what they say (`ElementReader.said`), except those between or outside of states.

    What is none is left out, and what a program has inferred: it is in no state.
    """
    found, known = [], _within_ends()
    for node, said in values.items():
        families = [known[t] for t in said.get(_TYPE, ()) if t in known]
        if not families or _SOURCE not in said or _TARGET not in said:
            continue
        if _INFERRED in said.get(_CONFIDENCE, ()):
            continue
        in_state = said.get(_IN_STATE)
        source, target = said[_SOURCE][0], said[_TARGET][0]
        if isinstance(source, NamedNode) and isinstance(target, NamedNode):
            stated = in_state[0] if in_state and isinstance(in_state[0], NamedNode) else None
            found.append(RelationFact(node, families[0], source, target, stated, _START in said))
    return found


def relations_at(store: Store, elements: list[NamedNode]) -> list[NamedNode]:
    """The relations that start or end at these elements."""
    texts = [queries.bind_all("state/relations-at", {"element": some}) for some in queries.chunks(elements)]
    found = queries.terms_of(cell for [cell] in queries.table(store, texts, ["relation"]))
    return [relation for relation in found.values() if isinstance(relation, NamedNode)]


@cache
def _within_ends() -> dict[NamedNode | Literal, str]:
    """The family of each relation type that holds within its ends.

    Not in the queries: the engine would begin with the few types and walk all their relations, whatever is asked for.
    """
    return {t.iri: t.family for t in relation_types().values() if t.temporal_scope == "within-ends"}
