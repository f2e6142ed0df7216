# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the search for weak points answers with, and its JSON (SURFACES §2): camelCase, absent = null."""

from dataclasses import dataclass, field

from grundriss.model.analysis_types import Step
from grundriss.model.notebook import NotebookTable
from grundriss.model.state_types import Item, Json, StateName


@dataclass(frozen=True, slots=True)
class SinglePoint:
    """A component without which others are no longer connected with the rest of the landscape.

    `severed` are these others, `severed_total` how many they are where not all are listed. `dependants` counts the
    components that depend on it over any number of steps, `services` the public services.
    """

    item: Item
    severed: tuple[Item, ...]
    severed_total: int
    dependants: int
    services: int

    def to_dict(self) -> Json:
        return {
            "item": self.item.to_dict(),
            "severed": [item.reference() for item in self.severed],
            "severedTotal": self.severed_total,
            "dependants": self.dependants,
            "services": self.services,
        }


@dataclass(frozen=True, slots=True)
class Bridge:
    """The only relation that joins some components with the rest: without it they are severed."""

    relation: Step
    severed: tuple[Item, ...]
    severed_total: int

    def to_dict(self) -> Json:
        return {
            "relation": self.relation.to_dict(),
            "severed": [item.reference() for item in self.severed],
            "severedTotal": self.severed_total,
        }


@dataclass(frozen=True, slots=True)
class Cycle:
    """Components of which each depends on each, and a shortest circle among them as proof."""

    items: tuple[Item, ...]
    path: tuple[Step, ...]

    def to_dict(self) -> Json:
        return {
            "items": [item.reference() for item in self.items],
            "path": [step.to_dict() for step in self.path],
        }


@dataclass(frozen=True, slots=True)
class Hub:
    """A component and how many others depend on it directly, and on how many it depends."""

    item: Item
    fan_in: int
    fan_out: int

    def to_dict(self) -> Json:
        return {"item": self.item.to_dict(), "fanIn": self.fan_in, "fanOut": self.fan_out}


@dataclass(frozen=True, slots=True)
class EndingNeed:
    """A productive element that needs something which is gone before it: `relation` says by what.

    The days are the first on which each is no longer there (ISO 8601), `until` is None without an end. `successors`
    take the place of what goes.
    """

    item: Item
    until: str | None
    needed: Item
    needed_until: str
    successors: tuple[Item, ...]
    relation: Step

    def to_dict(self) -> Json:
        return {
            "item": self.item.to_dict(),
            "until": self.until,
            "needed": self.needed.to_dict(),
            "neededUntil": self.needed_until,
            "successors": [item.reference() for item in self.successors],
            "relation": self.relation.to_dict(),
        }


@dataclass(frozen=True, slots=True)
class WeakPoints(NotebookTable):
    """The weak points of a state. Each list has its largest first; `totals` says how many there are of each.

    `orphans` are components that no relation joins with anything.
    """

    state: StateName
    single_points: tuple[SinglePoint, ...]
    bridges: tuple[Bridge, ...]
    cycles: tuple[Cycle, ...]
    hubs: tuple[Hub, ...]
    ending: tuple[EndingNeed, ...]
    orphans: tuple[Item, ...]
    totals: Json
    lang: str = field(default="de", compare=False)

    @property
    def truncated(self) -> bool:
        """Whether a limit left something out."""
        lists = {
            "singlePoints": self.single_points,
            "bridges": self.bridges,
            "cycles": self.cycles,
            "hubs": self.hubs,
            "ending": self.ending,
            "orphans": self.orphans,
        }
        return any(len(listed) < self.totals[name] for name, listed in lists.items())

    def to_dict(self) -> Json:
        return {
            "state": self.state.to_dict(),
            "singlePoints": [point.to_dict() for point in self.single_points],
            "bridges": [bridge.to_dict() for bridge in self.bridges],
            "cycles": [cycle.to_dict() for cycle in self.cycles],
            "hubs": [hub.to_dict() for hub in self.hubs],
            "ending": [need.to_dict() for need in self.ending],
            "orphans": [item.to_dict() for item in self.orphans],
            "totals": dict(self.totals),
            "truncated": self.truncated,
        }
