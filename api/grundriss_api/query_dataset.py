# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""Which graphs a query asks: its FROM clauses (SPARQL 1.1, §13.2), or the protocol's parameters in their place."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from pyoxigraph import Literal, NamedNode, QuerySolutions, Store

from grundriss.errors import UsageError
from grundriss.sparql.gate import Judged

_NO_IRI: Final = re.compile(r"[\x00-\x20<>\"{}|^`\\]")

Dataset = Sequence[tuple[str, str]]
"""The protocol's `default-graph-uri` and `named-graph-uri` parameters, as name and value."""


@dataclass(frozen=True, slots=True)
class Graphs:
    """The graphs of a dataset, each once and sorted: the `default` ones to be merged, and those with names."""

    default: tuple[NamedNode, ...]
    named: tuple[NamedNode, ...]


def graphs_to_merge(
    judged: Judged, dataset: Dataset, base: str, prefixes: Mapping[str, str] | None = None
) -> Graphs | None:
    """The graphs of a query that names several default graphs; None for every other query.

    One that names the same graph twice is among them: the engine would count it twice.
    The protocol's parameters, where there are some, replace the query's own dataset (SPARQL 1.1 Protocol, §2.1.4).
    Relative IRIs are resolved against `base`; `prefixes` need no declaration. Raises UsageError for what is no IRI.
    """
    if dataset:
        given = [(name == "named-graph-uri", f"<{_checked(uri)}>") for name, uri in dataset]
        prologue = ""
    else:
        given = [(clause.named, clause.graph) for clause in judged.from_clauses]
        prologue = judged.prologue
    if sum(not named for named, _ in given) < 2:
        return None
    iris = _resolved(prologue, [text for _, text in given], base, prefixes)
    pairs = list(zip((named for named, _ in given), iris, strict=True))
    default, named = (
        _distinct([iri for is_named, iri in pairs if is_named is wanted]) for wanted in (False, True)
    )
    return Graphs(default, named)


def without_from(judged: Judged) -> str:
    """The text with its FROM clauses turned into blanks, so that every line and column stays where it is."""
    text = judged.text
    for clause in judged.from_clauses:
        blank = "".join(c if c == "\n" else " " for c in text[clause.start : clause.end])
        text = text[: clause.start] + blank + text[clause.end :]
    return text


def _resolved(
    prologue: str, names: Sequence[str], base: str, prefixes: Mapping[str, str] | None
) -> list[NamedNode]:
    """The IRIs that names stand for; the store's own parser reads them, since a name may be escaped or relative."""
    rows = " ".join(f"({place} {name})" for place, name in enumerate(names))
    query = f"{prologue}\nSELECT ?place ?iri WHERE {{ VALUES (?place ?iri) {{ {rows} }} }}"
    try:
        solutions = Store().query(query, base_iri=base, prefixes=dict(prefixes or {}))
    except (SyntaxError, ValueError) as error:
        raise _no_iri(", ".join(name[:80] for name in names)) from error
    assert isinstance(solutions, QuerySolutions)
    found: dict[int, NamedNode] = {}
    for row in solutions:
        place, iri = row["place"], row["iri"]
        if isinstance(place, Literal) and isinstance(iri, NamedNode):
            found[int(place.value)] = iri
    return [found[place] for place in range(len(names))]


def _checked(uri: str) -> str:
    """The IRI reference of a parameter, with no character that would end an IRIREF (SPARQL 1.1, §19.8)."""
    if _NO_IRI.search(uri):
        raise _no_iri(uri[:80])
    return uri


def _no_iri(name: str) -> UsageError:
    return UsageError("graph-no-iri", name=name)


def _distinct(graphs: list[NamedNode]) -> tuple[NamedNode, ...]:
    return tuple(sorted(set(graphs), key=lambda graph: graph.value))
