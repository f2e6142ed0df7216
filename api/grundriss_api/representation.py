# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""Answers with an entity tag and links to what belongs to them (RFC 8288)."""

import json
from collections.abc import Sequence
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response

from grundriss.model.state_types import Json
from grundriss.store.snapshot import Snapshot
from grundriss_api.etag import conditional, entity_tag

Link = tuple[str, str] | tuple[str, str, str]
"""Address, relation, and where it matters the media type."""


def encoded(value: Json) -> bytes:
    """JSON as it is sent."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def represent(
    request: Request, snapshot: Snapshot, body: bytes, media_type: str, links: Sequence[Link] = ()
) -> Response:
    """The representation with its tag and links, or 304 when the client has it."""
    tag = entity_tag(snapshot.number, snapshot.effective_date, media_type, body, snapshot.scenario)
    answer = conditional(request, body, media_type, tag)
    if links:
        answer.headers["Link"] = ", ".join(_link(*link) for link in links)
    return answer


def json_answer(
    request: Request, snapshot: Snapshot, body: bytes, schema: str | None, links: Sequence[Link] = ()
) -> Response:
    """JSON that is described by a schema of ours, or by none where only some fields of it are sent."""
    described: list[Link] = []
    if schema is not None:
        described.append((f"/api/v1/schemas/{schema}.json", "describedby", "application/schema+json"))
    return represent(request, snapshot, body, "application/json", [*described, *links])


def _link(address: str, relation: str, media_type: str = "") -> str:
    kind = f'; type="{media_type}"' if media_type else ""
    return f'<{quote(address, safe="/:?#[]@!$&()*+,;=%~-._")}>; rel="{relation}"{kind}'
