# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""Rows of text as CSV (RFC 4180) that no spreadsheet runs, and as Markdown that shows text as text."""

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Final

from grundriss.exporters.cell_guard import guarded
from grundriss.plain_text import plain

CRLF: Final = "\r\n"
"""How lines of CSV end where the media type text/csv is promised; on a terminal they end with LF."""

_MARKUP: Final = frozenset("\\`*_[]<>|#~&")


def csv_rows(header: Sequence[str], rows: Iterable[Sequence[str]], line_end: str = "\n") -> str:
    """The table as CSV; cells that a spreadsheet would take for formulas are guarded.

    >>> csv_rows(["a", "b"], [["=1+1", "x, y"]])
    'a,b\\n\\'=1+1,"x, y"\\n'
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator=line_end)
    writer.writerow(header)
    writer.writerows([guarded(cell) for cell in row] for row in rows)
    return out.getvalue()


def markdown_rows(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """The table as Markdown (GitHub's tables).

    >>> print(markdown_rows(["a"], [["x|y"]]))
    | a |
    | --- |
    | x\\|y |
    """
    lines = [escaped_markdown(cells) for cells in [header, *rows]]
    lines.insert(1, ["---"] * len(header))
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def escaped_markdown(cells: Iterable[str]) -> list[str]:
    """Texts that Markdown shows as they are: no markup, no link, no new line or cell, nothing that turns direction."""
    return ["".join(f"\\{c}" if c in _MARKUP else c for c in plain(text)) for text in cells]
