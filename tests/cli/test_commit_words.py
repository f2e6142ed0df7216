# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a change is answered with: its warnings, what it ends, what it leaves as it was, and what cannot be stated."""

from pathlib import Path

import pytest

from tests.cli.conftest import FACTS, Run

PORTAL = """PREFIX gru: <https://w3id.org/grundriss/ns#> PREFIX dct: <http://purl.org/dc/terms/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#> BASE <https://w3id.org/grundriss/>
<id/component/p> a gru:Component ; dct:identifier "p" ; skos:prefLabel "P"@de ; gru:kind <ns/kind/portal> ;
"""


@pytest.fixture
def own(run: Run, workspace: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Commands in a workspace with the packaged facts."""
    monkeypatch.setenv("GRUNDRISS_WORKSPACE", str(workspace))
    return run


def load(own: Run, text: str, *options: str) -> str:
    Path("p.ttl").write_text(PORTAL + text, encoding="utf-8")
    told = own("load", "p.ttl", *options)
    assert told.status == 0, told.err
    return told.err


def test_few_warnings_of_a_change_are_told_one_by_one(own: Run) -> None:
    told = load(own, "gru:layer <ns/layer/fach> .")
    assert "3 warnings" in told and told.count("\n  warning  P [p]: ") == 3
    told = own("retire", "elster-pf", "--on", "2027", "-m", "x").err
    assert told.count("  warning  ") == int(told.split(" violations, ")[1].split(" ")[0]) > 0


def test_where_a_whole_landscape_is_loaded_its_warnings_are_read_by_validate(run: Run) -> None:
    assert run("init", "v").status == 0
    told = run("-w", "v", "load", str(FACTS))
    assert "`grundriss validate` names the warnings." in told.err and "  warning  " not in told.err


def test_a_refused_change_hints_at_no_option_that_the_command_lacks(own: Run) -> None:
    assert own("add", "component", "q", "--label", "Q", "-m", "x").status == 0
    assert own("add", "relation", "uses", "q", "bundid", "-m", "x").status == 0
    told = own("revert", "r2")
    assert told.status == 1 and "VIOLATION" in told.out and "--severity" not in told.out + told.err


def test_validate_counts_what_it_does_not_show(own: Run) -> None:
    for severity in ("violation", "warning", "info"):
        assert "0 violations, 81 warnings, 103 notes." in own("validate", "--severity", severity).out
    assert "184 findings of lesser severity" in own("validate", "--severity", "violation").out


@pytest.mark.parametrize(
    "command",
    [
        ("set", "bundid", "lifecycle", "produktiv", "-m", "x"),
        ("set", "bundid", "lifecycle", "abloesung", "-m", "x", "--dry-run"),
        ("load", "p.ttl"),
        ("load", "q.ttl", "--dry-run"),
        ("revert", "r2", "--dry-run"),
        ("scenario", "merge", "one", "-m", "x"),
    ],
)
def test_what_changes_nothing_says_so_in_the_same_words(own: Run, command: tuple[str, ...]) -> None:
    load(own, "gru:layer <ns/layer/fach> .")
    Path("q.ttl").write_text("<http://x/1> <http://x/p> <http://x/q> .\n", encoding="utf-8")
    assert own("scenario", "new", "one", "-m", "x").status == 0
    told = own(*command, "--lang", "de")
    assert told.status == 0 and "nichts wurde geändert" in told.err.casefold()


def test_a_load_that_takes_away_most_of_a_dataset_says_so(own: Run) -> None:
    assert "more than half" not in load(own, "gru:layer <ns/layer/fach> .")
    Path("p.ttl").write_text("<http://x/1> <http://x/p> <http://x/q> .\n", encoding="utf-8")
    told = own("load", "p.ttl", "--dry-run")
    assert "removes 5 of 5 statements, more than half of the dataset" in told.err
    assert "5 von 5 Aussagen" in own("load", "p.ttl", "--lang", "de").err
    assert "more than half" not in own("load", "p.ttl").err


def test_a_loaded_statement_that_rules_give_otherwise_is_told(own: Run) -> None:
    assert "computed" not in load(own, "gru:uses <id/component/bundid> .", "--dry-run")
    told = load(own, "gru:dependsOn <id/component/bundid> ; gru:startDay '2020-01-01' .")
    assert "states gru:dependsOn, gru:startDay. That is computed otherwise" in told


@pytest.mark.parametrize("graph", ["{}", "GRAPH <graph/source/manual> {{ {} }}"])
def test_an_update_cannot_state_what_only_rules_give(own: Run, graph: str) -> None:
    said = graph.format("<id/component/bundid> gru:dependsOn <id/component/dvdv>")
    Path("u.ru").write_text(f"INSERT DATA {{ {said} }}", encoding="utf-8")
    told = own("update", "u.ru", "-m", "x", "--lang", "de")
    assert told.status == 2 and "gru:dependsOn wird berechnet und lässt sich nicht selbst angeben" in told.err


def test_a_responsibility_that_a_later_one_ends_is_told_with_its_last_day(own: Run) -> None:
    told = own("set", "bundid", "operator", "fitko", "--from", "2027-03", "-m", "x", "--lang", "de")
    assert "Betrieb von Informationstechnikzentrum Bund (ITZBund) endet am 2027-02-28." in told.err
    told = own("set", "bundid", "operator", "dataport", "--from", "2027", "-m", "x", "--dry-run")
    assert "(ITZBund) ends on 2026-12-31." in told.err
    assert "Dataport AöR ends on 2027-02-28." in told.err, "the later one is recorded already"


@pytest.mark.parametrize("kind", ["component", "Komponente", "KOMPONENTE"])
def test_a_kind_is_named_in_german_or_english(own: Run, kind: str) -> None:
    assert own("add", kind, "q", "--label", "Q", "-m", "x").status == 0
    assert own("add", "Beziehung", "nutzt", "q", "bundid", "-m", "x").status == 0


def test_kinds_in_messages_have_their_names_in_the_language(own: Run) -> None:
    told = own("add", "xyz", "q", "--label", "Q", "-m", "x", "--lang", "de")
    assert "component (Komponente), " in told.err and "relation (Beziehung)" in told.err
    told = own("set", "bundid", "parent", "x", "-m", "x", "--lang", "de")
    assert "gibt es bei Komponente nicht" in told.err
    assert "Komponente " in own("stats", "--lang", "de").out and "gru:" not in own("stats").out


def test_a_relation_that_is_there_is_to_be_set_and_not_to_be_named_otherwise(own: Run) -> None:
    assert own("add", "relation", "uses", "elster", "bundid", "-m", "x").status == 0
    told = own("add", "relation", "uses", "elster", "bundid", "-m", "x")
    assert (
        told.status == 6
        and "grundriss set uses--elster--bundid" in told.err
        and "another key" not in told.err
    )


def test_what_was_refused_or_tried_is_told_as_planned(own: Run) -> None:
    told = own("set", "bundid", "lifecycle", "abloesung", "-m", "x", "--dry-run", "--lang", "de")
    assert "nichts wurde geändert. Geplant: 1 Aussage hinzugefügt" in told.err
    told = own("set", "bundid", "validUntil", "1999", "-m", "x")
    assert told.status == 1 and "nothing was changed. Planned: 1 statement added" in told.err
