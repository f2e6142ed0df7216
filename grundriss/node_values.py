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

    For thousands of nodes: a value takes one look-up, and not three as in statements. Who says nothing is missing.
    """
    found: dict[NamedNode, Values] = {}
    for some in queries.chunks(nodes):
        for row in queries.rows(store, queries.bind_all(query, {"node": some})):
            values = found.setdefault(row["node"], {})
            for column, predicate in columns.items():
                value = row[column]
                if value is not None and value not in (known := values.setdefault(predicate, [])):
                    known.append(value)
    return found
