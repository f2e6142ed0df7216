# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a change reads, and what of it is checked, is the same in a landscape fifty times as large."""

import pytest
from pyoxigraph import Literal, NamedNode, Quad, Store

from grundriss.model.partial_date import PartialDate
from grundriss.model.terms import concept, gru
from grundriss.store.derivation import derive_all
from grundriss.store.incremental import Reads, follow_changes
from grundriss.store.materialised import MaterialisedStore
from grundriss.store.rebuild import load_ontology
from grundriss.validation import incremental
from grundriss.validation.incremental import concerns, validate_affected
from tests.core.conftest import TODAY
from tests.core.test_derivation import BASE, FACT_QUADS, FULL, GRAPH, copy_of, quad

TIMES = 50
CHANGES: list[tuple[str, str, NamedNode | Literal]] = [
    ("component/bundid", "validUntil", PartialDate.parse("2026-01").literal),
    ("component/govdata", "lifecycle", concept("lifecycle", "abloesung")),
    ("relation/dep-0141", "inState", gru("soll")),
]


def multiplied(times: int) -> bytes:
    """The landscape several times over, each copy with IRIs of its own; code lists and plateaus are shared."""
    own = {q.subject for q in FACT_QUADS} - {q.subject for q in FACT_QUADS if q.object == gru("Plateau")}
    rows = [(str(q.subject), str(q.predicate), str(q.object)) for q in FACT_QUADS]
    lines: list[str] = []
    for number in range(times):
        suffix = f".copy{number}>" if number else ">"
        names = {str(node): str(node)[:-1] + suffix for node in own}
        lines += [f"{names.get(s, s)} {p} {names.get(o, o)} .\n" for s, p, o in rows]
    return "".join(lines).encode()


@pytest.fixture(scope="module")
def large() -> Store:
    """The large landscape with what is derived. Each test makes changes of its own to it."""
    store = Store()
    materialised = MaterialisedStore(store, BASE)
    load_ontology(materialised, BASE)
    materialised.load([(GRAPH, multiplied(TIMES))])
    derive_all(store, BASE, TODAY)
    assert len(store) > 30 * len(FACT_QUADS)
    return store


def read_for(store: Store, added: Quad) -> Reads:
    return follow_changes(MaterialisedStore(store, BASE), BASE, TODAY, [], [added]).reads


def test_what_is_read_does_not_grow_with_the_landscape(large: Store) -> None:
    small = copy_of(FULL)
    for subject, name, value in CHANGES:
        added = quad(f"{BASE.iri}id/{subject}", name, value)
        once = read_for(small, added)
        assert read_for(large, added) == once, subject
        assert once.total > 0


def test_what_is_handed_to_the_engine_is_the_same_in_a_landscape_50_times_as_large(
    large: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    handed: list[int] = []
    engine = incremental.compiled_shapes()

    class Counting:
        def validate_text(self, text: str, format: str) -> object:
            handed.append(text.count("\n"))
            return engine.validate_text(text, format=format)

    monkeypatch.setattr(incremental, "compiled_shapes", Counting)
    change = quad(BASE.element("component", "zapuk").value, "lifecycle", concept("lifecycle", "abloesung"))
    counts = []
    for store in (copy_of(FULL), large):
        materialised = MaterialisedStore(store, BASE)
        followed = follow_changes(materialised, BASE, TODAY, [], [change], concerns())
        validate_affected(store, followed.affected)
        counts.append((handed.pop(), {name: len(nodes) for name, nodes in followed.affected.items()}))
    assert counts[0] == counts[1]
    assert counts[0][0] < 3_000
