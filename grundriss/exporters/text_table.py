# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""Rows of text as CSV (RFC 4180) that no spreadsheet runs, and as Markdown that shows text as text.

CSV has two forms and no third: a file or a download begins with a byte order mark, by which spreadsheets know UTF-8,
and its lines end with CR LF; what goes to a terminal or a pipe has neither, since the programs there take both for
data.
"""

import codecs
import csv
import io
from collections.abc import Iterable, Sequence
from typing import Final

from grundriss.exporters.cell_guard import guarded
from grundriss.plain_text import plain

CSV: Final = "text/csv; charset=utf-8"
"""The media type."""

_MARKUP: Final = frozenset("\\`*_[]<>|#~&")


def csv_rows(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """The table as CSV for a terminal or a pipe; cells that a spreadsheet would take for formulas are guarded.

    >>> csv_rows(["a", "b"], [["=1+1", "x, y"]])
    'a,b\\n\\'=1+1,"x, y"\\n'
    """
    return _csv(header, rows, "\n")


def csv_file(header: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """The same as a file.

    >>> csv_file(["a"], [["=1+1"]])
    b"\\xef\\xbb\\xbfa\\r\\n'=1+1\\r\\n"
    """
    return _csv(header, rows, "\r\n").encode("utf-8-sig")


def as_stream(file: bytes) -> bytes:
    """A CSV file as it goes to a terminal or a pipe; what is no CSV stays as it is."""
    if not file.startswith(codecs.BOM_UTF8):
        return file
    return file.removeprefix(codecs.BOM_UTF8).replace(b"\r\n", b"\n")


def _csv(header: Sequence[str], rows: Iterable[Sequence[str]], line_end: str) -> str:
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
