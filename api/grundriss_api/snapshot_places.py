# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""Scenarios and earlier revisions beside the newest snapshot: opened when first asked for, and kept while they are."""

import asyncio
from collections import OrderedDict
from collections.abc import AsyncIterator, Callable, Collection
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Final

from starlette.requests import Request

from grundriss.errors import GrundrissError, NotFound
from grundriss.history.revision_name import revision_number
from grundriss.states.places import place_of
from grundriss.store.line import Line
from grundriss.store.scenario import Scenario
from grundriss.store.snapshot import Snapshot
from grundriss_api.api_description import names, parameter
from grundriss_api.current_snapshot import CurrentSnapshot
from grundriss_api.parameters import Parameters, about

KEPT: Final = 4
"""How many scenarios and revisions are kept open: each holds its files, and what was computed from it."""
PLACE: Final = (
    parameter("scenario", "The scenario that is read; without it the main line"),
    parameter("at", "The revision that is read, such as r12; without it the newest"),
)
"""Where something is read, for every address that can be read elsewhere."""
_LONGEST: Final = 64


def placed(request: Request, known: Collection[str] = ()) -> Parameters:
    """The fields of a request that may say where it is read, beside those named in `known`; raises as they do."""
    return Parameters.of(request, [*known, *names(PLACE)])


def place_of_request(asked: Parameters) -> dict[str, str]:
    """The fields that say where something is read, for the addresses of what belongs to it."""
    return {name: value for name, value in asked.items() if name in names(PLACE)}


def without_place(asked: Parameters) -> Parameters:
    """The fields but for those that say where something is read."""
    return Parameters({name: value for name, value in asked.items() if name not in names(PLACE)})


@dataclass(frozen=True, slots=True)
class _Place:
    """A scenario, or an earlier revision, as a source of snapshots."""

    line: Line
    scenario: str | None
    at: str | None

    def snapshot(self) -> Snapshot:
        """What is read there. NotFound and UsageError are told as the fault of the parameter that names it."""
        line = self.line
        if self.scenario is not None:
            with about("scenario"):
                line = Scenario.open(line, self.scenario)
        if self.at is None:
            return line.snapshot()
        with about("at"):
            return line.at(revision_number(line, self.at))


class SnapshotPlaces:
    """Gives a request the snapshot that its parameters `scenario` and `at` name, else the newest.

    `when_gone` hears of each snapshot of a place that is closed.
    """

    def __init__(
        self, newest: CurrentSnapshot, when_gone: Callable[[Snapshot], None] = lambda snapshot: None
    ) -> None:
        self._newest = newest
        self._when_gone = when_gone
        self._kept: OrderedDict[tuple[str | None, str | None], CurrentSnapshot] = OrderedDict()
        self._opening = asyncio.Lock()

    @asynccontextmanager
    async def lease(self, asked: Parameters) -> AsyncIterator[Snapshot]:
        """The snapshot; its directory stays until the block is left. Raises what is wrong with the parameters."""
        async with self._leased(asked.get("scenario"), asked.get("at")) as snapshot:
            yield snapshot

    @asynccontextmanager
    async def lease_state(self, asked: Parameters) -> AsyncIterator[tuple[Snapshot, str | None]]:
        """The same, but where the parameter `state` names a scenario or a revision that one; and the moment there."""
        async with self.lease(asked) as snapshot:
            state = asked.get("state")
            place = place_of(snapshot, state) if state is not None else None
            if place is None:
                yield snapshot, state
                return
        with about("state"):
            current = await self._opened((place.scenario, place.revision_name))
        async with current.lease() as snapshot:
            yield snapshot, place.moment

    @asynccontextmanager
    async def _leased(self, scenario: str | None, at: str | None) -> AsyncIterator[Snapshot]:
        current = await self._opened((scenario, at)) if (scenario, at) != (None, None) else self._newest
        async with current.lease() as snapshot:
            yield snapshot

    def close(self) -> None:
        """Give all snapshots back when the server stops."""
        while self._kept:
            self._kept.popitem()[1].close()

    async def _opened(self, key: tuple[str | None, str | None]) -> CurrentSnapshot:
        """The place, open and up to date: one is opened at a time, and one that is gone is forgotten."""
        async with self._opening:
            current = self._kept.get(key) or CurrentSnapshot(
                await self._place(*key), when_gone=self._when_gone
            )
            try:
                async with current.lease():
                    self._kept[key] = current
            except GrundrissError:
                self._kept.pop(key, None)
                current.close()
                raise
            self._kept.move_to_end(key)
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)[1].close()
            return current

    async def _place(self, scenario: str | None, at: str | None) -> _Place:
        async with self._newest.lease() as snapshot:
            if snapshot.line is None:
                with about("scenario" if scenario is not None else "at"):
                    raise NotFound("scenario-unknown", name=(scenario or at or "")[:_LONGEST])
            return _Place(snapshot.line.main, scenario, at)
