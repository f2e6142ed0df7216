# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""Tables out: CSV (RFC 4180, but lines end with LF) that no spreadsheet runs, Markdown, and lists as JSON."""

import csv
import io
import json
from collections.abc import Sequence
from pathlib import Path
from typing import BinaryIO, Final

from grundriss.exporters.cell_guard import guarded
from grundriss.model.answer_table import Table, item_table
from grundriss.model.plain_text import plain
from grundriss.model.state_types import Item
from grundriss.store.durable import write_durably

FORMATS: Final = ("csv", "json")

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
    header = table.header()
    lines = [header, ("---",) * len(header), *table.worded()]
    rows = [f"| {' | '.join(cells)} |" for cells in _escaped_rows(lines)]
    return "\n".join([f"## {_escaped(table.title)}", "", *rows, ""])


def _escaped_rows(lines: list[tuple[str, ...]]) -> list[list[str]]:
    return [
        list(cells) if place == 1 else [_escaped(cell) for cell in cells] for place, cells in enumerate(lines)
    ]


def _escaped(text: str) -> str:
    """Text that Markdown shows as it is: no markup, no link, no new line or cell, nothing that turns the direction."""
    return "".join(f"\\{c}" if c in _MARKUP else c for c in plain(text))


def write_items(
    title: str, items: Sequence[Item], name: str, target: Path | BinaryIO, lang: str = "de"
) -> None:
    """Write elements as CSV or as the JSON of a list (SURFACES §2). A file is written whole or not at all."""
    if name == "csv":
        text = csv_text(item_table(title, items, lang))
    else:
        found = {"items": [item.to_dict() for item in items], "next": None, "total": len(items)}
        text = json.dumps(found, ensure_ascii=False, indent=2) + "\n"
    if isinstance(target, Path):
        write_durably(target, [text.encode()])
    else:
        target.write(text.encode())
