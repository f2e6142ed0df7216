# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""The vocabulary: what the IRIs of its terms and codes lead to, and the schemas of JSON answers.

The terms have a hash in their IRIs, so that all of them lead to the whole ontology; a code list and its codes have
addresses of their own below it.
"""

import re
from functools import cache
from typing import Annotated, Final

from fastapi import FastAPI, Path, Request
from pyoxigraph import NamedNode, Quad, RdfFormat, serialize
from starlette.responses import Response

from grundriss import resources
from grundriss.errors import NotFound
from grundriss.importers.facts_table import did_you_mean
from grundriss.model.terms import CONCEPT_BASE, GRU, PREFIXES, SKOS
from grundriss.model.vocabulary import ontology_store, term_label
from grundriss.validation.shapes import shapes_text
from grundriss_api import negotiation
from grundriss_api.api_description import refused
from grundriss_api.current_snapshot import CurrentSnapshot
from grundriss_api.element_routes import FORMATS
from grundriss_api.pages import Page, texts
from grundriss_api.parameters import Parameters
from grundriss_api.representation import represent
from grundriss_api.result_format import HTML, NotAcceptable
from grundriss_api.vocabulary_page import VocabularyPage, term_page, vocabulary_page

_RDF: Final = {f.media_type: f.rdf for f in FORMATS if f.rdf is not None}
_ENDINGS: Final = {f.ending: f.media_type for f in FORMATS if f.rdf is not None}
_TERM: Final = re.compile(r"[a-z0-9-]{1,60}(?:/[a-z0-9._-]{1,100})?")
_IN_SCHEME: Final = NamedNode(SKOS + "inScheme")
_SCHEMA: Final = re.compile(r"[a-z-]{1,40}")
_RDF_ANSWER: Final = {
    200: {
        "description": "RDF in the format accepted, or a page",
        "content": {media_type: {} for media_type in (*_RDF, HTML)},
    },
    **refused(404, 406),
}


def add(app: FastAPI, snapshots: CurrentSnapshot) -> None:
    """Add the addresses to the application."""

    @app.get(
        "/ns", tags=["linked data"], summary="The ontology", responses=_RDF_ANSWER, response_class=Response
    )
    async def ontology(request: Request) -> Response:
        """Classes, properties, relation types and code lists: what every term `gru:…` leads to."""
        return await _answer(request, snapshots, "")

    @app.get(
        "/ns.{ending}",
        tags=["linked data"],
        summary="The ontology in a format",
        responses={200: {"description": "RDF"}, **refused(404)},
        response_class=Response,
    )
    async def ontology_in(
        request: Request,
        ending: Annotated[str, Path(description="ttl, nt, jsonld or rdf", examples=["ttl"])],
    ) -> Response:
        """The ontology as a file."""
        return await _answer(request, snapshots, "", _media_type(ending))

    @app.get(
        "/ns/{term:path}",
        tags=["linked data"],
        summary="A code list, or one of its codes",
        responses=_RDF_ANSWER,
        response_class=Response,
    )
    async def term(
        request: Request,
        term: Annotated[
            str, Path(description="A code list, or code list and code", examples=["lifecycle/produktiv"])
        ],
    ) -> Response:
        """What is said about a code list with its codes, or about one code."""
        stem, dot, ending = term.rpartition(".")
        if dot and ending in _ENDINGS:
            return await _answer(request, snapshots, stem, _ENDINGS[ending])
        return await _answer(request, snapshots, term)

    @app.get(
        "/shapes",
        tags=["linked data"],
        summary="The SHACL shapes",
        responses={200: {"description": "The shapes", "content": {"text/turtle": {}}}},
        response_class=Response,
    )
    async def shapes(request: Request) -> Response:
        """The rules that data is checked against."""
        async with snapshots.lease() as snapshot:
            return represent(request, snapshot, shapes_text().encode(), "text/turtle")

    @app.get(
        "/api/v1/schemas/{name}.json",
        tags=["service"],
        summary="The JSON Schema of an answer",
        responses={
            200: {"description": "The schema", "content": {"application/schema+json": {}}},
            **refused(404),
        },
        response_class=Response,
    )
    async def schema(
        request: Request,
        name: Annotated[str, Path(description="The name of a schema", examples=["gap"])],
    ) -> Response:
        """What an answer is made of (JSON Schema 2020-12)."""
        async with snapshots.lease() as snapshot:
            return represent(request, snapshot, _schema(name), "application/schema+json")


async def _answer(
    request: Request, snapshots: CurrentSnapshot, term: str, media_type: str | None = None
) -> Response:
    described = _term(term) if term else None
    chosen = media_type or _negotiated(request)
    if chosen == HTML:
        return await _page(request, snapshots, term)
    body = _ontology(chosen) if described is None else _serialized(described, chosen)
    async with snapshots.lease() as snapshot:
        answer = represent(request, snapshot, body, chosen, [(GRU.removesuffix("#"), "describedby")])
    answer.headers["Vary"] = "Accept, Accept-Language"
    return answer


async def _page(request: Request, snapshots: CurrentSnapshot, term: str) -> Response:
    """The vocabulary, or a part of it, for people."""
    Parameters.of(request)
    page = Page.of(request)
    vocabulary = _vocabulary(term, page.lang)
    title = term_label(CONCEPT_BASE + term, page.lang) if term else texts(page.lang)["ns"]["title"]
    async with snapshots.lease() as snapshot:
        return page.render(
            "vocabulary.html",
            vocabulary=vocabulary,
            term=term,
            single="/" in term,
            title=title or term,
            address=f"/ns/{term}" if term else "/ns",
            snapshot=snapshot,
        )


@cache
def _vocabulary(term: str, lang: str) -> VocabularyPage:
    return term_page(term, lang) if term else vocabulary_page(lang)


def _negotiated(request: Request) -> str:
    """The format accepted best: a page for whoever prefers HTML, as browsers do, else RDF."""
    accept = ", ".join(request.headers.getlist("accept")) or None
    chosen = negotiation.choose(accept, [*_RDF, HTML])
    if chosen is None:
        raise NotAcceptable("accept-vocabulary", known=[*_RDF, HTML])
    return chosen


def _media_type(ending: str) -> str:
    if ending not in _ENDINGS:
        raise NotFound("ontology-format-unknown", known=[f".{known}" for known in _ENDINGS])
    return _ENDINGS[ending]


@cache
def _ontology(media_type: str) -> bytes:
    return _serialized(list(ontology_store()), media_type)


def _term(term: str) -> list[Quad]:
    """A code list with its codes, or a code."""
    if not _TERM.fullmatch(term):
        raise NotFound("term-unknown")
    store, node = ontology_store(), NamedNode(CONCEPT_BASE + term)
    quads = list(store.quads_for_pattern(node, None, None, None))
    if not quads:
        known = {q.subject.value for q in store if isinstance(q.subject, NamedNode)}
        names = [iri.removeprefix(CONCEPT_BASE) for iri in known if iri.startswith(CONCEPT_BASE)]
        raise NotFound("code-unknown", hint=did_you_mean(term, sorted(names)), code=term)
    for member in store.quads_for_pattern(None, _IN_SCHEME, node, None):
        quads.extend(store.quads_for_pattern(member.subject, None, None, None))
    return quads


def _serialized(quads: list[Quad], media_type: str) -> bytes:
    rdf_format: RdfFormat = _RDF[media_type]
    triples = sorted({quad.triple for quad in quads}, key=str)
    content = serialize(triples, format=rdf_format, prefixes=PREFIXES)
    assert content is not None  # without an output file the bytes are returned
    return content


def _schema(name: str) -> bytes:
    folder = resources.path("api", "schemas")
    known = sorted(file.stem for file in folder.glob("*.json"))
    if not _SCHEMA.fullmatch(name) or name not in known:
        raise NotFound("schema-unknown", hint=did_you_mean(name[:40], known), known=known)
    return (folder / f"{name}.json").read_bytes()
