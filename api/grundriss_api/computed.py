# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""Values computed from a snapshot, each once, in a thread, and kept while it is asked for."""

import asyncio
from collections import OrderedDict
from collections.abc import Callable
from datetime import date
from typing import Generic, TypeVar

from starlette.concurrency import run_in_threadpool

from grundriss.states.places import versions
from grundriss.store.snapshot import Snapshot

Value = TypeVar("Value")
_Identity = tuple[str | None, int, bool, date]
_Key = tuple[_Identity, tuple[tuple[str, int], ...], tuple[str, ...]]


class Computed(Generic[Value]):
    """Keeps the `size` values asked for last. One is computed at a time: requests for others wait, none is doubled."""

    def __init__(self, size: int = 32) -> None:
        self._size = size
        self._values: OrderedDict[_Key, Value] = OrderedDict()
        self._computing = asyncio.Lock()

    async def get(
        self, snapshot: Snapshot, key: tuple[str, ...], compute: Callable[[Snapshot], Value]
    ) -> Value:
        """The value under `key` for this snapshot; raises what `compute` raises, and keeps nothing then."""
        full_key = (_identity(snapshot), versions(snapshot), key)
        if full_key not in self._values:
            async with self._computing:
                if full_key not in self._values:
                    self._values[full_key] = await run_in_threadpool(compute, snapshot)
        value = self._values[full_key]
        self._values.move_to_end(full_key)
        while len(self._values) > self._size:
            self._values.popitem(last=False)
        return value


def _identity(snapshot: Snapshot) -> _Identity:
    """What tells a snapshot from all others: every line numbers its own."""
    return snapshot.scenario, snapshot.number, snapshot.by_revision, snapshot.effective_date
