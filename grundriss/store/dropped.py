# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""Dropped scenarios: their logs stay, in `dropped/NAME-TIME/` of the workspace (ADR 0012).

A scenario is dropped in two steps, each one rename: scenario.toml goes into the scenario's log, and then the log goes
aside. After the first it is none any more; whoever makes another of that name takes the second step, if a kill came
between. Coming back takes the two steps the other way round.
"""

import os
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from grundriss.model.state_types import Json
from grundriss.store.durable import sync_directory
from grundriss.store.line import Line
from grundriss.store.revision_log import RevisionLog
from grundriss.store.scenario import (
    DROPPED_FOLDER,
    SETTINGS_FILE,
    Scenario,
    ScenarioSettings,
    has_revisions,
    is_being_dropped,
    is_scenario_name,
    scenario_folders,
    scenario_path,
)

_ASIDE: Final = re.compile(r"(.+)-(\d{8}T\d{6}Z)(\.\d+)?")
_TIME: Final = "%Y%m%dT%H%M%SZ"


@dataclass(frozen=True, slots=True)
class Dropped:
    """The log of a dropped scenario. `time` is when it was dropped, RFC 3339 in UTC; None while that is not ended."""

    name: str
    path: Path
    time: str | None

    @property
    def log(self) -> RevisionLog:
        """Its revisions."""
        return RevisionLog(self.path)

    @property
    def settings(self) -> ScenarioSettings | None:
        """What scenario.toml said; None for a scenario that had lost it."""
        try:
            return ScenarioSettings.from_toml((self.path / SETTINGS_FILE).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return None

    def to_dict(self) -> Json:
        """As in the list of scenarios; what only scenario.toml says is None where that is lost."""
        settings = self.settings
        return {
            "name": self.name,
            "label": settings.label if settings else None,
            "base": settings.base if settings else None,
            "revision": self.log.last,
            "created": settings.created if settings else None,
            "author": settings.author if settings else None,
            "message": settings.message if settings else None,
            "merges": list(settings.merges) if settings else [],
            "dropped": self.time,
            "path": str(self.path),
        }


class DroppedLine(Scenario):
    """A dropped scenario as a line whose history can be read; it has no store."""

    def __init__(self, main: Line, dropped: Dropped, settings: ScenarioSettings) -> None:
        super().__init__(main, settings)
        self.log = dropped.log


def dropped_scenarios(line: Line) -> list[Dropped]:
    """The dropped scenarios beside a line, by name, and of one name in the order in which they were dropped."""
    return sorted(_dropped(line.main), key=lambda found: (found.name, found.time or "~", found.path.name))


def withdraw_settings(folder: Path) -> None:
    """The first step of dropping: the scenario in a folder is none any more. Its lock is held."""
    (folder / "log").mkdir(exist_ok=True)
    with suppress(FileNotFoundError):
        (folder / SETTINGS_FILE).rename(folder / "log" / SETTINGS_FILE)
    sync_directory(folder / "log")
    sync_directory(folder)


def put_aside(main: Line, name: str) -> Path | None:
    """The second step: its log goes aside; where it is then, None when there was nothing to keep."""
    log = scenario_path(main, name) / "log"
    if not (log / SETTINGS_FILE).exists() and not has_revisions(log):
        return None
    folder = main.path / DROPPED_FOLDER
    folder.mkdir(exist_ok=True)
    wanted = f"{name}-{datetime.now(UTC):{_TIME}}"
    target, number = folder / wanted, 1
    while target.exists():
        number += 1
        target = folder / f"{wanted}.{number}"
    log.rename(target)
    sync_directory(folder)
    sync_directory(log.parent)
    return target


def put_back(main: Line, dropped: Dropped) -> None:
    """Both steps the other way round. The lock of the scenario is held, and there is none of that name."""
    folder = scenario_path(main, dropped.name)
    log = folder / "log"
    if dropped.path != log:
        dropped.path.rename(log)
        sync_directory(dropped.path.parent)
    with suppress(FileNotFoundError):
        (log / SETTINGS_FILE).rename(folder / SETTINGS_FILE)
    sync_directory(log)
    sync_directory(folder)


def _dropped(main: Line) -> Iterator[Dropped]:
    for folder in scenario_folders(main):
        if is_being_dropped(folder):
            yield Dropped(folder.name, folder / "log", None)
    aside = main.path / DROPPED_FOLDER
    for entry in os.scandir(aside) if aside.is_dir() else ():
        found = _ASIDE.fullmatch(entry.name)
        if found and is_scenario_name(found.group(1)) and entry.is_dir(follow_symlinks=False):
            with suppress(ValueError):
                time = datetime.strptime(found.group(2), _TIME).replace(tzinfo=UTC)
                yield Dropped(found.group(1), Path(entry.path), time.isoformat())
