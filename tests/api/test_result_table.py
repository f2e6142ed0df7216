# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""The beginning of a result as a table of texts."""

import asyncio
from collections.abc import AsyncIterator

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from grundriss.sparql.gate import Form
from grundriss_api.result_table import MAX_BYTES, MAX_CELL, cell, first_lines, read_table, visible


def lines_of(chunks: list[bytes], count: int) -> tuple[bytes, bool]:
    async def stream() -> AsyncIterator[bytes]:
        for chunk in chunks:
            yield chunk

    return asyncio.run(first_lines(stream(), count))


@given(
    st.lists(st.binary(min_size=1, max_size=5).map(lambda b: b.replace(b"\n", b"x")), max_size=20), st.data()
)
def test_lines_are_cut_between_lines_however_they_arrive(lines: list[bytes], data: st.DataObject) -> None:
    whole = b"".join(line + b"\n" for line in lines)
    cuts = sorted(data.draw(st.lists(st.integers(0, len(whole)), max_size=5)))
    chunks = [whole[a:b] for a, b in zip([0, *cuts], [*cuts, len(whole)], strict=True)]
    count = data.draw(st.integers(1, 25))
    kept, truncated = lines_of(chunks, count)
    assert kept == b"".join(line + b"\n" for line in lines[:count])
    assert truncated == (len(lines) > count)


def test_one_endless_line_ends_somewhere() -> None:
    kept, truncated = lines_of([b"?x\n"] + [b"x" * 100_000] * 100, 10)
    assert truncated
    assert kept == b"?x\n"
    assert MAX_BYTES < 100 * 100_000


@pytest.mark.parametrize(
    ("term", "text", "lang", "note", "href"),
    [
        (ox.NamedNode("http://example.org/ü"), "http://example.org/ü", None, None, "http://example.org/ü"),
        (ox.NamedNode("HTTPS://example.org/"), "HTTPS://example.org/", None, None, "HTTPS://example.org/"),
        (ox.NamedNode("javascript:alert(1)"), "javascript:alert(1)", None, None, None),
        (ox.NamedNode("data:text/html,x"), "data:text/html,x", None, None, None),
        (ox.NamedNode("urn:http://x"), "urn:http://x", None, None, None),
        (ox.Literal("http://example.org/"), "http://example.org/", None, None, None),
        (ox.Literal("Maß", language="de"), "Maß", "de", None, None),
        (ox.Literal(42), "42", None, "integer", None),
        (ox.BlankNode("b"), "_:b", None, None, None),
        (None, "", None, None, None),
    ],
)
def test_a_term_is_shown_as_text(
    term: object, text: str, lang: str | None, note: str | None, href: str | None
) -> None:
    shown = cell(term)
    assert (shown.text, shown.lang, shown.note, shown.href) == (text, lang, note, href)


def test_every_form_has_its_table() -> None:
    table = read_table(Form.SELECT, b'?a\t?b\n<http://x>\t"y\\tz"\n\t12\n', False)
    assert table.columns == ("a", "b")
    assert [[c.text for c in row] for row in table.rows] == [["http://x", "y\tz"], ["", "12"]]
    assert read_table(Form.ASK, b"true", False).truth is True
    graph = read_table(
        Form.CONSTRUCT, b"<http://s> <http://p> <<( <http://a> <http://b> <http://c> )>> .\n", True
    )
    assert graph.truncated
    assert graph.rows[0][2].text == "<<( <http://a> <http://b> <http://c> )>>"


def test_a_long_value_is_shortened() -> None:
    assert len(visible("x" * 10_000)) == MAX_CELL + 1
