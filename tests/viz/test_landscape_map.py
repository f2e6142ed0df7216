# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""The map shows every component of a state once, readable, in disjoint boxes, and counts rightly."""

from collections import Counter
from collections.abc import Callable
from itertools import combinations
from typing import Any

import pytest

from grundriss_viz.diagram import Diagram, bounding
from grundriss_viz.landscape_map import landscape_map
from grundriss_viz.style import BOXES

TrueWidth = Callable[[str, float, bool], float]
GOING = {
    *("elster-pf", "zbp", "mjp", "egvp", "demail", "muk-pf2", "muk-plus", "bundid", "bayernid"),
    *("efa-mp", "dvc-csp", "ddatabox", "osip", "od-ez200"),
}  # DESIGN, Time


@pytest.fixture(scope="module")
def ist_map(facts: Any) -> Diagram:
    return landscape_map(facts.ist, today=facts.today, gap=facts.gap)


@pytest.fixture(scope="module")
def soll_map(facts: Any) -> Diagram:
    return landscape_map(facts.soll, today=facts.today, gap=facts.gap, before=facts.ids(facts.ist), lang="en")


@pytest.fixture(scope="module", params=["ist_map", "soll_map"])
def drawn(request: pytest.FixtureRequest) -> Diagram:
    found: Diagram = request.getfixturevalue(request.param)
    return found


def test_every_component_of_the_state_is_there_once(facts: Any, ist_map: Diagram, soll_map: Diagram) -> None:
    assert sorted(node.key for node in ist_map.nodes) == sorted(facts.ist_keys)
    assert sorted(node.key for node in soll_map.nodes) == sorted(facts.soll_keys)
    assert (len(ist_map.nodes), len(soll_map.nodes)) == (149, 154)


def test_every_name_is_whole(facts: Any, drawn: Diagram) -> None:
    labels = {item.key: item.label for item in (*facts.ist.elements, *facts.soll.elements)}
    for node in drawn.nodes:
        written = "".join(line.text for line in node.lines)
        assert written.replace("-", "").replace(" ", "") == labels[node.key].replace("-", "").replace(" ", "")


def test_every_text_is_inside_its_box(drawn: Diagram, true_width: TrueWidth) -> None:
    for node in drawn.nodes:
        for line in node.lines:
            width = true_width(line.text, line.size, line.bold)
            assert node.rect.x < line.x < line.x + width < node.rect.right
            assert node.rect.y < line.rect.y < line.rect.bottom < node.rect.bottom


def test_nothing_overlaps(drawn: Diagram) -> None:
    panels = [group for group in drawn.groups if group.level == 0]
    titles = [bounding([line.rect for line in group.lines]) for group in drawn.groups if group.level == 1]
    rects = [*(node.rect for node in drawn.nodes), *titles]
    assert not [pair for pair in combinations(rects, 2) if pair[0].overlaps(pair[1])]
    assert not [
        pair for pair in combinations([panel.rect for panel in panels], 2) if pair[0].overlaps(pair[1])
    ]
    for rect in rects:
        assert sum(panel.rect.contains(rect) for panel in panels) == 1
    below = min(entry.sample.y for entry in drawn.legend)
    assert max(panel.rect.bottom for panel in panels) < below


def test_signs_do_not_touch_the_name(drawn: Diagram) -> None:
    for node in drawn.nodes:
        for sign in node.sign:
            assert all(sign.x + sign.width <= line.x for line in node.lines)
            assert node.rect.contains(sign.rect)


def test_everything_is_on_the_sheet(drawn: Diagram) -> None:
    for line in drawn.text_lines():
        assert line.x >= 0 and line.x + line.width <= drawn.width
        assert line.rect.y >= 0 and line.rect.bottom <= drawn.height


def test_it_is_readable_on_a3(drawn: Diagram) -> None:
    points = min(400 / drawn.width, 277 / drawn.height) * 72 / 25.4
    assert min(line.size for line in drawn.text_lines()) * points >= 6
    assert 1.0 <= drawn.width / drawn.height <= 2.0


def test_columns_end_nearly_together(drawn: Diagram) -> None:
    bottoms: dict[float, float] = {}
    for group in drawn.groups:
        if group.level == 0:
            bottoms[group.rect.x] = max(bottoms.get(group.rect.x, 0), group.rect.bottom)
    used = drawn.height - min(group.rect.y for group in drawn.groups)
    assert max(bottoms.values()) - min(bottoms.values()) < 0.15 * used


def test_what_ends_is_marked_by_colour_border_and_sign(ist_map: Diagram) -> None:
    ending = [node for node in ist_map.nodes if node.status == "ending"]
    assert {node.key for node in ending} == GOING
    assert {sign.text for node in ending for sign in node.sign} == {"−"}
    others = {BOXES[node.status].light.fill for node in ist_map.nodes if node.status != "ending"}
    assert BOXES["ending"].light.fill not in others
    assert BOXES["ending"].dash and not BOXES["productive"].dash


def test_names_as_small_as_on_the_map_are_not_struck_through(ist_map: Diagram) -> None:
    assert not any(line.strike for node in ist_map.nodes for line in node.lines)


def test_what_is_new_is_marked(facts: Any, soll_map: Diagram) -> None:
    coming = {node.key for node in soll_map.nodes if node.status == "coming"}
    assert coming == facts.soll_keys - facts.ist_keys
    assert len(coming) == 19


def test_counts_of_columns_groups_and_legend_are_those_of_the_data(facts: Any, ist_map: Diagram) -> None:
    items = {item.key: item for item in facts.ist.elements}
    levels = Counter(item.fields["federalLevel"] for item in items.values())
    panels = {group.key.removeprefix("level-"): group for group in ist_map.groups if group.level == 0}
    assert {code: group.count for code, group in panels.items()} == levels
    assert all(group.lines[-1].text == str(group.count) for group in panels.values())
    for group in ist_map.groups:
        inside = [node for node in ist_map.nodes if group.rect.grown(0.01).contains(node.rect)]
        assert group.count == len(inside)
        assert str(group.count) in "".join(line.text for line in group.lines)
    lifecycles = Counter(items[key].fields["lifecycle"] for key in items if key not in GOING)
    assert {entry.label: entry.count for entry in ist_map.legend} == {
        "produktiv": lifecycles["produktiv"],
        "im Aufbau": lifecycles["im-aufbau"],
        "endet bis Ende 2028": 14,
    }
    assert all(entry.lines[0].text == f"{entry.label} ({entry.count})" for entry in ist_map.legend)


def test_the_subtitle_says_how_many_there_are_and_will_be(ist_map: Diagram) -> None:
    assert "149 Komponenten" in ist_map.subtitle
    assert "davon 14 bis Ende 2028 abgelöst oder beendet · 19 kommen hinzu" in ist_map.subtitle


def test_boxes_lead_to_the_pages_of_their_elements(ist_map: Diagram) -> None:
    assert all(node.href == f"/id/component/{node.key}" for node in ist_map.nodes)


def test_the_table_has_the_same_components(ist_map: Diagram) -> None:
    assert len(ist_map.table.rows) == 149
    assert all(len(row) == len(ist_map.table.columns) for row in ist_map.table.rows)
    assert {row[0] for row in ist_map.table.rows} == {node.label for node in ist_map.nodes}
    assert sum(row[-1] != "–" for row in ist_map.table.rows) == 14


def test_without_a_gap_the_lifecycle_tells(facts: Any) -> None:
    drawn = landscape_map(facts.ist, today=facts.today)
    assert Counter(node.status for node in drawn.nodes) == {"productive": 139, "building": 2, "phase-out": 8}


def test_unknown_and_missing_codes_have_their_place(made: Any, facts: Any) -> None:
    items = [
        made.component("a", "A", kind="drohne", federalLevel="mars", lifecycle="traum"),
        made.component("b", "B", kind=None, federalLevel=None, lifecycle=None),
    ]
    drawn = landscape_map(made.state(items), today=facts.today)
    assert {group.label for group in drawn.groups} == {"mars", "drohne · 1", "Ohne Ebene", "Ohne Art · 1"}
    assert {node.status for node in drawn.nodes} == {"unknown"}


def test_many_levels_are_no_problem(made: Any, facts: Any) -> None:
    items = [made.component(f"k{n}", f"Komponente {n}", federalLevel=f"ebene-{n}") for n in range(40)]
    drawn = landscape_map(made.state(items), today=facts.today)
    assert len(drawn.nodes) == 40
    assert not [p for p in combinations([node.rect for node in drawn.nodes], 2) if p[0].overlaps(p[1])]


def test_a_state_without_components_says_so(made: Any, facts: Any) -> None:
    drawn = landscape_map(made.state([]), today=facts.today)
    assert drawn.notes == ("Dieser Zustand enthält keine Komponenten.",)


def test_hostile_names_stay_in_their_boxes(made: Any, facts: Any, hostile: tuple[str, ...]) -> None:
    items = [made.component(f"k{n}", name) for n, name in enumerate(hostile)]
    drawn = landscape_map(made.state(items), today=facts.today)
    for node in drawn.nodes:
        assert all(node.rect.contains(line.rect) for line in node.lines)
    assert drawn.notes == (
        "Gekürzt: 2 Namen mit mehr als 200 Zeichen.",
        "Zeichen, die die Schrift der Bilder nicht hat, stehen als ▯ (in 1 Namen); Tabelle und Tooltips nennen die "
        "Namen ganz.",
    )
