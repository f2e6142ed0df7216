# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""The description of the interface as a page: complete in both languages, code marked as code."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from fastapi.testclient import TestClient

from grundriss_api.api_docs_words import german, german_sentences, in_language, marked, paragraphs
from tests.api.page_outline import Outline


def sentences(described: dict[str, Any]) -> Iterator[str]:
    """Everything in the document that the page shows."""
    yield described["info"]["description"]
    for tag in described["tags"]:
        yield from (tag["name"], tag["description"])
    for methods in described["paths"].values():
        for operation in methods.values():
            yield from (operation["summary"], *paragraphs(operation["description"]))
            yield from (parameter.get("description", "") for parameter in operation.get("parameters", []))
            yield from (answer["description"] for answer in operation["responses"].values())


def test_every_sentence_of_the_document_has_its_german(landscape: TestClient) -> None:
    told = {" ".join(text.split()) for text in sentences(landscape.get("/openapi.json").json()) if text}
    assert len(told) > 90
    for text in told:
        assert german(text), text
        assert in_language(text, "en") == text
    assert german("This is said nowhere.") is None
    assert in_language("This is said nowhere.", "de") == "This is said nowhere."


def test_no_german_is_kept_for_what_is_no_longer_said(landscape: TestClient) -> None:
    told = {" ".join(text.split()) for text in sentences(landscape.get("/openapi.json").json()) if text}
    told |= {text.removesuffix(": ist, soll, a plateau or a date") for text in told}
    unused = [
        english
        for english in german_sentences()
        if english not in told
        and not any(re.fullmatch(re.escape(english).replace(r"\{\}", ".+"), t) for t in told)
    ]
    assert unused == []


@pytest.mark.parametrize("lang", ["de", "en"])
def test_the_page_marks_code_and_shows_no_backticks(landscape: TestClient, lang: str) -> None:
    answer = landscape.get(f"/docs?lang={lang}")
    assert "`" not in Outline(answer.text).text
    assert "<code>soll</code>" in answer.text and "<code>gru:…</code>" in answer.text


def test_each_language_has_its_own_words(landscape: TestClient) -> None:
    german, english = (Outline(landscape.get(f"/docs?lang={lang}").text) for lang in ("de", "en"))
    assert "Was sich zwischen zwei Zuständen ändert" in german.words
    assert "What changes between two states" in english.words and "What changes" not in german.words
    assert [level for level, _ in german.headings] == [level for level, _ in english.headings]
    assert not [
        attributes for tag, attributes in german.found if attributes.get("lang") == "en" and tag != "a"
    ]


def test_markup_in_a_sentence_is_text() -> None:
    assert marked("a `<b>` c") == [(False, "a "), (True, "<b>"), (False, " c")]
    assert marked("a lone ` is none") == [(False, "a lone ` is none")]
    assert marked("`all`") == [(True, "all")]
