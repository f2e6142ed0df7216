# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""Damaged files: what is not what was written is found and named, and nothing that the log holds is lost."""

import random
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from pyoxigraph import Store

from grundriss.description.links import links_to
from grundriss.errors import GrundrissError, InputError, StoreDamaged
from grundriss.store import commit
from grundriss.store.asserted import Patch
from grundriss.store.commit import Intent, apply_patch
from grundriss.store.fsck import check_log
from grundriss.store.log_proof import LogProof
from grundriss.store.workspace import Workspace
from tests.cli.conftest import Run
from tests.core.published import check
from tests.core.test_backup import note, statements
from tests.counts import cases
from tests.faults.loops import TODAY, add_pair, pair, small_workspace

READING = [
    ["show", "bundid"],
    ["query", "-e", "SELECT * { ?s ?p ?o }"],
    ["export", "-f", "nq"],
    ["export", "--canonical", "x"],
    ["validate"],
]
"""Commands that read without counting or sorting in the store, which would not end at a damaged table."""


def flip(path: Path, share: float = 0.5) -> None:
    """Change one byte of a file; what else has the old file under another name keeps it."""
    content = bytearray(path.read_bytes())
    content[int(len(content) * share)] ^= 0x55
    path.unlink()
    path.write_bytes(content)


def tables(workspace: Workspace) -> list[Path]:
    """The files of the published generation that hold the statements, but for the smallest."""
    found = workspace.generations.path(workspace.generations.current).glob("*.sst")
    return sorted(path for path in found if path.stat().st_size > 50_000)


@pytest.mark.parametrize("seed", cases(range(3), 1))
def test_a_flipped_byte_in_any_table_of_the_store_is_named_and_healed_by_a_rebuild(
    fresh: Workspace, seed: int
) -> None:
    before = statements(fresh)
    path = random.Random(seed).choice(tables(fresh))
    flip(path, random.Random(seed).uniform(0.1, 0.7))
    faults = [str(fault) for fault in check(fresh).faults]
    assert len(faults) == 1 and path.name in faults[0], path
    fresh.remove_store()
    assert statements(fresh) == before
    assert check(fresh).faults == []


def test_every_command_that_reads_a_damaged_store_says_so(fresh: Workspace, run: Run) -> None:
    for path in tables(fresh):
        flip(path)
    for arguments in READING:
        told = run("-w", str(fresh.path), *arguments)
        assert told.status == 3, (arguments, told.err)
        assert "Corruption" in told.err and "fsck --rebuild" in told.err and "Traceback" not in told.err
    assert run("-w", str(fresh.path), "fsck").status == 1
    assert run("-w", str(fresh.path), "fsck", "--rebuild").status == 0
    for arguments in READING:
        assert run("-w", str(fresh.path), *arguments).status == 0, arguments


@pytest.mark.timeout(60)
def test_counting_over_damaged_links_comes_to_an_end(fresh: Workspace) -> None:
    for path in tables(fresh):
        content = bytearray(path.read_bytes())
        for place in range(0, int(len(content) * 0.7), 512):
            content[place] ^= 0x55
        path.unlink()
        path.write_bytes(content)
    store = Store.read_only(str(fresh.generations.path(fresh.generations.current)))
    with pytest.raises((OSError, RuntimeError), match="Corruption"):
        links_to(store, fresh.base.element("component", "bundid"), 20)


@pytest.mark.parametrize("name", ["CURRENT", "MANIFEST"])
def test_a_generation_that_does_not_open_is_named(tmp_path: Path, run: Run, name: str) -> None:
    workspace = small_workspace(tmp_path / "w")
    before = statements(workspace)
    generation = workspace.generations.path(workspace.generations.current)
    flip(next(generation.glob(f"{name}*")))
    told = run("-w", str(workspace.path), "stats", "--lang", "de")
    assert told.status == 3 and str(generation) in told.err and "Traceback" not in told.err
    assert run("-w", str(workspace.path), "fsck").status == 1
    assert run("-w", str(workspace.path), "fsck", "--rebuild").status == 0
    assert statements(workspace) == before


def test_a_damaged_store_of_the_writer_is_thrown_away(fresh: Workspace) -> None:
    for path in fresh.generations.live.glob("MANIFEST*"):
        flip(path)
    note(fresh, "after")
    assert fresh.log.last == 2
    assert check(fresh).faults == []


@pytest.mark.parametrize("seed", cases(range(2), 1))
def test_a_flipped_byte_anywhere_in_the_log_is_named(fresh: Workspace, seed: int) -> None:
    for number in range(3):
        note(fresh, f"note {number}")
    path = fresh.log.file_of(random.Random(seed).randint(2, 4))
    content = path.read_bytes()
    for position in random.Random(seed).sample(range(len(content)), 40):
        path.write_bytes(
            content[:position] + bytes([content[position] ^ (1 << seed)]) + content[position + 1 :]
        )
        found = check_log(fresh).faults
        assert found and path.name in str(found[0]), position
    path.write_bytes(content)
    assert check(fresh).faults == []


@pytest.mark.parametrize("share", cases([0.999, 0.3], 1))
@pytest.mark.parametrize("revision", cases([2, 1], 1))
def test_a_log_that_was_cut_off_is_named_and_nothing_is_built_from_it(
    fresh: Workspace, run: Run, share: float, revision: int
) -> None:
    note(fresh, "second")
    before = statements(fresh)
    path = fresh.log.file_of(revision)
    content = path.read_bytes()
    path.write_bytes(content[: int(len(content) * share)])
    assert path.name in str(check(fresh).faults[0])
    assert statements(fresh) == before  # the store is whole
    told = run("-w", str(fresh.path), "fsck", "--rebuild")
    assert told.status == 3 and path.name in told.err and "backup" in told.err
    with pytest.raises(StoreDamaged, match=path.name):
        fresh.snapshot()
    path.write_bytes(content)
    assert statements(fresh) == before
    assert check(fresh).faults == []


@pytest.mark.parametrize("revision", cases([3, 1, 2], 1))
def test_a_revision_that_is_missing_is_named(fresh: Workspace, revision: int) -> None:
    for number in range(2):
        note(fresh, f"note {number}")
    path = fresh.log.file_of(revision)
    content = path.read_bytes()
    path.unlink()
    assert [fault for fault in check(fresh).faults if str(revision) in str(fault)]
    if revision == 3:
        with pytest.raises(GrundrissError, match="3"):
            note(fresh, "on top of what is gone")
    path.write_bytes(content)
    assert check(fresh).faults == []


@pytest.mark.parametrize("damage", ["flipped", "missing"])
def test_nothing_is_committed_on_top_of_a_damaged_log(tmp_path: Path, damage: str) -> None:
    workspace = small_workspace(tmp_path / "w")
    for number in (2, 3):
        add_pair(workspace, number)
    path = workspace.log.file_of(3 if damage == "flipped" else 1)
    content = path.read_bytes()
    if damage == "flipped":
        flip(path)
    else:
        path.unlink()
    with pytest.raises(StoreDamaged, match=path.name if damage == "flipped" else "revision 1 is missing"):
        add_pair(workspace, 4)
    assert workspace.log.last == 3
    path.write_bytes(content)
    assert add_pair(workspace, 4) == 4


@pytest.mark.parametrize("compressed", [False, True])
def test_a_large_file_of_the_log_is_proved_whole_before_a_commit_and_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, compressed: bool
) -> None:
    read: list[int] = []
    monkeypatch.setattr(LogProof, "update", _counting(LogProof.update, read))
    monkeypatch.setattr(commit, "COMPRESS_FROM", 100 if compressed else 1_000_000)
    workspace = small_workspace(tmp_path / "w")
    notes = frozenset(quad for number in range(2, 302) for quad in pair(workspace.base, number))
    assert (
        apply_patch(workspace, Patch(added=notes), Intent(None, "many", "tester", mode="patch")).revision == 2
    )
    path = workspace.log.file_of(2)
    flip(path)
    with pytest.raises(StoreDamaged, match=path.name):  # by who has written it
        add_pair(workspace, 3_000)
    with pytest.raises(StoreDamaged, match=path.name):  # and by any other
        add_pair(Workspace.open(workspace.path, TODAY), 3_000)
    flip(path)
    read.clear()
    again = Workspace.open(workspace.path, TODAY)
    for _ in range(2):
        apply_patch(again, Patch(added=pair(again.base, 3_000)), Intent(None, "m", "a"), dry_run=True)
    assert sum(read) == path.stat().st_size
    add_pair(again, 3_000)
    add_pair(again, 3_001)
    assert sum(read) == path.stat().st_size, "what it has written itself need not be read"


def _counting(
    update: Callable[[LogProof, bytes], None], read: list[int]
) -> Callable[[LogProof, bytes], None]:
    def counted(proof: LogProof, portion: bytes) -> None:
        read.append(len(portion))
        update(proof, portion)

    return counted


def test_a_log_without_its_beginning_is_not_an_empty_workspace(tmp_path: Path) -> None:
    workspace = small_workspace(tmp_path / "w")
    add_pair(workspace, 2)
    workspace.log.file_of(1).unlink()
    shutil.rmtree(workspace.path / "store")
    with pytest.raises(StoreDamaged, match="revision 1 is missing"):
        workspace.snapshot()


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("format = 1", "format = 2", "format 2"),
        ("format = 1", "", "'format'"),
        ("https://", "https://example.org/", "all that the log holds"),
        (None, "", "'workspace'"),
        (None, "[work", "cannot be read"),
    ],
)
def test_settings_that_are_torn_or_contradict_the_log_are_refused(
    tmp_path: Path, old: str | None, new: str, told: str
) -> None:
    path = small_workspace(tmp_path / "w").path / "grundriss.toml"
    path.write_text(path.read_text().replace(old, new) if old else new)
    with pytest.raises(InputError, match=told) as refused:
        Workspace.open(path.parent)
    assert refused.value.hint


def test_what_a_killed_commit_left_is_swept_with_the_next(tmp_path: Path) -> None:
    workspace = small_workspace(tmp_path / "w")
    left = workspace.path / "store" / f"gen-{workspace.generations.current + 1}.tmp"
    left.mkdir()
    (left / "000001.sst").write_bytes(b"x")
    add_pair(workspace, 2)
    assert not list((workspace.path / "store").glob("*.tmp"))
