# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""RDF files whose named graphs are datasets of this workspace, such as a whole export as N-Quads or TriG."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pyoxigraph import DefaultGraph, NamedNode, Quad, RdfFormat, parse

from grundriss.errors import InputError
from grundriss.importers.rdf_file import check_readable, format_of, opened
from grundriss.model.artefact import is_dataset_graph
from grundriss.model.identifier import Base, dataset_in, key_of

_WITH_GRAPHS: Final = (RdfFormat.N_QUADS, RdfFormat.TRIG, RdfFormat.JSON_LD)
_COMPUTED: Final = ("derived", "ontology", "provenance", "shapes", "state")


@dataclass(frozen=True, slots=True)
class DatasetFile:
    """Statements of datasets, in their graphs; `left_out` counts those of graphs that are computed, and go by.

    `foreign` are the names of its graphs, sorted, where none of them is a graph of the workspace; no quads then.
    """

    quads: tuple[Quad, ...]
    left_out: int
    foreign: tuple[str, ...] = ()

    @property
    def datasets(self) -> list[str]:
        """The names of the datasets, sorted."""
        return sorted(
            {dataset_in(q.graph_name.value) for q in self.quads if isinstance(q.graph_name, NamedNode)}
        )


def read_datasets(path: Path, base: Base, name: str | None = None) -> DatasetFile | None:
    """What a file says of the datasets of a base; None when it names no graph.

    Statements stay as they are written, as in a canonical export. Raises InputError for a file that holds others as
    well, for a graph of the base that is none of a dataset, and for what is no RDF.
    """
    rdf_format = format_of(path, name)
    if rdf_format not in _WITH_GRAPHS:
        return None
    check_readable(path, rdf_format)
    ours: list[Quad] = []
    left_out = others = 0
    foreign: set[str] = set()
    with opened(path) as file:
        for quad in parse(file, format=rdf_format, base_iri=base.iri, rename_blank_nodes=True):
            kind = _kind(quad, base)
            if kind is None:
                others += 1
                if not isinstance(quad.graph_name, DefaultGraph):
                    foreign.add(str(quad.graph_name))
            elif kind in _COMPUTED:
                left_out += 1
            elif kind == "source" and _is_dataset(quad):
                ours.append(quad)
            else:
                raise InputError("graph-not-writable", location=str(path), graph=str(quad.graph_name))
    if not ours and not left_out:
        return DatasetFile((), 0, tuple(sorted(foreign))) if foreign else None
    if others:
        raise InputError("graphs-mixed", location=str(path), n=others)
    if not ours:
        raise InputError("graphs-computed", location=str(path), n=left_out)
    return DatasetFile(tuple(ours), left_out)


def _kind(quad: Quad, base: Base) -> str | None:
    """What follows `…/graph/` in the name of the graph; None where it is no graph of the base."""
    start = base.graph("").value
    graph = quad.graph_name
    if not isinstance(graph, NamedNode) or not graph.value.startswith(start):
        return None
    return graph.value.removeprefix(start).partition("/")[0]


def _is_dataset(quad: Quad) -> bool:
    graph = quad.graph_name
    if not isinstance(graph, NamedNode) or not is_dataset_graph(graph.value):
        return False
    name = dataset_in(graph.value)
    return key_of(name) == name
