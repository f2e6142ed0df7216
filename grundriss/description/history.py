# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""Who is responsible from when to when, what changes, and everything dated in the order of time."""

from datetime import date
from typing import Final

from pyoxigraph import Literal, NamedNode

from grundriss.description.evidence import Values, evidence_of
from grundriss.model.description_types import ChangeFact, ResponsibilityFact, TimelineEntry
from grundriss.model.identifier import key_in
from grundriss.model.partial_date import PartialDate
from grundriss.model.state_types import Item
from grundriss.model.terms import GRU
from grundriss.model.vocabulary import term_label
from grundriss.states.elements import ElementReader

LINKS: Final = ("organization", "responsibleFor", "changes", "plateau", "basedOn")
_WORDS: Final = {
    "de": {
        "start": "Beginn",
        "end": "Ende",
        "decided": "Beschlossen",
        "plateau": "Stichtag",
        "responsibility-start": "{role} beginnt: {name}",
        "responsibility-end": "{role} endet: {name}",
        "placed-start": "Beginn: erst im Zielzustand (SOLL) vorhanden",
        "placed-end": "Ende: im Zielzustand (SOLL) nicht mehr vorhanden",
        "change-new": "Neu",
        "change-changed": "Änderung",
        "change-retired": "Ablösung",
    },
    "en": {
        "start": "Start",
        "end": "End",
        "decided": "Decided",
        "plateau": "Date of the state",
        "responsibility-start": "{role} begins: {name}",
        "responsibility-end": "{role} ends: {name}",
        "placed-start": "Start: there in the target state (SOLL) only",
        "placed-end": "End: no longer there in the target state (SOLL)",
        "change-new": "New",
        "change-changed": "Change",
        "change-retired": "Replacement",
    },
}
_DATED: Final = (
    ("start", "validFrom"),
    ("end", "validUntil"),
    ("decided", "decidedOn"),
    ("plateau", "date"),
)


def responsibilities(
    reader: ElementReader, nodes: list[NamedNode], lang: str
) -> tuple[ResponsibilityFact, ...]:
    """Responsibilities as facts, ordered by element, role and organisation."""
    found = []
    for node in nodes:
        values = reader.values(node)
        role = _node(values, "role")
        found.append(
            ResponsibilityFact(
                id=node.value,
                organization=_linked(reader, values, "organization"),
                element=_linked(reader, values, "responsibleFor"),
                role=key_in(role.value) if role else "",
                role_label=(term_label(role.value, lang) or key_in(role.value)) if role else "",
                valid_from=_text(values, "validFrom"),
                valid_until=_text(values, "validUntil"),
                evidence=evidence_of(values, lang),
            )
        )
    return tuple(sorted(found, key=lambda r: (_label(r.element), r.role_label, _label(r.organization), r.id)))


def changes(reader: ElementReader, nodes: list[NamedNode], lang: str) -> tuple[ChangeFact, ...]:
    """Changes as facts, in the order of time; those without a day last.

    A Change without a date happens with its plateau (DESIGN, Time).
    """
    found = []
    for node in nodes:
        values = reader.values(node)
        kind = _node(values, "changeKind")
        plateau = _node(values, "plateau")
        given = _text(values, "date")
        planned = given or (_text(reader.values(plateau), "date") if plateau else None)
        changed = _node(values, "changedProperty")
        found.append(
            ChangeFact(
                id=node.value,
                key=key_in(node.value),
                element=_linked(reader, values, "changes"),
                kind=key_in(kind.value) if kind else "",
                kind_label=(term_label(kind.value, lang) or key_in(kind.value)) if kind else "",
                date=given,
                day=_day(planned, ends=kind is not None and key_in(kind.value) == "retired"),
                plateau=_linked(reader, values, "plateau"),
                reason=_text(values, "reason"),
                decision=_linked(reader, values, "basedOn"),
                basis=_text(values, "basisText"),
                property=(term_label(changed.value, lang) or key_in(changed.value)) if changed else None,
                old=_text(values, "oldValue"),
                new=_text(values, "newValue"),
                evidence=evidence_of(values, lang),
            )
        )
    return tuple(sorted(found, key=lambda change: (change.day or "9999", change.key)))


def timeline(
    values: Values,
    changed: tuple[ChangeFact, ...],
    responsible: tuple[ResponsibilityFact, ...],
    lang: str,
) -> tuple[TimelineEntry, ...]:
    """Everything that happens to the element by day; what has no day stands last."""
    words = _WORDS.get(lang, _WORDS["de"])
    entries = [
        TimelineEntry(kind, words[kind], given, _day(given, ends=kind == "end"))
        for kind, name in _DATED
        for given in [_text(values, name)]
        if given
    ]
    for kind, derived, dated in (
        ("placed-start", "startDay", "validFrom"),
        ("placed-end", "endDay", "validUntil"),
    ):
        if _text(values, derived) and not _text(values, dated):
            entries.append(TimelineEntry(kind.removeprefix("placed-"), words[kind]))
    for change in changed:
        # a noun: what is planned has not "changed" yet
        kind = words.get(f"change-{change.kind}", change.kind_label)
        text = ": ".join(part for part in (kind, change.reason or change.basis) if part)
        entries.append(TimelineEntry("change", text, change.date, change.day, change.decision))
    for fact in responsible:
        name = _name(fact.organization)
        for kind, given in (
            ("responsibility-start", fact.valid_from),
            ("responsibility-end", fact.valid_until),
        ):
            if given:
                text = words[kind].format(role=fact.role_label, name=name)
                day = _day(given, ends=kind == "responsibility-end")
                entries.append(TimelineEntry(kind, text, given, day, fact.organization))
    return tuple(sorted(entries, key=lambda entry: (entry.day or "9999", entry.kind, entry.text)))


def _day(text: str | None, *, ends: bool) -> str | None:
    """The day to sort a date by: of a year or month its first day, and where something ends in it its last."""
    try:
        partial = PartialDate.parse(text) if text else None
    except ValueError:
        return text[:10] if text and _is_day(text[:10]) else None
    return None if partial is None else (partial.last_day if ends else partial.first_day).isoformat()


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _node(values: Values, name: str) -> NamedNode | None:
    found = [value for value in values.get(GRU + name, ()) if isinstance(value, NamedNode)]
    return min(found, key=str, default=None)


def _linked(reader: ElementReader, values: Values, name: str) -> Item | None:
    node = _node(values, name)
    return reader.plain(node) if node else None


def _text(values: Values, name: str) -> str | None:
    return min((v.value for v in values.get(GRU + name, ()) if isinstance(v, Literal)), default=None)


def _label(item: Item | None) -> str:
    return item.label.casefold() if item else ""


def _name(item: Item | None) -> str:
    return item.label if item else "–"
