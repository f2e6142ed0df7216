# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""How addresses describe themselves in the OpenAPI document (https://spec.openapis.org/oas/v3.1.1.html)."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

SCHEMAS: Final = "/api/v1/schemas/"
_DESCRIPTION: Final = (
    "Components, interfaces, standards, organisations, public services and their dependencies in German federal IT: "
    "as they are, as they are planned, and the gap between the two. Everything is read-only. Errors are problem "
    "documents (RFC 9457); answers carry an ETag and may be asked for with If-None-Match; data may be read from any "
    "origin. A state (WHEN) is `ist` (today), `soll` (the target), a plateau such as `P2025`, or a date, of which a "
    "year or month means its last day."
)
TAGS: Final = (
    ("elements", "Lists of elements, single elements, and the search for them"),
    ("analysis", "States, the gap between two of them, impact, paths and dependencies"),
    ("questions", "The competency questions and their answers"),
    ("views", "Pictures of the landscape, and the same as tables"),
    ("linked data", "What IRIs of the landscape and its vocabulary lead to"),
    ("SPARQL", "Queries by the SPARQL 1.1 Protocol"),
    ("service", "Whether the server is well"),
)
_PROBLEM: Final[dict[str, Any]] = {
    "type": "object",
    "title": "Problem document",
    "description": "RFC 9457, with how to fix it and where in the request the fault is.",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string", "format": "uri"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "hint": {"type": "string", "description": "How to fix it."},
        "setting": {"type": "string", "description": "The setting whose limit was reached."},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {
                    "detail": {"type": "string"},
                    "pointer": {"type": "string", "description": "A JSON Pointer, such as /query/state."},
                    "line": {"type": "integer"},
                    "column": {"type": "integer"},
                },
            },
        },
    },
}
_REFUSALS: Final = {
    400: "A parameter is unknown, given twice, or has a value that it cannot have",
    404: "There is no such element, collection, question or view",
    406: "None of the accepted formats is offered",
    410: "The cursor belongs to an older state of the landscape",
}

Described = dict[str, Any]


def parameter(name: str, description: str, example: object = None, **schema: object) -> Described:
    """A parameter of the query; a string unless the schema says otherwise."""
    described: Described = {
        "name": name,
        "in": "query",
        "description": description,
        "schema": {"type": "string", **schema},
    }
    return described if example is None else {**described, "example": example}


def named_examples(described: Described, examples: Mapping[str, str | int]) -> Described:
    """A parameter whose examples belong each to something that the address names, such as a question."""
    alone = {name: value for name, value in described.items() if name != "example"}
    return {**alone, "examples": {name: {"value": value} for name, value in examples.items()}}


def when(name: str, default: str, description: str = "The state") -> Described:
    """A parameter that is a WHEN."""
    return parameter(name, f"{description}: ist, soll, a plateau or a date", default, default=default)


LANG: Final = parameter("lang", "The language of labels", "de", enum=["de", "en"], default="de")


def names(parameters: Sequence[Described]) -> list[str]:
    """The names of parameters."""
    return [described["name"] for described in parameters]


def operation(parameters: Sequence[Described] = (), **more: object) -> Described:
    """What `openapi_extra` of a route holds."""
    return {"parameters": list(parameters), **more}


def answers(
    description: str, schema: str | None = None, media_type: str = "application/json", *refusals: int
) -> dict[int | str, Described]:
    """The responses of a route: what it gives, by the name of a schema in api/schemas, and what it refuses."""
    content: Described = {media_type: {"schema": {"$ref": f"{SCHEMAS}{schema}.json"} if schema else {}}}
    return {200: {"description": description, "content": content}, **refused(*refusals)}


def refused(*statuses: int) -> dict[int | str, Described]:
    """Problem documents by status."""
    problem = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    return {status: {"description": _REFUSALS[status], "content": problem} for status in statuses}


def install(app: FastAPI) -> None:
    """Let the application describe itself with tags and the schema of problem documents."""

    def document() -> dict[str, Any]:
        if not app.openapi_schema:
            described = get_openapi(
                title=app.title,
                version=app.version,
                summary=app.summary,
                description=_DESCRIPTION,
                routes=app.routes,
                tags=[{"name": name, "description": text} for name, text in TAGS],
                license_info={"name": "EUPL-1.2", "identifier": "EUPL-1.2"},
            )
            components = described.setdefault("components", {}).setdefault("schemas", {})
            components["Problem"] = _PROBLEM
            for path in described["paths"].values():
                for described_operation in path.values():
                    _without_422(described_operation)
            for unused in ("HTTPValidationError", "ValidationError"):
                components.pop(unused, None)
            app.openapi_schema = described
        return app.openapi_schema

    app.openapi = document  # type: ignore[method-assign]


def _without_422(described: Mapping[str, Any]) -> None:
    """FastAPI announces its own answer to wrong parameters; ours is a problem document with status 400."""
    described["responses"].pop("422", None)
