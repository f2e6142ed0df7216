# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""Any revision can be read again, and is what it was."""

import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest
from pyoxigraph import Literal, Quad, RdfFormat

from grundriss.errors import NotFound
from grundriss.model.terms import LABEL, concept, gru
from grundriss.store.asserted import Patch
from grundriss.store.commit import Intent, apply_patch
from grundriss.store.generation import KEPT
from grundriss.store.revision_log import RevisionLog
from grundriss.store.time_travel import net_patch
from grundriss.store.workspace import Workspace
from tests.core.conftest import load_facts


def everything(workspace: Workspace, revision: int) -> set[Quad]:
    with workspace.at(revision) as snapshot:
        assert snapshot.revision == revision
        return set(snapshot.store)


def digest(workspace: Workspace, revision: int) -> str:
    """Of every statement: a store gives the same ones in the same order, however they came into it."""
    with workspace.at(revision) as snapshot:
        assert snapshot.revision == revision
        return hashlib.sha256(snapshot.store.dump(format=RdfFormat.N_QUADS) or b"").hexdigest()


def renamed(workspace: Workspace, text: str) -> None:
    graph = workspace.base.source_graph("manual")
    node = workspace.base.element("component", "bundid")
    patch = Patch(added=frozenset([Quad(node, gru("sourceNote"), Literal(text), graph)]))
    assert apply_patch(workspace, patch, Intent(None, text, "tester", mode="patch")).revision


def test_every_revision_reads_as_it_was(
    fresh: Workspace, change_cell: Callable[[str, str, str, str], Path]
) -> None:
    states = {1: digest(fresh, 1)}
    load_facts(fresh, change_cell("components", "bundid", "name", "BundID neu"))
    states[2] = digest(fresh, 2)
    load_facts(fresh, change_cell("components", "zapuk", "name", "ZaPuK neu"))
    states[3] = digest(fresh, 3)
    for revision in range(4, 4 + KEPT + 1):  # the first ones are kept no longer
        renamed(fresh, f"note {revision}")
        states[revision] = digest(fresh, revision)
    assert len(set(states.values())) == len(states)
    for revision, state in states.items():
        assert digest(fresh, revision) == state


def test_revision_zero_is_empty_but_for_the_ontology(fresh: Workspace) -> None:
    with fresh.at(0) as snapshot:
        assert not list(
            snapshot.store.quads_for_pattern(
                None, None, gru("Component"), fresh.base.source_graph("landscape")
            )
        )
        assert list(snapshot.store.quads_for_pattern(gru("Component"), None, None, None))


def test_an_old_revision_is_built_once_and_kept(fresh: Workspace) -> None:
    for number in range(8):
        renamed(fresh, f"note {number}")
    with fresh.at(2) as first, fresh.at(2) as second:
        assert first.directory == second.directory


def test_an_old_revision_is_built_from_the_nearest_newer_one_that_is_kept(
    fresh: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(8):
        renamed(fresh, f"note {number}")
    fresh.at(4).close()
    followed = []

    def recorded(log: RevisionLog, a: int, b: int) -> Patch:
        followed.append((a, b))
        return net_patch(log, a, b)

    monkeypatch.setattr("grundriss.store.time_travel.net_patch", recorded)
    older = everything(fresh, 3)
    assert followed[0] == (4, 3)
    notes = {q.object for q in older if q.predicate == gru("sourceNote")}
    assert {Literal("note 0"), Literal("note 1")} <= notes
    assert Literal("note 2") not in notes


@pytest.mark.parametrize("revision", [-1, 2, 10**9])
def test_a_revision_that_is_not_there_is_said(fresh: Workspace, revision: int) -> None:
    with pytest.raises(NotFound, match="the newest is 1"):
        fresh.at(revision)


def test_what_is_added_and_taken_back_is_no_difference(fresh: Workspace) -> None:
    graph = fresh.base.source_graph("manual")
    quad = Quad(
        fresh.base.element("component", "bundid"), gru("lifecycle"), concept("lifecycle", "produktiv"), graph
    )
    label = Quad(quad.subject, LABEL, Literal("Other", language="en"), graph)
    apply_patch(fresh, Patch(added=frozenset([quad])), Intent(None, "a", "tester", mode="patch"))
    apply_patch(fresh, Patch(added=frozenset([label])), Intent(None, "b", "tester", mode="patch"))
    apply_patch(fresh, Patch(removed=frozenset([quad])), Intent(None, "c", "tester", mode="patch"))
    assert net_patch(fresh.log, 1, 4) == Patch(added=frozenset([label]))
    assert net_patch(fresh.log, 4, 1) == Patch(removed=frozenset([label]))
    assert net_patch(fresh.log, 3, 3) == Patch()


def test_who_made_a_revision_with_what_is_in_the_provenance_graph(fresh: Workspace) -> None:
    renamed(fresh, "why")
    said = f"""
        SELECT ?message ?who ?tool {{ GRAPH {fresh.base.graph("provenance")} {{
          <{fresh.base.iri}revision/2> a prov:Activity ; dct:description ?message ;
            prov:wasAssociatedWith ?agent, ?software ; prov:wasInformedBy <{fresh.base.iri}revision/1> .
          ?agent a prov:Agent ; rdfs:label ?who . ?software a prov:SoftwareAgent ; rdfs:label ?tool }} }}"""
    from grundriss import __version__, queries

    with fresh.snapshot() as snapshot:
        rows = [
            [row[name].value for name in ("message", "who", "tool")]
            for row in queries.rows(snapshot.store, said)
        ]
    assert rows == [["why", "tester", f"Grundriss {__version__}"]]
