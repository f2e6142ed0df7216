# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""The gap reads what moves between its two days: what stays may be fifty times as much."""

from collections.abc import Iterable
from functools import cache
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad, Store

from grundriss.importers.landscape import read_landscape
from grundriss.model.identifier import Base
from grundriss.model.partial_date import PartialDate
from grundriss.model.terms import IDENTIFIER, LABEL, TYPE, gru
from grundriss.states.gap import gap
from grundriss.states.gap_across import gap_across
from grundriss.states.when import resolve
from grundriss.store.asserted import Patch
from grundriss.store.derivation import derive_all
from grundriss.store.line import Line
from grundriss.store.materialised import MaterialisedStore
from grundriss.store.rebuild import load_ontology
from grundriss.store.revision_log import Entry, statement_line
from grundriss.store.snapshot import Snapshot
from tests.core.conftest import FACTS, TODAY
from tests.core.counted import Counted

BASE = Base()
FACT_QUADS = read_landscape(FACTS, BASE).quads
GRAPH = BASE.source_graph("landscape")
NOTHING = Patch()
MOVES = {gru(name) for name in ("validFrom", "validUntil", "lifecycle", "inState")}


@cache
def staying() -> str:
    """A copy of components, interfaces and relations: the components are there since 2020, nothing is said to go."""
    kinds = ("/id/component/", "/id/interface/", "/id/relation/")
    replacements = {q.subject for q in FACT_QUADS if q.predicate == TYPE and q.object == gru("ReplacedBy")}
    copied = {q.subject for q in FACT_QUADS if any(k in str(q.subject) for k in kinds)} - replacements

    def renamed(node: object) -> object:
        return NamedNode(f"{node.value}.copy") if node in copied else node  # type: ignore[attr-defined]

    components = [q.subject for q in FACT_QUADS if q.predicate == TYPE and q.object == gru("Component")]
    since = PartialDate.parse("2020").literal
    dated = [Quad(renamed(c), gru("validFrom"), since, GRAPH) for c in components]  # type: ignore[arg-type]
    quads = dated + [
        Quad(renamed(q.subject), q.predicate, renamed(q.object), q.graph_name)  # type: ignore[arg-type]
        for q in FACT_QUADS
        if q.subject in copied and q.predicate not in MOVES
    ]
    return lines(quads)


def lines(quads: Iterable[Quad]) -> str:
    return "".join(f"{quad.triple} .\n" for quad in quads)


def landscape_with(
    copies: int, change: Patch = NOTHING, revision: int = 1, line: Line | None = None
) -> Snapshot:
    store = Store()
    materialised = MaterialisedStore(store, BASE)
    load_ontology(materialised, BASE)
    facts = [*(quad for quad in FACT_QUADS if quad not in change.removed), *change.added]
    copied = "".join(staying().replace(".copy>", f".c{n}>") for n in range(copies))
    materialised.load([(GRAPH, (lines(facts) + copied).encode())])
    derive_all(store, BASE, TODAY)
    return Snapshot(store, FACTS, revision, revision, TODAY, BASE, line=line)


def test_fifty_times_as_much_that_stays_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    alone, among_others = landscape_with(0), landscape_with(50)
    counted = Counted(monkeypatch)
    for a, b in (("ist", "soll"), ("2024", "2027")):
        small, large = (gap(snapshot, a, b).to_dict() for snapshot in (alone, among_others))
        assert large["unchanged"] > 40 * small["unchanged"], (a, b)
        assert {**large, "unchanged": 0} == {**small, "unchanged": 0}, (a, b)
        read = [
            counted.of(lambda snapshot, a=a, b=b: gap(snapshot, a, b), snapshot)
            for snapshot in (alone, among_others)
        ]
        assert read[0] == read[1] > 0, (a, b)


def changed_facts() -> Patch:
    """Another name, an end, a component more with a relation, and a relation less."""
    bundid, elster, new, named = (
        BASE.element("component", key) for key in ("bundid", "elster", "ganz-neu", "ausweisapp")
    )
    relation = BASE.element("relation", "uses--ganz-neu--bundid")
    gone = min((q.subject for q in FACT_QUADS if q.predicate == TYPE and q.object == gru("Uses")), key=str)
    added = [
        (named, LABEL, Literal("Anders", language="de")),
        (elster, gru("validUntil"), PartialDate.parse("2027-06").literal),
        (new, TYPE, gru("Component")),
        (new, LABEL, Literal("Ganz neu", language="de")),
        (new, IDENTIFIER, Literal("ganz-neu")),
        (relation, TYPE, gru("Uses")),
        (relation, gru("source"), new),
        (relation, gru("target"), bundid),
    ]
    removed = {q for q in FACT_QUADS if q.subject == gone or (q.subject, q.predicate) == (named, LABEL)}
    return Patch(frozenset(Quad(*triple, GRAPH) for triple in added), frozenset(removed))


def changed_landscapes(path: Path) -> list[tuple[Snapshot, Snapshot]]:
    """Two revisions of one line, alone and among fifty times as much that stays."""
    change = changed_facts()
    line = Line(path, BASE, TODAY, lock=path / "lock")
    line.log.directory.mkdir()
    line.log.append(Entry(1, line.root_hash, "2026-11-23T00:00:00+00:00", "tester", "facts"), [], [])
    second = Entry(2, line.log.hash_of(1), "2026-11-23T00:00:00+00:00", "tester", "change")
    line.log.append(second, map(statement_line, change.added), map(statement_line, change.removed))
    return [
        (landscape_with(copies, line=line), landscape_with(copies, change, 2, line)) for copies in (0, 50)
    ]


def test_a_gap_of_two_revisions_reads_what_was_changed_and_what_moves(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    landscapes = changed_landscapes(tmp_path)
    counted = Counted(monkeypatch)
    for a, b in (("ist", "ist"), ("ist", "soll"), ("2024", "2027")):
        found, read = [], []
        for before, after in landscapes:
            start, end = resolve(before, a), resolve(after, b)
            rows = counted.rows
            found.append(gap_across(before, start, after, end).to_dict())
            read.append(counted.rows - rows)
        small, large = found
        assert {item["key"] for item in small["added"]} >= {"ganz-neu"}, (a, b)
        assert "ausweisapp" in {changed["item"]["key"] for changed in small["changed"]}, (a, b)
        assert large["unchanged"] > 40 * small["unchanged"], (a, b)
        assert {**large, "unchanged": 0} == {**small, "unchanged": 0}, (a, b)
        assert read[0] == read[1] > 0, (a, b)
