# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""The formats that a diagram can be written in, by the ending of a file."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from grundriss.exporters.text_table import CSV, csv_file
from grundriss_viz import png, svg
from grundriss_viz.diagram import Diagram


@dataclass(frozen=True, slots=True)
class Format:
    """A format: the ending of its files, its media type, and what writes it."""

    ending: str
    media_type: str
    render: Callable[[Diagram], bytes]


_NOTHING: Final = "–"
"""What stands in the table of a picture where there is nothing: an empty cell in a file."""


def _table(diagram: Diagram) -> bytes:
    rows = (["" if cell == _NOTHING else cell for cell in row] for row in diagram.table.rows)
    return csv_file(diagram.table.columns, rows)


FORMATS: Final[Mapping[str, Format]] = {
    known.ending: known
    for known in (
        Format("svg", svg.MEDIA_TYPE, lambda diagram: svg.render(diagram).encode()),
        Format("png", png.MEDIA_TYPE, png.render),
        Format("csv", CSV, _table),
    )
}
"""Every format by the ending of its files."""
