# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""The address of the SPARQL endpoint."""

from typing import Any, Final

from fastapi import FastAPI, Request
from starlette.responses import Response

from grundriss_api.api_description import parameter
from grundriss_api.snapshot_places import PLACE
from grundriss_api.sparql_endpoint import SparqlEndpoint

_PARAMETERS: Final = [
    parameter("query", "A SPARQL 1.1 query", "ASK { ?s ?p ?o }"),
    parameter("default-graph-uri", "The default graph, instead of everything; several are merged"),
    parameter("named-graph-uri", "A named graph that GRAPH may read"),
    parameter("format", "json, xml, csv, tsv, ttl, nt, jsonld, rdf or html; wins over Accept"),
    *PLACE,
]
_BODY: Final[dict[str, Any]] = {
    "required": True,
    "content": {
        "application/sparql-query": {"schema": {"type": "string"}},
        "application/x-www-form-urlencoded": {
            "schema": {"type": "object", "required": ["query"], "properties": {"query": {"type": "string"}}}
        },
    },
}


def add(app: FastAPI, endpoint: SparqlEndpoint) -> None:
    """Add the address to the application."""

    @app.get(
        "/sparql",
        tags=["SPARQL"],
        summary="A SPARQL query",
        openapi_extra={"parameters": _PARAMETERS},
        response_class=Response,
    )
    async def query(request: Request) -> Response:
        """A query by the SPARQL 1.1 Protocol; for browsers a form, and results as a page."""
        return await endpoint.answer(request)

    @app.post(
        "/sparql",
        tags=["SPARQL"],
        summary="A SPARQL query in the body",
        openapi_extra={"requestBody": _BODY},
        response_class=Response,
    )
    async def query_by_post(request: Request) -> Response:
        """A query by the SPARQL 1.1 Protocol, in the body of the request."""
        return await endpoint.answer(request)
