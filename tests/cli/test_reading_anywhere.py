# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""Every command that reads takes every WHEN, a revision and a scenario; titles say which (SURFACES §2)."""

import csv
import io
import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from grundriss import resources
from grundriss.cli.main import status_of
from tests.cli.conftest import Run

LABELS = {"r1": "BundID (Nutzerkonto Bund)", "r2": "Zweite", "r3": "Dritte", "one": "Dritte", "two": "Anders"}
"""What the label of bundid is, where."""
QUERY = "SELECT ?o { ?s a gru:Component ; skos:prefLabel ?o }"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Three revisions, and two scenarios from the last one; `one` has an element of its own."""
    folder = tmp_path_factory.mktemp("anywhere")
    facts = str(resources.path("data", "landscape"))
    steps = (
        ("init", str(folder)),
        ("load", facts, "--dataset", "landscape"),
        ("set", "bundid", "label", "Zweite", "-m", "x"),
        ("set", "bundid", "label", "Dritte", "-m", "x"),
        ("scenario", "new", "one", "-m", "x", "--label", "Ablösung <2028>\u202e"),
        ("add", "component", "nur-eins", "label=Nur Eins", "-m", "x", "--scenario", "one"),
        ("add", "relation", "uses", "nur-eins", "bundid", "-m", "x", "--scenario", "one"),
        ("scenario", "new", "two", "-m", "x"),
        ("set", "bundid", "label", "Anders", "-m", "x", "--scenario", "two"),
    )
    before = os.environ.get("GRUNDRISS_WORKSPACE")
    os.environ["GRUNDRISS_WORKSPACE"] = str(folder)
    try:
        for step in steps:
            assert status_of(["--today", "2026-11-23", "-q", *step]) == 0, step
    finally:
        os.environ.pop("GRUNDRISS_WORKSPACE")
        if before is not None:
            os.environ["GRUNDRISS_WORKSPACE"] = before
    yield folder


@pytest.fixture
def ask(run: Run, made: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setenv("GRUNDRISS_WORKSPACE", str(made))
    monkeypatch.delenv("GRUNDRISS_SCENARIO", raising=False)
    return run


def place(name: str) -> tuple[str, str]:
    return ("--rev", name) if name.startswith("r") else ("--scenario", name)


@pytest.mark.parametrize("name", LABELS)
def test_every_command_reads_where_it_is_told(ask: Run, name: str) -> None:
    """The label says which one was read; every command has it somewhere in its answer."""
    commands = (
        ("show", "bundid"),
        ("search", LABELS[name]),
        ("query", "-e", QUERY, "-f", "csv"),
        ("ask", "CQ03"),
        ("export", "components", "-f", "csv"),
        ("export", "components", "-f", "csv", "--state", "ist"),
        ("export", "ist", "-f", "csv"),
        ("export", "bundid", "-f", "ttl"),
        ("state", "-f", "csv"),
        ("impact", "bundid"),
        ("path", "bundid", "ausweisapp", "-f", "md"),
        ("draw", "landscape-map"),
        ("draw", "landscape-map", "-f", "csv"),
        ("blame", "bundid"),
    )
    others = set(LABELS.values()) - {LABELS[name]}
    for command in commands:
        told = ask(*command, *place(name))
        assert told.status == 0, (command, told.err)
        assert LABELS[name].split(" ")[0] in told.out, command
        assert not [other for other in others if other in told.out], command


@pytest.mark.parametrize("name", LABELS)
def test_every_state_can_be_one_of_another_place(ask: Run, name: str) -> None:
    when = f"{name}@ist"
    commands = (
        ("export", "components", "-f", "csv", "--state", when),
        ("export", when, "-f", "csv"),
        ("ask", "CQ03", f"state={when}"),
        ("state", when, "-f", "csv"),
        ("impact", "bundid", "--state", when),
        ("path", "bundid", "ausweisapp", "--state", when),
        ("draw", "landscape-map", "--state", when),
    )
    for command in commands:
        told = ask(*command)
        assert told.status == 0, (command, told.err)
        assert LABELS[name].split(" ")[0] in told.out, command


def test_an_element_that_only_a_scenario_has_is_found_in_its_states(ask: Run) -> None:
    for command in (["impact", "nur-eins", "--down"], ["path", "nur-eins", "bundid"]):
        assert ask(*command).status == 4
        assert ask(*command, "--state", "two@ist").status == 4
        assert ask(*command, "--state", "one@ist").status == 0
    assert '"key": "nur-eins"' in ask("impact", "bundid", "--state", "one@ist", "-f", "json").out
    assert "nur-eins" not in ask("impact", "bundid", "-f", "json").out


def test_a_question_says_where_it_was_asked(ask: Run) -> None:
    answer = json.loads(ask("ask", "CQ04", "to=one", "-f", "json", "--lang", "en").out)
    assert answer["parameters"] == {"from": "one@ist", "to": "one@soll"}
    assert answer["question"]["title"].endswith("(scenario “Ablösung <2028>\u202e”)")
    again = ask("ask", "CQ04", "from=one@ist", "to=one@soll", "-f", "json", "--lang", "en").out
    assert json.loads(again) == answer
    assert json.loads(ask("ask", "CQ03", "state=r2", "-f", "json").out)["parameters"] == {"state": "r2@ist"}
    assert "\u202e" not in ask("ask", "CQ03", "state=one", "--lang", "de").out
    assert "Szenario" not in ask("ask", "CQ03", "--lang", "de").out.partition("\n")[0]


@pytest.mark.parametrize("given", [("from=ist", "to=one"), ("from=r1", "to=r2"), ("from=one", "to=two")])
def test_a_question_of_two_places_is_refused(ask: Run, given: tuple[str, str]) -> None:
    told = ask("ask", "CQ04", *given)
    assert told.status == 2
    assert "is asked of one place" in told.err
    assert "grundriss gap A B" in told.err


@pytest.mark.parametrize(
    ("lang", "scenario", "revision"),
    [
        ("de", "„Ablösung <2028>", "Revision 2"),
        ("en", "“Ablösung <2028>", "revision 2"),
    ],
)
def test_titles_name_scenario_and_revision(ask: Run, lang: str, scenario: str, revision: str) -> None:
    for command in (
        ("gap", "soll", "one"),
        ("gap", "one@ist", "one", "-f", "md"),
        ("state", "one"),
        ("state", "--scenario", "one"),
        ("impact", "bundid", "--state", "one@ist"),
        ("path", "bundid", "ausweisapp", "--state", "one@ist"),
        ("stats", "--scenario", "one"),
    ):
        title = ask(*command, "--lang", lang).out.partition("\n")[0]
        assert scenario in title.replace("\\", ""), (command, title)
        assert "\u202e" not in title
    for command in (("gap", "r2", "r3"), ("state", "r2"), ("state", "--rev", "r2"), ("gap", "--rev", "r2")):
        assert revision in ask(*command, "--lang", lang).out.partition("\n")[0], command
    plain = ask("gap", "--lang", lang).out.partition("\n")[0]
    assert revision[:8] not in plain
    assert scenario[:8] not in plain


@pytest.mark.parametrize("view", ["landscape-map", "cooperation", "neighbourhood", "impact", "gap"])
def test_pictures_name_the_scenario(ask: Run, view: str) -> None:
    given = ("--from", "soll", "--to", "one") if view == "gap" else ("--state", "one@ist")
    for lang, words in (
        ("de", "Szenario „Ablösung &lt;2028&gt;“"),
        ("en", "scenario “Ablösung &lt;2028&gt;”"),
    ):
        drawn = ask("draw", view, *given, "-f", "svg", "--lang", lang).out
        head = drawn.partition("</desc>")[0]
        assert words in head, head[:600]
        assert "2028&gt;" not in ask("draw", view, "--lang", lang, "-f", "svg").out


def test_json_names_scenario_and_revision_as_ever(ask: Run) -> None:
    found = json.loads(ask("gap", "r2", "one", "-f", "json").out)
    assert found["from"] == {"name": "ist", "date": "2026-11-23", "scenario": None, "revision": 2}
    assert found["to"] == {"name": "soll", "date": "2028-12-31", "scenario": "one", "revision": 2}


def test_a_list_of_a_state_holds_what_is_there_then(ask: Run) -> None:
    def keys(*arguments: str) -> set[str]:
        told = ask("export", *arguments, "-f", "csv")
        assert told.status == 0, told.err
        return {row["key"] for row in csv.DictReader(io.StringIO(told.out))}

    everything = keys("components")
    for when in ("ist", "soll", "2027"):
        found = json.loads(ask("state", when, "-f", "json").out)["elements"]
        assert keys("components", "--state", when) == {i["key"] for i in found if i["type"] == "Component"}
        assert keys("components", "--state", when) < everything
    assert "nur-eins" in keys("components", "--state", "one") - everything


@pytest.mark.parametrize(
    ("command", "status", "words"),
    [
        (("export", "components", "-f", "ttl", "--state", "soll"), 2, "goes with one alone"),
        (("export", "soll", "-f", "csv", "--state", "soll"), 2, "goes with one alone"),
        (("export", "components", "-f", "csv", "--state", "oen"), 2, "Did you mean one?"),
        (("ask", "CQ03", "state=oen"), 2, "Did you mean one?"),
        (("ask", "CQ03", "state=r9"), 4, "the newest is 3"),
        (("ask", "CQ03", "state=one@nie"), 2, "'nie' is no state"),
        (("validate", "x.ttl", "--rev", "r1"), 2, "Files are checked by themselves"),
        (("validate", "x.ttl", "--scenario", "one"), 2, "Files are checked by themselves"),
        (("blame", "bundid", "--rev", "r9"), 4, "the newest is 3"),
        (("blame", "bundid", "--rev", "gestern"), 2, "is no revision"),
        (("blame", "nur-eins", "--rev", "r3"), 4, "No element"),
        (("diff", "r1", "one"), 2, "grundriss gap A B"),
    ],
)
def test_what_makes_no_sense_is_said(ask: Run, command: tuple[str, ...], status: int, words: str) -> None:
    told = ask(*command)
    assert told.status == status, told.err
    assert words in told.err


def test_blame_knows_who_stated_what_stood_then(ask: Run) -> None:
    for revision in (1, 2, 3):
        facts = json.loads(ask("blame", "bundid", "--rev", f"r{revision}", "-f", "json").out)["facts"]
        labels = [fact for fact in facts if fact["property"] == "skos:prefLabel"]
        assert [fact["assertedBy"]["revision"] for fact in labels] == [revision]
