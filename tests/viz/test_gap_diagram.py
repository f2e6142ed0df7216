# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""The picture of a gap shows what comes, goes and changes, counts what it hides, and can be read."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import combinations, pairwise
from typing import Any

import pytest

from grundriss.store.snapshot import Snapshot
from grundriss_viz.diagram import Diagram, Edge, Point, Rect, bounding
from grundriss_viz.gap_diagram import gap_diagram
from grundriss_viz.style import BOXES, LINES
from grundriss_viz.views import draw

TrueWidth = Callable[[str, float, bool], float]
UNLABELLED = {"ReplacedBy", "PartOf"}


@pytest.fixture(scope="module")
def gap_picture(facts: Any) -> Diagram:
    return gap_diagram(facts.gap, before=facts.ids(facts.ist), after=facts.soll, today=facts.today)


@pytest.fixture(scope="module")
def back_picture(facts: Any) -> Diagram:
    return gap_diagram(
        facts.back, before=facts.ids(facts.soll), after=facts.ist, today=facts.today, lang="en"
    )


@pytest.fixture(scope="module")
def store_picture(snapshot: Snapshot) -> Diagram:
    return draw("gap", snapshot)


@pytest.fixture(scope="module", params=["gap_picture", "back_picture", "store_picture"])
def drawn(request: pytest.FixtureRequest) -> Diagram:
    found: Diagram = request.getfixturevalue(request.param)
    return found


def along(edge: Edge) -> Iterator[Point]:
    """Points on the path, by de Casteljau's construction."""
    for start in range(0, len(edge.path) - 1, 3):
        for step in range(41):
            points = list(edge.path[start : start + 4])
            while len(points) > 1:
                points = [
                    Point(a.x + (b.x - a.x) * step / 40, a.y + (b.y - a.y) * step / 40)
                    for a, b in pairwise(points)
                ]
            yield points[0]


def meets(edge: Edge, rect: Rect) -> bool:
    return any(rect.x < p.x < rect.right and rect.y < p.y < rect.bottom for p in along(edge))


def titles(drawn: Diagram) -> list[Rect]:
    return [bounding([line.rect for line in group.lines]) for group in drawn.groups]


def test_everything_that_comes_goes_or_changes_is_there_once(facts: Any, gap_picture: Diagram) -> None:
    by_status: dict[str, set[str]] = {}
    for node in gap_picture.nodes:
        by_status.setdefault(node.status, set()).update(node.members)
    assert by_status["added"] == facts.soll_keys - facts.ist_keys
    assert by_status["replaced"] | by_status["removed"] == facts.ist_keys - facts.soll_keys
    assert by_status["removed"] == {"od-ez200", "osip"}
    assert by_status["changed"] == {"maki", "noots"}
    members = [key for node in gap_picture.nodes for key in node.members]
    assert len(members) == len(set(members))


def test_it_has_at_most_sixty_boxes(drawn: Diagram) -> None:
    assert len(drawn.nodes) <= 60


def test_status_is_told_by_colour_border_sign_and_word(gap_picture: Diagram) -> None:
    expected = {
        "added": ("#D5E8D4", "+ neu"),
        "removed": ("#F8CECC", "− entfällt"),
        "replaced": ("#F8CECC", "− wird abgelöst"),
        "changed": ("#FFE6CC", "~ geändert"),
        "unchanged": ("#FFFFFF", "bleibt"),
    }
    for node in gap_picture.nodes:
        if node.status in expected:
            colour, words = expected[node.status]
            assert BOXES[node.status].light.fill == colour
            assert node.sublabel.startswith(words)
    borders = {
        (BOXES[status].width, BOXES[status].dash) for status in ("added", "removed", "changed", "unchanged")
    }
    assert len(borders) == 4


def test_every_replacement_is_a_line_from_old_to_new(facts: Any, gap_picture: Diagram) -> None:
    drawn = {(edge.source, edge.target) for edge in gap_picture.edges if edge.type == "ReplacedBy"}
    assert drawn == {
        (r.source.key, r.target.key) for replacement in facts.gap.replaced for r in replacement.relations
    }
    assert len(drawn) == 12


def test_the_portals_of_the_states_are_one_box_with_a_count_on_the_line(gap_picture: Diagram) -> None:
    portals = next(node for node in gap_picture.nodes if node.label == "Portale der Länder (16)")
    assert len(portals.members) == 16
    line = next(e for e in gap_picture.edges if (e.source, e.target) == (portals.key, "deutschlandid"))
    assert (line.status, line.count) == ("added", 16)
    assert line.label is not None
    assert " ".join(part.text for part in line.label.lines) == "authentifiziert (16)"


def test_every_changed_relation_is_drawn_once_or_counted_as_hidden(facts: Any, gap_picture: Diagram) -> None:
    drawn = [key for e in gap_picture.edges if e.status in ("added", "removed") for key in e.relations]
    assert len(drawn) == len(set(drawn))
    note = next(note for note in gap_picture.notes if "Ausgeblendet" in note)
    near = int(re.search(r"entfallenden Beziehungen \((\d+)\)", note)[1])  # type: ignore[index]
    far = int(re.search(r"zwischen unveränderten Komponenten \((\d+)\)", note)[1])  # type: ignore[index]
    assert len(drawn) + near + far == 79 + 40


def test_hidden_neighbours_and_staying_relations_are_counted(facts: Any, gap_picture: Diagram) -> None:
    shown = {key for node in gap_picture.nodes for key in node.members}
    moved = {key for node in gap_picture.nodes if node.status != "unchanged" for key in node.members} | {
        "fit-connect"
    }
    moved -= {key for node in gap_picture.nodes if node.status == "rollup" for key in node.members}
    changed = (*facts.gap.relations.added, *facts.gap.relations.removed)
    ends = [{r.source.key, r.target.key} for r in changed]
    hidden = {key for end in ends if end & moved for key in end} - shown
    note = next(note for note in gap_picture.notes if "Ausgeblendet" in note)
    assert f"unveränderte Nachbarn ({len(hidden)})" in note
    kept = {r.key for r in facts.soll.relations} - {r.key for r in facts.gap.relations.added}
    near = [r for r in facts.soll.relations if r.key in kept and {r.source.key, r.target.key} & moved]
    drawn = sum(e.count for e in gap_picture.edges if e.status == "unchanged")
    assert f"bleibende Beziehungen zu unveränderten Komponenten ({len(near) - drawn})" in note


def test_counts_in_title_and_legend_are_those_of_the_data(facts: Any, gap_picture: Diagram) -> None:
    assert (
        gap_picture.subtitle == "19 neu · 14 entfallen, davon 12 abgelöst · 2 geändert · 133 bleiben gleich"
    )
    counts = {entry.label: entry.count for entry in gap_picture.legend}
    assert (counts["neu"], counts["entfällt"], counts["wird abgelöst"], counts["geändert"]) == (19, 2, 12, 2)
    assert counts["abgelöst durch"] == 12
    drawn = Counter(edge.status for edge in gap_picture.edges for _ in edge.relations)
    assert counts["neue Beziehung"] == drawn["added"]
    assert counts["Beziehung entfällt"] == drawn["removed"]


def test_it_is_readable_on_a3(drawn: Diagram) -> None:
    points = min(400 / drawn.width, 277 / drawn.height) * 72 / 25.4
    assert min(line.size for line in drawn.text_lines()) * points >= 6
    assert 1.0 <= drawn.width / drawn.height <= 2.0


def test_nothing_overlaps(drawn: Diagram) -> None:
    labels = [edge.label.rect for edge in drawn.edges if edge.label]
    rects = [*(node.rect for node in drawn.nodes), *titles(drawn), *labels]
    assert not [pair for pair in combinations(rects, 2) if pair[0].overlaps(pair[1])]
    frames = [group.rect for group in drawn.groups]
    assert not [pair for pair in combinations(frames, 2) if pair[0].overlaps(pair[1])]
    assert max(rect.bottom for rect in [*frames, *labels]) < min(e.sample.y for e in drawn.legend)


def test_boxes_and_titles_are_inside_the_frame_of_their_owner(drawn: Diagram) -> None:
    frames = {group.key: group for group in drawn.groups}
    for node in drawn.nodes:
        assert frames[node.group or ""].rect.contains(node.rect)
    for group, title in zip(drawn.groups, titles(drawn), strict=True):
        assert group.rect.contains(title)
        assert group.count == sum(node.group == group.key for node in drawn.nodes)


def test_elements_are_grouped_by_owner(facts: Any, gap_picture: Diagram) -> None:
    owners = {
        i.key: i.fields["owner"]["label"]
        for i in (*facts.ist.elements, *facts.soll.elements)
        if i.fields["owner"]
    }
    groups = {group.key: group.label for group in gap_picture.groups}
    for node in gap_picture.nodes:
        expected = owners.get(node.key, "Ohne Verantwortlichen")
        if node.status != "rollup":
            assert groups[node.group or ""] == expected


def test_every_text_is_inside_its_box(drawn: Diagram, true_width: TrueWidth) -> None:
    for node in drawn.nodes:
        for line in node.lines:
            width = true_width(line.text, line.size, line.bold)
            assert node.rect.x < line.x < line.x + width < node.rect.right
            assert node.rect.y < line.rect.y < line.rect.bottom < node.rect.bottom


def test_lines_run_through_no_title_and_no_foreign_box(drawn: Diagram) -> None:
    boxes = {node.key: node.rect for node in drawn.nodes}
    for edge in drawn.edges:
        foreign = [rect for key, rect in boxes.items() if key not in (edge.source, edge.target)]
        assert not [rect for rect in (*foreign, *titles(drawn)) if meets(edge, rect)], edge.tooltip


def test_lines_stay_near_the_boxes(drawn: Diagram) -> None:
    near = bounding([node.rect for node in drawn.nodes]).grown(60)
    for edge in drawn.edges:
        assert all(near.contains(Rect(p.x, p.y, 0, 0)) for p in along(edge)), edge.tooltip


def test_lines_begin_and_end_at_their_boxes(drawn: Diagram) -> None:
    boxes = {node.key: node.rect for node in drawn.nodes}
    for edge in drawn.edges:
        for key, point in ((edge.source, edge.path[0]), (edge.target, edge.path[-1])):
            end = Rect(point.x, point.y, 0, 0)
            assert boxes[key].grown(5).contains(end), edge.tooltip
            assert not boxes[key].grown(-9).contains(end), edge.tooltip


def test_everything_is_on_the_sheet(drawn: Diagram) -> None:
    for edge in drawn.edges:
        assert all(0 <= p.x <= drawn.width and 0 <= p.y <= drawn.height for p in along(edge))
    for line in drawn.text_lines():
        assert line.x >= 0 and line.x + line.width <= drawn.width
        assert line.rect.y >= 0 and line.rect.bottom <= drawn.height


def unlabelled(drawn: Diagram) -> list[str]:
    """Lines that neither have a label nor share one with their like at the same box."""
    lines = [e for e in drawn.edges if e.type not in UNLABELLED]
    missing = []
    for edge in lines:
        alike = [e for e in lines if (e.type, e.status, e.count) == (edge.type, edge.status, 1)]
        same_end = [e for e in alike if e.target == edge.target or e.source == edge.source]
        if not any(e.label for e in [edge, *same_end]):
            missing.append(edge.tooltip)
    return missing


def test_lines_of_one_kind_to_one_box_share_a_label(drawn: Diagram) -> None:
    simple = [e for e in drawn.edges if e.count == 1 and e.type not in UNLABELLED]
    labelled = Counter((e.type, e.status, e.target) for e in simple if e.label)
    assert max(labelled.values()) == 1
    assert not any(e.label for e in drawn.edges if e.type in UNLABELLED)


def test_every_line_of_the_gap_to_the_target_is_labelled(
    gap_picture: Diagram, store_picture: Diagram
) -> None:
    assert unlabelled(gap_picture) == unlabelled(store_picture) == []


def test_a_label_that_finds_no_place_is_counted(drawn: Diagram) -> None:
    said = re.search(r"(?:Beschriftung von Linien|without a free place): (\d+)", " ".join(drawn.notes))
    assert bool(unlabelled(drawn)) == bool(said)


def test_labels_stand_on_or_beside_their_lines(drawn: Diagram) -> None:
    for edge in drawn.edges:
        if edge.label:
            assert meets(edge, edge.label.rect.grown(3))


def test_labels_hide_no_arrowhead_where_there_is_room(drawn: Diagram) -> None:
    tips = [Rect(edge.path[-1].x, edge.path[-1].y, 0, 0).grown(6) for edge in drawn.edges]
    labels = [edge.label.rect for edge in drawn.edges if edge.label]
    assert sum(tip.overlaps(label) for tip in tips for label in labels) <= 1


def test_fate_of_a_relation_is_not_told_by_colour_alone() -> None:
    assert len({(look.width, look.light.stroke) for look in LINES.values()}) == len(LINES)


def test_arrows_point_where_the_label_says(gap_picture: Diagram) -> None:
    assert all(edge.head != "none" and edge.tail == "none" for edge in gap_picture.edges)
    assert {edge.head for edge in gap_picture.edges if edge.type == "PartOf"} == {"diamond"}


def test_summary_and_table_tell_the_same(facts: Any, gap_picture: Diagram) -> None:
    assert "BayernID, BundID (Nutzerkonto Bund): abgelöst durch DeutschlandID." in gap_picture.summary
    rows = [dict(zip(gap_picture.table.columns, row, strict=True)) for row in gap_picture.table.rows]
    elements = [row for row in rows if row["Beziehung"] == "–"]
    what = Counter(row["Was"] for row in elements if row["Was"] != "bleibt")
    assert what == {"neu": 19, "wird abgelöst": 12, "entfällt": 2, "geändert": 2}
    successors = {row["Element"]: row["Nachfolger"] for row in elements}
    assert successors["dDatabox"] == "FIT-Connect"
    reasons = {row["Element"]: row["Grund"] for row in elements}
    assert reasons["DeutschlandID"] != "–"


def test_the_table_has_every_neighbour_and_every_relation(facts: Any, gap_picture: Diagram) -> None:
    rows = [dict(zip(gap_picture.table.columns, row, strict=True)) for row in gap_picture.table.rows]
    staying = [row["Element"] for row in rows if row["Was"] == "bleibt"]
    unseen = int(re.search(r"unveränderte Nachbarn \((\d+)\) mit", gap_picture.notes[-1])[1])  # type: ignore[index]
    drawn = [key for n in gap_picture.nodes if n.status in ("unchanged", "rollup") for key in n.members]
    assert len(staying) == len(set(staying)) == len(drawn) + unseen
    fates = Counter(row["Was"] for row in rows if row["Beziehung"] != "–")
    assert fates["neue Beziehung"] == len(facts.gap.relations.added)
    assert fates["Beziehung entfällt"] == len(facts.gap.relations.removed)


def test_without_the_states_neighbours_have_no_owner_and_nothing_breaks(facts: Any) -> None:
    drawn = gap_diagram(facts.gap)
    added = {key for node in drawn.nodes if node.status == "added" for key in node.members}
    assert added == facts.soll_keys - facts.ist_keys
    assert "Ohne Verantwortlichen" in {group.label for group in drawn.groups}


def test_a_gap_of_hundreds_is_rolled_up_and_all_are_counted(made: Any) -> None:
    kinds = ("portal", "register", "dienst", "netz")
    added = [made.component(f"a{n}", f"Neues {n}", kind=kinds[n % 4]) for n in range(200)]
    removed = [made.component(f"r{n}", f"Altes {n}", kind=kinds[n % 4]) for n in range(150)]
    relations = [made.relation(f"d{n}", added[n], added[(n * 7 + 4) % 200]) for n in range(200)]
    drawn = gap_diagram(made.gap(added, removed, relations))
    assert len(drawn.nodes) <= 60
    members = [key for node in drawn.nodes for key in node.members]
    assert sorted(members) == sorted(item.key for item in (*added, *removed))
    assert "Davon zusammengefasst: " in drawn.notes[-1]
    shown = sum(edge.count for edge in drawn.edges)
    inside = int(re.search(r"innerhalb von Kästen \((\d+)\)", drawn.notes[-1])[1])  # type: ignore[index]
    assert shown + inside == 200


def test_a_gap_without_changes_says_so(made: Any) -> None:
    drawn = gap_diagram(made.gap())
    assert drawn.notes == ("Zwischen diesen Zuständen ändert sich keine Komponente.",)


def test_hostile_names_stay_in_their_boxes(made: Any, hostile: tuple[str, ...]) -> None:
    owner = {"key": "x", "id": "x", "type": "Organization", "label": hostile[0], "lang": "de"}
    items = [made.component(f"k{n}", name, owner=owner) for n, name in enumerate(hostile)]
    relations = [made.relation(f"d{n}", items[n], items[n - 1]) for n in range(1, len(items))]
    drawn = gap_diagram(made.gap(items, (), relations))
    for node in drawn.nodes:
        assert all(node.rect.contains(line.rect) for line in node.lines)
    assert drawn.notes[-2] == "Gekürzt: 2 Namen mit mehr als 200 Zeichen."
    assert "stehen als ▯ (in " in drawn.notes[-1]
