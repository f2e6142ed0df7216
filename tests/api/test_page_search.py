# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""The page of the search."""

import pytest
from fastapi.testclient import TestClient

from tests.api.page_outline import Outline, facts

HEADS = ("Element", "Art", "Kürzel")


def test_every_component_is_found_by_its_name_and_key(landscape: TestClient) -> None:
    for row in facts("components")[::12]:
        for text in (row["name"], row["id"].upper()):
            page = Outline(landscape.get("/search", params={"q": text}).text)
            assert row["id"] in [line[2] for line in page.table(*HEADS)], text


@pytest.mark.parametrize("text", ["Behörde", "behoerde", "BEHORDE"])
def test_umlauts_may_be_written_in_any_way(landscape: TestClient, text: str) -> None:
    page = Outline(landscape.get("/search", params={"q": text}).text)
    assert "115" in [line[2] for line in page.table(*HEADS)] or "Behördennummer" in page.words


def test_what_nobody_has_is_said_with_what_may_be_meant(landscape: TestClient) -> None:
    page = Outline(landscape.get("/search?q=bundit").text)
    assert "Kein Element heißt so" in page.words
    assert "/doc/component/bundid" in [link for link, _ in page.links]
    nothing = Outline(landscape.get("/search?q=qqqqqqqq").text)
    assert "Kein Element heißt so" in nothing.words and "Meinten Sie" not in nothing.words


@pytest.mark.parametrize("path", ["/search", "/search?q=", "/search?q=%20"])
def test_without_words_it_says_what_can_be_searched_for(landscape: TestClient, path: str) -> None:
    page = Outline(landscape.get(path).text)
    assert "Schreiben Sie einen Namen" in page.words


def test_an_iri_leads_to_its_page(landscape: TestClient) -> None:
    for text in (
        "https://w3id.org/grundriss/id/component/bundid",
        "<https://w3id.org/grundriss/id/component/bundid>",
    ):
        answer = landscape.get("/search", params={"q": text})
        assert (answer.status_code, answer.headers["Location"]) == (303, "/doc/component/bundid")
    away = landscape.get("/search", params={"q": "https://example.org/id/component/bundid"})
    assert away.status_code == 200


def test_questions_are_found_by_the_words_of_their_titles(landscape: TestClient) -> None:
    page = Outline(landscape.get("/search?q=portale").text)
    assert "/questions/CQ05" in [link for link, _ in page.links]


def test_the_word_stays_in_the_field(landscape: TestClient) -> None:
    page = Outline(landscape.get("/search", params={"q": 'a"b'}).text)
    (field,) = [control for control in page.all("input") if control.get("id") == "search"]
    assert field["value"] == 'a"b'
