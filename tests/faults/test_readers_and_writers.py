# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""One writer, many readers: a reader sees whole revisions only, and a second writer is told who writes."""

import os
from datetime import timedelta
from multiprocessing.connection import wait
from pathlib import Path
from threading import Thread

import pytest

from grundriss.errors import Conflict
from grundriss.store.metadata import Metadata
from grundriss.store.workspace import Workspace
from grundriss.store.writer import Writer
from tests.cli.conftest import Run
from tests.core.conftest import FACTS
from tests.core.published import check
from tests.faults.loops import (
    TODAY,
    add_pair,
    commit_and_take_back,
    hold_the_lock,
    pairs,
    read_until,
    server,
    small_workspace,
)

COMMITS = 40


def test_no_reader_ever_sees_half_a_commit(tmp_path: Path) -> None:
    workspace, context = small_workspace(tmp_path / "w"), server()
    last = workspace.log.last + COMMITS
    pipes = [context.Pipe(duplex=False) for _ in range(3)]
    started = [
        context.Process(target=read_until, args=(str(workspace.path), last, theirs)) for _, theirs in pipes
    ]
    started.append(context.Process(target=commit_and_take_back, args=(str(workspace.path), COMMITS)))
    threads = [context.Pipe(duplex=False) for _ in range(2)]
    reading = [
        Thread(target=read_until, args=(str(workspace.path), last, theirs), daemon=True)
        for _, theirs in threads
    ]
    for each in (*started, *reading):
        each.start()
    for _, theirs in pipes:
        theirs.close()
    open_ends = [ours for ours, _ in (*pipes, *threads)]
    seen: list[tuple[int, bool]] = []
    while open_ends:
        ready = wait(open_ends, timeout=30)
        assert ready, "nobody reads any more"
        for end in ready:
            found = end.recv()
            if found is None:
                open_ends.remove(end)
            else:
                seen.append(found)
    for each in (*started, *reading):
        each.join()
    assert [process.exitcode for process in started] == [0] * len(started)
    assert len({revision for revision, _ in seen}) > 5
    assert [revision for revision, whole in seen if not whole] == []
    assert check(workspace).faults == []


def test_a_reader_keeps_its_revision_for_as_long_as_it_needs_it(tmp_path: Path) -> None:
    workspace = small_workspace(tmp_path / "w")
    with workspace.snapshot() as old:
        for number in range(2, 14):
            add_pair(workspace, number)
        assert old.directory.is_dir()
        assert (old.revision, pairs(old.store)["left"]) == (1, [])
        with workspace.snapshot() as new:
            assert pairs(new.store)["left"] == list(range(2, 14))
    add_pair(workspace, 14)
    assert not old.directory.exists()


def test_a_second_writer_is_told_who_writes_and_since_when(tmp_path: Path, run: Run) -> None:
    workspace, context = small_workspace(tmp_path / "w"), server()
    ours, theirs = context.Pipe()
    holder = context.Process(target=hold_the_lock, args=(str(workspace.path), theirs))
    holder.start()
    assert ours.recv() == "held"
    with pytest.raises(Conflict, match=rf"process {holder.pid} on \S+ since \d{{4}}-\d\d-\d\dT"):
        add_pair(workspace, 2)
    told = run("-w", str(workspace.path), "load", str(FACTS), "--lang", "de")
    assert told.status == 6 and str(holder.pid) in told.err
    assert run("-w", str(workspace.path), "stats").status == 0
    holder.kill()  # the system gives the lock back
    holder.join()
    assert add_pair(workspace, 2) == 2
    assert f"process {os.getpid()}" not in (workspace.path / "lock").read_text()


def test_a_revision_that_is_logged_and_not_published_yet_stops_no_reader(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace, seen = small_workspace(tmp_path / "w"), []
    real = Writer.publish

    def read_first(writer: Writer, metadata: Metadata) -> None:
        assert workspace.log.holds(2)
        with Workspace.open(workspace.path, TODAY).snapshot() as snapshot:
            seen.append(snapshot.revision)
        with pytest.raises(Conflict):  # nobody can derive another day meanwhile
            Workspace.open(workspace.path, TODAY + timedelta(days=1)).snapshot()
        real(writer, metadata)

    monkeypatch.setattr(Writer, "publish", read_first)
    assert add_pair(workspace, 2) == 2
    assert seen == [1]
