# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""Entity tags and conditional requests: RFC 9110 §8.8.3 and §13.1.2.

A tag is weak, since the same answer also goes out compressed. It covers the snapshot, the effective date and the
representation with its bytes, so that another workspace or another version at the same address has other tags.
"""

import hashlib
import re
from datetime import date
from typing import Final

from starlette.requests import Request
from starlette.responses import Response

_TAG: Final = re.compile(r'(?:W/)?("[^"]*")')


def entity_tag(
    number: int, effective_date: date | None, media_type: str, body: bytes, scenario: str | None = None
) -> str:
    """The tag of a representation of snapshot `number` of the main line, or of a scenario, which numbers its own.

    What shows nothing of a snapshot has number 0 and no day.

    >>> entity_tag(7, date(2026, 11, 23), "image/svg+xml", b"<svg/>")[:3]
    'W/"'
    """
    line = f"{scenario} " if scenario else ""
    day = effective_date.isoformat() if effective_date else "-"
    digest = hashlib.sha256(f"{line}{number} {day} {media_type}\n".encode() + body)
    return f'W/"{digest.hexdigest()[:32]}"'


def matches(if_none_match: str | None, tag: str) -> bool:
    """Whether an If-None-Match header names the tag, compared weakly, or is `*`."""
    if if_none_match is None:
        return False
    return if_none_match.strip() == "*" or tag.removeprefix("W/") in _TAG.findall(if_none_match)


def conditional(request: Request, body: bytes, media_type: str, tag: str) -> Response:
    """The representation, or 304 when the client has it."""
    headers = {"ETag": tag, "Cache-Control": "no-cache"}
    if matches(request.headers.get("if-none-match"), tag):
        return Response(None, 304, headers)
    return Response(body, 200, headers, media_type)
