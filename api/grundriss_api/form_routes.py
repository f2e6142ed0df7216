# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""The form that a data schema of FIM describes: as a tree, as a JSON Schema, as a SHACL shape."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Final

from fastapi import FastAPI, Path, Request
from pyoxigraph import NamedNode
from starlette.responses import Response

from grundriss.messages import LANGUAGES
from grundriss.store.snapshot import Snapshot
from grundriss_api.api_description import LANG, answers, names, operation
from grundriss_api.computed import Computed
from grundriss_api.element_address import element_in
from grundriss_api.parameters import Parameters
from grundriss_api.representation import encoded, represent
from grundriss_api.snapshot_cache import SnapshotCache
from grundriss_api.snapshot_places import PLACE, SnapshotPlaces

_ASKED: Final = (*PLACE, LANG)
_SCHEMA: Final = "fim/schema"
Key = Annotated[
    str,
    Path(description="A data schema, in its newest version, or one version of it: key, slash, version"),
]


@dataclass(frozen=True, slots=True)
class _Form:
    """A way of writing a form: the end of its address, its media type, what it is, and how it is made."""

    name: str
    media_type: str
    summary: str
    description: str
    written: Callable[[Snapshot, NamedNode, str], bytes]


def _tree(snapshot: Snapshot, node: NamedNode, lang: str) -> bytes:
    from grundriss.fim.schema_tree import schema_tree

    return encoded(schema_tree(snapshot, node, lang).to_dict())


def _json_schema(snapshot: Snapshot, node: NamedNode, lang: str) -> bytes:
    from grundriss.fim.json_schema import json_schema

    return encoded(json_schema(snapshot, node, lang))


def _shape(snapshot: Snapshot, node: NamedNode, lang: str) -> bytes:
    from grundriss.fim.shacl_shape import shacl_shape

    return shacl_shape(snapshot, node, lang).encode()


_FORMS: Final = (
    _Form(
        "tree",
        "application/json",
        "The form of a data schema as a tree",
        "Sections and fields in their order, and how often each is to be given.",
        _tree,
    ),
    _Form(
        "json-schema",
        "application/schema+json",
        "The form of a data schema as a JSON Schema",
        "The JSON Schema that a filled-in form is checked by. What it cannot say stands in $comment.",
        _json_schema,
    ),
    _Form(
        "shape",
        "text/turtle",
        "The form of a data schema as a SHACL shape",
        "The SHACL shape that a filled-in form is checked by. What it cannot say stands in rdfs:comment.",
        _shape,
    ),
)


def add(app: FastAPI, places: SnapshotPlaces, cache: SnapshotCache) -> None:
    """Add the addresses to the application."""
    written: Computed[bytes] = Computed()
    for form in _FORMS:
        _add(app, form, places, cache, written)


def _add(
    app: FastAPI, form: _Form, places: SnapshotPlaces, cache: SnapshotCache, written: Computed[bytes]
) -> None:
    @app.get(
        f"/api/v1/data-schemas/{{key:path}}/{form.name}",
        name=f"form_{form.name.replace('-', '_')}",
        tags=["analysis"],
        summary=form.summary,
        description=form.description,
        openapi_extra=operation(_ASKED),
        responses=answers(form.summary, None, form.media_type, 400, 404),
    )
    async def answer(request: Request, key: Key) -> Response:
        asked = Parameters.of(request, names(_ASKED))
        lang = asked.one_of("lang", "de", LANGUAGES)
        async with places.lease(asked) as snapshot:
            node = await element_in(snapshot, cache, _SCHEMA, key)
            body = await written.get(
                snapshot, (form.name, node.value, lang), lambda of: form.written(of, node, lang)
            )
            return represent(request, snapshot, body, form.media_type)
