# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""Other people's queries: a few at once, each in an engine process of its own that ends with it.

The process is killed and reaped at the deadline, when the client leaves and when the server stops. The engine's own
`--timeout-s` is not used: it interrupts neither an aggregation nor a sort (measured).
"""

import asyncio
import math
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Final

import aiohttp

from grundriss.errors import GrundrissError, LimitExceeded
from grundriss.messages import Message
from grundriss.store.confined_query import Limits
from grundriss.store.oxigraph_program import oxigraph_program
from grundriss_api.engine_process import (
    EngineFailed,
    EngineProcess,
    parent_death_guard,
    start_engine,
)
from grundriss_api.query_dataset import Dataset
from grundriss_api.settings import Settings, name_of

_STARTS: Final = 3  # a port may be taken between choosing and using it
_CHUNK: Final = 64 * 1024
_POLL_SECONDS: Final = 0.002
_QUERY: Final = "application/sparql-query"
_JSON: Final = "application/sparql-results+json"


class ServerBusy(GrundrissError):
    """Too many queries run and wait."""

    exit_status = 5
    http_status = 503

    def __init__(self, settings: Settings) -> None:
        self.setting = name_of("queue_length")
        self.retry_after = math.ceil(settings.query_timeout)
        super().__init__(
            "server-busy",
            running=settings.max_concurrent_queries,
            waiting=settings.queue_length,
            limit=name_of("max_concurrent_queries"),
            setting=self.setting,
            seconds=self.retry_after,
        )


class QueryTimeout(LimitExceeded):
    """The query was still running at its deadline."""

    http_status = 504

    def __init__(self, settings: Settings) -> None:
        self.setting = name_of("query_timeout")
        super().__init__("query-stopped", seconds=settings.query_timeout, setting=self.setting)


class QueryTooHungry(LimitExceeded):
    """The process that ran the query died of it: out of memory or of stack."""

    http_status = 422

    def __init__(self, settings: Settings) -> None:
        self.setting = name_of("query_memory_mb")
        super().__init__("query-memory", most=settings.query_memory_mb, setting=self.setting)


class ResultCut(GrundrissError):
    """The engine gave up in the middle of its answer: what was received is not the whole result."""

    exit_status = 5
    http_status = 503
    retry_after = 1


class Reply:
    """The answer of an engine: its status, then its body, to be read once."""

    def __init__(self, response: aiohttp.ClientResponse, engine: EngineProcess, settings: Settings) -> None:
        self.status = response.status
        self._response = response
        self._engine = engine
        self._settings = settings

    async def chunks(self) -> AsyncGenerator[bytes, None]:
        """The body, in pieces; the loop over it ends without an error only when the result is complete.

        Raises ResultCut when the engine gave up: it ends such an answer in good order, with the error as a part of
        the body, and says so on stderr only. Raises QueryTooHungry when it died.
        """
        try:
            async for chunk in self._response.content.iter_chunked(_CHUNK):
                yield chunk
        except aiohttp.ClientError as error:
            raise await _cause_of_death(self._engine, self._settings) from error
        await self._engine.end()
        if self._engine.complaint:
            raise ResultCut("result-cut")

    async def message(self) -> str:
        """The beginning of the body, as text, when `status` says that it is an error."""
        return (await self._response.content.read(_CHUNK)).decode("utf-8", "replace")


class Sandbox:
    """Runs queries on the directory of a snapshot; `close` ends what still runs."""

    def __init__(self, settings: Settings, executable: str | None = None) -> None:
        self._settings = settings
        self._executable = executable
        self._limits = Limits(math.ceil(settings.query_timeout) * 2 + 2, settings.query_memory_mb)
        self._slots = asyncio.Semaphore(settings.max_concurrent_queries)
        self._waiting = 0
        self._closed = False
        self._engines: set[EngineProcess] = set()
        self._guard: list[str] | None = None
        self._session: aiohttp.ClientSession | None = None

    @property
    def executable(self) -> str:
        """The `oxigraph` program; raises MissingTool when there is none."""
        self._executable = self._executable or oxigraph_program()
        return self._executable

    @property
    def pids(self) -> list[int]:
        """The processes that run now."""
        return [engine.process.pid for engine in self._engines]

    @property
    def waiting(self) -> int:
        """How many queries wait for a place."""
        return self._waiting

    async def close(self) -> None:
        """End every process and wait for it; no query is run afterwards."""
        self._closed = True
        await asyncio.gather(*(self._end(engine) for engine in list(self._engines)))
        if self._session:
            await self._session.close()
            self._session = None

    @asynccontextmanager
    async def query(
        self, directory: Path, text: str, media_type: str, dataset: Dataset = ()
    ) -> AsyncIterator[Reply]:
        """Ask `text` of the store in `directory`; the body of the answer is read inside the `async with` block.

        Raises ServerBusy, QueryTimeout (also while the body is read), QueryTooHungry and EngineFailed. When the
        block is left, for whatever reason, the process is dead and reaped.
        """
        await self._take_slot()
        engine: EngineProcess | None = None
        try:
            async with asyncio.timeout(self._settings.query_timeout):
                engine = await self._start(directory)
                async with self._ask(engine, text, media_type, dataset) as reply:
                    yield reply
        except TimeoutError as error:
            raise QueryTimeout(self._settings) from error
        finally:
            try:
                if engine:
                    await self._end(engine)
            finally:
                self._slots.release()

    async def _take_slot(self) -> None:
        """Wait for a place among the running, no longer than a query may run itself."""
        if self._slots.locked() and self._waiting >= self._settings.queue_length:
            raise ServerBusy(self._settings)
        self._waiting += 1
        try:
            async with asyncio.timeout(self._settings.query_timeout):
                await self._slots.acquire()
        except TimeoutError as error:
            raise ServerBusy(self._settings) from error
        finally:
            self._waiting -= 1

    @asynccontextmanager
    async def _ask(
        self, engine: EngineProcess, text: str, media_type: str, dataset: Dataset
    ) -> AsyncIterator[Reply]:
        headers = {"Content-Type": _QUERY, "Accept": media_type}
        try:
            response = await self._client().post(
                engine.url, data=text.encode(), headers=headers, params=list(dataset)
            )
        except aiohttp.ClientError as error:
            raise await _cause_of_death(engine, self._settings) from error
        try:
            yield Reply(response, engine, self._settings)
        finally:
            response.close()

    async def _start(self, directory: Path) -> EngineProcess:
        """A started engine that answers."""
        if self._guard is None:
            self._guard = await parent_death_guard()
        complaint = ""
        for _ in range(_STARTS):
            if self._closed:
                raise EngineFailed("server-stopping")
            engine = await start_engine(self.executable, self._guard, directory, self._limits)
            self._engines.add(engine)
            ready = False
            try:
                ready = not self._closed and await self._is_ready(engine)
            finally:
                if not ready:
                    await self._end(engine)
            if ready:
                return engine
            complaint = engine.complaint[:300]
        raise EngineFailed("engine-not-started", reason=complaint or Message("no-reason"))

    async def _is_ready(self, engine: EngineProcess) -> bool:
        """Whether it answers an ASK; False when it ended instead."""
        headers = {"Content-Type": _QUERY, "Accept": _JSON}
        while engine.process.returncode is None:
            try:
                async with self._client().post(engine.url, data=b"ASK {}", headers=headers) as response:
                    await response.read()
                    return response.status == 200
            except aiohttp.ClientError:
                await asyncio.sleep(_POLL_SECONDS)
        return False

    async def _end(self, engine: EngineProcess) -> None:
        """End an engine, also when the task that waits for that is cancelled meanwhile."""
        engine.kill()
        ending = asyncio.ensure_future(engine.end())
        try:
            await asyncio.shield(ending)
        except asyncio.CancelledError:
            await ending
            raise
        finally:
            self._engines.discard(engine)

    def _client(self) -> aiohttp.ClientSession:
        if self._session is None:
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(limit=0, force_close=True),
                timeout=aiohttp.ClientTimeout(total=None),  # the deadline is that of `query`
                trust_env=False,
                read_bufsize=_CHUNK,
            )
        return self._session


async def _cause_of_death(engine: EngineProcess, settings: Settings) -> GrundrissError:
    """What to say of an engine whose connection broke."""
    of_the_query = await engine.killed_by_signal()
    await engine.end()
    if of_the_query:
        return QueryTooHungry(settings)
    return EngineFailed("engine-broke-off", reason=engine.complaint[:300] or Message("no-reason"))
