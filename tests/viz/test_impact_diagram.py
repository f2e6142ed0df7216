# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""The picture of an impact shows every element once, in the column of its distance, beside what proves it."""

import csv
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from grundriss.analysis.impact import impact
from grundriss.errors import NotFound, UsageError
from grundriss.model.analysis_types import Hit, Impact, Step
from grundriss.model.state_types import Item
from grundriss.resolve import resolve
from grundriss.store.snapshot import Snapshot
from grundriss_viz.diagram import Diagram
from grundriss_viz.impact_diagram import impact_diagram
from grundriss_viz.svg import render
from grundriss_viz.views import draw
from tests.counts import cases

TrueWidth = Callable[[str, float, bool], float]
ROOT = Path(__file__).resolve().parents[2]
TARGET_NEEDS_SOURCE = ("liefert Daten", "Teil von")  # DESIGN, Relations: the other types the other way round


def dependants(key: str, present: frozenset[str]) -> dict[str, int]:
    """Which components depend on one in the current state, and in how many steps: by plain breadth-first search."""
    needing: dict[str, set[str]] = defaultdict(set)
    with (ROOT / "data" / "landscape" / "dependencies.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            source, target = row["from_component"], row["to_component"]
            if row["state"] == "soll" or row["nature"] == "abgelöst durch" or not {source, target} <= present:
                continue
            if row["nature"] in TARGET_NEEDS_SOURCE:
                source, target = target, source
            needing[target].add(source)
    steps = {key: 0}
    frontier = [key]
    while frontier:
        following = []
        for near in frontier:
            for far in sorted(needing[near] - steps.keys()):
                steps[far] = steps[near] + 1
                following.append(far)
        frontier = following
    del steps[key]
    return steps


def components(drawn: Diagram) -> dict[str, int]:
    """The components of the picture, and the number of the column they stand in."""
    lefts = sorted(group.rect.x for group in drawn.groups if not group.frame)
    return {
        node.key: sum(left <= node.rect.x + 1 for left in lefts)
        for node in drawn.nodes
        if (node.href or "").startswith("/id/component/") and node.status != "focus"
    }


@pytest.mark.parametrize("key", ["bundid", "eid", "dvdv", "fit-connect", "noots"])
def test_dependants_are_those_of_the_facts_in_the_column_of_their_distance(
    snapshot: Snapshot, facts: Any, key: str
) -> None:
    assert components(draw("impact", snapshot, focus=key)) == dependants(key, facts.ist_keys)


ASKED = [
    {"focus": "bundid"},
    {"focus": "component/od-ewa", "direction": "down"},
    {"focus": "deutschlandid", "state": "soll"},
    {"focus": "dvdv-bm"},
    {"focus": "if-fc-sub"},
    {"focus": "eid"},
    {"focus": "dvdv", "lang": "en"},
    {"focus": "l6-info"},
    {"focus": "bundid", "direction": "down", "depth": 2},
    {"focus": "99115005104000", "direction": "down"},
]


@pytest.mark.parametrize("asked", cases(ASKED, 5))
def test_it_can_be_read(
    snapshot: Snapshot, geometry: Any, true_width: TrueWidth, asked: dict[str, Any]
) -> None:
    geometry.check(draw("impact", snapshot, **asked), true_width)


def test_every_line_is_the_last_step_of_a_proof(snapshot: Snapshot) -> None:
    found = impact(snapshot, resolve(snapshot.store, snapshot.base_iri, "bundid"))
    drawn = impact_diagram(found, today=snapshot.effective_date)
    assert sorted(key for edge in drawn.edges for key in edge.relations) == sorted(
        hit.path[-1].relation for hit in found.items
    )


def test_the_subtitle_counts_steps_and_owners(snapshot: Snapshot) -> None:
    found = impact(snapshot, resolve(snapshot.store, snapshot.base_iri, "bundid"))
    owners = {hit.owner.key for hit in found.items if hit.owner}
    direct = sum(hit.depth == 1 for hit in found.items)
    drawn = impact_diagram(found, today=snapshot.effective_date)
    assert f"Elemente: {len(found.items)} ({direct} direkt, " in drawn.subtitle
    assert drawn.subtitle.endswith(f"Verantwortliche: {len(owners)}")


def test_the_table_tells_the_whole_path_of_every_element(snapshot: Snapshot) -> None:
    drawn = draw("impact", snapshot, focus="eid")
    path = {row[1]: row[4] for row in drawn.table.rows}
    assert path["BAföG Digital"] == (
        "BundID (Nutzerkonto Bund) authentifiziert mit Online-Ausweisfunktion (eID); "
        "BAföG Digital authentifiziert mit BundID (Nutzerkonto Bund)"
    )
    assert len(drawn.table.rows) == len(components(drawn)) + sum(
        not (node.href or "").startswith("/id/component/") for node in drawn.nodes
    )


def test_a_depth_that_leaves_something_out_is_said(snapshot: Snapshot) -> None:
    drawn = draw("impact", snapshot, focus="bundid", depth=1)
    assert "es gibt weitere Elemente" in drawn.notes[0]
    assert "es gibt weitere Elemente" not in draw("impact", snapshot, focus="bundid").notes[0]


def test_what_nothing_depends_on_is_one_box_and_a_sentence(snapshot: Snapshot) -> None:
    drawn = draw("impact", snapshot, focus="portal-by")
    assert len(drawn.nodes) == 1
    assert "hängt in diesem Zustand nichts ab" in drawn.notes[0]
    gone = draw("impact", snapshot, focus="bundid", state="soll", lang="en")
    assert "is not there in the state" in gone.notes[0]


@pytest.mark.parametrize(
    ("asked", "error"),
    [
        ({"focus": "bundit"}, NotFound),
        ({"direction": "sideways"}, UsageError),
        ({"depth": 0}, UsageError),
        ({"depth": 10**9}, UsageError),
        ({"state": "gestern"}, UsageError),
    ],
)
def test_wrong_questions_are_refused(
    snapshot: Snapshot, asked: dict[str, Any], error: type[Exception]
) -> None:
    with pytest.raises(error):
        draw("impact", snapshot, **asked)


def test_the_largest_depth_is_all(snapshot: Snapshot) -> None:
    assert render(draw("impact", snapshot, depth=100)) == render(draw("impact", snapshot))


def test_an_interface_in_between_is_where_the_step_says(made: Any, facts: Any) -> None:
    """The dependent end of a relation depends on its interface as well; then the step leads to that."""
    interface = Item("if-a", "https://w3id.org/grundriss/id/interface/if-a", "Interface", "A-API", "de")
    a, b = made.component("a", "A"), made.component("b", "B")
    step = Step("r1", "https://w3id.org/grundriss/id/relation/r1", "Uses", b, a, interface)
    drawn = impact_diagram(Impact(interface, made.name, "up", (Hit(b, 1, (step,)),)), today=facts.today)
    assert [(edge.source, edge.target) for edge in drawn.edges] == [("b", "if-a")]


def test_many_elements_are_coarser_and_all_are_counted(
    made: Any, facts: Any, geometry: Any, true_width: TrueWidth
) -> None:
    root = made.component("root", "Wurzel")
    hits: list[Hit] = []
    paths: dict[str, tuple[Step, ...]] = {"root": ()}
    items = {"root": root}
    for n in range(120):
        parent = items["root" if n < 8 else f"k{n // 8 - 1}"]
        item = made.component(f"k{n}", f"Element {n}", kind=("portal", "dienst", "register")[n % 3])
        items[item.key] = item
        step = Step(f"r{n}", f"https://w3id.org/grundriss/id/relation/r{n}", "Uses", item, parent)
        paths[item.key] = (*paths[parent.key], step)
        hits.append(Hit(item, len(paths[item.key]), paths[item.key]))
    drawn = impact_diagram(Impact(root, made.name, "up", tuple(hits)), today=facts.today)
    members = [key for node in drawn.nodes for key in node.members]
    assert sorted(members) == sorted(items)
    assert sum(edge.count for edge in drawn.edges) == 120
    geometry.check(drawn, true_width)


def test_hostile_names_stay_in_their_boxes(made: Any, facts: Any, hostile: tuple[str, ...]) -> None:
    items = [made.component(f"k{n}", name) for n, name in enumerate(hostile)]
    hits = tuple(
        Hit(item, 1, (Step(f"r{n}", f"https://example.org/r{n}", "Uses", item, items[0]),))
        for n, item in enumerate(items[1:])
    )
    drawn = impact_diagram(Impact(items[0], made.name, "up", hits), today=facts.today)
    for node in drawn.nodes:
        assert all(node.rect.contains(line.rect) for line in node.lines)
    render(drawn).encode()


def test_the_number_of_a_frame_does_not_stand_alone_on_a_line(snapshot: Snapshot) -> None:
    drawn = draw("impact", snapshot, focus="bundid", lang="en")
    frame = next(group for group in drawn.groups if group.label == "Online service applications")
    assert [line.text for line in frame.lines] == ["Online service", "applications · 9"]
