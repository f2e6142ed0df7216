# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the datasets of a line say, read graph by graph: to compare before and after."""

from pyoxigraph import NamedNode, Quad

from grundriss.model.identifier import is_source_graph
from grundriss.store.line import Line


def stated(line: Line) -> set[Quad]:
    """The statements of the datasets at the newest revision."""
    with line.snapshot() as snapshot:
        store = snapshot.store
        graphs = [graph for graph in store.named_graphs() if isinstance(graph, NamedNode)]
        return {
            quad
            for graph in graphs
            if is_source_graph(graph)
            for quad in store.quads_for_pattern(None, None, None, graph)
        }
