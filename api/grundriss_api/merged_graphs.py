# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""Stores of merged graphs for queries that name several default graphs: made once per snapshot and set of graphs."""

import asyncio
import shutil
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from starlette.concurrency import run_in_threadpool

from grundriss.errors import LimitExceeded
from grundriss.store.merged import triples_in, write_merged
from grundriss.store.snapshot import Snapshot
from grundriss_api.query_dataset import Graphs
from grundriss_api.sandbox import ServerBusy
from grundriss_api.settings import Settings, name_of

_KEPT: Final = 4
"""How many stores are kept that nobody reads at the moment."""


_Key = tuple[str | None, int, date, Graphs]


class TooMuchToMerge(LimitExceeded):
    """The graphs of a query hold more triples than are merged."""

    def __init__(self, triples: int, settings: Settings) -> None:
        self.setting = name_of("max_merged_triples")
        super().__init__(
            "graphs-too-large", triples=triples, most=settings.max_merged_triples, setting=self.setting
        )


@dataclass(slots=True, eq=False)
class _Merged:
    directory: Path
    readers: int = 0


class MergedGraphs:
    """The folders of merged graphs. `forget` removes those of a snapshot, `close` all of them."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._merging = asyncio.Lock()
        self._stores: dict[_Key, _Merged] = {}

    @asynccontextmanager
    async def lease(self, snapshot: Snapshot, graphs: Graphs) -> AsyncIterator[Path]:
        """The folder of a store with these graphs, which stays until the block is left.

        One set is merged at a time. Raises TooMuchToMerge, and ServerBusy after waiting as long as a query may run.
        """
        try:
            async with asyncio.timeout(self._settings.query_timeout):
                await self._merging.acquire()
        except TimeoutError as error:
            raise ServerBusy(self._settings) from error
        try:
            key = (*_identity(snapshot), graphs)
            merged = self._stores.pop(key, None) or _Merged(await self._merge(snapshot, graphs))
            self._stores[key] = merged  # the last one asked for stands last
            merged.readers += 1
        finally:
            self._merging.release()
        try:
            yield merged.directory
        finally:
            merged.readers -= 1
            self._remove_surplus()

    def forget(self, snapshot: Snapshot) -> None:
        """Remove what was merged from a snapshot, but for what is read: the same revision may be open twice."""
        of = [key for key in self._stores if key[:3] == _identity(snapshot)]
        self._remove([key for key in of if not self._stores[key].readers])

    def close(self) -> None:
        """Remove everything."""
        self._remove(list(self._stores))

    async def _merge(self, snapshot: Snapshot, graphs: Graphs) -> Path:
        """The folder of a new store; removed again when whoever asked leaves before it is made."""
        merging = asyncio.ensure_future(run_in_threadpool(merge, snapshot, graphs, self._settings))
        try:
            return await asyncio.shield(merging)
        except asyncio.CancelledError:
            merging.add_done_callback(_discard)
            raise

    def _remove_surplus(self) -> None:
        unread = [key for key, merged in self._stores.items() if not merged.readers]
        self._remove(unread[: max(0, len(unread) - _KEPT)])

    def _remove(self, keys: list[_Key]) -> None:
        for key in keys:
            shutil.rmtree(self._stores.pop(key).directory, ignore_errors=True)


def _identity(snapshot: Snapshot) -> tuple[str | None, int, date]:
    return snapshot.scenario, snapshot.number, snapshot.effective_date


def _discard(merging: asyncio.Future[Path]) -> None:
    if not merging.cancelled() and not merging.exception():
        shutil.rmtree(merging.result(), ignore_errors=True)


def merge(snapshot: Snapshot, graphs: Graphs, settings: Settings) -> Path:
    """A new folder with a store of these graphs; whoever asked removes it. Raises TooMuchToMerge."""
    triples = triples_in(snapshot.store, [*graphs.default, *graphs.named])
    if triples > settings.max_merged_triples:
        raise TooMuchToMerge(triples, settings)
    directory = Path(tempfile.mkdtemp(prefix="grundriss-merged-"))
    try:
        write_merged(snapshot.store, directory, graphs.default, graphs.named)
    except BaseException:
        shutil.rmtree(directory, ignore_errors=True)
        raise
    return directory
