# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""fsck proves a line from where it begins: the main line from nothing, a scenario from what it branched off."""

import errno
from pathlib import Path
from shutil import rmtree

import pytest
from pyoxigraph import Literal, Quad, Store

from grundriss.errors import LimitExceeded
from grundriss.model.terms import gru
from grundriss.scenarios.branching import create
from grundriss.store.fsck import check, check_all
from grundriss.store.line import Line
from grundriss.store.scenario import Scenario, scenario_path
from grundriss.store.workspace import Workspace
from tests.core.test_backup import note
from tests.faults.loops import small_workspace


@pytest.fixture
def fresh(tmp_path: Path) -> Workspace:
    """A workspace with two components: what is compared is every store, several times over."""
    return small_workspace(tmp_path / "workspace")


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
    assert faults(scenario) == [
        f"store/{generation.name} lacks 0 statements of the log and holds 1 too many."
    ]
    scenario.remove_store()
    scenario.snapshot().close()
    assert faults(scenario) == []


def test_a_statement_that_a_store_lacks_is_found(fresh: Workspace) -> None:
    generation = fresh.generations.path(fresh.generations.current)
    store = Store(str(generation))
    store.remove(next(store.quads_for_pattern(None, None, None, fresh.base.source_graph("landscape"))))
    del store
    assert faults(fresh) == [f"store/{generation.name} lacks 1 statement of the log and holds 0 too many."]


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


def forge(store: Path, line: Line) -> None:
    """Add a statement to a store that no log has."""
    node = line.base.element("component", "bundid")
    Store(str(store)).add(Quad(node, gru("sourceNote"), Literal("forged"), line.base.source_graph("manual")))


def test_each_store_that_may_be_read_is_proved_at_its_revision(fresh: Workspace) -> None:
    note(fresh, "two")
    fresh.at(0).close()
    note(fresh, "three")
    sound = check(fresh)
    assert (sound.faults, sound.unchecked) == ([], [])
    assert sound.stores == len(fresh.generations.numbers()) + 1  # and that of the writer
    kept = next(n for n in fresh.generations.numbers() if n != fresh.generations.current)
    for store in (fresh.generations.path(kept), fresh.generations.live):
        forge(store, fresh)
    told = check(fresh).faults
    assert [str(fault).partition(" ")[0] for fault in told] == [f"store/gen-{kept}", "store/live"]
    assert all("--rebuild" in str(fault.hint) for fault in told)


@pytest.mark.parametrize("where", ["revision", '": "', "Date"])
def test_a_flipped_byte_in_the_note_of_any_store_is_named(fresh: Workspace, where: str) -> None:
    note(fresh, "two")
    for number in fresh.generations.numbers():
        path = fresh.generations.note(number)
        sound = path.read_bytes()
        place = sound.index(where.encode())
        path.write_bytes(sound[:place] + bytes([sound[place] ^ 1]) + sound[place + 1 :])
        (fault,) = check(fresh).faults
        assert str(path) in str(fault) and "--rebuild" in str(fault.hint)
        path.write_bytes(sound)
    assert check(fresh).faults == []


def test_the_store_of_a_writer_at_work_is_left_alone_and_that_is_said(fresh: Workspace) -> None:
    with fresh.writing():
        found = check(fresh)
    assert found.faults == [] and "locked by" in str(found.unchecked[0])


def test_a_store_that_is_gone_is_a_fault_and_built_again_on_the_next_use(fresh: Workspace) -> None:
    rmtree(fresh.path / "store")
    (fault,) = check(fresh).faults
    assert "the store is gone" in str(fault) and "--rebuild" in str(fault.hint)
    fresh.snapshot().close()
    assert check(fresh).faults == []


def test_every_scenario_is_proved_with_the_main_line(fresh: Workspace) -> None:
    scenario = branched(fresh)
    scenario.log.file_of(2).write_bytes(b"x")
    create(fresh, "torn", "Try", "tester")
    (scenario_path(fresh, "torn") / "scenario.toml").write_text("x")
    found = check_all(fresh)
    assert found[None].faults == [] and "00000002" in str(found["one"].faults[0])
    assert "scenario.toml" in str(found["torn"].faults[0])
    assert all(fault.hint for each in found.values() for fault in each.faults)


def test_only_what_came_after_a_revision_is_checked_from_there(fresh: Workspace) -> None:
    for text in ("two", "three"):
        note(fresh, text)
    found = check(fresh, 2)
    assert (found.revisions, found.statements, found.faults) == (1, 1, [])


def test_a_full_disk_is_no_fault_of_the_data(fresh: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("grundriss.store.working_folder.TemporaryDirectory", full)
    with pytest.raises(LimitExceeded, match="full"):
        check(fresh)
