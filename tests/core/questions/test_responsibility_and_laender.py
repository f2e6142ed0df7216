# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""CQ24, CQ25, CQ29: who is responsible, the landscape of a Land, and the operators it depends on."""

import math
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from tests.core.conftest import FACTS, TODAY
from tests.core.questions.conftest import Ask
from tests.core.questions.links import land, links, offers, reached
from tests.core.questions.tables import Cells, by_id, cells, code, depends, here, takers
from tests.core.test_states import TARGET, table

Change = Callable[[str, str, str, str], Path]


def responsible(folder: Path) -> Cells:
    present = here(TODAY, folder).components
    return {
        (
            row["id"],
            code(row["federal_level"]),
            row["owner_org"] or None,
            row["operator_org"] or None,
            None,
            3 - bool(row["owner_org"]) - bool(row["operator_org"]),
        )
        for row in table("components", folder)
        if row["id"] in present
    }


def test_cq24_who_is_responsible(answer: Ask) -> None:
    expected = responsible(FACTS)
    assert len(expected) == 149
    assert cells(answer("CQ24")) == expected
    assert cells(answer("CQ24", element="doica")) == {row for row in expected if row[0] == "doica"}


def test_cq24_follows_the_operator(change_cell: Change, answer_from: Ask) -> None:
    folder = change_cell("components", "dvdv-srv", "operator_org", "itzbund")
    assert responsible(folder) - responsible(FACTS) == {("dvdv-srv", "land", "fitko", "itzbund", None, 1)}
    assert cells(answer_from(folder, "CQ24")) == responsible(folder)


def test_cq24_names_the_specialist_lead(answer_with: Ask) -> None:
    turtle = """[] gru:responsibleFor c:noots ; gru:organization o:fitko ;
        gru:role <https://w3id.org/grundriss/ns/role/specialist-lead> ."""
    rows = {row[0]: row for row in cells(answer_with(turtle, "CQ24"))}
    assert rows["noots"][4:] == ("fitko", 0)


def bodies(organisation: str, folder: Path) -> set[str]:
    """An organisation and all that belong to it."""
    return reached([organisation], {(r["parent"], r["id"]) for r in table("organisations", folder)})


def landscape(organisation: str, day: date, folder: Path) -> set[str]:
    members, present = bodies(organisation, folder), here(day, folder).components
    own = {
        row["id"] for row in table("components", folder) if {row["owner_org"], row["operator_org"]} & members
    }
    for row in table("fitstore", folder):
        if row["component"] and {land(part) for part in takers(row, folder)} & members:
            own.add(row["component"])
    online = {
        offer: component
        for row, offer, component in offers(folder, day)
        if land(row["responsible_land"]) in members
    }
    needed = {link.needed for link in links(folder, day) if link.dependent in own}
    return own & present | needed | set(online) | {c for c in online.values() if c}


def compared(one: str, other: str, folder: Path) -> Cells:
    components = by_id("components", folder)
    views = [landscape(side, day, folder) for side in (one, other) for day in (TODAY, TARGET)]
    found: Cells = set()
    for element in set().union(*views):
        inside = [element in view for view in views]
        kind = code(components[element]["type"]) if element in components else None
        found.add((element, kind, *inside, inside[:2] != inside[2:]))
    return found


@pytest.mark.parametrize(
    ("one", "other"),
    [("land-st", "land-sn"), ("land-by", "land-hh"), ("land-nw", "land-nw"), ("bund", "fitko")],
)
def test_cq25_two_laender(answer: Ask, one: str, other: str) -> None:
    expected = compared(one, other, FACTS)
    assert len(expected) > 5
    assert cells(answer("CQ25", land=one, other=other)) == expected


def test_cq25_follows_the_login_of_the_portal(change_cell: Change, answer_from: Ask) -> None:
    folder = change_cell("dependencies", "dep-0262", "to_component", "fink")
    assert {
        row[0] for row in compared("land-st", "land-sn", folder) - compared("land-st", "land-sn", FACTS)
    } == {"fink"}
    assert cells(answer_from(folder, "CQ25")) == compared("land-st", "land-sn", folder)


def operators(folder: Path, organisation: str | None = None, level: str | None = None) -> Cells:
    components, present = by_id("components", folder), here(TODAY, folder).components
    organisations = by_id("organisations", folder)
    members = bodies(organisation, folder) if organisation else set()
    own = {
        key
        for key, row in components.items()
        if row["owner_org"] in members or (level and row["federal_level"] == level)
    }
    needed = reached(own, depends(folder)) & present
    run_by: dict[str, set[str]] = {}
    for element in needed:
        if components[element]["operator_org"]:
            run_by.setdefault(components[element]["operator_org"], set()).add(element)
    total = sum(map(len, run_by.values()))
    return {
        (
            operator,
            code(organisations[operator]["level"]),
            organisations[operator]["parent"] or None,
            len(elements & own),
            len(elements),
            math.floor(100 * len(elements) / total + 0.5),
        )
        for operator, elements in run_by.items()
    }


@pytest.mark.parametrize("scope", ["land-sh", "land-by", "bund", "fitko"])
def test_cq29_the_operators_of_an_organisation(answer: Ask, scope: str) -> None:
    expected = operators(FACTS, scope)
    assert expected
    assert cells(answer("CQ29", scope=scope)) == expected


def test_cq29_the_operators_of_a_level(answer: Ask) -> None:
    scope = "https://w3id.org/grundriss/ns/federal-level/kommune"
    assert cells(answer("CQ29", scope=scope)) == operators(FACTS, level="kommune") != set()


def test_cq29_follows_the_operator(change_cell: Change, answer_from: Ask) -> None:
    folder = change_cell("components", "portal-sh", "operator_org", "itni")
    assert {row[0] for row in operators(folder, "land-sh") - operators(FACTS, "land-sh")} >= {
        "itni",
        "dataport",
    }
    assert cells(answer_from(folder, "CQ29")) == operators(folder, "land-sh")
