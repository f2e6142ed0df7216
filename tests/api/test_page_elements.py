# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""Lists of elements and the page of each, compared with the tables of facts read by plain loops."""

import csv
import io
import re
from collections import Counter

import httpx
import pytest
from fastapi.testclient import TestClient

from tests.api.page_outline import Outline, facts

NAMES = {row["id"]: row["name"] for row in facts("components")}


def listed(client: TestClient, address: str) -> tuple[Outline, list[str]]:
    """The page of a list, and the names on it and on all pages that follow."""
    first = page = Outline(client.get(address).text)
    names = []
    while True:
        names += [row[0] for row in page.table("Nach Name sortieren" + page.tables[0][0][0][19:])]
        following = [str(a["href"]) for a in page.all("a") if a.get("rel") == "next"]
        if not following:
            return first, names
        page = Outline(client.get(following[0]).text)


def test_a_list_has_every_component_of_the_facts(landscape: TestClient) -> None:
    page, names = listed(landscape, "/elements/components")
    assert sorted(names) == sorted(NAMES.values())
    assert f"{len(NAMES)} insgesamt." in page.words


def test_filters_leave_what_the_facts_say(landscape: TestClient) -> None:
    page, names = listed(landscape, "/elements/components?kind=portal&level=land")
    expected = [
        row["name"]
        for row in facts("components")
        if row["type"] == "Portal" and row["federal_level"] == "land"
    ]
    assert expected and sorted(names) == sorted(expected)
    assert f"{len(expected)} von {len(NAMES)}: Art ist Portal, Föderale Ebene ist Land." in page.words


def test_each_value_of_a_filter_says_how_many_it_would_leave(landscape: TestClient) -> None:
    text = landscape.get("/elements/components").text
    (options,) = re.findall(r'<select id="f-kind".*?</select>', text, re.DOTALL)
    counted = dict(re.findall(r">([^<>]+) \((\d+)\)</option>", options))
    expected = Counter(row["type"] for row in facts("components"))
    assert {name: int(n) for name, n in counted.items()} == dict(expected)


def test_a_list_can_be_turned_around(landscape: TestClient) -> None:
    _, names = listed(landscape, "/elements/organisations")
    page, turned = listed(landscape, "/elements/organisations?sort=-label")
    assert turned == names[::-1]
    assert page.all("th")[0].get("aria-sort") == "descending"


def test_a_text_filter_finds_umlauts_however_they_are_written(landscape: TestClient) -> None:
    expected = sorted(name for name in NAMES.values() if "bürger" in name.lower())
    for text in ("bürger", "BUERGER"):
        _, names = listed(landscape, f"/elements/components?q={text}")
        assert sorted(set(expected)) == sorted(name for name in names if "bürger" in name.lower())


def test_a_list_is_there_as_a_table_too(landscape: TestClient) -> None:
    answer = landscape.get("/elements/components.csv?kind=portal")
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    expected = {row["id"]: row["name"] for row in facts("components") if row["type"] == "Portal"}
    assert {row["key"]: row["label"] for row in rows} == expected
    assert {row["kind"] for row in rows} == {"Portal"}
    again = landscape.get(
        "/elements/components.csv?kind=portal", headers={"If-None-Match": answer.headers["ETag"]}
    )
    assert again.status_code == 304


def test_filters_that_leave_nothing_say_so(landscape: TestClient) -> None:
    page = Outline(landscape.get("/elements/components?q=zzzz").text)
    assert "Kein Element passt auf diese Filter: der Name enthält „zzzz“." in page.words
    assert not page.tables


def test_the_overview_counts_each_kind(landscape: TestClient) -> None:
    page = Outline(landscape.get("/elements").text)
    counted = {link: " ".join(text.split()) for link, text in page.links}
    assert counted["/elements/components"] == f"{len(facts('components'))} Komponenten"
    assert counted["/elements/interfaces"] == f"{len(facts('interfaces'))} Schnittstellen"
    assert counted["/elements/decisions"] == f"{len(facts('decisions'))} Beschlüsse"


def test_an_element_has_every_relation_of_the_facts(landscape: TestClient) -> None:
    page = Outline(landscape.get("/doc/component/bundid").text)
    rows = {row[-1]: row for row in page.rows()}
    touching = [r for r in facts("dependencies") if "bundid" in (r["from_component"], r["to_component"])]
    assert len(touching) > 15
    for relation in touching:
        other = relation["to_component" if relation["from_component"] == "bundid" else "from_component"]
        assert rows[relation["id"]][0] == NAMES[other], relation
        if relation["confidence"] == "unverified":
            assert "ungeprüft" in rows[relation["id"]][3]
    assert ("/doc/component/bundesportal", NAMES["bundesportal"]) in page.links


def test_an_element_has_its_facts_with_what_they_rest_on(landscape: TestClient) -> None:
    (bundid,) = [row for row in facts("components") if row["id"] == "bundid"]
    page = Outline(landscape.get("/doc/component/bundid").text)
    shown = {row[0]: row[1:] for row in page.table("Angabe", "Wert", "Beleg")}
    assert page.headings[0] == (1, bundid["name"])
    assert shown["Beschreibung"][0] == bundid["description_de"]
    assert shown["Art"][0] == bundid["type"]
    assert shown["Lebenszyklus"][0] == bundid["lifecycle_status"]
    (operator,) = [row["name"] for row in facts("organisations") if row["id"] == bundid["operator_org"]]
    assert shown["Betreiber"][0] == operator
    assert ("ungeprüft" in shown["Betreiber"][1]) == ("operator" in bundid["unverified_fields"])
    assert bundid["source"] in [link for link, _ in page.links]
    assert "https://w3id.org/grundriss/id/component/bundid" in str(page.all("input"))


def test_an_element_has_its_interfaces_and_responsibilities(landscape: TestClient) -> None:
    page = Outline(landscape.get("/doc/component/bundid").text)
    offered = {row["name"] for row in facts("interfaces") if row["provider_component"] == "bundid"}
    assert {row[0] for row in page.table("Schnittstelle", "Art")} == offered
    roles = [row[0] for row in page.table("Rolle", "Organisation")]
    assert len(roles) == 2


def test_an_element_has_what_is_decided_about_it(landscape: TestClient) -> None:
    page = Outline(landscape.get("/doc/component/noots").text)
    reasons = [row["reason"] for row in facts("target_changes") if row["element"] == "noots"]
    assert reasons
    assert all(reason in page.words for reason in reasons)


def test_the_state_leaves_out_relations_of_the_other(landscape: TestClient) -> None:
    def keys(state: str) -> set[str]:
        page = Outline(landscape.get(f"/doc/component/zapuk?state={state}").text)
        return {row[-1] for row in page.rows() if row[-1].startswith("dep-")}

    def known(*states: str) -> set[str]:
        return {
            row["id"]
            for row in facts("dependencies")
            if "zapuk" in (row["from_component"], row["to_component"])
            and (row["state"] in states or row["nature"] == "abgelöst durch")
        }

    assert keys("") == known("ist", "soll", "beide")
    assert keys("ist") < keys("")
    assert keys("ist") <= known("ist", "beide")


def test_what_validation_says_stands_with_how_to_mend_it(landscape: TestClient) -> None:
    page = Outline(landscape.get("/doc/component/deutschlandid").text)
    found = page.table("Schwere", "Was auffällt", "Betrifft", "Was hilft")
    assert found and all(row[0] in ("Verstoß", "Warnung", "Hinweis") and row[3] for row in found)


def test_an_element_without_relations_says_so(client: httpx.Client) -> None:
    answer = client.get("/doc/interface/if-1", headers={"Accept": "text/html", "Accept-Language": "de"})
    assert answer.status_code == 200
    assert "In diesem Zustand ist keine Beziehung bekannt." in answer.text


def test_labels_with_markup_stay_text_on_every_page(client: httpx.Client) -> None:
    for path in ("/doc/component/portal", "/elements/components", "/search?q=script", "/impact?x=portal"):
        answer = client.get(path, headers={"Accept": "text/html"})
        assert answer.status_code == 200
        assert "<script" not in answer.text
        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in answer.text
        Outline(answer.text)


@pytest.mark.parametrize(
    ("path", "key"),
    [
        ("/doc/component/bundid", "elster"),
        ("/elements/components", "elster"),
        ("/search?q=elster", "elster"),
        ("/gap", "bayernid"),
        ("/questions/CQ05", "bundesportal"),
        ("/impact?x=component/bundid", "bundesportal"),
    ],
)
def test_german_names_are_marked_on_english_pages(landscape: TestClient, path: str, key: str) -> None:
    def languages(lang: str) -> set[str | None]:
        answer = landscape.get(path, headers={"Accept-Language": lang})
        links = [a for a in Outline(answer.text).all("a") if a["href"] == f"/doc/component/{key}"]
        assert links
        return {link.get("lang") for link in links}

    assert languages("en") == {"de"}
    assert languages("de") == {None}


def test_data_is_linked_in_every_format(landscape: TestClient) -> None:
    page = Outline(landscape.get("/doc/component/bundid").text)
    data = {link for link, _ in page.links if link.startswith("/data/")}
    assert data == {f"/data/component/bundid.{ending}" for ending in ("ttl", "jsonld", "rdf", "json", "csv")}
    assert {landscape.get(link).status_code for link in data} == {200}


def test_the_timeline_has_one_part_beside_each_day(landscape: TestClient) -> None:
    text = landscape.get("/doc/component/noots").text
    timeline = text[text.index('<ol class="timeline">') :]
    lines = timeline[: timeline.index("</ol>")].split("<li>")[1:]
    assert any("/doc/decision/" in line for line in lines)
    for line in lines:
        assert line.count("<span") == 1 and line.strip().endswith("</span></li>"), line


def test_evidence_that_holds_for_all_facts_is_told_once(landscape: TestClient) -> None:
    table = Outline(landscape.get("/doc/component/noots").text).table("Angabe", "Wert", "Beleg")
    shown = {row[0]: row[2] for row in table}
    assert "ungeprüft" in shown["Gültig ab"] and "belegt" in shown["Beleg"]
    assert shown["Art"] == shown["Lebenszyklus"] == ""


def test_an_organisation_shows_what_it_answers_for_and_a_decision_what_it_changes(
    landscape: TestClient,
) -> None:
    (decision,) = {row["beschluss"] for row in facts("target_changes") if row["element"] == "demail"}
    for address in ("organization/fitko", f"decision/{decision.lower().replace('/', '-')}"):
        page = Outline(landscape.get(f"/doc/{address}").text)
        (shown,) = [str(image["src"]) for image in page.all("img")]
        assert shown.startswith("/views/neighbourhood.svg?") and landscape.get(shown).status_code == 200
        assert not [link for link, _ in page.links if link.startswith("/impact")]
    without = Outline(landscape.get("/doc/decision/2020-44").text)
    assert not without.all("img")
