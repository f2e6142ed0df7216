# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""CQ05 and CQ06: who is affected by a replacement, who still uses an interface that goes."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.core.conftest import FACTS, TODAY
from tests.core.questions.conftest import Ask
from tests.core.questions.tables import (
    Cells,
    by_id,
    cells,
    code,
    depends,
    ends,
    here,
    laender,
    replacements,
    takers,
    with_lists,
)
from tests.core.test_states import TARGET, table

Change = Callable[[str, str, str, str], Path]


def affected_by(element: str, folder: Path) -> Cells:
    pairs, components = depends(folder), by_id("components", folder)
    reached, waiting = set[str](), [element]
    while waiting:
        on = waiting.pop()
        for dependent, other in pairs:
            if other == on and dependent not in reached:
                reached.add(dependent)
                waiting.append(dependent)
    found: Cells = set()
    for name in reached - {element}:
        row = components.get(name)
        if row and row["type"] in ("Onlinedienst", "Portal"):
            owner = row["owner_org"] or None
            found.add((name, code(row["type"]), (name, element) in pairs, owner, concerned(name, folder)))
    return found


def concerned(component: str, folder: Path) -> frozenset[str]:
    """The Länder that own, reuse or answer for a component."""
    names, organisations = laender(folder), by_id("organisations", folder)
    lands = set()
    above = by_id("components", folder)[component]["owner_org"]
    while above:
        lands.add(above)
        above = organisations[above]["parent"]
    found = {name for short, name in names.items() if f"land-{short.lower()}" in lands}
    for row in table("fitstore", folder):
        if row["component"] == component:
            found |= {names[short] for short in takers(row, folder)}
    for row in table("services", folder):
        if row["online_service_component"] == component and row["responsible_land"] in names:
            found.add(names[row["responsible_land"]])
    return frozenset(found)


@pytest.mark.parametrize(
    "element", "zbp bundid dvdv if-bundid-saml if-dvdv-dir pvog reg-melde if-dvdv-osci koeln leika".split()
)
def test_cq05_online_services_portals_and_laender_behind_an_element(answer: Ask, element: str) -> None:
    expected = affected_by(element, FACTS)
    assert bool(expected) == (element not in ("if-dvdv-osci", "koeln"))
    assert with_lists(answer("CQ05", element=element), "lands") == expected


def test_cq05_answers_for_the_mailbox_as_it_is(answer: Ask) -> None:
    assert with_lists(answer("CQ05"), "lands") == affected_by("zbp", FACTS)


def test_cq05_follows_a_relation_that_goes(change_cell: Change, answer_from: Ask) -> None:
    [relation] = [
        row["id"]
        for row in table("dependencies")
        if (row["from_component"], row["to_component"]) == ("od-wg", "zbp")
    ]
    folder = change_cell("dependencies", relation, "state", "soll")
    assert affected_by("zbp", folder) != affected_by("zbp", FACTS)
    assert with_lists(answer_from(folder, "CQ05"), "lands") == affected_by("zbp", folder)


def test_cq05_follows_the_owner(change_cell: Change, answer_from: Ask) -> None:
    folder = change_cell("components", "od-str", "owner_org", "dnrw")
    expected = ("od-str", "onlinedienst", False, "dnrw", frozenset({"Nordrhein-Westfalen"}))
    found = answer_from(folder, "CQ05")
    assert expected in with_lists(found, "lands")
    assert not any("Strahlenschutz" in text and "verantwortet" in text for text in found.missing)


def still_in_use(folder: Path) -> Cells:
    doors, components, going = by_id("interfaces", folder), by_id("components", folder), ends(folder)
    today, target = here(TODAY, folder).relations, here(TARGET, folder).relations
    rows = table("dependencies", folder)
    wholes = {(r["from_component"], r["to_component"]) for r in rows if r["nature"] == "Teil von"}
    found: Cells = set()
    for row in rows:
        provider = doors[row["via"]]["provider_component"] if row["via"] in doors else None
        if row["id"] not in today or provider not in going:
            continue
        for user in {row["from_component"], row["to_component"]} - {provider}:
            if (provider, user) in wholes:
                continue
            for successor in [new for old, new in replacements(folder) if old == provider] or [None]:
                moves = [
                    r for r in rows if r["id"] in target and user in (r["from_component"], r["to_component"])
                ]
                planned = any(
                    successor in (r["from_component"], r["to_component"], r["via"]) and successor != user
                    for r in moves
                )
                until, owner = (
                    components[str(provider)]["until"] or None,
                    components[user]["owner_org"] or None,
                )
                found.add((row["via"], provider, until, user, owner, successor, planned))
    return found


def test_cq06_who_still_uses_an_interface_that_goes(answer: Ask) -> None:
    expected = still_in_use(FACTS)
    assert ("if-ddb", "ddatabox", None, "od-wg", "land-sh", "fit-connect", True) in expected
    assert cells(answer("CQ06")) == expected
    assert cells(answer("CQ06", interface="if-ddb")) == {row for row in expected if row[0] == "if-ddb"}


def test_cq06_tells_what_is_not_known_of_the_old_dvdv_interface(answer: Ask) -> None:
    assert set(answer("CQ06", interface="if-dvdv-osci").missing) == {
        "Wer „DVDV OSCI-Schnittstelle (Legacy Facade, abgekündigt)“ noch nutzt, ist nicht angegeben.",
        "Was auf „DVDV OSCI-Schnittstelle (Legacy Facade, abgekündigt)“ folgt, ist nicht angegeben.",
    }


def test_cq06_follows_an_announced_end(change_cell: Change, answer_from: Ask) -> None:
    folder = change_cell("components", "nbroker", "lifecycle_status", "abgekündigt")
    new = still_in_use(folder) - still_in_use(FACTS)
    assert {(row[0], row[3]) for row in new} == {("if-xta", "fv-wg"), ("if-xta", "od-wg"), ("if-xta", "osi")}
    assert cells(answer_from(folder, "CQ06")) == still_in_use(folder)


@pytest.mark.parametrize(
    ("question", "parameters", "turtle", "sentence"),
    [
        ("CQ05", {"element": "pvog"}, "c:pvog gru:replacedBy c:noots .", "an die Stelle von „Portalverbund"),
        (
            "CQ05",
            {"element": "dvdv-lf"},
            "c:dvdv-lf gru:presentIn gru:ist . c:od-wg gru:dependsOn c:dvdv-lf .",
            "nicht in Betrieb",
        ),
        (
            "CQ05",
            {"element": "koeln"},
            "o:koeln gru:presentIn gru:ist . c:od-k-gew gru:dependsOn o:koeln .",
            "nicht in Betrieb",
        ),
        (
            "CQ05",
            {"element": "reg-unb"},
            "c:muk gru:dependsOn c:reg-unb . c:reg-unb gru:presentIn gru:ist .",
            "nicht in Betrieb",
        ),
        ("CQ05", {"element": "vip"}, "c:muk gru:dependsOn c:vip .", "wer es nutzt"),
        ("CQ05", {}, "c:od-str gru:owner o:bund .", "„Strahlenschutz Online (EfA, OSI)“ verantwortet"),
        ("CQ05", {}, "[] gru:reuseOf ro:od-sozp .", "„Sozialplattform“"),
        ("CQ06", {}, "r:x gru:via i:if-muk-pf .", "„MUK Postfach 2.0 Schnittstelle“ noch nutzt"),
        ("CQ06", {}, "i:if-dvdv-osci gru:replacedBy i:if-dvdv-dir .", "folgt"),
        ("CQ06", {}, 'c:ddatabox gru:validUntil "2027"^^xsd:gYear .', "„dDatabox Download“ endet"),
    ],
)
def test_a_fact_that_was_missing_is_no_longer_told(
    answer: Ask, answer_with: Ask, question: str, parameters: dict[str, str], turtle: str, sentence: str
) -> None:
    before, after = (
        answer(question, **parameters).missing,
        answer_with(turtle, question, **parameters).missing,
    )
    assert [text for text in before if sentence in text] and not [text for text in after if sentence in text]
