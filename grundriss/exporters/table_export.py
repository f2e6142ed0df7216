# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""Answers out as CSV and Markdown, and lists of elements as CSV and JSON."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import BinaryIO, Final

from grundriss.exporters.text_table import csv_file, csv_rows, escaped_markdown, markdown_rows
from grundriss.model.answer_table import Table, item_table
from grundriss.model.state_types import Item
from grundriss.store.durable import write_durably

FORMATS: Final = ("csv", "json")


def csv_text(table: Table) -> str:
    """The table for machines, to a terminal or a pipe: header by JSON name, elements by key."""
    return csv_rows(table.columns, table.coded())


def csv_bytes(table: Table) -> bytes:
    """The same as a file."""
    return csv_file(table.columns, table.coded())


def markdown_text(table: Table) -> str:
    """The table for people, with its title as a heading."""
    (title,) = escaped_markdown([table.title])
    return f"## {title}\n\n{markdown_rows(table.header(), table.worded())}\n"


def write_items(
    title: str, items: Sequence[Item], name: str, target: Path | BinaryIO, lang: str = "de"
) -> None:
    """Write elements as CSV or as the JSON of a list (SURFACES §2). A file is written whole or not at all."""
    if name == "csv":
        shown = item_table(title, items, lang)
        content = csv_bytes(shown) if isinstance(target, Path) else csv_text(shown).encode()
    else:
        found = {"items": [item.to_dict() for item in items], "next": None, "total": len(items)}
        content = (json.dumps(found, ensure_ascii=False, indent=2) + "\n").encode()
    if isinstance(target, Path):
        write_durably(target, [content])
    else:
        target.write(content)
