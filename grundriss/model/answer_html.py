# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""Answers as HTML tables for notebooks: every text is escaped, nothing of the data becomes markup."""

from collections.abc import Iterable
from html import escape
from itertools import islice
from typing import Final

from grundriss.model.answer_table import table
from grundriss.plain_text import plain

MOST_ROWS: Final = 200
_MORE: Final = {"de": "… und {} weitere Zeilen", "en": "… and {} more rows"}
_NOTHING: Final = {"de": "Keine Treffer.", "en": "Nothing found."}


def html_table(answer: object, lang: str = "de") -> str:
    """The answer as a table with a caption; what is cut after 200 rows is said.

    Raises TypeError for what is no answer.
    """
    shown = table(answer, lang)
    body = [_row("td", cells) for cells in islice(shown.worded(), MOST_ROWS)]
    hidden = len(shown.rows) - len(body)
    note = getattr(answer, "note", None) or ("" if body else _NOTHING[lang])
    foot = [note] if note else []
    foot += [_MORE[lang].format(hidden)] if hidden else []
    return "".join(
        [
            f'<table lang="{lang}"><caption>{_text(shown.title)}</caption>',
            f"<thead>{_row('th', shown.header())}</thead>",
            f"<tbody>{''.join(body)}</tbody></table>",
            *(f"<p>{_text(line)}</p>" for line in foot),
        ]
    )


def _row(tag: str, cells: Iterable[str]) -> str:
    return f"<tr>{''.join(f'<{tag}>{_text(cell)}</{tag}>' for cell in cells)}</tr>"


def _text(text: str) -> str:
    return escape(plain(text), quote=True)
