# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""WHEN: `ist`, `soll`, a plateau or a date, resolved to a day (SURFACES §2)."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Final

from grundriss import queries
from grundriss.errors import NotFound, UsageError
from grundriss.importers.facts_table import did_you_mean
from grundriss.messages import Message
from grundriss.model.identifier import key_in, key_of
from grundriss.model.partial_date import PartialDate
from grundriss.model.state_types import StateName
from grundriss.store.scenario import scenario_names
from grundriss.store.snapshot import Snapshot

_PLATEAUS: Final = """
SELECT ?plateau ?day ?target { ?plateau a gru:Plateau ; gru:date ?day OPTIONAL { ?plateau gru:isTarget ?target } }"""


@dataclass(frozen=True, slots=True)
class Moment:
    """A state's name with its day."""

    name: StateName
    day: date


def resolve(snapshot: Snapshot, when: str) -> Moment:
    """The day that WHEN means. A year or month means its last day.

    Raises UsageError for what is none of the known forms, NotFound when no plateau is marked as the target.
    """
    wanted = when.strip()
    plateaus = {key_in(row["plateau"].value): row for row in queries.rows(snapshot.store, _PLATEAUS)}
    if wanted.lower() == "ist":
        return _moment(snapshot, "ist", snapshot.effective_date)
    if wanted.lower() == "soll":
        targets = [
            row for row in plateaus.values() if row["target"] is not None and row["target"].value == "true"
        ]
        if len(targets) != 1:
            raise NotFound("target-missing", hint=_without_target(sorted(plateaus)))
        return _moment(snapshot, "soll", date.fromisoformat(targets[0]["day"].value))
    if key_of(wanted) in plateaus:
        row = plateaus[key_of(wanted)]
        return _moment(snapshot, key_in(row["plateau"].value).upper(), date.fromisoformat(row["day"].value))
    if re.match(r"^\d{4}(-|$)", wanted):
        try:
            return _moment(snapshot, wanted, PartialDate.parse(wanted).last_day)
        except ValueError as error:
            raise UsageError("date-form", date=wanted) from error
    known = ["ist", "soll", *sorted(key.upper() for key in plateaus)]
    if snapshot.line is not None:
        known += scenario_names(snapshot.line)
    raise UsageError("state-unknown", hint=did_you_mean(wanted, known), state=when, known=known)


def state_of(snapshot: Snapshot, name: str, day: date) -> StateName:
    """The name of a state of a snapshot, with what titles say of the snapshot itself."""
    label = snapshot.line.label if snapshot.line is not None else None
    return StateName(name, day.isoformat(), snapshot.revision, snapshot.scenario, label, snapshot.by_revision)


def _without_target(plateaus: list[str]) -> Message:
    """What can be done where no plateau is the target: name another state, or make one the target."""
    if not plateaus:
        return Message("target-first")
    return Message("target-choose", {"known": [key.upper() for key in plateaus], "one": plateaus[-1]})


def _moment(snapshot: Snapshot, name: str, day: date) -> Moment:
    return Moment(state_of(snapshot, name, day), day)
