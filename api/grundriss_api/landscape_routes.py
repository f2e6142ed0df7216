# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""Analyses of the landscape as a whole as JSON: where it breaks, and what happens when."""

from typing import Final

from fastapi import FastAPI, Request
from starlette.responses import Response

from grundriss.analysis.weak_points import DEFAULT_LIMIT
from grundriss.model.state_types import Json
from grundriss.store.snapshot import Snapshot
from grundriss_api.analysis_answers import AnalysisAnswers, asked_of, language, states
from grundriss_api.api_description import LANG, answers, operation, parameter, when
from grundriss_api.element_address import element_named
from grundriss_api.parameters import about
from grundriss_api.snapshot_places import PLACE

_MOST: Final = 1_000
_WEAK_POINTS: Final = (
    when("state", "ist"),
    parameter(
        "limit",
        "The largest number of each sort",
        type="integer",
        minimum=1,
        maximum=_MOST,
        default=DEFAULT_LIMIT,
    ),
    *PLACE,
    LANG,
)
_TIMELINE: Final = (
    parameter("element", "Its key, label or IRI; without it the whole landscape", "bundid"),
    parameter(
        "from",
        "The first day: ist, soll, a plateau or a date, of which a year begins with its first day",
        "2025",
    ),
    parameter(
        "to", "The last day: ist, soll, a plateau or a date, of which a year ends with its last day", "2028"
    ),
    *PLACE,
    LANG,
)


def add(app: FastAPI, analyses: AnalysisAnswers) -> None:
    """Add the addresses to the application."""

    @app.get(
        "/api/v1/weak-points",
        tags=["analysis"],
        summary="Where the landscape breaks",
        openapi_extra=operation(_WEAK_POINTS),
        responses=answers("The weak points of the state", "weak-points", "application/json", 400),
    )
    async def weak_points(request: Request) -> Response:
        """Single points of failure, bridges, circles, hubs, needs that end first, and components left alone."""
        asked = asked_of(request, _WEAK_POINTS)
        limit = asked.number("limit", DEFAULT_LIMIT, 1, _MOST)
        at, lang = asked.get("state", "ist"), language(asked)
        key = (at, str(limit), lang)
        return await analyses.give(
            request, asked, "weak-points", key, lambda of: _weak_points(of, at, limit, lang)
        )

    @app.get(
        "/api/v1/timeline",
        tags=["analysis"],
        summary="What happens when",
        openapi_extra=operation(_TIMELINE),
        responses=answers("What happens in the order of time", "timeline", "application/json", 400, 404),
    )
    async def timeline(request: Request) -> Response:
        """Starts, ends, changes, responsibilities and plateaus, of an element or of the landscape."""
        asked = asked_of(request, _TIMELINE)
        element, start, end = (asked.get(name) for name in ("element", "from", "to"))
        lang = language(asked)
        key = (*(repr(value) for value in (element, start, end)), lang)
        return await analyses.give(
            request, asked, "timeline", key, lambda of: _timeline(of, element, start, end, lang)
        )


def _weak_points(snapshot: Snapshot, at: str, limit: int, lang: str) -> Json:
    from grundriss.analysis.weak_points import weak_points

    with states(snapshot, state=at):
        return weak_points(snapshot, at, limit, lang).to_dict()


def _timeline(snapshot: Snapshot, element: str | None, start: str | None, end: str | None, lang: str) -> Json:
    from grundriss.description.landscape_timeline import timeline

    node = None
    if element is not None:
        with about("element"):
            node = element_named(snapshot, element)
    with states(snapshot, from_=start, to=end), about("to"):  # the wrong way round: `to` comes too early
        return timeline(snapshot, node, start, end, lang).to_dict()
