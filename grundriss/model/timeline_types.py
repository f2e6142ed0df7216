# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a timeline answers with, and its JSON (SURFACES §2): camelCase, absent = null."""

from dataclasses import dataclass, field

from grundriss.model.description_types import TimelineEntry
from grundriss.model.notebook import NotebookTable
from grundriss.model.state_types import Item, Json, StateName


@dataclass(frozen=True, slots=True)
class Happening:
    """Something that happens to an element; `successors` take its place where it ends."""

    element: Item
    entry: TimelineEntry
    successors: tuple[Item, ...] = ()

    def to_dict(self) -> Json:
        return {
            "element": self.element.reference(),
            **self.entry.to_dict(),
            "successors": [item.reference() for item in self.successors],
        }


@dataclass(frozen=True, slots=True)
class Timeline(NotebookTable):
    """What happens in the order of time: to one element, or to the landscape where `element` is None.

    `undated` holds what is placed in the target state only, without a day of its own. `start` and `end` are the days
    that were asked for (ISO 8601, both inclusive), None: open. `state` says which landscape was read.
    """

    state: StateName
    element: Item | None
    start: str | None
    end: str | None
    items: tuple[Happening, ...]
    undated: tuple[Happening, ...]
    lang: str = field(default="de", compare=False)

    def to_dict(self) -> Json:
        return {
            "state": self.state.to_dict(),
            "element": self.element.to_dict() if self.element else None,
            "from": self.start,
            "to": self.end,
            "items": [happening.to_dict() for happening in self.items],
            "undated": [happening.to_dict() for happening in self.undated],
        }
