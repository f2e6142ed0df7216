# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a scenario and the main line are compared with: the base, without the merges that were taken back since.

A merge makes its revision the base. Once the main line takes that revision back, what was merged is the scenario's
own again, on both sides alike: the main line has not got it, and merging brings it there again.
"""

from collections import defaultdict
from dataclasses import dataclass

from grundriss.model.identifier import key_in
from grundriss.scenarios.sides import Side
from grundriss.store.asserted import Patch
from grundriss.store.line import Line
from grundriss.store.line_difference import difference
from grundriss.store.provenance import scenario_of
from grundriss.store.scenario import Scenario
from grundriss.store.time_travel import moved, net_patch


@dataclass(frozen=True, slots=True)
class TakenBack:
    """A merge of a scenario, and the revision of the main line that took it back."""

    merge: int
    by: int


def taken_back(scenario: Scenario, since: int = 0) -> tuple[TakenBack, ...]:
    """The merges of a scenario that the main line has taken back after revision `since`, and not put back again."""
    merges = scenario.settings.merges
    if not merges:
        return ()
    reverts = _reverts(scenario.main, max(since, min(merges)))
    found = ((merge, _standing(reverts, merge)) for merge in merges)
    return tuple(TakenBack(merge, by) for merge, by in found if by is not None)


def unnoted(scenario: Scenario) -> tuple[int, ...]:
    """The merges of a scenario since its base that scenario.toml does not name: a merge was killed in between."""
    main, settings = scenario.main, scenario.settings
    since = range(settings.base + 1, main.log.last + 1)
    merged = (main.log.entry(revision) for revision in since if revision not in settings.merges)
    return tuple(
        entry.revision
        for entry in merged
        if entry.mode == "merge"
        and entry.informed
        and scenario_of(main.base, entry.informed) == settings.name
        and entry.time >= settings.created
    )


def reopened(scenario: Scenario, until: int | None = None) -> tuple[TakenBack, ...]:
    """Those of them that were merged up to the base and taken back after it, in revisions up to `until`."""
    base = scenario.settings.base
    return tuple(
        found
        for found in taken_back(scenario, base)  # what was so before is in the base
        if found.merge <= base < found.by and (until is None or found.by <= until)
    )


def changes(scenario: Scenario, side: Side, revision: int, again: tuple[TakenBack, ...]) -> Patch:
    """What a revision of a side changed of the base without the merges that are `again` open."""
    read = (scenario.main.log.statements(found.merge) for found in again)
    before = (Patch(frozenset(added), frozenset(removed)) for added, removed in read)
    if side == "mine":
        since = difference((scenario.main, scenario.settings.base), (scenario, revision))
    else:
        since = net_patch(scenario.main.log, scenario.settings.base, revision)
    return moved(*before, since)


def _reverts(main: Line, since: int) -> dict[int, list[int]]:
    """The revisions of the main line that take one back, by that one."""
    found: dict[int, list[int]] = defaultdict(list)
    for revision in range(since + 1, main.log.last + 1):
        entry = main.log.entry(revision)
        if entry.mode == "revert" and entry.informed and scenario_of(main.base, entry.informed) is None:
            found[int(key_in(entry.informed))].append(revision)
    return found


def _standing(reverts: dict[int, list[int]], revision: int) -> int | None:
    """The newest revision that takes one back and is not taken back itself."""
    standing = (by for by in reversed(reverts.get(revision, [])) if _standing(reverts, by) is None)
    return next(standing, None)
