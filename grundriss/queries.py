# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""Our own queries: texts of queries/*.rq, with terms bound by a VALUES block of serialised terms.

VALUES is planned with the query; `substitutions=` of the store is applied after planning and takes hundreds of
milliseconds on a million triples where VALUES takes a tenth of one (measured; DESIGN, Store).
"""

import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import Final

from pyoxigraph import (
    BlankNode,
    Literal,
    NamedNode,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolution,
    QuerySolutions,
    QueryTriples,
    RdfFormat,
    Store,
    parse,
)
from pyoxigraph import Triple as _Triple

from grundriss import resources
from grundriss.model.terms import PREFIXES

Term = NamedNode | Literal

CHUNK: Final = 2_000
"""How many nodes are bound at once where an answer asks for many."""

PROLOGUE: Final = "".join(f"PREFIX {prefix}: <{iri}>\n" for prefix, iri in PREFIXES.items())


def values_block(variables: Sequence[str], rows: Iterable[Sequence[Term | BlankNode | _Triple]]) -> str:
    """A VALUES block that binds variables to terms, row by row.

    >>> values_block(["a"], [[NamedNode("http://example.org/x")]])
    'VALUES (?a) { (<http://example.org/x>) }'
    """
    lines = " ".join("(" + " ".join(str(term) for term in row) + ")" for row in rows)
    return f"VALUES ({' '.join('?' + name for name in variables)}) {{ {lines} }}"


@cache
def text(name: str) -> str:
    """The text of a packaged query, such as `text("state/elements")` for queries/state/elements.rq."""
    return resources.path("queries", *f"{name}.rq".split("/")).read_text(encoding="utf-8")


def bind(query: str, bindings: dict[str, Term]) -> str:
    """The query with a line `#VALUES ?x` replaced by a block that binds x, for each binding."""
    for name, term in bindings.items():
        query = query.replace(f"#VALUES ?{name}\n", values_block([name], [[term]]) + "\n")
    return query


def bind_all(name: str, bindings: Mapping[str, Sequence[Term]]) -> str:
    """The text of a packaged query where each line `#VALUES ?x` is a block that binds x to each of some terms."""
    query = text(name)
    for variable, terms in bindings.items():
        query = query.replace(f"#VALUES ?{variable}\n", values_block([variable], [[t] for t in terms]) + "\n")
    return query


def fill(name: str, terms: Mapping[str, Term]) -> str:
    """The text of a packaged query with a term in place of each of some variables, which it does not select.

    For a query of thousands of rows: a term bound by VALUES is joined with each of them, half as fast (measured).
    """
    query = text(name)
    for variable, term in terms.items():
        query = re.sub(rf"\?{variable}\b", str(term).replace("\\", r"\\"), query)
    return query


def chunks(nodes: Sequence[NamedNode], size: int = CHUNK) -> Iterator[Sequence[NamedNode]]:
    """The nodes in portions that one VALUES block can hold."""
    return (nodes[start : start + size] for start in range(0, len(nodes), size))


def in_graph(query: str, variable: str, graph: NamedNode) -> str:
    """The query with `GRAPH ?variable` reading one graph.

    A graph bound by VALUES is looked up anew for each row: four times slower on a million triples (measured).

    >>> in_graph("ASK { GRAPH ?g { ?s ?p ?o } }", "g", NamedNode("http://example.org/g"))
    'ASK { GRAPH <http://example.org/g> { ?s ?p ?o } }'
    """
    return query.replace(f"GRAPH ?{variable} ", f"GRAPH {graph} ")


def select(store: Store, name: str, **bindings: Term) -> Iterator[QuerySolution]:
    """Run a packaged SELECT query; `#VALUES ?x` lines in it are replaced by the bindings."""
    return rows(store, bind(text(name), bindings))


def rows(store: Store, query: str) -> Iterator[QuerySolution]:
    """The solutions of a SELECT query whose text is our own."""
    result = store.query(query, prefixes=PREFIXES)
    if not isinstance(result, QuerySolutions):
        raise TypeError("not a SELECT query")
    return iter(result)


def table(store: Store, texts: Sequence[str], variables: Sequence[str]) -> Iterator[list[str]]:
    """The solutions of SELECT queries whose texts are our own, side by side, as cells for `terms_of`.

    The queries select the variables in this order. For thousands of rows: the engine writes them as tab-separated
    values without the interpreter's lock, on all cores, and each distinct term becomes an object once.
    """
    for rows in tables(store, texts, variables):
        yield from rows


def tables(store: Store, texts: Sequence[str], variables: Sequence[str]) -> Iterator[Iterator[list[str]]]:
    """As `table`, with the rows of each query apart."""
    heading = "\t".join("?" + name for name in variables)
    for content in _side_by_side(store, texts):
        found, *lines = content.split("\n")
        if found != heading:
            raise ValueError(f"the query selects {found!r} and not {heading!r}")
        yield (line.split("\t") for line in lines[:-1])


def solved(store: Store, texts: Sequence[str]) -> list[list[dict[str, Term | None]]]:
    """The solutions of SELECT queries whose texts are our own, side by side as in `table`: terms by variable.

    What is neither an IRI nor a literal is None.
    """
    contents = [content.split("\n") for content in _side_by_side(store, texts)]
    tables = [[line.split("\t") for line in lines[1:-1]] for lines in contents]
    terms = terms_of(cell for rows in tables for row in rows for cell in row)
    return [
        [dict(zip(names, map(terms.__getitem__, row), strict=True)) for row in rows]
        for names, rows in zip(
            (lines[0].replace("?", "").split("\t") for lines in contents), tables, strict=True
        )
    ]


def cells_of(store: Store, query: str) -> tuple[list[str], list[list[str]]]:
    """The variables of a SELECT query whose text is our own, and its solutions as cells for `terms_of`."""
    heading, *lines = _separated(store, query).split("\n")
    return heading.replace("?", "").split("\t"), [line.split("\t") for line in lines[:-1]]


def terms_of(cells: Iterable[str]) -> dict[str, Term | None]:
    """The terms that cells of a table stand for: written as in Turtle (SPARQL 1.1 TSV); an empty cell is unbound."""
    ordered = sorted(set(cells) - {""})
    terms: dict[str, Term | None] = {"": None}
    if ordered:
        quads = parse(input=f"<urn:x> <urn:x> {','.join(ordered)} .", format=RdfFormat.TURTLE, lenient=True)
        for cell, quad in zip(ordered, quads, strict=True):
            terms[cell] = quad.object if isinstance(quad.object, NamedNode | Literal) else None
    return terms


def _side_by_side(store: Store, texts: Sequence[str]) -> list[str]:
    if len(texts) < 2:
        return [_separated(store, text) for text in texts]
    with ThreadPoolExecutor(min(len(texts), os.cpu_count() or 1)) as pool:
        return list(pool.map(lambda text: _separated(store, text), texts))


def _separated(store: Store, query: str) -> str:
    result = store.query(query, prefixes=PREFIXES)
    if not isinstance(result, QuerySolutions):
        raise TypeError("not a SELECT query")
    return (result.serialize(format=QueryResultsFormat.TSV) or b"").decode()


def triples(store: Store, query: str) -> Iterator[_Triple]:
    """The triples of a CONSTRUCT query whose text is our own."""
    result = store.query(query, prefixes=PREFIXES)
    if not isinstance(result, QueryTriples):
        raise TypeError("not a CONSTRUCT query")
    return iter(result)


def construct(store: Store, query: str) -> bytes:
    """The result of a CONSTRUCT query as N-Triples: nothing of it passes through Python objects."""
    result = store.query(query, prefixes=PREFIXES)
    if not isinstance(result, QueryTriples):
        raise TypeError("not a CONSTRUCT query")
    content = result.serialize(format=RdfFormat.N_TRIPLES)
    return content or b""


def ask(store: Store, query: str) -> bool:
    """The answer of an ASK query whose text is our own."""
    result = store.query(query, prefixes=PREFIXES)
    if not isinstance(result, QueryBoolean):
        raise TypeError("not an ASK query")
    return bool(result)
