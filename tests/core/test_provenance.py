# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""Every statement leads to the revisions that changed its graph, and these to those whose changes they brought in."""

from collections import defaultdict

from pyoxigraph import NamedNode, Quad

from grundriss import queries
from grundriss.history.blame import blame
from grundriss.history.revert import revert
from grundriss.model.terms import gru
from grundriss.scenarios.branching import drop
from grundriss.scenarios.joining import merge, rebase
from grundriss.store.line import Line
from grundriss.store.provenance import revision_iri
from grundriss.store.workspace import Workspace
from tests.core.published import check
from tests.core.test_scenarios import branch, change, note

PROV = "http://www.w3.org/ns/prov#"
BEHIND = f"SELECT ?graph ?revision {{ GRAPH ?g {{ ?graph <{PROV}wasGeneratedBy>|<{PROV}wasInfluencedBy> ?revision }} }}"


def told(line: Line) -> dict[str, set[str]]:
    """The revisions behind each graph, as the store says."""
    found = defaultdict(set)
    with line.snapshot() as snapshot:
        for row in queries.rows(snapshot.store, BEHIND):
            found[row["graph"].value].add(row["revision"].value)
    return dict(found)


def logged(line: Line) -> dict[str, set[str]]:
    """The same, from the statements of the log."""
    found = defaultdict(set)
    for number in line.log.revisions():
        revision = line.log.read(number)
        for quad in (*revision.added, *revision.removed):
            assert isinstance(quad.graph_name, NamedNode)
            found[quad.graph_name.value].add(revision_iri(line.base, number, line.scenario).value)
    return dict(found)


def informing(line: Line, revision: NamedNode) -> set[str]:
    """What a revision was informed by, as the store says."""
    with line.snapshot() as snapshot:
        found = snapshot.store.quads_for_pattern(revision, NamedNode(PROV + "wasInformedBy"), None, None)
        return {quad.object.value for quad in found if isinstance(quad.object, NamedNode)}


def test_each_graph_of_a_dataset_names_the_revisions_that_changed_it(fresh: Workspace) -> None:
    change(fresh, {note(fresh, "a")})
    change(fresh, {note(fresh, "b")}, {a_source_note(fresh)})
    revert(fresh, 3, "tester")
    scenario = branch(fresh)
    change(scenario, {note(fresh, "c")})
    merge(scenario, "merge", "tester")
    assert told(fresh) == logged(fresh)
    assert {name.rpartition("/")[2]: len(found) for name, found in told(fresh).items()} == {
        "landscape": 3,
        "manual": 4,
    }
    assert check(fresh).faults == []


def a_source_note(line: Line) -> Quad:
    with line.snapshot() as snapshot:
        graph = line.base.source_graph("landscape")
        return min(snapshot.store.quads_for_pattern(None, gru("sourceNote"), None, graph), key=str)


def test_a_merge_leads_to_the_scenario_and_that_to_its_base(fresh: Workspace) -> None:
    change(fresh, {note(fresh, "main")})
    scenario = branch(fresh, base=1)
    change(scenario, {note(fresh, "mine")})
    rebase(scenario, "tester")
    merge(scenario, "merge", "tester")
    base = fresh.base
    first, second = (revision_iri(base, number, scenario.scenario) for number in (1, 2))
    assert informing(fresh, revision_iri(base, 3)) == {revision_iri(base, 2).value, second.value}
    assert informing(scenario, second) == {first.value, revision_iri(base, 2).value}
    assert informing(scenario, first) == {revision_iri(base, 1).value}
    assert check(scenario).faults == [] and check(fresh).faults == []


def test_blame_names_who_stated_it_in_the_other_line(fresh: Workspace) -> None:
    change(fresh, {note(fresh, "main")})
    scenario = branch(fresh, base=1)
    change(scenario, {note(fresh, "mine")})
    rebase(scenario, "who rebases")
    merge(scenario, "merge", "who merges")

    def behind(line: Line, text: str) -> tuple[str | None, str | None]:
        fact = next(fact for fact in blame(line, "bundid").facts if fact.value.text == text)
        return tuple(entry and entry.number for entry in (fact.entry, fact.origin))  # type: ignore[return-value]

    assert behind(scenario, "main") == ("2 in one-login", "2")
    assert behind(fresh, "mine") == ("3", "1 in one-login")
    assert behind(fresh, "main") == ("2", None)
    for _ in range(
        2
    ):  # the log of a dropped scenario stays, and is not taken for that of another one of its name
        drop(scenario)
        assert behind(fresh, "mine") == ("3", "1 in one-login")
        scenario = branch(fresh)
        change(scenario, {note(fresh, "of another")})
        assert behind(fresh, "mine") == ("3", "1 in one-login")
