# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""IST, SOLL and gap share one layout: an element that two of them show stands at the same place (DESIGN §4)."""

from itertools import combinations
from typing import Any

import pytest

from grundriss.store.snapshot import Snapshot
from grundriss_viz.diagram import Diagram, Rect
from grundriss_viz.views import draw


def rects(drawn: Diagram) -> dict[str, Rect]:
    return {node.key: node.rect for node in drawn.nodes}


def check_shared(*pictures: Diagram) -> None:
    """Same size of the drawing, same places of common boxes, and free places where the boxes of the others stand."""
    for one, other in combinations(pictures, 2):
        a, b = rects(one), rects(other)
        assert a.keys() & b.keys()
        assert {key: a[key] for key in a.keys() & b.keys()} == {key: b[key] for key in a.keys() & b.keys()}
        assert {b[key] for key in b.keys() - a.keys()} <= set(one.free)


@pytest.fixture(scope="module")
def maps(snapshot: Snapshot) -> dict[str, Diagram]:
    return {
        "ist": draw("landscape-map", snapshot),
        "soll": draw("landscape-map", snapshot, state="soll"),
        "both": draw("landscape-map", snapshot, show="both"),
    }


@pytest.fixture(scope="module")
def gaps(snapshot: Snapshot) -> dict[str, Diagram]:
    return {show: draw("gap", snapshot, show=show) for show in ("both", "from", "to")}


def test_the_maps_share_their_places(maps: dict[str, Diagram], facts: Any) -> None:
    check_shared(*maps.values())
    ist, soll, both = maps.values()
    assert rects(ist).keys() == facts.ist_keys and rects(soll).keys() == facts.soll_keys
    assert rects(both).keys() == facts.ist_keys | facts.soll_keys
    assert len(ist.free) == len(facts.soll_keys - facts.ist_keys)
    assert len(soll.free) == len(facts.ist_keys - facts.soll_keys)
    assert not both.free


def test_the_map_of_both_states_marks_what_comes_and_what_goes(
    maps: dict[str, Diagram], snapshot: Snapshot, facts: Any
) -> None:
    statuses = {node.key: node.status for node in maps["both"].nodes}
    assert {key for key in statuses if statuses[key] == "ending"} == facts.ist_keys - facts.soll_keys
    assert {key for key in statuses if statuses[key] == "coming"} == facts.soll_keys - facts.ist_keys
    assert draw("landscape-map", snapshot, state="soll", show="both").nodes == maps["both"].nodes


def test_free_places_cover_no_box_and_are_counted(maps: dict[str, Diagram]) -> None:
    ist = maps["ist"]
    boxes = [*(node.rect for node in ist.nodes), *ist.free]
    assert not [pair for pair in combinations(boxes, 2) if pair[0].overlaps(pair[1])]
    assert f"Freie Plätze: {len(ist.free)}." in " ".join(ist.notes)
    assert next(entry.count for entry in ist.legend if entry.status == "free") == len(ist.free)


def test_both_states_of_a_gap_share_its_places(gaps: dict[str, Diagram], facts: Any) -> None:
    check_shared(*gaps.values())
    before, after = ({key for node in gaps[show].nodes for key in node.members} for show in ("from", "to"))
    assert before <= facts.ist_keys and after <= facts.soll_keys
    assert {node.key for node in gaps["from"].nodes} | {node.key for node in gaps["to"].nodes} == {
        node.key for node in gaps["both"].nodes
    }


@pytest.mark.parametrize(
    ("show", "fate", "lacking"), [("from", "removed", "added"), ("to", "added", "removed")]
)
def test_a_state_of_a_gap_has_its_relations_and_no_others(
    gaps: dict[str, Diagram], show: str, fate: str, lacking: str
) -> None:
    lines = {edge.key: edge for edge in gaps["both"].edges}
    shown = {edge.key: edge for edge in gaps[show].edges}
    assert shown == {key: edge for key, edge in lines.items() if edge.status in (fate, "unchanged")}
    assert lacking not in {entry.status for entry in gaps[show].legend}


@pytest.fixture(scope="module", params=["organisation", "level"])
def cooperations(snapshot: Snapshot, request: pytest.FixtureRequest) -> list[Diagram]:
    return [draw("cooperation", snapshot, by=request.param, state=state) for state in ("ist", "soll")]


def test_cooperation_in_two_states_shares_its_places(cooperations: list[Diagram]) -> None:
    check_shared(*cooperations)


def test_each_state_of_a_cooperation_has_its_own_counts(cooperations: list[Diagram], facts: Any) -> None:
    for drawn, state, keys in zip(
        cooperations, (facts.ist, facts.soll), (facts.ist_keys, facts.soll_keys), strict=True
    ):
        rows = [dict(zip(drawn.table.columns, row, strict=True)) for row in drawn.table.rows]
        assert {key for node in drawn.nodes for key in node.members} == keys
        assert sum(int(row["Komponenten"]) for row in rows if row["Komponenten"] != "–") == len(keys)
        assert sum(int(row["Beziehungen"]) for row in rows) == len(state.relations)
        hidden = {row["Wer braucht"] for row in rows} - {node.label for node in drawn.nodes}
        assert not hidden


def test_a_roll_up_of_organisations_is_named_in_the_table(snapshot: Snapshot) -> None:
    drawn = draw("cooperation", snapshot)
    said = {row[0]: row[-1] for row in drawn.table.rows if row[0] == row[1]}
    rolled = next(name for name in said if name.startswith("Kommunen: 2 weitere"))
    assert len(said[rolled].split("; ")) == 2


@pytest.mark.parametrize("show", ["both", "from", "to"])
def test_frames_hold_what_they_count(gaps: dict[str, Diagram], show: str) -> None:
    for group in gaps[show].groups:
        held = [node for node in gaps[show].nodes if node.group == group.key]
        assert held and all(group.rect.contains(node.rect) for node in held)
