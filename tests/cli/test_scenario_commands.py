# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""Scenarios on the command line: branch, change, compare, merge, drop."""

import json
import shutil
from pathlib import Path

import pytest

from grundriss import resources
from tests.cli.conftest import Run

FACTS = resources.path("data", "landscape")


@pytest.fixture
def workspace(run: Run, loaded_workspace: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workspace with the packaged facts in its first revision, and a copy of the facts to change."""
    monkeypatch.delenv("GRUNDRISS_SCENARIO", raising=False)
    shutil.copytree(loaded_workspace, tmp_path / "w")
    shutil.copytree(FACTS, tmp_path / "facts")
    monkeypatch.setenv("GRUNDRISS_WORKSPACE", str(tmp_path / "w"))
    return tmp_path


def rename(workspace: Path, old: str, new: str) -> None:
    file = workspace / "facts" / "components.csv"
    text = file.read_text(encoding="utf-8")
    assert text.count(old) == 1
    file.write_text(text.replace(old, new), encoding="utf-8")


def test_a_future_is_tried_compared_and_merged(
    run: Run, workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "no scenarios yet" in run("scenario", "list").err
    assert run("scenario", "new", "one-login", "-m", "Try it", "--label", "Ein Login").status == 0
    rename(workspace, "bundid,BundID", "bundid,NeueID")
    assert run("load", "facts", "--dataset", "landscape", "--scenario", "one-login").status == 0
    assert "NeueID" not in run("show", "bundid").out
    assert "NeueID" in run("show", "bundid", "--scenario", "one-login").out
    monkeypatch.setenv("GRUNDRISS_SCENARIO", "one-login")
    assert "NeueID" in run("show", "bundid").out
    monkeypatch.delenv("GRUNDRISS_SCENARIO")
    shown = json.loads(run("scenario", "show", "one-login", "-f", "json").out)
    assert (shown["label"], shown["base"], shown["behind"]) == ("Ein Login", 1, 0)
    assert "+ name: NeueID" in run("scenario", "show", "one-login").out
    assert "+ Name: NeueID" in run("scenario", "show", "one-login", "--lang", "de").out
    found = json.loads(run("gap", "soll", "one-login@ist", "-f", "json").out)
    assert found["to"]["scenario"] == "one-login"
    assert "NeueID" in run("state", "one-login@ist", "-f", "json").out
    assert "NeueID" not in run("state", "ist", "-f", "json").out
    assert "nothing was changed" in run("scenario", "merge", "one-login", "-m", "Go", "--dry-run").err
    assert "r2" in run("scenario", "merge", "one-login", "-m", "Go").err
    assert "NeueID" in run("show", "bundid").out
    assert "NeueID" not in run("state", "r1", "-f", "json").out
    assert run("gap", "r1", "r2", "--exit-code").status == 1
    assert "merged as r2" in run("scenario", "list").out
    assert run("revert", "r2", "-m", "No").status == 0
    assert "merged as r2 of the main line (taken back by r3)" in run("scenario", "list").out
    assert "r3 took that back" in run("scenario", "merge", "one-login", "-m", "Yes").err
    assert "  [merge]  Go" in run("log").out, "a merge is of no one dataset; the log says what it was"
    assert run("scenario", "drop", "one-login", "--yes").status == 0
    assert run("scenario", "drop", "one-login", "--yes").status == 4
    assert run("fsck").status == 0


def test_a_conflict_ends_with_status_one_until_it_is_decided(run: Run, workspace: Path) -> None:
    assert run("scenario", "new", "other", "-m", "x").status == 0
    rename(workspace, "bundid,BundID", "bundid,Meine")
    assert run("load", "facts", "--dataset", "landscape", "--scenario", "other").status == 0
    rename(workspace, "bundid,Meine", "bundid,Ihre")
    assert run("load", "facts", "--dataset", "landscape").status == 0
    for command in (["merge", "other", "-m", "x"], ["rebase", "other"]):
        told = run("scenario", *command, "--expect", "r1" if command[0] == "merge" else "r0")
        assert told.status == 6 and "was expected, the newest is" in told.err
        told = run("scenario", *command)
        assert told.status == 1
        assert "mine: Meine" in told.out
        assert "theirs: Ihre" in told.out
        assert "--take mine" in told.err
        collisions = json.loads(run("scenario", *command, "-f", "json").out)["collisions"]
        assert ("bundid", "prefLabel") in {(c["item"]["key"], c["property"]) for c in collisions}
    assert run("scenario", "merge", "other", "-m", "x", "--resolve", "bundid prefLabel=mine").status == 1
    assert run("scenario", "rebase", "other", "--take", "mine").status == 0
    assert run("scenario", "merge", "other", "-m", "x", "--lang", "de").status == 0
    assert "Meine" in run("show", "bundid").out


def test_a_damaged_scenario_is_listed_as_one(run: Run, workspace: Path) -> None:
    assert run("scenario", "new", "one", "-m", "x").status == 0
    assert run("add", "component", "neu", "label=Neu", "-m", "x", "--scenario", "one").status == 0
    (workspace / "w" / "scenarios" / "one" / "scenario.toml").unlink()
    told = run("scenario", "list")
    assert told.status == 0
    assert "one: " in told.err
    assert "scenario.toml is missing" in told.err
    damaged = {"items": [{"name": "one", "damaged": True}], "next": None, "total": 1}
    assert json.loads(run("scenario", "list", "-f", "json").out) == damaged
    assert run("scenario", "new", "one", "-m", "x").status != 0
    assert run("fsck").status == 1
    told = run("scenario", "drop", "one", "--yes")
    assert told.status == 3 and "grundriss scenario drop one --damaged" in told.err
    assert run("scenario", "drop", "one", "--damaged").status == 2, "it asks, as for any other"
    assert "is kept in" in run("scenario", "drop", "one", "--damaged", "--yes").err
    assert run("fsck").status == 0
    (found,) = json.loads(run("scenario", "list", "--dropped", "-f", "json").out)["items"]
    assert (found["name"], found["revision"], found["message"]) == ("one", 1, None)
    assert "component/neu" in next(Path(found["path"]).glob("00000001*")).read_text()


def test_a_dropped_scenario_is_listed_and_comes_back(run: Run, workspace: Path) -> None:
    assert "No scenario was dropped" in run("scenario", "list", "--dropped").err
    assert run("scenario", "new", "one", "-m", "What if?").status == 0
    assert run("add", "component", "neu", "label=Neu", "-m", "x", "--scenario", "one").status == 0
    assert run("scenario", "drop", "one", "--yes").status == 0
    listed = run("scenario", "list", "--dropped").out
    assert "one: dropped 20" in listed and "1 revision," in listed and "What if?" in listed
    assert "grundriss scenario restore one" in run("show", "neu", "--scenario", "one").err
    told = run("scenario", "restore", "on")
    assert told.status == 4 and "Did you mean one" in told.err
    assert "with 1 revision is there again" in run("scenario", "restore", "one").err
    assert "Neu" in run("show", "neu", "--scenario", "one").out
    assert run("scenario", "restore", "one").status == 4


@pytest.mark.parametrize("name", ["..", "soll", "r1", "Ablösung 2028", "a/b", ""])
def test_a_name_that_cannot_be_one_is_a_usage_error(run: Run, workspace: Path, name: str) -> None:
    told = run("scenario", "new", name, "-m", "x")
    assert told.status == 2
    assert "Traceback" not in told.err


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        (["scenario", "new", "x", "-m", "x", "--base", "r9"], 4),
        (["scenario", "new", "x", "-m", "x", "--base", "-1"], 2),
        (["scenario", "new", "x"], 2),
        (["scenario", "show", "nowhere"], 4),
        (["scenario", "list", "-f", "xml"], 2),
        (["state", "--scenario", "../w"], 4),
        (["state", "nowhere"], 2),
        (["state", "r9"], 4),
    ],
)
def test_what_is_not_there_is_told(run: Run, workspace: Path, arguments: list[str], status: int) -> None:
    assert run(*arguments).status == status


def test_a_gap_says_that_the_main_line_has_gone_on(run: Run, workspace: Path) -> None:
    assert run("scenario", "new", "one", "-m", "x").status == 0
    assert "newer" not in run("gap", "soll", "one").err
    assert run("add", "component", "neu", "label=Neu", "-m", "x").status == 0
    told = run("gap", "soll", "one").err
    assert "the main line has 1 newer revision," in told
    assert "`grundriss gap r1@soll one`" in told
    assert "newer" not in run("gap", "r1@soll", "one").err
    assert "newer" not in run("gap", "one@ist", "one").err


class Terminal:
    """A terminal at which somebody has typed an answer."""

    def __init__(self, answer: str) -> None:
        self._lines = [f"{answer}\n"]

    def isatty(self) -> bool:
        return True

    def readline(self, *_: object) -> str:
        return self._lines.pop(0) if self._lines else ""


def test_dropping_needs_a_yes_where_nobody_can_be_asked(run: Run, workspace: Path) -> None:
    assert run("scenario", "new", "one", "-m", "x").status == 0
    for lang, words in (("en", "nobody can be asked"), ("de", "kann niemand gefragt werden")):
        told = run("scenario", "drop", "one", "--lang", lang)
        assert told.status == 2
        assert words in told.err
        assert "grundriss scenario drop one --yes" in told.err
    assert "one" in run("scenario", "list").out
    assert run("scenario", "drop", "one", "--yes").status == 0
    assert "one" not in run("scenario", "list").out


@pytest.mark.parametrize(("answer", "status", "stays"), [("n", 130, True), ("", 130, True), ("y", 0, False)])
def test_dropping_asks_at_a_terminal(
    run: Run, workspace: Path, monkeypatch: pytest.MonkeyPatch, answer: str, status: int, stays: bool
) -> None:
    assert run("scenario", "new", "one", "-m", "x").status == 0
    assert run("add", "component", "neu", "label=Neu", "-m", "x", "--scenario", "one").status == 0
    monkeypatch.setattr("sys.stdin", Terminal(answer))
    monkeypatch.setattr("grundriss.cli.scenario_commands._can_be_asked", lambda: True)
    told = run("scenario", "drop", "one")
    assert told.status == status
    assert "is not merged" in told.err
    assert ("one" in run("scenario", "list").out) is stays
