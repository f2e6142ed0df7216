# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""One language per output: `--lang`, else GRUNDRISS_LANG, else the locale for people and German for machines."""

import json
import shutil
from pathlib import Path

import pytest
from typer.main import get_command

from grundriss.cli.main import app
from grundriss.cli.usage import BEFORE_THE_COMMAND, usage_message
from tests.cli.conftest import Run

HUMAN = (
    (["search", "bundid"], "Kürzel", "key"),
    (["stats"], "Beziehungen", "relations"),
    (["doctor"], "gut  ", "ok  "),
    (["validate", "--severity", "violation"], "0 Verstöße", "0 violations"),
    (["state"], "Zustand ist", "State ist"),
    (["gap"], "Abweichung ist", "Gap ist"),
    (["impact", "bundid", "--depth", "1"], "1 Schritt (", "1 step ("),
    (["path", "pvog", "bundid"], "Wege zwischen", "Paths between"),
    (["ask", "--list"], "Thema", "topic"),
    (["ask", "CQ05"], "Was die Angaben nicht hergeben", "What the facts do not say"),
    (["draw", "--list"], "Optionen mit", "options with"),
    (["query", "-e", "SELECT * { ?s ?p ?o } LIMIT 1"], "(1 Zeile)", "(1 row)"),
    (["query", "-e", "ASK { ?s ?p ?o }"], "ja", "yes"),
    (["search", "xyzzy"], "Nichts heißt", "Nothing is called"),
    (["show", "nobody"], "Fehler: Kein Element", "Error: No element"),
    (["gap", "-f", "docx"], "Möglich sind", "Write human"),
)


@pytest.mark.parametrize(("arguments", "german", "english"), HUMAN)
def test_every_output_for_people_is_there_in_both_languages(
    run: Run, monkeypatch: pytest.MonkeyPatch, arguments: list[str], german: str, english: str
) -> None:
    disk = shutil.disk_usage("/")  # others write to it meanwhile, and `doctor` says how much is free
    monkeypatch.setattr(shutil, "disk_usage", lambda path: disk)
    for lang, words, others in (("de", german, english), ("en", english, german)):
        before, after = run("--lang", lang, *arguments), run(*arguments, "--lang", lang)
        assert (before.out, before.err) == (after.out, after.err), "the option may stand on either side"
        told = before.out + before.err
        assert words in told and others not in told


def test_the_option_wins_over_the_environment_and_that_over_the_locale(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run("gap").out.startswith("Gap")
    monkeypatch.setenv("LC_ALL", "de_DE.UTF-8")
    assert run("gap").out.startswith("Abweichung")
    monkeypatch.setenv("GRUNDRISS_LANG", "en")
    assert run("gap").out.startswith("Gap")
    assert run("gap", "--lang", "de").out.startswith("Abweichung")
    assert run("--lang", "en", "gap", "--lang", "de").out.startswith("Abweichung"), "the nearer one wins"


@pytest.mark.parametrize(
    ("locale", "word"), [("de_AT", "Abweichung"), ("de", "Abweichung"), ("C", "Gap"), ("nl_NL.UTF-8", "Gap")]
)
def test_the_locale_of_messages_is_the_first_that_is_set(
    run: Run, monkeypatch: pytest.MonkeyPatch, locale: str, word: str
) -> None:
    monkeypatch.setenv("LC_ALL", "")
    monkeypatch.setenv("LC_MESSAGES", locale)
    monkeypatch.setenv("LANG", "de_DE.UTF-8")
    assert run("gap").out.startswith(word)


def test_formats_for_machines_have_german_names_whatever_the_locale(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    english, german = run("gap", "-f", "csv"), run("gap", "-f", "csv", "--lang", "de")
    assert english.out == german.out
    assert run("gap", "-f", "csv", "--lang", "en").out != german.out
    monkeypatch.setenv("GRUNDRISS_LANG", "en")
    assert json.loads(run("search", "bundid", "-f", "json").out)["items"]
    assert run("gap", "-f", "csv").out != german.out


@pytest.mark.parametrize("lang", ["fr", "DE", "de_DE", "", "{x}", "de\n"])
def test_another_language_is_a_usage_error(run: Run, lang: str) -> None:
    for arguments in (["--lang", lang, "stats"], ["stats", "--lang", lang]):
        told = run(*arguments)
        assert told.status == 2 and "Write de or en." in told.err and not told.out


def test_another_language_in_the_environment_is_a_usage_error(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GRUNDRISS_LANG", "fr")
    told = run("stats")
    assert told.status == 2 and "Write de or en." in told.err
    assert run("stats", "--lang", "de").status == 0


@pytest.mark.parametrize(
    ("arguments", "german", "english"),
    [
        (["gap", "--foo"], "Die Option --foo gibt es nicht.", "There is no option --foo."),
        (
            ["stats", "--today", "2026-11-23"],
            "--today steht vor dem Befehl",
            "--today stands before the command",
        ),
        (["scenario", "list", "-w", "x"], "grundriss -w DIR BEFEHL", "grundriss -w DIR COMMAND"),
        (["nope"], "Den Befehl „nope“ gibt es nicht.", "There is no command 'nope'."),
        (["impact"], "X fehlt.", "X is missing."),
        (["gap", "-f"], "braucht einen Wert", "needs a value"),
        (["gap", "a", "b", "c"], "zu viel: c", "too much: c"),
        (["impact", "a", "--depth", "x"], "--depth braucht eine ganze Zahl.", "needs a whole number"),
        (["demo", "--port", "99999999"], "höchstens 65535", "65535 at most"),
        (["serve", "--workers", "0"], "mindestens 1", "1 at least"),
    ],
)
def test_a_wrong_command_line_is_told_in_the_language(
    run: Run, arguments: list[str], german: str, english: str
) -> None:
    for lang, words in (("de", german), ("en", english)):
        told = run("--lang", lang, *arguments)
        assert told.status == 2 and words in told.err
        assert told.err.startswith("Fehler" if lang == "de" else "Error")


def test_each_option_that_only_grundriss_itself_has_is_told_to_stand_before_the_command() -> None:
    own = {name for option in get_command(app).params for name in option.opts}
    assert set(BEFORE_THE_COMMAND) == own - {"--lang", "-h", "--help"}


def test_what_typer_says_otherwise_is_quoted() -> None:
    assert usage_message("Something new").text("de").endswith("„Something new“")


def test_the_log_and_the_check_count_in_the_singular_and_the_plural(run: Run) -> None:
    assert run("init", "here").status == 0
    workspace = ("-w", "here")
    for number in (1, 2):
        name = f"a{number}.nt"
        Path(name).write_text(f"<http://x/{number}> <http://x/p> <http://x/q> .\n", encoding="utf-8")
        loaded = run(*workspace, "--lang", "de", "load", name)
        assert loaded.status == 0 and "1 Aussage hinzugefügt, 0 entfernt" in loaded.err
        assert "0 Verstöße, 0 Warnungen, 0 Hinweise" in loaded.err
        checked = run(*workspace, "fsck").err
        assert (
            "1 revision with 1 statement " if number == 1 else "2 revisions with 2 statements "
        ) in checked
    assert "genau das steht schon darin" in run(*workspace, "load", "a1.nt", "--lang", "de").err
    assert "r2" in run(*workspace, "log").out


@pytest.mark.parametrize(
    ("query", "place", "offending"),
    [
        ("SELECT * { ?s ?p }", "Line 1, column 18", "'}'"),
        ("SELECT *\n{ ?s ?p ?o } LIMIT x", "Line 2, column 20", "'x'"),
        ("SELECT * WHERE ?s ?p ?o }", "Line 1, column 25", "'}'"),
        ("SELECT * { ?s ?p ?o", "Line 1, column 10", "'{'"),
    ],
)
def test_a_query_that_is_no_sparql_is_told_with_its_place_and_text(
    run: Run, query: str, place: str, offending: str
) -> None:
    told = run("query", "-e", query)
    assert told.status == 3 and place in told.err and offending in told.err
    assert "\\u{" not in told.err and "..=" not in told.err and len(told.err) < 300
    german = run("query", "-e", query, "--lang", "de").err
    assert place.replace("Line", "Zeile").replace("column", "Spalte") in german


def test_without_a_command_the_help_is_told_and_nothing_complained_of(run: Run) -> None:
    assert "Nennen Sie einen Befehl." in run("--lang", "de").err
    told = run("scenario")
    assert told.status == 2 and told.err.startswith("Usage: grundriss") and "\nCommands:" in told.err


def test_a_missing_option_is_named_as_it_is_typed(run: Run) -> None:
    told = run("retire", "bundid", "--lang", "de")
    assert told.status == 2 and "--on fehlt." in told.err
    assert usage_message("Missing option '-m' / '--message'.").text("de") == "-m / --message fehlt."
