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
        original = queries.rows

        def rows(*arguments: object) -> Iterator[object]:
            for row in original(*arguments):  # type: ignore[arg-type]
                self.rows += 1
                yield row

        monkeypatch.setattr(queries, "rows", rows)

    def of(self, question: Callable[[Snapshot], object], snapshot: Snapshot) -> int:
        before = self.rows
        question(snapshot)
        return self.rows - before
