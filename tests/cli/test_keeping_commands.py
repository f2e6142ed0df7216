# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""What keeps a workspace safe, as it is typed: backup, restore, export --canonical and load of its folder."""

import io
import json
from pathlib import Path

import pytest

from grundriss.model.terms import DEFAULT_BASE
from tests.cli.conftest import Run, Told


def test_a_backup_comes_back(run: Run, workspace: Path, tmp_path: Path) -> None:
    assert "revision 1" in run("-w", "w", "backup", "-o", "b.tar.gz").err
    assert "Revision 1" in run("restore", "b.tar.gz", "again", "--lang", "de").err
    assert run("-w", "again", "fsck").status == 0
    assert run("-w", "again", "export", "-f", "nq").out == run("-w", "w", "export", "-f", "nq").out
    assert run("restore", "b.tar.gz", "again").status == 6
    assert run("restore", "w/grundriss.toml", "third").status == 3


def test_a_backup_is_not_written_over_another_file_unasked(run: Run, workspace: Path, tmp_path: Path) -> None:
    command = ("-w", "w", "backup", "-o", "b.tar")
    assert run(*command, "--without-store").status == 0
    held = (tmp_path / "b.tar").read_bytes()
    told = run(*command)
    assert told.status == 6 and "b.tar is there already" in told.err and "--force" in told.err
    assert (tmp_path / "b.tar").read_bytes() == held
    assert run(*command, "--force").status == 0
    assert (tmp_path / "b.tar").read_bytes() != held


def test_a_canonical_export_comes_back(run: Run, workspace: Path, tmp_path: Path) -> None:
    told = run("-w", "w", "export", "--canonical", "x")
    assert (told.status, told.out) == (0, "")
    assert "1 dataset with" in told.err and "written: 1 file" in told.err
    assert run("init", "v").status == 0
    assert "would be loaded" in run("-w", "v", "load", "x", "--dry-run").err
    assert "revision 1" in run("-w", "v", "load", "x", "--verify", "-m", "From git").err
    assert "nothing was changed" in run("-w", "v", "load", "x").err
    assert "From git" in run("-w", "v", "log").out
    assert run("-w", "v", "fsck").status == 0
    assert "written: 0 files" in run("-w", "v", "export", "--canonical", "x").err


def test_the_packaged_landscape_is_exported_too(run: Run) -> None:
    assert run("export", "--canonical", "x").status == 0


def test_an_edited_file_is_warned_of_and_refused_with_verify(
    run: Run, workspace: Path, tmp_path: Path
) -> None:
    run("-w", "w", "export", "--canonical", "x")
    path = tmp_path / "x" / "landscape.nt"
    lines = path.read_text("utf-8").splitlines(keepends=True)
    path.write_text("".join(line for line in lines if "sourceNote" not in line), "utf-8")
    told = run("-w", "w", "load", "x", "--verify")
    assert told.status == 3 and "SHA-256" in told.err
    told = run("-w", "w", "load", "x")
    assert told.status == 0 and "edited since" in told.err and "revision 2" in told.err


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        (["export", "bundid", "--canonical", "y"], 2),
        (["export", "-f", "nt", "--canonical", "y"], 2),
        (["export", "-o", "a.nt", "--canonical", "y"], 2),
        (["load", "x", "--dataset", "landscape"], 2),
        (["load", "x", "x"], 2),
        (["load", "x", "-f", "nt"], 2),
        (["load", "w", "--verify"], 3),
        (["load", "w/grundriss.toml", "--verify"], 3),
        (["export", "--canonical", "w"], 6),
        (["export", "--canonical", "w/grundriss.toml"], 3),
    ],
)
def test_what_does_not_go_together_is_said(
    run: Run, workspace: Path, arguments: list[str], status: int
) -> None:
    run("-w", "w", "export", "--canonical", "x")
    told = run("-w", "w", *arguments)
    assert told.status == status, told.err
    assert "Error" in told.err and "Traceback" not in told.err


def test_an_old_revision_and_a_scenario_are_exported_too(run: Run, workspace: Path, tmp_path: Path) -> None:
    run("-w", "w", "export", "--canonical", "then")
    run("-w", "w", "scenario", "new", "one-login", "-m", "Try")
    path = tmp_path / "then" / "landscape.nt"
    whole = path.read_bytes()
    path.write_bytes(b"".join(line for line in whole.splitlines(keepends=True) if b"sourceNote" not in line))
    assert run("-w", "w", "load", "then", "--scenario", "one-login").status == 0
    assert run("-w", "w", "export", "--canonical", "one", "--scenario", "one-login").status == 0
    assert (tmp_path / "one" / "landscape.nt").read_bytes() == path.read_bytes() != whole
    assert run("-w", "w", "load", "then").status == 0
    assert run("-w", "w", "export", "--canonical", "old", "--rev", "r1").status == 0
    assert (tmp_path / "old" / "landscape.nt").read_bytes() == whole


def test_an_export_of_everything_comes_back_into_its_datasets(
    run: Run, workspace: Path, tmp_path: Path
) -> None:
    (tmp_path / "more.ttl").write_text("<urn:x:1> <urn:x:p> [ <urn:x:q> 'b' ] .")
    assert run("-w", "w", "load", "more.ttl").status == 0
    everything = run("-w", "w", "export", "-f", "nq").out
    (tmp_path / "all.nq").write_text(everything)
    told = run("-w", "w", "load", "all.nq", "--lang", "en")
    assert (told.status, told.err) == (
        0,
        "landscape, more: nothing was changed; it says exactly that already.\n",
    )
    assert run("init", "v").status == 0
    told = run("-w", "v", "load", "all.nq", "--lang", "en")
    assert told.status == 0 and "landscape, more: revision 1." in told.err
    assert run("-w", "v", "export", "-f", "nq").out == everything
    told = run("-w", "w", "load", "all.nq", "--dataset", "other", "--lang", "en")
    assert told.status == 2 and "names graphs of the datasets landscape, more" in told.err


def test_graphs_that_are_computed_are_left_out_and_others_are_not_mixed_in(
    run: Run, workspace: Path, tmp_path: Path
) -> None:
    graph = f"{DEFAULT_BASE}graph"
    stated = f'<urn:x:1> <urn:x:p> "a" <{graph}/source/mine> .\n'
    derived = f'<urn:x:1> <urn:x:p> "b" <{graph}/derived> .\n<urn:x:1> <urn:x:p> "c" <{graph}/state/ist> .\n'
    (tmp_path / "x.nq").write_text(stated + derived)
    told = run("-w", "w", "load", "x.nq")
    assert told.status == 0 and "x.nq: 2 statements of computed graphs are left out" in told.err
    assert "mine: revision 2. 1 statement added" in told.err
    for content, said in (
        (derived, "All 2 statements of the file are in graphs that are computed."),
        (stated + '<urn:x:1> <urn:x:p> "b" .\n', "one statement is in no graph or in a foreign one"),
        (stated.replace("mine", "../mine"), "is not the graph of a dataset"),
        (stated.replace("source/mine", "forged"), "is not the graph of a dataset"),
    ):
        (tmp_path / "x.nq").write_text(content)
        told = run("-w", "w", "load", "x.nq")
        assert told.status == 3 and said in told.err, told.err
    assert "r2 " in run("-w", "w", "log").out and "r3 " not in run("-w", "w", "log").out


def test_standard_input_is_loaded_like_a_file(
    run: Run, workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def load(text: str, *options: str) -> Told:
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(text.encode())))
        return run("-w", "w", "load", "-", *options)

    assert "mine: revision 2." in load("<urn:x:1> <urn:x:p> 'a' .", "--dataset", "mine").err
    named = f'<urn:x:1> <urn:x:p> "b" <{DEFAULT_BASE}graph/source/mine> .'
    assert "mine: revision 3." in load(named, "-f", "nq").err
    told = load("<urn:x:1> <urn:x:p> 'a' .")
    assert told.status == 2 and "--dataset NAME" in told.err
    foreign = "".join(f'<urn:x:1> <urn:x:p> "{n}" <urn:g:{n}> .\n' for n in (1, 2))
    told = load(foreign, "-f", "nq")
    assert told.status == 2 and "--dataset NAME" in told.err, (
        "no name but its copy's could be that of the dataset"
    )
    told = load(foreign, "-f", "nq", "--dataset", "mine")
    assert "2 graphs are none of datasets of this workspace: <urn:g:1>, <urn:g:2>" in told.err
    assert told.err.startswith("Standard input: its 2 graphs") and "stdin.nq" not in told.err
    assert "mine: revision 4." in told.err
    assert json.loads(run("-w", "w", "log", "-f", "json").out)["items"][0]["source"] == "stdin"
    alike = " ".join(f"_:b{a} <urn:x:p> _:b{b} ." for a in range(8) for b in range(8) if a != b)
    told = load(alike, "--dataset", "mine", "--lang", "de")
    assert told.status == 5 and told.err.startswith("Fehler: Standardeingabe: ") and "/tmp" not in told.err
    told = load(named, "-f", "nq", "--dataset", "other")
    assert told.status == 2 and "tandard input" in told.err and "stdin.nq" not in told.err
    told = load("<urn:x:1> <urn:x:p> .", "--dataset", "mine")
    assert told.status == 3 and told.err.startswith("Error: -:1:")
