# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""Accept and Accept-Language with q-values; the examples of RFC 9110 §12.5.1 among them."""

import pytest

from grundriss_api.negotiation import choose, choose_language, names

OFFERED = ["application/json", "text/csv", "text/html"]


@pytest.mark.parametrize(
    ("header", "chosen"),
    [
        (None, "application/json"),
        ("", "application/json"),
        ("*/*", "application/json"),
        ("text/*", "text/csv"),
        ("text/*, text/csv;q=0.1", "text/html"),
        ("text/html;q=0.5, text/csv;q=0.6", "text/csv"),
        ("*/*, application/json;q=0", "text/csv"),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "text/html"),
        ("TEXT/HTML ; Q=1", "text/html"),
        ("text/csv;header=present;q=0.9, text/html;q=0.3", "text/csv"),
        ("image/png", None),
        ("text/html;q=0", None),
        ("text/html;q=nonsense", None),
        (",,;,", None),
    ],
)
def test_the_best_liked_type_is_chosen(header: str | None, chosen: str | None) -> None:
    assert choose(header, OFFERED) == chosen


def test_rfc_9110_quality_table() -> None:
    header = (
        "text/*;q=0.3, text/plain;q=0.7, text/plain;format=flowed, text/plain;format=fixed;q=0.4, */*;q=0.5"
    )
    assert choose(header, ["text/html", "image/jpeg"]) == "image/jpeg"
    assert choose(header, ["text/html", "text/plain"]) == "text/plain"


def test_a_wildcard_names_no_type() -> None:
    assert names("text/html;q=0.1", "text/html")
    assert not names("*/*", "text/html")
    assert not names("text/html;q=0", "text/html")
    assert not names(None, "text/html")


@pytest.mark.parametrize(
    ("header", "chosen"),
    [
        (None, "de"),
        ("en", "en"),
        ("en-GB,en;q=0.9", "en"),
        ("fr", "de"),
        ("fr, en;q=0.2", "en"),
        ("de;q=0, *", "en"),
    ],
)
def test_german_unless_the_client_likes_english_better(header: str | None, chosen: str) -> None:
    assert choose_language(header, ["de", "en"]) == chosen
