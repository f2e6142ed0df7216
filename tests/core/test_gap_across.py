# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""The gap between states of two revisions or scenarios, held against plain loops over both states."""

import shutil
from datetime import date
from pathlib import Path

import pytest
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad

import grundriss
from grundriss.analysis.impact import impact
from grundriss.errors import NotFound, UsageError
from grundriss.importers.landscape import DATASET, read_landscape
from grundriss.model.identifier import key_in
from grundriss.model.state_types import Gap
from grundriss.model.terms import IDENTIFIER
from grundriss.states.gap import gap
from grundriss.states.places import place_of, placed
from grundriss.states.state import state
from grundriss.store.asserted import Patch
from grundriss.store.commit import Intent, apply_patch, replace_dataset
from grundriss.store.line import Line
from grundriss.store.scenario import Scenario
from grundriss.store.snapshot import Snapshot
from grundriss.store.workspace import Workspace
from grundriss_viz import svg
from grundriss_viz.views import draw
from tests.core.conftest import FACTS, TODAY, load_facts, with_cell
from tests.core.stated import stated
from tests.core.test_scenarios import branch, change, note

ASKED = [
    ("ist", "one"),
    ("soll", "one"),
    ("one", "soll"),
    ("one", "two"),
    ("r1", "r3"),
    ("r3", "r1"),
    ("r1@soll", "one@ist"),
    ("2027", "one@2030"),
    ("r3", "one@2027-05"),
]


def copy_of(line: Line, key: str, new: str) -> set[Quad]:
    """What is said of a component, said of a new one."""
    node, copy = (line.base.element("component", k) for k in (key, new))
    graph = line.base.source_graph("manual")
    found = {q for q in stated(line) if q.subject == node and q.predicate != IDENTIFIER}
    return {Quad(copy, q.predicate, q.object, graph) for q in found} | {
        Quad(copy, IDENTIFIER, Literal(new), graph)
    }


@pytest.fixture(scope="module")
def divided(loaded: Workspace, tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """Three revisions of the main line and two scenarios from r1: labels, dates, new and deleted elements.

    All tests read it, none writes to it.
    """
    path = tmp_path_factory.mktemp("divided")
    shutil.copytree(loaded.path, path / "workspace")
    divided = Workspace.open(path / "workspace", TODAY)
    one, two = branch(divided, "one"), branch(divided, "two")
    copied = copy_of(one, "zbp", "neu")
    change(
        one,
        copied
        | {
            note(one, "2026", "pvog", "validUntil", "gYear"),
            note(one, "2027-03", "pvog-sammler", "validFrom", "gYearMonth"),
            note(one, "changed", "zbp"),
        },
    )
    folder = Path(shutil.copytree(FACTS, path / "facts"))
    with_cell(folder, "components", "zapuk", "name", "ZaPuK anders")
    quads = read_landscape(folder, divided.base).quads
    assert replace_dataset(two, quads, Intent(DATASET, "two", "t")).revision == 1
    load_facts(divided, folder)
    ends = note(divided, "2026-01", "govdata", "validUntil", "gYearMonth")
    change(divided, {note(divided, "main", "zbp"), ends})
    return divided


def said(snapshot: Snapshot, iri: str) -> dict[str, set[str]]:
    """What is asserted of an element: values by property."""
    values: dict[str, set[str]] = {}
    for quad in snapshot.store.quads_for_pattern(NamedNode(iri), None, None, None):
        graph = quad.graph_name
        if not isinstance(graph, DefaultGraph) and "/graph/source/" in graph.value:
            values.setdefault(quad.predicate.value, set()).add(str(quad.object))
    return values


def check(snapshot: Snapshot, a: str, b: str) -> Gap:
    """Hold the gap to the two states, element by element."""
    found = gap(snapshot, a, b)
    before, after = state(snapshot, a), state(snapshot, b)
    assert (found.from_, found.to) == (before.state, after.state)
    old, new = ({item.id for item in side.elements} for side in (before, after))
    added = {line.item.id for line in found.added}
    removed = {line.item.id for line in found.removed}
    gone = {item.id for group in found.replaced for item in group.old}
    come = {item.id for group in found.replaced for item in group.new}
    assert added | (come - old) == new - old
    assert removed | gone == old - new
    assert come <= new
    assert not added & come
    assert not removed & gone
    changed = {c.item.id: c for c in found.changed}
    in_both = {iri for iri in changed if iri in old and iri in new}
    assert found.unchanged == len(old & new) - len(in_both)
    with placed(snapshot, a) as (first, _), placed(snapshot, b) as (second, _):
        for iri in old & new:
            values = said(first, iri), said(second, iri)
            differing = {
                p for p in values[0].keys() | values[1].keys() if values[0].get(p) != values[1].get(p)
            }
            shown = {c.property for c in changed[iri].changes} if iri in changed else set()
            assert {key_in(p) for p in differing} <= shown
    for family in ("relations", "structure"):
        was, will = ({r.id for r in getattr(side, family)} for side in (before, after))
        mine = getattr(found, family)
        assert {r.id for r in mine.added} == will - was
        assert {r.id for r in mine.removed} == was - will
        assert {r.id for r in mine.changed} <= was & will
    assert {d.relation.id for d in found.relations.dropped} == {d.relation.id for d in after.dropped}
    return found


@pytest.mark.parametrize(("a", "b"), ASKED)
def test_each_element_is_in_exactly_one_part_of_the_gap(divided: Workspace, a: str, b: str) -> None:
    with divided.snapshot() as snapshot:
        check(snapshot, a, b)


def test_a_gap_says_what_a_scenario_changes_and_nothing_else(divided: Workspace) -> None:
    with divided.snapshot() as snapshot:
        found = check(snapshot, "r1", "one@ist")
        assert [line.item.key for line in found.added] == ["neu"]
        assert "pvog-sammler" in {line.item.key for line in found.removed}
        assert found.from_.to_dict() == {"name": "ist", "date": "2026-11-23", "scenario": None, "revision": 1}
        assert found.to.to_dict() == {"name": "ist", "date": "2026-11-23", "scenario": "one", "revision": 1}
        changes = {c.item.key: [(x.property, x.from_, x.to) for x in c.changes] for c in found.changed}
        assert changes["zbp"] == [("sourceNote", None, "changed")]
        assert changes["pvog"] == [("validUntil", None, "2026")]
        assert set(changes) == {"zbp", "pvog"}


def test_a_scenario_compared_with_another_says_what_both_did(divided: Workspace) -> None:
    with divided.snapshot() as snapshot:
        found = check(snapshot, "one@ist", "two@ist")
        assert [line.item.key for line in found.removed] == ["neu"]
        assert "pvog-sammler" in {line.item.key for line in found.added}
        changes = {c.item.key: [(x.property, x.from_, x.to) for x in c.changes] for c in found.changed}
        assert changes["zbp"] == [("sourceNote", "changed", None)]
        later = {c.item.key: c.changes for c in check(snapshot, "one", "two").changed}
        assert "ZaPuK anders" in {x.to for x in later["zapuk"]}


def test_two_states_of_one_place_are_compared_as_ever(divided: Workspace) -> None:
    with divided.snapshot() as snapshot:
        assert gap(snapshot, "r3@ist", "r3@soll").to_dict() == gap(snapshot).to_dict()
        with Scenario.open(divided, "one").snapshot() as there:
            assert gap(snapshot, "one@ist", "one").to_dict() == gap(there).to_dict()
            assert gap(there, "ist", "one@soll").to_dict() == gap(there).to_dict()
            assert gap(there, "r3@soll", "soll").to_dict() == gap(snapshot, "soll", "one").to_dict()


def test_no_change_between_revisions_is_an_empty_gap(fresh: Workspace) -> None:
    change(fresh, {note(fresh, "x")})
    apply_patch(fresh, Patch(removed=frozenset([note(fresh, "x")])), Intent(None, "y", "t"))
    with fresh.snapshot() as snapshot:
        assert check(snapshot, "r1", "r3").is_empty
        assert not check(snapshot, "r1", "r2").is_empty


def test_a_moved_date_of_a_replaced_element_moves_the_replacement(fresh: Workspace) -> None:
    """What IST and SOLL of two revisions replace is told as replacements too."""
    change(fresh, {note(fresh, "x")})
    with fresh.snapshot() as snapshot:
        across = check(snapshot, "r1@ist", "r2@soll")
        alone = gap(snapshot)
    assert across.replaced
    assert [r.to_dict() for r in across.replaced] == [r.to_dict() for r in alone.replaced]
    assert [line.to_dict() for line in across.added] == [line.to_dict() for line in alone.added]
    assert [line.to_dict() for line in across.removed] == [line.to_dict() for line in alone.removed]
    assert across.undated == alone.undated
    assert across.structure == alone.structure
    assert across.relations == alone.relations


@pytest.mark.parametrize(
    ("when", "place"),
    [
        ("r2", (None, 2, "ist")),
        (" R2 ", (None, 2, "ist")),
        ("r2@soll", (None, 2, "soll")),
        ("one", ("one", None, "soll")),
        ("one@2027", ("one", None, "2027")),
        ("ist", None),
        ("2027", None),
        ("three", None),
        ("../one", None),
        ("one/../one", None),
        ("r", None),
        ("r12345678901", None),
    ],
)
def test_when_names_a_place_or_a_moment(
    divided: Workspace, when: str, place: tuple[str | None, int | None, str] | None
) -> None:
    with divided.snapshot() as snapshot:
        found = place_of(snapshot, when)
    assert (found and (found.scenario, found.revision, found.moment)) == place


@pytest.mark.parametrize(
    "when", ["one@", "one@nowhere", "@soll", "three", "ist@soll", "r2@r1", "one@two", "r1@", "on"]
)
def test_a_place_without_a_moment_is_refused(divided: Workspace, when: str) -> None:
    with divided.snapshot() as snapshot:
        with pytest.raises(UsageError):
            state(snapshot, when)
        with pytest.raises(UsageError):
            gap(snapshot, "ist", when)


@pytest.mark.parametrize("when", ["r0", "r4", "r999999999"])
def test_a_revision_that_is_not_there_is_said(divided: Workspace, when: str) -> None:
    with divided.snapshot() as snapshot:
        if when == "r0":
            assert state(snapshot, when).elements == ()
            return
        with pytest.raises(NotFound, match="the newest is 3"):
            state(snapshot, when)


def test_pictures_and_impact_take_a_place_too(divided: Workspace) -> None:
    node = divided.base.element("component", "bundid")
    with divided.snapshot() as snapshot:
        assert "ZaPuK anders" in svg.render(draw("neighbourhood", snapshot, focus="zapuk"))
        assert "ZaPuK anders" not in svg.render(draw("neighbourhood", snapshot, focus="zapuk", state="r1"))
        assert svg.render(draw("gap", snapshot, from_="soll", to="one"))
        assert svg.render(draw("gap", snapshot, from_="r1", to="r3@soll"))
        assert svg.render(draw("landscape-map", snapshot, state="one"))
        assert impact(snapshot, node, "one@2026-12").state.scenario == "one"


def test_python_opens_a_scenario_and_compares_with_one(divided: Workspace) -> None:
    with grundriss.open(divided.path, today="2026-11-23", scenario="one") as land:
        assert land.state().state.scenario == "one"
    with grundriss.open(divided.path, today="2026-11-23") as land:
        assert land.gap("soll", "one").to.scenario == "one"
        assert land.gap("r1", "r3").to.revision == 3
    with pytest.raises(NotFound, match="no scenario"):
        grundriss.open(divided.path, today=date(2026, 11, 23), scenario="..")
