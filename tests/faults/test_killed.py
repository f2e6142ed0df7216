# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""A writer that is killed at any moment loses nothing that it has acknowledged and leaves no half."""

import random
import time
from pathlib import Path

import pytest

from grundriss.store.fsck import check
from grundriss.store.workspace import Workspace
from tests.faults.loops import TODAY, commit_for_ever, pairs, server, small_workspace

LONGEST_LIFE = 0.25
"""Seconds until a writer is killed, at most, from when it begins or from its first commit: some commits."""


@pytest.mark.parametrize("kills", [20, pytest.param(200, marks=pytest.mark.full)])
@pytest.mark.timeout(900)
def test_kill_9_at_random_moments(tmp_path: Path, kills: int) -> None:
    path = small_workspace(tmp_path / "w").path
    moments = random.Random(kills)
    acknowledged = 1
    for number in range(kills):
        seconds = moments.uniform(0, LONGEST_LIFE)
        acknowledged = max(acknowledged, killed_after(path, seconds, warm=bool(number % 2)))
        workspace = Workspace.open(path, TODAY)
        with workspace.snapshot() as snapshot:
            revision, found = snapshot.revision, pairs(snapshot.store)
        assert revision in (acknowledged, acknowledged + 1), f"kill {number}"
        assert found["left"] == found["right"] == list(range(2, revision + 1)), f"kill {number}"
        published_only = number + 1 < kills  # the last time all stores that the kills have left
        assert check(workspace, published_only=published_only).faults == [], f"kill {number}"
        acknowledged = revision
    assert acknowledged > kills / 2  # every second writer had committed something


def killed_after(path: Path, seconds: float, *, warm: bool) -> int:
    """Let a writer commit for some time and kill it; the last revision that it has acknowledged.

    The time begins with its first commit, or when that has been acknowledged.
    """
    context = server()
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=commit_for_ever, args=(str(path), theirs))
    process.start()
    theirs.close()
    last = int(ours.recv())
    if warm:
        last = int(ours.recv())
    time.sleep(seconds)  # the moment of the kill is the subject of the test
    process.kill()
    process.join()
    try:
        while True:
            last = max(last, int(ours.recv()))
    except EOFError:
        return last
    finally:
        ours.close()
