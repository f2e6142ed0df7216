# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""The landing page and the page of the gap between two states."""

from typing import Final

from fastapi import FastAPI, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from grundriss.errors import NotFound
from grundriss.model.gap_counts import GapCounts
from grundriss.model.state_types import Gap
from grundriss.questions.definition import questions
from grundriss_api import landscape
from grundriss_api.computed import Computed
from grundriss_api.known_states import known_states
from grundriss_api.pages import Page
from grundriss_api.settings import Settings
from grundriss_api.snapshot_places import SnapshotPlaces, placed

LANDING_PICTURES: Final[tuple[tuple[str, dict[str, str]], ...]] = (
    ("landscape-map", {}),
    ("gap", {}),
    ("neighbourhood", {"focus": "component/bundid"}),
)
LANDING_QUESTIONS: Final = ("CQ05", "CQ28", "CQ17", "CQ01", "CQ12", "CQ27")


def add(app: FastAPI, settings: Settings, places: SnapshotPlaces) -> None:
    """Add the pages to the application."""
    overviews: Computed[landscape.Overview] = Computed()
    gaps: Computed[Gap] = Computed()

    @app.get("/", include_in_schema=False)
    async def landing(request: Request) -> Response:
        asked = placed(request)
        page = Page.of(request)
        async with places.lease(asked) as snapshot:
            facts = await overviews.get(snapshot, (page.lang,), lambda of: landscape.overview(of, page.lang))
            return page.render(
                "landing.html",
                facts=facts,
                pictures=LANDING_PICTURES,
                questions=[q for key in LANDING_QUESTIONS for q in questions() if q.key == key],
                query=landscape.example_query(snapshot.base),
                seconds=f"{settings.query_timeout:g}",
                snapshot=snapshot,
            )

    @app.get("/gap", include_in_schema=False)
    async def gap(request: Request) -> Response:
        asked = placed(request, ("from", "to"))
        page = Page.of(request)
        a, b = asked.get("from", "ist"), asked.get("to", "soll")
        async with places.lease(asked) as snapshot:
            found, missing = None, None
            try:
                found = await gaps.get(
                    snapshot, (a, b, page.lang), lambda of: landscape.gap(of, a, b, page.lang)
                )
            except NotFound as error:
                if error.message.key != "target-missing":
                    raise
                missing = error
            states = await run_in_threadpool(known_states, snapshot, page.lang)
            return page.render(
                "gap.html",
                gap=found,
                counts=GapCounts.of(found) if found else None,
                missing=missing,
                asked={"from": a, "to": b},
                states=states,
                snapshot=snapshot,
            )
