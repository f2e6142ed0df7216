# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""Hops read the relations at the elements asked for and no others, and hold when a state says so."""

import re
from collections.abc import Callable

import pytest
from pyoxigraph import DefaultGraph, NamedNode, Quad, RdfFormat, Store

from grundriss import queries
from grundriss.analysis.dependencies import dependencies
from grundriss.analysis.hops import Direction, HopReader
from grundriss.analysis.impact import impact
from grundriss.analysis.paths import paths
from grundriss.errors import UsageError
from grundriss.model.identifier import Base
from grundriss.model.terms import LABEL, TYPE, gru
from grundriss.states import membership
from grundriss.states.membership import Membership, MembershipOf
from grundriss.states.relations import all_relations
from grundriss.states.when import resolve
from grundriss.store.snapshot import Snapshot
from grundriss.store.workspace import Workspace
from tests.core.conftest import TODAY
from tests.core.counted import Counted

BASE = Base()
DAYS = ["ist", "soll", "2007-01-01", "2025", "2025-07-01", "2027", "2030"]


@pytest.mark.parametrize("when", DAYS)
@pytest.mark.parametrize("direction", list(Direction))
def test_the_hops_of_all_elements_are_the_relations_of_the_state(
    loaded: Workspace, when: str, direction: Direction
) -> None:
    with loaded.snapshot() as snapshot:
        day = resolve(snapshot, when).day
        members = Membership(snapshot.store)
        facts = all_relations(snapshot.store)
        ends = sorted({end for fact in facts for end in (fact.source, fact.target)}, key=str)
        hops = HopReader(snapshot.store, day).hops(ends, direction)
    holding = {fact.node for fact in facts if fact.holds(members, day)}
    assert {hop.relation for hop in hops} == holding


@pytest.mark.parametrize("very_many", [10, membership.VERY_MANY])
def test_the_intervals_of_some_nodes_are_those_of_all(
    loaded: Workspace, monkeypatch: pytest.MonkeyPatch, very_many: int
) -> None:
    monkeypatch.setattr(membership, "VERY_MANY", very_many)
    with loaded.snapshot() as snapshot:
        everything = Membership(snapshot.store)
        some = MembershipOf(snapshot.store)
        nodes = [row["x"] for row in queries.rows(snapshot.store, "SELECT DISTINCT ?x { ?x a ?type }")]
        for part in (nodes[:5], nodes[5:200], nodes[200:]):
            some.learn(part)
    assert len(everything.bounded()) > 50
    assert [some.interval(node) for node in nodes] == [everything.interval(node) for node in nodes]


def test_an_interface_is_there_while_its_provider_is(loaded: Workspace) -> None:
    provided = BASE.element("interface", "if-zbp-rest")
    with loaded.snapshot() as snapshot:
        now = HopReader(snapshot.store, resolve(snapshot, "ist").day).is_there(provided)
        later = HopReader(snapshot.store, resolve(snapshot, "soll").day).is_there(provided)
    assert now and not later, "the mailbox zbp goes with ZIEL-2028"


def test_the_dependent_end_depends_on_the_interface_too(loaded: Workspace) -> None:
    interface = BASE.element("interface", "if-bundid-saml")
    with loaded.snapshot() as snapshot:
        hops = HopReader(snapshot.store, TODAY).hops([interface], Direction.UP)
        assert hops and all(hop.needed == interface == hop.via for hop in hops)
        back = HopReader(snapshot.store, TODAY).hops([hops[0].dependent], Direction.DOWN)
    assert hops[0] in back
    assert {hop.needed for hop in back if hop.relation == hops[0].relation} == {interface, hops[0].target}


def test_an_unknown_direction_is_refused_with_a_hint() -> None:
    with pytest.raises(UsageError) as refused:
        Direction.of("upp")
    assert "up" in str(refused.value.hint)


def many(snapshot: Snapshot, copies: int) -> Snapshot:
    """The landscape many times over, each copy's FIT-Connect using the eID of the first."""
    names = ["source", "target", "via", "startDay", "endDay", "provider", "dependsOn"]
    kept = [TYPE, LABEL, *(gru(name) for name in names)]
    store = Store()
    store.extend(
        Quad(q.subject, q.predicate, q.object)
        for q in snapshot.store.quads_for_pattern(None, None, None, DefaultGraph())
    )
    lines = [
        f"{quad.triple} .\n"
        for predicate in kept
        for quad in store.quads_for_pattern(None, predicate, None)
        if isinstance(quad.subject, NamedNode) and "/id/" in quad.subject.value
    ]
    for number in range(1, copies):
        text = re.sub(r"(/id/(?!plateau/)[^>]+)>", rf"\1.c{number}>", "".join(lines))
        store.bulk_load(text.encode(), format=RdfFormat.N_TRIPLES)
        link = BASE.element("relation", f"link.c{number}")
        for name, end in (("source", f"fit-connect.c{number}"), ("target", "eid")):
            store.add(Quad(link, gru(name), BASE.element("component", end)))
        store.add(Quad(link, TYPE, gru("Uses")))
    return Snapshot(store, snapshot.directory, 1, 1, TODAY, BASE)


def test_what_is_read_does_not_grow_with_the_landscape(
    loaded: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Fifty copies, and nothing more is read: neither of the others nor of who uses the hub that is needed."""
    bundid, portal, pvog, hub = (
        BASE.element("component", k) for k in ("bundid", "bundesportal", "pvog", "eid")
    )
    questions: list[Callable[[Snapshot], object]] = [
        lambda snapshot: impact(snapshot, bundid, "ist", "up"),
        lambda snapshot: impact(snapshot, bundid, "ist", "down"),
        lambda snapshot: impact(snapshot, portal, "soll", "down"),
        lambda snapshot: impact(snapshot, pvog, "soll", "up"),
        lambda snapshot: dependencies(snapshot, bundid, "2025"),
        lambda snapshot: paths(snapshot, pvog, portal, limit=1),
    ]
    with loaded.snapshot() as one:
        fifty = many(one, 50)
        assert len(impact(fifty, hub, depth=1).items) == len(impact(one, hub, depth=1).items) + 49
        counted = Counted(monkeypatch)
        read = [[counted.of(question, snapshot) for question in questions] for snapshot in (one, fifty)]
    assert read[0] == read[1]
    assert all(0 < rows < 1_000 for rows in read[0])
