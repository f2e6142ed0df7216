# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""A dropped scenario leaves its log, and comes back from it; a damaged one can be dropped, too."""

from dataclasses import replace
from pathlib import Path

import pytest

from grundriss.errors import Conflict, GrundrissError, NotFound
from grundriss.scenarios.branching import bring_back, drop, drop_damaged
from grundriss.scenarios.content import damaged
from grundriss.store.backup import backup
from grundriss.store.dropped import dropped_scenarios
from grundriss.store.restoration import restore
from grundriss.store.scenario import Scenario, lost_scenarios, scenario_names
from grundriss.store.workspace import Workspace
from tests.core.published import check
from tests.core.test_scenarios import branch, change, everything, note
from tests.faults.loops import small_workspace


@pytest.fixture
def fresh(tmp_path: Path) -> Workspace:
    """A workspace with two components."""
    return small_workspace(tmp_path / "workspace")


@pytest.mark.parametrize("killed", [False, True])
def test_a_dropped_scenario_comes_back_as_it_was(
    fresh: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, killed: bool
) -> None:
    scenario = branch(fresh)
    change(scenario, {note(fresh, "kept")})
    before, settings = everything(scenario), scenario.settings
    if killed:  # between the two steps
        with monkeypatch.context() as patched, pytest.raises(KeyboardInterrupt):
            patched.setattr("grundriss.scenarios.branching.put_aside", _killed)
            drop(scenario)
    else:
        drop(scenario)
    assert scenario_names(fresh) == lost_scenarios(fresh) == []
    (dropped,) = dropped_scenarios(fresh)
    assert (dropped.name, dropped.settings, dropped.log.last) == ("one-login", settings, 1)
    restored = restore(backup(fresh, tmp_path / "b.tar").path, tmp_path / "again", fresh.today).workspace
    for workspace in (restored, fresh):
        again = bring_back(workspace, "one-login")
        assert (everything(again), again.settings) == (before, settings)
        assert dropped_scenarios(workspace) == [] and check(again).faults == []


def _killed(*_: object) -> None:
    raise KeyboardInterrupt


def test_scenarios_of_one_name_are_dropped_one_after_the_other_and_none_is_forgotten(
    fresh: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    for text in "abc":
        scenario = branch(fresh)
        change(scenario, {note(fresh, text)})
        if text == "b":  # killed in between; the next one of that name ends it
            with monkeypatch.context() as patched, pytest.raises(KeyboardInterrupt):
                patched.setattr("grundriss.scenarios.branching.put_aside", _killed)
                drop(scenario)
        else:
            drop(scenario)
    assert bring_back(fresh, "one-login").log.content(1).count(b'"c"') == 1
    with pytest.raises(Conflict, match="same name"):
        bring_back(fresh, "one-login")
    logs = [found.log.content(1) for found in dropped_scenarios(fresh)]
    assert [text for log in logs for text in "abc" if f'"{text}"'.encode() in log] == ["a", "b"]
    first = dropped_scenarios(fresh)[0].path.name
    drop(Scenario.open(fresh, "one-login"))
    assert b'"a"' in bring_back(fresh, first).log.content(1)


@pytest.mark.parametrize("damage", ["gone", "torn", "ahead", "log"])
def test_a_damaged_scenario_is_dropped_when_that_is_meant_and_its_log_kept(
    fresh: Workspace, tmp_path: Path, damage: str
) -> None:
    scenario = branch(fresh)
    change(scenario, {note(fresh, "kept")})
    file = scenario.path / "scenario.toml"
    if damage == "gone":
        file.unlink()
    elif damage == "torn":
        file.write_text("[")
    elif damage == "ahead":
        scenario.note(replace(scenario.settings, base=63))
    else:
        scenario.log.file_of(1).write_bytes(b"x")
    content = scenario.log.file_of(1).read_bytes()
    drop_damaged(fresh, "one-login")
    assert not scenario.path.exists() and damaged(fresh) == {}
    (dropped,) = dropped_scenarios(fresh)
    assert dropped.log.file_of(1).read_bytes() == content
    assert (dropped.settings is None) is (damage in ("gone", "torn"))
    assert backup(fresh, tmp_path / "b.tar").files
    assert branch(fresh).log.last == 0
    with pytest.raises(NotFound):
        drop_damaged(fresh, "another")


def test_where_a_log_cannot_be_put_aside_the_scenario_stays(fresh: Workspace) -> None:
    branch(fresh)
    (fresh.path / "dropped").write_text("a file in the place of the folder")
    with pytest.raises(GrundrissError, match="dropped"):
        drop(Scenario.open(fresh, "one-login"))
    assert scenario_names(fresh) == ["one-login"]
