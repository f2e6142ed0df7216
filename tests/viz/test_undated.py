# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""Pictures of a date of its own mark what has no start date: it is shown as today, not known to have been there."""

import csv
from pathlib import Path

import pytest

from grundriss.store.snapshot import Snapshot
from grundriss_viz.diagram import Diagram, LegendEntry, Node
from grundriss_viz.views import draw

COMPONENTS = Path(__file__).resolve().parents[2] / "data" / "landscape" / "components.csv"


@pytest.fixture(scope="module")
def dated() -> set[str]:
    """The keys of the components that have a start date."""
    with COMPONENTS.open(encoding="utf-8", newline="") as file:
        return {row["id"].lower() for row in csv.DictReader(file) if row["since"]}


def is_marked(node: Node) -> bool:
    return any("?" in line.text for line in node.sign)


def legend(diagram: Diagram) -> list[LegendEntry]:
    return [entry for entry in diagram.legend if entry.status == "undated"]


def text(diagram: Diagram) -> str:
    return " ".join(diagram.notes)


def test_the_map_of_a_past_date_marks_exactly_what_has_no_date(snapshot: Snapshot, dated: set[str]) -> None:
    drawn = draw("landscape-map", snapshot, state="2020")
    keys = {node.key for node in drawn.nodes}
    assert keys & dated and keys - dated
    assert {node.key for node in drawn.nodes if is_marked(node)} == keys - dated
    (entry,) = legend(drawn)
    assert (entry.label, entry.count) == ("ohne Datum, wie heute", len(keys - dated))
    assert f"{len(keys - dated)} von {len(keys)} Elementen" in text(drawn)
    assert "31.12.2020" in text(drawn)
    assert all(("ohne Datum" in node.tooltip) == is_marked(node) for node in drawn.nodes)


def test_names_leave_room_for_the_sign(snapshot: Snapshot) -> None:
    for view in ("landscape-map", "neighbourhood", "service-chain"):
        for node in draw(view, snapshot, state="2020").nodes:
            for sign in node.sign:
                assert node.rect.contains(sign.rect)
                assert not [line for line in node.lines if line.rect.overlaps(sign.rect)], node.label


@pytest.mark.parametrize("view", ["landscape-map", "neighbourhood", "impact", "service-chain", "cooperation"])
@pytest.mark.parametrize("state", ["ist", "soll", "2026-11-23"])
def test_today_and_the_target_are_what_the_facts_say(snapshot: Snapshot, view: str, state: str) -> None:
    drawn = draw(view, snapshot, state=state)
    assert not any(is_marked(node) for node in drawn.nodes)
    assert not legend(drawn)
    assert "Anfangsdatum" not in text(drawn)


@pytest.mark.parametrize("view", ["neighbourhood", "impact", "service-chain"])
def test_boxes_around_an_element_are_marked_too(snapshot: Snapshot, view: str, dated: set[str]) -> None:
    drawn = draw(view, snapshot, state="2021")
    single = [node for node in drawn.nodes if node.href and "/component/" in node.href]
    assert {node.key for node in single if is_marked(node)} == {node.key for node in single} - dated
    (entry,) = legend(drawn)
    assert f"{entry.count} von " in text(drawn)


def test_a_later_date_says_that_the_target_may_be_meant(snapshot: Snapshot) -> None:
    (entry,) = legend(draw("landscape-map", snapshot, state="2027", lang="en"))
    assert entry.label == "undated, as today or in the target"


def test_boxes_that_only_count_say_it_in_a_note(snapshot: Snapshot, dated: set[str]) -> None:
    drawn = draw("cooperation", snapshot, state="2020")
    keys = {key for node in drawn.nodes for key in node.members}
    assert f"{len(keys - dated)} von {len(keys)} Elementen" in text(drawn)
