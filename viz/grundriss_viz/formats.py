# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""The formats that a diagram can be written in, by the ending of a file. What writes one is imported when it does."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import Final

from grundriss.exporters.text_table import CSV, csv_file
from grundriss_viz.diagram import Diagram


@dataclass(frozen=True, slots=True)
class Format:
    """A format: the ending of its files, its media type, and what writes it.

    A `binary` format is not written to a terminal.
    """

    ending: str
    media_type: str
    render: Callable[[Diagram], bytes]
    binary: bool = False


_NOTHING: Final = "–"
"""What stands in the table of a picture where there is nothing: an empty cell in a file."""


def _table(diagram: Diagram) -> bytes:
    rows = (["" if cell == _NOTHING else cell for cell in row] for row in diagram.table.rows)
    return csv_file(diagram.table.columns, rows)


def _svg(diagram: Diagram) -> bytes:
    from grundriss_viz.svg import render

    return render(diagram).encode()


def _in(module: str, function: str = "render") -> Callable[[Diagram], bytes]:
    """What writes a format, by its module in this package."""

    def render(diagram: Diagram) -> bytes:
        write: Callable[[Diagram], bytes] = getattr(import_module(f"grundriss_viz.{module}"), function)
        return write(diagram)

    return render


FORMATS: Final[Mapping[str, Format]] = {
    known.ending: known
    for known in (
        Format("svg", "image/svg+xml", _svg),
        Format("png", "image/png", _in("png"), binary=True),
        Format("pdf", "application/pdf", _in("exports.pdf"), binary=True),
        Format("csv", CSV, _table),
        Format(
            "xlsx",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            _in("exports.workbook"),
            binary=True,
        ),
        Format("md", "text/markdown; charset=utf-8", _in("exports.markdown")),
        Format("dot", "text/vnd.graphviz; charset=utf-8", _in("exports.dot")),
        Format("mmd", "text/vnd.mermaid; charset=utf-8", _in("exports.mermaid")),
        Format("puml", "text/vnd.plantuml; charset=utf-8", _in("exports.plantuml")),
        Format("drawio", "application/vnd.jgraph.mxfile", _in("exports.drawio")),
        Format("graphml", "application/graphml+xml", _in("exports.graph_data", "graphml")),
        Format("cyjs", "application/vnd.cytoscape+json", _in("exports.graph_data", "cytoscape")),
    )
}
"""Every format by the ending of its files."""
