# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""Why something changes: Changes of the data, and dated responsibilities."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from pyoxigraph import Literal, NamedNode, Store

from grundriss import queries
from grundriss.model.identifier import key_in
from grundriss.model.partial_date import PartialDate
from grundriss.model.state_types import Change, Item
from grundriss.states.elements import ElementReader
from grundriss.states.membership import Interval, day_literal


@dataclass(frozen=True, slots=True)
class Why:
    """Reason, decision and source of a line, joined from all Changes on it."""

    reason: str | None = None
    decision: Item | None = None
    source: str | None = None


def changes_between(store: Store, reader: ElementReader, a: date, b: date) -> dict[NamedNode, list[Change]]:
    """The Changes whose day lies in (a, b], by element. A Change explains a line, it never decides membership."""
    asked = queries.values_block(["early", "late"], [[day_literal(a), day_literal(b)]])
    query = queries.text("state/change-days").replace("#VALUES ?early ?late\n", asked + "\n")
    days = {
        row["change"]: _day_of_change(row["date"], row["plateauDate"], key_in(row["kind"].value))
        for row in queries.rows(store, query)
    }
    between = [change for change, day in days.items() if day is not None and a < day <= b]
    found: dict[NamedNode, dict[NamedNode, Change]] = {}
    for some in queries.chunks(sorted(between, key=lambda change: change.value)):
        for row in queries.rows(store, queries.bind_all("state/changes", {"change": some})):
            basis = row["basis"].value if row["basis"] else None
            reason = row["reason"].value if row["reason"] else None
            change = Change(
                property=_property(row["property"]),
                from_=_value(row["old"]),
                to=_value(row["new"]),
                reason=f"{reason} ({basis})" if reason and basis else reason or basis,
                decision=reader.plain(row["decision"]) if row["decision"] else None,
                source=row["origin"].value if row["origin"] else None,
            )
            found.setdefault(row["element"], {}).setdefault(row["change"], change)
    return {element: list(changes.values()) for element, changes in found.items()}


def responsibility_changes(
    store: Store, reader: ElementReader, moved: Sequence[NamedNode], a: date, b: date
) -> dict[NamedNode, list[Change]]:
    """Responsibilities that are others on one of two days than on the other, by element.

    `moved` are those that hold on one of the days only; what is no responsibility among them does no harm.
    """
    elements = elements_of(store, moved)
    before, after = (responsible(store, reader, elements, day) for day in (a, b))
    found: dict[NamedNode, list[Change]] = {}
    for key in sorted(before.keys() | after.keys(), key=str):
        old, new = (", ".join(sorted(set(side.get(key, {}).values()))) or None for side in (before, after))
        if old != new:
            found.setdefault(key[0], []).append(Change(property=key[1], from_=old, to=new))
    return found


def elements_of(store: Store, responsibilities: Sequence[NamedNode]) -> list[NamedNode]:
    """The elements that these are responsibilities for."""
    found = (
        row["element"]
        for some in queries.chunks(responsibilities)
        for row in queries.rows(
            store, queries.bind_all("state/responsibility-moves", {"responsibility": some})
        )
    )
    return list(dict.fromkeys(found))


def responsible(
    store: Store, reader: ElementReader, elements: Sequence[NamedNode], day: date
) -> dict[tuple[NamedNode, str], dict[NamedNode, str]]:
    """Who is responsible on a day, by element and role: organizations with their labels."""
    found: dict[tuple[NamedNode, str], dict[NamedNode, str]] = {}
    for some in queries.chunks(elements):
        for row in queries.rows(store, queries.bind_all("state/responsibilities", {"element": some})):
            if day in Interval(_date(row["start"]), _date(row["end"])):
                key = (row["element"], key_in(row["role"].value))
                organization = row["organization"]
                found.setdefault(key, {})[organization] = reader.plain(organization).label
    return found


def why(changes: list[Change]) -> Why:
    """One reason, decision and source for several Changes on the same line."""
    reasons = [change.reason for change in changes if change.reason]
    decision = next((change.decision for change in changes if change.decision), None)
    source = next((change.source for change in changes if change.source), None)
    return Why("; ".join(dict.fromkeys(reasons)) or None, decision, source)


def _day_of_change(given: object, plateau: object, kind: str) -> date | None:
    if isinstance(given, Literal):
        partial = PartialDate.parse(given.value)
        # what is retired in a year is gone on its last day, what is new or changed is so from its first on
        return (
            partial.end_day - timedelta(days=int(partial.day is not None))
            if kind == "retired"
            else partial.first_day
        )
    return _date(plateau)


def _date(value: object) -> date | None:
    return date.fromisoformat(value.value[:10]) if isinstance(value, Literal) else None


def _property(value: object) -> str | None:
    return key_in(value.value) if isinstance(value, NamedNode) else None


def _value(value: object) -> str | None:
    return value.value if isinstance(value, Literal | NamedNode) else None
