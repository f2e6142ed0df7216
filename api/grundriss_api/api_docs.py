# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""`/docs`: the OpenAPI document as a page, without scripts and from this server alone."""

from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode

from fastapi import FastAPI, Request
from starlette.responses import Response

from grundriss_api.api_docs_words import in_language, marked, paragraphs
from grundriss_api.pages import Page
from grundriss_api.parameters import Parameters

_PROBLEM: Final = "application/problem+json"


@dataclass(frozen=True, slots=True)
class DescribedParameter:
    """A parameter: where it stands, what it may be, and an example; `shown` is that, or one with what it is of."""

    name: str
    place: str
    description: str
    kind: str
    default: str
    example: str
    shown: str


@dataclass(frozen=True, slots=True)
class DescribedOperation:
    """A method of an address; `example` is an address that can be opened, for those that can."""

    name: str
    method: str
    path: str
    summary: str
    description: tuple[str, ...]
    parameters: tuple[DescribedParameter, ...]
    responses: tuple[tuple[str, str, str], ...]
    example: str | None


@dataclass(frozen=True, slots=True)
class Section:
    """The operations of a tag; `name` is what it is called, `key` what the document calls it."""

    key: str
    name: str
    description: str
    operations: tuple[DescribedOperation, ...]


def add(app: FastAPI) -> None:
    """Add the page to the application."""

    @app.get("/docs", include_in_schema=False)
    async def docs(request: Request) -> Response:
        Parameters.of(request)
        page = Page.of(request)
        described = app.openapi()
        return page.render(
            "docs.html",
            description=in_language(described["info"]["description"], page.lang),
            sections=sections(described, page.lang),
            marked=marked,
        )


def sections(described: dict[str, Any], lang: str) -> tuple[Section, ...]:
    """The operations of an OpenAPI document by tag, in the document's order, told in a language."""
    operations = [
        (operation.get("tags", [""])[0], _operation(method, path, operation, lang))
        for path, methods in described["paths"].items()
        for method, operation in methods.items()
    ]
    found = (
        Section(
            tag["name"].replace(" ", "-"),
            in_language(tag["name"], lang),
            in_language(tag["description"], lang),
            tuple(o for name, o in operations if name == tag["name"]),
        )
        for tag in described.get("tags", [])
    )
    return tuple(section for section in found if section.operations)


def _operation(method: str, path: str, described: dict[str, Any], lang: str) -> DescribedOperation:
    parameters = tuple(_parameter(one, lang) for one in described.get("parameters", []))
    return DescribedOperation(
        name=described["operationId"],
        method=method.upper(),
        path=path,
        summary=in_language(described.get("summary", ""), lang),
        description=tuple(in_language(p, lang) for p in paragraphs(described.get("description", ""))),
        parameters=parameters,
        responses=tuple(_response(status, one, lang) for status, one in described["responses"].items()),
        example=_example(path, parameters) if method == "get" else None,
    )


def _parameter(described: dict[str, Any], lang: str) -> DescribedParameter:
    schema = described.get("schema", {})
    kind = " | ".join(schema["enum"]) if "enum" in schema else str(schema.get("type", ""))
    if "minimum" in schema:
        kind = f"{schema['minimum']} … {schema.get('maximum', '')}".rstrip()
    example = str((schema.get("examples") or [described.get("example", "")])[0])
    of, named = next(iter(described.get("examples", {}).items()), ("", None))
    return DescribedParameter(
        name=described["name"],
        place=described["in"],
        description=in_language(described.get("description", ""), lang),
        kind=kind,
        default=str(schema.get("default", "")),
        example=example,
        shown=f"{named['value']} ({of})" if named else example,
    )


def _response(status: str, described: dict[str, Any], lang: str) -> tuple[str, str, str]:
    return (
        status,
        in_language(described.get("description", ""), lang),
        ", ".join(described.get("content", {})),
    )


def _example(path: str, parameters: tuple[DescribedParameter, ...]) -> str | None:
    """None where a part of the address has no example: the packaged landscape has nothing of that kind."""
    for parameter in parameters:
        if parameter.place == "path":
            if not parameter.example:
                return None
            path = path.replace(f"{{{parameter.name}}}", parameter.example).replace(
                f"{{{parameter.name}:path}}", parameter.example
            )
    fields = {p.name: p.example for p in parameters if p.place == "query" and p.example and not p.default}
    return f"{path}?{urlencode(fields)}" if fields else path
