# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""The picture of cooperation counts whose components need whose, as the facts do."""

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from grundriss.errors import UsageError
from grundriss.store.snapshot import Snapshot
from grundriss_viz.cooperation import cooperation
from grundriss_viz.diagram import Diagram
from grundriss_viz.style import LINES
from grundriss_viz.svg import render
from grundriss_viz.views import draw

TrueWidth = Callable[[str, float, bool], float]
TARGET_NEEDS_SOURCE = ("SuppliesDataTo", "PartOf")  # DESIGN, Relations: the other types the other way round


@pytest.fixture(scope="module")
def organisations(facts: Any) -> Diagram:
    return cooperation(facts.ist, today=facts.today)


@pytest.fixture(scope="module")
def levels(facts: Any) -> Diagram:
    return cooperation(facts.ist, today=facts.today, by="level", lang="en")


@pytest.fixture(scope="module", params=["organisations", "levels", "target"])
def drawn(request: pytest.FixtureRequest, facts: Any) -> Diagram:
    if request.param == "target":
        return cooperation(facts.soll, today=facts.today)
    found: Diagram = request.getfixturevalue(request.param)
    return found


def needs(facts: Any) -> list[tuple[Any, Any]]:
    """Who needs whom, relation by relation."""
    return [
        (r.target, r.source) if r.type in TARGET_NEEDS_SOURCE else (r.source, r.target)
        for r in facts.ist.relations
    ]


def test_it_can_be_read(drawn: Diagram, geometry: Any, true_width: TrueWidth) -> None:
    geometry.check(drawn, true_width)


def test_every_line_has_its_count(drawn: Diagram) -> None:
    assert drawn.edges
    for edge in drawn.edges:
        assert edge.label is not None
        assert edge.label.lines[0].text == str(edge.count)


def test_levels_have_the_counts_of_the_facts(facts: Any, levels: Diagram) -> None:
    counted = Counter((a.fields["federalLevel"], b.fields["federalLevel"]) for a, b in needs(facts))
    assert {(edge.source, edge.target): edge.count for edge in levels.edges} == {
        pair: n for pair, n in counted.items() if pair[0] != pair[1]
    }
    for node in levels.nodes:
        inside = counted[node.key, node.key]
        assert (f"Relations among them: {inside}" in node.sublabel) == bool(inside)
        assert len(node.members) == sum(i.fields["federalLevel"] == node.key for i in facts.ist.elements)


def test_organisations_have_the_counts_of_the_facts(facts: Any, organisations: Diagram) -> None:
    owners = {i.key: (i.fields["owner"] or {"key": "none"})["key"] for i in facts.ist.elements}
    counted = Counter((owners[a.key], owners[b.key]) for a, b in needs(facts))
    single = {node.key for node in organisations.nodes if node.status == "party"}
    assert {"fitko", "bmds"} <= single
    lines = {(edge.source, edge.target): edge.count for edge in organisations.edges}
    for a in single:
        for b in single - {a}:
            assert lines.get((a, b), 0) == (counted[a, b] if counted[a, b] > 1 else 0)


def test_every_component_is_in_one_box(facts: Any, drawn: Diagram) -> None:
    members = [key for node in drawn.nodes for key in node.members]
    assert len(members) == len(set(members))
    assert set(members) in (facts.ist_keys, facts.soll_keys)


def test_every_relation_is_drawn_inside_or_counted_as_hidden(facts: Any, organisations: Diagram) -> None:
    box = {key: node.key for node in organisations.nodes for key in node.members}
    between = [(box[a.key], box[b.key]) for a, b in needs(facts) if box[a.key] != box[b.key]]
    drawn = [key for edge in organisations.edges for key in edge.relations]
    assert len(drawn) == len(set(drawn))
    hidden = sum(n for n in Counter(between).values() if n == 1)
    assert f"zwischen zwei Kästen ({hidden})" in organisations.notes[0]
    assert len(drawn) + hidden == len(between)
    assert sum(int(row[2]) for row in organisations.table.rows) == len(facts.ist.relations)


def test_strong_lines_are_told_by_width_and_colour() -> None:
    looks = [LINES[name] for name in ("few", "several", "many")]
    assert len({look.width for look in looks}) == len({look.light.stroke for look in looks}) == 3


def test_organisations_lead_to_their_pages(organisations: Diagram) -> None:
    for node in organisations.nodes:
        assert node.href == (f"/id/organization/{node.key}" if node.status == "party" else None)


def test_no_line_has_an_end_in_thin_air_where_two_run_side_by_side(
    organisations: Diagram, geometry: Any
) -> None:
    ends = {(edge.source, edge.target) for edge in organisations.edges}
    assert any(pair[::-1] in ends for pair in ends)
    geometry.check_lines(organisations)


def test_a_state_without_components_says_so(made: Any, facts: Any) -> None:
    for by in ("organisation", "level"):
        drawn = cooperation(made.state([]), today=facts.today, by=by)
        assert drawn.notes == ("Dieser Zustand enthält keine Komponenten.",)


def test_an_unknown_grouping_is_refused(snapshot: Snapshot) -> None:
    with pytest.raises(UsageError, match="moon"):
        draw("cooperation", snapshot, by="moon")


def test_the_store_gives_the_same_picture_as_the_facts(snapshot: Snapshot, organisations: Diagram) -> None:
    drawn = draw("cooperation", snapshot)
    assert {(e.source, e.target, e.count) for e in drawn.edges} == {
        (e.source, e.target, e.count) for e in organisations.edges
    }


def test_hostile_names_stay_in_their_boxes(made: Any, facts: Any, hostile: tuple[str, ...]) -> None:
    items = [
        made.component(
            f"k{n}",
            "K",
            federalLevel=name or None,
            owner={"key": f"o{n}", "id": name, "type": "Organization", "label": name, "lang": "de"},
        )
        for n, name in enumerate(hostile)
    ]
    relations = tuple(
        made.relation(f"r{n}-{m}", items[n], items[(n + 1) % len(items)])
        for n in range(len(items))
        for m in (0, 1)
    )
    for by in ("organisation", "level"):
        drawn = cooperation(replace(made.state(items), relations=relations), today=facts.today, by=by)
        for node in drawn.nodes:
            assert all(node.rect.contains(line.rect) for line in node.lines)
        render(drawn).encode()


def test_the_text_tells_the_counts_in_sentences(facts: Any, organisations: Diagram, levels: Diagram) -> None:
    counted = Counter((a.fields["federalLevel"], b.fields["federalLevel"]) for a, b in needs(facts))
    between = sum(n for (a, b), n in counted.items() if a != b)
    inside = sum(n for (a, b), n in counted.items() if a == b)
    assert f"{between} relations lead from one federal level to another." in levels.summary
    assert f"{inside} relations stay inside one level." in levels.summary
    assert f"from “Länder” to “Cross-level” ({counted['land', 'ebenenuebergreifend']})" in levels.summary
    assert organisations.summary.startswith("Die Landschaft hat 149 Komponenten (IST 23.11.2026). ")
    assert "weitere Organisationen" not in organisations.summary


def test_one_relation_is_told_in_the_singular(facts: Any) -> None:
    one = next(r for r in facts.ist.relations if r.type == "Uses" and _apart(facts, r))
    drawn = cooperation(replace(facts.ist, relations=(one,)), today=facts.today, by="level")
    assert "Eine Beziehung führt von einer föderalen Ebene zu einer anderen." in drawn.summary
    assert "0 Beziehungen bleiben innerhalb einer Ebene." in drawn.summary


def _apart(facts: Any, relation: Any) -> bool:
    levels = {i.key: i.fields["federalLevel"] for i in facts.ist.elements}
    return bool(levels[relation.source.key] != levels[relation.target.key])
