# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""Tables out: CSV (RFC 4180, but lines end with LF) that no spreadsheet runs, and Markdown that shows text as text."""

import csv
import io
from typing import Final

from grundriss.exporters.cell_guard import guarded
from grundriss.model.answer_table import Table
from grundriss.model.plain_text import plain

_MARKUP: Final = frozenset("\\`*_[]<>|#~&")


def csv_text(table: Table) -> str:
    """The table for machines: header by JSON name, elements by key."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(table.columns)
    writer.writerows([guarded(cell) for cell in row] for row in table.coded())
    return out.getvalue()


def markdown_text(table: Table) -> str:
    """The table for people, with its title as a heading."""
    lines = [table.header(), ("---",) * len(table.columns), *table.worded()]
    rows = [f"| {' | '.join(cells)} |" for cells in _escaped_rows(lines)]
    return "\n".join([f"## {_escaped(table.title)}", "", *rows, ""])


def _escaped_rows(lines: list[tuple[str, ...]]) -> list[list[str]]:
    return [
        list(cells) if place == 1 else [_escaped(cell) for cell in cells] for place, cells in enumerate(lines)
    ]


def _escaped(text: str) -> str:
    """Text that Markdown shows as it is: no markup, no link, no new line or cell, nothing that turns the direction."""
    return "".join(f"\\{c}" if c in _MARKUP else c for c in plain(text))
