# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""CQ01 to CQ04: redundancy, gaps, what exists, what changes between two states."""

import calendar
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from tests.core.conftest import FACTS, TODAY
from tests.core.questions.conftest import Ask
from tests.core.questions.tables import (
    Cells,
    basis,
    by_id,
    cells,
    code,
    element_of,
    here,
    key,
    replacements,
    with_lists,
)
from tests.core.test_states import TARGET, first_day, table

Change = Callable[[str, str, str, str], Path]


def doing_the_same(folder: Path, day: date = TODAY) -> Cells:
    components, present = by_id("components", folder), here(day, folder).components
    tasks = []
    for block in table("function_blocks", folder):
        covering = block["components"].split(";")
        tasks += [(key(block["id"]), element, "covers") for element in covering]
        tasks += [
            (key(block["id"]), old, "replacedBy") for old, new in replacements(folder) if new in covering
        ]
    for door in table("interfaces", folder):
        if door["standard_id"] and components[door["provider_component"]]["type"] == "Basiskomponente":
            tasks.append((key(door["standard_id"]), door["provider_component"], "conformsTo"))
    groups: dict[tuple[str, str], set[str]] = {}
    for task, element, _ in tasks:
        if element in present:
            groups.setdefault((task, components[element]["federal_level"]), set()).add(element)
    return {
        (task, code(level), element, why, code(components[element]["lifecycle_status"]))
        for task, element, why in tasks
        for level in [components[element]["federal_level"]]
        if element in present and len(groups[task, level]) > 1
    }


def test_cq01_who_does_the_same_on_the_same_level(answer: Ask) -> None:
    expected = doing_the_same(FACTS)
    assert {row[2] for row in expected if row[0] == "fb-post"} == set(
        "demail egvp elster-pf mjp muk-pf2 muk-plus".split()
    )
    assert cells(answer("CQ01")) == expected
    assert cells(answer("CQ01", state="soll")) == doing_the_same(FACTS, TARGET)


def test_cq01_follows_the_level(change_cell: Change, answer_from: Ask) -> None:
    folder = change_cell("components", "sap-pay", "federal_level", "bund")
    assert doing_the_same(folder) == {row for row in doing_the_same(FACTS) if row[1] != "land"}
    assert cells(answer_from(folder, "CQ01")) == doing_the_same(folder)


def blocks_without(folder: Path) -> Cells:
    components, present = by_id("components", folder), here(TODAY, folder).components
    found: Cells = set()
    for block in table("function_blocks", folder):
        covering = [part for part in block["components"].split(";") if part]
        if any(c in present and components[c]["lifecycle_status"] == "produktiv" for c in covering):
            continue
        for c in covering:
            old = {components[a]["name"] for a, b in replacements(folder) if b == c and a in present}
            row = components[c]
            since, status = row["since"] or None, code(row["lifecycle_status"])
            found.add((key(block["id"]), code(block["ebene"]), c, status, since, frozenset(old)))
    return found


def test_cq02_which_blocks_have_no_productive_element(answer: Ask) -> None:
    assert {row[0] for row in blocks_without(FACTS)} == {"fb-abruf", "fb-zahl", "fb-post"}
    assert with_lists(answer("CQ02"), "today") == blocks_without(FACTS)


def test_cq02_a_productive_element_fills_the_gap(change_cell: Change, answer_from: Ask) -> None:
    folder = change_cell("components", "noots", "lifecycle_status", "produktiv")
    assert {row[0] for row in blocks_without(folder)} == {"fb-zahl", "fb-post"}
    assert with_lists(answer_from(folder, "CQ02"), "today") == blocks_without(folder)


def elements(folder: Path, day: date = TODAY) -> Cells:
    present = here(day, folder).components
    return {
        (
            *(row["id"], code(row["type"]), code(row["federal_level"]), row["owner_org"] or None),
            *(row["operator_org"] or None, code(row["lifecycle_status"])),
        )
        for row in table("components", folder)
        if row["id"] in present
    }


@pytest.mark.parametrize(
    ("when", "day"), [("ist", TODAY), ("soll", TARGET), ("2025-06-30", date(2025, 6, 30))]
)
def test_cq03_what_exists_and_who_is_responsible(answer: Ask, when: str, day: date) -> None:
    assert cells(answer("CQ03", state=when)) == elements(FACTS, day)


def test_cq03_tells_who_is_not_known(answer: Ask) -> None:
    rows = [row for row in table("components") if row["id"] in here(TODAY, FACTS).components]
    expected = {
        f"Wer „{row['name']}“ verantwortet, ist nicht angegeben." for row in rows if not row["owner_org"]
    }
    expected |= {
        f"Wer „{row['name']}“ betreibt, ist nicht angegeben." for row in rows if not row["operator_org"]
    }
    assert set(answer("CQ03").missing) == expected


def test_cq03_follows_the_operator(change_cell: Change, answer_from: Ask) -> None:
    folder = change_cell("components", "govdata", "operator_org", "")
    found = answer_from(folder, "CQ03")
    assert cells(found) == elements(folder) != elements(FACTS)
    assert "Wer „GovData“ betreibt, ist nicht angegeben." in found.missing


def differences(folder: Path, a: date = TODAY, b: date = TARGET) -> Cells:
    before, after = here(a, folder).components, here(b, folder).components
    offered = {row["id"]: row["provider_component"] for row in table("interfaces", folder)}
    components = by_id("components", folder)

    def there(element: str, present: set[str]) -> bool:
        name = offered.get(element, element)
        return name in present if name in components else True

    causes: dict[str, list[tuple[str | None, str, str | None, str | None]]] = {}
    for row in table("target_changes", folder):
        if a < day_of(row, folder) <= b:
            when = row["date"] if row["date"] != "offen" else None
            causes.setdefault(element_of(row), []).append((when, row["reason"], *basis(row, folder)))
    found: Cells = set()
    for element in {*components, *offered, *causes}:
        was, will = there(element, before), there(element, after)
        if was and will:
            found |= {(element, "changed", None, *cause) for cause in causes.get(element, [])}
        elif was or will:
            row = components.get(element)
            dated = (row["until"] if was else row["since"]) or None if row else None
            next_ones = [new for old, new in replacements(folder) if was and old == element and new in after]
            for successor in next_ones or [None]:
                for _, *why in causes.get(element) or [(None, None, None, None)]:
                    found.add((element, "retired" if was else "new", successor, dated, *why))
    return found


def day_of(row: dict[str, str], folder: Path) -> date:
    """The day of a change: its date, else its plateau's; what goes is gone on the last day of a year or month."""
    parts = row["date"].split("-")
    if row["date"] in ("", "offen"):
        return date.fromisoformat(by_id("plateaus", folder)[row["plateau"]]["date"])
    if row["change"] != "abgelöst" or len(parts) == 3:
        return first_day(row["date"])
    year, month = int(parts[0]), int(parts[1]) if len(parts) == 2 else 12
    return date(year, month, calendar.monthrange(year, month)[1])


@pytest.mark.parametrize(
    ("a", "b", "days"),
    [
        ("ist", "soll", (TODAY, TARGET)),
        ("P2023", "P2026", (date(2023, 12, 31), date(2026, 12, 31))),
        ("2025-06-29", "2025-07-01", (date(2025, 6, 29), date(2025, 7, 1))),
        ("2020", "2030", (date(2020, 12, 31), date(2030, 12, 31))),
        ("ist", "ist", (TODAY, TODAY)),
    ],
)
def test_cq04_what_changes_between_two_states(answer: Ask, a: str, b: str, days: tuple[date, date]) -> None:
    assert cells(answer("CQ04", **{"from": a, "to": b})) == differences(FACTS, *days)


def test_cq04_follows_an_end(change_cell: Change, answer_from: Ask) -> None:
    folder = change_cell("components", "govdata", "until", "2027")
    gone = differences(folder) - differences(FACTS)
    assert {(row[0], row[1], row[3]) for row in gone} >= {
        ("govdata", "retired", "2027"),
        ("if-govdata", "retired", None),
    }
    found = answer_from(folder, "CQ04")
    assert cells(found) == differences(folder)
    assert not any("„GovData“" in sentence and "datiert" in sentence for sentence in found.missing), (
        "it has a date"
    )


@pytest.mark.parametrize(
    ("question", "turtle", "sentence"),
    [
        ("CQ01", "c:fink gru:replacedBy c:deutschlandid .", "„FINK"),
        ("CQ02", 'c:zbds gru:validFrom "2028"^^xsd:gYear .', "„ZBDS"),
        (
            "CQ03",
            "[] gru:responsibleFor c:hkr ; gru:role <https://w3id.org/grundriss/ns/role/operator> .",
            "„Haushalts-",
        ),
        (
            "CQ04",
            'c:bayernid gru:validUntil "2028"^^xsd:gYear .',
            "„BayernID“ kommt oder geht, ist nicht datiert",
        ),
        ("CQ04", "[] gru:changes c:bayernid .", "Warum „BayernID“"),
    ],
)
def test_a_fact_that_was_missing_is_no_longer_told(
    answer: Ask, answer_with: Ask, question: str, turtle: str, sentence: str
) -> None:
    before, after = answer(question).missing, answer_with(turtle, question).missing
    gone = set(before) - set(after)
    assert len(gone) == 1 and sentence in gone.pop()
