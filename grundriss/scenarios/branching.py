# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""Making a scenario, and dropping it."""

import re
import shutil
from contextlib import suppress
from datetime import UTC, datetime
from typing import Final

from grundriss import queries
from grundriss.errors import Conflict, NotFound, UsageError
from grundriss.model.folding import fold
from grundriss.model.identifier import key_in, key_of
from grundriss.store.commit import check_message
from grundriss.store.durable import disk_error, sync_directory
from grundriss.store.line import Line
from grundriss.store.scenario import (
    DROPPED_FILE,
    LONGEST_NAME,
    SETTINGS_FILE,
    Scenario,
    ScenarioSettings,
    has_lost_settings,
    is_scenario_name,
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
            begun = True
            _cleared(scenario)  # what one of that name has left that was dropped
            (scenario.path / DROPPED_FILE).unlink(missing_ok=True)
            for folder in ("log", "store"):
                (scenario.path / folder).mkdir(exist_ok=True)
            scenario.note(scenario.settings)
        scenario.snapshot().close()
    except BaseException as error:
        if begun:
            with suppress(OSError):
                _removed(scenario)
        for path in missing:
            with suppress(OSError):  # what holds something stays
                (path / scenario.lock.name).unlink(missing_ok=True)
                path.rmdir()
        if isinstance(error, OSError):
            raise disk_error(error, scenario.path) from error
        raise


def drop(scenario: Scenario) -> None:
    """Remove a scenario with its log, for good. Who reads it at the moment reads on.

    Raises Conflict while somebody writes to it.
    """
    with writer_lock(scenario.lock):
        try:
            _removed(scenario)
        except OSError as error:
            raise disk_error(error, scenario.path) from error


def _refuse_taken(scenario: Scenario) -> None:
    name = scenario.settings.name
    if (scenario.path / SETTINGS_FILE).exists():
        raise Conflict("scenario-exists", name=name)
    if has_lost_settings(scenario.path):
        raise Conflict("scenario-lost-exists", name=name, path=scenario.path)


def _removed(scenario: Scenario) -> None:
    """Remove a scenario. From the first step on it is none; what somebody reads of it stays until the next time."""
    with suppress(FileNotFoundError):
        (scenario.path / SETTINGS_FILE).rename(scenario.path / DROPPED_FILE)
    sync_directory(scenario.path)
    if _cleared(scenario):
        shutil.rmtree(scenario.path)


def _cleared(scenario: Scenario) -> bool:
    """Remove log and store, as far as nobody reads them; whether nothing is left."""
    if scenario.log.directory.is_dir():
        shutil.rmtree(scenario.log.directory)
    return scenario.generations.clear()


def _check_name(name: str) -> None:
    if not is_scenario_name(name):
        better = re.sub(r"^[^a-z]+", "", key_of(fold(name)))[:LONGEST_NAME] or "scenario-1"
        raise UsageError("scenario-name", name=name, better=better)
