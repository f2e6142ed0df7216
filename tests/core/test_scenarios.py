# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""A scenario is an alternative future that nobody sees who does not name it, until it is merged."""

import csv
import errno
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad

from grundriss.analysis.impact import impact
from grundriss.errors import Conflict, InputError, LimitExceeded, NotFound, StoreDamaged, UsageError
from grundriss.history.blame import blame
from grundriss.history.diff import diff
from grundriss.history.element_history import log
from grundriss.history.revert import revert
from grundriss.model.terms import LABEL, XSD, gru
from grundriss.questions.answer import ask
from grundriss.scenarios.branching import create, drop
from grundriss.scenarios.content import content, damaged, summaries
from grundriss.scenarios.joining import merge, rebase
from grundriss.states.gap import gap
from grundriss.states.state import state
from grundriss.store.asserted import Patch
from grundriss.store.backup import backup
from grundriss.store.commit import Intent, apply_patch
from grundriss.store.line import Line
from grundriss.store.restoration import restore
from grundriss.store.scenario import Scenario, ScenarioSettings, lost_scenarios, lost_settings, scenario_names
from grundriss.store.workspace import Workspace
from grundriss.validation.validate import validate
from grundriss_viz import svg
from grundriss_viz.views import VIEWS, draw
from tests.core.conftest import FACTS
from tests.core.published import check
from tests.core.stated import stated
from tests.counts import examples


def branch(workspace: Workspace, name: str = "one-login", base: int | None = None) -> Scenario:
    return create(workspace, name, "Try it", "tester", base)


def note(
    line: Line, text: str, key: str = "bundid", name: str = "sourceNote", datatype: str = "string"
) -> Quad:
    return Quad(
        line.base.element("component", key),
        gru(name),
        Literal(text, datatype=NamedNode(XSD + datatype)),
        line.base.source_graph("manual"),
    )


def change(line: Line, added: set[Quad], removed: set[Quad] | None = None) -> None:
    patch = Patch(frozenset(added), frozenset(removed or ()))
    outcome = apply_patch(line, patch, Intent(None, "change", "tester", mode="patch"))
    assert outcome.revision, [(f.rule, f.focus.key) for f in outcome.report.results]


def everything(line: Line) -> set[Quad]:
    with line.snapshot() as snapshot:
        return set(snapshot.store)


def test_a_scenario_begins_as_its_base_and_the_main_line_never_sees_it(fresh: Workspace) -> None:
    before = everything(fresh)
    scenario = branch(fresh)
    assert stated(scenario) == stated(fresh)
    change(scenario, {note(fresh, "in the scenario")})
    assert note(fresh, "in the scenario") in stated(scenario)
    assert everything(fresh) == before
    assert fresh.log.last == 1


def test_the_first_revision_of_a_scenario_names_the_hash_of_its_base(fresh: Workspace) -> None:
    change(fresh, {note(fresh, "main")})
    old, new = branch(fresh, "old", 1), branch(fresh, "new")
    for scenario in (old, new):
        change(scenario, {note(fresh, "scenario")})
    assert old.log.entry(1).previous == fresh.log.hash_of(1)
    assert new.log.entry(1).previous == fresh.log.hash_of(2)
    assert note(fresh, "main") not in stated(old)
    assert note(fresh, "main") in stated(new)


def test_revisions_of_a_scenario_and_of_the_main_line_are_not_one_in_the_provenance(fresh: Workspace) -> None:
    scenario = branch(fresh)
    change(scenario, {note(fresh, "x")})
    graph = fresh.base.graph("provenance")
    said = NamedNode("http://purl.org/dc/terms/description")
    with scenario.snapshot() as snapshot:
        texts = {
            (quad.subject.value, quad.object.value)
            for quad in snapshot.store.quads_for_pattern(None, said, None, graph)
            if isinstance(quad.subject, NamedNode) and isinstance(quad.object, Literal)
        }
    base = fresh.base.iri
    assert texts == {(f"{base}revision/1", "test"), (f"{base}scenario/one-login/revision/1", "change")}


def test_scenarios_are_written_in_parallel_with_the_main_line(fresh: Workspace) -> None:
    one, two = branch(fresh, "one"), branch(fresh, "two")
    with one.writing(), two.writing(), fresh.writing():
        pass
    with one.writing(), pytest.raises(Conflict, match="since"), one.writing():
        pass
    change(one, {note(fresh, "1")})
    change(two, {note(fresh, "2")})
    assert note(fresh, "2") not in stated(one)
    assert note(fresh, "1") not in stated(two)
    assert [summary.settings.name for summary in summaries(fresh)] == ["one", "two"]


def test_a_scenario_reads_as_it_was_at_each_of_its_revisions(fresh: Workspace) -> None:
    scenario = branch(fresh)
    states = [everything(scenario)]
    for text in "abc":
        change(scenario, {note(fresh, text)})
        states.append(everything(scenario))
    metadata = gru("logHash")
    for revision, expected in enumerate(states):
        with scenario.at(revision) as snapshot:
            assert {q for q in snapshot.store if q.predicate != metadata} == {
                q for q in expected if q.predicate != metadata
            }


def test_a_scenario_is_built_again_from_its_log(fresh: Workspace) -> None:
    scenario = branch(fresh)
    change(scenario, {note(fresh, "kept")})
    before = everything(scenario)
    scenario.remove_store()
    assert everything(Scenario.open(fresh, "one-login")) == before


def test_show_says_what_a_scenario_adds_and_withdraws_by_element(fresh: Workspace) -> None:
    scenario = branch(fresh)
    zbp = fresh.base.element("component", "zbp")
    landscape = fresh.base.source_graph("landscape")
    old = next(quad for quad in stated(scenario) if quad.subject == zbp and quad.predicate == LABEL)
    new = Quad(zbp, LABEL, Literal("ZBP neu", language="de"), landscape)
    change(scenario, {new, note(fresh, "seen")}, {old})
    found = content(scenario).to_dict()
    assert (found["added"], found["removed"], found["base"], found["revision"]) == (2, 1, 1, 1)
    assert [(e["item"]["key"], e["added"], e["removed"]) for e in found["elements"]] == [
        ("bundid", [{"property": "sourceNote", "value": "seen"}], []),
        (
            "zbp",
            [{"property": "prefLabel", "value": "ZBP neu"}],
            [{"property": "prefLabel", "value": old.object.value}],
        ),
    ]


def test_a_merge_is_one_revision_of_the_main_line_with_its_reason(fresh: Workspace) -> None:
    scenario = branch(fresh)
    change(scenario, {note(fresh, "a")})
    change(scenario, {note(fresh, "b")})
    change(fresh, {note(fresh, "main", "zbp")})
    decision = fresh.base.element("decision", "d-1").value
    joined = merge(scenario, "Decided", "planner", decision=decision)
    assert joined.done
    assert joined.outcome.revision == 3
    entry = fresh.log.entry(3)
    assert (entry.mode, entry.message, entry.author, entry.decision) == (
        "merge",
        "Decided",
        "planner",
        decision,
    )
    assert {note(fresh, "a"), note(fresh, "b"), note(fresh, "main", "zbp")} <= stated(fresh)
    assert Scenario.open(fresh, "one-login").settings.merged == 3
    assert check(fresh).faults == []
    again = merge(scenario, "Again", "planner")
    assert again.done
    assert again.outcome.unchanged


def test_an_empty_scenario_merges_to_nothing(fresh: Workspace) -> None:
    joined = merge(branch(fresh), "Nothing", "planner")
    assert joined.done
    assert joined.outcome.unchanged
    assert fresh.log.last == 1


def test_a_merge_that_breaks_a_rule_gives_the_report_and_changes_nothing(fresh: Workspace) -> None:
    scenario = branch(fresh)
    # each of them is right alone: it ends before it begins only where both are said
    change(scenario, {note(fresh, "2020", "zbp", "validUntil", "gYear")})
    change(fresh, {note(fresh, "2021", "zbp", "validFrom", "gYear")})
    before = everything(fresh)
    joined = merge(scenario, "m", "p")
    assert (joined.open, joined.done) == ((), False)
    assert {finding.focus.key for finding in joined.outcome.report.at_least("violation").results} == {"zbp"}
    assert everything(fresh) == before
    assert Scenario.open(fresh, "one-login").settings.merged == 0
    assert not rebase(scenario, "p").done
    assert Scenario.open(fresh, "one-login").settings.base == 1


NAMES = ("bundid", "zbp", "pvog")
TEXTS = ("a", "b", "c")
PLACES = st.sets(st.tuples(st.sampled_from(NAMES), st.sampled_from(TEXTS)), max_size=4)


@settings(
    max_examples=examples(8), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(steps=st.lists(st.tuples(st.booleans(), PLACES, PLACES), max_size=4))
def test_a_merge_without_conflicts_makes_both_changes(
    loaded: Workspace,
    tmp_path_factory: pytest.TempPathFactory,
    steps: list[tuple[bool, set[tuple[str, str]], set[tuple[str, str]]]],
) -> None:
    path = tmp_path_factory.mktemp("merge") / "workspace"
    shutil.copytree(loaded.path, path)
    fresh = Workspace.open(path, loaded.today)
    scenario = branch(fresh)
    before = stated(fresh)
    expected = set(before)
    for in_scenario, added, removed in steps:
        # each side has properties of its own, so there is no conflict
        line, name = (scenario, "sourceNote") if in_scenario else (fresh, "otherNote")
        plus = {note(fresh, text, key, name) for key, text in added}
        minus = {note(fresh, text, key, name) for key, text in removed} - plus
        apply_patch(line, Patch(frozenset(plus), frozenset(minus)), Intent(None, "s", "t", mode="patch"))
        expected = expected - minus | plus
    assert merge(scenario, "m", "p").done
    assert stated(fresh) == expected


def test_states_questions_validation_and_every_view_work_inside_a_scenario(fresh: Workspace) -> None:
    scenario = branch(fresh)
    bundid = fresh.base.element("component", "bundid")
    graph = fresh.base.source_graph("landscape")
    old = [q for q in stated(fresh) if q.subject == bundid and q.predicate == LABEL]
    change(scenario, {Quad(bundid, LABEL, Literal("Neuname", language="de"), graph)}, set(old))
    with scenario.snapshot() as snapshot:
        assert snapshot.scenario == "one-login"
        found = state(snapshot)
        assert found.state.to_dict() == {
            "name": "ist",
            "date": "2026-11-23",
            "scenario": "one-login",
            "revision": 1,
        }
        assert "Neuname" in {item.label for item in found.elements}
        assert "Neuname" in str(gap(snapshot).to_dict())
        assert impact(snapshot, bundid).items
        assert validate(snapshot.store).conforms
        assert "Neuname" in str(ask(snapshot, "CQ05", {"element": "bundid"}).to_dict())
        for view in VIEWS:
            assert svg.render(draw(view, snapshot)).startswith("<")
        assert "Neuname" in svg.render(draw("neighbourhood", snapshot))


@pytest.mark.parametrize(
    "name",
    [
        "",
        "..",
        ".",
        "../x",
        "a/b",
        "Ablösung 2028",
        "2028",
        "-x",
        "a@b",
        "a b",
        "x" * 65,
        "a\n",
        "a\0",
        "<b>",
        "ä",
    ],
)
def test_a_name_that_cannot_be_one_is_refused_with_a_better_one(fresh: Workspace, name: str) -> None:
    with pytest.raises(UsageError) as refused:
        branch(fresh, name)
    better = str(refused.value.message.values["better"])
    assert branch(fresh, better).settings.name == better
    with pytest.raises(NotFound):
        Scenario.open(fresh, name)
    assert scenario_names(fresh) == [better]


@pytest.mark.parametrize("name", ["ist", "soll", "r1", "r12", "r99", "now", "main"])
def test_a_name_that_means_a_state_is_refused(fresh: Workspace, name: str) -> None:
    with pytest.raises(UsageError, match="means a state"):
        branch(fresh, name)
    assert scenario_names(fresh) == []


def test_the_name_of_a_plateau_is_refused(fresh: Workspace) -> None:
    with (FACTS / "plateaus.csv").open(encoding="utf-8") as file:
        keys = [row["id"].lower() for row in csv.DictReader(file)]
    for key in keys:
        with pytest.raises(UsageError):
            branch(fresh, key)


@pytest.mark.parametrize("base", [0, -1, 2, 10**9])
def test_a_base_that_is_not_there_is_said(fresh: Workspace, base: int) -> None:
    with pytest.raises(NotFound, match="the newest is 1"):
        branch(fresh, base=base)
    assert scenario_names(fresh) == []


def test_a_workspace_without_facts_has_nothing_to_branch_off(tmp_path: Path) -> None:
    with pytest.raises(NotFound):
        branch(Workspace.init(tmp_path / "empty"))


def test_making_one_twice_and_dropping_one_twice_are_told(fresh: Workspace) -> None:
    scenario = branch(fresh)
    with pytest.raises(Conflict, match="already"):
        branch(fresh)
    drop(scenario)
    assert list((fresh.path / "scenarios").iterdir()) == []
    with pytest.raises(NotFound):
        Scenario.open(fresh, "one-login")
    assert branch(fresh).log.last == 0


def test_a_scenario_without_settings_is_told_and_its_history_never_overwritten(
    fresh: Workspace, tmp_path: Path
) -> None:
    scenario = branch(fresh)
    change(scenario, {note(fresh, "kept")})
    (scenario.path / "scenario.toml").unlink()
    with pytest.raises(StoreDamaged, match="still there"):
        Scenario.open(fresh, "one-login")
    with pytest.raises(Conflict, match="damaged"):
        branch(fresh)
    assert scenario.log.last == 1
    assert lost_settings(fresh) == [damaged(fresh)["one-login"].message]
    restored = restore(backup(fresh, tmp_path / "b.tar").path, tmp_path / "again", fresh.today).workspace
    assert lost_scenarios(restored) == ["one-login"]


def test_a_scenario_that_names_a_base_to_come_is_damaged_and_the_others_are_listed(fresh: Workspace) -> None:
    branch(fresh, "two")
    scenario = branch(fresh)
    scenario.note(replace(scenario.settings, base=63))
    with pytest.raises(InputError, match="r63 of the main line"):
        Scenario.open(fresh, "one-login")
    assert [found.settings.name for found in summaries(fresh)] == ["two"]
    assert list(damaged(fresh)) == ["one-login"]


@pytest.mark.parametrize("step", ["note", "snapshot"])
def test_a_scenario_that_cannot_be_written_leaves_nothing(
    fresh: Workspace, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(Scenario, step, full)
        with pytest.raises(LimitExceeded, match="full"):
            branch(fresh)
    assert not (fresh.path / "scenarios").exists()
    assert branch(fresh).log.last == 0


def test_who_reads_a_scenario_reads_on_when_it_is_dropped(fresh: Workspace) -> None:
    scenario = branch(fresh)
    with scenario.snapshot() as snapshot:
        drop(scenario)
        assert scenario_names(fresh) == []
        assert branch(fresh).log.last == 0
        assert list(
            snapshot.store.quads_for_pattern(fresh.base.element("component", "bundid"), None, None, None)
        )


def test_settings_that_name_the_last_merge_only_are_read() -> None:
    text = ScenarioSettings("a", "A", 1, 2, "2026", "t", "m", (3,)).to_toml()
    old = text.replace("merges = [3]", "merged = 3")
    assert old != text
    assert ScenarioSettings.from_toml(old) == ScenarioSettings.from_toml(text)


def test_odd_labels_and_messages_are_kept_as_they_are(fresh: Workspace) -> None:
    odd = 'x "quoted" \\ \x7f \t <b>ä</b> \U0001f600 ]\n[x]'
    create(fresh, "odd", odd, odd, label=odd)
    found = Scenario.open(fresh, "odd").settings
    assert (found.message, found.author, found.label) == (odd, odd, odd)


def test_a_rebase_onto_an_older_or_unknown_revision_is_refused(fresh: Workspace) -> None:
    change(fresh, {note(fresh, "x")})
    scenario = branch(fresh)
    with pytest.raises(UsageError, match="older"):
        rebase(scenario, "p", 1)
    with pytest.raises(NotFound):
        rebase(scenario, "p", 99)


def test_the_history_of_an_element_in_a_scenario_goes_on_with_that_of_its_base(fresh: Workspace) -> None:
    scenario = branch(fresh)
    change(fresh, {note(fresh, "later in the main line")})
    change(scenario, {note(scenario, "in the scenario")})
    told = [(found.entry.scenario, found.entry.revision) for found in log(scenario, "bundid").entries]
    assert told == [("one-login", 1), (None, 1)]
    facts = blame(scenario, "bundid").facts
    assert all(fact.entry for fact in facts)
    own = [fact.value.text for fact in facts if fact.entry and fact.entry.scenario]
    assert own == ["in the scenario"]
    assert len(diff(scenario, 0).elements) == 1
    revert(scenario, "r1", "tester")
    assert stated(scenario) == stated(fresh) - {note(fresh, "later in the main line")}
