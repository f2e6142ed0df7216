# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""Answers of the server, in this process: the time that it states itself in Server-Timing.

The server is warm: it has been started as `grundriss serve` does (names and findings are read) and has answered for
another element. What counts is the first time that an element is asked for, since answers may be kept; the least of
some further requests is told beside it.
"""

import re

from fastapi.testclient import TestClient
from landscapes import Measured
from measure import Line

from grundriss_api.app import create_app

KEYS = ("bundid", "eid", "fit-connect")  # in the synthetic landscape the eid is a hub of all copies
MOST = 30.0
AGAIN = 5
_DURATION = re.compile(r"total;dur=([0-9.]+)")


def served(landscape: Measured) -> list[Line]:
    """Element pages and REST elements, which have a bound; search and lists, which have none."""
    with TestClient(create_app(landscape), base_url="http://127.0.0.1") as client:
        for warming in ("/doc/component/zbp", "/api/v1/components/zbp", "/search?q=zbp"):
            milliseconds(client, warming)
        elements = [f"{start}/{key}" for key in KEYS for start in ("/doc/component", "/api/v1/components")]
        lines = [_line(client, address, landscape.name, MOST) for address in elements]
        others = ("/api/v1/search?q=portal", "/search?q=portal", "/api/v1/components", "/elements/components")
        return lines + [_line(client, address, landscape.name) for address in others]


def milliseconds(client: TestClient, address: str) -> float:
    """What the server says that an answer took."""
    answer = client.get(address)
    found = _DURATION.search(answer.headers["Server-Timing"])
    if answer.status_code != 200 or found is None:
        raise RuntimeError(f"{address}: status {answer.status_code}")
    return float(found[1])


def _line(client: TestClient, address: str, where: str, most: float | None = None) -> Line:
    first = milliseconds(client, address)
    again = min(milliseconds(client, address) for _ in range(AGAIN))
    target = "(no target)" if most is None else f"≤ {most:g} ms"
    return Line(
        f"{address} on {where}", f"{first:.0f} ms, again {again:.0f} ms", target, not most or first <= most
    )
