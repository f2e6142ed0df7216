# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""IST, SOLL and gap share one layout: an element that two of them show stands at the same place (DESIGN §4)."""

from itertools import combinations
from typing import Any

import pytest

from grundriss.model.state_types import Item
from grundriss.store.snapshot import Snapshot
from grundriss_viz.bundles import Reached, Tie
from grundriss_viz.diagram import Diagram, Rect
from grundriss_viz.shared_layout import together
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


@pytest.mark.parametrize(
    ("view", "asked"),
    [
        ("neighbourhood", {"focus": "fit-connect"}),
        ("neighbourhood", {"focus": "muk"}),
        ("neighbourhood", {"focus": "organization/fitko"}),
        ("neighbourhood", {"focus": "component/dvdv", "depth": 2}),
        ("impact", {"focus": "fit-connect"}),
        ("service-chain", {}),
    ],
)
def test_pictures_of_an_element_share_their_places(
    snapshot: Snapshot, geometry: Any, view: str, asked: dict[str, Any]
) -> None:
    pictures = [draw(view, snapshot, state=state, **asked) for state in ("ist", "soll")]
    check_shared(*pictures)
    for drawn in pictures:
        boxes = [*(node.rect for node in drawn.nodes), *drawn.free]
        assert not [pair for pair in combinations(boxes, 2) if pair[0].overlaps(pair[1])]
        geometry.check_lines(drawn)
        geometry.check_legend(drawn)
        assert not drawn.free or f"Freie Plätze ({len(drawn.free)})" in " ".join(drawn.notes)


def test_a_state_shows_its_own_neighbours_in_the_shared_places(snapshot: Snapshot) -> None:
    ist, soll = (draw("neighbourhood", snapshot, focus="fit-connect", state=s) for s in ("ist", "soll"))
    assert rects(soll).keys() - rects(ist).keys() == {"dstack", "modulf", "fc-zbp"}
    assert len(ist.free) == 3
    for drawn in (ist, soll):
        assert sum(edge.count for edge in drawn.edges) == len(drawn.table.rows)
        for group in drawn.groups:
            if group.frame:
                assert group.lines[-1].text.endswith(str(group.count))
                assert group.count == sum(node.group == group.key for node in drawn.nodes)


def test_what_a_target_lacks_has_the_layout_of_today(snapshot: Snapshot) -> None:
    assert not draw("neighbourhood", snapshot, focus="bundid").free


def element(key: str) -> Item:
    return Item(key, f"https://example.org/id/component/{key}", "Component", key, "de", {"kind": "portal"})


def reached(key: str, column: int = 1, parent: str = "root", relation: str = "r") -> Reached:
    return Reached(element(key), column, parent, (Tie("Uses", True, (relation,)),))


def test_states_go_together_in_any_order() -> None:
    ist = [reached("a"), reached("b", relation="r1")]
    soll = [reached("b", relation="r2"), reached("c")]
    found = together([ist, soll])
    assert found == together([soll, ist]) is not None
    assert [r.item.key for r in found or ()] == ["a", "b", "c"]
    assert [tie.relations for r in found or () for tie in r.ties] == [("r",), ("r1", "r2"), ("r",)]


@pytest.mark.parametrize("other", [reached("a", column=2), reached("a", parent="b")])
def test_states_that_have_an_element_elsewhere_do_not_go_together(other: Reached) -> None:
    assert together([[reached("a"), reached("b")], [other, reached("b")]]) is None


def test_states_do_not_go_together_where_one_would_be_mostly_holes() -> None:
    many = [reached(f"k{n}") for n in range(10)]
    assert together([many, many[:4]]) is not None
    assert together([many, many[:3]]) is None
