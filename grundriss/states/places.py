# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""WHEN names a place first, where it does: a revision of the main line (`r12`) or a scenario, each with a moment.

`r12` is the landscape of that revision as it is (IST), a scenario's name the state it aims at (SOLL), since a scenario
is an alternative future. `r12@soll` and `one-login@2027` name another moment; without a place, WHEN is a moment of the
snapshot at hand.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Final

from grundriss.states import when as moments
from grundriss.states.when import Moment
from grundriss.store.scenario import FOLDER, Scenario, is_scenario_name, lost_scenarios, scenario_names
from grundriss.store.snapshot import Snapshot

_REVISION: Final = re.compile(r"r([0-9]{1,9})")


@dataclass(frozen=True, slots=True)
class Place:
    """A scenario at its newest revision, or a revision of the main line; and a moment there."""

    scenario: str | None
    revision: int | None
    moment: str

    @property
    def revision_name(self) -> str | None:
        """The revision as it is written: `r12`."""
        return None if self.revision is None else f"r{self.revision}"


def place_of(snapshot: Snapshot, when: str) -> Place | None:
    """The place that WHEN names; None when it names a moment of the snapshot itself."""
    name, mark, moment = when.strip().partition("@")
    if snapshot.line is None:
        return None
    if found := _REVISION.fullmatch(name.lower()):
        return Place(None, int(found.group(1)), moment if mark else "ist")
    if is_scenario_name(name) and name in (*scenario_names(snapshot.line), *lost_scenarios(snapshot.line)):
        return Place(name, None, moment if mark else "soll")
    return None


@contextmanager
def placed(snapshot: Snapshot, when: str) -> Iterator[tuple[Snapshot, str]]:
    """The snapshot that WHEN means, open for as long as the block lasts, and the moment there.

    Raises NotFound for a revision that is not there.
    """
    place = place_of(snapshot, when)
    if place is None or snapshot.line is None:
        yield snapshot, when
    elif place.scenario is not None:
        with Scenario.open(snapshot.line, place.scenario).snapshot() as there:
            yield there, place.moment
    elif snapshot.scenario is None and snapshot.revision == place.revision:
        yield replace(snapshot, by_revision=True), place.moment
    else:
        with snapshot.line.main.at(place.revision or 0) as there:
            yield there, place.moment


def resolve(snapshot: Snapshot, when: str) -> Moment:
    """The day that WHEN means, at the place that it names. Raises as `placed`, and as `when.resolve`."""
    with placed(snapshot, when) as (there, moment):
        return moments.resolve(there, moment)


def versions(snapshot: Snapshot) -> tuple[tuple[str, int], ...]:
    """What changes when a scenario beside a snapshot does: for whoever keeps answers that can name scenarios."""
    if snapshot.line is None:
        return ()
    main = snapshot.line.main
    found = []
    for name in scenario_names(main):
        current = main.path / FOLDER / name / "store" / "CURRENT"
        found.append((name, current.stat().st_mtime_ns if current.exists() else 0))
    return tuple(found)
