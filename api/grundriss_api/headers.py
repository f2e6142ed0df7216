# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""What every answer has: security headers, CORS for reads, Server-Timing; and HEAD, answered like GET without a body.

Middleware on plain ASGI: it touches the start of an answer only, so that results stream through.
"""

import time
from typing import Final

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from grundriss.messages import Message as Words
from grundriss_api import problem

_PAGE_POLICY: Final = (
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
# A picture styles itself and brings its font; it loads nothing and runs nothing.
_PICTURE_POLICY: Final = (
    "default-src 'none'; style-src 'unsafe-inline'; font-src data:; base-uri 'none'; frame-ancestors 'none'"
)
_PICTURE: Final = "image/svg+xml"
_DATA_PATHS: Final = (
    *("/sparql", "/api/", "/views/", "/openapi.json", "/health/", "/id/", "/data/", "/ns", "/shapes"),
    *("/graph/", "/genid/", "/revision/", "/agent/"),
)
_EXPOSED: Final = "ETag, Grundriss-Truncated, Link, Location, Retry-After, Server-Timing"


class AnswerHeaders:
    """Security headers and Server-Timing on every answer."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        begun = time.perf_counter()

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                is_picture = headers.get("content-type", "").startswith(_PICTURE)
                headers.setdefault("Content-Security-Policy", _PICTURE_POLICY if is_picture else _PAGE_POLICY)
                headers.setdefault("X-Content-Type-Options", "nosniff")
                headers.setdefault("Referrer-Policy", "no-referrer")
                headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
                headers.append("Server-Timing", f"total;dur={(time.perf_counter() - begun) * 1000:.1f}")
            await send(message)

        await self._app(scope, receive, with_headers)


class KnownHosts:
    """Only requests that address the server by a name it knows: no DNS rebinding. RFC 9110 §7.4, 421."""

    def __init__(self, app: ASGIApp, hosts: frozenset[str]) -> None:
        self._app = app
        self._hosts = hosts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and not self._knows(Headers(scope=scope).getlist("host")):
            told = problem.of_status(421, Words("host-unknown"))
            answer = told(problem.language(Request(scope))).response()
            await answer(scope, receive, send)
            return
        await self._app(scope, receive, send)

    def _knows(self, values: list[str]) -> bool:
        return len(values) == 1 and host_name(values[0]) in self._hosts


class HeadAsGet:
    """HEAD goes through the routes as GET, and loses its body; `scope["grundriss.head"]` says so."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] != "HEAD":
            await self._app(scope, receive, send)
            return

        async def without_body(message: Message) -> None:
            if message["type"] == "http.response.body":
                message = {**message, "body": b""}
            await send(message)

        await self._app({**scope, "method": "GET", "grundriss.head": True}, receive, without_body)


class ReadsAcrossOrigins:
    """CORS: data may be read from any origin, without credentials.

    https://fetch.spec.whatwg.org/#http-cors-protocol
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not scope["path"].startswith(_DATA_PATHS):
            await self._app(scope, receive, send)
            return

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers["Access-Control-Allow-Origin"] = "*"
                headers["Access-Control-Expose-Headers"] = _EXPOSED
            await send(message)

        if scope["method"] == "OPTIONS" and "access-control-request-method" in Headers(scope=scope):
            await _preflight(scope["path"], with_headers)
        else:
            await self._app(scope, receive, with_headers)


def host_name(host: str) -> str:
    """The name in a Host header, without the port, in lower case.

    >>> host_name("[::1]:8000"), host_name("LocalHost:8000")
    ('[::1]', 'localhost')
    """
    name, colon, port = host.rpartition(":")
    return (name if colon and port.isdecimal() else host).lower()


async def _preflight(path: str, send: Send) -> None:
    methods = b"GET, HEAD, POST" if path == "/sparql" else b"GET, HEAD"
    headers = [
        (b"access-control-allow-methods", methods),
        (b"access-control-allow-headers", b"Accept, Accept-Language, Content-Type, If-None-Match"),
        (b"access-control-max-age", b"86400"),
    ]
    await send({"type": "http.response.start", "status": 204, "headers": headers})
    await send({"type": "http.response.body", "body": b""})
