# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""Views of the landscape: the list of them, and each as picture, table or data."""

from typing import Annotated, Final

from fastapi import FastAPI, Path, Request
from starlette.responses import Response

from grundriss.analysis.hops import DEEPEST
from grundriss.errors import GrundrissError, NotFound
from grundriss.importers.facts_table import did_you_mean
from grundriss.messages import LANGUAGES
from grundriss.states.places import resolve as resolve_when
from grundriss.store.snapshot import Snapshot
from grundriss_api import pictures, view_file
from grundriss_api.api_description import (
    LANG,
    SCHEMAS,
    answers,
    named_examples,
    names,
    operation,
    parameter,
    refused,
    when,
)
from grundriss_api.computed import Computed
from grundriss_api.list_answer import PAGED, fields, list_answer
from grundriss_api.parameters import Parameters, about
from grundriss_api.representation import Link, json_answer, represent
from grundriss_api.snapshot_places import PLACE, SnapshotPlaces

_LIST: Final = (*PAGED, fields("key,title"), LANG)
_OWN: Final = (
    (when("state", "ist"), {"landscape-map": "soll"}),
    (when("from", "ist", "The earlier state of a gap"), {"gap": "2025"}),
    (when("to", "soll", "The later state of a gap"), {"gap": "P2027"}),
    (
        parameter("focus", "The element in the middle: its key, label or IRI"),
        {"neighbourhood": "bundid", "impact": "bundid", "service-chain": "99115005104000"},
    ),
    (
        parameter("direction", "up: what depends on it; down: what it depends on", enum=["up", "down"]),
        {"impact": "down"},
    ),
    (
        parameter("depth", "The largest number of hops", type="integer", minimum=1, maximum=DEEPEST),
        {"impact": 2},
    ),
    (parameter("by", "What is drawn together", enum=["organisation", "level"]), {"cooperation": "level"}),
    (
        parameter(
            "show", "Which of the states in one layout are shown", enum=["state", "both", "from", "to"]
        ),
        {"landscape-map": "both", "gap": "to"},
    ),
)
"""The parameters that some views have, each with views and an example for them."""
_ASKED: Final = (*(named_examples(described, examples) for described, examples in _OWN), *PLACE, LANG)


def add(app: FastAPI, places: SnapshotPlaces) -> None:
    """Add the addresses to the application."""
    files: Computed[bytes] = Computed(48)

    @app.get(
        "/api/v1/views",
        tags=["views"],
        summary="All views",
        openapi_extra=operation(_LIST),
        responses=answers("The views with their parameters", "views", "application/json", 400),
    )
    async def views(request: Request) -> Response:
        """Every view with its title, its parameters, and the addresses of its files."""
        asked = Parameters.of(request, names(_LIST))
        items = view_file.list_of_views(asked.one_of("lang", "de", LANGUAGES))
        async with places.lease(asked) as snapshot:
            return list_answer(request, snapshot, "views", items, asked)

    @app.get(
        "/views/{key}.{ending}",
        tags=["views"],
        summary="A view as a file",
        response_class=Response,
        openapi_extra=operation(_ASKED),
        responses={
            200: {
                "description": "The picture, or the same facts as a table or for other programs",
                "content": {
                    media_type: {"schema": {"$ref": f"{SCHEMAS}view.json"}} if ending == "json" else {}
                    for ending, media_type in view_file.MEDIA_TYPES.items()
                },
            },
            **refused(400, 404),
        },
    )
    async def view(
        request: Request,
        key: Annotated[str, Path(description="The key of a view", examples=["neighbourhood"])],
        ending: Annotated[
            str, Path(description=f"One of {', '.join(view_file.MEDIA_TYPES)}", examples=["svg"])
        ],
    ) -> Response:
        """A view, drawn; each view knows some of the parameters, as the list of views says, and where it is read."""
        definition = pictures.known(key)
        if ending not in view_file.MEDIA_TYPES:
            raise NotFound(
                "view-format-unknown",
                hint=did_you_mean(ending[:20], view_file.MEDIA_TYPES),
                known=[f".{known}" for known in view_file.MEDIA_TYPES],
            )
        given = pictures.parameters(request, definition)
        asked = pictures.options(given, definition, pictures.language(request))
        query = f"?{request.url.query}" if request.url.query else ""
        async with places.lease(given) as snapshot:
            identity = (ending, *pictures.identity(key, asked))
            body = await files.get(snapshot, identity, lambda of: _file(of, key, ending, asked))
            links: list[Link] = [
                (f"/views/{key}.{other}{query}", "alternate", media_type)
                for other, media_type in view_file.MEDIA_TYPES.items()
                if other != ending
            ]
            if ending == "json":
                return json_answer(request, snapshot, body, "view", links)
            return represent(request, snapshot, body, view_file.MEDIA_TYPES[ending], links)


def _file(snapshot: Snapshot, key: str, ending: str, asked: dict[str, str | int]) -> bytes:
    try:
        return view_file.view_file(snapshot, key, ending, asked)
    except GrundrissError:
        for name in ("state", "from_", "to"):
            if name in asked:
                with about(name.removesuffix("_")):
                    resolve_when(snapshot, str(asked[name]))
        if "focus" in asked:
            with about("focus"):
                raise
        raise
