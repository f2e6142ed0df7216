# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""Errors as pages, for those who come with a browser; everybody else gets the problem document."""

from typing import Final

from starlette.requests import Request
from starlette.responses import Response

from grundriss_api import negotiation
from grundriss_api.pages import Page, texts
from grundriss_api.problem import Problem

_DATA: Final = ("/sparql", "/api/", "/health/", "/openapi.json", "/static/", "/data/", "/ns", "/shapes")


async def answer(request: Request, problem: Problem) -> Response:
    """The problem as a page where a browser asks for one, else as a problem document."""
    accept = request.headers.get("accept")
    if request.url.path.startswith(_DATA) or not negotiation.names(accept, "text/html"):
        return problem.response()
    page = Page.of(request)
    told = texts(page.lang)["failure"]
    answer = page.render(
        "failure.html",
        problem.status,
        problem=problem,
        told=told.get(str(problem.status)) or told["server" if problem.status >= 500 else "request"],
        near=[],
        sought=_words(request.url.path),
    )
    answer.headers.update({**problem.headers, "Cache-Control": "no-store"})
    return answer


def _words(path: str) -> str:
    """What somebody who wrote this address may have looked for: its last part."""
    return path.rstrip("/").rpartition("/")[2][:60].replace("-", " ")
