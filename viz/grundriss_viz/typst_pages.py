# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""PDF by Typst: a template of ours, and data that comes in as strings, which Typst sets as text and never runs.

It sets with our font and no other and reads nothing from outside; the same input gives the same bytes.
"""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from grundriss.errors import GrundrissError
from grundriss_viz.diagram import Diagram
from grundriss_viz.font import FOLDER
from grundriss_viz.svg import render as render_svg

_PADDING, _WIDEST = 4, 45
_WORD = 1.35
"""Columns share the width of the sheet in proportion, so a long word needs more than its letters to stay whole."""


def pages(template: Path, data: Mapping[str, object], pictures: Sequence[Diagram]) -> bytes:
    """The template with `data` (ready for JSON) and the SVG of each picture, as PDF."""
    import typst  # late: a library of 30 MB

    drawn = [render_svg(diagram, links=False, font=False) for diagram in pictures]
    try:
        compiler = typst.Compiler(
            root=FOLDER,
            font_paths=[FOLDER],
            ignore_system_fonts=True,
            sys_inputs={
                "data": json.dumps(data, ensure_ascii=False),
                "pictures": json.dumps(drawn, ensure_ascii=False),
            },
        )
        found = compiler.compile(template.read_bytes(), format="pdf", timestamp=0)
    except typst.TypstError as error:
        raise GrundrissError("picture-unpainted", reason=error.message) from error
    if not isinstance(found, bytes):
        raise GrundrissError("picture-in-pages")
    return found


def widths(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> list[int]:
    """What each column of a table needs, in letters: its longest cell up to a bound, at least its longest word."""
    return [_width(column) for column in zip(columns, *rows, strict=True)]


def _width(column: Sequence[str]) -> int:
    words = (round(_WORD * len(word)) for cell in column for word in cell.replace("/", "/ ").split())
    return _PADDING + min(max(max(map(len, column)), max(words, default=0)), _WIDEST)
