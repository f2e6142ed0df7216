# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""Paths against networkx on the whole state: the same lengths, found by reading a neighbourhood only."""

from itertools import pairwise

import networkx
import pytest
from pyoxigraph import NamedNode

from grundriss.analysis import paths as paths_module
from grundriss.analysis.paths import paths
from grundriss.errors import UsageError
from grundriss.model.analysis_types import Step
from grundriss.model.identifier import Base
from grundriss.model.state_types import State
from grundriss.states.state import state
from grundriss.store.workspace import Workspace

BASE = Base()
PAIRS = [
    ("pvog", "bundid"),
    ("fit-connect", "bundid"),
    ("bundid", "eid"),
    ("noots", "govdata"),
    ("fit-connect", "noots"),
    ("dvdv", "elster"),
]


def component(key: str) -> NamedNode:
    return BASE.element("component", key)


def whole_graph(there: State) -> networkx.Graph:
    graph = networkx.Graph()
    graph.add_nodes_from(element.id for element in there.elements)
    graph.add_edges_from((r.source.id, r.target.id) for r in (*there.relations, *there.structure))
    return graph


def chain(path: tuple[Step, ...], start: str) -> list[str]:
    """The elements that the steps lead along."""
    nodes = [start]
    for step in path:
        ends = [step.dependent.id, step.needed.id]
        assert nodes[-1] in ends
        nodes.append(ends[1 - ends.index(nodes[-1])])
    return nodes


@pytest.mark.parametrize("when", ["ist", "soll"])
@pytest.mark.parametrize(("a", "b"), PAIRS)
def test_the_shortest_paths_are_those_of_the_whole_state(
    loaded: Workspace, a: str, b: str, when: str
) -> None:
    one, other = component(a).value, component(b).value
    with loaded.snapshot() as snapshot:
        there = state(snapshot, when)
        found = paths(snapshot, component(a), component(b), when, limit=5)
    graph = whole_graph(there)
    if one not in graph or other not in graph or not networkx.has_path(graph, one, other):
        assert not found.paths and found.note
        return
    expected = []
    for nodes in networkx.shortest_simple_paths(graph, one, other):
        expected.append(len(nodes) - 1)
        if len(expected) == 5:
            break
    assert [len(path) for path in found.paths] == expected
    relations = {relation.id for relation in (*there.relations, *there.structure)}
    chains = [chain(path, one) for path in found.paths]
    assert all(nodes[-1] == other and len(set(nodes)) == len(nodes) for nodes in chains)
    assert len({tuple(nodes) for nodes in chains}) == len(chains)
    assert {step.id for path in found.paths for step in path} <= relations


def test_of_equally_short_paths_a_chain_of_dependence_comes_first(loaded: Workspace) -> None:
    def turns(path: tuple[Step, ...]) -> int:
        return sum(
            1
            for first, second in pairwise(path)
            if first.needed != second.dependent and first.dependent != second.needed
        )

    with loaded.snapshot() as snapshot:
        for a, b in PAIRS:
            found = paths(snapshot, component(a), component(b), "ist", limit=20).paths
            ranks = [(len(path), turns(path)) for path in found]
            assert ranks == sorted(ranks)


def test_a_path_and_its_way_back_are_equally_long(loaded: Workspace) -> None:
    with loaded.snapshot() as snapshot:
        there, back = (
            [len(path) for path in paths(snapshot, component(a), component(b)).paths]
            for a, b in (("pvog", "eid"), ("eid", "pvog"))
        )
    assert there == back


def test_an_interface_is_a_stop_where_it_is_asked_for(loaded: Workspace) -> None:
    interface = BASE.element("interface", "if-bundid-saml")
    with loaded.snapshot() as snapshot:
        for element in ("bundid", "od-sozp"):
            found = paths(snapshot, component(element), interface, limit=1).paths
            assert chain(found[0], component(element).value)[-1] == interface.value
        between = paths(snapshot, component("od-sozp"), component("bundid"), limit=1).paths[0]
    assert [step.via for step in between] == [None]


def test_no_path_is_an_empty_answer_with_a_sentence(loaded: Workspace) -> None:
    with loaded.snapshot() as snapshot:
        graph = whole_graph(state(snapshot))
        main, *islands = sorted(networkx.connected_components(graph), key=len, reverse=True)
        a, b = min(main), min(min(island) for island in islands)
        found = paths(snapshot, NamedNode(a), NamedNode(b))
        gone = paths(snapshot, component("deutschlandid"), component("eid"))
    assert found.paths == () and not found.truncated and "nicht verbunden" in str(found.note)
    assert gone.paths == () and "nicht vorhanden" in str(gone.note)


def test_a_search_that_its_limits_ended_says_so(loaded: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    with loaded.snapshot() as snapshot:
        monkeypatch.setattr(paths_module, "MAX_STEPS", 1)
        found = paths(snapshot, component("pvog"), component("bundid"))
    assert found.paths == () and found.truncated and "innerhalb der Grenzen" in str(found.note)


def test_more_paths_than_wanted_are_said(loaded: Workspace) -> None:
    with loaded.snapshot() as snapshot:
        found = paths(snapshot, component("pvog"), component("bundid"), limit=2)
    assert len(found.paths) == 2 and found.truncated


@pytest.mark.parametrize("limit", [0, -1, 101, 10**9])
def test_an_impossible_number_of_paths_is_refused(loaded: Workspace, limit: int) -> None:
    with loaded.snapshot() as snapshot, pytest.raises(UsageError):
        paths(snapshot, component("pvog"), component("bundid"), limit=limit)


def test_an_element_has_no_path_to_itself(loaded: Workspace) -> None:
    with loaded.snapshot() as snapshot, pytest.raises(UsageError, match="two different ends"):
        paths(snapshot, component("pvog"), component("pvog"))
