# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""Whether the server is well."""

from dataclasses import replace
from pathlib import Path

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse
from starlette.responses import Response

from grundriss.errors import GrundrissError
from grundriss.queries import ask
from grundriss_api import problem
from grundriss_api.current_snapshot import CurrentSnapshot
from grundriss_api.sandbox import Sandbox


def add(app: FastAPI, sandbox: Sandbox, snapshots: CurrentSnapshot) -> None:
    """Add the addresses to the application."""

    @app.get("/health/live", tags=["service"], summary="Whether the server answers")
    async def live() -> JSONResponse:
        """Whether the server answers at all; it looks at nothing."""
        return JSONResponse({"status": "ok"}, headers={"Cache-Control": "no-store"})

    @app.get(
        "/health/ready", tags=["service"], summary="Whether it answers queries", response_class=JSONResponse
    )
    async def ready(request: Request) -> Response:
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
            return replace(problem.of_error(error, problem.language(request)), status=503).response()
        return JSONResponse(state, headers={"Cache-Control": "no-store"})
