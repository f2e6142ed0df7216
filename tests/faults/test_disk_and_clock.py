# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""A disk that is full or may not be written, and a clock that runs backwards: a clear error, and nothing is lost."""

import errno
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, tzinfo
from pathlib import Path

import pytest

from grundriss.errors import GrundrissError, LimitExceeded, PermissionDenied
from grundriss.messages import catalogue
from grundriss.store import commit as commit_module
from grundriss.store.asserted import Patch
from grundriss.store.commit import Intent, apply_patch
from grundriss.store.durable import write_durably
from grundriss.store.workspace import Workspace
from tests.cli.conftest import Run
from tests.core.published import check
from tests.counts import cases
from tests.faults.loops import (
    TODAY,
    add_pair,
    commit_as_nobody,
    commit_with_files_up_to,
    component,
    pairs,
    server,
    small_workspace,
)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 24 MB."""
    path = tmp_path / "disk"
    path.mkdir()
    mount = shutil.which("mount")
    if os.geteuid() or not mount:
        pytest.skip("only root can mount a small file system; RLIMIT_FSIZE stands in for it in the next test")
    done = subprocess.run([mount, "-t", "tmpfs", "-o", "size=24m", "tmpfs", str(path)], capture_output=True)
    if done.returncode:
        pytest.skip(f"no small file system can be mounted here: {done.stderr.decode().strip()}")
    try:
        yield path
    finally:
        subprocess.run(["umount", "-l", str(path)], check=True)


def free(path: Path) -> int:
    found = os.statvfs(path)
    return found.f_bavail * found.f_frsize


def whole(workspace: Workspace, acknowledged: int) -> None:
    """The last acknowledged commit is there, no half of another is, and fsck is clean."""
    with workspace.snapshot() as snapshot:
        found = pairs(snapshot.store)
        assert found["left"] == found["right"] == list(range(2, snapshot.revision + 1))
        assert snapshot.revision in (acknowledged, acknowledged + 1)
    assert check(workspace).faults == []


@pytest.mark.parametrize("left", cases([0, 16_384, 262_144, 4_096, 65_536, 1_048_576], 2))
def test_a_full_disk_is_told_and_nothing_is_lost(small_disk: Path, left: int) -> None:
    path = small_workspace(small_disk / "w").path
    acknowledged = add_pair(Workspace.open(path, TODAY), 2)
    filler = small_disk / "filler"
    filler.write_bytes(b"\0" * (free(small_disk) - left))
    refused = None
    for _ in range(40):
        try:
            acknowledged = add_pair(Workspace.open(path, TODAY), acknowledged + 1)
        except GrundrissError as error:
            refused = error
            break
    assert isinstance(refused, LimitExceeded), refused
    assert "full" in str(refused) and refused.exit_status == 5
    with Workspace.open(path, TODAY).snapshot() as snapshot:  # what is published is still read
        assert snapshot.revision == acknowledged
    filler.unlink()
    workspace = Workspace.open(path, TODAY)
    whole(workspace, acknowledged)
    assert add_pair(workspace, workspace.log.last + 1) == workspace.log.last
    assert check(workspace).faults == []


@pytest.mark.parametrize("most", cases([0, 2_000, 60_000, 100, 20_000], 2))
def test_a_file_that_may_not_grow_is_told_and_nothing_is_lost(tmp_path: Path, most: int) -> None:
    workspace, context = small_workspace(tmp_path / "w"), server()
    add_pair(workspace, 2)
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=commit_with_files_up_to, args=(str(workspace.path), most, theirs))
    process.start()
    theirs.close()
    result = ours.recv()
    process.join()
    assert result == 3 or result[0] == "LimitExceeded", result
    assert most or result != 3
    whole(workspace, 3 if result == 3 else 2)
    assert add_pair(workspace, workspace.log.last + 1) == workspace.log.last


def test_a_folder_that_may_not_be_written_is_read_and_not_written(run: Run) -> None:
    if os.geteuid():
        pytest.skip(
            "only root can become another user; the test below changes the mode of the folder instead"
        )
    with tempfile.TemporaryDirectory() as name:  # the folders of pytest are closed to others
        Path(name).chmod(0o755)
        workspace, context = small_workspace(Path(name) / "w"), server()
        for folder, _, files in os.walk(workspace.path):
            Path(folder).chmod(0o755)
            for file in files:
                Path(folder, file).chmod(0o644)
        ours, theirs = context.Pipe(duplex=False)
        process = context.Process(target=commit_as_nobody, args=(str(workspace.path), theirs))
        process.start()
        theirs.close()
        assert ours.recv() == 1
        kind, said = ours.recv()
        process.join()
        assert (kind, "may not be written" in said) == ("PermissionDenied", True), said
        whole(workspace, 1)


def test_a_folder_of_ones_own_that_may_not_be_written(tmp_path: Path) -> None:
    if not os.geteuid():
        pytest.skip("root may write everywhere; the test above becomes another user instead")
    workspace = small_workspace(tmp_path / "w")
    folders = [Path(folder) for folder, _, _ in os.walk(workspace.path)]
    (workspace.path / "lock").chmod(0o400)
    for folder in folders:
        folder.chmod(0o500)
    try:
        with workspace.snapshot() as snapshot:
            assert snapshot.revision == 1
        with pytest.raises(GrundrissError, match="may not be written") as refused:
            add_pair(workspace, 2)
        assert refused.value.exit_status == 6
    finally:
        for folder in folders:
            folder.chmod(0o700)
    (workspace.path / "lock").chmod(0o600)
    whole(workspace, 1)


class Backwards(datetime):
    """A clock that goes back an hour each time that it is asked."""

    asked = 0

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> "Backwards":
        cls.asked += 1
        then = datetime(2026, 11, 23, 12, tzinfo=UTC) - timedelta(hours=cls.asked)
        return cls.fromisoformat(then.isoformat())


def test_a_clock_that_goes_backwards_does_not_turn_the_order_of_revisions_round(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace = small_workspace(tmp_path / "w")
    monkeypatch.setattr(commit_module, "datetime", Backwards)
    for number in range(2, 8):
        assert add_pair(workspace, number) == number
    times = [datetime.fromisoformat(entry.time) for entry in workspace.log.entries()]
    assert Backwards.asked == 6
    assert times == sorted(times)
    whole(workspace, 7)


def test_a_day_before_the_last_one_is_only_another_day(tmp_path: Path) -> None:
    workspace = small_workspace(tmp_path / "w")
    earlier = Workspace.open(workspace.path, TODAY - timedelta(days=400))
    for day, number in ((earlier, 2), (workspace, 3), (earlier, 4)):
        assert add_pair(day, number) == number
        with day.snapshot() as snapshot:
            assert snapshot.effective_date == day.today
        whole(day, number)


def test_a_read_only_file_system_is_told_though_nothing_can_be_cleaned_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: object, **__: object) -> None:
        raise OSError(errno.EROFS, "Read-only file system")

    catalogue("en")  # the texts are files too
    monkeypatch.setattr(Path, "open", refused)
    monkeypatch.setattr(Path, "unlink", refused)
    with pytest.raises(PermissionDenied, match="may not be written"):
        write_durably(tmp_path / "x.tar.gz", [b"x"])


@pytest.mark.parametrize(
    ("hours", "warned"),
    [(-1, True), (-24 * 365 * 70, True), (0, False), (1, False), (24 * 150, False), (24 * 365 * 70, True)],
)
def test_a_clock_that_contradicts_the_log_is_warned_of(tmp_path: Path, hours: int, warned: bool) -> None:
    workspace = small_workspace(tmp_path / "w")
    before = workspace.log.entry(1).time
    now = (datetime.fromisoformat(before) + timedelta(hours=hours)).isoformat()
    fact = component(workspace.base, "other")
    intent = Intent(None, "more", "tester", time=now, mode="patch")
    told = apply_patch(workspace, Patch(added=frozenset(fact)), intent).clock
    assert (told is not None) == warned
    if told:
        for lang in ("de", "en"):
            assert now in told.text(lang) and before in told.text(lang)


def test_a_workspace_is_not_begun_where_it_cannot_be_finished(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(path: Path, *_: object) -> None:
        raise LimitExceeded("disk-full", path=path)

    monkeypatch.setattr("grundriss.store.workspace.write_durably", full)
    (tmp_path / "data").mkdir()
    for path in (tmp_path / "deep" / "w", tmp_path):
        with pytest.raises(LimitExceeded):
            Workspace.init(path)
    assert [entry.name for entry in tmp_path.iterdir()] == ["data"]


def test_an_old_revision_is_read_where_nothing_may_be_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace = small_workspace(tmp_path / "w")
    for number in range(2, 9):
        add_pair(workspace, number)
    monkeypatch.setattr(os, "access", lambda path, mode: False)
    before = sorted((workspace.path / "store").iterdir())
    with workspace.at(2) as snapshot:
        assert pairs(snapshot.store)["left"] == [2]
        assert not snapshot.directory.is_relative_to(workspace.path)
    assert not snapshot.directory.exists()
    assert sorted((workspace.path / "store").iterdir()) == before
