# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""The pages of impact and paths, compared with the tables of facts and with the data of the same question."""

from fastapi.testclient import TestClient

from tests.api.page_outline import Outline, facts

NAMES = {row["id"]: row["name"] for row in facts("components")}
HEADS = ("Element", "Art", "Schritte", "Weg, der es belegt", "Wen fragen")
BUNDID = NAMES["bundid"]


def test_impact_names_everybody_who_logs_in_with_bundid(landscape: TestClient) -> None:
    page = Outline(landscape.get("/impact?x=component/bundid&direction=up").text)
    rows = {row[0]: row for row in page.table(*HEADS)}
    direct = {
        NAMES[row["from_component"]]
        for row in facts("dependencies")
        if row["to_component"] == "bundid"
        and row["nature"] == "authentifiziert"
        and row["state"] in ("ist", "beide")
    }
    assert len(direct) > 10
    for name in direct:
        assert rows[name][2] == "1"
        assert rows[name][3].startswith(f"{name} authentifiziert mit {BUNDID}")
    assert page.headings[0] == (1, f"Was hängt von {BUNDID} ab?")


def test_impact_says_as_many_as_it_lists_and_as_the_data_has(landscape: TestClient) -> None:
    page = Outline(landscape.get("/impact?x=component/bundid").text)
    rows = page.table(*HEADS)
    data = landscape.get("/api/v1/components/bundid/impact").json()
    assert len(rows) == len(data["items"])
    direct = [row for row in rows if row[2] == "1"]
    assert f"hängen {len(rows)} Elemente davon ab, {len(direct)} davon unmittelbar." in page.words
    owners = {
        item["label"]: (item["owner"] or {"label": "nicht angegeben"})["label"] for item in data["items"]
    }
    assert {row[0]: row[4] for row in rows} == owners


def test_a_depth_leaves_out_what_is_farther_and_says_so(landscape: TestClient) -> None:
    page = Outline(landscape.get("/impact?x=component/bundid&depth=1").text)
    assert {row[2] for row in page.table(*HEADS)} == {"1"}
    assert "Die Liste ist nicht vollständig" in page.words


def test_impact_down_is_the_other_way(landscape: TestClient) -> None:
    page = Outline(landscape.get("/impact?x=component/bundid&direction=down").text)
    assert page.headings[0] == (1, f"Wovon hängt {BUNDID} ab?")
    assert NAMES["eid"] in [row[0] for row in page.table(*HEADS)]


def test_an_element_outside_of_the_state_has_no_impact_and_the_page_says_why(landscape: TestClient) -> None:
    page = Outline(landscape.get("/impact?x=component/deutschlandid&state=ist").text)
    assert not page.tables
    assert NAMES["deutschlandid"] in page.words and "IST" in page.words


def test_impact_without_an_element_asks_for_one(landscape: TestClient) -> None:
    page = Outline(landscape.get("/impact").text)
    assert "Nennen Sie ein Element, etwa BundID." in page.words
    assert not page.tables


def test_a_path_is_told_in_words(landscape: TestClient) -> None:
    page = Outline(landscape.get("/paths?from=component/bundesportal&to=component/bundid").text)
    assert page.headings[0] == (1, f"{NAMES['bundesportal']} – {BUNDID}")
    assert f"{NAMES['bundesportal']} authentifiziert mit {BUNDID}" in page.words
    data = landscape.get("/api/v1/paths?from=component/bundesportal&to=component/bundid").json()
    assert sum(text.startswith("Weg ") for _, text in page.headings) == len(data["paths"])


def test_a_step_is_said_in_a_whole_sentence(landscape: TestClient) -> None:
    """The verbs of German come apart, as the command line says them."""
    for lang, sentence in (
        ("de", "BundID (Nutzerkonto Bund) bietet BundID SAML-Schnittstelle an"),
        ("en", "BundID (Nutzerkonto Bund) offers BundID SAML-Schnittstelle"),
    ):
        page = Outline(landscape.get(f"/impact?x=bundid&depth=1&lang={lang}").text)
        assert [row for table in page.tables for row in table if sentence in row]


def test_no_path_has_a_reason(landscape: TestClient) -> None:
    page = Outline(landscape.get("/paths?from=component/bundesportal&to=component/deutschlandid").text)
    assert NAMES["deutschlandid"] in page.words
    assert "Weg 1" not in page.words


def test_a_path_to_itself_is_refused(landscape: TestClient) -> None:
    assert landscape.get("/paths?from=component/bundid&to=component/bundid").status_code == 400
