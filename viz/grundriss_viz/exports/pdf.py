# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""A diagram as PDF: the picture fitted to a sheet as vectors, then its summary, notes and table; tagged for readers."""

from pathlib import Path
from typing import Final

from grundriss.errors import UsageError
from grundriss_viz.diagram import Diagram
from grundriss_viz.typesetting import clean
from grundriss_viz.typst_pages import pages, widths

PAPERS: Final = ("a4", "a3", "a1", "a0")
"""The sheets that can be asked for, all landscape."""

_SHEET: Final = Path(__file__).with_name("sheet.typ")


def render(diagram: Diagram, paper: str = "a3") -> bytes:
    """The picture on one sheet, and its table on as many as it takes; UsageError for an unknown paper."""
    check_paper(paper)
    rows = [[clean(cell) for cell in row] for row in diagram.table.rows]
    columns = [clean(name) for name in diagram.table.columns]
    data = {
        "title": clean(diagram.title),
        "subtitle": clean(diagram.subtitle),
        "summary": clean(diagram.summary),
        "notes": [clean(note) for note in diagram.notes],
        "footer": clean(diagram.footer),
        "lang": diagram.lang,
        "paper": paper,
        "columns": columns,
        "rows": rows,
        "widths": widths(columns, rows),
    }
    return pages(_SHEET, data, [diagram])


def check_paper(paper: str) -> None:
    """Raise UsageError for a paper that there is not."""
    if paper not in PAPERS:
        raise UsageError("paper-unknown", paper=paper, known=PAPERS)
