# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""The beginning of a query result as a table of texts, for a web page.

Read from the line formats (TSV: https://www.w3.org/TR/sparql11-results-csv-tsv/, and N-Triples), which stay valid
when cut after any line. Values are data: what a page shows of them is text, without control characters, and only an
http(s) IRI becomes a link.
"""

import re
from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass
from typing import Final

import pyoxigraph as ox

from grundriss.sparql.gate import Form

MAX_BYTES: Final = 4 * 2**20
MAX_CELL: Final = 2_000
_XSD_STRING: Final = "http://www.w3.org/2001/XMLSchema#string"
_LINK: Final = re.compile(r"https?://[^\s<>\"]+\Z", re.IGNORECASE)
# Controls but tab and line feed, and the marks that turn the direction of what follows.
_INVISIBLE: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]")


@dataclass(frozen=True, slots=True)
class Cell:
    """A value as text; `note` is its datatype, `href` is set for an http(s) IRI only."""

    text: str = ""
    lang: str | None = None
    note: str | None = None
    href: str | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """The first rows of a result; `truth` is the answer of an ASK, which has no rows."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    truncated: bool
    truth: bool | None = None


async def first_lines(chunks: AsyncIterator[bytes], count: int) -> tuple[bytes, bool]:
    """The first `count` lines, or as many as fit into MAX_BYTES; and whether there is more."""
    kept = bytearray()
    lines = 0
    async for chunk in chunks:
        kept += chunk
        lines += chunk.count(b"\n")
        if lines > count or len(kept) > MAX_BYTES:
            return _cut(bytes(kept), count), True
    return bytes(kept), False


def read_table(form: Form, lines: bytes, truncated: bool) -> Table:
    """The table that whole lines of TSV, or of N-Triples for a graph, hold."""
    if form.gives_graph:
        triples = ox.parse(lines, format=ox.RdfFormat.N_TRIPLES)
        rows = ((cell(t.subject), cell(t.predicate), cell(t.object)) for t in triples)
        return Table(("subject", "predicate", "object"), tuple(rows), truncated)
    if form is Form.ASK:
        return Table((), (), False, truth=lines.strip() == b"true")
    solutions = ox.parse_query_results(lines, format=ox.QueryResultsFormat.TSV)
    assert isinstance(solutions, ox.QuerySolutions)
    columns = tuple(variable.value for variable in solutions.variables)
    return Table(columns, tuple(_row(solution) for solution in solutions), truncated)


def cell(term: object) -> Cell:
    """A term as it is shown.

    >>> cell(ox.NamedNode("javascript:alert(1)")).href is None
    True
    """
    match term:
        case None:
            return Cell()
        case ox.NamedNode(value=iri):
            return Cell(visible(iri), href=iri if _LINK.match(iri) else None)
        case ox.Literal(value=value, language=str(language)):
            return Cell(visible(value), lang=language)
        case ox.Literal(value=value, datatype=datatype) if datatype.value != _XSD_STRING:
            return Cell(visible(value), note=datatype.value.rpartition("#")[2])
        case ox.Literal(value=value):
            return Cell(visible(value))
        case ox.Triple():
            return Cell(visible(f"<<( {term} )>>"))
    return Cell(visible(str(term)))


def visible(text: str) -> str:
    """The text with every control and direction mark shown as its number, shortened to what a table can hold."""
    shown = without_marks(text[:MAX_CELL])
    return shown if len(text) <= MAX_CELL else shown + "…"


def without_marks(text: str) -> str:
    """The text with every control and direction mark shown as its number.

    >>> without_marks("a\\u202eb")
    'a⟨U+202E⟩b'
    """
    return _INVISIBLE.sub(lambda match: f"⟨U+{ord(match[0]):04X}⟩", text)


def _row(solution: Iterable[object]) -> tuple[Cell, ...]:
    return tuple(cell(term) for term in solution)


def _cut(data: bytes, count: int) -> bytes:
    end = -1
    for _ in range(count):
        following = data.find(b"\n", end + 1)
        if following < 0:
            break
        end = following
    return data[: end + 1]
