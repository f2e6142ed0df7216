# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""The answer to a query, from the sandbox to the client: streamed, ended when the client leaves, never passed off
as whole when it is not.

A small result is held back until it is known to be complete, so that a failure is a problem document. A large one
has begun by then: it is broken off without its last part, which the client sees as a broken transfer.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, aclosing, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Message, Receive, Scope, Send

from grundriss.errors import GrundrissError
from grundriss.sparql.gate import Judged
from grundriss.store.snapshot import Snapshot
from grundriss_api import problem
from grundriss_api.engine_refusal import refusal
from grundriss_api.merged_graphs import MergedGraphs
from grundriss_api.query_dataset import Dataset, graphs_to_merge, without_from
from grundriss_api.result_format import Format
from grundriss_api.result_table import Table, first_lines, read_table
from grundriss_api.sandbox import Sandbox

_HELD_BACK: Final = 64 * 1024
Lease = Callable[[], AbstractAsyncContextManager[Snapshot]]
"""Gives the snapshot that is asked, for as long as it is."""
_log = logging.getLogger("grundriss.api")


@dataclass(frozen=True, slots=True)
class Question:
    """A judged query with the graphs it is asked of and the format its answer should have."""

    judged: Judged
    dataset: Dataset
    format: Format


@dataclass(frozen=True, slots=True)
class TablePage:
    """How an answer becomes a web page: from its first `rows` rows, or from what went wrong."""

    rows: int
    show: Callable[[Table, Snapshot], Response]
    fail: Callable[[GrundrissError], Response]


class QueryAnswer(Response):
    """Runs the question when it is sent, and gives up as soon as nobody listens."""

    def __init__(
        self,
        question: Question,
        sandbox: Sandbox,
        lease: Lease,
        merged: MergedGraphs,
        page: TablePage | None = None,
    ) -> None:
        super().__init__()
        self._question = question
        self._sandbox = sandbox
        self._lease = lease
        self._merged = merged
        self._page = page

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        answering = asyncio.create_task(self._answer(scope, receive, send))
        listening = asyncio.create_task(_until_client_leaves(receive))
        try:
            await asyncio.wait({answering, listening}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            listening.cancel()
            if not answering.done():
                answering.cancel()
            await asyncio.gather(answering, listening, return_exceptions=True)
        if not answering.cancelled():
            answering.result()

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        begun = False

        async def watched(message: Message) -> None:
            nonlocal begun
            begun = True
            await send(message)

        try:
            if self._page:
                await (await self._table(self._page))(scope, receive, watched)
            else:
                await self._stream(watched, with_body=not scope.get("grundriss.head", False))
        except GrundrissError as error:
            if begun:
                _log.warning("result broken off: %r", str(error))
                return
            lang = problem.language(Request(scope))
            failed = self._page.fail(error) if self._page else problem.answer(error, lang)
            await failed(scope, receive, send)

    async def _stream(self, send: Send, *, with_body: bool) -> None:
        headers = [
            (b"content-type", self._question.format.content_type.encode()),
            (b"vary", b"Accept"),
            (b"cache-control", b"no-cache"),
        ]
        async with self._lease() as snapshot, self._ask(snapshot) as chunks:
            head, complete = await _held_back(chunks)
            if complete:
                headers.append((b"content-length", str(len(head)).encode()))
            await send({"type": "http.response.start", "status": 200, "headers": headers})
            if with_body and complete:
                await send({"type": "http.response.body", "body": head})
                return
            if with_body:
                await send({"type": "http.response.body", "body": head, "more_body": True})
                async for chunk in chunks:
                    await send({"type": "http.response.body", "body": chunk, "more_body": True})
        await send({"type": "http.response.body", "body": b""})

    async def _table(self, page: TablePage) -> Response:
        form = self._question.judged.form
        header_lines = 0 if form.gives_graph else 1
        async with self._lease() as snapshot:
            async with self._ask(snapshot) as chunks:
                lines, truncated = await first_lines(chunks, page.rows + header_lines)
            return page.show(read_table(form, lines, truncated), snapshot)

    @asynccontextmanager
    async def _ask(self, snapshot: Snapshot) -> AsyncIterator[AsyncIterator[bytes]]:
        """The body of the engine's answer.

        Several default graphs are merged first, into a store that then is the whole dataset of the query. Raises what
        the sandbox raises, TooMuchToMerge, and `refusal`.
        """
        judged, dataset = self._question.judged, self._question.dataset
        graphs = graphs_to_merge(judged, dataset, snapshot.base)
        if graphs is None:
            async with self._run(snapshot, snapshot.directory, judged.text, dataset) as chunks:
                yield chunks
            return
        async with (
            self._merged.lease(snapshot, graphs) as directory,
            self._run(snapshot, directory, without_from(judged), ()) as chunks,
        ):
            yield chunks

    @asynccontextmanager
    async def _run(
        self, snapshot: Snapshot, directory: Path, text: str, dataset: Dataset
    ) -> AsyncIterator[AsyncIterator[bytes]]:
        """The body of the engine's answer to a text asked of the store in a folder.

        Relative IRIs are resolved against the base of the workspace: the engine would take its own address.
        """
        judged = self._question.judged
        text = text if judged.has_base else f"BASE <{snapshot.base}>\n{text}"
        media_type = self._question.format.engine_type
        async with self._sandbox.query(directory, text, media_type, dataset) as reply:
            if reply.status != 200:
                raise refusal(reply.status, await reply.message(), judged)
            async with aclosing(reply.chunks()) as chunks:
                yield chunks


async def _held_back(chunks: AsyncIterator[bytes]) -> tuple[bytes, bool]:
    """The beginning of the result, and whether that is all of it."""
    head = bytearray()
    async for chunk in chunks:
        head += chunk
        if len(head) >= _HELD_BACK:
            return bytes(head), False
    return bytes(head), True


async def _until_client_leaves(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
