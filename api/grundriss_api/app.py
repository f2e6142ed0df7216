# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""The application: which address is answered by what."""

import asyncio
import logging
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final, TypedDict

from fastapi import FastAPI
from starlette.middleware.gzip import GZipMiddleware
from starlette.staticfiles import StaticFiles

import grundriss
from grundriss.errors import GrundrissError
from grundriss_api import (
    analysis_routes,
    api_description,
    api_docs,
    collection_routes,
    element_routes,
    error_pages,
    form_routes,
    health_routes,
    landscape_routes,
    page_routes,
    page_routes_analysis,
    page_routes_elements,
    page_routes_questions,
    page_routes_revisions,
    page_routes_search,
    page_routes_views,
    problem,
    question_routes,
    sparql_routes,
    view_routes,
    vocabulary_routes,
)
from grundriss_api.analysis_answers import AnalysisAnswers
from grundriss_api.current_snapshot import CurrentSnapshot, SnapshotSource
from grundriss_api.headers import AnswerHeaders, HeadAsGet, KnownHosts, ReadsAcrossOrigins
from grundriss_api.merged_graphs import MergedGraphs
from grundriss_api.pages import STATIC
from grundriss_api.sandbox import Sandbox
from grundriss_api.settings import Settings, configured
from grundriss_api.snapshot_cache import SnapshotCache
from grundriss_api.snapshot_places import SnapshotPlaces
from grundriss_api.sparql_endpoint import SparqlEndpoint

_LONGEST_URL: Final = 256 * 1024  # a query of 64 KiB, percent-encoded, is at most three times as long
_STOP_SECONDS: Final = 3


class ServerOptions(TypedDict):
    """Options of uvicorn."""

    log_level: str
    server_header: bool
    h11_max_incomplete_event_size: int
    timeout_graceful_shutdown: int


def create_app(
    workspace: SnapshotSource, settings: Settings | None = None, *, prepare: bool = False
) -> FastAPI:
    """The server for a workspace; it only reads. Settings come from the environment where none are given.

    With `prepare` it computes at its start what the first pages would have to wait for.
    """
    settings = settings or configured()
    merged = MergedGraphs(settings)
    snapshots = CurrentSnapshot(workspace, when_gone=merged.forget)
    places = SnapshotPlaces(snapshots, when_gone=merged.forget)
    cache = SnapshotCache()
    sandbox = Sandbox(settings)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        preparing = asyncio.create_task(_prepare(snapshots, cache)) if prepare else None
        try:
            yield
        finally:
            if preparing:
                preparing.cancel()
            await sandbox.close()
            places.close()
            snapshots.close()
            merged.close()

    app = FastAPI(
        title="Grundriss",
        summary="The knowledge graph and architecture repository of federal IT",
        version=grundriss.__version__,
        docs_url=None,  # FastAPI's pages load a CDN
        redoc_url=None,
        redirect_slashes=False,
        lifespan=lifespan,
    )
    app.state.sandbox = sandbox
    app.state.snapshots = snapshots
    app.state.cache = cache
    problem.install(app, error_pages.answer)
    page_routes.add(app, settings, places)
    page_routes_search.add(app, places, cache)
    page_routes_revisions.add(app, places)
    page_routes_elements.add(app, places, cache)
    page_routes_questions.add(app, places, cache)
    page_routes_analysis.add(app, places, cache)
    sparql_routes.add(app, SparqlEndpoint(settings, sandbox, places, merged))
    element_routes.add(app, places, cache)
    vocabulary_routes.add(app, snapshots)
    view_routes.add(app, places)
    page_routes_views.add(app, places, cache)  # after the files of views: their addresses are longer
    analyses = AnalysisAnswers(places)
    analysis_routes.add(app, analyses, cache)
    landscape_routes.add(app, analyses)
    form_routes.add(app, places, cache)
    question_routes.add(app, places)
    collection_routes.add(app, places, cache)
    health_routes.add(app, sandbox, snapshots)
    api_docs.add(app)
    api_description.install(app)
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    # The last added is the outermost.
    app.add_middleware(GZipMiddleware, minimum_size=1024)
    app.add_middleware(HeadAsGet)
    app.add_middleware(ReadsAcrossOrigins)
    app.add_middleware(KnownHosts, hosts=settings.hosts)
    app.add_middleware(problem.UnexpectedErrors, tell=error_pages.answer)
    app.add_middleware(AnswerHeaders)
    return app


def serve(
    workspace: SnapshotSource,
    host: str = "127.0.0.1",
    port: int = 8000,
    listening: socket.socket | None = None,
    settings: Settings | None = None,
) -> None:
    """Serve a workspace until Ctrl+C or SIGTERM; `listening` is a socket that listens already."""
    import uvicorn

    logging.getLogger("grundriss.api").setLevel(logging.INFO)
    app = create_app(workspace, settings, prepare=True)
    config = uvicorn.Config(app, host=host, port=port, **server_options())
    uvicorn.Server(config).run(sockets=[listening] if listening else None)


def server_options() -> ServerOptions:
    """How the server is run, by one process or by several."""
    return {
        "log_level": "warning",
        "server_header": False,
        "h11_max_incomplete_event_size": _LONGEST_URL,
        "timeout_graceful_shutdown": _STOP_SECONDS,
    }


async def _prepare(snapshots: CurrentSnapshot, cache: SnapshotCache) -> None:
    """Validate once, and read the names that a search looks through: in a large landscape both take seconds."""
    try:
        async with snapshots.lease() as snapshot:
            await cache.names(snapshot)
            await cache.findings(snapshot)
    except GrundrissError as error:
        logging.getLogger("grundriss.api").warning("nothing could be prepared: %s", error)
