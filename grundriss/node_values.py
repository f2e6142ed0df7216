# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""What some nodes say, read in bulk: values by property IRI, for the nodes in question and no others."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain

from pyoxigraph import Literal, NamedNode, Store

from grundriss import queries

Values = dict[str, list[NamedNode | Literal]]
"""Values by property IRI."""


def statements_of(store: Store, query: str, nodes: Sequence[NamedNode]) -> dict[NamedNode, Values]:
    """From a packaged query with the columns node, property and value; sorted. Who says nothing has no values."""
    found: dict[NamedNode, Values] = {node: defaultdict(list) for node in nodes}
    texts = [queries.bind_all(query, {"node": some}) for some in queries.chunks(nodes)]
    rows = list(queries.table(store, texts, ["node", "property", "value"]))
    terms = queries.terms_of(row[2] for row in rows)
    by_cell = {str(node): values for node, values in found.items()}
    for node, property_, cell in rows:
        if (value := terms[cell]) is not None:
            by_cell[node][property_[1:-1]].append(value)
    for of_node in found.values():
        for stated in of_node.values():
            stated.sort(key=str)
    return found


def columns_of(
    store: Store, query: str, nodes: Sequence[NamedNode], columns: Mapping[str, str]
) -> dict[NamedNode, Values]:
    """From a packaged query with the column node and one for each property; `columns` maps them to property IRIs.

    For a few properties of thousands of nodes. Who says nothing is missing.
    """
    predicates = list(columns.values())
    texts = [queries.bind_all(query, {"node": some}) for some in queries.chunks(nodes)]
    rows = list(queries.table(store, texts, ["node", *columns]))
    terms = queries.terms_of(chain.from_iterable(rows))
    found: dict[NamedNode, Values] = {}
    for cell, *cells in rows:
        if isinstance(node := terms[cell], NamedNode):
            values = found.setdefault(node, {})
            for predicate, value in zip(predicates, map(terms.__getitem__, cells), strict=True):
                if value is not None and value not in (known := values.setdefault(predicate, [])):
                    known.append(value)
    return found


def properties_of(
    store: Store, nodes: Sequence[NamedNode], predicates: Sequence[str]
) -> dict[NamedNode, Values]:
    """What some nodes say by some properties (IRIs), for many properties of thousands of nodes.

    Values stand in the order of the index. Who says nothing is missing.
    """
    rows = list(queries.table(store, list(_walks(nodes, predicates)), ["node", "property", "value"]))
    terms = queries.terms_of(row[2] for row in rows)
    properties = {str(number): iri for number, iri in enumerate(predicates)}
    by_number: dict[str, Values] = {}
    last, values = "", {}
    for number, predicate, cell in rows:
        if (value := terms[cell]) is None:
            continue
        # what a node says mostly stands together: it is looked up once and not for each row
        if number != last:
            last, values = number, by_number.setdefault(number, {})
        if (stated := values.get(iri := properties[predicate])) is None:
            values[iri] = [value]
        else:
            stated.append(value)
    return {nodes[int(number)]: values for number, values in by_number.items()}


def _walks(nodes: Sequence[NamedNode], predicates: Sequence[str]) -> Iterator[str]:
    """The query of `properties_of` for one portion of the nodes after the other."""
    for start in range(0, len(nodes), queries.CHUNK):
        some = enumerate(nodes[start : start + queries.CHUNK], start)
        blocks = {
            "?subject ?node": [(node, Literal(number)) for number, node in some],
            "?predicate ?property": [
                (NamedNode(iri), Literal(number)) for number, iri in enumerate(predicates)
            ],
        }
        query = queries.text("elements/properties")
        for variables, bound in blocks.items():
            block = queries.values_block(variables.replace("?", "").split(), bound)
            query = query.replace(f"#VALUES {variables}\n", block + "\n")
        yield query
