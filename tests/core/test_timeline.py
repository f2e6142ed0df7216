# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""Timelines against the tables of facts, read by plain loops."""

from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from pyoxigraph import NamedNode

from grundriss.description.landscape_timeline import timeline
from grundriss.errors import NotFound, UsageError
from grundriss.model.identifier import Base
from grundriss.model.timeline_types import Timeline
from grundriss.store.workspace import Workspace
from tests.core.conftest import FACTS, TODAY, load_facts
from tests.core.test_states import Expected, first_day, gone_on, table

BASE = Base()


def last_day(text: str) -> str:
    """The last day on which something is there that ends in a year, in a month or with a day."""
    gone = gone_on(text)
    return (gone - timedelta(days=1) if len(text) == 10 else gone).isoformat()


def expected(folder: Path = FACTS) -> Counter[tuple[str, str]]:
    """Days and what happens on them, from the tables: starts and ends of components, changes, plateaus."""
    found: Counter[tuple[str, str]] = Counter()
    for row in table("components", folder):
        found.update([("start", first_day(row["since"]).isoformat())] if row["since"] else [])
        found.update([("end", last_day(row["until"]))] if row["until"] else [])
    plateaus = {row["id"]: row["date"] for row in table("plateaus", folder)}
    found.update(("plateau", day) for day in plateaus.values())
    for row in table("target_changes", folder):
        given = row["date"] if row["date"] not in ("", "offen") else plateaus[row["plateau"]]
        ends = row["change"] == "abgelöst"
        found["change", last_day(given) if ends else first_day(given).isoformat()] += 1
    return found


def told(answer: Timeline) -> Counter[tuple[str, str]]:
    entries = [happening.entry for happening in answer.items]
    return Counter((entry.kind, entry.day or "") for entry in entries)


def test_the_landscape_has_every_day_of_the_tables(loaded: Workspace) -> None:
    with loaded.snapshot() as snapshot:
        answer = timeline(snapshot)
    assert told(answer) == expected()
    days = [happening.entry.day or "" for happening in answer.items]
    assert days == sorted(days) and len(days) > 50


def test_what_only_the_target_places_has_no_day(loaded: Workspace) -> None:
    with loaded.snapshot() as snapshot:
        answer = timeline(snapshot)
    dated = {row["id"]: row for row in table("components")}
    here, target = Expected(TODAY).components, Expected(date(2028, 12, 31)).components
    coming = {key for key in target - here if not dated[key]["since"]}
    going = {key for key in here - target if not dated[key]["until"]}
    undated = {(happening.element.key, happening.entry.kind) for happening in answer.undated}
    assert {key for key, kind in undated if kind == "start"} >= coming != set()
    assert {key for key, kind in undated if kind == "end"} >= going != set()


def test_one_changed_cell_moves_an_end(
    change_cell: Callable[[str, str, str, str], Path], tmp_path: Path
) -> None:
    folder = change_cell("components", "eid", "until", "2027-03")
    Workspace.init(tmp_path / "changed")
    workspace = Workspace.open(tmp_path / "changed", TODAY)
    load_facts(workspace, folder)
    with workspace.snapshot() as snapshot:
        assert told(timeline(snapshot)) == expected(folder) != expected()
        [end] = [
            h.entry
            for h in timeline(snapshot, BASE.element("component", "eid")).items
            if h.entry.kind == "end"
        ]
    assert (end.date, end.day) == ("2027-03", "2027-03-31")


def test_days_are_inclusive_on_both_sides_and_successors_are_named(loaded: Workspace) -> None:
    with loaded.snapshot() as snapshot:
        whole, part = timeline(snapshot), timeline(snapshot, start="2026-12-31", end="2028-12-31")
        assert part.items == tuple(
            h for h in whole.items if "2026-12-31" <= (h.entry.day or "") <= "2028-12-31"
        )
        assert part.items[0].entry.day == "2026-12-31" and part.items[-1].entry.day == "2028-12-31"
        assert part.undated == whole.undated
        # a year that it begins with counts from its first day, one that it ends with to its last
        year = timeline(snapshot, start="2027", end="2027").items
        assert year == tuple(h for h in whole.items if (h.entry.day or "").startswith("2027-")) != ()
    followed = {
        (row["from_component"], row["to_component"])
        for row in table("dependencies")
        if row["nature"] == "abgelöst durch"
    }
    named = {(h.element.key, item.key) for h in (*whole.items, *whole.undated) for item in h.successors}
    assert named and named <= followed


def test_what_cannot_be_asked_is_refused(loaded: Workspace) -> None:
    with loaded.snapshot() as snapshot:
        with pytest.raises(UsageError):
            timeline(snapshot, start="soll", end="ist")
        with pytest.raises(UsageError):
            timeline(snapshot, start="gestern")
        with pytest.raises(NotFound):
            timeline(snapshot, NamedNode("https://example.org/nothing"))
