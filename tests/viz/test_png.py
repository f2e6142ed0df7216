# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""The PNG is the picture, of the asked size, with the same bytes every time, and has limits."""

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from fontTools.ttLib import TTFont

from grundriss.errors import LimitExceeded, UsageError
from grundriss_viz.diagram import Diagram
from grundriss_viz.font import FILES, FOLDER, WEB_FILES
from grundriss_viz.landscape_map import landscape_map
from grundriss_viz.png import MOST_PIXELS, render
from grundriss_viz.svg import render as render_svg

SVG = "{http://www.w3.org/2000/svg}"
ROOT = Path(__file__).resolve().parents[2]
Size = Callable[[bytes], tuple[int, int]]


@pytest.fixture(scope="module")
def picture(made: Any, facts: Any, hostile: tuple[str, ...]) -> Diagram:
    items = [made.component(f"k{n}", name) for n, name in enumerate(hostile)]
    return landscape_map(made.state(items), today=facts.today)


def size(png: bytes) -> tuple[int, int]:
    """Width and height by the header (PNG 1.2, 11.2.2)."""
    assert png[:8] == b"\x89PNG\r\n\x1a\n" and png[12:16] == b"IHDR"
    return int.from_bytes(png[16:20], "big"), int.from_bytes(png[20:24], "big")


def test_it_is_as_large_as_asked(picture: Diagram) -> None:
    assert size(render(picture)) == (2 * picture.width, 2 * picture.height)
    assert size(render(picture, scale=1)) == (picture.width, picture.height)


def test_every_character_has_a_glyph_and_the_tooltip_has_the_whole_name(picture: Diagram) -> None:
    glyphs = TTFont(FOLDER / FILES["regular"]).getBestCmap().keys()
    assert {ord(c) for line in picture.text_lines() for c in line.text} <= glyphs
    node = next(node for node in picture.nodes if node.label == "漢字 und عربي")
    assert " ".join(line.text for line in node.lines) == "▯ und ▯"
    assert node.tooltip.startswith("漢字 und عربي")
    assert "漢字 und عربي" in {row[0] for row in picture.table.rows}
    assert sum("stehen als ▯ (in 1 Namen)" in note for note in picture.notes) == 1


def test_svg_and_png_show_the_same_text(picture: Diagram) -> None:
    shown = {element.text for element in ElementTree.fromstring(render_svg(picture)).iter(f"{SVG}text")}
    assert shown >= {line.text for line in picture.text_lines() if line.text}
    web = TTFont(FOLDER / WEB_FILES[400]).getBestCmap()
    assert ord("▯") in web


def test_the_same_diagram_gives_the_same_bytes(picture: Diagram) -> None:
    assert render(picture) == render(picture)


@pytest.mark.parametrize("scale", [0, -1, float("nan"), float("inf")])
def test_a_scale_that_is_none_is_refused(picture: Diagram, scale: float) -> None:
    with pytest.raises(UsageError):
        render(picture, scale=scale)


def test_a_picture_that_is_too_large_is_refused_before_it_is_painted(picture: Diagram) -> None:
    with pytest.raises(LimitExceeded, match=str(MOST_PIXELS // 1_000_000)):
        render(picture, scale=1e6)
    with pytest.raises(LimitExceeded):
        render(replace(picture, width=1e9, height=1e9))


def test_typst_is_imported_only_when_a_picture_is_painted() -> None:
    script = "import sys, grundriss_viz.formats, grundriss_viz.views; print('typst' in sys.modules)"
    paths = os.pathsep.join(str(ROOT / name) for name in (".", "api", "viz"))
    done = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": paths},
        check=True,
    )
    assert done.stdout.strip() == "False"
