# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""Impact against the derived graph, the tables of facts, and what a proof must be."""

from collections.abc import Callable
from pathlib import Path

import pytest
from pyoxigraph import NamedNode

from grundriss import queries
from grundriss.analysis.dependencies import dependencies
from grundriss.analysis.hops import DEEPEST
from grundriss.analysis.impact import impact
from grundriss.errors import UsageError
from grundriss.model.analysis_types import Impact
from grundriss.model.identifier import Base
from grundriss.queries import values_block
from grundriss.states.state import state
from grundriss.store.snapshot import Snapshot
from grundriss.store.workspace import Workspace
from tests.core.conftest import FACTS, TODAY, load_facts
from tests.core.test_states import TARGET, Expected, table
from tests.counts import sample

BASE = Base()
AT_TARGET = {"liefert Daten", "Teil von"}
"""The natures in which the target depends on the source (DESIGN, Relations are things)."""


def component(key: str) -> NamedNode:
    return BASE.element("component", key)


def reached(found: Impact) -> set[str]:
    return {hit.item.id for hit in found.items}


def closure(snapshot: Snapshot, node: NamedNode, direction: str) -> set[str]:
    """What `gru:dependsOn+` gives in the default graph."""
    path = "?x gru:dependsOn+ ?this" if direction == "up" else "?this gru:dependsOn+ ?x"
    query = f"SELECT DISTINCT ?x {{ {values_block(['this'], [[node]])} {path} }}"
    return {row["x"].value for row in queries.rows(snapshot.store, query)} - {node.value}


@pytest.mark.parametrize("direction", ["up", "down"])
def test_in_ist_every_impact_is_the_closure_of_the_derived_graph(loaded: Workspace, direction: str) -> None:
    elements = (
        "SELECT ?x { VALUES ?c { gru:Component gru:Interface gru:OnlineService gru:FunctionBlock } ?x a ?c }"
    )
    with loaded.snapshot() as snapshot:
        nodes = [row["x"] for row in queries.rows(snapshot.store, elements)]
        for node in sample(nodes):
            assert reached(impact(snapshot, node, direction=direction)) == closure(snapshot, node, direction)
    assert len(nodes) > 200


def expected_depths(start: str, when: str, direction: str, folder: Path = FACTS) -> dict[str, int]:
    """Components that components depend on, with the least number of hops, from the table of dependencies alone.

    Only relations of components: a way through an interface or a service never leads to a component sooner.
    """
    expected = Expected(TARGET if when == "soll" else TODAY, folder)
    pairs = set()
    for row in table("dependencies", folder):
        if row["id"] in expected.relations:
            ends = (row["from_component"], row["to_component"])
            pairs.add(ends[::-1] if row["nature"] in AT_TARGET else ends)
    if direction == "up":
        pairs = {(needed, dependent) for dependent, needed in pairs}
    depths, level = {start: 0}, 0
    while level in depths.values():
        level += 1
        for one, other in pairs:
            if depths.get(one) == level - 1:
                depths.setdefault(other, level)
    del depths[start]
    return depths


@pytest.mark.parametrize("when", ["ist", "soll"])
@pytest.mark.parametrize("direction", ["up", "down"])
@pytest.mark.parametrize("key", ["bundid", "eid", "fit-connect", "pvog", "deutschlandid", "noots"])
def test_depths_are_those_of_the_tables(loaded: Workspace, key: str, direction: str, when: str) -> None:
    with loaded.snapshot() as snapshot:
        found = impact(snapshot, component(key), when, direction)
    depths = {hit.item.key: hit.depth for hit in found.items if hit.item.type == "Component"}
    # down, the way through an interface leads to its provider, which may be a part of the target
    direct = expected_depths(key, when, direction)
    assert set(direct) <= set(depths) and all(depths[k] <= direct[k] for k in direct)
    assert {k for k, depth in direct.items() if depth == 1} == {k for k, d in depths.items() if d == 1}


@pytest.mark.parametrize("when", ["ist", "soll", "2025"])
@pytest.mark.parametrize("direction", ["up", "down"])
def test_every_path_is_a_proof_made_of_relations_of_the_state(
    loaded: Workspace, direction: str, when: str
) -> None:
    with loaded.snapshot() as snapshot:
        there = state(snapshot, when)
        relations = {relation.id: relation for relation in (*there.relations, *there.structure)}
        for element in sample(there.of_type("Component")):
            found = impact(snapshot, NamedNode(element.id), when, direction)
            for hit in found.items:
                assert len(hit.path) == hit.depth
                here = element.id
                for step in hit.path:
                    stated = relations[step.id]
                    assert (step.source, step.target) == (stated.source, stated.target)
                    assert step.via in (None, stated.via)
                    near, far = (
                        (step.needed, step.dependent) if direction == "up" else (step.dependent, step.needed)
                    )
                    assert near.id == here
                    here = far.id
                assert here == hit.item.id


def test_hits_are_ordered_and_come_out_the_same_twice(loaded: Workspace) -> None:
    with loaded.snapshot() as snapshot:
        once, twice = (impact(snapshot, component("eid")).to_dict() for _ in range(2))
    assert once == twice
    order = [(item["depth"], item["label"].casefold()) for item in once["items"]]
    assert order == sorted(order) and len(order) > 20


def test_an_impact_says_whom_to_ask(loaded: Workspace) -> None:
    owners = {row["id"]: row["owner_org"] for row in table("components")}
    with loaded.snapshot() as snapshot:
        found = impact(snapshot, component("bundid"))
    for hit in found.items:
        if hit.item.type == "Component":
            assert (hit.owner.key if hit.owner else "") == owners[hit.item.key]
    assert any(hit.owner for hit in found.items)


def test_a_depth_or_a_limit_that_leaves_something_out_says_so(loaded: Workspace) -> None:
    with loaded.snapshot() as snapshot:
        whole = impact(snapshot, component("bundid"))
        deepest = max(hit.depth for hit in whole.items)
        shallow = impact(snapshot, component("bundid"), depth=1)
        exact = impact(snapshot, component("bundid"), depth=deepest)
        few = impact(snapshot, component("bundid"), limit=20)
        all_of_them = impact(snapshot, component("bundid"), limit=len(whole.items))
    assert not whole.truncated and deepest > 1
    assert shallow.truncated and shallow.items == tuple(h for h in whole.items if h.depth == 1)
    assert not exact.truncated and exact.items == whole.items
    assert few.truncated and few.items == whole.items[:20]
    assert not all_of_them.truncated and all_of_them.items == whole.items


def test_the_largest_depth_is_all(loaded: Workspace) -> None:
    with loaded.snapshot() as snapshot:
        assert impact(snapshot, component("eid"), depth=DEEPEST) == impact(snapshot, component("eid"))


@pytest.mark.parametrize(
    "wrong", [{"depth": 0}, {"depth": -1}, {"depth": 10**9}, {"limit": 0}, {"direction": "sideways"}]
)
def test_what_gives_nothing_is_refused_with_a_hint(loaded: Workspace, wrong: dict[str, int]) -> None:
    with loaded.snapshot() as snapshot, pytest.raises(UsageError) as refused:
        impact(snapshot, component("bundid"), **wrong)  # type: ignore[arg-type]
    assert refused.value.hint


def test_an_element_that_is_not_there_is_said_in_a_sentence(loaded: Workspace) -> None:
    with loaded.snapshot() as snapshot:
        found = impact(snapshot, component("bundid"), "soll")
        english = impact(snapshot, component("bundid"), "soll", lang="en")
    assert found.items == () and not found.truncated
    assert found.note == "BundID (Nutzerkonto Bund) ist im Zustand soll (2028-12-31) nicht vorhanden."
    assert "not there" in str(english.note)


def test_one_changed_cell_changes_the_impact(
    change_cell: Callable[[str, str, str, str], Path], tmp_path: Path
) -> None:
    row = next(
        r for r in table("dependencies") if r["to_component"] == "bundid" and r["nature"] == "authentifiziert"
    )
    folder = change_cell("dependencies", row["id"], "to_component", "govdata")
    Workspace.init(tmp_path / "w")
    workspace = Workspace.open(tmp_path / "w", TODAY)
    load_facts(workspace, folder)
    with workspace.snapshot() as snapshot:
        found = impact(snapshot, component("govdata"))
    depths = {hit.item.key: hit.depth for hit in found.items}
    assert depths[row["from_component"]] == 1
    assert expected_depths("govdata", "ist", "up", folder).items() <= depths.items()
    assert row["from_component"] not in expected_depths("govdata", "ist", "up")


def test_dependencies_are_the_relations_of_the_state_at_the_element(loaded: Workspace) -> None:
    with loaded.snapshot() as snapshot:
        for when in ("ist", "soll", "2025"):
            there = state(snapshot, when)
            relations = (*there.relations, *there.structure)
            for element in there.elements:
                found = dependencies(snapshot, NamedNode(element.id), when)
                assert set(found.outgoing) == {r for r in relations if r.source.id == element.id}
                assert set(found.incoming) == {r for r in relations if r.target.id == element.id}
                assert set(found.through) == {r for r in relations if r.via and r.via.id == element.id}
        gone = dependencies(snapshot, component("bundid"), "soll")
    assert not gone.outgoing and not gone.incoming and gone.note


def test_an_empty_answer_says_that_nothing_is_found(loaded: Workspace) -> None:
    with loaded.snapshot() as snapshot:
        app = Base().element("component", "ausweisapp")
        down = impact(snapshot, app, "ist", "down")
        assert (down.items, down.note) == ((), "AusweisApp hängt in diesem Zustand von nichts ab.")
        assert impact(snapshot, app, "ist", "up").note is None
        other = impact(snapshot, Base().element("component", "portal-by"), "ist", "up", lang="en")
        assert (other.items, other.note) == ((), "Nothing depends on BayernPortal in this state.")
