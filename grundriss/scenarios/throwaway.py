# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""A scenario that nobody else sees and that is gone when the block ends: for trying something out.

It lies in a folder of its own outside of the workspace, so that it needs no lock of the workspace and can be made of
one that cannot be written to, such as the packaged landscape.
"""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from grundriss.store.line import Line
from grundriss.store.scenario import Scenario, ScenarioSettings

NAME: Final = "what-if"


class _Throwaway(Scenario):
    def __init__(self, main: Line, settings: ScenarioSettings, path: Path) -> None:
        Line.__init__(self, path, main.base, main.today, lock=path / "lock", scenario=settings.name)
        self._main = main
        self.settings = settings

    def refresh(self) -> None:
        """Nothing: no other process knows it."""


@contextmanager
def throwaway(line: Line, label: str) -> Iterator[Scenario]:
    """A scenario off the newest revision of the main line, for as long as the block lasts."""
    main = line.main
    with main.snapshot() as snapshot:
        newest = snapshot.revision
    settings = ScenarioSettings(NAME, label, newest, newest, "", "", label)
    with tempfile.TemporaryDirectory(prefix="grundriss-", ignore_cleanup_errors=True) as folder:
        for name in ("log", "store"):
            (Path(folder) / name).mkdir()
        yield _Throwaway(main, settings, Path(folder))
