# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""An error is told in the language of the request: in problem documents by Accept-Language, on pages in the page's."""

import re

import pytest
from fastapi.testclient import TestClient

BROWSER = {"Accept": "text/html"}


@pytest.mark.parametrize(
    ("address", "header", "lang", "detail"),
    [
        ("/api/v1/gap?to=soull", None, "en", "'soull' is no state."),
        ("/api/v1/gap?to=soull", "de-DE, en;q=0.5", "de", "„soull“ ist kein Zustand."),
        ("/api/v1/gap?to=soull", "fr", "en", "'soull' is no state."),
        ("/api/v1/gap?to=soull&lang=de", "en", "de", "„soull“ ist kein Zustand."),
        ("/api/v1/gap?to=soull&lang=en", "de", "en", "'soull' is no state."),
        ("/nowhere", "de", "de", "Unter dieser Adresse steht nichts."),
        ("/sparql?query=SELEC", "de", "de", "Zeile 1, Spalte 1: Mit SELEC beginnt keine Abfrage."),
    ],
)
def test_a_problem_document_is_in_the_language_of_the_request(
    landscape: TestClient, address: str, header: str | None, lang: str, detail: str
) -> None:
    headers = {"Accept": "application/json", "Accept-Language": header or ""}
    answer = landscape.get(address, headers=headers)
    told = answer.json()
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["content-language"] == lang
    assert "Accept-Language" in answer.headers["vary"]
    assert told["detail"] == detail
    assert set(told) <= {"type", "title", "status", "detail", "hint", "setting", "errors"}


def test_the_title_of_a_problem_is_in_the_language_too(landscape: TestClient) -> None:
    german = landscape.get("/api/v1/gap?to=soull", headers={"Accept-Language": "de"}).json()
    assert german["title"] == "Die Anfrage ist nicht zu verstehen"
    assert german["hint"] == "Meinten Sie soll?"
    assert german["type"].endswith("/usage-error")


@pytest.mark.parametrize(
    "address", ["/gap?to=soull", "/views/nowhere", "/impact?x=bundit", "/questions/CQ99"]
)
def test_a_german_page_tells_an_error_in_german(landscape: TestClient, address: str) -> None:
    page = landscape.get(address, headers=BROWSER).text
    alert = re.search(r'<div class="error" role="alert"([^>]*)>(.*?)</div>', page, re.DOTALL)
    assert alert and "lang" not in alert[1]
    assert not re.search(r"\b(is|no|There|Did you)\b", alert[2])
    english = landscape.get(f"{address}{'&' if '?' in address else '?'}lang=en", headers=BROWSER).text
    assert re.search(r"\b(is|no|There)\b", english)


def test_the_form_for_queries_tells_what_is_wrong_in_german(landscape: TestClient) -> None:
    page = landscape.get("/sparql?query=SELEC&format=html", headers=BROWSER).text
    assert "Die Abfrage ist kein gültiges SPARQL" in page and "Mit SELEC beginnt keine Abfrage." in page
    assert 'role="alert" lang' not in page


@pytest.mark.parametrize("lang", ["fr", "DE", "%3Cb%3E"])
def test_a_page_says_that_it_does_not_have_a_language(landscape: TestClient, lang: str) -> None:
    answer = landscape.get(f"/views?lang={lang}", headers=BROWSER)
    assert answer.status_code == 200 and answer.headers["content-language"] == "de"
    assert "Diese Seiten gibt es auf Deutsch und auf Englisch" in answer.text and "<b>" not in answer.text
    english = landscape.get(f"/views?lang={lang}", headers={**BROWSER, "Accept-Language": "en"})
    assert "These pages are in German and in English" in english.text


@pytest.mark.parametrize("address", ["/views", "/views?lang=de", "/views?lang=en", "/views?lang="])
def test_a_page_in_its_own_languages_says_nothing_of_it(landscape: TestClient, address: str) -> None:
    assert "gibt es auf Deutsch und auf Englisch" not in landscape.get(address, headers=BROWSER).text
