# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""Counts the rows that a store gives, for claims that no more is read in a larger one."""

from collections.abc import Callable, Iterator

import pytest

from grundriss import queries
from grundriss.store.snapshot import Snapshot


class Counted:
    """Rows that the store gave."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.rows = 0
        for name in ("rows", "table"):
            monkeypatch.setattr(queries, name, self._counting(getattr(queries, name)))

    def of(self, question: Callable[[Snapshot], object], snapshot: Snapshot) -> int:
        before = self.rows
        question(snapshot)
        return self.rows - before

    def _counting(self, original: Callable[..., Iterator[object]]) -> Callable[..., Iterator[object]]:
        def counted(*arguments: object) -> Iterator[object]:
            for row in original(*arguments):
                self.rows += 1
                yield row

        return counted
