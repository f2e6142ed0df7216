# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""The application: which address is answered by what."""

import json
import logging
import re
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any, Final
from urllib.parse import urlencode

from fastapi import FastAPI, Query, Request
from fastapi.responses import JSONResponse
from pyoxigraph import NamedNode
from starlette.middleware.gzip import GZipMiddleware
from starlette.responses import RedirectResponse, Response
from starlette.staticfiles import StaticFiles

import grundriss
from grundriss.errors import GrundrissError, NotFound
from grundriss.queries import ask
from grundriss.store.snapshot import Snapshot
from grundriss_api import (
    error_pages,
    landscape,
    page_routes,
    page_routes_analysis,
    page_routes_elements,
    page_routes_questions,
    page_routes_search,
    page_routes_views,
    pictures,
    problem,
)
from grundriss_api.computed import Computed
from grundriss_api.current_snapshot import CurrentSnapshot, SnapshotSource
from grundriss_api.etag import conditional, entity_tag
from grundriss_api.headers import AnswerHeaders, HeadAsGet, KnownHosts, ReadsAcrossOrigins
from grundriss_api.pages import STATIC, Page
from grundriss_api.sandbox import Sandbox
from grundriss_api.settings import Settings
from grundriss_api.snapshot_cache import SnapshotCache
from grundriss_api.sparql_endpoint import SparqlEndpoint

_KIND: Final = re.compile(r"[a-z-]{1,40}")
_KEY: Final = re.compile(r"[a-z0-9._-]{1,200}")
_LONGEST_URL: Final = 256 * 1024  # a query of 64 KiB, percent-encoded, is at most three times as long
_STOP_SECONDS: Final = 3
_SPARQL_PARAMETERS: Final[list[dict[str, Any]]] = [
    {"name": name, "in": "query", "schema": {"type": kind}, "description": text}
    for name, kind, text in (
        ("query", "string", "A SPARQL 1.1 query"),
        ("default-graph-uri", "string", "The default graph, instead of everything"),
        ("named-graph-uri", "string", "A named graph that GRAPH may read"),
        ("format", "string", "json, xml, csv, tsv, ttl, nt, jsonld, rdf or html; wins over Accept"),
    )
]
_SPARQL_BODY: Final[dict[str, Any]] = {
    "required": True,
    "content": {
        "application/sparql-query": {"schema": {"type": "string"}},
        "application/x-www-form-urlencoded": {
            "schema": {"type": "object", "required": ["query"], "properties": {"query": {"type": "string"}}}
        },
    },
}


def create_app(workspace: SnapshotSource, settings: Settings | None = None) -> FastAPI:
    """The server for a workspace; it only reads. Settings come from the environment where none are given."""
    settings = settings or Settings()
    snapshots = CurrentSnapshot(workspace)
    cache = SnapshotCache()
    sandbox = Sandbox(settings)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        try:
            yield
        finally:
            await sandbox.close()
            snapshots.close()

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
    page_routes.add(app, settings, snapshots)
    page_routes_search.add(app, snapshots, cache)
    page_routes_elements.add(app, snapshots, cache)
    page_routes_questions.add(app, snapshots)
    page_routes_analysis.add(app, snapshots)
    pictures.add(app, snapshots)
    page_routes_views.add(app, snapshots)  # after the pictures: their addresses are longer
    _add_sparql(app, SparqlEndpoint(settings, sandbox, snapshots))
    _add_data(app, snapshots)
    _add_elements(app, snapshots)
    _add_health(app, sandbox, snapshots)
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
    config = uvicorn.Config(
        create_app(workspace, settings),
        host=host,
        port=port,
        log_level="warning",
        server_header=False,
        h11_max_incomplete_event_size=_LONGEST_URL,
        timeout_graceful_shutdown=_STOP_SECONDS,
    )
    uvicorn.Server(config).run(sockets=[listening] if listening else None)


def _add_sparql(app: FastAPI, endpoint: SparqlEndpoint) -> None:
    @app.get("/sparql", openapi_extra={"parameters": _SPARQL_PARAMETERS}, response_class=Response)
    async def query(request: Request) -> Response:
        """A query by the SPARQL 1.1 Protocol; for browsers a form, and results as a page."""
        return await endpoint.answer(request)

    @app.post("/sparql", openapi_extra={"requestBody": _SPARQL_BODY}, response_class=Response)
    async def query_by_post(request: Request) -> Response:
        """A query by the SPARQL 1.1 Protocol, in the body of the request."""
        return await endpoint.answer(request)


def _add_data(app: FastAPI, snapshots: CurrentSnapshot) -> None:
    gaps: Computed[bytes] = Computed()
    state = Query(
        max_length=100, description="ist, soll, a plateau or a date (a year or month: its last day)"
    )

    @app.get("/api/v1/gap")
    async def gap(
        request: Request,
        from_: Annotated[str, Query(alias="from", max_length=100, description=state.description)] = "ist",
        to: Annotated[str, state] = "soll",
    ) -> Response:
        """What changes between two states: added, removed, replaced and changed elements and relations."""
        async with snapshots.lease() as snapshot:
            body = await gaps.get(snapshot, (from_, to), lambda of: _gap_as_json(of, from_, to))
            return _conditional(request, snapshot, body, "application/json")


def _add_elements(app: FastAPI, snapshots: CurrentSnapshot) -> None:
    @app.get("/id/{kind}/{key}", include_in_schema=False)
    async def element(request: Request, kind: str, key: str) -> Response:
        """What is known about an element, by 303 to its description (W3C, Cool URIs for the Semantic Web, §4.2)."""
        if not (_KIND.fullmatch(kind) and _KEY.fullmatch(key)):
            raise NotFound("There is no element at this address.")
        async with snapshots.lease() as snapshot:
            node = NamedNode(f"{snapshot.base}id/{kind}/{key}")
            if not ask(snapshot.store, f"ASK {{ {node} ?p ?o }}"):
                raise NotFound("There is no element at this address.")
        parameters = {"query": f"DESCRIBE {node}"}
        if "text/html" in request.headers.get("accept", ""):
            parameters |= {"format": "html", "lang": Page.of(request).lang}
        return RedirectResponse(f"/sparql?{urlencode(parameters)}", status_code=303)


def _add_health(app: FastAPI, sandbox: Sandbox, snapshots: CurrentSnapshot) -> None:
    @app.get("/health/live")
    async def live() -> JSONResponse:
        """Whether the server answers at all; it looks at nothing."""
        return JSONResponse({"status": "ok"}, headers={"Cache-Control": "no-store"})

    @app.get("/health/ready", response_class=JSONResponse)
    async def ready() -> Response:
        """Whether the server can answer queries: there is a snapshot, and an engine to ask it."""
        try:
            engine = Path(sandbox.executable).name
            async with snapshots.lease() as snapshot:
                state = {
                    "status": "ok",
                    "revision": snapshot.revision,
                    "effectiveDate": snapshot.effective_date.isoformat(),
                    "empty": not ask(snapshot.store, "ASK { ?s ?p ?o }"),
                    "engine": engine,
                }
        except GrundrissError as error:
            return replace(problem.of_error(error), status=503).response()
        return JSONResponse(state, headers={"Cache-Control": "no-store"})


def _gap_as_json(snapshot: Snapshot, a: str, b: str) -> bytes:
    found = landscape.gap(snapshot, a, b)
    return json.dumps(found.to_dict(), ensure_ascii=False, separators=(",", ":")).encode()


def _conditional(request: Request, snapshot: Snapshot, body: bytes, media_type: str) -> Response:
    tag = entity_tag(snapshot.number, snapshot.effective_date, media_type, body)
    return conditional(request, body, media_type, tag)
