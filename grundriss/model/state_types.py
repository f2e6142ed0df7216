# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""The values that states and gaps are made of, and their JSON (SURFACES §2): camelCase, absent = null."""

from dataclasses import dataclass, field
from typing import Any

from grundriss.model.notebook import NotebookGraph

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Item:
    """An element in an answer. `fields` holds what its kind adds, ready for JSON (codes, not concept IRIs)."""

    key: str
    id: str
    type: str
    label: str
    lang: str
    fields: Json = field(default_factory=dict, hash=False, compare=False)

    def to_dict(self) -> Json:
        return {**self.reference(), **self.fields}

    def reference(self) -> Json:
        """The five fields that name the element, without those of its kind."""
        return {"key": self.key, "id": self.id, "type": self.type, "label": self.label, "lang": self.lang}


@dataclass(frozen=True, slots=True)
class Relation:
    """A relation between two elements; `type` is the local name of its class, such as `AuthenticatesWith`."""

    id: str
    key: str
    type: str
    source: Item
    target: Item
    via: Item | None = None
    conforms_to: Item | None = None
    valid_from: str | None = None
    valid_until: str | None = None
    planning_status: str | None = None
    based_on: Item | None = None
    confidence: str | None = None
    sources: tuple[str, ...] = ()

    def to_dict(self) -> Json:
        return {
            "id": self.id,
            "key": self.key,
            "type": self.type,
            "source": self.source.reference(),
            "target": self.target.reference(),
            "via": _reference(self.via),
            "conformsTo": _reference(self.conforms_to),
            "validFrom": self.valid_from,
            "validUntil": self.valid_until,
            "planningStatus": self.planning_status,
            "basedOn": _reference(self.based_on),
            "confidence": self.confidence,
            "sources": list(self.sources),
        }


@dataclass(frozen=True, slots=True)
class Dropped:
    """A relation that is stated for a state in which one of its ends is missing.

    In a gap, `before` says that it was so in the state before as well; for words, not for JSON.
    """

    relation: Relation
    reason: str
    before: bool = field(default=False, compare=False)

    def to_dict(self) -> Json:
        return {"relation": self.relation.to_dict(), "reason": self.reason}


@dataclass(frozen=True, slots=True)
class StateName:
    """Which state: the name it was asked by, its day (ISO 8601), the scenario and the revision it was read from.

    `label` is the scenario's name for people; `by_revision` says that the revision was asked for, so that titles name
    it. Both are for words, not for JSON.
    """

    name: str
    date: str
    revision: int
    scenario: str | None = None
    label: str | None = None
    by_revision: bool = False

    def to_dict(self) -> Json:
        return {"name": self.name, "date": self.date, "scenario": self.scenario, "revision": self.revision}


@dataclass(frozen=True, slots=True, repr=False)
class State(NotebookGraph):
    """The landscape on a day.

    `relations` are the dependencies between components; `structure` says what offers, covers and realises what.
    `undated` are the keys of elements whose place in the state no date decides.
    """

    state: StateName
    elements: tuple[Item, ...]
    relations: tuple[Relation, ...]
    structure: tuple[Relation, ...]
    undated: tuple[str, ...]
    dropped: tuple[Dropped, ...]
    lang: str = field(default="de", compare=False)

    def of_type(self, name: str) -> tuple[Item, ...]:
        """The elements of one class, such as `Component`."""
        return tuple(item for item in self.elements if item.type == name)

    def to_dict(self) -> Json:
        return {
            "state": self.state.to_dict(),
            "elements": [item.to_dict() for item in self.elements],
            "relations": [relation.to_dict() for relation in self.relations],
            "structure": [relation.to_dict() for relation in self.structure],
            "undated": list(self.undated),
            "dropped": [dropped.to_dict() for dropped in self.dropped],
        }


@dataclass(frozen=True, slots=True)
class Line:
    """An element that comes or goes, and why, where a Change says so."""

    item: Item
    reason: str | None = None
    decision: Item | None = None
    source: str | None = None

    def to_dict(self) -> Json:
        return {**self.item.to_dict(), **_why(self)}


@dataclass(frozen=True, slots=True)
class Replacement:
    """Elements that go, the new ones that take their place, and the relations that say so."""

    old: tuple[Item, ...]
    new: tuple[Item, ...]
    relations: tuple[Relation, ...]
    reason: str | None = None
    decision: Item | None = None
    source: str | None = None

    @property
    def unverified(self) -> frozenset[str]:
        """The keys of the old elements whose replacement no source confirms."""
        return frozenset(r.source.key for r in self.relations if r.confidence == "unverified")

    def to_dict(self) -> Json:
        return {
            "old": [item.to_dict() for item in self.old],
            "new": [item.to_dict() for item in self.new],
            "relations": [relation.to_dict() for relation in self.relations],
            **_why(self),
        }


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that changes about an element that stays."""

    property: str | None
    from_: str | None
    to: str | None
    reason: str | None = None
    decision: Item | None = None
    source: str | None = None

    def to_dict(self) -> Json:
        return {"property": self.property, "from": self.from_, "to": self.to, **_why(self)}


@dataclass(frozen=True, slots=True)
class Changed:
    """An element that is in both states, and what changes about it."""

    item: Item
    changes: tuple[Change, ...]

    def to_dict(self) -> Json:
        return {"item": self.item.to_dict(), "changes": [change.to_dict() for change in self.changes]}


@dataclass(frozen=True, slots=True)
class Undated:
    """An element whose coming or going is placed without a date, and by what it was placed."""

    item: Item
    reason: str

    def to_dict(self) -> Json:
        return {**self.item.to_dict(), "reason": self.reason}


@dataclass(frozen=True, slots=True)
class RelationGap:
    """What happens to relations between two states."""

    added: tuple[Relation, ...] = ()
    removed: tuple[Relation, ...] = ()
    changed: tuple[Relation, ...] = ()
    dropped: tuple[Dropped, ...] = ()

    @property
    def newly_dropped(self) -> tuple[Dropped, ...]:
        """What is dropped and was not before, without what is told as removed already."""
        told = {relation.id for relation in self.removed}
        return tuple(d for d in self.dropped if not d.before and d.relation.id not in told)

    def to_dict(self) -> Json:
        return {
            "added": [relation.to_dict() for relation in self.added],
            "removed": [relation.to_dict() for relation in self.removed],
            "changed": [relation.to_dict() for relation in self.changed],
            "dropped": [dropped.to_dict() for dropped in self.dropped],
        }


@dataclass(frozen=True, slots=True, repr=False)
class Gap(NotebookGraph):
    """The difference of two states: every element is in exactly one of added, removed, replaced, changed, unchanged.

    `unchanged` counts the elements that are the same in both states; a caller who needs them asks for a state.
    """

    from_: StateName
    to: StateName
    added: tuple[Line, ...]
    removed: tuple[Line, ...]
    replaced: tuple[Replacement, ...]
    changed: tuple[Changed, ...]
    unchanged: int
    undated: tuple[Undated, ...]
    relations: RelationGap
    structure: RelationGap
    lang: str = field(default="de", compare=False)

    @property
    def is_empty(self) -> bool:
        """Whether both states hold the same elements and relations, and nothing about them changes."""
        moved = (self.added, self.removed, self.replaced, self.changed)
        gaps = (self.relations, self.structure)
        return not any(moved) and not any(gap.added or gap.removed or gap.changed for gap in gaps)

    def to_dict(self) -> Json:
        return {
            "from": self.from_.to_dict(),
            "to": self.to.to_dict(),
            "added": [line.to_dict() for line in self.added],
            "removed": [line.to_dict() for line in self.removed],
            "replaced": [replacement.to_dict() for replacement in self.replaced],
            "changed": [changed.to_dict() for changed in self.changed],
            "unchanged": self.unchanged,
            "undated": [undated.to_dict() for undated in self.undated],
            "relations": self.relations.to_dict(),
            "structure": self.structure.to_dict(),
        }


def _reference(item: Item | None) -> Json | None:
    return item.reference() if item else None


def _why(line: Line | Replacement | Change) -> Json:
    return {"reason": line.reason, "decision": _reference(line.decision), "source": line.source}
