# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""fsck proves a line from where it begins: the main line from nothing, a scenario from what it branched off."""

from pathlib import Path

from pyoxigraph import Literal, Quad, Store

from grundriss.model.terms import gru
from grundriss.scenarios.branching import create
from grundriss.store.fsck import check
from grundriss.store.line import Line
from grundriss.store.scenario import Scenario, scenario_path
from grundriss.store.workspace import Workspace
from tests.core.test_backup import note


def faults(line: Line) -> list[str]:
    return [str(fault) for fault in check(line).faults]


def branched(workspace: Workspace) -> Scenario:
    """A scenario that branches off before the newest revision, with two revisions of its own."""
    note(workspace, "main")
    scenario = create(workspace, "one", "Try", "tester", 1)
    note(scenario, "one")
    note(scenario, "two")
    return scenario


def test_a_scenario_is_proved_from_its_root(fresh: Workspace) -> None:
    scenario = branched(fresh)
    found = check(scenario)
    assert found.faults == []
    assert (found.revisions, found.statements) == (2, 2)
    untouched = create(fresh, "untouched", "Try", "tester")
    assert check(untouched).faults == []


def test_a_statement_too_many_in_a_scenario_is_found(fresh: Workspace) -> None:
    scenario = branched(fresh)
    generation = scenario.generations.path(scenario.generations.current)
    node = fresh.base.element("component", "bundid")
    Store(str(generation)).add(
        Quad(node, gru("sourceNote"), Literal("slipped in"), fresh.base.source_graph("manual"))
    )
    assert faults(scenario) == ["the store lacks 0 statements of the log and holds 1 too many."]
    scenario.remove_store()
    scenario.snapshot().close()
    assert faults(scenario) == []


def test_a_scenario_whose_root_is_another_revision_is_found(fresh: Workspace) -> None:
    branched(fresh)
    _set_root(fresh.path, 2)
    assert faults(Scenario.open(fresh, "one")) == ["log revision 1 does not follow on revision 0."]
    _set_root(fresh.path, 7)
    assert "7" in faults(Scenario.open(fresh, "one"))[0]


def _set_root(path: Path, root: int) -> None:
    settings = scenario_path(Workspace.open(path), "one") / "scenario.toml"
    lines = settings.read_text().splitlines(keepends=True)
    settings.write_text("".join(f"root = {root}\n" if line.startswith("root = ") else line for line in lines))


def test_a_flipped_byte_in_the_log_of_a_scenario_is_named(fresh: Workspace) -> None:
    scenario = branched(fresh)
    path = scenario.log.file_of(2)
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    assert [fault for fault in faults(scenario) if path.name in fault]
