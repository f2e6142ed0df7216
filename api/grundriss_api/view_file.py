# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""A view as a file: drawn, or its facts as a table or as JSON. Drawing is imported late: nothing else needs it."""

import csv
import io
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Final

from grundriss.exporters.cell_guard import guarded
from grundriss.model.state_types import Json
from grundriss.store.snapshot import Snapshot
from grundriss_api import landscape
from grundriss_api.representation import encoded

if TYPE_CHECKING:
    from grundriss_viz.diagram import Diagram

MEDIA_TYPES: Final[Mapping[str, str]] = {
    "svg": "image/svg+xml",
    "csv": "text/csv",
    "json": "application/json",
}


def parameters_of(key: str) -> list[str]:
    """The names of a view's parameters. Raises NotFound for an unknown view."""
    from grundriss_viz.views import definition

    return [parameter.name for parameter in definition(key).parameters]


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


def view_file(
    snapshot: Snapshot, key: str, ending: str, given: Mapping[str, str], depth: int | None
) -> bytes:
    """The view in the format of an ending.

    Raises NotFound for an unknown view or element and UsageError for a value that a parameter cannot have.
    """
    if ending == "svg" and set(given) == {"lang"} and given["lang"] == "de":
        return landscape.picture(snapshot, key).encode()
    from grundriss_viz.views import draw

    asked: dict[str, Any] = {"from_" if name == "from" else name: value for name, value in given.items()}
    if depth is not None:
        asked["depth"] = depth
    return _WRITERS[ending](draw(key, snapshot, **asked))


def _svg(diagram: "Diagram") -> bytes:
    from grundriss_viz.svg import render

    return render(diagram).encode()


def _csv(diagram: "Diagram") -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(diagram.table.columns)
    for row in diagram.table.rows:
        writer.writerow([guarded(cell) for cell in row])
    return out.getvalue().encode()


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


_WRITERS: Final[Mapping[str, Callable[["Diagram"], bytes]]] = {"svg": _svg, "csv": _csv, "json": _json}
