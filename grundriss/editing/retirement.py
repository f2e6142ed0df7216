# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""The end of an element, and its successor."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from pyoxigraph import Literal, NamedNode

from grundriss import queries
from grundriss.editing.evidence import confirmed, verified
from grundriss.editing.facts import Facts, Statement, together
from grundriss.editing.property import find_property
from grundriss.editing.relation import relation
from grundriss.errors import Conflict
from grundriss.model.identifier import key_in
from grundriss.model.partial_date import PartialDate
from grundriss.model.terms import gru
from grundriss.model.vocabulary import relation_type_by_name
from grundriss.states.exclusive import REPLACED, is_second_successor
from grundriss.store.asserted import Patch

_SINCE: Final = gru("validFrom")
_STATE: Final = gru("inState")


@dataclass(frozen=True, slots=True)
class Successor:
    """What takes the place of an element, and why. `instead`: of another one that is recorded so far."""

    node: NamedNode
    decision: NamedNode | None = None
    instead: bool = False


def retirement(facts: Facts, element: NamedNode, end: PartialDate, successor: Successor | None) -> Patch:
    """The change after which an element is there until `end` and, if it has one, is replaced by its successor.

    A replacement takes place on the first day on which the element is gone: that is its gru:validFrom, in place of the
    undated gru:inState (DESIGN, Time). One that is recorded with a date already moves with the end.

    Raises UsageError for something that has no end, and Conflict when another successor is recorded.
    """
    until = find_property("gru:validUntil", facts.classes(element)).iri
    changes = [verified(facts, element, until, facts.restated(element, until, end.literal))]
    recorded = dict(_replacements(facts, element))
    if successor is not None:
        changes.append(_succession(facts, element, successor, recorded, end.end_day))
    if successor is None or not successor.instead:
        dated = (node for node in recorded if facts.asserted(node, _SINCE))
        changes += [_dated(facts, node, end.end_day) for node in dated]
    return together(*changes)


def _succession(
    facts: Facts, element: NamedNode, successor: Successor, recorded: dict[NamedNode, NamedNode], day: date
) -> Patch:
    """The replacement by a successor: a new one, or what is to be added to the one that is recorded."""
    basis: list[Statement] = [(gru("basedOn"), successor.decision)] if successor.decision else []
    same = [node for node, other in recorded.items() if other == successor.node]
    others = [node for node in recorded if node not in same]
    gone: list[Patch] = []
    if successor.instead:
        gone = [Patch(removed=frozenset(facts.asserted(node))) for node in others]
    elif is_second_successor(successor.node, recorded.values()):
        known = sorted(key_in(recorded[node].value) for node in others)
        raise Conflict("successor-recorded", element=key_in(element.value), known=known)
    if same:
        kept = [together(facts.stated(node, basis), confirmed(facts, node)) for node in same]
        return together(*gone, *kept, *(_dated(facts, node, day) for node in same))
    replaced = relation_type_by_name(REPLACED)
    return together(
        *gone, relation(facts, replaced, element, successor.node, [(_SINCE, _literal(day)), *basis])
    )


def _dated(facts: Facts, replacement: NamedNode, day: date) -> Patch:
    undated = Patch(removed=frozenset(facts.asserted(replacement, _STATE)))
    return together(undated, facts.restated(replacement, _SINCE, _literal(day)))


def _replacements(facts: Facts, element: NamedNode) -> Iterator[tuple[NamedNode, NamedNode]]:
    """The relations that say what replaces an element, with the successor of each."""
    found = {
        row["relation"]: row["new"] for row in queries.select(facts.store, "state/replacements", old=element)
    }
    for replacement in sorted(found, key=lambda node: node.value):
        yield replacement, found[replacement]


def _literal(day: date) -> Literal:
    return PartialDate(day.year, day.month, day.day).literal
