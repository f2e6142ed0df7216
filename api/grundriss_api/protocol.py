# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""The query operation of the SPARQL 1.1 Protocol, §2.1: https://www.w3.org/TR/sparql11-protocol/#query-operation."""

import asyncio
from dataclasses import dataclass
from typing import Final
from urllib.parse import parse_qsl

from starlette.requests import Request

from grundriss.errors import GrundrissError, LimitExceeded, UsageError
from grundriss.messages import Message
from grundriss_api.api_description import names
from grundriss_api.parameters import Parameters
from grundriss_api.settings import Settings, name_of
from grundriss_api.snapshot_places import PLACE, place_of_request

DIRECT: Final = "application/sparql-query"
FORM: Final = "application/x-www-form-urlencoded"
_DATASET: Final = ("default-graph-uri", "named-graph-uri")
_OURS: Final = ("format", "lang", *names(PLACE))
_MAX_FIELDS: Final = 100
_ROOM_FOR_FIELDS: Final = 16 * 1024  # what may stand beside the query in a form: graphs, format, language
_DRAINED_BYTES: Final = 32 * 2**20
_DRAINED_SECONDS: Final = 0.5


class WrongMediaType(GrundrissError):
    """The body of the request has another Content-Type than the protocol names."""

    exit_status = 2
    http_status = 415


class BodyTooLarge(LimitExceeded):
    """The body of the request is larger than any permitted query."""

    def __init__(self, settings: Settings) -> None:
        self.setting = name_of("max_query_bytes")
        super().__init__("query-bytes", most=settings.max_query_bytes, setting=self.setting)


@dataclass(frozen=True, slots=True)
class QueryRequest:
    """A query as it was asked. `format` and `lang` are ours: a form without scripts cannot set Accept.

    `place` has the scenario and the revision that are named, for `SnapshotPlaces`.
    """

    query: str | None
    dataset: tuple[tuple[str, str], ...]
    accept: str | None
    format: str | None
    lang: str | None
    place: Parameters


async def read_query(request: Request, settings: Settings) -> QueryRequest:
    """The query in a GET or POST request; `query` is None when a GET has none.

    Raises UsageError, WrongMediaType and BodyTooLarge.
    """
    in_url = _fields(request.scope["query_string"])
    if request.method == "GET":
        return _request(request, in_url)
    media_type, charset = _content_type(request)
    if charset not in ("utf-8", "utf8"):
        raise WrongMediaType("query-charset")
    if media_type == DIRECT:
        body = await _body(request, settings.max_query_bytes, settings)
        return _request(request, [*in_url, ("query", _text(body))])
    if media_type == FORM:
        limit = 3 * settings.max_query_bytes + _ROOM_FOR_FIELDS  # %XX is three bytes for one
        fields = [*in_url, *_fields(await _body(request, limit, settings))]
        if not any(name in ("query", "update") for name, _ in fields):
            raise UsageError("form-without-query")
        return _request(request, fields)
    raise WrongMediaType(
        "query-media-type", given=media_type[:80] or Message("no-content-type"), direct=DIRECT, form=FORM
    )


def _request(request: Request, fields: list[tuple[str, str]]) -> QueryRequest:
    queries = [value for name, value in fields if name == "query"]
    if len(queries) > 1:
        raise UsageError("query-twice")
    if any(name == "update" for name, _ in fields):
        raise UsageError("update-sent")
    dataset = tuple((name, value) for name, value in fields if name in _DATASET)
    ours = Parameters.among(
        [field for field in fields if field[0] not in ("query", *_DATASET)], ("query", *_DATASET, *_OURS)
    )
    place = Parameters(place_of_request(ours))
    accept = ", ".join(request.headers.getlist("accept")) or None
    return QueryRequest(
        queries[0] if queries else None, dataset, accept, ours.get("format"), ours.get("lang"), place
    )


def _fields(encoded: bytes) -> list[tuple[str, str]]:
    if encoded.count(b"&") >= _MAX_FIELDS:
        raise LimitExceeded("fields-too-many", most=_MAX_FIELDS)
    try:
        return parse_qsl(encoded.decode("ascii"), keep_blank_values=True, errors="strict")
    except UnicodeDecodeError as error:
        raise UsageError("fields-encoding") from error


def _text(body: bytes) -> str:
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise UsageError("query-byte", byte=error.start + 1) from error


def _content_type(request: Request) -> tuple[str, str]:
    """Media type and charset, in lower case; the charset is utf-8 where none is named."""
    media_type, *parameters = request.headers.get("content-type", "").lower().split(";")
    for parameter in parameters:
        name, _, value = parameter.strip().partition("=")
        if name == "charset":
            return media_type.strip(), value.strip('" ')
    return media_type.strip(), "utf-8"


async def _body(request: Request, limit: int, settings: Settings) -> bytes:
    """The body, of at most `limit` bytes whatever Content-Length says.

    A larger one is read on and thrown away for a moment: a client that is still sending would not hear the answer.
    """
    body = bytearray()
    stream = request.stream()
    async for chunk in stream:
        if len(body) + len(chunk) > limit:
            break
        body += chunk
    else:
        return bytes(body)
    body.clear()
    thrown_away = 0
    try:
        async with asyncio.timeout(_DRAINED_SECONDS):
            async for chunk in stream:
                thrown_away += len(chunk)
                if thrown_away > _DRAINED_BYTES:
                    break
    except TimeoutError:
        pass
    raise BodyTooLarge(settings)
