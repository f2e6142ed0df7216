# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""The values that histories, differences and blame are made of, and their JSON: camelCase, absent = null."""

from dataclasses import dataclass

from grundriss.messages import Message
from grundriss.model.artefact import Artefact
from grundriss.model.state_types import Item, Json
from grundriss.store.revision_log import Entry


@dataclass(frozen=True, slots=True)
class Term:
    """A value of a fact as it is shown; `id` is the IRI of what it links to."""

    text: str
    lang: str = ""
    id: str | None = None

    def to_dict(self) -> Json:
        return {"text": self.text, "lang": self.lang, "id": self.id}


@dataclass(frozen=True, slots=True)
class FactChange:
    """A property of an element, or of something between two elements, with its values before and after.

    `part` is the relation, responsibility or planned change whose fact it is; None for the element's own. `sentence`
    says it in the language that was asked for. `valid_from` is when it begins to hold, where a responsibility passes
    from one organisation to another; `prefix` is what the sentence has before the property.
    """

    property: str
    label: str
    old: tuple[Term, ...]
    new: tuple[Term, ...]
    sentence: str
    part: str | None = None
    valid_from: str | None = None
    prefix: str = ""

    def to_dict(self) -> Json:
        return {
            "property": self.property,
            "label": self.label,
            "from": [term.to_dict() for term in self.old],
            "to": [term.to_dict() for term in self.new],
            "part": self.part,
            "validFrom": self.valid_from,
            "sentence": self.sentence,
        }


@dataclass(frozen=True, slots=True)
class ElementChange:
    """What changes of one element; `kind` is added, removed or changed."""

    element: Item
    kind: str
    changes: tuple[FactChange, ...]

    def to_dict(self) -> Json:
        return {
            "element": self.element.reference(),
            "kind": self.kind,
            "changes": [change.to_dict() for change in self.changes],
        }


@dataclass(frozen=True, slots=True)
class Difference:
    """What turns one revision into another, by element; `quads` counts added and removed statements.

    `scenario` is whose revisions they are, None the main line's.
    """

    a: int
    b: int
    elements: tuple[ElementChange, ...]
    quads: tuple[int, int]
    scenario: str | None = None

    @property
    def is_empty(self) -> bool:
        return not any(self.quads)

    def to_dict(self) -> Json:
        return {
            "from": self.a,
            "to": self.b,
            "elements": [element.to_dict() for element in self.elements],
            "statements": {"added": self.quads[0], "removed": self.quads[1]},
        }


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """What one revision did to an element."""

    entry: Entry
    kind: str
    changes: tuple[FactChange, ...]

    def sentences(self, lang: str) -> list[str]:
        """What was done, in sentences: a new element with how much is known of it instead of each fact."""
        own = [change.sentence for change in self.changes if change.part is None]
        others = [change.sentence for change in self.changes if change.part is not None]
        if self.kind == "changed":
            return [*own, *others]
        facts = Message("facts", {"n": len(own)})
        created = self.kind == "added"
        said = Message("history-added" if created else "history-removed", {"facts": facts})
        return [said.text(lang), *others]

    def to_dict(self, lang: str = "de") -> Json:
        return {
            **revision_dict(self.entry),
            "kind": self.kind,
            "sentences": self.sentences(lang),
            "changes": [change.to_dict() for change in self.changes],
        }


@dataclass(frozen=True, slots=True)
class Revisions:
    """Revisions of a line, newest first; `total` counts those beyond the limit too, `next` is the first of them."""

    entries: tuple[Entry, ...]
    next: int | None
    total: int

    def to_dict(self) -> Json:
        return {
            "items": [revision_dict(entry) for entry in self.entries],
            "next": _name(self.next),
            "total": self.total,
        }


@dataclass(frozen=True, slots=True)
class ElementHistory:
    """The revisions that changed an element, newest first.

    `total` counts those beyond the limit too, `next` is the first of them.
    """

    element: Item
    entries: tuple[HistoryEntry, ...]
    next: int | None
    total: int
    lang: str = "de"

    def to_dict(self) -> Json:
        return {
            "element": self.element.reference(),
            "items": [entry.to_dict(self.lang) for entry in self.entries],
            "next": _name(self.next),
            "total": self.total,
        }


@dataclass(frozen=True, slots=True)
class BlamedFact:
    """A fact that stands, and the newest revision that asserted it.

    `artefact` is the version of which the dataset says it, where the dataset accumulates. Where the revision brought in
    the changes of another line (a merge, a rebase), `origin` is the revision there that asserted it, as long as that
    line is kept.
    """

    property: str
    label: str
    value: Term
    dataset: str
    artefact: Artefact | None
    part: str | None
    entry: Entry | None
    origin: Entry | None = None

    def to_dict(self) -> Json:
        return {
            "property": self.property,
            "label": self.label,
            "value": self.value.to_dict(),
            "dataset": self.dataset,
            "artefact": self.artefact and {"id": self.artefact.id, "version": self.artefact.version},
            "part": self.part,
            "assertedBy": revision_dict(self.entry) if self.entry else None,
            "origin": revision_dict(self.origin) if self.origin else None,
        }


@dataclass(frozen=True, slots=True)
class Blame:
    """The asserted facts of an element, each with the revision behind it."""

    element: Item
    facts: tuple[BlamedFact, ...]

    def to_dict(self) -> Json:
        return {"element": self.element.reference(), "facts": [fact.to_dict() for fact in self.facts]}


def revision_dict(entry: Entry) -> Json:
    """The head of a revision as JSON."""
    return {
        "revision": entry.revision,
        "time": entry.time,
        "author": entry.author,
        "message": entry.message,
        "dataset": entry.dataset,
        "mode": entry.mode,
        "source": entry.source,
        "sha256": entry.sha256,
        "decision": entry.decision,
        "tool": entry.tool,
        "previous": entry.previous,
        "scenario": entry.scenario,
    }


def _name(revision: int | None) -> str | None:
    """A revision as it is asked for."""
    return None if revision is None else f"r{revision}"
