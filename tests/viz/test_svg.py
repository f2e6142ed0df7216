# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""The SVG is well-formed, harmless, accessible, and the same bytes every time."""

import base64
import hashlib
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from grundriss_viz.diagram import Diagram
from grundriss_viz.gap_diagram import gap_diagram
from grundriss_viz.landscape_map import landscape_map
from grundriss_viz.style import BOXES, FRAME, LINES, NIGHT, NIGHT_FRAME, PAPER
from grundriss_viz.svg import render, style_sheet, style_source

SVG = "{http://www.w3.org/2000/svg}"
ROOT = Path(__file__).resolve().parents[2]
ALLOWED = {"svg", "title", "desc", "style", "rect", "text", "path", "g", "a"}


@pytest.fixture(scope="module")
def diagrams(facts: Any) -> list[Diagram]:
    return [
        landscape_map(facts.ist, today=facts.today, gap=facts.gap),
        gap_diagram(facts.gap, before=facts.ids(facts.ist), after=facts.soll, today=facts.today),
    ]


@pytest.fixture(scope="module")
def hostile_picture(made: Any, hostile: tuple[str, ...]) -> str:
    owner = {"key": hostile[2], "id": "x", "type": "Organization", "label": hostile[0], "lang": "de"}
    items = [made.component(f"k{n}", name, owner=owner, kind=name) for n, name in enumerate(hostile)]
    relations = [made.relation(f"d{n}", items[n], items[n - 1], hostile[0]) for n in range(1, len(items))]
    return render(gap_diagram(made.gap(items, (), relations)))


def elements(picture: str) -> list[ElementTree.Element]:
    return list(ElementTree.fromstring(picture).iter())


def names(picture: str) -> set[str]:
    return {element.tag.removeprefix(SVG) for element in elements(picture)}


def test_the_picture_has_every_text_of_the_diagram(diagrams: list[Diagram]) -> None:
    for diagram in diagrams:
        written = [e.text or "" for e in elements(render(diagram)) if e.tag == f"{SVG}text"]
        assert sorted(written) == sorted(
            [line.text for line in diagram.text_lines()]
            + [BOXES[e.status].prefix for e in diagram.legend if e.kind == "box" and BOXES[e.status].prefix]
        )


def test_it_has_a_title_and_a_description(diagrams: list[Diagram]) -> None:
    for diagram in diagrams:
        root = ElementTree.fromstring(render(diagram))
        ids = {e.get("id"): e.text for e in root.iter() if e.get("id")}
        assert [ids[name] for name in root.attrib["aria-labelledby"].split()] == [
            diagram.title,
            diagram.summary,
        ]
        assert root.attrib["lang"] == "de"


def test_links_are_reachable_by_assistive_technology(diagrams: list[Diagram]) -> None:
    """The children of an image are presentational (WAI-ARIA 1.2, 5.2.9), so a picture with links is none."""
    linked, image = render(diagrams[0]), render(diagrams[0], links=False)
    assert ElementTree.fromstring(linked).get("role") == "graphics-document document"
    assert ElementTree.fromstring(image).get("role") == "img"
    assert sum(e.tag == f"{SVG}a" for e in elements(linked)) == 149
    assert "a" not in names(image)


def test_links_are_relative_and_to_elements_only(diagrams: list[Diagram]) -> None:
    for diagram in diagrams:
        for element in elements(render(diagram)):
            for name, value in element.attrib.items():
                if name.endswith("href"):
                    assert re.fullmatch(r"/id/[a-z-]+/[a-z0-9._-]+", value)


def test_nothing_is_fetched_from_anywhere(diagrams: list[Diagram], hostile_picture: str) -> None:
    for picture in (*map(render, diagrams), hostile_picture):
        assert not re.search(r"url\((?!data:font/woff;base64,)", picture)
        assert "@import" not in picture
        assert re.findall(r"https?://[^\"' <]*", picture.split("</style>")[0]) == [
            "http://www.w3.org/2000/svg"
        ]


def test_hostile_data_is_text_and_nothing_else(hostile_picture: str) -> None:
    assert names(hostile_picture) <= ALLOWED
    assert not [e for e in elements(hostile_picture) for name in e.attrib if name.lower().startswith("on")]
    written = " ".join(e.text or "" for e in elements(hostile_picture) if e.tag == f"{SVG}title")
    assert "<script>alert(1)</script>" in written
    assert "]]>" not in hostile_picture
    assert "BundDIytitnedI (neu)" in written


def test_no_control_and_no_direction_character_is_left(hostile_picture: str) -> None:
    assert not re.search(
        "[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufffe]", hostile_picture
    )
    hostile_picture.encode("utf-8")


def test_all_numbers_are_finite(diagrams: list[Diagram], hostile_picture: str) -> None:
    for picture in (*map(render, diagrams), hostile_picture):
        for element in elements(picture):
            for name in ("x", "y", "width", "height", "font-size", "textLength"):
                assert re.fullmatch(r"-?\d+(\.\d+)?", element.get(name, "0"))


def test_the_same_diagram_gives_the_same_bytes_in_another_process(tmp_path: Path) -> None:
    script = tmp_path / "draw.py"
    script.write_text(
        "import hashlib, importlib.util, sys\n"
        f"spec = importlib.util.spec_from_file_location('facts', {str(Path(__file__).parent / 'conftest.py')!r})\n"
        "facts = importlib.util.module_from_spec(spec); sys.modules['facts'] = facts; spec.loader.exec_module(facts)\n"
        "from grundriss_viz.gap_diagram import gap_diagram\n"
        "from grundriss_viz.landscape_map import landscape_map\n"
        "from grundriss_viz.svg import render\n"
        "f = facts.load_facts()\n"
        "drawn = gap_diagram(f.gap, before=f.ids(f.ist), after=f.soll)\n"
        "for d in (landscape_map(f.ist, today=f.today, gap=f.gap), drawn):\n"
        "    print(hashlib.sha256(render(d).encode()).hexdigest())\n",
        encoding="utf-8",
    )
    answers = set()
    for seed in ("1", "2"):
        paths = os.pathsep.join(str(ROOT / name) for name in (".", "api", "viz"))
        environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": paths}
        done = subprocess.run(
            [sys.executable, str(script)], capture_output=True, text=True, env=environment, check=True
        )
        answers.add(done.stdout)
    assert len(answers) == 1


@pytest.mark.parametrize("font", [True, False])
def test_the_style_sheet_is_constant_and_its_hash_is_the_one_for_the_policy(
    diagrams: list[Diagram], font: bool
) -> None:
    sheets = set()
    for diagram in diagrams:
        sheets |= {e.text for e in elements(render(diagram, font=font)) if e.tag == f"{SVG}style"}
    assert sheets == {style_sheet(font)}
    digest = hashlib.sha256((sheets.pop() or "").encode()).digest()
    assert style_source(font) == "sha256-" + base64.b64encode(digest).decode()


def test_every_rule_is_about_the_picture_only() -> None:
    rules = re.sub(r"@media[^{]*\{((?:[^{}]*\{[^{}]*\})*)\}", r"\1", style_sheet(font=False))
    selectors = [selector.strip() for selector in re.findall(r"([^{}]+)\{", rules)]
    assert len(selectors) > 50
    assert all(selector.startswith(".grundriss ") for selector in selectors)


def test_every_status_has_a_dark_look() -> None:
    dark = style_sheet(font=False)
    assert all(f".b-{status} rect{{fill:{look.dark.fill}" in dark for status, look in BOXES.items())
    assert all(f".e-{status} path{{stroke:{look.dark.stroke}" in dark for status, look in LINES.items())


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, two: str) -> float:
    high, low = sorted((luminance(one), luminance(two)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("status", BOXES)
def test_boxes_have_enough_contrast_by_day_and_night(status: str) -> None:
    for colours, behind in (
        (BOXES[status].light, (PAPER, FRAME)),
        (BOXES[status].dark, (NIGHT, NIGHT_FRAME)),
    ):
        assert contrast(colours.ink, colours.fill) >= 4.5
        assert contrast(colours.muted, colours.fill) >= 4.5
        assert all(contrast(colours.stroke, back.fill) >= 3 for back in behind)


@pytest.mark.parametrize("status", LINES)
def test_lines_and_their_labels_have_enough_contrast_by_day_and_night(status: str) -> None:
    for colours, behind in (
        (LINES[status].light, (PAPER, FRAME)),
        (LINES[status].dark, (NIGHT, NIGHT_FRAME)),
    ):
        assert all(contrast(colours.stroke, back.fill) >= 4.5 for back in behind)


def test_text_on_the_sheet_has_enough_contrast() -> None:
    for colours in (PAPER, FRAME, NIGHT, NIGHT_FRAME):
        assert contrast(colours.ink, colours.fill) >= 4.5
        assert contrast(colours.muted, colours.fill) >= 4.5
