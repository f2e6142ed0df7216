# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a dataset asserts as sorted canonical N-Triples (RDFC-1.0, https://www.w3.org/TR/rdf-canon/)."""

from io import BytesIO

from pyoxigraph import CanonicalizationAlgorithm, Dataset, NamedNode, RdfFormat, Store

from grundriss.model.identifier import Base


def datasets(store: Store, base: Base) -> list[str]:
    """The names of the datasets that assert something, sorted.

    A dataset that accumulates has one for each version of an artefact, as its graph is named: `fim/S60000011/1.2`.
    """
    prefix = base.source_graph("").value
    return sorted(
        graph.value.removeprefix(prefix)
        for graph in store.named_graphs()
        if isinstance(graph, NamedNode)
        and graph.value.startswith(prefix)
        # the name of a graph outlives its statements
        and any(True for _ in store.quads_for_pattern(None, None, None, graph))
    )


def canonical_lines(store: Store, graph: NamedNode) -> list[bytes]:
    """The lines of a graph, without line ends."""
    content = BytesIO()
    store.dump(content, format=RdfFormat.N_TRIPLES, from_graph=graph)
    lines = content.getvalue().splitlines()
    if any(has_blank_node(line) for line in lines):
        dataset = Dataset(store.quads_for_pattern(None, None, None, graph))
        dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
        lines = [f"{quad.triple} .".encode() for quad in dataset]
    return sorted(lines)


def has_blank_node(line: bytes) -> bool:
    """Whether a line of canonical N-Triples has one as its subject or its object.

    >>> has_blank_node(b"_:a <p:> <o:> ."), has_blank_node(b'<s:> <p:> "a _:b" .'), has_blank_node(b"<s:> <p:> _:a .")
    (True, False, True)
    """
    last = line.rsplit(b" ", 2)[-2]  # of a literal, what holds its closing quote
    return line.startswith(b"_:") or (last.startswith(b"_:") and b'"' not in last)
