# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""The gallery in docs/ is what the code writes, and shows every view."""

import shlex
from collections.abc import Callable
from itertools import combinations
from pathlib import Path

import pytest

from grundriss.store.snapshot import Snapshot
from grundriss_viz.diagram import Diagram
from grundriss_viz.gallery import PLATES, TODAY, Plate, diagrams, document, pictures
from grundriss_viz.views import VIEWS, draw

DOCS = Path(__file__).resolve().parents[2] / "docs"


def test_every_view_is_in_the_gallery() -> None:
    assert {plate.view for plate in PLATES} == set(VIEWS)


def test_the_page_is_what_the_code_writes() -> None:
    assert (DOCS / "gallery.md").read_text(encoding="utf-8") == document(), "run scripts/gallery"


@pytest.fixture(scope="module")
def drawn(snapshot: Snapshot) -> list[tuple[Plate, Diagram]]:
    assert snapshot.effective_date == TODAY
    return list(diagrams(snapshot))


def test_every_picture_can_be_read_on_a3(
    drawn: list[tuple[Plate, Diagram]], true_width: Callable[[str, float, bool], float]
) -> None:
    """At least 6 points; from 1.2 to 2.2 times as wide as high (A3: 1.41); boxes, lines and texts on the sheet."""
    for plate, diagram in drawn:
        points = min(400 / diagram.width, 277 / diagram.height) * 72 / 25.4
        assert min(line.size for line in diagram.text_lines()) * points >= 6, plate.name
        assert 1.2 <= diagram.width / diagram.height <= 2.2, plate.name
        assert len(diagram.nodes) <= 60 or not diagram.edges, plate.name
        boxes = [*(node.rect for node in diagram.nodes), *diagram.free]
        labels = [edge.label.rect for edge in diagram.edges if edge.label]
        overlapping = [pair for pair in combinations([*boxes, *labels], 2) if pair[0].overlaps(pair[1])]
        assert not [pair for pair in overlapping if not (pair[0] in diagram.free and pair[1] in labels)]
        for node in diagram.nodes:
            for line in (*node.lines, *node.sign):
                right = line.x + true_width(line.text, line.size, line.bold)
                assert node.rect.contains(line.rect) and right < node.rect.right, (plate.name, line.text)
        for line in diagram.text_lines():
            assert 0 <= line.x <= line.x + line.width <= diagram.width, (plate.name, line.text)
            assert line.rect.y >= 0 and line.rect.bottom <= diagram.height, (plate.name, line.text)


def test_a_gap_has_the_same_places_in_both_languages(snapshot: Snapshot) -> None:
    german, english = (draw("gap", snapshot, lang=lang) for lang in ("de", "en"))
    left, top = (
        min(n.rect.x for n in english.nodes) - min(n.rect.x for n in german.nodes),
        min(n.rect.y for n in english.nodes) - min(n.rect.y for n in german.nodes),
    )
    moved = {node.key: node.rect.moved(left, top) for node in german.nodes}
    for node in english.nodes:
        assert node.rect.x == pytest.approx(moved[node.key].x)
        assert node.rect.y == pytest.approx(moved[node.key].y)
        assert node.rect.height == pytest.approx(moved[node.key].height)


def test_the_pictures_are_what_the_code_draws(drawn: list[tuple[Plate, Diagram]]) -> None:
    svgs = dict(pictures(drawn))
    assert {path.name for path in (DOCS / "images").glob("*.svg")} == set(svgs)
    stale = [name for name, svg in svgs.items() if (DOCS / "images" / name).read_text("utf-8") != svg]
    assert not stale, "run scripts/gallery"


def test_every_command_takes_only_what_its_view_takes() -> None:
    for plate in PLATES:
        given = [word for word in shlex.split(plate.command) if word.startswith("--") and word != "--lang"]
        assert set(given) <= {f"--{parameter.name}" for parameter in VIEWS[plate.view].parameters}
