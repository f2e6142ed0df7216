# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""`affected` queries: which nodes (`?this`) the triples of a change can reach.

They stand in the headers of derivation rules and of the reach of shapes. Each branch begins with
`VALUES (?s ?p ?o) {}`, the changed triples, and may say right after it which predicates matter to it:
`FILTER(?p = x)` or `FILTER(?p IN (x, y))`. A branch is given only what it reads: the terms of the triples with these
predicates that its text names, each once.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from grundriss.model.terms import PREFIXES
from grundriss.queries import values_block

CHANGED: Final = "VALUES (?s ?p ?o) {}"
"""Where the changed triples go."""

Term = NamedNode | BlankNode | Literal | Triple

_HEADER: Final = re.compile(r"^# affected:\n((?:#  .*\n)+)", re.MULTILINE)
_BRANCH: Final = re.compile(
    re.escape(CHANGED) + r"(?:\s*FILTER\(\?p (?:= (?P<one>\S+?)|IN \((?P<several>[^)]*)\))\))?"
)
_TERMS: Final[dict[str, Callable[[Triple], Term]]] = {
    "s": lambda triple: triple.subject,
    "p": lambda triple: triple.predicate,
    "o": lambda triple: triple.object,
}


@dataclass(frozen=True, slots=True)
class Branch:
    """One way in which a change reaches nodes.

    `predicates` are the IRIs that matter to it (None: all), `variables` those of `s`, `p` and `o` that `text` names:
    the query's text from the changed triples to the next branch.
    """

    predicates: frozenset[str] | None
    variables: tuple[str, ...]
    text: str

    def bound(self, changed: Iterable[Triple]) -> tuple[str, bool]:
        """The branch with what it reads of the changed triples, and whether that is anything."""
        terms = [_TERMS[name] for name in self.variables]
        rows = dict.fromkeys(
            tuple(term(triple) for term in terms)
            for triple in changed
            if self.predicates is None or triple.predicate.value in self.predicates
        )
        return values_block(self.variables, rows) + self.text, bool(rows)


@dataclass(frozen=True, slots=True)
class AffectedQuery:
    """The query, in its branches; `head` is its text before the first."""

    head: str
    branches: tuple[Branch, ...]

    def of(self, changed: Sequence[Triple]) -> str | None:
        """The query for what the changed triples can reach; None when they matter to no branch."""
        bound = [branch.bound(changed) for branch in self.branches]
        return (
            self.head + "".join(text for text, _ in bound) if any(reached for _, reached in bound) else None
        )


def affected_query(text: str) -> AffectedQuery | None:
    """The query in the header of a rule or reach file; None where there is none.

    >>> branch = "VALUES (?s ?p ?o) {} FILTER(?p = gru:via) BIND(?s AS ?this)"
    >>> query = affected_query(f"# affected:\\n#  SELECT ?this {{ {branch} }}\\n")
    >>> query.branches[0].variables, set(query.branches[0].predicates)
    (('s',), {'https://w3id.org/grundriss/ns#via'})
    """
    header = _HEADER.search(text)
    if header is None:
        return None
    query = "".join(line.removeprefix("#") for line in header[1].splitlines(keepends=True))
    found = list(_BRANCH.finditer(query))
    if not found:
        return None
    ends = [*(match.start() for match in found[1:]), len(query)]
    branches = (_branch(match, query[match.end() : end]) for match, end in zip(found, ends, strict=True))
    return AffectedQuery(query[: found[0].start()], tuple(branches))


def _branch(match: re.Match[str], text: str) -> Branch:
    named = match["one"] or match["several"]
    predicates = frozenset(_iri(name.strip()) for name in named.split(",")) if named else None
    variables = tuple(name for name in _TERMS if re.search(rf"\?{name}\b", text)) or ("p",)
    return Branch(predicates, variables, text)


def _iri(name: str) -> str:
    if name.startswith("<"):
        return name.strip("<>")
    prefix, _, local = name.partition(":")
    return PREFIXES[prefix] + local
