# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""Tables as CSV: RFC 4180 in UTF-8 with a byte order mark, by which spreadsheets know it; no cell is a formula."""

from collections.abc import Iterable, Sequence
from typing import Final

from grundriss.exporters.text_table import CRLF, csv_rows

MEDIA_TYPE: Final = "text/csv; charset=utf-8"


def csv_text(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """The table as it is sent.

    >>> csv_text(["a"], [["=1+1"]])
    b"\\xef\\xbb\\xbfa\\r\\n'=1+1\\r\\n"
    """
    return csv_rows(columns, rows, CRLF).encode("utf-8-sig")
