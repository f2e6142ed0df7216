# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""Linked data: what the IRI of an element leads to, by 303 (W3C, Cool URIs for the Semantic Web, §4.2).

`/id/{kind}/{key}` redirects by Accept to the page `/doc/…` or to `/data/….{ext}`; so do the IRIs of relations, which
are elements like any other. Redirects are relative: they hold whatever name the server is reached by.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Final
from urllib.parse import urlencode

from fastapi import FastAPI, Path, Request
from pyoxigraph import NamedNode, RdfFormat
from starlette.concurrency import run_in_threadpool
from starlette.responses import RedirectResponse, Response

from grundriss.description.describe import Description, describe
from grundriss.errors import NotFound
from grundriss.importers.facts_table import did_you_mean
from grundriss.messages import LANGUAGES
from grundriss.store.snapshot import Snapshot
from grundriss_api import negotiation
from grundriss_api.api_description import LANG, names, operation, refused
from grundriss_api.element_address import element_in, is_known, node_at, parts
from grundriss_api.pages import data_address
from grundriss_api.parameters import Parameters
from grundriss_api.representation import Link, encoded, represent
from grundriss_api.result_format import NotAcceptable
from grundriss_api.snapshot_cache import SnapshotCache
from grundriss_api.snapshot_places import PLACE, SnapshotPlaces, place_of_request, placed

HTML: Final = "text/html"


@dataclass(frozen=True, slots=True)
class DataFormat:
    """A format of data about an element: the ending of its address, media type, and what else asks for it."""

    ending: str
    media_type: str
    rdf: RdfFormat | None = None
    aliases: tuple[str, ...] = ()


FORMATS: Final = (
    DataFormat("ttl", "text/turtle", RdfFormat.TURTLE, ("application/x-turtle",)),
    DataFormat("nt", "application/n-triples", RdfFormat.N_TRIPLES),
    DataFormat("jsonld", "application/ld+json", RdfFormat.JSON_LD),
    DataFormat("rdf", "application/rdf+xml", RdfFormat.RDF_XML),
    DataFormat("json", "application/json"),
    DataFormat("csv", "text/csv"),
)
_ENDINGS: Final = {data_format.ending: data_format for data_format in FORMATS}
_LONGEST: Final = 600
_ALL_OF_GRAPH: Final = "CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH {} {{ ?s ?p ?o }} }}"
_OF_PROVENANCE: Final = "CONSTRUCT {{ {0} ?p ?o }} WHERE {{ GRAPH {provenance} {{ {0} ?p ?o }} }}"
_NEGOTIATED: Final = {"Vary": "Accept, Accept-Language", "Cache-Control": "no-cache"}
Element = Annotated[str, Path(description="Kind and key of an element", examples=["component/bundid"])]


def add(app: FastAPI, places: SnapshotPlaces, cache: SnapshotCache) -> None:
    """Add the addresses to the application."""

    @app.get(
        "/id/{element:path}",
        tags=["linked data"],
        summary="The IRI of an element",
        response_class=Response,
        openapi_extra=operation((*PLACE, LANG)),
        responses={
            303: {"description": "To the page, or to data in the format accepted"},
            **refused(400, 404, 406),
        },
    )
    async def identified(request: Request, element: Element) -> Response:
        """303 to what is known about the element: to its page for browsers, to data for everybody else.

        With an ending such as `.ttl` to data in that format. The language of the page is chosen by the page.
        """
        kind, key = parts(element)
        asked = placed(request)
        place = place_of_request(asked)
        async with places.lease(asked) as snapshot:
            node = node_at(snapshot, kind, key)
            if node is None or not is_known(snapshot, node):
                stem, _, ending = key.rpartition(".")
                if stem and ending in _ENDINGS:
                    await element_in(snapshot, cache, kind, stem)
                    return _see_other(request, f"/data/{kind}/{key}", place)
                await element_in(snapshot, cache, kind, key)
        chosen = _chosen(request)
        found = f"/doc/{kind}/{key}" if chosen is None else f"/data/{kind}/{key}.{chosen}"
        return _see_other(request, found, place)

    @app.get(
        "/data/{element:path}",
        tags=["linked data"],
        summary="Data about an element",
        response_class=Response,
        openapi_extra=operation((*PLACE, LANG)),
        responses={
            200: {
                "description": "By the ending: .ttl .nt .jsonld .rdf its statements and relations, .json its "
                "description, .csv its facts as a table",
                "content": {data_format.media_type: {} for data_format in FORMATS},
            },
            **refused(400, 404),
        },
    )
    async def data(
        request: Request,
        element: Annotated[str, Path(description="Kind, key and format", examples=["component/bundid.ttl"])],
    ) -> Response:
        """What is known about the element, in the format of the ending."""
        kind, name = parts(element)
        key, _, ending = name.rpartition(".")
        data_format = _ENDINGS.get(ending)
        if not key or data_format is None:
            raise NotFound(
                "ending-unknown",
                hint=did_you_mean(ending[:20], _ENDINGS),
                known=[f".{known}" for known in _ENDINGS],
            )
        asked = placed(request, names((LANG,)))
        lang = asked.one_of("lang", "de", LANGUAGES)
        async with places.lease(asked) as snapshot:
            node = await element_in(snapshot, cache, kind, key)
            if data_format.rdf is not None:
                body, truncated = await run_in_threadpool(_graph, snapshot, node, data_format.rdf)
            else:
                findings = await cache.findings(snapshot)
                found = await run_in_threadpool(describe, snapshot, node, lang, findings)
                truncated = any(group.more for group in found.relations)
                body = _table(found) if ending == "csv" else encoded(found.to_dict())
            answer = represent(
                request, snapshot, body, data_format.media_type, _links(node, kind, key, asked)
            )
            if truncated:
                answer.headers["Grundriss-Truncated"] = "relations"
            return answer

    @app.get("/graph/{name:path}", include_in_schema=False)
    async def graph(request: Request, name: str) -> Response:
        """A named graph: its statements, by the SPARQL endpoint, which streams."""
        return await _by_query(places, placed(request), f"graph/{name}", _ALL_OF_GRAPH)

    @app.get("/genid/{name}", include_in_schema=False)
    async def blank(request: Request, name: str) -> Response:
        """A node that came in as a blank node."""
        return await _by_query(places, placed(request), f"genid/{name}", "DESCRIBE {}")

    @app.get("/revision/{name}", include_in_schema=False)
    async def revision(request: Request, name: str) -> Response:
        """A revision: who made it, when, why, from what (PROV-O); for browsers its page."""
        asked = placed(request)
        async with places.lease(asked) as snapshot:
            has_page = snapshot.line is not None  # the page is read from the log
        if has_page and _wants_page(request):
            return _see_other(request, f"/doc/revision/{name}")
        return await _by_query(places, asked, f"revision/{name}", _OF_PROVENANCE)

    @app.get("/scenario/{scenario}/revision/{name}", include_in_schema=False)
    async def revision_of_scenario(request: Request, scenario: str, name: str) -> Response:
        """A revision of a scenario: for browsers its page. The main line says nothing about it."""
        if _wants_page(request):
            return _see_other(request, f"/doc/revision/{name}", {"scenario": scenario})
        return await _by_query(places, Parameters(), f"scenario/{scenario}/revision/{name}", _OF_PROVENANCE)

    @app.get("/agent/{name}", include_in_schema=False)
    async def agent(request: Request, name: str) -> Response:
        """Who made a revision, or the program that did."""
        return await _by_query(places, placed(request), f"agent/{name}", _OF_PROVENANCE)


async def _by_query(places: SnapshotPlaces, asked: Parameters, path: str, query: str) -> Response:
    try:
        async with places.lease(asked) as snapshot:
            node = NamedNode(snapshot.base + path[:_LONGEST])
            provenance = snapshot.base_iri.graph("provenance")
            known = (
                snapshot.store.contains_named_graph(node)
                or is_known(snapshot, node)
                or next(snapshot.store.quads_for_pattern(node, None, None, provenance), None) is not None
            )
    except ValueError:
        known = False  # no IRI, so nothing can have it
    if not known:
        raise NotFound("address-unknown")
    text = query.format(node, provenance=provenance)
    return RedirectResponse(
        "/sparql?" + urlencode({"query": text, **place_of_request(asked)}), 303, _NEGOTIATED
    )


def _wants_page(request: Request) -> bool:
    return negotiation.names(", ".join(request.headers.getlist("accept")), HTML) and _chosen(request) is None


def _chosen(request: Request) -> str | None:
    """The ending of the data that the request accepts best; None for the page."""
    endings = {f.media_type: f.ending for f in FORMATS} | {t: f.ending for f in FORMATS for t in f.aliases}
    accept = ", ".join(request.headers.getlist("accept")) or None
    offered = [*endings, HTML, "application/xhtml+xml"]
    # whoever accepts pages as much as data comes with a browser; whoever accepts anything gets data
    if negotiation.names(accept, HTML):
        offered = [HTML, *offered]
    chosen = negotiation.choose(accept, offered)
    if chosen is None:
        known = ", ".join([HTML, *(f.media_type for f in FORMATS)])
        raise NotAcceptable("accept-element", known=known)
    return endings.get(chosen)


def _see_other(request: Request, path: str, fields: Mapping[str, object] | None = None) -> Response:
    lang = request.query_params.get("lang")
    known = lang if lang in LANGUAGES else None
    return RedirectResponse(data_address(path, {**(fields or {}), "lang": known}), 303, _NEGOTIATED)


def _links(node: NamedNode, kind: str, key: str, asked: Parameters) -> list[Link]:
    place = place_of_request(asked)
    others = (
        (data_address(f"/data/{kind}/{key}.{f.ending}", place), "alternate", f.media_type) for f in FORMATS
    )
    return [
        (node.value, "canonical"),
        (data_address(f"/id/{kind}/{key}", place), "about"),
        (data_address(f"/doc/{kind}/{key}", place), "alternate", HTML),
        *others,
    ]


def _graph(snapshot: Snapshot, node: NamedNode, rdf_format: RdfFormat) -> tuple[bytes, bool]:
    from grundriss.exporters.element_graph import element_graph

    found = element_graph(snapshot, node)
    return found.serialize(rdf_format), found.truncated


def _table(found: Description) -> bytes:
    from grundriss.exporters.element_table import element_table

    return element_table(found)
