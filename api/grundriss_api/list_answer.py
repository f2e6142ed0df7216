# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""What lists have in common: the size of a page, where it begins, and which fields are asked for (SURFACES §3)."""

from collections.abc import Collection, Sequence
from typing import Final
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response

from grundriss.errors import UsageError
from grundriss.importers.facts_table import did_you_mean
from grundriss.listing.cursor import Cursor, digest
from grundriss.listing.listing import MOST, USUAL
from grundriss.model.state_types import Json
from grundriss.store.snapshot import Snapshot
from grundriss_api.api_description import Described, parameter
from grundriss_api.parameters import Parameters, about
from grundriss_api.representation import Link, encoded, json_answer

CURSOR: Final = parameter("cursor", "Where the page begins: `next` of the page before")


def fields(example: str) -> Described:
    """The parameter `fields`."""
    told = "Only these fields, separated by commas and in this order; without it all"
    return parameter("fields", told, example)


def size(usual: int, description: str) -> Described:
    """The parameter `limit`."""
    return parameter("limit", description, type="integer", minimum=1, maximum=MOST, default=usual)


PAGED: Final = (size(USUAL, "How many elements a page has"), CURSOR)
"""The parameters of every list."""


def fields_of(asked: Parameters, known: Collection[str]) -> list[str] | None:
    """The fields that are asked for, None for all; UsageError for one that is none of the `known`."""
    if "fields" not in asked:
        return None
    names = [name for part in asked["fields"].split(",") if (name := part.strip())]
    with about("fields"):
        for name in names:
            if name not in known:
                hint = did_you_mean(name[:60], known)
                raise UsageError("field-unknown", hint=hint, name=name[:60], known=known)
    return names or None


def only(value: Json, wanted: Sequence[str] | None) -> Json:
    """The fields of a value that are asked for; one that it does not have is null."""
    return value if wanted is None else {name: value.get(name) for name in wanted}


def list_answer(
    request: Request, snapshot: Snapshot, name: str, items: Sequence[Json], asked: Parameters
) -> Response:
    """A page of a whole list, which the schema `name` describes, with a link to the next page.

    Raises UsageError for a limit, cursor or fields that cannot be.
    """
    limit = asked.number("limit", USUAL, 1, MOST)
    wanted = fields_of(asked, list(items[0]))
    question = digest(name, asked.get("lang", "de"), snapshot.scenario)
    begin = 0
    if "cursor" in asked:
        with about("cursor"):
            begin = Cursor.read(asked["cursor"], snapshot.number, question).offset
    page = items[begin : begin + limit]
    end = begin + len(page)
    following = Cursor(snapshot.number, question, end).text() if end < len(items) else None
    links: list[Link] = []
    if following:
        links.append((f"/api/v1/{name}?{urlencode({**asked, 'cursor': following})}", "next"))
    body = {"items": [only(item, wanted) for item in page], "next": following, "total": len(items)}
    return json_answer(request, snapshot, encoded(body), None if wanted else name, links)
