# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""Writes of the Graph Store Protocol are commits: PUT and DELETE replace a dataset, POST adds to it."""

import pytest
from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad

from grundriss.errors import Conflict, UsageError
from grundriss.model.terms import TYPE, gru
from grundriss.store.commit import Intent, Outcome, add_to_dataset, replace_dataset
from grundriss.store.workspace import Workspace

NOTE = NamedNode("http://www.w3.org/2004/02/skos/core#note")


def note(fresh: Workspace, text: str) -> Quad:
    return Quad(fresh.base.element("component", "bundid"), NOTE, Literal(text), DefaultGraph())


def post(fresh: Workspace, *quads: Quad, dataset: str | None = "manual", **options: object) -> Outcome:
    expected = options.pop("expected", None)
    intent = Intent(dataset, "test", "tester", mode="patch", expected=expected)  # type: ignore[arg-type]
    return add_to_dataset(fresh, quads, intent, **options)  # type: ignore[arg-type]


def held(fresh: Workspace, dataset: str) -> set[str]:
    with fresh.snapshot() as snapshot:
        graph = fresh.base.source_graph(dataset)
        return {str(quad.object) for quad in snapshot.store.quads_for_pattern(None, NOTE, None, graph)}


def test_post_adds_to_a_dataset_and_keeps_what_it_has(fresh: Workspace) -> None:
    assert post(fresh, note(fresh, "a")).revision == 2
    done = post(fresh, note(fresh, "a"), note(fresh, "b"))
    assert (done.revision, done.added, done.removed) == (3, 1, 0)
    assert held(fresh, "manual") == {'"a"', '"b"'}
    assert post(fresh, note(fresh, "b")).unchanged


def test_put_replaces_and_delete_empties(fresh: Workspace) -> None:
    post(fresh, note(fresh, "a"))
    graph = fresh.base.source_graph("manual")
    new = note(fresh, "c")
    put = replace_dataset(
        fresh, [Quad(new.subject, NOTE, new.object, graph)], Intent("manual", "put", "tester")
    )
    assert (put.added, put.removed) == (1, 1) and held(fresh, "manual") == {'"c"'}
    deleted = replace_dataset(fresh, [], Intent("manual", "delete", "tester"))
    assert (deleted.removed, held(fresh, "manual")) == (1, set())
    assert replace_dataset(fresh, [], Intent("manual", "delete", "tester")).unchanged


def test_a_post_that_breaks_a_rule_changes_nothing(fresh: Workspace) -> None:
    bad = Quad(fresh.base.element("component", "neu"), TYPE, gru("Component"), DefaultGraph())
    done = post(fresh, note(fresh, "a"), bad)
    assert done.revision is None and not done.report.conforms
    assert held(fresh, "manual") == set()


def test_a_post_heeds_the_expected_revision_and_a_dry_run(fresh: Workspace) -> None:
    with pytest.raises(Conflict):
        post(fresh, note(fresh, "a"), expected=7)
    assert post(fresh, note(fresh, "a"), expected=1, dry_run=True).added == 1
    assert held(fresh, "manual") == set()


def test_the_default_graph_as_a_whole_is_not_replaced(fresh: Workspace) -> None:
    for write in (replace_dataset, add_to_dataset):
        with pytest.raises(UsageError):
            write(fresh, [note(fresh, "a")], Intent(None, "x", "tester"))


def test_blank_nodes_that_are_posted_get_lasting_names(fresh: Workspace) -> None:
    node = BlankNode()
    quads = (
        Quad(fresh.base.element("component", "bundid"), NamedNode("urn:part"), node, DefaultGraph()),
        Quad(node, NOTE, Literal("inside"), DefaultGraph()),
    )
    assert post(fresh, *quads).added == 2
    assert post(fresh, *quads).unchanged
