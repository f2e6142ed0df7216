# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""States, gaps, impact, paths and dependencies as JSON."""

from typing import Annotated, Final

from fastapi import FastAPI, Path, Request
from pyoxigraph import NamedNode
from starlette.responses import Response

from grundriss.analysis.dependencies import DIRECTIONS
from grundriss.analysis.dependencies import dependencies as read_dependencies
from grundriss.analysis.hops import DEEPEST
from grundriss.errors import UsageError
from grundriss.listing.collection import collection_named
from grundriss.model.state_types import Json
from grundriss.store.snapshot import Snapshot
from grundriss_api import landscape
from grundriss_api.analysis_answers import AnalysisAnswers, asked_of, language, states
from grundriss_api.api_description import LANG, answers, operation, parameter, when
from grundriss_api.element_address import element_in, element_named
from grundriss_api.parameters import Parameters, about
from grundriss_api.snapshot_cache import SnapshotCache
from grundriss_api.snapshot_places import PLACE, SnapshotPlaces

_MOST: Final = 1_000
_MOST_PATHS: Final = 100
_STATE: Final = (when("state", "ist"), *PLACE, LANG)
_GAP: Final = (when("from", "ist", "The earlier state"), when("to", "soll", "The later state"), *PLACE, LANG)
_IMPACT: Final = (
    parameter(
        "direction",
        "up: what depends on the element; down: what it depends on",
        "up",
        enum=["up", "down"],
        default="up",
    ),
    parameter(
        "depth", "The largest number of hops; without it all", 2, type="integer", minimum=1, maximum=DEEPEST
    ),
    parameter(
        "limit", "The largest number of elements", type="integer", minimum=1, maximum=_MOST, default=_MOST
    ),
    *_STATE,
)
_DEPENDENCIES: Final = (
    parameter(
        "direction",
        "out: along the arrows of relations, from the element; in: against them, to the element; or both. An arrow is "
        "not always a dependence: see impact for that",
        "both",
        enum=["in", "out", "both"],
        default="both",
    ),
    parameter(
        "depth", "The largest number of steps", 2, type="integer", minimum=1, maximum=DEEPEST, default=1
    ),
    parameter(
        "limit",
        "The largest number of relations in each direction",
        type="integer",
        minimum=1,
        maximum=_MOST,
        default=_MOST,
    ),
    *_STATE,
)
_PATHS: Final = (
    parameter("from", "The first element: its key, label or IRI", "bundid", minLength=1),
    parameter("to", "The last element: its key, label or IRI", "fit-connect", minLength=1),
    parameter(
        "limit", "The largest number of paths", type="integer", minimum=1, maximum=_MOST_PATHS, default=5
    ),
    *_STATE,
)
Collection = Annotated[str, Path(description="The name of a collection", examples=["components"])]
Key = Annotated[str, Path(description="The key of an element", examples=["bundid"])]


def add(app: FastAPI, analyses: AnalysisAnswers, cache: SnapshotCache) -> None:
    """Add the addresses to the application."""

    @app.get(
        "/api/v1/state",
        tags=["analysis"],
        summary="The landscape in a state",
        openapi_extra=operation(_STATE),
        responses=answers("Elements and relations of the state", "state", "application/json", 400),
    )
    async def state(request: Request) -> Response:
        """Every element and relation of a state, what was placed without a date, and relations that were dropped."""
        asked = asked_of(request, _STATE)
        at, lang = asked.get("state", "ist"), language(asked)
        return await analyses.give(request, asked, "state", (at, lang), lambda of: _state(of, at, lang))

    @app.get(
        "/api/v1/gap",
        tags=["analysis"],
        summary="What changes between two states",
        openapi_extra=operation(_GAP),
        responses=answers("What comes, goes, is replaced and changes", "gap", "application/json", 400),
    )
    async def gap(request: Request) -> Response:
        """What changes between two states: added, removed, replaced and changed elements and relations."""
        asked = asked_of(request, _GAP)
        a, b, lang = asked.get("from", "ist"), asked.get("to", "soll"), language(asked)
        return await analyses.give(request, asked, "gap", (a, b, lang), lambda of: _gap(of, a, b, lang))

    @app.get(
        "/api/v1/paths",
        tags=["analysis"],
        summary="How two elements are connected",
        openapi_extra=operation(_PATHS),
        responses=answers("The shortest paths first", "path", "application/json", 400, 404),
    )
    async def paths(request: Request) -> Response:
        """The shortest ways from one element to another over relations of a state, whichever way they point."""
        asked = asked_of(request, _PATHS)
        a, b = asked.needed("from"), asked.needed("to")
        limit = asked.number("limit", 5, 1, _MOST_PATHS)
        at, lang = asked.get("state", "ist"), language(asked)
        key = (a, b, str(limit), at, lang)
        return await analyses.give(request, asked, "path", key, lambda of: _paths(of, a, b, at, limit, lang))

    @app.get(
        "/api/v1/{collection}/{key}/dependencies",
        tags=["analysis"],
        summary="The relations of an element in a state",
        openapi_extra=operation(_DEPENDENCIES),
        responses=answers("Relations in both directions", "dependencies", "application/json", 400, 404),
    )
    async def dependencies(request: Request, collection: Collection, key: Key) -> Response:
        """The relations of an element in a state, with via, standard, evidence and source."""
        asked = asked_of(request, _DEPENDENCIES)
        direction = asked.one_of("direction", "both", DIRECTIONS)
        depth = asked.depth() or 1
        limit = asked.number("limit", _MOST, 1, _MOST)
        at, lang = asked.get("state", "ist"), language(asked)
        node = await _node(analyses.places, cache, asked, collection, key)
        identity = (node.value, direction, str(depth), str(limit), at, lang)
        return await analyses.give(
            request,
            asked,
            "dependencies",
            identity,
            lambda of: _dependencies(of, node, at, direction, depth, limit, lang),
        )

    @app.get(
        "/api/v1/{collection}/{key}/impact",
        tags=["analysis"],
        summary="What depends on an element, or what it depends on",
        openapi_extra=operation(_IMPACT),
        responses=answers("Elements with the path that proves it", "impact", "application/json", 400, 404),
    )
    async def impact(request: Request, collection: Collection, key: Key) -> Response:
        """What is affected when the element goes, each with the shortest path that proves it and with its owner."""
        asked = asked_of(request, _IMPACT)
        direction = asked.one_of("direction", "up", ("up", "down"))
        depth = asked.depth()
        limit = asked.number("limit", _MOST, 1, _MOST)
        at, lang = asked.get("state", "ist"), language(asked)
        node = await _node(analyses.places, cache, asked, collection, key)
        identity = (node.value, direction, str(depth), str(limit), at, lang)
        return await analyses.give(
            request,
            asked,
            "impact",
            identity,
            lambda of: _impact(of, node, at, direction, depth, limit, lang),
        )


async def _node(
    places: SnapshotPlaces, cache: SnapshotCache, asked: Parameters, collection: str, key: str
) -> NamedNode:
    """The element; NotFound with the nearest keys where there is none."""
    wanted = collection_named(collection)
    async with places.lease(asked) as snapshot:
        return await element_in(snapshot, cache, wanted.kind, key)


def _state(snapshot: Snapshot, at: str, lang: str) -> Json:
    from grundriss.states.state import state

    with states(snapshot, state=at):
        return state(snapshot, at, lang).to_dict()


def _gap(snapshot: Snapshot, a: str, b: str, lang: str) -> Json:
    with states(snapshot, from_=a, to=b):
        return landscape.gap(snapshot, a, b, lang).to_dict()


def _paths(snapshot: Snapshot, a: str, b: str, at: str, limit: int, lang: str) -> Json:
    from grundriss.analysis.paths import paths

    with about("from"):
        source = element_named(snapshot, a)
    with about("to"):
        target = element_named(snapshot, b)
        if target == source:
            raise UsageError("path-ends-same")
    with states(snapshot, state=at):
        return paths(snapshot, source, target, at, limit, lang).to_dict()


def _dependencies(
    snapshot: Snapshot, node: NamedNode, at: str, direction: str, depth: int, limit: int, lang: str
) -> Json:
    with states(snapshot, state=at):
        return read_dependencies(snapshot, node, at, lang, direction, depth, limit).to_dict()


def _impact(
    snapshot: Snapshot, node: NamedNode, at: str, direction: str, depth: int | None, limit: int, lang: str
) -> Json:
    from grundriss.analysis.impact import impact

    with states(snapshot, state=at):
        return impact(snapshot, node, at, direction, depth, limit, lang).to_dict()
