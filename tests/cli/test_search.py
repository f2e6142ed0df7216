# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""`grundriss search`: the elements on stdout, what is more on stderr."""

import json

import pytest

from grundriss.cli.main import status_of


def test_search_finds_bundid(capsys: pytest.CaptureFixture[str]) -> None:
    assert status_of(["search", "bundid"]) == 0
    first = capsys.readouterr().out.splitlines()[2]
    assert first.startswith("bundid ") and "BundID (Nutzerkonto Bund)" in first


def test_search_as_json_is_the_answer_of_the_interface(capsys: pytest.CaptureFixture[str]) -> None:
    assert status_of(["search", "bundid", "-f", "json", "--limit", "1"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert [item["key"] for item in found["items"]] == ["bundid"]
    assert found["items"][0]["score"] == 1.0 and found["total"] > 1


def test_nothing_found_says_what_to_do(capsys: pytest.CaptureFixture[str]) -> None:
    assert status_of(["search", "xyzzy"]) == 0
    shown = capsys.readouterr()
    assert shown.out == "" and "shorter" in shown.err


@pytest.mark.parametrize(
    "arguments", [["search", ""], ["search", "a", "-f", "xml"], ["search", "a", "--limit", "0"]]
)
def test_what_cannot_be_searched_is_a_usage_error(arguments: list[str]) -> None:
    assert status_of(arguments) == 2
