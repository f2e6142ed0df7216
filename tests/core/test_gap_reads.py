# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""The gap reads what moves between its two days: what stays may be fifty times as much."""

import pytest
from pyoxigraph import NamedNode, Quad, Store

from grundriss.importers.landscape import read_landscape
from grundriss.model.identifier import Base
from grundriss.model.partial_date import PartialDate
from grundriss.model.terms import TYPE, gru
from grundriss.states.gap import gap
from grundriss.store.derivation import derive_all
from grundriss.store.materialised import MaterialisedStore
from grundriss.store.rebuild import load_ontology
from grundriss.store.snapshot import Snapshot
from tests.core.conftest import FACTS, TODAY
from tests.core.counted import Counted

BASE = Base()
FACT_QUADS = read_landscape(FACTS, BASE).quads
GRAPH = BASE.source_graph("landscape")
MOVES = {gru(name) for name in ("validFrom", "validUntil", "lifecycle", "inState")}


def staying(number: int) -> list[Quad]:
    """A copy of components, interfaces and relations: the components are there since 2020, nothing is said to go."""
    kinds = ("/id/component/", "/id/interface/", "/id/relation/")
    replacements = {q.subject for q in FACT_QUADS if q.predicate == TYPE and q.object == gru("ReplacedBy")}
    copied = {q.subject for q in FACT_QUADS if any(k in str(q.subject) for k in kinds)} - replacements

    def renamed(node: object) -> object:
        return NamedNode(f"{node.value}.c{number}") if node in copied else node  # type: ignore[attr-defined]

    components = [q.subject for q in FACT_QUADS if q.predicate == TYPE and q.object == gru("Component")]
    since = PartialDate.parse("2020").literal
    dated = [Quad(renamed(c), gru("validFrom"), since, GRAPH) for c in components]  # type: ignore[arg-type]
    return dated + [
        Quad(renamed(q.subject), q.predicate, renamed(q.object), q.graph_name)  # type: ignore[arg-type]
        for q in FACT_QUADS
        if q.subject in copied and q.predicate not in MOVES
    ]


def landscape_with(copies: int) -> Snapshot:
    store = Store()
    materialised = MaterialisedStore(store, BASE)
    load_ontology(materialised, BASE)
    quads = [*FACT_QUADS, *(quad for n in range(copies) for quad in staying(n))]
    materialised.load([(GRAPH, "".join(f"{quad.triple} .\n" for quad in quads).encode())])
    derive_all(store, BASE, TODAY)
    return Snapshot(store, FACTS, 1, 1, TODAY, BASE)


@pytest.fixture(scope="module")
def landscapes() -> tuple[Snapshot, Snapshot]:
    """The landscape alone, and among fifty times as much that stays."""
    return landscape_with(0), landscape_with(50)


@pytest.mark.parametrize(("a", "b"), [("ist", "soll"), ("2024", "2027")])
def test_fifty_times_as_much_that_stays_is_not_read(
    landscapes: tuple[Snapshot, Snapshot], a: str, b: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    alone, among_others = landscapes
    small, large = (gap(snapshot, a, b).to_dict() for snapshot in (alone, among_others))
    assert large["unchanged"] > 40 * small["unchanged"]
    assert {**large, "unchanged": 0} == {**small, "unchanged": 0}
    counted = Counted(monkeypatch)
    read = [counted.of(lambda snapshot: gap(snapshot, a, b), snapshot) for snapshot in (alone, among_others)]
    assert read[0] == read[1] > 0
