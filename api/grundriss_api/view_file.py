# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""A view as a file in every format of drawing, or its facts as JSON. What writes one is imported when it does."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Final

from grundriss.model.state_types import Json
from grundriss.store.snapshot import Snapshot
from grundriss_api import landscape
from grundriss_api.representation import encoded
from grundriss_viz.formats import FORMATS

if TYPE_CHECKING:
    from grundriss_viz.diagram import Diagram

MEDIA_TYPES: Final[Mapping[str, str]] = {
    **{known.ending: known.media_type.partition(";")[0] for known in FORMATS.values()},
    "json": "application/json",
}
DOWNLOADS: Final[Mapping[str, tuple[str, ...]]] = {
    "picture": ("svg", "png", "pdf"),
    "table": ("csv", "xlsx", "md"),
    "programs": ("drawio", "mmd", "puml", "dot", "graphml", "cyjs", "json"),
}
"""The files of a view by what they are for, as pages offer them."""


def list_of_views(lang: str) -> list[Json]:
    """Every view with its title, parameters and files."""
    from grundriss_viz.views import VIEWS

    return [
        {
            "key": view.key,
            "title": view.title(lang),
            "lang": lang,
            "parameters": [
                {"name": p.name, "kind": p.kind, "default": p.default, "choices": list(p.choices)}
                for p in view.parameters
            ],
            "files": {ending: f"/views/{view.key}.{ending}" for ending in MEDIA_TYPES},
        }
        for view in VIEWS.values()
    ]


def view_file(snapshot: Snapshot, key: str, ending: str, asked: Mapping[str, str | int]) -> bytes:
    """The view in the format of an ending; `asked` as `pictures.options` gives it.

    Raises NotFound for an unknown view or element and UsageError for a value that a parameter cannot have.
    """
    if ending == "svg":
        return landscape.picture(snapshot, key, **asked).encode()
    write = _WRITERS[ending] if ending in _WRITERS else FORMATS[ending].render
    return write(landscape.diagram(snapshot, key, **asked))


def _json(diagram: "Diagram") -> bytes:
    return encoded(
        {
            "key": diagram.key,
            "title": diagram.title,
            "subtitle": diagram.subtitle,
            "summary": diagram.summary,
            "lang": diagram.lang,
            "notes": list(diagram.notes),
            "legend": [{"label": e.label, "count": e.count, "status": e.status} for e in diagram.legend],
            "groups": [
                {
                    "key": group.key,
                    "label": group.label,
                    "count": group.count,
                    "level": group.level,
                    "parent": group.parent,
                }
                for group in diagram.groups
            ],
            "nodes": [
                {
                    "key": node.key,
                    "label": node.label,
                    "status": node.status,
                    "group": node.group,
                    "href": node.href,
                    "members": list(node.members),
                }
                for node in diagram.nodes
            ],
            "edges": [
                {
                    "source": edge.source,
                    "target": edge.target,
                    "type": edge.type,
                    "status": edge.status,
                    "relations": list(edge.relations),
                }
                for edge in diagram.edges
            ],
            "table": {
                "columns": list(diagram.table.columns),
                "rows": [list(row) for row in diagram.table.rows],
            },
        }
    )


_WRITERS: Final[Mapping[str, Callable[["Diagram"], bytes]]] = {"json": _json}
