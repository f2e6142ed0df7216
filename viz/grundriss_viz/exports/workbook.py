# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""The table behind a diagram as an Excel workbook: every cell a text, no formula, no link; always the same bytes."""

import io
from datetime import UTC, datetime
from typing import Final

from grundriss_viz.diagram import Diagram
from grundriss_viz.typesetting import clean

_WIDEST: Final = 60
_LONGEST_CELL: Final = 32_767
"""The most characters that a cell can hold (Excel's specifications and limits)."""
_MADE: Final = datetime(2000, 1, 1, tzinfo=UTC)


def render(diagram: Diagram) -> bytes:
    """A workbook of two sheets: the table, and what stands around the picture."""
    import xlsxwriter  # late: only who asks for a workbook pays for it

    out = io.BytesIO()
    book = xlsxwriter.Workbook(
        out,
        {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        },
    )
    book.set_properties({"title": clean(diagram.title)[:255], "created": _MADE})
    strong, wrapped = book.add_format({"bold": True}), book.add_format({"text_wrap": True, "valign": "top"})
    german = diagram.lang == "de"
    sheet = book.add_worksheet("Tabelle" if german else "Table")
    rows = [[clean(cell)[:_LONGEST_CELL] for cell in row] for row in diagram.table.rows]
    columns = [clean(name) for name in diagram.table.columns]
    for place, name in enumerate(columns):
        sheet.write_string(0, place, name, strong)
        longest = max((len(row[place]) for row in rows), default=0)
        sheet.set_column(place, place, min(max(longest, len(name)) + 2, _WIDEST))
    for number, row in enumerate(rows, 1):
        for place, cell in enumerate(row):
            sheet.write_string(number, place, cell, wrapped)
    sheet.freeze_panes(1, 0)
    if rows:
        sheet.autofilter(0, 0, len(rows), len(columns) - 1)
    about = book.add_worksheet("Über" if german else "About")
    about.set_column(0, 0, _WIDEST * 2)
    texts = (diagram.title, diagram.subtitle, diagram.summary, *diagram.notes, diagram.footer)
    for number, text in enumerate(text for text in texts if text):
        about.write_string(number, 0, clean(text)[:_LONGEST_CELL], strong if number == 0 else wrapped)
    book.close()
    return out.getvalue()
