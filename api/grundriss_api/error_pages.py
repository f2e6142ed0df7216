# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""Errors as pages, for those who come with a browser; everybody else gets the problem document."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from grundriss.errors import GrundrissError
from grundriss.model.state_types import Item
from grundriss.store.snapshot import Snapshot
from grundriss_api import negotiation
from grundriss_api.current_snapshot import CurrentSnapshot
from grundriss_api.near_names import near
from grundriss_api.pages import Page, texts
from grundriss_api.problem import InLanguage, Problem, language
from grundriss_api.snapshot_cache import SnapshotCache

_DATA: Final = ("/sparql", "/api/", "/health/", "/openapi.json", "/static/", "/data/", "/ns", "/shapes")
_ELEMENTS: Final = ("x", "focus", "element", "from", "to", "service", "interface")
"""Parameters by which pages are asked for an element; `from` and `to` where they are at fault as such."""
_LONGEST: Final = 60


async def answer(request: Request, problem_in: InLanguage) -> Response:
    """The problem as a page where a browser asks for one, else as a problem document."""
    accept = request.headers.get("accept")
    if request.url.path.startswith(_DATA) or not negotiation.names(accept, "text/html"):
        return problem_in(language(request)).response()
    page = replace(Page.of(request), place=())  # a place that is not there is not kept
    problem = problem_in(page.lang)
    told = texts(page.lang)["failure"]
    field = _field(request, problem)
    sought = _sought(request, field) if problem.status == 404 or field else ""
    snapshot, similar = await _similar(request, sought, page.lang) if sought else (None, [])
    answer = page.render(
        "failure.html",
        problem.status,
        problem=problem,
        told=told[_kind(problem, field, told)],
        near=similar,
        sought=sought,
        field=field,
        snapshot=snapshot,
    )
    answer.headers.update({**problem.headers, "Cache-Control": "no-store"})
    return answer


def _kind(problem: Problem, field: str | None, told: Mapping[str, object]) -> str:
    """Which of the texts on failures fits."""
    if field:
        return "element" if problem.status == 404 else "several"
    if str(problem.status) in told:
        return str(problem.status)
    return "server" if problem.status >= 500 else "request"


async def _similar(request: Request, sought: str, lang: str) -> tuple[Snapshot | None, list[Item]]:
    """The elements that may be meant, and the snapshot that they are from."""
    snapshots: CurrentSnapshot = request.app.state.snapshots
    cache: SnapshotCache = request.app.state.cache
    try:
        async with snapshots.lease() as snapshot:
            names = await cache.names(snapshot)
            return snapshot, await run_in_threadpool(near, snapshot, names, sought, lang)
    except GrundrissError:
        return None, []  # what cannot be read cannot be looked through; the page says what went wrong


def _field(request: Request, problem: Problem) -> str | None:
    """The parameter that should have named an element and did not, or named several."""
    asked = request.query_params
    if problem.status != 404 and not problem.type.endswith("/ambiguous"):
        return None
    faulty = {str(error.get("pointer", "")).removeprefix("/query/") for error in problem.errors}
    named = [name for name in _ELEMENTS if name in faulty and asked.get(name)]
    if not named and problem.status == 404:
        named = [name for name in _ELEMENTS[:3] if asked.get(name)]
    return named[0] if named else None


def _sought(request: Request, field: str | None) -> str:
    """What somebody may have looked for: what the address asks about, else its last part."""
    text = request.query_params[field] if field else request.url.path.rstrip("/")
    return text.rpartition("/")[2][:_LONGEST]
