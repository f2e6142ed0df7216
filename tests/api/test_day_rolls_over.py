# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""A server of the packaged landscape follows the day without a restart."""

import asyncio
from datetime import date
from pathlib import Path

import pytest
from pyoxigraph import Quad

from grundriss.model.terms import gru
from grundriss.store.packaged import PackagedLandscape
from grundriss_api.current_snapshot import FRESH_SECONDS, CurrentSnapshot
from tests.api.test_current_snapshot import Clock

EVE, MORNING = date(2026, 12, 31), date(2027, 1, 1)


def test_at_midnight_the_packaged_landscape_becomes_that_of_the_new_day(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GRUNDRISS_CACHE", str(tmp_path))
    day = EVE

    async def main() -> None:
        nonlocal day
        clock = Clock()
        snapshots = CurrentSnapshot(PackagedLandscape(lambda: day), clock)
        async with snapshots.lease() as before:
            assert before.effective_date == EVE
            day, clock.seconds = MORNING, clock.seconds + FRESH_SECONDS
            async with snapshots.lease() as after:
                assert after.effective_date == MORNING
                assert before.directory.exists(), "who still reads the old day can go on"
            assert not before.closed
        assert before.closed
        clock.seconds += FRESH_SECONDS
        async with snapshots.lease() as later:
            assert later is after, "within a day nothing is opened anew"
        snapshots.close()

    asyncio.run(main())


def test_what_is_there_follows_the_day(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The EUDI wallet starts in January 2027."""
    monkeypatch.setenv("GRUNDRISS_CACHE", str(tmp_path))
    days = iter((EVE, EVE, MORNING))
    landscape = PackagedLandscape(lambda: next(days))
    for expected in (EVE, MORNING):
        with landscape.snapshot() as snapshot:
            assert snapshot.effective_date == expected
            wallet = snapshot.base_iri.element("component", "eudiw")
            assert (Quad(wallet, gru("presentIn"), gru("ist")) in snapshot.store) is (expected == MORNING)
