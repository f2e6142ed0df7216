# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""The pages of the questions: all of them, each with its answer, what is missing, and a query that anybody can run."""

from urllib.parse import parse_qs, urlsplit

import pytest
from fastapi.testclient import TestClient

from grundriss.questions.definition import questions
from tests.api.page_outline import Outline

KEYS = [question.key for question in questions()]


def test_every_question_is_listed_under_its_topic(landscape: TestClient) -> None:
    page = Outline(landscape.get("/questions").text)
    links = {link: " ".join(text.split()) for link, text in page.links}
    for question in questions():
        assert links[f"/questions/{question.key}"] == question.title.de
        assert question.topic.de in {row[0] for row in page.rows()}


@pytest.mark.parametrize("key", KEYS)
def test_a_page_has_the_rows_and_the_gaps_that_the_data_has(landscape: TestClient, key: str) -> None:
    answer = landscape.get(f"/questions/{key}")
    data_answer = landscape.get(f"/api/v1/questions/{key}")
    if data_answer.status_code == 400:  # it needs a parameter that has no example
        assert answer.status_code == 400
        return
    data = data_answer.json()
    page = Outline(answer.text)
    assert page.headings[0] == (1, data["question"]["title"])
    if data["rows"]:
        (table,) = page.tables
        assert len(table) - 1 == min(len(data["rows"]), 500)
        cell = data["rows"][0][data["columns"][0]]
        shown = cell["label"] if isinstance(cell, dict) else cell
        if isinstance(shown, str):
            assert table[1][0] == " ".join(shown.split())
    else:
        assert not page.tables and "Keine Zeilen" in page.words
    for sentence in data["missing"]:
        assert " ".join(sentence.split()) in page.words


def test_a_parameter_changes_the_answer_and_stays_in_the_form(landscape: TestClient) -> None:
    page = Outline(landscape.get("/questions/CQ05?element=bundid").text)
    other = Outline(landscape.get("/questions/CQ05?element=zbp").text)
    assert page.tables != other.tables
    (field,) = [control for control in page.all("input") if control.get("name") == "element"]
    assert field["value"] == "bundid"
    assert "/api/v1/questions/CQ05?element=bundid" in [link for link, _ in page.links]


@pytest.mark.parametrize("path", ["/questions/CQ01", "/questions/CQ05?element=bundid", "/questions/CQ27"])
def test_the_query_behind_an_answer_gives_the_same_rows(landscape: TestClient, path: str) -> None:
    page = Outline(landscape.get(path).text)
    (link,) = [link for link, text in page.links if "In SPARQL öffnen" in text]
    query = parse_qs(urlsplit(link).query)["query"][0]
    answer = landscape.get(
        "/sparql", params={"query": query}, headers={"Accept": "application/sparql-results+json"}
    )
    assert answer.status_code == 200, answer.text
    distinct = {str(binding) for binding in answer.json()["results"]["bindings"]}
    (table,) = page.tables
    assert len(distinct) == len(table) - 1


def test_unknown_questions_and_parameters_are_refused(landscape: TestClient) -> None:
    assert landscape.get("/questions/CQ99").status_code == 404
    assert landscape.get("/questions/CQ01?element=x").status_code == 400
    unknown = landscape.get("/questions/CQ05?element=bundit")
    assert unknown.status_code == 404
    assert "/doc/component/bundid" in unknown.text
    assert landscape.get("/questions/CQ13?most=1000000000000000").status_code == 400
