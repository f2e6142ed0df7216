# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""Weak points against networkx on the table of dependencies, and the graph in memory against the hops of the store."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import networkx
import pytest
from pyoxigraph import NamedNode
from rustworkx import ancestors, descendants

from grundriss import queries
from grundriss.analysis.dependency_graph import DependencyGraph
from grundriss.analysis.impact import impact
from grundriss.analysis.weak_points import weak_points
from grundriss.errors import UsageError
from grundriss.model.weakness_types import WeakPoints
from grundriss.states.when import resolve
from grundriss.store.workspace import Workspace
from tests.core.conftest import FACTS, TODAY, load_facts
from tests.core.test_impact import AT_TARGET
from tests.core.test_states import TARGET, Expected, gone_on, table
from tests.counts import sample

DAYS = {"ist": TODAY, "soll": TARGET, "2025": date(2025, 12, 31)}
EVERYTHING = 10_000


def dependence(day: date, folder: Path = FACTS) -> networkx.DiGraph:
    """Components of a day and which depends on which, with the relations that say so, from the tables alone."""
    expected = Expected(day, folder)
    graph = networkx.DiGraph()
    graph.add_nodes_from(expected.components)
    for row in table("dependencies", folder):
        if row["id"] in expected.relations:
            ends = (row["from_component"], row["to_component"])
            dependent, needed = ends[::-1] if row["nature"] in AT_TARGET else ends
            if dependent != needed:
                graph.add_edge(dependent, needed)
                graph.edges[dependent, needed].setdefault("relations", set()).add(row["id"])
    return graph


def severed_by(graph: networkx.Graph, node: str) -> set[int]:
    """How many are severed when a node goes: all of its part but a largest piece."""
    part = graph.subgraph(networkx.node_connected_component(graph, node) - {node})
    sizes = [len(piece) for piece in networkx.connected_components(part)]
    return {sum(sizes) - max(sizes)}


@pytest.fixture(scope="module", params=list(DAYS))
def found(request: pytest.FixtureRequest, loaded: Workspace) -> Iterator[tuple[WeakPoints, networkx.DiGraph]]:
    with loaded.snapshot() as snapshot:
        yield weak_points(snapshot, request.param, EVERYTHING), dependence(DAYS[request.param])


Found = tuple[WeakPoints, networkx.DiGraph]


def test_single_points_are_the_articulation_points_of_the_table(found: Found) -> None:
    answer, graph = found
    joined = graph.to_undirected()
    assert {p.item.key for p in answer.single_points} == set(networkx.articulation_points(joined))
    for point in answer.single_points:
        assert {point.severed_total} == severed_by(joined, point.item.key)
        assert len(point.severed) == point.severed_total
        assert point.dependants == len(networkx.ancestors(graph, point.item.key))
    totals = [point.severed_total for point in answer.single_points]
    assert totals == sorted(totals, reverse=True) and len(totals) > 10


def test_a_bridge_is_the_only_relation_between_two_parts(found: Found) -> None:
    answer, graph = found
    joined = graph.to_undirected()
    expected = set()
    for one, other in networkx.bridges(joined):
        ways = [
            graph.edges[pair]["relations"] for pair in ((one, other), (other, one)) if graph.has_edge(*pair)
        ]
        relations = set().union(*ways)
        expected |= relations if len(relations) == 1 else set()
    assert {bridge.relation.relation for bridge in answer.bridges} == expected != set()
    for bridge in answer.bridges:
        joined.remove_edge(bridge.relation.source.key, bridge.relation.target.key)
        severed = {item.key for item in bridge.severed}
        assert severed in (
            networkx.node_connected_component(joined, bridge.relation.source.key),
            networkx.node_connected_component(joined, bridge.relation.target.key),
        )
        joined.add_edge(bridge.relation.source.key, bridge.relation.target.key)


def test_circles_are_proved_by_a_shortest_one(found: Found) -> None:
    answer, graph = found
    expected = {frozenset(c) for c in networkx.strongly_connected_components(graph) if len(c) > 1}
    assert {frozenset(item.key for item in cycle.items) for cycle in answer.cycles} == expected
    for cycle in answer.cycles:
        way = [step.dependent.key for step in cycle.path]
        assert [step.needed.key for step in cycle.path] == [*way[1:], way[0]]
        assert all(
            step.relation in graph.edges[step.dependent.key, step.needed.key]["relations"]
            for step in cycle.path
        )
        back = networkx.shortest_path_length(graph, target=way[0])
        assert len(way) == 1 + min(back[after] for after in graph[way[0]] if after in back)


def structured() -> set[str]:
    """Components that offer an interface, cover a function block or are the online service of a service."""
    return {
        *(row["provider_component"] for row in table("interfaces")),
        *(key for row in table("function_blocks") for key in row["components"].split(";")),
        *(row["online_service_component"] for row in table("services")),
    }


def test_hubs_and_orphans_are_counted(found: Found) -> None:
    answer, graph = found
    fans = {node: (graph.in_degree(node), graph.out_degree(node)) for node in graph}
    assert {hub.item.key: (hub.fan_in, hub.fan_out) for hub in answer.hubs} == {
        node: fan for node, fan in fans.items() if fan[0]
    }
    assert [hub.fan_in for hub in answer.hubs] == sorted((hub.fan_in for hub in answer.hubs), reverse=True)
    assert {item.key for item in answer.orphans} == {
        n for n, fan in fans.items() if fan == (0, 0)
    } - structured()


def ending(folder: Path) -> set[tuple[str, str, str]]:
    """Productive components of today that need a component which is gone before them, and when that is."""
    replaced, ends = Expected(TODAY, folder).replaced, {}
    for row in table("components", folder):
        if row["until"]:
            ends[row["id"]] = gone_on(row["until"])
        elif row["lifecycle_status"] in ("abgekündigt", "Ablösung") or row["id"] in replaced:
            ends[row["id"]] = TARGET
    productive = {row["id"] for row in table("components", folder) if row["lifecycle_status"] == "produktiv"}
    return {
        (dependent, needed, ends[needed].isoformat())
        for dependent, needed in dependence(TODAY, folder).edges
        if dependent in productive and needed in ends and ends[needed] < ends.get(dependent, date.max)
    }


def told(answer: WeakPoints) -> set[tuple[str, str, str]]:
    needs = (need for need in answer.ending if need.item.type == need.needed.type == "Component")
    return {(need.item.key, need.needed.key, need.needed_until) for need in needs}


def test_what_ends_before_those_that_need_it_follows_the_tables(
    loaded: Workspace, change_cell: Callable[[str, str, str, str], Path], tmp_path: Path
) -> None:
    with loaded.snapshot() as snapshot:
        answer = weak_points(snapshot, limit=EVERYTHING)
    assert told(answer) == ending(FACTS)
    replaced = next(need for need in answer.ending if need.needed.key == "bundid")
    assert [item.key for item in replaced.successors] == ["deutschlandid"]
    folder = change_cell("components", "eid", "until", "2027-03")
    Workspace.init(tmp_path / "changed")
    changed = Workspace.open(tmp_path / "changed", TODAY)
    load_facts(changed, folder)
    with changed.snapshot() as snapshot:
        answer = weak_points(snapshot, limit=EVERYTHING)
    assert told(answer) == ending(folder) and ending(folder) > ending(FACTS)


@pytest.mark.parametrize("when", ["ist", "soll"])
def test_the_graph_in_memory_is_that_of_the_hops(loaded: Workspace, when: str) -> None:
    elements = "SELECT ?x { VALUES ?c { gru:Component gru:Interface gru:OnlineService } ?x a ?c }"
    with loaded.snapshot() as snapshot:
        whole = DependencyGraph(snapshot.store, resolve(snapshot, when).day)
        nodes = sorted((row["x"] for row in queries.rows(snapshot.store, elements)), key=str)
        compared = 0
        for node in sample(nodes):
            for direction, reach in (("up", ancestors), ("down", descendants)):
                place = whole.index(node)
                reached = (
                    {whole.element(i) for i in reach(whole.graph, place)} if place is not None else set()
                )
                hits = impact(snapshot, node, when, direction, limit=EVERYTHING).items
                assert reached == {NamedNode(hit.item.id) for hit in hits}
                compared += len(hits)
    assert compared > 100


def test_a_limit_cuts_the_lists_and_says_so(loaded: Workspace) -> None:
    with loaded.snapshot() as snapshot:
        whole, cut = weak_points(snapshot, limit=EVERYTHING), weak_points(snapshot, limit=2)
        assert (whole.truncated, cut.truncated) == (False, True)
        assert cut.single_points == whole.single_points[:2] and cut.totals == whole.totals
        with pytest.raises(UsageError):
            weak_points(snapshot, limit=0)
        with pytest.raises(UsageError):
            weak_points(snapshot, "gestern")
