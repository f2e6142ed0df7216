# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""Problem documents: RFC 9457, made of every error that the server answers with.

Members beside those of the RFC: `hint` (how to fix it), `setting` (which limit to change) and `errors` (where: line
and column, or a JSON Pointer for a parameter). The sentences are in the language that the request asks for, English
where it asks for none; the names of the members are always English.
"""

import json
import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from http import HTTPStatus
from typing import Final, Protocol, runtime_checkable

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.routing import Match
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from grundriss.errors import GrundrissError
from grundriss.messages import LANGUAGES
from grundriss.messages import Message as Words
from grundriss_api import negotiation

MEDIA_TYPE: Final = "application/problem+json"
_ENGLISH_FIRST: Final = ("en", "de")
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
    lang: str = "en"

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
        headers = {
            "Cache-Control": "no-store",
            "Content-Language": self.lang,
            "Vary": "Accept, Accept-Language",
            **self.headers,
        }
        return Response(body, self.status, headers, MEDIA_TYPE)


InLanguage = Callable[[str], Problem]
"""The problem in a language: who tells it knows which one."""

Tell = Callable[[Request, InLanguage], Awaitable[Response]]
"""How a request is told of a problem: as a problem document, or as a page."""


def language(request: Request) -> str:
    """The language of a problem document: `?lang=` wins over Accept-Language, English is the default."""
    named = request.query_params.get("lang")
    if named in LANGUAGES:
        return named
    return negotiation.choose_language(request.headers.get("accept-language"), _ENGLISH_FIRST)


def of_error(error: GrundrissError, lang: str) -> Problem:
    """The problem that an error of ours is."""
    message = error.text(lang)
    place: dict[str, object] = {}
    if isinstance(error, _Placed):
        place = {"line": error.line, "column": error.column}
    elif error.pointer:
        place = {"pointer": error.pointer}
    return Problem(
        type=_TYPES + error.kind(),
        title=error.title(lang),
        status=error.http_status,
        detail=message,
        hint=error.hint_in(lang),
        setting=error.setting if isinstance(error, _Set) else None,
        errors=({"detail": message, **place},) if place else (),
        headers={"Retry-After": str(error.retry_after)} if isinstance(error, _Passing) else {},
        lang=lang,
    )


def answer(error: GrundrissError, lang: str) -> Response:
    """The answer to a request that failed with an error of ours; failures of the server go to the log too."""
    return _logged(error)(lang).response()


def of_status(status: int, detail: Words | str, headers: Mapping[str, str] | None = None) -> InLanguage:
    """The problem that is no more than an HTTP status; its title is the phrase of HTTP."""

    def told(lang: str) -> Problem:
        words = None if isinstance(detail, str) else detail
        said = words.text(lang) if words else str(detail)
        hint = words.hint.text(lang) if words and words.hint else None
        phrase = HTTPStatus(status).phrase
        return Problem("about:blank", phrase, status, said, hint, headers=dict(headers or {}), lang=lang)

    return told


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
            said = Words("method-unknown", {"methods": allowed})
            return await tell(request, of_status(405, said, headers))
        if error.status_code == 404:
            return await tell(request, of_status(404, Words("address-unknown"), headers))
        return await tell(request, of_status(error.status_code, str(error.detail), headers))

    @app.exception_handler(RequestValidationError)
    async def invalid(request: Request, error: RequestValidationError) -> Response:
        places = tuple(
            {"detail": str(item["msg"]), "pointer": "/" + "/".join(str(part) for part in item["loc"])}
            for item in error.errors()
        )

        def told(lang: str) -> Problem:
            return Problem(
                type=_TYPES + "invalid-parameters",
                title=Words("title-invalid-parameters").text(lang),
                status=422,
                detail="; ".join(f"{place['pointer']}: {place['detail']}" for place in places),
                errors=places,
                lang=lang,
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
            told = of_status(500, Words("server-mistake"))
            answer = await self._tell(Request(scope), told)
            await answer(scope, receive, send)


def _logged(error: GrundrissError) -> InLanguage:
    if error.http_status >= 500:
        _log.warning("%s: %r", type(error).__name__, str(error))
    return partial(of_error, error)


def _methods(app: FastAPI, scope: Scope) -> list[str]:
    """The methods that some route has for the path of a request."""
    methods: set[str] = set()
    for route in app.routes:
        if route.matches(scope)[0] is not Match.NONE:
            methods |= getattr(route, "methods", None) or {"GET"}
    methods = methods or {"GET"}  # files, which a mounted application serves
    return sorted(methods | ({"HEAD"} if "GET" in methods else set()))
