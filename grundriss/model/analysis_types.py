# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""The values that analyses and questions answer with, and their JSON (SURFACES §2): camelCase, absent = null."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from grundriss.model.notebook import NotebookGraph, NotebookTable
from grundriss.model.state_types import Item, Json, Relation, StateName
from grundriss.model.vocabulary import relation_type_by_name

Cell = Item | str | int | float | bool | None
"""One value in the answer to a question: an element, or a literal ready for JSON."""


@dataclass(frozen=True, slots=True)
class Step:
    """One hop over a relation, from its source to its target (whichever way an analysis walked it).

    `relation` is the relation's key, `id` its IRI, `type` the local name of its class. `via` is the interface that
    this hop goes to or comes from, instead of the end that is depended upon: the dependent end depends on it too.
    """

    relation: str
    id: str
    type: str
    source: Item
    target: Item
    via: Item | None = None

    @property
    def dependent(self) -> Item:
        """The end that depends on the other."""
        return self.source if self._depends_at_source else self.target

    @property
    def needed(self) -> Item:
        """What is depended upon: the other end, or the interface."""
        return self.via or (self.target if self._depends_at_source else self.source)

    @property
    def _depends_at_source(self) -> bool:
        return relation_type_by_name(self.type).dependent_end == "source"

    def to_dict(self) -> Json:
        return {
            "relation": self.relation,
            "id": self.id,
            "type": self.type,
            "source": self.source.reference(),
            "target": self.target.reference(),
            "via": self.via.reference() if self.via else None,
        }


@dataclass(frozen=True, slots=True)
class Hit:
    """An element that an impact reaches: in how many hops at least, and the shortest path that proves it.

    The path starts at the element that was asked for and ends here. `owner` is who is responsible for it today.
    """

    item: Item
    depth: int
    path: tuple[Step, ...]
    owner: Item | None = None

    def to_dict(self) -> Json:
        return {
            **self.item.to_dict(),
            "depth": self.depth,
            "path": [step.to_dict() for step in self.path],
            "owner": self.owner.reference() if self.owner else None,
        }


@dataclass(frozen=True, slots=True, repr=False)
class Impact(NotebookGraph):
    """What is affected by an element (`direction` up: what depends on it) or what it needs (down: it depends on).

    `items` are ordered by depth, then label. `truncated`: a limit of depth or number cut the answer. `note` says in
    a sentence that there is nothing, and why.
    """

    element: Item
    state: StateName
    direction: str
    items: tuple[Hit, ...]
    truncated: bool = False
    note: str | None = None
    lang: str = field(default="de", compare=False)

    def to_dict(self) -> Json:
        return {
            "element": self.element.to_dict(),
            "state": self.state.to_dict(),
            "direction": self.direction,
            "items": [hit.to_dict() for hit in self.items],
            "truncated": self.truncated,
            "note": self.note,
        }


@dataclass(frozen=True, slots=True, repr=False)
class Paths(NotebookGraph):
    """How two elements are connected: the shortest paths first; each path is a chain of steps from one to the other.

    `truncated`: there are more, or the search was ended by its limits. `note` says in a sentence why there is none.
    """

    source: Item
    target: Item
    state: StateName
    paths: tuple[tuple[Step, ...], ...]
    truncated: bool = False
    note: str | None = None
    lang: str = field(default="de", compare=False)

    def to_dict(self) -> Json:
        return {
            "from": self.source.reference(),
            "to": self.target.reference(),
            "state": self.state.to_dict(),
            "paths": [[step.to_dict() for step in path] for path in self.paths],
            "truncated": self.truncated,
            "note": self.note,
        }


@dataclass(frozen=True, slots=True, repr=False)
class Dependencies(NotebookGraph):
    """The relations of an element in a state, in both directions; `through` those that go through an interface.

    `truncated`: a limit left some out.
    """

    element: Item
    state: StateName
    outgoing: tuple[Relation, ...]
    incoming: tuple[Relation, ...]
    through: tuple[Relation, ...] = ()
    truncated: bool = False
    note: str | None = None
    lang: str = field(default="de", compare=False)

    def to_dict(self) -> Json:
        return {
            "element": self.element.to_dict(),
            "state": self.state.to_dict(),
            "outgoing": [relation.to_dict() for relation in self.outgoing],
            "incoming": [relation.to_dict() for relation in self.incoming],
            "through": [relation.to_dict() for relation in self.through],
            "truncated": self.truncated,
            "note": self.note,
        }


@dataclass(frozen=True, slots=True, repr=False)
class Answer(NotebookTable):
    """The answer to a competency question: rows of named cells, and what the facts lack for a full answer.

    `headings` are the columns in words, `empty` what an empty cell of a column means; both for people, not for JSON.
    """

    key: str
    title: str
    parameters: Json
    columns: tuple[str, ...]
    rows: tuple[dict[str, Cell], ...]
    missing: tuple[str, ...] = ()
    lang: str = field(default="de", compare=False)
    headings: Mapping[str, str] = field(default_factory=dict, compare=False, hash=False)
    empty: Mapping[str, str] = field(default_factory=dict, compare=False, hash=False)

    def to_dict(self) -> Json:
        return {
            "question": {"key": self.key, "title": self.title},
            "parameters": self.parameters,
            "columns": list(self.columns),
            "rows": [{name: _cell(cell) for name, cell in row.items()} for row in self.rows],
            "missing": list(self.missing),
        }


def _cell(cell: Cell) -> object:
    return cell.reference() if isinstance(cell, Item) else cell
