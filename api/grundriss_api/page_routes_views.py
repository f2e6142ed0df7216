# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""The gallery of pictures, and a page for each: picture, text, table, and what can be asked of it."""

from typing import Final

from fastapi import FastAPI, Request
from starlette.responses import Response

from grundriss_api import landscape
from grundriss_api.computed import Computed
from grundriss_api.current_snapshot import CurrentSnapshot
from grundriss_api.known_states import known_states
from grundriss_api.page_parameters import Parameters
from grundriss_api.pages import Page
from grundriss_viz.diagram import Diagram
from grundriss_viz.views import VIEWS, ViewDefinition, definition

MOST_STEPS: Final = 20


def add(app: FastAPI, snapshots: CurrentSnapshot) -> None:
    """Add the pages to the application; after the files, whose addresses are longer."""
    diagrams: Computed[Diagram] = Computed(16)

    @app.get("/views", include_in_schema=False)
    async def gallery(request: Request) -> Response:
        Parameters.of(request)
        page = Page.of(request)
        async with snapshots.lease() as snapshot:
            return page.render("views.html", views=list(VIEWS.values()), snapshot=snapshot)

    @app.get("/views/{key}", include_in_schema=False)
    async def view_page(request: Request, key: str) -> Response:
        view = definition(key[:100])
        page = Page.of(request)
        given = Parameters.of(request, [parameter.name for parameter in view.parameters])
        asked = {**_values(view, given), "lang": page.lang}
        identity = (key, *(f"{name}={value}" for name, value in sorted(asked.items())))
        async with snapshots.lease() as snapshot:
            diagram = await diagrams.get(snapshot, identity, lambda of: landscape.diagram(of, key, **asked))
            return page.render(
                "view.html",
                view=view,
                diagram=diagram,
                given=given,
                most_steps=MOST_STEPS,
                states=known_states(snapshot, page.lang),
                snapshot=snapshot,
            )


def _values(view: ViewDefinition, given: Parameters) -> dict[str, str | int]:
    """What is asked of a view, as `grundriss_viz.views.draw` takes it; raises UsageError for what it does not take."""
    found: dict[str, str | int] = {}
    for parameter in view.parameters:
        if parameter.name not in given:
            continue
        if parameter.kind == "integer":
            found[parameter.name] = given.number(parameter.name, 1, 1, MOST_STEPS)
        elif parameter.choices:
            found[parameter.name] = given.one_of(parameter.name, parameter.default, parameter.choices)
        else:
            found["from_" if parameter.name == "from" else parameter.name] = given[parameter.name]
    return found
