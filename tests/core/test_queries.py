# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""Terms are bound as terms: whatever text they hold, it stays a term and never becomes part of a query."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad, Store

from grundriss import queries
from grundriss.errors import NotFound
from grundriss.model.identifier import Base
from grundriss.queries import bind, rows, values_block
from grundriss.resolve import resolve

P = NamedNode("urn:p")


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_any_text_comes_back_as_it_was(text: str) -> None:
    store = Store()
    store.add(Quad(NamedNode("urn:s"), P, Literal(text)))
    found = list(rows(store, f"SELECT ?s {{ {values_block(['o'], [[Literal(text)]])} ?s {P} ?o }}"))
    assert [row["s"] for row in found] == [NamedNode("urn:s")]


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1))
def test_no_name_of_an_element_reaches_into_the_query(text: str) -> None:
    store = Store()
    secret = NamedNode("urn:secret")
    store.add(
        Quad(
            secret,
            NamedNode("http://www.w3.org/2004/02/skos/core#prefLabel"),
            Literal("Geheim", language="de"),
        )
    )
    if text.strip().casefold() in ("geheim", "urn:secret"):
        return
    with pytest.raises(NotFound):
        resolve(store, Base(), text)


@pytest.mark.parametrize(
    "text",
    ["http://a b", "gru:<>", '" } ; DROP ALL #', "x> . ?s ?p ?o . <y", "\\u0022 }", "}} UNION {{ ?s ?p ?o"],
)
def test_a_label_made_to_break_out_does_not(text: str) -> None:
    store = Store()
    store.add(Quad(NamedNode("urn:s"), P, Literal("other")))
    with pytest.raises(NotFound):
        resolve(store, Base(), text)


def test_only_the_marked_place_is_bound() -> None:
    query = "SELECT * {\n#VALUES ?x\n?x ?p ?o }"
    assert bind(query, {"x": NamedNode("urn:a")}) == "SELECT * {\nVALUES (?x) { (<urn:a>) }\n?x ?p ?o }"
    assert bind(query, {"y": NamedNode("urn:a")}) == query


def test_a_query_of_another_form_is_refused() -> None:
    with pytest.raises(TypeError):
        queries.rows(Store(), "ASK {}")
    with pytest.raises(TypeError):
        queries.construct(Store(), "SELECT * {}")
