# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""The steps of a question: sub-selects that are answered first, and bound in what follows (docs/questions.md).

The engine plans a query before it knows what a sub-select finds, and walks a path or an OPTIONAL for the whole store
where a few nodes are meant: seconds on five million statements. Bound by VALUES the same pattern takes milliseconds.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final

from pyoxigraph import Store

from grundriss import queries
from grundriss.queries import Term

_BLOCK: Final = re.compile(r"#VALUES ((?:\?\w+ ?)+)\n")


def block_variables(query: str) -> Iterator[tuple[str, ...]]:
    """The variables of each line `#VALUES ?a ?b` of a query.

    >>> list(block_variables("{\\n  #VALUES ?a ?b\\n}"))
    [('a', 'b')]
    """
    return (_names(found[1]) for found in _BLOCK.finditer(query))


def bound_texts(
    store: Store, first: Sequence[str], last: Sequence[str], bindings: Mapping[str, Term]
) -> list[str]:
    """The texts of the last queries with the parameters and the rows of the first ones in place."""
    solved: list[tuple[list[str], list[list[str]]]] = []

    def block(names: tuple[str, ...]) -> str | None:
        for variables, rows in reversed(solved):
            if set(names) <= set(variables):
                places = [variables.index(name) for name in names]
                # in the order of the rows: the same question has the same text
                wanted = dict.fromkeys(tuple(row[place] or "UNDEF" for place in places) for row in rows)
                lines = " ".join(f"({' '.join(row)})" for row in wanted)
                return f"VALUES ({' '.join('?' + name for name in names)}) {{ {lines} }}"
        return None

    for query in first:
        solved.append(queries.cells_of(store, _filled(query, bindings, block)))
    return [_filled(query, bindings, block) for query in last]


def nested_text(first: Sequence[str], last: str, bindings: Mapping[str, Term]) -> str:
    """The same as one query that anybody can run: each block is the sub-select that it stands for."""
    nested: list[str] = []

    def block(names: tuple[str, ...]) -> str | None:
        for query in reversed(nested):
            head = re.search(r"SELECT (.*?)(?:WHERE )?\{", query, re.DOTALL)
            if head and set(names) <= set(re.findall(r"\?(\w+)", head[1])):
                return f"{{ SELECT DISTINCT {' '.join('?' + name for name in names)} WHERE {{ {{\n{query}}} }} }}"
        return None

    for query in first:
        lines = _filled(query, bindings, block).splitlines(keepends=True)
        nested.append("".join(line for line in lines if not line.lstrip().startswith("#")))
    return _filled(last, bindings, block)


def _filled(query: str, bindings: Mapping[str, Term], block: Callable[[tuple[str, ...]], str | None]) -> str:
    """The query with a block for each parameter that is given and for each row of an earlier step."""

    def fill(found: re.Match[str]) -> str:
        names = _names(found[1])
        if len(names) == 1 and names[0] in bindings:
            return queries.values_block(names, [[bindings[names[0]]]]) + "\n"
        text = block(names)
        return found[0] if text is None else text + "\n"

    return _BLOCK.sub(fill, query)


def _names(written: str) -> tuple[str, ...]:
    return tuple(name.removeprefix("?") for name in written.split())
