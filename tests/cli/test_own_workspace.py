# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""A workspace that holds nothing of the packaged landscape: commands without parameters find their example in it."""

from pathlib import Path

import pytest

from tests.cli.conftest import Run

EX = "https://w3id.org/grundriss/id/"
NS = "https://w3id.org/grundriss/ns"


def component(key: str) -> str:
    return f"""<{EX}component/{key}> a gru:Component ; dct:identifier "{key}" ; skos:prefLabel "{key.title()}"@de ;
  gru:kind <{NS}/kind/portal> ; gru:lifecycle <{NS}/lifecycle/produktiv> ; gru:layer <{NS}/layer/fach> ;
  gru:federalLevel <{NS}/federal-level/land> ; dct:source <https://example.org/source> .
"""


def uses(a: str, b: str) -> str:
    return f"""<{EX}relation/uses--{a}--{b}> a gru:Uses ; dct:identifier "uses--{a}--{b}" ;
  gru:source <{EX}component/{a}> ; gru:target <{EX}component/{b}> ; dct:source <https://example.org/source> .
"""


TURTLE = "".join(
    (
        "@prefix gru: <https://w3id.org/grundriss/ns#> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n",
        "@prefix dct: <http://purl.org/dc/terms/> .\n",
        *(component(key) for key in ("amsel", "drossel", "fink")),
        *(uses(*ends) for ends in (("amsel", "drossel"), ("fink", "drossel"), ("drossel", "amsel"))),
    )
)


@pytest.fixture
def own(run: Run, tmp_path: Path) -> Run:
    """Commands in the workspace."""
    (tmp_path / "own.ttl").write_text(TURTLE, encoding="utf-8")
    assert run("init", "w").status == 0
    loaded = run("-w", "w", "load", "own.ttl")
    assert loaded.status == 0, loaded.err
    return lambda *arguments: run("-w", "w", *arguments)


@pytest.mark.parametrize("view", ["neighbourhood", "impact"])
def test_a_picture_without_a_focus_takes_what_most_depend_on(own: Run, view: str) -> None:
    told = own("draw", view, "-f", "csv")
    assert told.status == 0, told.err
    assert "bundid" in told.err and "[drossel]" in told.err and "--focus" in told.err and "amsel" in told.err
    assert told.out == own("draw", view, "-f", "csv", "--focus", "drossel").out


def test_a_view_that_finds_nothing_to_stand_in_the_middle_says_what_it_needs(own: Run) -> None:
    told = own("draw", "service-chain")
    assert (told.status, told.out) == (2, "")
    assert "service-chain" in told.err and "no service here" in told.err


def test_a_question_without_its_element_takes_what_most_depend_on(own: Run) -> None:
    told = own("ask", "CQ05", "--lang", "de")
    assert told.status == 0, told.err
    assert "element=drossel" in told.out and "Das Beispiel „zbp“ gibt es hier nicht" in told.out
    assert "element=amsel" in told.out
    assert own("ask", "CQ05", "-f", "csv").out == own("ask", "CQ05", "element=drossel", "-f", "csv").out


def test_an_empty_value_is_not_the_example(own: Run) -> None:
    told = own("ask", "CQ05", "element=")
    assert (told.status, told.out) == (2, "") and "has no value" in told.err
