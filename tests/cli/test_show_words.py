# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""What `show` says of an element: each fact with the source of the dataset that states it, and the states it is in."""

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run

OWN = """PREFIX gru: <https://w3id.org/grundriss/ns#> PREFIX dct: <http://purl.org/dc/terms/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#> BASE <https://w3id.org/grundriss/>
<id/component/p> a gru:Component ; dct:identifier "p" ; skos:prefLabel "P"@de ; gru:kind <ns/kind/portal> .
<id/component/q> a gru:Component ; dct:identifier "q" ; skos:prefLabel "Q"@de .
<id/component/r> a gru:Component ; dct:identifier "r" ; skos:prefLabel "R"@de .
<id/relation/uses--p--r> a gru:Uses ; dct:identifier "uses--p--r" ; gru:source <id/component/p> ;
  gru:target <id/component/r> .
"""


@pytest.fixture
def own(run: Run, workspace: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Commands in a workspace with the packaged facts."""
    monkeypatch.setenv("GRUNDRISS_WORKSPACE", str(workspace))
    return run


def line(own: Run, element: str, label: str, *options: str) -> str:
    lines = own("show", element, "--lang", "de", *options).out.splitlines()
    return next(line.strip() for line in lines if line.strip().startswith(label))


def test_a_fact_has_the_source_of_the_dataset_that_states_it(own: Run) -> None:
    whole = line(own, "bundid", "Beleg:")
    where = "https://example.org/beschluss Seite 3"
    assert own("set", "bundid", "lifecycle", "abloesung", "--source", where, "-m", "x").status == 0
    assert line(own, "bundid", "Lebenszyklus:").endswith(
        "in Ablösung (https://example.org/beschluss, Seite 3)"
    )
    assert line(own, "bundid", "Art:") == "Art: Basiskomponente", "the others keep theirs"
    assert line(own, "bundid", "Beleg:") == whole
    assert own("set", "elster", "userCount", "5000", "-m", "x").status == 0
    assert line(own, "elster", "Zahl der Nutzenden:").endswith("5000 (ohne Quelle)")


def test_a_value_that_another_source_confirms_has_both(own: Run) -> None:
    assert (
        own("set", "bundid", "lifecycle", "produktiv", "--source", "https://example.org/a", "-m", "x").status
        == 0
    )
    told = line(own, "bundid", "Lebenszyklus:")
    assert "produktiv (" in told and "https://example.org/a" in told and "profilbaru.com" in told


def test_a_sourced_fact_that_is_set_again_stays_one_value(own: Run) -> None:
    for value, source in (("abloesung", "Protokoll 1"), ("abgekuendigt", "Protokoll 2")):
        assert own("set", "bundid", "lifecycle", value, "--source", source, "-m", "x").status == 0
    found = own(
        "query", "-e", "SELECT ?x { ?b dct:identifier 'bundid' ; gru:lifecycle ?x }", "-f", "csv"
    ).out.split()
    assert len(found) == 2 and found[1].endswith("/abgekuendigt")


@pytest.mark.parametrize(
    ("element", "german", "english"),
    [
        ("p", "Portal. Im IST vorhanden.", "Present in IST."),
        ("q", "Im IST nicht vorhanden.", "Not present in IST."),
    ],
)
def test_without_a_target_nothing_is_said_of_it(run: Run, element: str, german: str, english: str) -> None:
    Path("own.ttl").write_text(OWN, encoding="utf-8")
    assert run("init", "w").status == 0 and run("-w", "w", "load", "own.ttl").status == 0
    assert run("-w", "w", "retire", "q", "--on", "2020", "-m", "x").status == 0
    for lang, words in (("de", german), ("en", english)):
        told = run("-w", "w", "show", element, "--lang", lang).out
        assert words in told and "SOLL" not in told


def test_what_is_in_neither_state_is_said_to_be_in_neither(own: Run) -> None:
    assert own("retire", "bundid", "--on", "2020", "-m", "x").status == 0
    assert "Weder im IST noch im SOLL vorhanden." in own("show", "bundid", "--lang", "de").out
    assert "IST" not in own("show", "fitko", "--lang", "de").out.split("Angaben")[0], "it is in no state"


def test_what_is_read_elsewhere_is_said_to_be(own: Run) -> None:
    assert own("scenario", "new", "one", "--label", "Eins", "-m", "x").status == 0
    assert own("set", "bundid", "lifecycle", "abloesung", "-m", "x", "--scenario", "one").status == 0
    assert own("show", "bundid", "--scenario", "one", "--lang", "de").out.splitlines()[2] == "Szenario „Eins“"
    assert own("show", "bundid", "--rev", "r1", "--lang", "de").out.splitlines()[2] == "Revision 1"


def test_who_takes_over_is_named_once_in_the_timeline(own: Run) -> None:
    assert own("set", "bundid", "owner", "fitko", "--from", "2027", "-m", "x").status == 0
    told = line(own, "bundid", "2027  Produktverantwortung beginnt")
    assert told.count("FITKO") == 1


def test_the_page_of_an_element_has_the_same_evidence(own: Run) -> None:
    assert own("set", "bundid", "lifecycle", "abloesung", "--source", "Protokoll 9", "-m", "x").status == 0
    import grundriss

    with grundriss.open("w", today="2026-11-23") as land:
        facts = {
            fact["property"]: fact
            for fact in json.loads(json.dumps(land.element("bundid").to_dict()))["facts"]
        }
    assert facts["gru:lifecycle"]["notes"] == ["Protokoll 9"] and facts["gru:lifecycle"]["sources"] == []
    assert facts["gru:kind"]["confidence"] == "sourced" and facts["gru:kind"]["notes"] == []
