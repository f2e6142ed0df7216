# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""The gallery of pictures, and a page for each: picture, text, table, and what can be asked of it."""

from fastapi import FastAPI, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from grundriss.analysis.hops import DEEPEST
from grundriss_api import landscape, pictures
from grundriss_api.computed import Computed
from grundriss_api.element_choices import element_choices
from grundriss_api.known_states import known_states
from grundriss_api.pages import Page
from grundriss_api.snapshot_cache import SnapshotCache
from grundriss_api.snapshot_places import SnapshotPlaces, placed, without_place
from grundriss_api.view_file import DOWNLOADS
from grundriss_viz.diagram import Diagram
from grundriss_viz.views import VIEWS, example_focus


def add(app: FastAPI, places: SnapshotPlaces, cache: SnapshotCache) -> None:
    """Add the pages to the application; after the pictures, whose addresses are longer."""
    diagrams: Computed[Diagram] = Computed(16)

    @app.get("/views", include_in_schema=False)
    async def gallery(request: Request) -> Response:
        asked = placed(request)
        page = Page.of(request)
        async with places.lease(asked) as snapshot:
            return page.render(
                "views.html", views=list(VIEWS.values()), downloads=DOWNLOADS, snapshot=snapshot
            )

    @app.get("/views/{key}", include_in_schema=False)
    async def view_page(request: Request, key: str) -> Response:
        view = pictures.known(key)
        page = Page.of(request)
        named = pictures.parameters(request, view)
        given, asked = without_place(named), pictures.options(named, view, page.lang)
        kinds = [view.focus_kind] if view.focus_kind else []
        async with places.lease(named) as snapshot:
            if view.focus_kind and "focus" not in given:
                found = await run_in_threadpool(example_focus, snapshot, view, page.lang)
                if found.missing:
                    given["focus"] = asked["focus"] = found.node.value.removeprefix(f"{snapshot.base}id/")
            diagram = await diagrams.get(
                snapshot, pictures.identity(key, asked), lambda of: landscape.diagram(of, key, **asked)
            )
            names = await cache.names(snapshot)
            return page.render(
                "view.html",
                view=view,
                diagram=diagram,
                downloads=DOWNLOADS,
                given=given,
                choices={kind: element_choices(snapshot, names, kind) for kind in kinds},
                most_steps=DEEPEST,
                states=known_states(snapshot, page.lang),
                snapshot=snapshot,
            )
