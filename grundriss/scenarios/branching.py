# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""Making a scenario, dropping it, and bringing a dropped one back."""

import re
import shutil
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from grundriss import queries
from grundriss.errors import Conflict, InputError, NotFound, PermissionDenied, StoreDamaged, UsageError
from grundriss.importers.facts_table import did_you_mean
from grundriss.model.folding import fold
from grundriss.model.identifier import key_in, key_of
from grundriss.store.commit import check_message
from grundriss.store.dropped import dropped_scenarios, put_aside, put_back, withdraw_settings
from grundriss.store.durable import disk_error
from grundriss.store.generation import Generations
from grundriss.store.line import Line
from grundriss.store.scenario import (
    DROPPED_FOLDER,
    LONGEST_NAME,
    SETTINGS_FILE,
    Scenario,
    ScenarioSettings,
    has_lost_settings,
    is_scenario_name,
    scenario_path,
)
from grundriss.store.writer_lock import writer_lock

_TAKEN: Final = ("ist", "soll", "now", "main")
"""What names a state, the newest revision and the main line."""
_REVISION: Final = re.compile(r"r\d+")
_PLATEAUS: Final = "SELECT ?plateau { ?plateau a gru:Plateau }"


def create(
    main: Line, name: str, message: str, author: str, base: int | None = None, label: str | None = None
) -> Scenario:
    """Branch a scenario off the main line: at its newest revision, or at `base`.

    Raises UsageError for a name that cannot be one or means a state already and for an empty message, Conflict when
    there is a scenario of that name or what is left of a damaged one, and NotFound for a revision that is not there.
    """
    _check_name(name)
    check_message(message)
    with main.snapshot() as snapshot:
        plateaus = {key_in(row["plateau"].value) for row in queries.rows(snapshot.store, _PLATEAUS)}
        newest = snapshot.revision
    if name in plateaus or name in _TAKEN or _REVISION.fullmatch(name):
        raise UsageError("scenario-name-taken", name=name)
    root = newest if base is None else base
    if not main.log.holds(root):
        raise NotFound("revision-unknown", revision=root, last=newest)
    now = datetime.now(UTC).isoformat(timespec="seconds")
    settings = ScenarioSettings(name, label or name, root, root, now, author, message)
    scenario = Scenario(main, settings)
    _made(scenario)
    return scenario


def _made(scenario: Scenario) -> None:
    """Make the scenario's folder and its store: whole, or not at all."""
    missing = [path for path in (scenario.path, scenario.path.parent) if not path.exists()]
    begun = False
    try:
        scenario.path.mkdir(parents=True, exist_ok=True)
        with writer_lock(scenario.lock):
            _refuse_taken(scenario)
            put_aside(scenario.main, scenario.settings.name)  # of one the dropping of which was not ended
            begun = True
            scenario.generations.clear()
            for folder in ("log", "store"):
                (scenario.path / folder).mkdir(exist_ok=True)
            scenario.note(scenario.settings)
        scenario.snapshot().close()
    except BaseException as error:
        if begun:
            with suppress(OSError):
                (scenario.path / SETTINGS_FILE).unlink(missing_ok=True)
                _cleared(scenario.path)
        for path in missing:
            with suppress(OSError):  # what holds something stays
                (path / scenario.lock.name).unlink(missing_ok=True)
                path.rmdir()
        if isinstance(error, OSError):
            raise disk_error(error, scenario.path) from error
        raise


def drop(scenario: Scenario) -> Path | None:
    """Drop a scenario; where its log is now, None when there was none. Who reads it at the moment reads on.

    The log stays in the workspace (`dropped`), and `bring_back` makes it a scenario again. Raises Conflict while
    somebody writes to it.
    """
    return _dropped(scenario.main, scenario.settings.name)


def drop_damaged(main: Line, name: str) -> Path | None:
    """The same for a scenario that may be damaged: whose scenario.toml is missing, or cannot be read.

    Raises NotFound when there is nothing of that name.
    """
    try:
        return drop(Scenario.open(main, name))
    except (InputError, PermissionDenied, StoreDamaged):
        return _dropped(main.main, name)


def bring_back(main: Line, name: str) -> Scenario:
    """Make the one that was dropped last of that name a scenario again, as it was. Its store is built anew.

    `name` may also be the name of its folder in `dropped`, for one that was dropped before. Raises NotFound for what
    was not dropped, Conflict when there is a scenario of that name, and as `Scenario.open` for one that was damaged.
    """
    main, known = main.main, dropped_scenarios(main)
    found = [dropped for dropped in known if name in (dropped.name, dropped.path.name)]
    if not found:
        hint = did_you_mean(name, sorted({dropped.name for dropped in known}))
        raise NotFound("scenario-not-dropped", hint=hint, name=name)
    dropped = found[-1]
    folder = scenario_path(main, dropped.name)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with writer_lock(folder / "lock"):
            if (folder / SETTINGS_FILE).exists() or has_lost_settings(folder):
                raise Conflict("scenario-restore-taken", name=dropped.name)
            Generations(folder / "store").clear()
            if dropped.path != folder / "log":
                put_aside(main, dropped.name)  # another one of that name, the dropping of which was not ended
            put_back(main, dropped)
            (folder / "store").mkdir(exist_ok=True)
    except OSError as error:
        raise disk_error(error, folder) from error
    return Scenario.open(main, dropped.name)


def _dropped(main: Line, name: str) -> Path | None:
    folder = scenario_path(main, name)
    with writer_lock(folder / "lock"):
        try:
            (main.path / DROPPED_FOLDER).mkdir(exist_ok=True)  # where this fails, the scenario stays one
            withdraw_settings(folder)
            kept = put_aside(main, name)
            _cleared(folder)
        except OSError as error:
            raise disk_error(error, Path(error.filename or folder)) from error
    return kept


def _cleared(folder: Path) -> None:
    """Remove the folder of what is no scenario (any more), but generations that somebody reads."""
    if (folder / "log").is_dir():
        shutil.rmtree(folder / "log")
    if Generations(folder / "store").clear():
        shutil.rmtree(folder)


def _refuse_taken(scenario: Scenario) -> None:
    name = scenario.settings.name
    if (scenario.path / SETTINGS_FILE).exists():
        raise Conflict("scenario-exists", name=name)
    if has_lost_settings(scenario.path):
        raise Conflict("scenario-lost-exists", name=name, path=scenario.path)


def _check_name(name: str) -> None:
    if not is_scenario_name(name):
        better = re.sub(r"^[^a-z]+", "", key_of(fold(name)))[:LONGEST_NAME] or "scenario-1"
        raise UsageError("scenario-name", name=name, better=better)
