# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""A dataset is replaced as a whole or accumulates, never both: what is in its graphs says which.

Nothing else records it, so a store that is built again, an old revision and a scenario know it too, and a dataset that
has become empty may begin anew in the other mode.
"""

from collections.abc import Set as AbstractSet

from pyoxigraph import NamedNode, Quad, Store

from grundriss.errors import Conflict
from grundriss.model.artefact import artefact_in, whole_graph
from grundriss.model.identifier import dataset_in


def check_one_mode(store: Store, added: AbstractSet[Quad], removed: AbstractSet[Quad] = frozenset()) -> None:
    """Raise Conflict when a dataset would have both modes after a change.

    What it costs does not grow with a dataset that has statements already and keeps its mode.
    """
    graphs = {quad.graph_name for quad in added if isinstance(quad.graph_name, NamedNode)}
    accumulating = {whole_graph(graph) for graph in graphs if artefact_in(graph.value)}
    replaced = {graph for graph in graphs if not artefact_in(graph.value)}
    for whole in sorted(accumulating, key=str):
        if whole in replaced or _keeps_some(store, whole, removed):
            raise Conflict("dataset-replaced", dataset=dataset_in(whole.value))
    for whole in sorted(replaced, key=str):
        if not _keeps_some(store, whole, frozenset()):
            check_replaces(store, whole, removed)


def check_replaces(store: Store, whole: NamedNode, removed: AbstractSet[Quad] = frozenset()) -> None:
    """Raise Conflict when a dataset accumulates, but for the statements that go. Looks at the names of all graphs."""
    artefacts = whole.value + "/"
    for graph in store.named_graphs():
        # the name of a graph outlives its statements
        if (
            isinstance(graph, NamedNode)
            and graph.value.startswith(artefacts)
            and _keeps_some(store, graph, removed)
        ):
            raise Conflict("dataset-accumulates", dataset=dataset_in(whole.value))


def _keeps_some(store: Store, graph: NamedNode, removed: AbstractSet[Quad]) -> bool:
    return any(quad not in removed for quad in store.quads_for_pattern(None, None, None, graph))
