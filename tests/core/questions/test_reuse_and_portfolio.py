# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""CQ12 to CQ16: reuse, funding, portfolio."""

from collections.abc import Callable
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
    depends,
    element_of,
    here,
    key,
    laender,
    takers,
    with_lists,
)
from tests.core.test_states import TARGET, table

Change = Callable[[str, str, str, str], Path]


def offers(folder: Path) -> Cells:
    names, found = laender(folder), set()
    for row in table("fitstore", folder):
        if row["model"] != "EfA":
            continue
        component, provider = row["component"] or None, row["providing_land"]
        known = provider if provider in names else None
        services = frozenset(
            r["name"] for r in table("services", folder) if r["online_service_component"] == component
        )
        reusing = takers(row, folder)
        rest = set(names) - {provider, *reusing} if known and reusing else set()
        found.add(
            (
                *(component or key(row["service"]), component, services if component else frozenset()),
                *(f"land-{known.lower()}" if known else None, frozenset(names[t] for t in reusing)),
                *(len(reusing) or None, frozenset(names[t] for t in rest), row["note"] or None),
            )
        )
    return found


LISTS = ("services", "takers", "lacking")


def test_cq12_who_provides_and_who_reuses(answer: Ask) -> None:
    expected = {row[0]: row for row in offers(FACTS)}
    assert expected["od-ewa"][5] == 7 and "Berlin" in str(expected["od-ewa"][6])
    assert with_lists(answer("CQ12"), *LISTS) == offers(FACTS)


def test_cq12_follows_a_new_taker(change_cell: Change, answer_from: Ask) -> None:
    folder = change_cell("fitstore", "Führerschein Online", "reusing_laender", "SH;NI")
    assert offers(folder) != offers(FACTS)
    assert with_lists(answer_from(folder, "CQ12"), *LISTS) == offers(folder)


def little_used(folder: Path, most: int = 3) -> Cells:
    components, state = by_id("components", folder), here(TODAY, folder)
    store = {row["component"]: row for row in table("fitstore", folder) if row["component"]}
    wholes = {
        (r["from_component"], r["to_component"])
        for r in table("dependencies", folder)
        if r["nature"] == "Teil von" and r["id"] in state.relations
    }
    pairs, found = depends(folder), set()
    for name in state.components:
        row = components[name]
        wide = (row["type"], row["federal_level"]) == ("Basiskomponente", "ebenenübergreifend")
        if row["lifecycle_status"] != "produktiv" or not (wide or name in store):
            continue
        users = {a for a, b in pairs if b == name and a in components and (name, a) not in wholes}
        reusing = takers(store[name], folder) if name in store else []
        if len(users) + len(reusing) <= most:
            found.add((name, code(row["type"]), name in store, len(users), len(reusing), None))
    return found


def test_cq13_what_could_be_reused_and_is_hardly(answer: Ask) -> None:
    assert {row[0] for row in little_used(FACTS)} >= {"gdik", "fink", "od-bafoeg"}
    for most in (0, 3, 100):
        assert cells(answer("CQ13", most=str(most))) == little_used(FACTS, most)
    counts = [int(str(row["components"])) for row in answer("CQ13").rows]
    assert counts == sorted(counts), "the least used stands first"


def test_cq13_follows_the_takers(change_cell: Change, answer_from: Ask) -> None:
    folder = change_cell("fitstore", "Führerschein Online", "reusing_laender", "SH;NI;BE;BB")
    assert {row[0] for row in little_used(FACTS) - little_used(folder)} == {"od-fs"}
    assert cells(answer_from(folder, "CQ13")) == little_used(folder)


def funded(folder: Path) -> Cells:
    components, found = by_id("components", folder), set()
    texts = [r["reason"] for r in table("target_changes", folder) if r["beschluss"] == "B-2026/18-IT"]
    for block in table("function_blocks", folder):
        for name in block["components"].split(";") if block["ebene"] == "Basisdienste" else []:
            label = components[name]["name"]
            words = [
                label,
                *([label.split(" (")[0], label.split("(")[1].split(")")[0]] if " (" in label else []),
            ]
            wordings = [text for text in texts if any(word in text for word in words)]
            for text in wordings or [None]:
                found.add((name, key(block["id"]), None, None, bool(wordings), text, frozenset()))
    return found


def test_cq14_which_basic_services_the_decision_funds(answer: Ask) -> None:
    assert {row[0] for row in funded(FACTS) if row[4]} == {"eid", "eudiw", "fit-connect", "noots"}
    assert with_lists(answer("CQ14"), "obliged") == funded(FACTS)


def test_cq14_follows_the_wording(change_cell: Change, answer_from: Ask) -> None:
    folder = change_cell("target_changes", "chg-030", "reason", "ZBDS und NOOTS finanziert der Bund")
    assert {row[0] for row in funded(folder) if row[4]} == {"zbds", "noots"}
    assert with_lists(answer_from(folder, "CQ14"), "obliged") == funded(folder)


def test_cq14_names_who_pays_and_who_must_connect(answer_with: Ask) -> None:
    turtle = """[] gru:funds c:zapuk ; gru:payer o:bund ; gru:amount 15000000.0 .
    x:a gru:concerns c:zapuk ; gru:requiredOf o:land-st . x:b gru:concerns c:zapuk ; gru:requiredOf o:land-sh ."""
    [row] = [row for row in with_lists(answer_with(turtle, "CQ14"), "obliged") if row[0] == "zapuk"]
    assert row[2:4] == ("bund", 15_000_000) and row[-1] == {"Sachsen-Anhalt", "Schleswig-Holstein"}


def owned(organisation: str, folder: Path) -> Cells:
    decisions, found = by_id("decisions", folder), set()
    present = here(TODAY, folder).components | here(TARGET, folder).components
    parts = [r for r in table("dependencies", folder) if r["nature"] == "Teil von"]
    for row in table("components", folder):
        if row["owner_org"] != organisation or row["id"] not in present:
            continue
        about = [r["beschluss"] for r in table("target_changes", folder) if element_of(r) == row["id"]]
        names = frozenset(f"{name} {decisions[name]['title']}" for name in about if name in decisions)
        for whole in {r["to_component"] for r in parts if r["from_component"] == row["id"]} or {None}:
            kind, status = code(row["type"]), code(row["lifecycle_status"])
            found.add((row["id"], kind, status, whole, names, None, None))
    return found


@pytest.mark.parametrize("organisation", ["fitko", "bmds", "land-by", "dataport", "kspv"])
def test_cq15_what_an_organisation_owns(answer: Ask, organisation: str) -> None:
    found = answer("CQ15", organisation=organisation)
    assert with_lists(found, "decisions") == owned(organisation, FACTS)


def test_cq15_follows_the_owner(change_cell: Change, answer_from: Ask) -> None:
    folder = change_cell("components", "maki", "owner_org", "fitko")
    assert {row[0] for row in owned("fitko", folder) - owned("fitko", FACTS)} == {"maki"}
    assert with_lists(answer_from(folder, "CQ15"), "decisions") == owned("fitko", folder)


def projects(folder: Path) -> Cells:
    changes = table("target_changes", folder)
    plateaus, found = by_id("plateaus", folder), set()
    names = {
        key(n): r["name"]
        for t in ("components", "interfaces", "organisations", "standards")
        for n, r in by_id(t, folder).items()
    }

    def when(row: dict[str, str]) -> str:
        return row["date"] if row["date"] != "offen" else plateaus[row["plateau"]]["date"]

    for decision in table("decisions", folder):
        if "projekt" not in decision["title"].lower():
            continue
        own = [row for row in changes if row["beschluss"] == decision["id"]]
        later = {
            f"{names[element_of(other)]}: {other['beschluss'] if basis(other, folder)[0] else other['id']}"
            for row in own
            for other in changes
            if element_of(other) == element_of(row) and when(other) > when(row)
        }
        elements = frozenset(names[element_of(row)] for row in own)
        found.add(
            (key(decision["id"]), "Decision", decision["date"], None, None, elements, frozenset(later), None)
        )
    return found


def test_cq16_what_is_known_of_projects(answer: Ask) -> None:
    assert {row[0] for row in projects(FACTS)} == {"2025-47-29p", "2025-03", "b-2024-28-it", "2019-46"}
    assert with_lists(answer("CQ16"), "elements", "followUps") == projects(FACTS)


def test_cq16_follows_the_decision(change_cell: Change, answer_from: Ask) -> None:
    folder = change_cell("decisions", "2022/33", "title", "Projekt XBezahldienste")
    folder = change_cell("target_changes", "chg-028", "beschluss", "B-2024/28-IT")
    assert len(projects(folder)) == 5
    assert with_lists(answer_from(folder, "CQ16"), "elements", "followUps") == projects(folder)


def test_cq16_a_project_that_ends_without_a_later_change_is_told(answer_with: Ask) -> None:
    turtle = "".join(
        f'm:{name} a gru:Measure ; gru:carries ch:{change} ; gru:validUntil "{year}"^^xsd:gYear ; '
        f'gru:untilDay "{year}-12-31"^^xsd:date .'
        for name, change, year in (
            ("loose", "chg-027", 2026),
            ("going", "chg-016", 2026),
            ("long", "chg-027", 2029),
        )
    )
    found = {row[0]: row[-1] for row in cells(answer_with(turtle, "CQ16"))}
    assert (found["loose"], found["going"], found["long"]) == (True, False, False)


@pytest.mark.parametrize(
    ("question", "turtle", "sentence"),
    [
        (
            "CQ12",
            "ro:ca.-50-onlinedienste--sammelnennung- gru:offeredComponent c:od-auf .",
            "Welcher Onlinedienst",
        ),
        ("CQ12", "ro:od-ikfz gru:providingLand o:land-nw .", "„i-Kfz“ bereitstellt"),
        ("CQ12", "[] gru:reuseOf ro:od-sozp ; gru:taker o:land-nw .", "Wer „Sozialplattform“"),
        ("CQ12", "r:x a gru:Realises ; gru:source c:od-fs .", "Welche Leistungen „Führerschein Online“"),
        (
            "CQ12",
            "[] gru:reuseOf ro:od-bau ; gru:taker o:koeln .",
            "Welche Kommunen „Digitale Baugenehmigung“",
        ),
        ("CQ13", "c:gdik gru:userCount 12 .", "„Geodigitalisierungskomponente (GDIK)“"),
        ("CQ13", "[] gru:reuseOf ro:od-sozp .", "Wer „Sozialplattform“"),
        ("CQ14", "[] gru:funds c:zbds .", "Wer „ZBDS"),
        ("CQ14", "x:x gru:concerns c:zbds ; gru:requiredOf o:land-st .", "Welche Länder sich an „ZBDS"),
        ("CQ15", 'c:govdata gru:steeringModel "x"@de .', "Nach welchem Ansatz „GovData“"),
        ("CQ15", "[] gru:funds c:govdata ; gru:amount 1.0 .", "Budget „GovData“"),
        ("CQ15", "m:x a gru:Measure ; gru:owner o:fitko .", "Projekte von"),
        (
            "CQ16",
            "m:x a gru:Measure ; gru:basedOn d:2025-03 .",
            "„Portfoliosteuerung (FIT-SB und FIT-AB werden angehört; 15 Mio. Euro für Projekte)“ ist nur",
        ),
        (
            "CQ16",
            'd:2019-46 gru:goal "x"@de .',
            "„Projekte Digitalisierungsbudget (föderales IT-Architekturmanagement wird aufgebaut)“ einzahlt",
        ),
        ("CQ16", 'd:2025-47-29p gru:validUntil "2026"^^xsd:gYear .', "2026 laufen“ endet"),
    ],
)
def test_a_fact_that_was_missing_is_no_longer_told(
    answer: Ask, answer_with: Ask, question: str, turtle: str, sentence: str
) -> None:
    before, after = answer(question).missing, answer_with(turtle, question).missing
    assert [text for text in before if sentence in text] and not [text for text in after if sentence in text]
