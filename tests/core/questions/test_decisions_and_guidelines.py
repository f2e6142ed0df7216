# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""CQ07 to CQ11: decisions, guidelines, standards."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from tests.core.conftest import FACTS, TODAY
from tests.core.questions.conftest import Ask
from tests.core.questions.tables import Cells, address, basis, by_id, cells, code, element_of, here, key
from tests.core.test_states import TARGET, first_day, table

Change = Callable[[str, str, str, str], Path]
KINDS = {"neu": "new", "geändert": "changed", "abgelöst": "retired"}


def rests_on(folder: Path) -> Cells:
    decisions = by_id("decisions", folder)
    found: Cells = set()
    for row in table("target_changes", folder):
        if row["beschluss"]:
            decision, text = basis(row, folder)
            taken = decisions.get(row["beschluss"], {})
            when = row["date"] if row["date"] != "offen" else None
            found.add(
                (
                    *(element_of(row), row["id"], KINDS[row["change"]], when, row["reason"], decision),
                    *(taken.get("meeting"), taken.get("date"), text, None),
                )
            )
    return found


def test_cq07_which_decision_each_change_rests_on(answer: Ask) -> None:
    assert cells(answer("CQ07")) == rests_on(FACTS)
    assert cells(answer("CQ07", element="zapuk")) == {row for row in rests_on(FACTS) if row[0] == "zapuk"}


def test_cq07_tells_which_changes_rest_on_nothing_known(answer: Ask) -> None:
    missing = answer("CQ07").missing
    rows = table("target_changes")
    assert sum("ist nicht angegeben" in text for text in missing) == sum(not row["beschluss"] for row in rows)
    texts = {(element_of(row), row["beschluss"]) for row in rows if basis(row, FACTS)[1]}
    assert sum("kein Beschluss mit Kennung" in text for text in missing) == len(texts)
    assert missing[-1] == "Zu keinem Beschluss ist angegeben, ob er aufgehoben oder ersetzt wurde."


def test_cq07_follows_the_decision(change_cell: Change, answer_from: Ask) -> None:
    folder = change_cell("target_changes", "chg-005", "beschluss", "2022/32")
    found = answer_from(folder, "CQ07")
    assert cells(found) == rests_on(folder) != rests_on(FACTS)
    assert not any("chg-005" in text for text in found.missing)


def test_cq07_names_the_decision_that_repeals(answer_with: Ask) -> None:
    found = answer_with("d:2022-32 gru:repealedBy d:2025-03 .", "CQ07", element="fep")
    assert [row[-1] for row in cells(found)] == ["2025-03"]


def assessed(folder: Path) -> Cells:
    binding = {
        key(row["id"])
        for row in table("guidelines", folder)
        if row["obligation"] in ("MUSS", "verbindlich", "Rechtsverordnung")
    }
    effects: list[tuple[date, str]] = [
        (first_day(row["date"]), element_of(row))
        for row in table("target_changes", folder)
        if element_of(row) in binding
    ]
    present = here(TODAY, folder).components | here(TARGET, folder).components
    found: Cells = set()
    for row in table("components", folder):
        if row["id"] in present:
            earlier = [e for e in effects if row["since"] and e[0] <= first_day(row["since"])]
            found.add((row["id"], row["since"] or None, max(earlier)[1] if earlier else None, None, None))
    return found


def test_cq08_which_version_applied_and_nothing_is_assessed(answer: Ask) -> None:
    expected = assessed(FACTS)
    versions = {row[0]: row[2] for row in expected}
    assert (versions["fit-connect"], versions["noots"], versions["bundid"]) == (
        "fitarl-1.0",
        "fitarl-1.9",
        None,
    )
    assert cells(answer("CQ08")) == expected
    assert cells(answer("CQ08", element="noots")) == {row for row in expected if row[0] == "noots"}


def test_cq08_follows_the_start(change_cell: Change, answer_from: Ask) -> None:
    folder = change_cell("components", "govdata", "since", "2024")
    assert ("govdata", "2024", "fitarl-1.0", None, None) in assessed(folder)
    found = answer_from(folder, "CQ08")
    assert cells(found) == assessed(folder)
    assert not any("„GovData“" in text for text in found.missing)


def test_cq08_lists_what_does_not_conform_and_leaves_out_what_does(answer_with: Ask) -> None:
    turtle = "[] gru:assesses c:noots ; gru:conforms true . [] gru:assesses c:govdata ; gru:conforms false ."
    found = answer_with(turtle, "CQ08")
    assert "noots" not in {row[0] for row in cells(found)}
    assert [row[0] for row in cells(found) if row[-1] is False] == ["govdata"]
    assert found.rows[0]["conforms"] is False, "what breaks a guideline stands first"


def guidelines_for_all(folder: Path) -> Cells:
    rows = by_id("guidelines", folder)
    since = {element_of(row): row["date"] for row in table("target_changes", folder)}
    by_name = {row["title"]: key(name) for name, row in rows.items()}
    return {
        (
            *(
                key(name),
                code(row["obligation"]),
                row["publisher"] or None,
                by_name.get(row["publisher"]),
                None,
            ),
            *(since.get(key(name)), row["content"] or None),
        )
        for name, row in rows.items()
    }


def test_cq09_the_guidelines_that_may_apply(answer: Ask) -> None:
    assert cells(answer("CQ09")) == guidelines_for_all(FACTS)
    assert [row[0] for row in guidelines_for_all(FACTS) if row[3]] == ["nitarl-av-01"]


def test_cq09_follows_the_publisher(change_cell: Change, answer_from: Ask) -> None:
    folder = change_cell("guidelines", "OZGSV-1", "publisher", "Nationale IT-Architekturrichtlinie")
    assert {row[0] for row in guidelines_for_all(folder) if row[3] == "nitarl"} == {"nitarl-av-01", "ozgsv-1"}
    assert cells(answer_from(folder, "CQ09")) == guidelines_for_all(folder)


def test_cq09_a_guideline_of_another_level_does_not_apply(answer_with: Ask) -> None:
    level = "<https://w3id.org/grundriss/ns/federal-level/{}>"
    turtle = f"g:fitarl-1.9 gru:federalLevel {level.format('ebenenuebergreifend')} ."
    turtle += f"g:nitarl gru:federalLevel {level.format('bund')} ."
    for element, expected in (("bayernid", {"fitarl-1.9"}), ("bundid", {"fitarl-1.9", "nitarl"})):
        found = {row[0] for row in cells(answer_with(turtle, "CQ09", element=element))}
        assert found & {"fitarl-1.9", "nitarl"} == expected


def named_by(decision: str, folder: Path) -> set[str]:
    """The standards whose evidence is the page of a decision."""
    page = address(by_id("decisions", folder)[decision]["source"])
    return {row["id"] for row in table("standards", folder) if address(row["source"]) == page}


def not_binding(folder: Path) -> Cells:
    standards, present = by_id("standards", folder), here(TODAY, folder).components
    binding = named_by("B-2026/03-IT", folder)
    return {
        (row["id"], row["provider_component"], name, standards[name]["version"] or None, False, False, None)
        for row in table("interfaces", folder)
        for name in [row["standard_id"]]
        if name and name not in binding and row["provider_component"] in present
    }


def test_cq10_which_interfaces_follow_a_standard_that_is_not_binding(answer: Ask) -> None:
    assert cells(answer("CQ10")) == not_binding(FACTS)


def test_cq10_follows_the_standard(change_cell: Change, answer_from: Ask) -> None:
    folder = change_cell("interfaces", "if-xta", "standard_id", "rest")
    assert {row[0] for row in not_binding(FACTS) - not_binding(folder)} == {"if-xta"}
    assert cells(answer_from(folder, "CQ10")) == not_binding(folder)


def test_cq10_a_binding_standard_that_is_replaced_is_outdated(answer_with: Ask) -> None:
    found = cells(answer_with("s:openapi gru:replacedBy s:graphql .", "CQ10"))
    assert {row[0] for row in found if row[4:] == (True, True, "graphql")} == {"if-pvog-such", "if-fim-api"}


def test_cq10_a_standard_is_outdated_when_all_its_versions_have_ended(answer_with: Ask) -> None:
    ended = '<https://w3id.org/grundriss/id/standard-version/xta2--2> gru:validUntil "2025"^^xsd:gYear .'
    assert [row[5] for row in cells(answer_with(ended, "CQ10")) if row[0] == "if-xta"] == [True]
    newer = ended + "<https://w3id.org/grundriss/id/standard-version/xta2--3> dct:isVersionOf s:xta2 ."
    assert [row[5] for row in cells(answer_with(newer, "CQ10")) if row[0] == "if-xta"] == [False]


def not_implemented(folder: Path) -> Cells:
    standards = by_id("standards", folder)

    def followed(day: date) -> set[str]:
        state = here(day, folder)
        used = {
            r["standard_id"]
            for r in table("interfaces", folder)
            if r["provider_component"] in state.components
        }
        return used | {r["via"] for r in table("dependencies", folder) if r["id"] in state.relations}

    return {
        (name, None, standards[name]["publisher"] or None, name in followed(TARGET))
        for name in named_by("B-2026/03-IT", folder) - followed(TODAY)
    }


def test_cq11_which_binding_standards_nobody_implements(answer: Ask) -> None:
    assert {row[0] for row in not_implemented(FACTS)} >= {"mlkem", "graphql", "json"}
    assert cells(answer("CQ11")) == not_implemented(FACTS)
    assert len(answer("CQ11").missing) == len(named_by("B-2026/03-IT", FACTS)) + 1


def test_cq11_follows_the_interface(change_cell: Change, answer_from: Ask) -> None:
    folder = change_cell("interfaces", "if-fim-api", "standard_id", "json")
    assert {row[0] for row in not_implemented(FACTS) - not_implemented(folder)} == {"json"}
    assert cells(answer_from(folder, "CQ11")) == not_implemented(folder)


@pytest.mark.parametrize(
    ("question", "turtle", "sentence"),
    [
        ("CQ07", "ch:chg-023 gru:basedOn d:2025-03 .", "(chg-023)"),
        ("CQ07", "ch:chg-034 gru:basedOn d:2025-03 .", "„§ 6 OZG“"),
        ("CQ07", "d:2022-32 gru:repealedBy d:2025-03 .", "Zu keinem Beschluss"),
        ("CQ08", 'c:hkr gru:validFrom "2024"^^xsd:gYear .', "„Haushalts-"),
        ("CQ08", "[] gru:assesses c:noots .", "keine Prüfung"),
        ("CQ08", "m:x a gru:Measure .", "Vorhaben sind nicht erfasst"),
        (
            "CQ09",
            "g:nitarl gru:federalLevel <https://w3id.org/grundriss/ns/federal-level/bund> .",
            "„Nationale IT-Architekturrichtlinie“ gilt",
        ),
        ("CQ09", "g:ozgsv-1 prov:wasDerivedFrom g:fitarl-1.9 .", "Woraus „§ 1 OZG-SV“"),
        ("CQ09", 'g:ziel-p01 dct:description "x"@de .', "Inhalt von „Innovation"),
        ("CQ10", "i:if-ddb gru:conformsTo s:rest .", "„dDatabox Download“"),
        ("CQ10", "s:xmeld gru:obligation <https://w3id.org/grundriss/ns/obligation/muss> .", "Ob „XMeld“"),
        ("CQ10", "<urn:v> dct:isVersionOf s:xmeld .", "Version von „XMeld“"),
        ("CQ11", 's:aes gru:theme "Sicherheit"@de .', "„AES“"),
        ("CQ11", "x:x gru:concerns d:b-2026-03-it .", "noch offen"),
    ],
)
def test_a_fact_that_was_missing_is_no_longer_told(
    answer: Ask, answer_with: Ask, question: str, turtle: str, sentence: str
) -> None:
    before, after = answer(question).missing, answer_with(turtle, question).missing
    assert [text for text in before if sentence in text] and not [text for text in after if sentence in text]
