# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""The page of the gap, compared with the tables of facts and with the data of the same address."""

from fastapi.testclient import TestClient

from tests.api.page_outline import Outline, facts

NAMES = {row["id"]: row["name"] for row in facts("components")}


def test_replacements_of_the_facts_stand_side_by_side(landscape: TestClient) -> None:
    rows = Outline(landscape.get("/gap").text).table("Bisher", "Künftig", "Grund")
    replaced = [
        (row["from_component"], row["to_component"])
        for row in facts("dependencies")
        if row["nature"] == "abgelöst durch" and row["state"] == "soll"
    ]
    assert ("bundid", "deutschlandid") in replaced
    for old, new in replaced:
        assert [row for row in rows if NAMES[old] in row[0] and NAMES[new] in row[1]], (old, new)


def test_numbers_tables_and_data_agree(landscape: TestClient) -> None:
    page = Outline(landscape.get("/gap").text)
    data = landscape.get("/api/v1/gap?from=ist&to=soll").json()
    counts = {row[0]: row[1] for row in page.tables[0][1:]}
    assert counts["+ neu"] == str(len(data["added"]))
    assert counts["− entfallen"] == str(len(data["removed"]))
    assert counts["→ abgelöst"] == str(sum(len(group["old"]) for group in data["replaced"]))
    assert counts["~ geändert"] == str(len(data["changed"]))
    assert counts["= bleiben gleich"] == str(data["unchanged"])
    tables = dict(zip(_headings(page), page.tables[1:], strict=True))
    added = next(table for heading, table in tables.items() if heading.startswith("Neu ("))
    assert {row[0].removeprefix("+ ") for row in added[1:]} == {item["label"] for item in data["added"]}
    assert len(added) - 1 == len(data["added"])


def _headings(page: Outline) -> list[str]:
    """The headings that stand right above a table."""
    headings = [text for level, text in page.headings if level > 1]
    return [
        h for h in headings if not h.startswith(("Abhängigkeiten", "Was angeboten, abgedeckt und umgesetzt"))
    ]


def test_reasons_decisions_and_sources_of_the_facts_are_named(landscape: TestClient) -> None:
    page = Outline(landscape.get("/gap").text)
    changes = [
        row
        for row in facts("target_changes")
        if row["plateau"] == "ZIEL-2028" and row["element"] in NAMES and row["change"] == "neu"
    ]
    assert changes
    links = [link for link, _ in page.links]
    for change in changes:
        assert change["reason"] in page.words
        assert change["source"] in links or change["source"] in page.words


def test_a_state_compared_with_itself_has_no_gap(landscape: TestClient) -> None:
    page = Outline(landscape.get("/gap?from=ist&to=ist").text)
    assert "Zwischen diesen beiden Zuständen ändert sich kein Element." in page.words
    assert not [text for _, text in page.headings if text.startswith(("Neu", "Fällt weg", "Abgelöst"))]


def test_any_two_states_can_be_compared(landscape: TestClient) -> None:
    page = Outline(landscape.get("/gap?from=2021&to=P2025").text)
    assert page.headings[0] == (1, "Was sich ändert zwischen 2021 (31.12.2021) und P2025 (31.12.2025)")
    assert "31.12.2021" in page.words and "31.12.2025" in page.words
    assert "/api/v1/gap?from=2021&to=P2025" in [link for link, _ in page.links]
    offered = {str(option["value"]) for option in page.all("option")}
    assert {"ist", "soll", *(row["id"].upper() for row in facts("plateaus"))} == offered


def test_an_unknown_state_is_refused_with_the_known_ones(landscape: TestClient) -> None:
    answer = landscape.get("/gap?to=sol")
    assert answer.status_code == 400
    assert "Meinten Sie soll?" in answer.text


def test_the_heading_says_in_words_what_is_compared(landscape: TestClient) -> None:
    german, english = (Outline(landscape.get(f"/gap?lang={lang}").text) for lang in ("de", "en"))
    assert german.headings[0] == (1, "Was sich ändert zwischen IST (23.11.2026) und SOLL (31.12.2028)")
    assert english.headings[0] == (
        1,
        "What changes between IST (23 November 2026) and SOLL (31 December 2028)",
    )
    day = Outline(landscape.get("/gap?to=2028-06-30").text).headings[0][1]
    assert day == "Was sich ändert zwischen IST (23.11.2026) und 30.06.2028"


def test_relations_that_lack_an_end_are_told_once_and_folded(landscape: TestClient) -> None:
    data = landscape.get("/api/v1/gap?from=soll&to=ist").json()["relations"]
    told = {relation["id"] for relation in data["removed"]}
    told |= {line["relation"]["id"] for line in landscape.get("/api/v1/state?state=soll").json()["dropped"]}
    dropped = [line["relation"]["id"] for line in data["dropped"]]
    only = [relation for relation in dropped if relation not in told]
    assert 0 < len(only) < len(dropped)
    text = landscape.get("/gap?from=soll&to=ist").text
    section = text[text.index('<h2 id="dropped">') :]
    assert f"Beziehungen, denen ein Ende fehlt ({len(only)})" in section
    assert f"<summary>Alle {len(only)} zeigen</summary>" in section
    assert section.count("<tr>") == len(only) + 1
    assert section.index("<details>") < section.index("<table>")


def test_what_matters_stands_before_what_is_folded(landscape: TestClient) -> None:
    text = landscape.get("/gap").text
    order = [text.index(f'id="{name}"') for name in ("replaced", "added", "removed", "changed", "relations")]
    assert order == sorted(order)
    assert text.index("<details>") > order[-1]
    for heading in ("structure", "undated"):
        assert text.index(f'id="{heading}"') > order[-1]
