# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""Derivation rules: queries/derive/*.rq, CONSTRUCT queries with a header (DESIGN, Derivation).

The header names the stratum (`2.1` comes before `2.2`), the target graphs, the predicates of the heads and an
`affected` query that gives every `?this` (the subject of the heads) whose body a changed triple can reach. A line that
begins with `#ALL ` belongs to the query where everything is derived, one with `#SOME ` where it is for some nodes: what
is looked up for a few nodes is read once and joined for all.
"""

import re
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import groupby
from typing import Final

from pyoxigraph import Literal, NamedNode, Store

from grundriss import queries, resources
from grundriss.errors import InputError
from grundriss.model.identifier import Base
from grundriss.model.terms import GRU, PREFIXES, XSD, gru
from grundriss.model.vocabulary import ontology_store, relation_types
from grundriss.queries import values_block
from grundriss.store.affected import CHANGED, AffectedQuery, affected_query

_HEADER: Final = re.compile(r"^# (title|stratum|graphs|heads):\s*(.*)$", re.MULTILINE)
_WHERE_ALL: Final = "#ALL "
"""Begins a line that counts only where everything is derived: it tells the engine where to begin and what to read."""
_WHERE_SOME: Final = "#SOME "
"""Begins a line that counts only where some nodes are derived."""

STATES: Final = ("ist", "soll")


@dataclass(frozen=True, slots=True)
class EffectiveDays:
    """The days that IST and SOLL stand for when deriving: today, and the date of the target plateau (or None)."""

    today: date
    target: date | None
    base: Base

    def of(self, state: str) -> list[tuple[NamedNode, Literal]]:
        """The (state, day) pairs for `ist`, for `soll`, or for both when `state` is empty."""
        days = {"ist": self.today, "soll": self.target}
        wanted = [state] if state else list(STATES)
        return [(gru(name), _day(day)) for name in wanted if (day := days[name]) is not None]


@dataclass(frozen=True, slots=True)
class Output:
    """What a rule is computed for (`ist`, `soll`, or both when empty) and the graphs that the result goes into."""

    state: str
    graphs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: what it derives, into which graphs, and what a changed triple can reach."""

    name: str
    title: str
    stratum: tuple[int, ...]
    outputs: tuple[Output, ...]
    heads: str
    affected: AffectedQuery
    construct: str

    def head_predicates(self, store: Store) -> list[NamedNode]:
        """The predicates of the rule's heads: listed in its header, or selected from the ontology in the store."""
        if self.heads.startswith("SELECT"):
            return [row["head"] for row in queries.rows(store, self.heads)]
        return [
            NamedNode(PREFIXES[curie.split(":")[0]] + curie.split(":")[1]) for curie in self.heads.split()
        ]

    def full(self, output: Output, days: EffectiveDays) -> str:
        """The query that derives everything for one output."""
        return self._query(output, days).replace(_WHERE_ALL, "")

    def _query(self, output: Output, days: EffectiveDays) -> str:
        block = values_block(["state", "day"], days.of(output.state))
        query = self.construct.replace("#VALUES ?state ?day\n", block + "\n")
        if output.state:
            # a state bound by VALUES is where the engine begins: with everything that is present, whoever is asked for
            query = query.replace("gru:presentIn ?state", f"gru:presentIn gru:{output.state}")
        return queries.in_graph(query, "stateGraph", days.base.graph("state", output.state))

    def full_by_state(self, output: Output, days: EffectiveDays) -> list[str]:
        """The same in portions that can be computed side by side: one for each state that the query tells apart."""
        if output.state or "#VALUES ?state ?day\n" not in self.construct:
            return [self.full(output, days)]
        states = [name for name in STATES if days.of(name)]
        return [self.full(Output(name, output.graphs), days) for name in states]

    def restricted(self, output: Output, days: EffectiveDays, nodes: list[NamedNode]) -> str:
        """The query that derives the heads of these nodes only."""
        block = values_block(["this"], [[node] for node in nodes])
        query = self._query(output, days).replace(_WHERE_SOME, "")
        return query.replace("#VALUES ?this\n", block + "\n")


def strata() -> list[list[Rule]]:
    """The rules by stratum: those of one stratum do not read what the others of it derive."""
    return [list(group) for _, group in groupby(rules(), key=lambda rule: rule.stratum)]


@cache
def rules() -> tuple[Rule, ...]:
    """All rules, in the order in which they are derived: by stratum, then by name.

    Raises InputError for a rule without a complete header.
    """
    found = [
        parse_rule(file.stem, file.read_text("utf-8"))
        for file in resources.path("queries", "derive").glob("*.rq")
    ]
    return tuple(sorted(found, key=lambda rule: (rule.stratum, rule.name)))


@cache
def derived_properties() -> frozenset[str]:
    """The IRIs of the properties that rules derive and sources do not state, such as that of `gru:owner`."""
    store = ontology_store()
    return frozenset(head.value for rule in rules() for head in rule.head_predicates(store))


@cache
def never_stated() -> frozenset[str]:
    """The IRIs of the derived properties that nobody states: `gru:owner`, `gru:dependsOn`, but not `gru:uses`.

    A bare triple of a relation type stands for a relation, and names and classes are stated too.
    """
    direct = {found.direct_predicate.value for found in relation_types().values()}
    return frozenset(iri for iri in derived_properties() - direct if iri.startswith(GRU))


def parse_rule(name: str, text: str) -> Rule:
    """Read one rule with its header; InputError says what is missing."""
    header = dict(_HEADER.findall(text))
    missing = {"title", "stratum", "graphs", "heads"} - header.keys()
    if missing or "# affected:" not in text:
        raise InputError("rule-header", location=f"{name}.rq", missing=sorted(missing) or "affected")
    affected = affected_query(text)
    if affected is None:
        raise InputError("rule-affected", location=f"{name}.rq", wanted=CHANGED)
    body = text[text.index("CONSTRUCT") :]
    return Rule(
        name=name,
        title=header["title"],
        stratum=tuple(int(part) for part in header["stratum"].split(".")),
        outputs=_outputs(header["graphs"]),
        heads=header["heads"],
        affected=affected,
        construct=body,
    )


def _outputs(header: str) -> tuple[Output, ...]:
    """`derived@ist state/ist@ist` is one output: computed once for IST, written into both graphs."""
    grouped: dict[str, list[str]] = {}
    for item in header.split():
        graph, _, state = item.partition("@")
        grouped.setdefault(state, []).append(graph)
    return tuple(Output(state, tuple(graphs)) for state, graphs in grouped.items())


@cache
def digest() -> str:
    """A hash over all rules and the ontology: when it differs from the store's, everything is derived again.

    Read once, like the rules themselves: a commit asks three times, and the files are many.
    """
    from hashlib import sha256

    from grundriss.model.vocabulary import ontology_files

    files = [*sorted(resources.path("queries", "derive").glob("*.rq")), *ontology_files()]
    return sha256(b"\0".join(file.read_bytes() for file in files)).hexdigest()


def _day(day: date) -> Literal:
    return Literal(day.isoformat(), datatype=NamedNode(XSD + "date"))
