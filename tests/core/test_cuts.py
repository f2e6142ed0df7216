# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""Cuts against the plain definition: take the node or edge away and count what is left (networkx)."""

import networkx
from hypothesis import given, settings
from hypothesis import strategies as st
from rustworkx import PyGraph

from grundriss.analysis.cuts import Cut, Cuts

PAIRS = st.lists(st.tuples(st.integers(0, 11), st.integers(0, 11)), max_size=22)


def both(pairs: list[tuple[int, int]]) -> tuple["PyGraph[int, None]", networkx.Graph]:
    plain = networkx.Graph()
    plain.add_nodes_from(range(12))
    plain.add_edges_from((a, b) for a, b in pairs if a != b)
    graph: PyGraph[int, None] = PyGraph()
    graph.add_nodes_from(range(12))
    graph.add_edges_from([(a, b, None) for a, b in plain.edges])
    return graph, plain


def pieces_without(plain: networkx.Graph, cut: Cut) -> list[set[int]]:
    """The pieces that the cut's own part of the graph falls into, largest first."""
    part = networkx.node_connected_component(plain, cut.nodes[0])
    left = plain.subgraph(part).copy()
    if len(cut.nodes) == 1:
        left.remove_node(cut.nodes[0])
    else:
        left.remove_edge(*cut.nodes)
    return sorted(networkx.connected_components(left), key=len, reverse=True)


@given(PAIRS)
@settings(max_examples=200, deadline=None)
def test_the_cuts_are_those_of_the_definition_and_sever_all_but_the_largest_piece(
    pairs: list[tuple[int, int]],
) -> None:
    graph, plain = both(pairs)
    cuts = Cuts(graph)
    points, edges = cuts.articulation_points(), cuts.bridges()
    assert {cut.nodes[0] for cut in points} == set(networkx.articulation_points(plain))
    assert {cut.nodes for cut in edges} == {tuple(sorted(pair)) for pair in networkx.bridges(plain)}
    for cut in (*points, *edges):
        largest, *others = pieces_without(plain, cut)
        assert cut.severed == sum(len(piece) for piece in others)
        told = list(cuts.severed(cut))
        lost = set(told)
        assert len(told) == len(lost) == cut.severed
        assert any(
            lost == set().union(*(p for p in (largest, *others) if p is not rest))
            for rest in (largest, *others)
        )


def test_what_severs_most_comes_first() -> None:
    graph, _ = both([(0, 1), (1, 2), (2, 3), (3, 4), (2, 5)])
    assert [(cut.nodes[0], cut.severed) for cut in Cuts(graph).articulation_points()] == [
        (2, 3),
        (1, 1),
        (3, 1),
    ]


def test_a_chain_of_thousands_is_no_deeper_than_the_stack() -> None:
    graph: PyGraph[int, None] = PyGraph()
    graph.add_nodes_from(range(5_000))
    graph.add_edges_from([(a, a + 1, None) for a in range(4_999)])
    assert Cuts(graph).articulation_points()[0].severed == 2_499
    assert len(Cuts(graph).bridges()) == 4_999
