# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""What some nodes say, read in bulk: values by property IRI, for the nodes in question and no others."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from pyoxigraph import Literal, NamedNode, Store

from grundriss import queries

Values = dict[str, list[NamedNode | Literal]]
"""Values by property IRI."""


def statements_of(store: Store, query: str, nodes: Sequence[NamedNode]) -> dict[NamedNode, Values]:
    """From a packaged query with the columns node, property and value; sorted. Who says nothing has no values."""
    found: dict[NamedNode, Values] = {node: defaultdict(list) for node in nodes}
    for some in queries.chunks(nodes):
        for row in queries.rows(store, queries.bind_all(query, {"node": some})):
            if isinstance(row["value"], NamedNode | Literal):
                found[row["node"]][row["property"].value].append(row["value"])
    for values in found.values():
        for value in values.values():
            value.sort(key=str)
    return found


def columns_of(
    store: Store, query: str, nodes: Sequence[NamedNode], columns: Mapping[str, str]
) -> dict[NamedNode, Values]:
    """From a packaged query with the column node and one for each property; `columns` maps them to property IRIs.

    For a few properties of thousands of nodes. Who says nothing is missing.
    """
    variables = ["node", *columns]
    predicates = list(columns.values())
    texts = [queries.bind_all(query, {"node": some}) for some in queries.chunks(nodes)]
    found: dict[NamedNode, Values] = {}
    for node, *row in queries.table(store, texts, variables):
        if isinstance(node, NamedNode):
            values = found.setdefault(node, {})
            for predicate, value in zip(predicates, row, strict=True):
                if value is not None and value not in (known := values.setdefault(predicate, [])):
                    known.append(value)
    return found


def properties_of(
    store: Store, nodes: Sequence[NamedNode], predicates: Sequence[str]
) -> dict[NamedNode, Values]:
    """What some nodes say by some properties (IRIs), for many properties of thousands of nodes.

    Values stand in the order of the index. Who says nothing is missing.
    """
    asked = [[NamedNode(iri), Literal(number)] for number, iri in enumerate(predicates)]
    by_property = queries.values_block(["predicate", "property"], asked)
    unbound = queries.text("elements/properties").replace(
        "#VALUES ?predicate ?property\n", by_property + "\n"
    )
    numbered = list(enumerate(nodes))
    texts = []
    for start in range(0, len(nodes), queries.CHUNK):
        some = [[node, Literal(number)] for number, node in numbered[start : start + queries.CHUNK]]
        by_node = queries.values_block(["subject", "node"], some)
        texts.append(unbound.replace("#VALUES ?subject ?node\n", by_node + "\n"))
    found: dict[NamedNode, Values] = {}
    for number, predicate, value in queries.table(store, texts, ["node", "property", "value"]):
        if number is not None and predicate is not None and value is not None:
            values = found.setdefault(nodes[int(number.value)], {})
            values.setdefault(predicates[int(predicate.value)], []).append(value)
    return found
