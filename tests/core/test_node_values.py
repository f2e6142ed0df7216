# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""What nodes say is read in bulk as the store holds it, whatever the texts are."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad, Store

from grundriss import queries
from grundriss.items import NAME_COLUMNS
from grundriss.model.terms import GRU, LABEL, XSD, gru
from grundriss.node_values import columns_of, properties_of

TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\0"))
VALUES = st.one_of(
    TEXTS.map(Literal),
    TEXTS.map(lambda text: Literal(text, language="de-at")),
    TEXTS.map(lambda text: Literal(text, datatype=NamedNode("urn:type"))),
    st.integers(-(10**9), 10**9).map(Literal),
    st.booleans().map(Literal),
    st.sampled_from(["007", "1.50", "x", ""]).map(lambda t: Literal(t, datatype=NamedNode(XSD + "integer"))),
    st.sampled_from(["urn:a,b", "http://example.org/ä(b)#c;d", "http://example.org/a.b."]).map(NamedNode),
)
NODE, OTHER, SILENT = (NamedNode(f"http://example.org/id/{name}") for name in ("a", "b", "silent"))


def held(store: Store, predicate: NamedNode) -> list[NamedNode | Literal]:
    """The values by the store's own iterator; it writes the number 007 as 7."""
    quads = store.quads_for_pattern(NODE, predicate, None)
    return [quad.object for quad in quads if isinstance(quad.object, NamedNode | Literal)]


@given(st.lists(VALUES, max_size=5, unique_by=str), st.lists(VALUES, max_size=5, unique_by=str))
def test_values_come_back_as_the_store_holds_them(labels: list[Literal], notes: list[Literal]) -> None:
    store = Store()
    for node in (NODE, OTHER):
        store.extend(Quad(node, LABEL, label) for label in labels)
        store.extend(Quad(node, gru("notes"), note) for note in notes)
        store.add(Quad(node, gru("unasked"), Literal("x")))
    found = properties_of(store, [SILENT, OTHER, NODE], [GRU + "notes", LABEL.value])
    expected = {p.value: Counter(held(store, p)) for p in (LABEL, gru("notes"))}
    said = {iri: values for iri, values in expected.items() if values}
    counted = {node: {iri: Counter(values) for iri, values in known.items()} for node, known in found.items()}
    assert counted == ({NODE: said, OTHER: said} if said else {})
    columns = columns_of(store, "elements/names", [NODE], NAME_COLUMNS)[NODE]
    assert Counter(columns.get(LABEL.value, [])) == Counter(held(store, LABEL))


def test_thousands_of_nodes_are_read_in_portions() -> None:
    store = Store()
    nodes = [NamedNode(f"http://example.org/id/{number}") for number in range(2 * queries.CHUNK + 1)]
    store.bulk_extend(Quad(node, LABEL, Literal(node.value[-4:])) for node in nodes)
    found = properties_of(store, nodes, [LABEL.value])
    assert found == {node: {LABEL.value: [Literal(node.value[-4:])]} for node in nodes}


def test_no_node_says_nothing() -> None:
    assert properties_of(Store(), [], [LABEL.value]) == {}


def test_a_table_says_when_its_columns_are_others() -> None:
    with pytest.raises(ValueError, match=r"\?b.*\?a"):
        list(queries.table(Store(), ["SELECT ?b ?a { ?a ?p ?b }"], ["a", "b"]))
