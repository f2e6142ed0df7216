# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""Rows of text as an aligned table."""

from collections.abc import Sequence
from typing import Final

from grundriss.model.state_types import Item
from grundriss.plain_text import plain

__all__ = ["format_table", "named", "plain"]

_WIDEST: Final = 60


def format_table(header: Sequence[str], rows: Sequence[Sequence[str]], *, widest: int = _WIDEST) -> str:
    """A table with one line per row; cells are cut at `widest` columns and say so with an ellipsis.

    >>> print(format_table(["key", "label"], [["bundid", "BundID"]]))
    key     label
    ------  ------
    bundid  BundID
    """
    cells = [[_cut(plain(cell), widest) for cell in row] for row in [header, *rows]]
    widths = [max(len(row[column]) for row in cells) for column in range(len(header))]
    lines = [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in cells
    ]
    lines.insert(1, "  ".join("-" * width for width in widths))
    return "\n".join(lines)


def named(item: Item) -> str:
    """An element by its name and key; by its key alone where it has no name of its own.

    >>> named(Item("bundid", "", "Component", "BundID", "de")), named(Item("dep-1", "", "Uses", "dep-1", ""))
    ('BundID [bundid]', 'dep-1')
    """
    label = plain(item.label)
    return label if label == item.key else f"{label} [{item.key}]"


def _cut(text: str, widest: int) -> str:
    return text if len(text) <= widest else text[: widest - 1] + "…"
