# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""A diagram as PDF: the picture fitted to a sheet as vectors, then its summary, notes and table; tagged for readers.

The same diagram gives the same bytes. Typst sets it with our font and no other, and reads nothing from outside.
"""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from grundriss.errors import GrundrissError, UsageError
from grundriss_viz.diagram import Diagram
from grundriss_viz.font import FOLDER
from grundriss_viz.svg import render as render_svg
from grundriss_viz.typesetting import clean

MEDIA_TYPE: Final = "application/pdf"
PAPERS: Final = ("a4", "a3", "a1", "a0")
"""The sheets that can be asked for, all landscape."""

_SHEET: Final = Path(__file__).with_name("sheet.typ")
_PADDING, _WIDEST = 4, 45


def render(diagram: Diagram, paper: str = "a3") -> bytes:
    """The picture on one sheet, and its table on as many as it takes; UsageError for an unknown paper."""
    import typst  # late: a library of 30 MB

    check_paper(paper)
    try:
        compiler = typst.Compiler(
            root=FOLDER,
            font_paths=[FOLDER],
            ignore_system_fonts=True,
            sys_inputs={
                "picture": render_svg(diagram, links=False, font=False),
                "data": json.dumps(_data(diagram, paper), ensure_ascii=False),
            },
        )
        found = compiler.compile(_SHEET.read_bytes(), format="pdf", timestamp=0)
    except typst.TypstError as error:
        raise GrundrissError("picture-unpainted", reason=error.message) from error
    if not isinstance(found, bytes):
        raise GrundrissError("picture-in-pages")
    return found


def check_paper(paper: str) -> None:
    """Raise UsageError for a paper that there is not."""
    if paper not in PAPERS:
        raise UsageError("paper-unknown", paper=paper, known=PAPERS)


def _data(diagram: Diagram, paper: str) -> dict[str, object]:
    rows = [[clean(cell) for cell in row] for row in diagram.table.rows]
    columns = [clean(name) for name in diagram.table.columns]
    widths = [_width(column) for column in zip(columns, *rows, strict=True)]
    return {
        "title": clean(diagram.title),
        "subtitle": clean(diagram.subtitle),
        "summary": clean(diagram.summary),
        "notes": [clean(note) for note in diagram.notes],
        "footer": clean(diagram.footer),
        "lang": diagram.lang,
        "paper": paper,
        "columns": columns,
        "rows": rows,
        "widths": widths,
    }


def _width(column: Sequence[str]) -> int:
    """What a column needs, in letters: its longest cell up to a bound, and never less than its longest word."""
    words = (len(word) for cell in column for word in cell.replace("/", "/ ").split())
    return _PADDING + max(min(max(map(len, column)), _WIDEST), min(max(words, default=0), _WIDEST))
