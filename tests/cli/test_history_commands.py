# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""History on the command line: log, diff, blame, revert, --rev, and what a damaged store is told as."""

import csv
import json
import shutil
from pathlib import Path

import pytest

from grundriss.cli.main import status_of
from tests.cli.conftest import FACTS, TODAY, Run
from tests.counts import cases
from tests.json_schema import faults


def _name() -> str:
    with (FACTS / "components.csv").open(encoding="utf-8", newline="") as file:
        return next(row["name"] for row in csv.DictReader(file) if row["id"] == "bundid")


@pytest.fixture(scope="module")
def renamed_workspace(loaded_workspace: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two revisions: the facts, and the facts with another name of BundID. Do not write to it."""
    folder = tmp_path_factory.mktemp("renamed")
    facts, w = folder / "facts", folder / "w"
    shutil.copytree(FACTS, facts)
    shutil.copytree(loaded_workspace, w)
    table = facts / "components.csv"
    table.write_text(table.read_text(encoding="utf-8").replace(_name(), "BundID neu"), encoding="utf-8")
    load = ["-w", str(w), "load", str(facts), "--dataset", "landscape", "-m", "renamed"]
    assert status_of(["--today", TODAY, *load]) == 0
    return folder


@pytest.fixture
def workspace(run: Run, renamed_workspace: Path, tmp_path: Path) -> Path:
    """A copy of the two revisions, and of the facts of the second, in the folder where commands run."""
    shutil.copytree(renamed_workspace, tmp_path, dirs_exist_ok=True)
    return tmp_path / "w"


def test_the_log_is_cut_where_it_is_asked_to_be(run: Run, workspace: Path) -> None:
    told = run("-w", "w", "log", "--limit", "1")
    assert told.out.splitlines()[2].startswith("r2 ") and len(told.out.splitlines()) == 3
    assert "1 older revision" in told.err
    assert faults(json.loads(run("-w", "w", "log", "-f", "json").out), "log") == []


def test_the_log_of_an_element_speaks_both_languages(run: Run, workspace: Path) -> None:
    assert f"  name: {_name()} → BundID neu\n" in run("-w", "w", "log", "bundid").out
    assert f"  Name: {_name()} → BundID neu\n" in run("-w", "w", "log", "bundid", "--lang", "de").out
    answer = json.loads(run("-w", "w", "log", "bundid", "-f", "json").out)
    assert faults(answer, "log") == []
    assert next(entry["message"] for entry in answer["items"]) == "renamed"


@pytest.mark.parametrize("form", ["human", "md", "json", "rdf-patch"])
def test_a_difference_is_told_in_every_form(run: Run, workspace: Path, form: str) -> None:
    told = run("-w", "w", "diff", "r1", "now", "-f", form, "--exit-code")
    assert told.status == 1
    assert "BundID neu" in told.out
    assert run("-w", "w", "diff", "2", "r2", "-f", form, "--exit-code").status == 0


def test_an_old_revision_is_read_by_every_command(run: Run, workspace: Path) -> None:
    assert _name() in run("-w", "w", "show", "bundid", "--rev", "r1").out
    assert "BundID neu" in run("-w", "w", "show", "bundid").out
    asked = "SELECT ?l { ?x dct:identifier 'bundid' ; skos:prefLabel ?l }"
    assert _name() in run("-w", "w", "query", "-e", asked, "--rev", "1").out
    for command in (
        ["state"],
        ["gap"],
        ["impact", "bundid"],
        ["path", "pvog", "bundid"],
        ["ask", "CQ05", "element=zbp"],
        ["stats"],
        ["search", "BundID"],
        ["draw", "landscape-map"],
        ["export"],
        ["validate"],
    ):
        old, new = run("-w", "w", *command, "--rev", "r1"), run("-w", "w", *command)
        assert (old.status, bool(old.out)) == (new.status, True), command
        assert "BundID neu" not in old.out


def test_blame_names_revision_and_source(run: Run, workspace: Path) -> None:
    lines = run("-w", "w", "blame", "bundid").out.splitlines()
    assert [line for line in lines if line.startswith("r2") and "BundID neu" in line]
    answer = json.loads(run("-w", "w", "blame", "bundid", "-f", "json").out)
    assert faults(answer, "blame") == []


def test_a_revision_is_taken_back(run: Run, workspace: Path) -> None:
    assert "would" in run("-w", "w", "revert", "r2", "--dry-run").err
    assert run("-w", "w", "revert", "r2", "-m", "not decided").status == 0
    assert _name() in run("-w", "w", "show", "bundid").out
    again = run("-w", "w", "revert", "r2")
    assert again.status == 6 and "r3" in again.err
    assert json.loads(run("-w", "w", "log", "-f", "json").out)["total"] == 3


@pytest.mark.parametrize(
    ("name", "status"), [("r1; DROP", 2), ("r0x", 2), ("r9", 4), (str(10**9), 4), ("9" * 40, 2)]
)
def test_what_is_no_revision_is_refused(run: Run, workspace: Path, name: str, status: int) -> None:
    for command in (
        ["diff", "r1", name],
        ["revert", name],
        ["show", "bundid", "--rev", name],
        ["fsck", "--from", name],
    ):
        told = run("-w", "w", *command)
        assert told.status == status, command
        assert told.err.startswith("Error: ") and told.out == ""


def test_an_element_that_never_was_is_not_found(run: Run, workspace: Path) -> None:
    assert run("-w", "w", "log", "never-there").status == 4
    assert run("-w", "w", "blame", "never-there").status == 4


def test_the_log_replayed_from_a_revision_gives_the_store(run: Run, workspace: Path) -> None:
    assert run("-w", "w", "fsck", "--from", "r1").status == 0


@pytest.mark.parametrize("damage", cases(["truncated", "flipped"], 1))
def test_a_damaged_store_is_told_and_mended(run: Run, workspace: Path, damage: str) -> None:
    current = workspace / "store" / (workspace / "store" / "CURRENT").read_text().strip()
    for file in current.glob("*.sst"):
        content = bytearray(file.read_bytes())
        if damage == "truncated":
            content = content[: len(content) // 2]
        else:
            content[:] = (
                bytes(byte ^ 255 for byte in content[: len(content) // 2]) + content[len(content) // 2 :]
            )
        file.write_bytes(content)
    told = run("-w", "w", "show", "bundid")
    assert told.status == 3
    assert "fsck --rebuild" in told.err
    assert run("-w", "w", "fsck").status != 0
    assert run("-w", "w", "fsck", "--rebuild").status == 0
    assert "BundID neu" in run("-w", "w", "show", "bundid").out


def test_a_transfer_at_a_date_is_one_change_everywhere(run: Run, workspace: Path) -> None:
    assert run("-w", "w", "set", "elster", "owner", "fitko", "--from", "2027-01", "-m", "x").status == 0
    diff = run("-w", "w", "diff", "r2", "r3").out
    found = [line.strip() for line in diff.splitlines() if "owner" in line or "valid until" in line]
    assert len(found) == 1 and found[0].startswith("owner: ") and found[0].endswith(" (from January 2027)")
    old, new = found[0].removeprefix("owner: ").removesuffix(" (from January 2027)").split(" → ")
    log = run("-w", "w", "log", "elster").out
    assert found[0] in log and "valid until" not in log.partition("r2 ")[0]
    table = run("-w", "w", "diff", "r2", "r3", "-f", "md").out
    assert f"| owner | {old} | {new} (from January 2027) |" in table and "valid until" not in table
    (change,) = [
        change
        for element in json.loads(run("-w", "w", "diff", "r2", "r3", "-f", "json", "--lang", "en").out)[
            "elements"
        ]
        for change in element["changes"]
        if change["property"] == "gru:owner"
    ]
    assert (change["validFrom"], change["from"][0]["text"], change["to"][0]["text"]) == ("2027-01", old, new)
    back = run("-w", "w", "diff", "r3", "r2").out
    assert f"  owner: {new} → {old}\n" in back and "valid until" not in back


def test_an_end_without_a_successor_says_of_whom(run: Run, workspace: Path) -> None:
    assert run("-w", "w", "set", "elster", "owner", "--remove", "-m", "x").status == 0
    table = run("-w", "w", "diff", "r2", "r3", "-f", "md").out
    (row,) = [line for line in table.splitlines() if "valid until" in line]
    assert row.startswith("| owner: ")


@pytest.mark.parametrize("command", [("load", "facts", "--dataset", "other"), ("revert", "r2")])
def test_loading_and_reverting_rest_on_a_decision_and_expect_a_revision(
    run: Run, workspace: Path, command: tuple[str, ...]
) -> None:
    told = run("-w", "w", *command, "--expect", "r1")
    assert told.status == 6 and "Revision 1 was expected, the newest is 2" in told.err
    told = run("-w", "w", *command, "--decision", "2020-4")
    assert told.status == 4 and "Did you mean 2020-44" in told.err
    assert run("-w", "w", *command, "--expect", "2", "--decision", "2020-44").status == 0
    newest = json.loads(run("-w", "w", "log", "-f", "json").out)["items"][0]
    assert (newest["revision"], newest["decision"].rpartition("/")[2]) == (3, "2020-44")


def test_a_decision_that_is_not_known_offers_some_that_are(run: Run, workspace: Path) -> None:
    for x, status in (("nope", 4), ("bundid", 2)):
        told = run("-w", "w", "set", "bundid", "label", "x", "-m", "m", "--decision", x)
        assert told.status == status and "decisions, such as 2019-46" in told.err
