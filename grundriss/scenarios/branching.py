# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""Making a scenario, and dropping it."""

import re
import shutil
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
    LONGEST_NAME,
    SETTINGS_FILE,
    Scenario,
    ScenarioSettings,
    is_scenario_name,
)
from grundriss.store.writer_lock import writer_lock

_STATES: Final = ("ist", "soll")
_REVISION: Final = re.compile(r"r\d+")
_PLATEAUS: Final = "SELECT ?plateau { ?plateau a gru:Plateau }"


def create(
    main: Line, name: str, message: str, author: str, base: int | None = None, label: str | None = None
) -> Scenario:
    """Branch a scenario off the main line: at its newest revision, or at `base`.

    Raises UsageError for a name that cannot be one or means a state already and for an empty message, Conflict when
    there is a scenario of that name, and NotFound for a revision that is not there.
    """
    _check_name(name)
    check_message(message)
    with main.snapshot() as snapshot:
        plateaus = {key_in(row["plateau"].value) for row in queries.rows(snapshot.store, _PLATEAUS)}
        newest = snapshot.revision
    if name in plateaus or name in _STATES or _REVISION.fullmatch(name):
        raise UsageError("scenario-name-taken", name=name)
    root = newest if base is None else base
    if not main.log.holds(root):
        raise NotFound("revision-unknown", revision=root, last=newest)
    now = datetime.now(UTC).isoformat(timespec="seconds")
    settings = ScenarioSettings(name, label or name, root, root, now, author, message)
    scenario = Scenario(main, settings)
    try:
        scenario.path.mkdir(parents=True, exist_ok=True)
        with writer_lock(scenario.lock):
            if (scenario.path / SETTINGS_FILE).exists():
                raise Conflict("scenario-exists", name=name)
            _cleared(scenario)  # what one of that name has left that was dropped
            for folder in ("log", "store"):
                (scenario.path / folder).mkdir(exist_ok=True)
            scenario.note(settings)
    except OSError as error:
        raise disk_error(error, scenario.path) from error
    scenario.snapshot().close()
    return scenario


def drop(scenario: Scenario) -> None:
    """Remove a scenario with its log, for good. Who reads it at the moment reads on.

    Raises Conflict while somebody writes to it.
    """
    with writer_lock(scenario.lock):
        try:
            # what has no settings is no scenario: in one step
            (scenario.path / SETTINGS_FILE).unlink()
            sync_directory(scenario.path)
            if _cleared(scenario):
                shutil.rmtree(scenario.path)
        except OSError as error:
            raise disk_error(error, scenario.path) from error


def _cleared(scenario: Scenario) -> bool:
    """Remove log and store, as far as nobody reads them; whether nothing is left."""
    if scenario.log.directory.is_dir():
        shutil.rmtree(scenario.log.directory)
    return scenario.generations.clear()


def _check_name(name: str) -> None:
    if not is_scenario_name(name):
        better = re.sub(r"^[^a-z]+", "", key_of(fold(name)))[:LONGEST_NAME] or "scenario-1"
        raise UsageError("scenario-name", name=name, better=better)
