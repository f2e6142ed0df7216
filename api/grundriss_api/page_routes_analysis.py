# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""The pages of impact (what depends on an element, what it depends on) and of paths between two elements."""

from typing import Final

from fastapi import FastAPI, Request
from starlette.responses import Response

from grundriss.analysis.hops import DEEPEST
from grundriss.analysis.impact import impact
from grundriss.analysis.paths import paths
from grundriss.model.analysis_types import Impact, Paths
from grundriss.store.snapshot import Snapshot
from grundriss_api.computed import Computed
from grundriss_api.element_address import element_named
from grundriss_api.element_choices import element_choices
from grundriss_api.known_states import known_states
from grundriss_api.pages import Page
from grundriss_api.parameters import about
from grundriss_api.snapshot_cache import SnapshotCache
from grundriss_api.snapshot_places import SnapshotPlaces, placed

DIRECTIONS: Final = ("up", "down")


def add(app: FastAPI, places: SnapshotPlaces, cache: SnapshotCache) -> None:
    """Add the pages to the application."""
    impacts: Computed[Impact] = Computed()
    ways: Computed[Paths] = Computed()

    async def choices(snapshot: Snapshot) -> dict[str, list[tuple[str, str]]]:
        return {"component": element_choices(snapshot, await cache.names(snapshot), "component")}

    @app.get("/impact", include_in_schema=False)
    async def impact_page(request: Request) -> Response:
        asked = placed(request, ("x", "direction", "depth", "state"))
        direction = asked.one_of("direction", "up", DIRECTIONS)
        depth = asked.depth()
        state, x = asked.get("state", "ist"), asked.get("x")
        page = Page.of(request)

        def compute(snapshot: Snapshot) -> Impact:
            with about("x"):
                element = element_named(snapshot, x or "")
            return impact(snapshot, element, state, direction, depth, lang=page.lang)

        async with places.lease(asked) as snapshot:
            key = (x or "", state, direction, str(depth), page.lang)
            found = await impacts.get(snapshot, key, compute) if x else None
            return page.render(
                "impact.html",
                found=found,
                kinds=_kinds(found) if found else {},
                asked={"x": x, "direction": direction, "depth": depth, "state": state},
                states=known_states(snapshot, page.lang),
                choices=await choices(snapshot),
                most_hops=DEEPEST,
                snapshot=snapshot,
            )

    @app.get("/paths", include_in_schema=False)
    async def paths_page(request: Request) -> Response:
        asked = placed(request, ("from", "to", "state"))
        a, b, state = asked.get("from"), asked.get("to"), asked.get("state", "ist")
        page = Page.of(request)

        def compute(snapshot: Snapshot) -> Paths:
            with about("from"):
                source = element_named(snapshot, a or "")
            with about("to"):
                target = element_named(snapshot, b or "")
            return paths(snapshot, source, target, state, lang=page.lang)

        async with places.lease(asked) as snapshot:
            key = (a or "", b or "", state, page.lang)
            found = await ways.get(snapshot, key, compute) if a and b else None
            return page.render(
                "paths.html",
                found=found,
                asked={"from": a, "to": b, "state": state},
                choices=await choices(snapshot),
                states=known_states(snapshot, page.lang),
                snapshot=snapshot,
            )


def _kinds(found: Impact) -> dict[tuple[str, str], int]:
    """How many hits there are of each class and kind, the most first."""
    counted: dict[tuple[str, str], int] = {}
    for hit in found.items:
        key = (hit.item.type, str(hit.item.fields.get("kind") or ""))
        counted[key] = counted.get(key, 0) + 1
    return dict(sorted(counted.items(), key=lambda pair: (-pair[1], pair[0])))
