# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""The snapshot that requests read: shared, looked for anew at most once a second, closed after its last reader."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Final, Protocol

from starlette.concurrency import run_in_threadpool

from grundriss.store.snapshot import Snapshot

FRESH_SECONDS: Final = 1.0


class SnapshotSource(Protocol):
    """What the server needs of a workspace."""

    def snapshot(self) -> Snapshot:
        """The newest snapshot; the caller closes it."""


@dataclass(slots=True, eq=False)
class _Shared:
    snapshot: Snapshot
    when_gone: Callable[[Snapshot], None]
    readers: int = 0
    outdated: bool = False

    def close_when_unread(self) -> None:
        if self.outdated and not self.readers:
            self.when_gone(self.snapshot)
            self.snapshot.close()


class CurrentSnapshot:
    """Gives every request the newest snapshot; `clock` counts seconds, `when_gone` hears of each that is closed."""

    def __init__(
        self,
        source: SnapshotSource,
        clock: Callable[[], float] = time.monotonic,
        when_gone: Callable[[Snapshot], None] = lambda snapshot: None,
    ) -> None:
        self._source = source
        self._clock = clock
        self._when_gone = when_gone
        self._looking = asyncio.Lock()
        self._shared: _Shared | None = None
        self._looked_at = 0.0

    @asynccontextmanager
    async def lease(self) -> AsyncIterator[Snapshot]:
        """The newest snapshot; its directory stays until the block is left. Raises what `snapshot()` raises."""
        shared = await self._newest()
        shared.readers += 1
        try:
            yield shared.snapshot
        finally:
            shared.readers -= 1
            shared.close_when_unread()

    def close(self) -> None:
        """Give the snapshot back when the server stops."""
        self._replace(None)

    async def _newest(self) -> _Shared:
        async with self._looking:
            now = self._clock()
            if self._shared is None or now - self._looked_at >= FRESH_SECONDS:
                found = await run_in_threadpool(self._source.snapshot)
                self._looked_at = now
                if self._shared and _is_same(self._shared.snapshot, found):
                    found.close()
                else:
                    self._replace(_Shared(found, self._when_gone))
            assert self._shared is not None
            return self._shared

    def _replace(self, new: _Shared | None) -> None:
        old, self._shared = self._shared, new
        if old:
            old.outdated = True
            old.close_when_unread()


def _is_same(known: Snapshot, found: Snapshot) -> bool:
    """Whether nothing has changed; the packaged landscape numbers the snapshots of every day from 1."""
    return (known.number, known.effective_date) == (found.number, found.effective_date)
