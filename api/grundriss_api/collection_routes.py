# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""Lists of elements, single elements and the search for them, as JSON."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated, Final
from urllib.parse import urlencode

from fastapi import FastAPI, Path, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from grundriss.description.describe import SHOWN, describe
from grundriss.errors import GrundrissError
from grundriss.items import class_name
from grundriss.listing.collection import COLLECTIONS, Collection, collection_named
from grundriss.listing.listing import MOST, USUAL, Wanted, listing
from grundriss.listing.search import search
from grundriss.listing.table import require_possible
from grundriss.messages import LANGUAGES
from grundriss.states.item_fields import fields_of_type
from grundriss.states.when import resolve as resolve_when
from grundriss.store.snapshot import Snapshot
from grundriss_api.api_description import (
    LANG,
    Described,
    answers,
    named_examples,
    names,
    operation,
    parameter,
    when,
)
from grundriss_api.element_address import element_in
from grundriss_api.list_answer import PAGED, fields, fields_of, only, size
from grundriss_api.pages import data_address
from grundriss_api.parameters import Parameters, about
from grundriss_api.representation import Link, encoded, json_answer
from grundriss_api.snapshot_cache import SnapshotCache
from grundriss_api.snapshot_places import PLACE, SnapshotPlaces, place_of_request

_SHOWN: Final = 20


_LIST: Final = (
    parameter("q", "Part of a label or key; case and the spelling of umlauts do not matter", "bund"),
    when("state", "ist", "Only elements of this state"),
    parameter("sort", "label, key or a filter; with - before it in reverse", "label", default="label"),
    *PAGED,
    fields("key,label"),
    *PLACE,
    LANG,
)
_VALUES: Final[dict[str, tuple[str, str]]] = {
    "basedOn": ("changes", "2019-46"),
    "changeKind": ("changes", "new"),
    "confidence": ("components", "unverified"),
    "conformsTo": ("interfaces", "as4"),
    "decision": ("changes", "2019-46"),
    "federalLevel": ("organisations", "land"),
    "interfaceKind": ("interfaces", "event"),
    "isVersionOf": ("standard-versions", "dcatapde"),
    "kind": ("components", "portal"),
    "layer": ("components", "fach"),
    "legalBasis": ("services", "ao"),
    "level": ("components", "bund"),
    "lifecycle": ("components", "produktiv"),
    "obligation": ("guidelines", "muss"),
    "operator": ("components", "bva"),
    "organization": ("responsibilities", "fitko"),
    "owner": ("components", "fitko"),
    "parent": ("organisations", "bmi"),
    "plateau": ("changes", "p2025"),
    "provider": ("interfaces", "bundid"),
    "providingLand": ("reuse-offers", "land-he"),
    "publisher": ("standards", "bmi"),
    "responsibleLand": ("online-services", "land-bb"),
    "reuseModel": ("reuse-offers", "efa"),
    "role": ("responsibilities", "owner"),
    "service": ("online-services", "99010023020000"),
    "serviceType": ("services", "lov"),
    "standard": ("interfaces", "as4"),
    "taker": ("reuses", "land-bw"),
    "tier": ("function-blocks", "basisdienste"),
    "typing": ("services", "2"),
}
"""An example for each filter, with a collection that has elements of that value in the packaged landscape."""


def _of_filters() -> Iterator[Described]:
    """The filters of all collections by name, each with the collections that have it."""
    found: dict[str, list[str]] = {}
    for collection in COLLECTIONS.values():
        for known in collection.filters:
            for name in dict.fromkeys((known.name, known.alias)):
                if name:
                    found.setdefault(name, []).append(collection.name)
    for name, of in sorted(found.items()):
        described = parameter(
            name,
            f"Only elements with this value, or one of several separated by commas. Of: {', '.join(dict.fromkeys(of))}",
        )
        yield named_examples(described, dict([_VALUES[name]])) if name in _VALUES else described


_FILTERS: Final = tuple(_of_filters())
_ELEMENT: Final = (
    size(SHOWN, "How many relations of each type are shown"),
    fields("label,facts"),
    *PLACE,
    LANG,
)
_SEARCH: Final = (
    parameter("q", "A name, a part of one, or a key", "behörde", minLength=1, maxLength=200),
    size(_SHOWN, "How many elements are given"),
    *PLACE,
    LANG,
)


def add(app: FastAPI, places: SnapshotPlaces, cache: SnapshotCache) -> None:
    """Add the addresses to the application. Its last routes take any name: add others below /api/v1/ before."""

    @app.get(
        "/api/v1/search",
        tags=["elements"],
        summary="Find elements by name",
        openapi_extra=operation(_SEARCH),
        responses=answers("Elements with score, the best first", "search", "application/json", 400),
    )
    async def find(request: Request) -> Response:
        """Elements whose label or key fits, the best first: the name itself, its beginning, a word, a part."""
        asked = Parameters.of(request, names(_SEARCH))
        text, limit = asked.needed("q"), asked.number("limit", _SHOWN, 1, MOST)
        lang = asked.one_of("lang", "de", LANGUAGES)
        async with places.lease(asked) as snapshot:
            index = await cache.names(snapshot)
            with about("q"):
                found = await run_in_threadpool(search, snapshot, text, limit, lang, index)
            return json_answer(request, snapshot, encoded(found.to_dict()), "search")

    @app.get(
        "/api/v1/{collection}",
        tags=["elements"],
        summary="A collection of elements",
        openapi_extra=operation((*_LIST, *_FILTERS)),
        responses=answers("A page of the list", "list", "application/json", 400, 404, 410),
    )
    async def elements(
        request: Request,
        collection: Annotated[
            str, Path(description=f"One of {', '.join(COLLECTIONS)}", examples=["components"])
        ],
    ) -> Response:
        """Elements by label, filtered, a page at a time; `next` and the Link header lead to the next page."""
        wanted = collection_named(collection)
        asked = Parameters.of(request, _known(wanted))
        limit = asked.number("limit", USUAL, 1, MOST)
        lang = asked.one_of("lang", "de", LANGUAGES)
        chosen = fields_of(asked, fields_of_type(class_name([wanted.class_iri])))
        async with places.lease_state(asked) as (snapshot, state):
            question = Wanted(_filters(wanted, asked), asked.get("q", ""), state, asked.get("sort", "label"))
            table = await cache.table(snapshot, wanted, lang)
            members = await cache.members(snapshot) if question.state else None
            for name, values in question.filters.items():
                with about(_named(wanted, asked, name)):
                    for value in values:
                        require_possible(table, name, value)
            with _faults(snapshot, wanted, asked, state):
                found = await run_in_threadpool(
                    listing,
                    snapshot,
                    table,
                    question,
                    limit,
                    asked.get("cursor"),
                    (lambda: members) if members else None,
                    with_facets=False,
                )
            links: list[Link] = []
            if found.next:
                following = urlencode({**asked, "cursor": found.next})
                links.append((f"/api/v1/{wanted.name}?{following}", "next"))
            body = found.to_dict()
            body["items"] = [only(item, chosen) for item in body["items"]]
            return json_answer(request, snapshot, encoded(body), None if chosen else "list", links)

    @app.get(
        "/api/v1/{collection}/{key:path}",
        tags=["elements"],
        summary="Everything about an element",
        openapi_extra=operation(_ELEMENT),
        responses=answers("The element", "element", "application/json", 400, 404),
    )
    async def element(
        request: Request,
        collection: Annotated[str, Path(description="The name of a collection", examples=["components"])],
        key: Annotated[str, Path(description="The key of an element", examples=["bundid"])],
    ) -> Response:
        """Facts with sources, relations in both directions, interfaces, decisions, timeline and findings."""
        wanted = collection_named(collection)
        asked = Parameters.of(request, names(_ELEMENT))
        limit = asked.number("limit", SHOWN, 1, MOST)
        lang = asked.one_of("lang", "de", LANGUAGES)
        async with places.lease(asked) as snapshot:
            node = await element_in(snapshot, cache, wanted.kind, key)
            findings = await cache.findings(snapshot)
            found = await run_in_threadpool(describe, snapshot, node, lang, findings, limit)
            place = place_of_request(asked)
            links: list[Link] = [
                (node.value, "canonical"),
                (data_address(f"/doc/{wanted.kind}/{key}", place), "alternate", "text/html"),
                (data_address(f"/data/{wanted.kind}/{key}.ttl", place), "alternate", "text/turtle"),
            ]
            body = found.to_dict()
            chosen = fields_of(asked, list(body))
            schema = None if chosen else "element"
            return json_answer(request, snapshot, encoded(only(body, chosen)), schema, links)


def _known(collection: Collection) -> list[str]:
    filters = [name for known in collection.filters for name in (known.name, known.alias) if name]
    return [*names(_LIST), *filters]


def _filters(collection: Collection, asked: Parameters) -> dict[str, tuple[str, ...]]:
    """The values of filters; `level` and `federalLevel` are the same and are not given both."""
    found: dict[str, tuple[str, ...]] = {}
    for name, text in asked.items():
        known = collection.filter_named(name)
        if known is not None:
            asked.only_one_of(known.name, known.alias or known.name)
            found[known.name] = tuple(part.strip() for part in text.split(",") if part.strip())
    return found


def _named(collection: Collection, asked: Parameters, name: str) -> str:
    """How a filter was written in the address."""
    known = collection.filter_named(name)
    return name if name in asked or known is None or known.alias is None else known.alias


@contextmanager
def _faults(
    snapshot: Snapshot, collection: Collection, asked: Parameters, state: str | None
) -> Iterator[None]:
    """What goes wrong in a list is the fault of its order, its state or its cursor."""
    try:
        yield
    except GrundrissError:
        order = asked.get("sort", "label").removeprefix("-")
        if order not in ("label", "key") and collection.filter_named(order) is None:
            with about("sort"):
                raise
        if state is not None:
            with about("state"):
                if not collection.in_states:
                    raise
                resolve_when(snapshot, state)
        with about("cursor"):
            raise
