# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""Problem documents: RFC 9457, made of every error that the server answers with.

Members beside those of the RFC: `hint` (how to fix it), `setting` (which limit to change) and `errors` (where: line
and column, or a JSON Pointer for a parameter).
"""

import json
import logging
import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Final, Protocol, runtime_checkable

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.routing import Match
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from grundriss.errors import GrundrissError

MEDIA_TYPE: Final = "application/problem+json"
_TYPES: Final = "https://w3id.org/grundriss/problem/"
_log = logging.getLogger("grundriss.api")


@runtime_checkable
class _Placed(Protocol):
    line: int
    column: int


@runtime_checkable
class _Set(Protocol):
    setting: str | None


@runtime_checkable
class _Passing(Protocol):
    retry_after: int


@dataclass(frozen=True, slots=True)
class Problem:
    """A problem document; `headers` go with it."""

    type: str
    title: str
    status: int
    detail: str
    hint: str | None = None
    setting: str | None = None
    errors: tuple[Mapping[str, object], ...] = ()
    headers: Mapping[str, str] = field(default_factory=dict)

    def to_dict(self) -> dict[str, object]:
        """The members that have a value."""
        members: dict[str, object] = {
            "type": self.type,
            "title": self.title,
            "status": self.status,
            "detail": self.detail,
            "hint": self.hint,
            "setting": self.setting,
            "errors": list(self.errors) or None,
        }
        return {name: value for name, value in members.items() if value is not None}

    def response(self) -> Response:
        """The answer; it is never stored, since the next one may differ."""
        body = json.dumps(self.to_dict(), ensure_ascii=False).encode()
        headers = {"Cache-Control": "no-store", **self.headers}
        return Response(body, self.status, headers, MEDIA_TYPE)


Tell = Callable[[Request, Problem], Awaitable[Response]]
"""How a request is told of a problem: as a problem document, or as a page."""


def of_error(error: GrundrissError) -> Problem:
    """The problem that an error of ours is."""
    message = str(error)
    place: dict[str, object] = {}
    if isinstance(error, _Placed):
        place = {"line": error.line, "column": error.column}
    elif error.pointer:
        place = {"pointer": error.pointer}
    return Problem(
        type=_TYPES + re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "-", type(error).__name__).lower(),
        title=error.title,
        status=error.http_status,
        detail=message,
        hint=error.hint,
        setting=error.setting if isinstance(error, _Set) else None,
        errors=({"detail": message, **place},) if place else (),
        headers={"Retry-After": str(error.retry_after)} if isinstance(error, _Passing) else {},
    )


def answer(error: GrundrissError) -> Response:
    """The answer to a request that failed with an error of ours; failures of the server go to the log too."""
    return _logged(error).response()


def of_status(status: int, detail: str | None = None, headers: Mapping[str, str] | None = None) -> Problem:
    """The problem that is no more than an HTTP status."""
    phrase = HTTPStatus(status).phrase
    return Problem("about:blank", phrase, status, detail or f"{phrase}.", headers=dict(headers or {}))


def install(app: FastAPI, tell: Tell) -> None:
    """Let every error that leaves a route become a problem, told by `tell`."""

    @app.exception_handler(GrundrissError)
    async def grundriss_error(request: Request, error: GrundrissError) -> Response:
        return await tell(request, _logged(error))

    @app.exception_handler(HTTPException)
    async def http_error(request: Request, error: HTTPException) -> Response:
        headers = dict(error.headers or {})
        if error.status_code == 405:
            allowed = ", ".join(_methods(app, request.scope))
            headers["Allow"] = allowed
            return await tell(request, of_status(405, f"This address answers {allowed}.", headers))
        if error.status_code == 404:
            return await tell(request, of_status(404, "There is nothing at this address.", headers))
        return await tell(request, of_status(error.status_code, str(error.detail), headers))

    @app.exception_handler(RequestValidationError)
    async def invalid(request: Request, error: RequestValidationError) -> Response:
        places = tuple(
            {"detail": str(item["msg"]), "pointer": "/" + "/".join(str(part) for part in item["loc"])}
            for item in error.errors()
        )
        told = Problem(
            type=_TYPES + "invalid-parameters",
            title="A parameter is not as it should be",
            status=422,
            detail="; ".join(f"{place['pointer']}: {place['detail']}" for place in places),
            errors=places,
        )
        return await tell(request, told)


class UnexpectedErrors:
    """Middleware: an error that nobody expected is written to the log, and told without its traceback."""

    def __init__(self, app: ASGIApp, tell: Tell) -> None:
        self._app = app
        self._tell = tell

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        started = False

        async def watched(message: Message) -> None:
            nonlocal started
            started = started or message["type"] == "http.response.start"
            await send(message)

        try:
            await self._app(scope, receive, watched)
        except Exception:  # noqa: BLE001 - the last place where an error can be caught and told
            _log.exception("unexpected error at %r", scope.get("path"))
            if started or scope["type"] != "http":
                return  # without its last part the answer is visibly broken
            told = of_status(500, "The server made a mistake; its log says more.")
            answer = await self._tell(Request(scope), told)
            await answer(scope, receive, send)


def _logged(error: GrundrissError) -> Problem:
    if error.http_status >= 500:
        _log.warning("%s: %r", type(error).__name__, str(error))
    return of_error(error)


def _methods(app: FastAPI, scope: Scope) -> list[str]:
    """The methods that some route has for the path of a request."""
    methods: set[str] = set()
    for route in app.routes:
        if route.matches(scope)[0] is not Match.NONE:
            methods |= getattr(route, "methods", None) or {"GET"}
    methods = methods or {"GET"}  # files, which a mounted application serves
    return sorted(methods | ({"HEAD"} if "GET" in methods else set()))
