# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""Requests share a snapshot; a new one replaces it, and the old one is closed after its last reader."""

import asyncio

from grundriss_api.current_snapshot import FRESH_SECONDS, CurrentSnapshot
from tests.api.conftest import FakeWorkspace


class Clock:
    """Seconds that pass only when told."""

    def __init__(self) -> None:
        self.seconds = 100.0

    def __call__(self) -> float:
        return self.seconds


def test_within_a_second_nobody_looks_again(workspace: FakeWorkspace) -> None:
    async def main() -> None:
        clock = Clock()
        snapshots = CurrentSnapshot(workspace, clock)
        for passed in (0, FRESH_SECONDS / 2):
            clock.seconds += passed
            async with snapshots.lease():
                assert len(workspace.given) == 1
        clock.seconds += FRESH_SECONDS
        async with snapshots.lease():
            assert len(workspace.given) == 2
        assert workspace.open_snapshots == 1
        snapshots.close()
        assert workspace.open_snapshots == 0

    asyncio.run(main())


def test_a_reader_keeps_its_snapshot_when_a_new_one_comes(workspace: FakeWorkspace) -> None:
    async def main() -> None:
        clock = Clock()
        snapshots = CurrentSnapshot(workspace, clock)
        async with snapshots.lease() as old:
            workspace.number, clock.seconds = 2, clock.seconds + FRESH_SECONDS
            async with snapshots.lease() as new:
                assert (old.number, new.number) == (1, 2)
                assert not old.closed
            assert not new.closed
        assert old.closed
        snapshots.close()
        assert workspace.open_snapshots == 0

    asyncio.run(main())


def test_many_at_once_look_once(workspace: FakeWorkspace) -> None:
    async def read(snapshots: CurrentSnapshot) -> int:
        async with snapshots.lease() as snapshot:
            return snapshot.number

    async def main() -> None:
        snapshots = CurrentSnapshot(workspace)
        assert await asyncio.gather(*(read(snapshots) for _ in range(50))) == [1] * 50
        assert len(workspace.given) == 1
        snapshots.close()

    asyncio.run(main())
