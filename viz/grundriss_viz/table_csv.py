# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""The table of a diagram as CSV (RFC 4180), harmless to spreadsheets.

A cell that begins with one of = + - @, tab or carriage return is run as a formula by some programs; it gets an
apostrophe before it (OWASP, CSV Injection).
"""

import csv
import io
from typing import Final

from grundriss_viz.diagram import Table

MEDIA_TYPE: Final = "text/csv; charset=utf-8"
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


def render(table: Table) -> str:
    """The table with its header.

    >>> render(Table(("a", "b"), (("=1+1", "x"),)))
    "a,b\\r\\n'=1+1,x\\r\\n"
    """
    written = io.StringIO()
    writer = csv.writer(written)
    for row in (table.columns, *table.rows):
        writer.writerow([harmless(cell) for cell in row])
    return written.getvalue()


def harmless(cell: str) -> str:
    """The cell, with an apostrophe where a spreadsheet would take it for a formula."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell
