# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""After a merge a scenario goes on from it: nothing is asked again, and what was taken back can be merged again."""

from pathlib import Path

import pytest

from grundriss.history.revert import revert
from grundriss.model.terms import gru
from grundriss.scenarios import joining
from grundriss.scenarios.collision import Resolution
from grundriss.scenarios.content import content, summaries
from grundriss.scenarios.joining import merge, rebase
from grundriss.scenarios.merge_base import taken_back
from grundriss.store.line import Line
from grundriss.store.scenario import Scenario
from grundriss.store.workspace import Workspace
from tests.core.stated import stated
from tests.core.test_collisions import collide
from tests.core.test_scenarios import branch, change, note
from tests.faults.loops import small_workspace


def noted(line: Line) -> set[str]:
    graph = line.base.source_graph("manual")
    return {
        q.object.value for q in stated(line) if q.predicate == gru("sourceNote") and q.graph_name == graph
    }


@pytest.mark.parametrize("side", ["mine", "theirs"])
def test_what_a_merge_decided_does_not_come_back(fresh: Workspace, side: str) -> None:
    scenario = collide(fresh)
    assert merge(scenario, "m", "p", resolution=Resolution.parse(side, [])).base == 4
    assert stated(scenario) == stated(fresh)
    assert content(scenario).elements == ()
    again = merge(
        scenario, "again", "p", resolution=Resolution.parse("mine" if side == "theirs" else "theirs", [])
    )
    assert again.done
    assert again.outcome.unchanged
    assert noted(fresh) == {side, "free", "new"}


def test_a_decision_that_leaves_nothing_to_merge_is_kept_too(fresh: Workspace) -> None:
    change(fresh, {note(fresh, "base")})
    scenario = branch(fresh)
    change(scenario, {note(fresh, "mine")}, {note(fresh, "base")})
    change(fresh, {note(fresh, "theirs")}, {note(fresh, "base")})
    joined = merge(scenario, "m", "p", resolution=Resolution.parse("theirs", []))
    assert joined.outcome.unchanged
    assert (joined.base, scenario.settings.merges) == (3, ())
    assert merge(scenario, "m", "p").done
    assert noted(fresh) == {"theirs"}


def test_a_scenario_goes_on_after_its_merge_and_is_merged_once_more(fresh: Workspace) -> None:
    scenario = branch(fresh)
    for text in ("first", "next"):
        change(scenario, {note(fresh, text)})
        assert merge(scenario, "m", "p").outcome.added == 1
    assert Scenario.open(fresh, "one-login").settings.merges == (2, 3)


def test_a_merge_that_was_taken_back_is_merged_again_and_says_so(fresh: Workspace) -> None:
    scenario = branch(fresh)
    change(scenario, {note(fresh, "merged")})
    merge(scenario, "m", "p")
    revert(fresh, "r2", "tester")
    change(scenario, {note(fresh, "later")})
    assert noted(fresh) == set()
    assert {fact.value for e in content(scenario).elements for fact in e.added} == {"merged", "later"}
    assert [found.to_dict()["takenBack"] for found in summaries(fresh)] == [[{"merge": 2, "by": 3}]]
    joined = merge(scenario, "again", "p")
    assert joined.to_dict()["takenBack"] == [{"merge": 2, "by": 3}]
    assert noted(fresh) == {"merged", "later"}


def test_a_scenario_keeps_what_was_taken_back_when_it_is_rebased_until_it_is_put_back(
    fresh: Workspace,
) -> None:
    scenario = branch(fresh)
    change(scenario, {note(fresh, "merged")})
    merge(scenario, "m", "p")
    revert(fresh, "r2", "tester")
    assert rebase(scenario, "p").again
    assert noted(scenario) == {"merged"}
    revert(fresh, "r3", "tester")
    assert merge(scenario, "m", "p").outcome.unchanged
    assert taken_back(scenario) == ()


@pytest.mark.parametrize("side", ["mine", "theirs"])
def test_after_a_rebase_a_scenario_is_compared_with_the_newer_base(fresh: Workspace, side: str) -> None:
    scenario = collide(fresh)
    assert rebase(scenario, "p", resolution=Resolution.parse(side, [])).done
    scenario = Scenario.open(fresh, "one-login")
    assert (scenario.settings.base, scenario.log.last) == (3, 2)
    notes = {
        q.object.value for q in stated(scenario) if q.predicate == gru("sourceNote") and "manual" in str(q)
    }
    assert notes == {side, "free", "new"}
    shown = {(e.item.key, f.value) for e in content(scenario).elements for f in e.added}
    assert shown == {("zbp", "free")} | ({("bundid", "mine")} if side == "mine" else set())
    joined = merge(scenario, "m", "p")
    assert joined.done
    assert stated(fresh) == stated(scenario)


@pytest.mark.parametrize("step", ["note", "_go_on"])
def test_a_merge_that_was_killed_is_ended_by_the_next_and_can_be_taken_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    workspace = small_workspace(tmp_path / "w")
    scenario = branch(workspace)
    change(scenario, {note(workspace, "mine", "left")})
    with monkeypatch.context() as patched, pytest.raises(KeyboardInterrupt):
        patched.setattr(*((Scenario, "note") if step == "note" else (joining, "_go_on")), killed)
        merge(scenario, "m", "p")
    assert noted(workspace) == {"mine"}
    scenario = Scenario.open(workspace, "one-login")
    assert merge(scenario, "again", "p").outcome.unchanged
    assert (scenario.settings.merges, scenario.settings.base) == ((2,), 2)
    revert(workspace, 2, "p")
    assert noted(workspace) == set()
    assert merge(Scenario.open(workspace, "one-login"), "after all", "p").outcome.revision == 4
    assert noted(workspace) == {"mine"}
