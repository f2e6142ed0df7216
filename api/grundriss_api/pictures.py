# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""Views at their addresses: `/views/{key}.svg` is the picture, `/views/{key}.csv` the same facts as a table."""

from typing import Final

from fastapi import FastAPI, Request
from starlette.responses import Response

from grundriss.errors import NotFound
from grundriss.store.snapshot import Snapshot
from grundriss_api import landscape
from grundriss_api.computed import Computed
from grundriss_api.csv_text import MEDIA_TYPE, csv_text
from grundriss_api.current_snapshot import CurrentSnapshot
from grundriss_api.etag import conditional, entity_tag
from grundriss_api.page_parameters import Parameters
from grundriss_api.pages import LANGUAGES
from grundriss_viz.views import ViewDefinition, definition

SVG: Final = "image/svg+xml"
MOST_STEPS: Final = 20


def add(app: FastAPI, snapshots: CurrentSnapshot) -> None:
    """Add the addresses to the application."""
    pictures: Computed[bytes] = Computed(64)
    tables: Computed[bytes] = Computed(16)

    @app.get("/views/{key}.svg", response_class=Response)
    async def view(request: Request, key: str) -> Response:
        """A view, drawn. Its parameters are those that its page offers; `lang` is de or en."""
        asked = options(request, known(key))
        async with snapshots.lease() as snapshot:
            body = await pictures.get(
                snapshot, identity(key, asked), lambda of: landscape.picture(of, key, **asked).encode()
            )
            tag = entity_tag(snapshot.number, snapshot.effective_date, SVG, body)
            return conditional(request, body, SVG, tag)

    @app.get("/views/{key}.csv", response_class=Response)
    async def table(request: Request, key: str) -> Response:
        """The facts of a view as a table."""
        asked = options(request, known(key))
        async with snapshots.lease() as snapshot:
            body = await tables.get(snapshot, identity(key, asked), lambda of: _table(of, key, asked))
            tag = entity_tag(snapshot.number, snapshot.effective_date, MEDIA_TYPE, body)
            return conditional(request, body, MEDIA_TYPE, tag)


def known(key: str) -> ViewDefinition:
    """The view of that name; raises NotFound."""
    if len(key) > 100:
        raise NotFound("There is no view of that name.")
    return definition(key)


def options(request: Request, view: ViewDefinition, lang: str | None = None) -> dict[str, str | int]:
    """What a request asks of a view, as `grundriss_viz.views.draw` takes it.

    Raises UsageError for what the view does not take.
    """
    asked = Parameters.of(request, [parameter.name for parameter in view.parameters])
    found: dict[str, str | int] = {"lang": lang or _language(request)}
    for parameter in view.parameters:
        if parameter.name not in asked:
            continue
        name = "from_" if parameter.name == "from" else parameter.name
        if parameter.kind == "integer":
            found[name] = asked.number(parameter.name, 1, 1, MOST_STEPS)
        elif parameter.choices:
            found[name] = asked.one_of(parameter.name, parameter.default, parameter.choices)
        else:
            found[name] = asked[parameter.name]
    return found


def identity(key: str, asked: dict[str, str | int]) -> tuple[str, ...]:
    """What tells one picture from another."""
    return (key, *(f"{name}={value}" for name, value in sorted(asked.items())))


def _language(request: Request) -> str:
    named = request.query_params.get("lang")
    return named if named in LANGUAGES else LANGUAGES[0]


def _table(snapshot: Snapshot, key: str, asked: dict[str, str | int]) -> bytes:
    table = landscape.diagram(snapshot, key, **asked).table
    return csv_text(table.columns, table.rows)
