# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""The neighbourhood shows who needs an element and what it needs, each neighbour once, and counts what it hides."""

import csv
import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from grundriss.errors import NotFound, UsageError
from grundriss.model.state_types import Item
from grundriss.store.snapshot import Snapshot
from grundriss_viz import element_links
from grundriss_viz.diagram import Diagram
from grundriss_viz.neighbourhood import neighbourhood
from grundriss_viz.surroundings import Need, Surroundings
from grundriss_viz.svg import render
from grundriss_viz.views import draw

TrueWidth = Callable[[str, float, bool], float]
ROOT = Path(__file__).resolve().parents[2]
TARGET_NEEDS_SOURCE = ("liefert Daten", "Teil von")  # DESIGN, Relations: the other types the other way round


def rows(name: str) -> list[dict[str, str]]:
    with (ROOT / "data" / "landscape" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def neighbours(key: str, day_keys: frozenset[str]) -> tuple[set[str], set[str]]:
    """Who needs a component, and what it needs, in the current state: read from the table of facts."""
    needing, needed = set(), set()
    for row in rows("dependencies"):
        source, target = row["from_component"], row["to_component"]
        if row["state"] == "soll" or row["nature"] == "abgelöst durch" or not {source, target} <= day_keys:
            continue
        if row["nature"] in TARGET_NEEDS_SOURCE:
            source, target = target, source
        if target == key:
            needing.add(source)
        if source == key:
            needed.add(target)
    return needing, needed


def interfaces(key: str, day_keys: frozenset[str]) -> set[str]:
    """The interfaces that the relations go through by which a component needs others, in the current state."""
    return {
        row["via"].lower()
        for row in rows("dependencies")
        if row["via"]
        and row["state"] != "soll"
        and row["from_component" if row["nature"] not in TARGET_NEEDS_SOURCE else "to_component"] == key
        and {row["from_component"], row["to_component"]} <= day_keys
    }


def sides(drawn: Diagram) -> tuple[set[str], set[str]]:
    """The components left and right of the middle."""
    middle = next(node for node in drawn.nodes if node.status == "focus").rect.center.x
    components = [node for node in drawn.nodes if (node.href or "").startswith("/id/component/")]
    return (
        {node.key for node in components if node.rect.center.x < middle},
        {node.key for node in components if node.rect.center.x > middle},
    )


@pytest.mark.parametrize("key", ["bundid", "fit-connect", "eid", "dvdv", "pvog", "muk", "component/od-wg"])
def test_neighbours_are_those_of_the_facts_on_the_right_side(
    snapshot: Snapshot, facts: Any, key: str
) -> None:
    drawn = draw("neighbourhood", snapshot, focus=key)
    assert sides(drawn) == neighbours(key.rpartition("/")[2], facts.ist_keys)


def test_a_line_stands_for_every_relation_once(snapshot: Snapshot, facts: Any) -> None:
    drawn = draw("neighbourhood", snapshot, focus="bundid")
    relations = [key for edge in drawn.edges for key in edge.relations]
    assert len(relations) == len(set(relations)) == 22 + len(interfaces("bundid", facts.ist_keys)) == 23
    assert "dep-0047" not in relations


@pytest.mark.parametrize(
    "asked",
    [
        {"focus": "bundid"},
        {"focus": "pvog", "lang": "en"},
        {"focus": "muk"},
        {"focus": "leika"},
        {"focus": "if-fc-sub"},
        {"focus": "deutschlandid", "state": "soll"},
        {"focus": "fit-connect", "depth": 2},
        {"focus": "bundid", "depth": 3},
        {"focus": "component/od-wg", "depth": 2},
    ],
)
def test_it_can_be_read(
    snapshot: Snapshot, geometry: Any, true_width: TrueWidth, asked: dict[str, Any]
) -> None:
    geometry.check(draw("neighbourhood", snapshot, **asked), true_width)


def test_counts_of_headings_and_subtitle_are_those_of_the_facts(snapshot: Snapshot, facts: Any) -> None:
    needing, needed = neighbours("bundid", facts.ist_keys)
    drawn = draw("neighbourhood", snapshot, focus="bundid")
    offered = 1  # if-bundid-saml, offered by BundID
    right = len(needed | interfaces("bundid", facts.ist_keys))
    assert drawn.subtitle.endswith(f"gebraucht von {len(needing) + offered} · braucht {right}")
    headings = {group.key: group.count for group in drawn.groups if not group.frame}
    assert headings == {"columns--1--1": len(needing) + offered, "columns-1-1": right}


def test_neighbours_of_one_kind_and_relation_share_a_frame_and_a_line(snapshot: Snapshot) -> None:
    drawn = draw("neighbourhood", snapshot, focus="bundid")
    frame = next(group for group in drawn.groups if group.label == "Onlinedienste")
    line = next(edge for edge in drawn.edges if edge.source == frame.key)
    members = {node.key for node in drawn.nodes if node.group == frame.key}
    assert (line.target, line.type, line.count, len(members)) == ("bundid", "AuthenticatesWith", 9, 9)
    assert line.label is not None
    assert [part.text for part in line.label.lines] == ["authentifiziert (9)"]


def test_lines_look_as_the_ontology_says(snapshot: Snapshot) -> None:
    drawn = draw("neighbourhood", snapshot, focus="dvdv")
    looks = {edge.type: (edge.line, edge.head) for edge in drawn.edges}
    assert looks["SuppliesDataTo"] == ("dashed", "filled")
    assert looks["PartOf"] == ("solid", "diamond")
    assert looks["Uses"] == ("solid", "open")


def test_an_arrow_runs_from_the_source_of_its_relation(snapshot: Snapshot) -> None:
    drawn = draw("neighbourhood", snapshot, focus="bundid")
    parts = [edge for edge in drawn.edges if edge.type == "PartOf"]
    assert {(edge.source, edge.target) for edge in parts} == {("zbp", "bundid"), ("bundid-sm", "bundid")}


def test_boxes_lead_to_the_pages_of_their_elements(snapshot: Snapshot) -> None:
    drawn = draw("neighbourhood", snapshot, focus="bundid")
    assert {node.href for node in drawn.nodes if node.key == "if-bundid"} <= {"/id/interface/if-bundid"}
    assert all(node.href and node.href.startswith("/id/") for node in drawn.nodes)


def test_the_table_names_every_relation_with_its_source(snapshot: Snapshot, facts: Any) -> None:
    drawn = draw("neighbourhood", snapshot, focus="bundid")
    assert len(drawn.table.rows) == sum(edge.count for edge in drawn.edges)
    stated = {row["id"]: row["source"] for row in rows("dependencies")}
    expected = [stated[key] for edge in drawn.edges for key in edge.relations if key in stated]
    other = ("bietet an", "über Schnittstelle")
    said = [row[-1] for row in drawn.table.rows if row[-1] != "–" and row[3][2:] not in other]
    assert sorted(said) == sorted(source for source in expected if source.startswith("http"))


def test_relations_of_the_second_step_that_have_no_line_are_counted(snapshot: Snapshot, facts: Any) -> None:
    drawn = draw("neighbourhood", snapshot, focus="fit-connect", depth=2)
    said = int(re.search(r"weitere Beziehungen zwischen diesen Elementen \((\d+)\)", drawn.notes[0])[1])  # type: ignore[index]
    shown = {node.key for node in drawn.nodes}
    near = {key for side in neighbours("fit-connect", facts.ist_keys) for key in side} | {"fit-connect"}
    drawn_keys = {key for edge in drawn.edges for key in edge.relations}
    hidden = {
        r.key
        for r in facts.ist.relations
        if {r.source.key, r.target.key} <= shown and {r.source.key, r.target.key} & near
    } - drawn_keys
    assert said == len(hidden)


def test_a_hub_of_hundreds_is_rolled_up_and_all_are_counted(
    made: Any, facts: Any, geometry: Any, true_width: TrueWidth
) -> None:
    kinds = ("portal", "register", "dienst", "netz")
    hub = made.component("hub", "Nabe")
    items = [made.component(f"k{n}", f"Nachbar {n}", kind=kinds[n % 4]) for n in range(400)]
    needs = tuple(Need(item, hub, made.relation(f"r{n}", item, hub)) for n, item in enumerate(items))
    drawn = neighbourhood(Surroundings(hub, made.name, needs), today=facts.today)
    members = [key for node in drawn.nodes for key in node.members]
    assert sorted(members) == sorted(["hub", *(item.key for item in items)])
    assert sum(edge.count for edge in drawn.edges) == 400
    assert "Zusammengefasst: Elemente (" in drawn.notes[0]
    geometry.check_apart(drawn)
    geometry.check_lines(drawn)


def test_neighbours_of_many_kinds_are_put_together_and_all_are_counted(made: Any, facts: Any) -> None:
    hub = made.component("hub", "Nabe")
    items = [made.component(f"k{n}", f"Nachbar {n}", kind=f"art-{n}") for n in range(200)]
    needs = tuple(Need(item, hub, made.relation(f"r{n}", item, hub)) for n, item in enumerate(items))
    drawn = neighbourhood(Surroundings(hub, made.name, needs), today=facts.today)
    assert len(drawn.nodes) <= 60
    assert len([key for node in drawn.nodes for key in node.members]) == 201
    assert len(drawn.table.rows) == 200


def test_a_chain_too_long_for_a_sheet_is_cut_and_counted(made: Any, facts: Any) -> None:
    items = [made.component(f"k{n}", f"Glied {n}") for n in range(20)]
    needs = tuple(
        Need(items[n], items[n + 1], made.relation(f"r{n}", items[n], items[n + 1])) for n in range(19)
    )
    drawn = neighbourhood(Surroundings(items[0], made.name, needs), today=facts.today)
    shown = len(drawn.nodes)
    assert 4 <= shown < 20
    assert f"weitere Elemente ({20 - shown})" in drawn.notes[0]


def test_two_relations_to_one_neighbour_are_two_lines(
    made: Any, facts: Any, geometry: Any, true_width: TrueWidth
) -> None:
    a, b = made.component("a", "A"), made.component("b", "B")
    needs = tuple(
        Need(a, b, made.relation(name, a, b, name)) for name in ("AuthenticatesWith", "RunsOn", "Uses")
    )
    drawn = neighbourhood(Surroundings(b, made.name, needs), today=facts.today)
    assert Counter(edge.type for edge in drawn.edges) == {"AuthenticatesWith": 1, "RunsOn": 1, "Uses": 1}
    geometry.check_apart(drawn)
    geometry.check_lines(drawn)


def test_elements_of_two_classes_with_one_key_are_two_boxes(made: Any, facts: Any) -> None:
    a, hub = made.component("same", "Komponente"), made.component("hub", "Nabe")
    other = Item("same", "https://w3id.org/grundriss/id/interface/same", "Interface", "Schnittstelle", "de")
    needs = (
        Need(a, hub, made.relation("r1", a, hub)),
        Need(other, hub, made.relation("r2", hub, other, "Offers")),
    )
    drawn = neighbourhood(Surroundings(hub, made.name, needs), today=facts.today)
    assert {node.key for node in drawn.nodes} == {"hub", "Component-same", "Interface-same"}


def test_hostile_names_stay_in_their_boxes(made: Any, facts: Any, hostile: tuple[str, ...]) -> None:
    owner = {"key": "x", "id": "x", "type": "Organization", "label": hostile[0], "lang": "de"}
    items = [made.component(f"k{n}", name, owner=owner, kind=name) for n, name in enumerate(hostile)]
    needs = tuple(
        Need(item, items[0], made.relation(f"r{n}", item, items[0])) for n, item in enumerate(items[1:])
    )
    drawn = neighbourhood(Surroundings(items[0], made.name, needs), today=facts.today)
    for node in drawn.nodes:
        assert all(node.rect.contains(line.rect) for line in node.lines)
    assert drawn.notes[-2] == "Gekürzt: 2 Namen mit mehr als 200 Zeichen."
    assert "stehen als ▯ (in " in drawn.notes[-1]
    names = {element.tag.rpartition("}")[2] for element in ElementTree.fromstring(render(drawn)).iter()}
    assert names <= {"svg", "title", "desc", "style", "rect", "text", "path", "g", "a"}


@pytest.mark.parametrize("focus", ["<b>", "a\x00b", "\u202e", "../..", "'; DROP", "x" * 10_000, ""])
def test_a_focus_of_odd_characters_is_not_found(snapshot: Snapshot, focus: str) -> None:
    with pytest.raises(NotFound):
        draw("neighbourhood", snapshot, focus=focus)


def test_an_unknown_element_is_answered_with_a_near_one(snapshot: Snapshot) -> None:
    with pytest.raises(NotFound) as raised:
        draw("neighbourhood", snapshot, focus="bundit")
    assert "bundid" in str(raised.value.hint)


def test_a_depth_that_is_none_is_refused(snapshot: Snapshot) -> None:
    for depth in (0, 101, 10**9):
        with pytest.raises(UsageError, match=f"depth of {depth} is not possible"):
            draw("neighbourhood", snapshot, depth=depth)


def test_the_largest_depth_is_answered(snapshot: Snapshot) -> None:
    drawn = draw("neighbourhood", snapshot, depth=100)
    assert "höchstens 4 Schritte" in drawn.notes[0]
    assert len(drawn.nodes) <= 60
    members = Counter(key for node in drawn.nodes for key in node.members)
    assert max(members.values()) == 1


def test_an_element_without_relations_is_one_box_and_a_sentence(snapshot: Snapshot) -> None:
    drawn = draw("neighbourhood", snapshot, focus="guideline/ziel-p01")
    assert [node.key for node in drawn.nodes] == ["ziel-p01"]
    assert "keine Beziehung bekannt" in drawn.notes[0]


@pytest.mark.parametrize("key", ["bundid", "od-wg", "pvog-sammler", "eid", "noots"])
def test_the_interface_of_a_relation_has_a_box(snapshot: Snapshot, facts: Any, key: str) -> None:
    drawn = draw("neighbourhood", snapshot, focus=f"component/{key}")
    lines = {edge.target: edge for edge in drawn.edges if edge.type.endswith("#via")}
    shown = {k for e in lines.values() for k in members(drawn, e.target)}
    assert shown == interfaces(key, facts.ist_keys)


def members(drawn: Diagram, key: str) -> set[str]:
    """The elements in a box, or in the boxes of a frame."""
    return {k for node in drawn.nodes if key in (node.key, node.group) for k in node.members}


def test_who_works_over_an_interface_is_around_it(snapshot: Snapshot, facts: Any) -> None:
    drawn = draw("neighbourhood", snapshot, focus="if-pvog-samm")
    over = {
        row["from_component"]
        for row in rows("dependencies")
        if row["via"] == "if-pvog-samm" and row["state"] != "soll"
    }
    assert sides(drawn) == (over & facts.ist_keys, {"pvog-sammler"})
    assert {node.key for node in drawn.nodes} == over | {"if-pvog-samm", "pvog-sammler", "xzufi"}


@pytest.mark.parametrize("key", ["osci", "xzufi", "xbezahldienste", "dcatapde"])
def test_what_follows_a_standard_and_who_publishes_it_are_around_it(
    snapshot: Snapshot, facts: Any, key: str
) -> None:
    drawn = draw("neighbourhood", snapshot, focus=f"standard/{key}")
    following = {
        row["id"]
        for row in rows("interfaces")
        if key in row["standard_id"].split(";") and row["provider_component"] in facts.ist_keys
    }
    shown = {node.key for node in drawn.nodes if (node.href or "").startswith("/id/interface/")}
    assert shown == following
    standard = next(row for row in rows("standards") if row["id"] == key)
    publishers = {node.label for node in drawn.nodes if (node.href or "").startswith("/id/organization/")}
    named = next(name for name in ("KoSIT", "FITKO") if name in standard["publisher"])
    assert named in " ".join(publishers)
    assert (
        "gebraucht von" not in drawn.subtitle
        and f"weitere Verbindungen: {len(drawn.nodes) - 1}" in drawn.subtitle
    )


def test_what_an_organisation_is_responsible_for_is_around_it(snapshot: Snapshot, facts: Any) -> None:
    drawn = draw("neighbourhood", snapshot, focus="organization/bmds")
    owned = {row["id"] for row in rows("components") if row["owner_org"] == "bmds"} & facts.ist_keys
    lines = {edge.source for edge in drawn.edges if edge.type.endswith("#owner")}
    assert {key for end in lines for key in members(drawn, end)} == owned
    children = {row["id"] for row in rows("organisations") if row["parent"] == "bmds"}
    below = {edge.source for edge in drawn.edges if edge.type.endswith("#parent") and edge.target == "bmds"}
    assert {key for end in below for key in members(drawn, end)} == children


def test_links_that_are_not_read_are_counted(snapshot: Snapshot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(element_links, "MOST", 5)
    drawn = draw("neighbourhood", snapshot, focus="organization/fitko")
    roles = sum(row[role] == "fitko" for row in rows("components") for role in ("owner_org", "operator_org"))
    published = sum("FITKO" in row["publisher"] for row in rows("standards"))
    assert f"Nicht gelesen: weitere verbundene Elemente ({roles + published - 2 * 5})." in drawn.notes[0]
    assert len(drawn.table.rows) <= 11


def test_what_a_decision_changes_is_around_it(snapshot: Snapshot) -> None:
    decision = next(row["id"] for row in rows("decisions") if row["id"] in based())
    key = decision.replace("/", "-").lower()
    drawn = draw("neighbourhood", snapshot, focus=f"decision/{key}", state="soll")
    assert {n.key for n in drawn.nodes} - {key} <= based()[decision]
    assert len(drawn.nodes) > 1


def based() -> dict[str, set[str]]:
    """What changes by each decision."""
    found: dict[str, set[str]] = {}
    for row in rows("target_changes"):
        found.setdefault(row["beschluss"], set()).add(row["element"])
    return found


@pytest.mark.parametrize(
    "focus", ["standard/xzufi", "organization/fitko", "interface/if-pvog-samm", "plateau/ziel-2028"]
)
def test_links_can_be_read_and_each_has_its_row(
    snapshot: Snapshot, geometry: Any, true_width: TrueWidth, focus: str
) -> None:
    drawn = draw("neighbourhood", snapshot, focus=focus)
    geometry.check(drawn, true_width)
    assert len(drawn.table.rows) == sum(edge.count for edge in drawn.edges)
    assert {row[1] for row in drawn.table.rows} == {
        node.label for node in drawn.nodes if node.status not in ("focus", "rollup")
    }
