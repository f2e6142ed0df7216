# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""The values that the description of an element is made of, and their JSON: camelCase, absent = null."""

from dataclasses import dataclass

from grundriss.model.state_types import Item, Json, Relation


@dataclass(frozen=True, slots=True)
class Value:
    """One value of a fact: a literal, a code (`code` and its label as `text`), an element or an address outside.

    `text` is what to show; `url` is set for http(s) addresses outside the landscape, never for other schemes.
    """

    text: str
    lang: str = ""
    item: Item | None = None
    code: str | None = None
    url: str | None = None
    datatype: str | None = None

    def to_dict(self) -> Json:
        return {
            "text": self.text,
            "lang": self.lang or None,
            "item": self.item.reference() if self.item else None,
            "code": self.code,
            "url": self.url,
            "datatype": self.datatype,
        }


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a statement rests on. `confidence` is a code, `confidence_label` its label.

    `sources` are addresses or, where a source is none, its text; `notes` are the source's own remarks. Of what a
    program has inferred, `grade` (a code, with its label) says how strong the evidence is, and `score` ranks it from 0
    to 1.
    """

    confidence: str | None = None
    confidence_label: str | None = None
    sources: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    grade: str | None = None
    grade_label: str | None = None
    score: float | None = None

    def words(self, lang: str) -> str:
        """The confidence in words; of what is inferred with grade and score. Empty where nothing is stated.

        >>> named = {"grade": "similar-name", "grade_label": "ähnlicher Name"}
        >>> Evidence("inferred", "erschlossen", **named, score=0.9).words("de")
        'erschlossen: ähnlicher Name (0,90)'
        """
        said = self.confidence_label or self.confidence or ""
        if self.grade is None:
            return said
        score = (
            "" if self.score is None else f" ({self.score:.2f})".replace(".", "," if lang == "de" else ".")
        )
        return f"{said}: {self.grade_label or self.grade}{score}"

    @property
    def inferred(self) -> bool:
        """Whether a program has inferred the statement, to be marked as such."""
        return self.confidence == "inferred"

    @property
    def unverified(self) -> bool:
        """Whether the statement is an assumption, to be marked as such."""
        return self.confidence == "unverified"

    def to_dict(self) -> Json:
        return {
            "confidence": self.confidence,
            "confidenceLabel": self.confidence_label,
            "unverified": self.unverified,
            "sources": list(self.sources),
            "notes": list(self.notes),
            "evidenceGrade": self.grade,
            "evidenceScore": self.score,
        }


@dataclass(frozen=True, slots=True)
class Fact:
    """A property of the element with its values. `name` is the property's prefixed name, such as `gru:lifecycle`.

    `derived` says that no source states it: a rule in queries/derive follows it from other statements.
    """

    name: str
    iri: str
    label: str
    values: tuple[Value, ...]
    evidence: Evidence
    derived: bool = False

    def to_dict(self) -> Json:
        return {
            "property": self.name,
            "label": self.label,
            "derived": self.derived,
            "values": [value.to_dict() for value in self.values],
            **self.evidence.to_dict(),
        }


@dataclass(frozen=True, slots=True)
class Related:
    """A relation as seen from the element: `other` is its far end (the relation's source where the element is neither).

    `present_in` are the stored states (`ist`, `soll`) that it is in; `stated_for` is what its source says of states.
    """

    relation: Relation
    other: Item
    present_in: tuple[str, ...]
    stated_for: str | None
    evidence: Evidence

    def to_dict(self) -> Json:
        return {
            **self.relation.to_dict(),
            "other": self.other.reference(),
            "presentIn": list(self.present_in),
            "statedFor": self.stated_for,
            **self.evidence.to_dict(),
        }


@dataclass(frozen=True, slots=True)
class RelationGroup:
    """The relations of one type that start (`outgoing`), end (`incoming`) at the element or go `via` it.

    `label` reads from the element: "nutzt", "wird genutzt von". `relations` are the first of `total`.
    """

    type: str
    direction: str
    label: str
    relations: tuple[Related, ...]
    total: int

    @property
    def more(self) -> int:
        """How many relations are not shown."""
        return self.total - len(self.relations)

    def to_dict(self) -> Json:
        return {
            "type": self.type,
            "direction": self.direction,
            "label": self.label,
            "relations": [related.to_dict() for related in self.relations],
            "total": self.total,
            "more": self.more,
        }


@dataclass(frozen=True, slots=True)
class ReferenceGroup:
    """Elements whose property `name` has this element as its value; `label` reads from here.

    `items` are the first of `total`.
    """

    name: str
    label: str
    items: tuple[Item, ...]
    total: int

    @property
    def more(self) -> int:
        """How many elements are not shown."""
        return self.total - len(self.items)

    def to_dict(self) -> Json:
        return {
            "property": self.name,
            "label": self.label,
            "items": [item.reference() for item in self.items],
            "total": self.total,
            "more": self.more,
        }


@dataclass(frozen=True, slots=True)
class InterfaceOffered:
    """An interface that the element offers, with its kind and the standards it follows."""

    item: Item
    kind: str | None
    standards: tuple[Item, ...]

    def to_dict(self) -> Json:
        return {
            **self.item.reference(),
            "kind": self.kind,
            "standards": [item.reference() for item in self.standards],
        }


@dataclass(frozen=True, slots=True)
class ServiceOffer:
    """A public service, its online service, and the component that realises it: each None where nothing says so."""

    service: Item | None
    online_service: Item
    components: tuple[Item, ...]

    def to_dict(self) -> Json:
        return {
            "service": self.service.reference() if self.service else None,
            "onlineService": self.online_service.reference(),
            "components": [item.reference() for item in self.components],
        }


@dataclass(frozen=True, slots=True)
class ResponsibilityFact:
    """An organisation is responsible for an element in a role (a code and its label), from when until when."""

    id: str
    organization: Item | None
    element: Item | None
    role: str
    role_label: str
    valid_from: str | None
    valid_until: str | None
    evidence: Evidence

    def to_dict(self) -> Json:
        return {
            "id": self.id,
            "organization": self.organization.reference() if self.organization else None,
            "element": self.element.reference() if self.element else None,
            "role": self.role,
            "roleLabel": self.role_label,
            "validFrom": self.valid_from,
            "validUntil": self.valid_until,
            **self.evidence.to_dict(),
        }


@dataclass(frozen=True, slots=True)
class ChangeFact:
    """A Change of the element, or one that rests on this decision or belongs to this plateau. `day` is ISO 8601."""

    id: str
    key: str
    element: Item | None
    kind: str
    kind_label: str
    date: str | None
    day: str | None
    plateau: Item | None
    reason: str | None
    decision: Item | None
    basis: str | None
    property: str | None
    old: str | None
    new: str | None
    evidence: Evidence

    def to_dict(self) -> Json:
        return {
            "id": self.id,
            "key": self.key,
            "element": self.element.reference() if self.element else None,
            "kind": self.kind,
            "kindLabel": self.kind_label,
            "date": self.date,
            "plateau": self.plateau.reference() if self.plateau else None,
            "reason": self.reason,
            "decision": self.decision.reference() if self.decision else None,
            "basis": self.basis,
            "changedProperty": self.property,
            "from": self.old,
            "to": self.new,
            **self.evidence.to_dict(),
        }


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """What happens to the element when. `date` is as the source writes it, `day` the day to sort by; None: undated.

    `kind` is start, end, change, decided, plateau, responsibility-start or responsibility-end.
    """

    kind: str
    text: str
    date: str | None = None
    day: str | None = None
    item: Item | None = None

    def to_dict(self) -> Json:
        return {
            "kind": self.kind,
            "text": self.text,
            "date": self.date,
            "day": self.day,
            "item": self.item.reference() if self.item else None,
        }
