# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""Why something changes: Changes of the data, dated responsibilities, and why an undated element was placed."""

from dataclasses import dataclass
from datetime import date, timedelta

from pyoxigraph import Literal, NamedNode, Store

from grundriss import queries
from grundriss.items import first
from grundriss.model.identifier import key_in
from grundriss.model.partial_date import PartialDate
from grundriss.model.state_types import Change, Item, Undated
from grundriss.states.elements import ElementReader
from grundriss.states.membership import Membership

_UNDATED = {
    "de": {
        "inState": "Kein Datum angegeben; als „{}“ gekennzeichnet, daher dem Zielzustand zugeordnet.",
        "lifecycle": "Kein Datum angegeben; Lebenszyklus „{}“, daher dem Zielzustand zugeordnet.",
        "replacement": "Kein Datum angegeben; die Ablösung ist für den Zielzustand vermerkt.",
        "provider": "Folgt dem Anbieter: {}",
    },
    "en": {
        "inState": "No date is given; marked as “{}”, so placed at the target state.",
        "lifecycle": "No date is given; lifecycle “{}”, so placed at the target state.",
        "replacement": "No date is given; the replacement is noted for the target state.",
        "provider": "Follows its provider: {}",
    },
}


@dataclass(frozen=True, slots=True)
class Why:
    """Reason, decision and source of a line, joined from all Changes on it."""

    reason: str | None = None
    decision: Item | None = None
    source: str | None = None


def changes_between(store: Store, reader: ElementReader, a: date, b: date) -> dict[NamedNode, list[Change]]:
    """The Changes whose day lies in (a, b], by element. A Change explains a line, it never decides membership."""
    found: dict[NamedNode, dict[NamedNode, Change]] = {}
    for row in queries.select(store, "state/changes"):
        day = _day_of_change(row["date"], row["plateauDate"], key_in(row["kind"].value))
        if day is None or not a < day <= b:
            continue
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
    store: Store, reader: ElementReader, a: date, b: date
) -> dict[NamedNode, list[Change]]:
    """Responsibilities that hold on one of two days only, by element."""
    before: dict[tuple[NamedNode, str], set[str]] = {}
    after: dict[tuple[NamedNode, str], set[str]] = {}
    for row in queries.select(store, "state/responsibilities"):
        start, end = _date(row["start"]), _date(row["end"])
        key = (row["element"], key_in(row["role"].value))
        label = reader.plain(row["organization"]).label
        for side, day in ((before, a), (after, b)):
            if (start is None or start <= day) and (end is None or day < end):
                side.setdefault(key, set()).add(label)
    found: dict[NamedNode, list[Change]] = {}
    for key in sorted(before.keys() | after.keys(), key=str):
        old, new = (", ".join(sorted(side.get(key, ()))) or None for side in (before, after))
        if old != new:
            found.setdefault(key[0], []).append(Change(property=key[1], from_=old, to=new))
    return found


def why(changes: list[Change]) -> Why:
    """One reason, decision and source for several Changes on the same line."""
    reasons = [change.reason for change in changes if change.reason]
    decision = next((change.decision for change in changes if change.decision), None)
    source = next((change.source for change in changes if change.source), None)
    return Why("; ".join(dict.fromkeys(reasons)) or None, decision, source)


def undated(
    store: Store, reader: ElementReader, members: Membership, node: NamedNode, lang: str
) -> Undated | None:
    """Why an element that comes or goes was placed without a date; None when a date decides."""
    texts = _UNDATED.get(lang, _UNDATED["de"])
    provider = first(store, node, "provider")
    if isinstance(provider, NamedNode):
        follows = undated(store, reader, members, provider, lang)
        return Undated(reader.item(node), texts["provider"].format(follows.reason)) if follows else None
    interval = members.interval(node)
    dated_start, dated_end = first(store, node, "fromDay"), first(store, node, "untilDay")
    if (interval.start is None or dated_start is not None) and (
        interval.end is None or dated_end is not None
    ):
        return None
    for name in ("inState", "lifecycle"):
        value = first(store, node, name)
        if isinstance(value, NamedNode) and (name == "inState" or _places(value, interval.end is not None)):
            return Undated(reader.item(node), texts[name].format(reader.plain(value).label))
    return Undated(reader.item(node), texts["replacement"])


def _places(lifecycle: NamedNode, ends: bool) -> bool:
    going, coming = ("abgekuendigt", "abloesung"), ("im-aufbau", "in-planung")
    return key_in(lifecycle.value) in (going if ends else coming)


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
