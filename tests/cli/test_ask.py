# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""`grundriss ask`: the questions on the command line, in every format, and what it refuses."""

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from grundriss.cli.main import status_of
from grundriss.exporters.text_table import csv_rows, markdown_rows
from grundriss.questions.definition import questions

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(
    capsys: pytest.CaptureFixture[str],
    tmp_path_factory: pytest.TempPathFactory,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Run:
    """A command on the packaged landscape: status, stdout, stderr."""
    monkeypatch.setenv("GRUNDRISS_CACHE", str(tmp_path_factory.getbasetemp() / "cache"))
    monkeypatch.delenv("GRUNDRISS_WORKSPACE", raising=False)
    monkeypatch.chdir(tmp_path)

    def call(*arguments: str) -> tuple[int, str, str]:
        capsys.readouterr()
        status = status_of(["--today", "2026-11-23", "ask", *arguments])
        told = capsys.readouterr()
        return status, told.out, told.err

    return call


def test_the_list_holds_every_question_in_both_languages(run: Run) -> None:
    for lang in ("de", "en"):
        status, out, _ = run("--list", "--lang", lang)
        assert status == 0
        assert [line.split()[0] for line in out.splitlines()[2:]] == [asked.key for asked in questions()]
    items = json.loads(run("--list", "-f", "json")[1])["items"]
    assert [item["key"] for item in items] == [asked.key for asked in questions()]
    assert items[4]["parameters"][0]["default"] == "zbp"


def test_a_question_without_parameters_takes_its_example(run: Run) -> None:
    status, out, _ = run("cq5")
    assert status == 0
    assert "element=zbp" in out and "Wohngeld Online" in out and "What the facts do not say:" in out


def test_json_is_the_answer_of_the_surfaces(run: Run) -> None:
    answer = json.loads(run("CQ14", "-f", "json", "--lang", "en")[1])
    assert set(answer) == {"question", "parameters", "columns", "rows", "missing"}
    assert answer["question"]["key"] == "CQ14" and answer["parameters"]["decision"]["key"] == "b-2026-18-it"
    assert [row["element"]["key"] for row in answer["rows"] if row["named"]]
    assert any("Who funds" in sentence for sentence in answer["missing"])


def test_csv_holds_keys_and_nothing_else(run: Run) -> None:
    status, out, _ = run("CQ06", "interface=if-ddb", "-f", "csv")
    rows = list(csv.DictReader(io.StringIO(out)))
    assert status == 0 and {row["user"] for row in rows} == {"fv-wg", "osi", "od-str", "od-wg"}


def test_markdown_is_a_table(run: Run) -> None:
    out = run("CQ02", "-f", "md")[1].splitlines()
    assert out[0].startswith("## CQ02 ") and out[3].startswith("| --- |")


def test_a_cell_is_no_formula_and_no_markup() -> None:
    out = csv_rows(["a"], [["=1+1"], ["+1"], ["-1"], ["@x"], ["\tx"], ["Text"]])
    assert [row[0] for row in csv.reader(io.StringIO(out))][1:] == [
        "'=1+1",
        "'+1",
        "'-1",
        "'@x",
        "'\tx",
        "Text",
    ]
    assert markdown_rows(["<b>|x|", "[a](b)"], []).splitlines()[0] == r"| \<b\>\|x\| | \[a\](b) |"


@pytest.mark.parametrize(
    ("arguments", "status", "told"),
    [
        ([], 2, "Which question?"),
        (["CQ99"], 4, "no question"),
        (["CQ05", "zbp"], 2, "NAME=VALUE"),
        (["CQ05", "element=zbp", "element=bundid"], 2, "twice"),
        (["CQ05", "element="], 2, "has no value"),
        (["CQ05", "elment=zbp"], 2, "Did you mean element?"),
        (["CQ05", "element=zpb"], 4, "zbp"),
        (["CQ05", "element=\x1b[31m"], 4, "No element"),
        (["CQ13", "most=1e9"], 2, "whole number"),
        (["CQ04", "to=ZIEL-2082"], 2, "ZIEL-2028"),
        (["CQ01", "-f", "xml"], 2, "table, json, csv, md"),
        (["CQ01", "--lang", "fr"], 2, "de or en"),
        (["CQ02", "x=1"], 2, "Its parameters: none"),
    ],
)
def test_what_cannot_be_meant_is_refused(run: Run, arguments: list[str], status: int, told: str) -> None:
    found, out, err = run(*arguments)
    assert (found, out) == (status, "")
    assert told in err and "Traceback" not in err
