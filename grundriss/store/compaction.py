# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""When the writer's store is compacted: as soon as that has paid.

Each commit leaves small tables behind, and the engine (RocksDB) merges them with those of the commits before: what it
writes again with each commit grows with the number of commits since everything was merged into the large tables. To
do that costs as much as writing the whole store again. The two costs together are least when it is done each time
that as much has been written again as the store is large.
"""

import os
from pathlib import Path
from typing import Final

from grundriss.store.durable import write_durably

_TABLE: Final = ".sst"
_ACCOUNT: Final = "rewritten"
_COMPACTED: Final = "compacted"


class CompactionAccount:
    """How many bytes the engine has written again since the last compaction, kept in the folder `store/`."""

    def __init__(self, directory: Path) -> None:
        self._file = directory / _ACCOUNT

    @property
    def rewritten(self) -> int:
        """The bytes so far; 0 where the account is lost, which only puts the next compaction off."""
        text = self._read()
        return int(text) if text.isdecimal() else 0

    def is_due(self, before: Path, after: Path) -> bool:
        """Take two generations that follow each other into account; whether a compaction has paid with them."""
        if self._read() == _COMPACTED:
            self._note("0")  # what lies between the two is the compaction itself, as large as the store
            return False
        old, new = _tables(before), _tables(after)
        rewritten = self.rewritten + sum(size for name, size in old.items() if name not in new)
        self._note(f"{rewritten}")
        return rewritten >= sum(new.values())

    def settle(self) -> None:
        """Begin again, after a compaction: with the generation that is the first to hold its tables."""
        self._note(_COMPACTED)

    def _read(self) -> str:
        try:
            return self._file.read_text("ascii")
        except (OSError, UnicodeDecodeError):
            return ""

    def _note(self, text: str) -> None:
        write_durably(self._file, [text.encode("ascii")], sync=False)


def _tables(directory: Path) -> dict[str, int]:
    """The names and sizes of a generation's tables. They never change; a merged one has a new name."""
    with os.scandir(directory) as entries:
        return {entry.name: entry.stat().st_size for entry in entries if entry.name.endswith(_TABLE)}
