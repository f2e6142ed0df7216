# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a mistake in a command line is answered with: its exit status, and what to write instead."""

import errno
import io
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from pyoxigraph import NamedNode, RdfFormat, parse

from tests.cli.conftest import Run

_SEVERITY = NamedNode("http://www.w3.org/ns/shacl#resultSeverity")


@pytest.fixture
def own(run: Run, workspace: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Commands in a workspace with the packaged facts."""
    monkeypatch.setenv("GRUNDRISS_WORKSPACE", str(workspace))
    return run


@pytest.mark.parametrize(
    "command",
    [
        ("set", "bundid", "lifecycle", "abloesung"),
        ("retire", "bundid", "--on", "2028"),
        ("update", "-"),
        ("load", "none.ttl"),
        ("revert", "r1"),
        ("scenario", "new", "one"),
        ("scenario", "rebase", "one"),
        ("scenario", "merge", "one"),
    ],
)
def test_a_reason_that_says_nothing_is_asked_for_again(own: Run, command: tuple[str, ...]) -> None:
    told = own(*command, "-m", " ", "--lang", "de")
    assert told.status == 2 and "Jede Änderung braucht eine Begründung." in told.err and '-m "…"' in told.err
    told = own(*command, "-m", "--lang", "de") if command[0] != "load" else own(*command, "-m")
    assert told.status == 2


def test_a_scenario_needs_its_reason_like_every_change(own: Run) -> None:
    told = own("scenario", "new", "one")
    assert told.status == 2 and "Every change needs a message" in told.err
    assert own("scenario", "new", "one", "-m", "to try").status == 0
    told = own("scenario", "merge", "one")
    assert told.status == 2 and "Every change needs a message" in told.err


@pytest.mark.parametrize("expected", ["r1", "1", "R1"])
def test_the_expected_revision_is_written_with_its_letter_or_without(own: Run, expected: str) -> None:
    change = ("set", "bundid", "lifecycle", "abloesung", "-m", "x", "--expect")
    assert own(*change, expected).status == 0
    told = own("set", "bundid", "lifecycle", "produktiv", "-m", "x", "--expect", expected)
    assert told.status == 6 and "Revision 1 was expected" in told.err and "r2: x" in told.err


def test_an_expected_revision_that_is_still_to_come_is_told_as_such(own: Run) -> None:
    told = own("set", "bundid", "lifecycle", "abloesung", "-m", "x", "--expect", "r9", "--lang", "de")
    assert told.status == 6 and "Die neueste ist 1" in told.err and "diff" not in told.err
    told = own("set", "bundid", "lifecycle", "abloesung", "-m", "x", "--expect", "soon", "--lang", "de")
    assert told.status == 2 and "„soon“ ist keine Revision" in told.err and "r12 oder 12" in told.err


@pytest.mark.parametrize("text", ["SELECT * {", "SELEKT * { ?s ?p ?o }", "INSERT DATA { <a:s> <a:p> <a:o> }"])
def test_a_query_that_is_none_is_told_with_its_place(own: Run, tmp_path: Path, text: str) -> None:
    (tmp_path / "q.rq").write_text("\n" + text, encoding="utf-8")
    told = own("query", "q.rq")
    assert told.status == 3 and "q.rq:2:" in told.err
    told = own("query", "-e", text)
    assert told.status == 3 and "Line 1, column " in told.err


@pytest.mark.parametrize("text", ["INSERT DATA {", "INSRT DATA { }", "SELECT * { ?s ?p ?o }"])
def test_an_update_that_is_none_has_the_exit_status_of_such_a_query(
    own: Run, tmp_path: Path, text: str
) -> None:
    (tmp_path / "u.ru").write_text("\n" + text, encoding="utf-8")
    told = own("update", "u.ru", "-m", "x")
    assert told.status == 3 and "u.ru:2:" in told.err


def test_a_query_and_an_update_in_each_others_place_name_the_right_command(own: Run, tmp_path: Path) -> None:
    told = own("query", "-e", "DELETE WHERE { ?s ?p ?o }", "--lang", "de")
    assert "DELETE ändert Daten" in told.err and "grundriss update" in told.err
    (tmp_path / "u.ru").write_text("ASK { ?s ?p ?o }", encoding="utf-8")
    assert "grundriss query" in own("update", "u.ru", "-m", "x").err


def test_the_log_is_read_as_it_was_at_a_revision(own: Run) -> None:
    assert own("set", "bundid", "lifecycle", "abloesung", "-m", "second").status == 0
    assert "\nr1  " in own("log", "--rev", "r1").out and "second" not in own("log", "--rev", "r1").out
    assert "second" in own("log", "bundid").out
    told = own("log", "bundid", "--rev", "r1")
    assert told.status == 0 and "second" not in told.out and "created" in told.out
    assert own("log", "--rev", "r7").status == 4


@pytest.mark.parametrize("command", [("diff", "r0", "r1"), ("fsck",)])
def test_a_command_that_names_its_revisions_itself_says_so(own: Run, command: tuple[str, ...]) -> None:
    told = own(*command, "--rev", "r1")
    assert told.status == 2 and "has no --rev" in told.err and "grundriss diff R1 R2" in told.err


@pytest.mark.parametrize(
    ("command", "name"), [("show", "X"), ("search", "TEXT"), ("add", "KIND"), ("load", "FILE...")]
)
def test_what_is_missing_is_named_as_the_help_names_it(own: Run, command: str, name: str) -> None:
    assert own(command, "--lang", "de").err.startswith(f"Fehler: {name} fehlt.")
    assert name in own(command, "--help").out


@pytest.mark.parametrize("command", [("query", "none.rq"), ("update", "none.rq", "-m", "x")])
def test_a_file_that_is_not_there_is_a_file_and_no_query(own: Run, command: tuple[str, ...]) -> None:
    told = own(*command, "--lang", "de")
    assert told.status == 3 and "none.rq: Diese Datei gibt es nicht." in told.err


def test_a_format_that_is_none_is_told_before_what_is_exported(own: Run) -> None:
    told = own("export", "components", "-f", "csvv")
    assert told.status == 2 and "csvv" in told.err and "csv, json" in told.err


def test_a_name_with_umlauts_is_offered_as_a_readable_name_of_a_scenario(own: Run) -> None:
    assert "ablosung-2028" in own("scenario", "new", "Ablösung 2028", "-m", "x").err


BAD = b"INSERT DATA { <urn:a> <urn:b> '\xff' }"


def test_bytes_that_are_no_utf_8_are_told_wherever_they_come_from(
    run: Run, workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for command in (("update", "-", "-m", "x"), ("query", "-")):
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(BAD)))
        told = run("-w", "w", *command)
        said = "Error: -: The file is not in UTF-8.\n       Save it as UTF-8.\n"
        assert (told.status, told.err) == (3, said)
    told = run("-w", "w", "query", "-e", BAD.decode(errors="surrogateescape"))
    assert told.status == 2 and "-e is not in UTF-8" in told.err and "LC_ALL" in told.err
    monkeypatch.setenv("GRUNDRISS_AUTHOR", "K\udcff")
    told = run("-w", "w", "set", "bundid", "label", "x", "-m", "x")
    assert told.status == 2 and "GRUNDRISS_AUTHOR is not in UTF-8" in told.err


def test_a_name_that_no_dataset_can_have_offers_one_that_it_can(own: Run, tmp_path: Path) -> None:
    (tmp_path / "x.ttl").write_text("<urn:a> <urn:b> 1 .")
    for name, better in (("Ä /../x", "x"), ("My Data", "my-data"), ("/../", "manual")):
        told = own("load", "x.ttl", "--dataset", name)
        assert told.status == 2 and f"{better}" in told.err.splitlines()[-1], told.err
        assert "--" not in told.err.splitlines()[-1] and ".." not in told.err.splitlines()[-1]


def test_standard_input_is_named_as_it_was_given(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    for text, said in (
        ("<urn:a> .", "-:1:9: "),
        ("<urn:a> <urn:b> <<( <urn:c> <urn:d> 1 )>> .", "-: A statement about a statement"),
    ):
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(text.encode())))
        told = run("validate", "-")
        assert told.status == 3 and told.err.startswith(f"Error: {said}"), told.err


def test_an_empty_workspace_is_missing_input_and_not_an_element_that_is_missing(run: Run) -> None:
    run("init", "empty")
    for command in (("stats",), ("validate",), ("query", "-e", "ASK {}"), ("export",), ("show", "bundid")):
        told = run("-w", "empty", *command)
        assert (
            told.status == 3 and "This workspace is empty." in told.err and "grundriss load FILE" in told.err
        )


def test_a_full_disk_under_the_output_is_told_as_such() -> None:
    with Path("/dev/full").open("wb") as full:
        command = [sys.executable, "-m", "grundriss", "--lang", "en", "version"]
        said = subprocess.run(command, stdout=full, stderr=subprocess.PIPE)
    assert said.returncode == 5 and said.stderr.decode().splitlines() == [
        "Error: The disk is full: the output could not be written.",
        "       Free some space, then do it again.",
    ]


def test_a_text_that_the_store_cannot_write_down_is_refused_with_its_file(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    # each line feed is two characters in N-Quads: the parser of Turtle takes the text, and that of N-Quads does not
    text = f'<urn:a> <urn:b> """{chr(10) * 8_500_000}""" .'
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(text.encode())))
    told = run("validate", "-")
    assert told.status == 5 and told.err.startswith(
        "Error: Standard input has a single text or entry of more than 16 MB"
    )


def test_a_lock_that_nobody_signed_is_told_without_a_question_mark(own: Run, workspace: Path) -> None:
    import fcntl

    (lock,) = workspace.glob("**/*lock*")
    with lock.open("r+") as held:
        held.truncate(0)
        fcntl.flock(held, fcntl.LOCK_EX)
        told = own("set", "bundid", "label", "x", "-m", "x")
    assert told.status == 6 and "another process is writing" in told.err


def test_a_responsibility_is_named_in_the_language_of_the_element(own: Run) -> None:
    assert own("add", "component", "only-en", "label=Directory@en", "owner=fitko", "-m", "x").status == 0
    assert own("set", "only-en", "operator", "fitko", "-m", "x").status == 0
    quads = own("export", "manual", "-f", "nt").out
    assert '"Directory: owner"@en' in quads and '"Directory: operator"@en' in quads
    assert own("set", "bundid", "operator", "fitko", "-m", "x").status == 0
    assert ': Betrieb"@de' in own("export", "-f", "nt").out


def test_what_nobody_has_foreseen_is_told_with_its_place_and_its_own_status(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError("by nothing")

    monkeypatch.setattr("grundriss.cli.examination.examine", broken)
    done = run("doctor")
    assert done.status == 70
    assert "Traceback" in done.err and "ZeroDivisionError" in done.err.splitlines()[-2]


@pytest.mark.parametrize("seconds", ["nan", "inf", "0", "-1"])
def test_a_time_limit_that_is_none_is_refused(run: Run, seconds: str) -> None:
    assert run("query", "-e", "ASK {}", "--timeout", seconds).status == 2


def test_a_folder_in_the_place_of_a_file_is_told(run: Run, tmp_path: Path) -> None:
    done = run("export", "-f", "ttl", "-o", ".")
    assert (done.status, list(tmp_path.glob("*.tmp"))) == (2, [])


@pytest.mark.parametrize("command", ["load", "validate", "import fim"])
def test_what_may_not_be_read_is_an_unreadable_file_and_no_wrong_command_line(
    own: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    """The permissions of a file are not asked for beforehand: reading it tells them with its place."""
    file = tmp_path / "secret.xml"
    file.write_text("")
    opened = Path.open

    def denied(path: Path, *arguments: Any, **options: Any) -> Any:
        if path.name == file.name:
            raise PermissionError(errno.EACCES, "Permission denied", str(path))
        return opened(path, *arguments, **options)

    monkeypatch.setattr("os.access", lambda path, *_, **__: os.fspath(path) != str(file))
    monkeypatch.setattr("pathlib.Path.open", denied)
    told = own(*command.split(), str(file))
    said = told.out + told.err  # what becomes of each file is the data that `import` gives
    assert told.status == 3 and "secret.xml" in said and "permission denied" in said, said


def test_a_report_counts_what_it_does_not_show_in_every_format(run: Run) -> None:
    report = json.loads(run("validate", "-f", "json", "--severity", "violation").out)
    assert report["results"] == [] and report["counts"]["warning"] > 50 and report["counts"]["info"] > 50
    all_of_it = json.loads(run("validate", "-f", "json", "--severity", "info").out)
    assert all_of_it["counts"] == report["counts"]
    for severity, kinds in (("violation", 0), ("warning", 1), ("info", 2)):
        turtle = run("validate", "-f", "ttl", "--severity", severity).out
        shown = {q.object.value for q in parse(turtle, format=RdfFormat.TURTLE) if q.predicate == _SEVERITY}
        assert len(shown) == kinds, severity
        assert ("sh:conforms true" in turtle) is (kinds == 0)
