# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""States and gap against the facts, counted from the CSV tables by loops that share no code with the rules."""

import calendar
import csv
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest

from grundriss.errors import UsageError
from grundriss.states.gap import gap
from grundriss.states.state import state
from grundriss.store.workspace import Workspace
from tests.core.conftest import FACTS, TODAY, load_facts

TARGET = date(2028, 12, 31)
Row = dict[str, str]


def table(name: str, folder: Path = FACTS) -> list[Row]:
    with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def first_day(text: str) -> date:
    parts = [int(part) for part in text.split("-")] + [1, 1]
    return date(parts[0], parts[1], parts[2])


def gone_on(text: str) -> date:
    parts = [int(part) for part in text.split("-")]
    if len(parts) == 3:
        return date(*parts) + timedelta(days=1)
    month = parts[1] if len(parts) == 2 else 12
    return date(parts[0], month, calendar.monthrange(parts[0], month)[1])


class Expected:
    """Who is where on a day, straight from the tables."""

    def __init__(self, day: date, folder: Path = FACTS) -> None:
        dependencies = table("dependencies", folder)
        self.replaced = {
            r["from_component"]
            for r in dependencies
            if r["nature"] == "abgelöst durch" and r["state"] == "soll"
        }
        self.components = {row["id"] for row in table("components", folder) if self._is_in(row, day)}
        relations = [row for row in dependencies if row["nature"] != "abgelöst durch"]
        stated = [row for row in relations if row["state"] != "soll" or day >= TARGET]
        self.relations = {row["id"] for row in stated if self._both_ends(row)}
        self.dropped = {
            row["id"]
            for row in stated
            if not self._both_ends(row) and (row["state"] != "ist" or day < TARGET)
        }

    def _both_ends(self, row: Row) -> bool:
        return row["from_component"] in self.components and row["to_component"] in self.components

    def _is_in(self, row: Row, day: date) -> bool:
        if row["since"]:
            started = first_day(row["since"]) <= day
        else:
            started = row["lifecycle_status"] not in ("im Aufbau", "in Planung") or day >= TARGET
        if row["until"]:
            ended = gone_on(row["until"]) <= day
        else:
            leaves = row["lifecycle_status"] in ("abgekündigt", "Ablösung") or row["id"] in self.replaced
            ended = leaves and day >= TARGET
        return started and not ended


@pytest.mark.parametrize(
    ("when", "day"),
    [
        ("ist", TODAY),
        ("soll", TARGET),
        ("ZIEL-2028", TARGET),
        ("P2025", date(2025, 12, 31)),
        ("2027", date(2027, 12, 31)),
        ("2025-06", date(2025, 6, 30)),
        ("2025-06-30", date(2025, 6, 30)),
        ("2025-07-01", date(2025, 7, 1)),
        ("2007-01-01", date(2007, 1, 1)),
        ("2030", date(2030, 12, 31)),
    ],
)
def test_a_state_holds_what_the_tables_say(loaded: Workspace, when: str, day: date) -> None:
    expected = Expected(day)
    with loaded.snapshot() as snapshot:
        found = state(snapshot, when)
    assert found.state.date == day.isoformat()
    assert {item.key for item in found.of_type("Component")} == expected.components
    assert {relation.key for relation in found.relations} == expected.relations
    assert {dropped.relation.key for dropped in found.dropped} == expected.dropped


def test_the_numbers_of_the_design_hold(loaded: Workspace) -> None:
    with loaded.snapshot() as snapshot:
        ist, soll = state(snapshot, "ist"), state(snapshot, "soll")
    assert (len(ist.of_type("Component")), len(soll.of_type("Component"))) == (149, 154)
    assert (len(ist.relations), len(soll.relations)) == (218, 257)
    gone = {i.key for i in ist.of_type("Component")} - {i.key for i in soll.of_type("Component")}
    assert gone == set(
        "elster-pf zbp mjp egvp demail muk-pf2 muk-plus bundid bayernid efa-mp dvc-csp ddatabox osip od-ez200".split()
    )
    assert [d.relation.key for d in soll.dropped] == [
        "dep-0029",
        "dep-0192",
        "dep-0200",
        "dep-0202",
        "dep-0203",
    ]


def test_every_element_is_in_exactly_one_group_of_the_gap(loaded: Workspace) -> None:
    with loaded.snapshot() as snapshot:
        found, ist, soll = gap(snapshot), state(snapshot, "ist"), state(snapshot, "soll")
    before, after = {i.key for i in ist.elements}, {i.key for i in soll.elements}
    added = {line.item.key for line in found.added}
    removed = {line.item.key for line in found.removed}
    old = {item.key for group in found.replaced for item in group.old}
    new = {item.key for group in found.replaced for item in group.new}
    changed = {line.item.key for line in found.changed if line.item.type == "Component"}
    assert added | (new - before) == after - before
    assert removed | old == before - after
    assert not added & new and not removed & old
    assert changed <= before & after
    assert found.unchanged == len((before & after) - changed)


def test_replacements_are_grouped_by_what_is_new(loaded: Workspace) -> None:
    expected: dict[str, set[str]] = {}
    ist, soll = Expected(TODAY), Expected(TARGET)
    for row in table("dependencies"):
        if row["nature"] == "abgelöst durch" and row["from_component"] in ist.components - soll.components:
            expected.setdefault(row["to_component"], set()).add(row["from_component"])
    with loaded.snapshot() as snapshot:
        found = gap(snapshot)
    assert {group.new[0].key: {item.key for item in group.old} for group in found.replaced} == expected
    accounts = next(group for group in found.replaced if group.new[0].key == "deutschlandid")
    assert [relation.key for relation in accounts.relations] == ["dep-0047", "dep-0050"]


def test_the_relations_of_the_gap_are_those_of_the_two_states(loaded: Workspace) -> None:
    before, after = Expected(TODAY), Expected(TARGET)
    with loaded.snapshot() as snapshot:
        found = gap(snapshot)
    assert {r.key for r in found.relations.added} == after.relations - before.relations
    assert {r.key for r in found.relations.removed} == before.relations - after.relations
    assert {d.relation.key for d in found.relations.dropped} == after.dropped


def test_a_change_explains_the_line_of_its_element(loaded: Workspace) -> None:
    reasons = {row["element"]: row for row in table("target_changes") if row["plateau"] == "ZIEL-2028"}
    with loaded.snapshot() as snapshot:
        found = gap(snapshot)
    osip = next(line for line in found.removed if line.item.key == "osip")
    assert osip.reason == reasons["osip"]["reason"]
    assert (
        osip.decision is not None
        and osip.decision.key == reasons["osip"]["beschluss"].replace("/", "-").lower()
    )
    noots = next(line for line in found.changed if line.item.key == "noots")
    assert [change.reason for change in noots.changes] == [reasons["noots"]["reason"]]


def test_a_gap_in_the_past_sees_what_went_then(loaded: Workspace) -> None:
    with loaded.snapshot() as snapshot:
        found = gap(snapshot, "2025-06-29", "2025-07-01")
    # the old BundID mailbox ended on 30.06.2025, inclusive; its successor was there already
    assert [(g.old[0].key, g.new[0].key) for g in found.replaced] == [("zbp-alt", "zbp")]
    assert not found.added and not found.removed
    reversed_day = gap(loaded.snapshot(), "2025-07-01", "2025-06-29")
    assert [line.item.key for line in reversed_day.added] == ["zbp-alt"]


def test_one_changed_cell_changes_the_state(
    change_cell: Callable[[str, str, str, str], Path], tmp_path: Path
) -> None:
    folder = change_cell("components", "govdata", "until", "2027")
    Workspace.init(tmp_path / "w")
    workspace = Workspace.open(tmp_path / "w", TODAY)
    load_facts(workspace, folder)
    with workspace.snapshot() as snapshot:
        ist, soll = state(snapshot, "ist"), state(snapshot, "soll")
    assert {i.key for i in ist.of_type("Component")} == Expected(TODAY, folder).components
    assert {i.key for i in soll.of_type("Component")} == Expected(TARGET, folder).components
    assert "govdata" not in {i.key for i in soll.elements}
    assert "if-govdata" not in {i.key for i in soll.elements}, "an interface follows its provider"


def test_an_undated_element_is_listed_with_the_reason(loaded: Workspace) -> None:
    with loaded.snapshot() as snapshot:
        found = {line.item.key: line.reason for line in gap(snapshot).undated}
    assert "zapuk" not in found, "zapuk has a date: 2028"
    assert "bundid" in found and "deutschlandid" in found


def test_an_unknown_state_is_refused_with_a_hint(loaded: Workspace) -> None:
    with loaded.snapshot() as snapshot, pytest.raises(UsageError) as refused:
        state(snapshot, "ZIEL-2082")
    assert "ZIEL-2028" in str(refused.value.hint)
