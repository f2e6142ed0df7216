# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""CQ26, CQ27, CQ28, CQ30, CQ31: order of changes, lifecycle, hubs, plans, quality of the facts."""

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from grundriss.model.analysis_types import Answer
from grundriss.model.state_types import Item
from tests.core.conftest import FACTS, TODAY
from tests.core.questions.conftest import Ask
from tests.core.questions.links import links, offers, reached
from tests.core.questions.tables import Cells, by_id, cells, code, depends, element_of, ends, here, key
from tests.core.test_states import TARGET, Row, first_day, gone_on, table

Change = Callable[[str, str, str, str], Path]


def order_of_changes(folder: Path) -> Cells:
    components = by_id("components", folder)
    today, target = here(TODAY, folder).components, here(TARGET, folder).components
    later = depends(folder, TARGET)
    found: Cells = set()

    def start(element: str) -> str:
        since = components[element]["since"]
        return (first_day(since) if since else TARGET).isoformat()

    for element in target - today:
        before = [x for x in links(folder, TARGET) if x.dependent == element and x.needed not in today]
        for link in before:
            mutual = element in reached([link.needed], later)
            fits = start(link.needed) <= start(element)
            found.add(
                (
                    element,
                    "new",
                    start(element),
                    link.needed,
                    "new",
                    start(link.needed),
                    link.type,
                    fits,
                    mutual,
                )
            )
        if not before:
            found.add((element, "new", start(element), *[None] * 6))
    for element in today - target:
        until = components[element]["until"]
        day = (gone_on(until) if until else TARGET).isoformat()
        successors = [
            x
            for x in links(folder)
            if x.type == "ReplacedBy" and x.source == element and x.target not in today
        ]
        users = [x for x in links(folder, TODAY) if x.needed == element and x.dependent in target]
        for link in successors:
            begins = start(link.target)
            found.add((element, "retired", day, link.target, "new", begins, link.type, begins <= day, False))
        for link in users:
            found.add((element, "retired", day, link.dependent, "changed", None, link.type, None, False))
        if not successors and not users:
            found.add((element, "retired", day, *[None] * 6))
    return found


def test_cq26_the_order_of_changes(answer: Ask) -> None:
    expected = order_of_changes(FACTS)
    assert len({row[0] for row in expected}) == 19 + 14
    assert cells(answer("CQ26")) == expected


def test_cq26_two_that_need_each_other(change_cell: Change, answer_from: Ask) -> None:
    folder = change_cell("dependencies", "dep-0053", "to_component", "deutschlandid")
    expected = order_of_changes(folder)
    assert {(row[0], row[3]) for row in expected if row[8]} == {
        ("eudiw", "deutschlandid"),
        ("deutschlandid", "eudiw"),
    }
    assert cells(answer_from(folder, "CQ26")) == expected


def test_cq26_a_successor_that_comes_too_late(change_cell: Change, answer_from: Ask) -> None:
    folder = change_cell("components", "zbp", "until", "2027-06")
    rows = {row[3]: row for row in cells(answer_from(folder, "CQ26")) if row[0] == "zbp"}
    assert rows["zapuk"][2:8] == ("2027-06-30", "zapuk", "new", "2028-01-01", "ReplacedBy", False)


def too_long(folder: Path) -> Cells:
    components, today = by_id("components", folder), here(TODAY, folder).components
    later = depends(folder, TARGET) | {(x.source, x.target) for x in links(folder, TARGET)}
    going = ends(folder)

    def end(element: str) -> str | None:
        until = components[element]["until"]
        if until:
            return gone_on(until).isoformat()
        return TARGET.isoformat() if element in going else None

    found: Cells = set()
    for element, needed in depends(folder):
        if element not in today or needed not in components:
            continue
        own, its = end(element), end(needed)
        if components[element]["lifecycle_status"] != "produktiv" or its is None or (own and own <= its):
            continue
        successors = [x.target for x in links(folder) if x.type == "ReplacedBy" and x.source == needed]
        for successor in successors or [None]:
            prepared = (element, successor) in later if successor else None
            found.add((element, own, needed, its, successor, prepared))
    return found


def test_cq27_who_depends_on_what_ends_earlier(answer: Ask) -> None:
    expected = too_long(FACTS)
    assert ("od-ewa", None, "bundid", "2028-12-31", "deutschlandid", False) in expected
    assert cells(answer("CQ27")) == expected


def test_cq27_follows_the_end(change_cell: Change, answer_from: Ask) -> None:
    folder = change_cell("components", "eid", "until", "2027-03")
    assert {row[2:4] for row in too_long(folder) - too_long(FACTS)} == {("eid", "2027-03-31")}
    assert cells(answer_from(folder, "CQ27")) == too_long(folder)


def hubs(folder: Path, least: int) -> Cells:
    components, today = by_id("components", folder), here(TODAY, folder).components
    pairs = depends(folder)
    between = {(a, b) for a, b in pairs if a in components and b in components}
    blocks = [set(row["components"].split(";")) & today for row in table("function_blocks", folder)]
    affected: dict[str, set[str]] = {}
    for row, _, component in offers(folder):
        for element in reached([component], pairs) if component else ():
            affected.setdefault(element, set()).add(row["leika_key"])
    found: Cells = set()
    for element in today:
        dependents = sum(b == element for _, b in between)
        needs = sum(a == element for a, _ in between)
        covered = [block for block in blocks if element in block]
        others = len(set().union(*covered) - {element}) if covered else None
        alone = any(len(block) == 1 for block in covered) if covered else None
        if dependents >= least:
            kind = code(components[element]["type"])
            services = len(affected.get(element, ()))
            found.add((element, kind, dependents, needs, services, others, alone))
    return found


@pytest.mark.parametrize("least", [5, 1, 18, 1000000000])
def test_cq28_hubs(answer: Ask, least: int) -> None:
    expected = hubs(FACTS, least)
    assert bool(expected) == (least < 19)
    assert cells(answer("CQ28", least=str(least))) == expected


def test_cq28_follows_the_dependency(change_cell: Change, answer_from: Ask) -> None:
    folder = change_cell("dependencies", "dep-0205", "to_component", "fc-zsd")
    assert "fit-connect" in {row[0] for row in hubs(FACTS, 5) - hubs(folder, 5)}
    assert cells(answer_from(folder, "CQ28")) == hubs(folder, 5)


def open_changes(folder: Path, since: date = TODAY) -> Cells:
    components, plateaus = by_id("components", folder), by_id("plateaus", folder)
    doors, standards = by_id("interfaces", folder), by_id("standards", folder)
    known = components | by_id("organisations", folder) | standards
    connected: dict[str, set[str]] = {}
    for link in links(folder):
        connected.setdefault(link.source, set()).add(link.target)
        connected.setdefault(link.target, set()).add(link.source)

    def last(row: Row) -> str:
        return row["date"] if row["date"] not in ("", "offen") else plateaus[row["plateau"]]["date"]

    still_open = [r for r in table("target_changes", folder) if last(r) >= since.isoformat()[: len(last(r))]]
    found: Cells = set()
    for row in still_open:
        element = element_of(row)
        if element in components:
            level = components[element]["federal_level"]
            levels = {components[other]["federal_level"] for other in connected.get(element, ())}
            architecture = level == "ebenenübergreifend" or bool(levels - {level})
        else:
            architecture = element not in known
        found.add(
            (
                element,
                row["id"],
                {"neu": "new", "geändert": "changed", "abgelöst": "retired"}[row["change"]],
                row["date"] if row["date"] not in ("", "offen") else None,
                key(row["plateau"]),
                None,
                row["beschluss"] or None,
                sum(element_of(other) == element for other in still_open) - 1,
                architecture,
                element in doors or element in standards,
            )
        )
    return found


def test_cq30_open_changes(answer: Ask) -> None:
    expected = open_changes(FACTS)
    assert len(expected) == 14
    assert cells(answer("CQ30")) == expected


def test_cq30_changes_of_the_same_element(answer: Ask) -> None:
    expected = open_changes(FACTS, date(2020, 1, 1))
    assert len(expected) == 49 and max(row[7] for row in expected if isinstance(row[7], int)) == 3
    assert cells(answer("CQ30", since="2020-01-01")) == expected


def test_cq30_follows_the_element(change_cell: Change, answer_from: Ask) -> None:
    folder = change_cell("target_changes", "chg-043", "element", "zapuk")
    changed = {row[1]: row[7] for row in open_changes(folder) - open_changes(FACTS)}
    assert changed == {"chg-043": 1, "chg-037": 1}
    assert cells(answer_from(folder, "CQ30")) == open_changes(folder)


TABLES = {
    "Component": "components",
    "Organization": "organisations",
    "FunctionBlock": "function_blocks",
    "Interface": "interfaces",
    "Standard": "standards",
    "PublicService": "services",
    "Decision": "decisions",
    "Guideline": "guidelines",
    "Change": "target_changes",
}


def doubts(folder: Path, months: int) -> Cells:
    """Element, problem and what is stated, for what is a row of a table."""
    found: Cells = set()
    for name in (*TABLES.values(), "dependencies"):
        for identity, row in by_id(name, folder).items():
            element, source = key(identity), row["source"]
            if not source.startswith("http"):
                note = None if source in ("", "unverified") else source
                found.add((element, "unsourced", note))
            if row["confidence"] == "unverified":
                found.add((element, "unverified", None))
            note = re.sub(r"^https?://\S+\s*", "", source)
            for text in re.findall(r"\d{4}-\d{2}-\d{2}", note)[-1:]:
                seen = date.fromisoformat(text)
                age = (TODAY.year - seen.year) * 12 + TODAY.month - seen.month - (TODAY.day < seen.day)
                if age >= months:
                    found.add((element, "outdated", note))
    today, target = here(TODAY, folder).relations, here(TARGET, folder).relations
    for row in table("dependencies", folder):
        for state, present in (("ist", today), ("soll", target)):
            if (
                row["state"] in (state, "both")
                and row["nature"] != "abgelöst durch"
                and row["id"] not in present
            ):
                found.add((row["id"], "contradictory", state.upper()))
    components = by_id("components", folder)
    for row in table("target_changes", folder):
        column = {"neu": "since", "abgelöst": "until"}.get(row["change"])
        day = row["date"]
        if column and day != "offen" and row["element"] in components:
            stated = components[row["element"]][column]
            if stated and not day.startswith(stated) and not stated.startswith(day):
                found.add((row["element"], "contradictory", f"{stated} / {day}"))
    return found


def problems(answer: Answer, folder: Path) -> Cells:
    """The same of an answer; what is no row of a table, and single properties, are left out."""
    keys = {kind: set(map(key, by_id(name, folder))) for kind, name in TABLES.items()}
    dependencies = by_id("dependencies", folder)
    found: Cells = set()
    for row in answer.rows:
        element = row["element"]
        assert isinstance(element, Item)
        listed = element.key in keys.get(element.type, ()) or element.key in dependencies
        if listed and not (row["unverified"] and row["property"]):
            problem = next(name for name in answer.columns[2:6] if row[name])
            found.add((element.key, problem, row["stated"]))
    return found


@pytest.mark.parametrize("months", [3, 0, 5, 6, 1000000000])
def test_cq31_doubtful_statements(answer: Ask, months: int) -> None:
    expected = doubts(FACTS, months)
    assert any(row[1] == "outdated" for row in expected) == (months < 6)
    assert problems(answer("CQ31", months=str(months)), FACTS) == expected


def test_cq31_names_the_property_that_is_not_verified(answer: Ask) -> None:
    rows = {row[:2] for row in cells(answer("CQ31")) if row[3] and row[1]}
    assert ("elster-pf", "owner") not in rows
    assert ("reg-idnr", "lifecycle") not in rows
    assert {("ida", "lifecycle"), ("fc-zbp", "owner")} & rows == {("ida", "lifecycle")}


def test_cq31_follows_the_source(change_cell: Change, answer_from: Ask) -> None:
    folder = change_cell("components", "osi", "source", "unverified")
    assert doubts(folder, 3) - doubts(FACTS, 3) == {("osi", "unsourced", None)}
    assert problems(answer_from(folder, "CQ31"), folder) == doubts(folder, 3)


def test_cq31_a_date_that_contradicts(change_cell: Change, answer_from: Ask) -> None:
    folder = change_cell("components", "efa-mp", "since", "2023-02")
    assert ("efa-mp", "contradictory", "2023-02 / 2022-12") in doubts(folder, 3)
    assert problems(answer_from(folder, "CQ31"), folder) == doubts(folder, 3)
