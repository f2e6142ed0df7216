# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""grundriss import fim: a report of files and versions, in both languages and as JSON."""

import json
import re
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, parse

import grundriss
from tests.cli.conftest import Run
from tests.core.test_xdatenfelder import FIELD_2, SCHEMA, changed
from tests.core.test_xzufi import EXAMPLE as XZUFI


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    path = tmp_path / "fim"
    path.mkdir()
    (path / "schema.xml").write_bytes(SCHEMA)
    (path / "feld.xml").write_bytes(FIELD_2)
    return path


def test_the_report_counts_versions_by_kind(run: Run, tmp_path: Path, folder: Path) -> None:
    workspace = str(tmp_path / "w")
    run("init", workspace)
    told = run("-w", workspace, "--lang", "de", "import", "fim", str(folder))
    assert told.status == 0
    assert "2 Dateien gelesen." in told.out
    assert "5 Datenfelder: 5 neu" in told.out and "1 Regel: 1 neu" in told.out
    again = run("-w", workspace, "--lang", "en", "import", "fim", str(folder))
    assert "5 data fields: 5 unchanged" in again.out and again.status == 0


def test_a_file_that_is_wrong_is_told_and_the_others_are_imported(
    run: Run, tmp_path: Path, folder: Path
) -> None:
    workspace = str(tmp_path / "w")
    run("init", workspace)
    (folder / "kaputt.xml").write_bytes(SCHEMA[:-100])
    told = run("-w", workspace, "import", "fim", str(folder), "-f", "json")
    answer = json.loads(told.out)
    assert told.status == 3 and answer["revision"] == 1
    assert [file["name"] for file in answer["files"] if file["error"]] == ["kaputt.xml"]
    assert answer["versions"]["field"] == {"new": 5, "changed": 0, "same": 0, "kept": 0}


def test_a_conflict_says_what_the_files_say_differently(run: Run, tmp_path: Path, folder: Path) -> None:
    workspace = str(tmp_path / "w")
    run("init", workspace)
    other = changed(SCHEMA, "Der Familienname der Person.", "Ein anderer Text.")
    (folder / "zweite.xml").write_bytes(other)
    told = run("-w", workspace, "--lang", "de", "import", "fim", str(folder), "--dry-run").out
    assert re.search(r"^  F99000000911 1\.0\.0: \S", told, re.MULTILINE)
    answer = run("-w", workspace, "import", "fim", str(folder), "--dry-run", "-f", "json").out
    assert list(json.loads(answer)["conflicts"]) == ["F99000000911 1.0.0"]


def test_a_dry_run_changes_nothing(run: Run, tmp_path: Path, folder: Path) -> None:
    workspace = str(tmp_path / "w")
    run("init", workspace)
    assert run("-w", workspace, "import", "fim", str(folder), "--dry-run").status == 0
    assert "1 new" not in run("-w", workspace, "--lang", "en", "log").out
    assert run("-w", workspace, "import", "fim", str(tmp_path / "fehlt")).status == 3


def test_a_schema_is_shown_as_a_form_and_compared_with_itself(run: Run, tmp_path: Path, folder: Path) -> None:
    workspace = str(tmp_path / "w")
    run("init", workspace)
    run("-w", workspace, "import", "fim", str(folder))
    told = run("-w", workspace, "fim", "tree", "S99000000901")
    assert told.status == 0 and "    1:1  Geburtsdatum [F99000000912/" in told.out
    tree = json.loads(run("-w", workspace, "fim", "tree", "S99000000901", "-f", "json").out)
    assert [part["min"] for part in tree["parts"]] == [1, 1] and tree["parts"][0]["parts"]
    same = run("-w", workspace, "--lang", "en", "fim", "compare", "S99000000901 1.0.0", "S99000000901")
    assert same.status == 0 and "Nothing changes in the form." in same.out
    refused = run("-w", workspace, "--lang", "de", "fim", "tree", "F99000000912")
    assert refused.status == 2 and "weder ein Datenschema" in refused.err
    assert run("-w", workspace, "fim", "compare", "S99000000901", "fehlt").status == 4


def test_a_schema_is_written_as_json_schema_and_as_shacl(run: Run, tmp_path: Path, folder: Path) -> None:
    workspace = str(tmp_path / "w")
    run("init", workspace)
    run("-w", workspace, "import", "fim", str(folder))
    schema = json.loads(run("-w", workspace, "fim", "json-schema", "S99000000901").out)
    assert schema["$schema"].endswith("2020-12/schema") and len(schema["properties"]) == 2
    shape = run("-w", workspace, "fim", "shacl", "S99000000901", "--lang", "en")
    assert "not checked here" in shape.out
    assert len(list(parse(shape.out, format=RdfFormat.TURTLE))) > 50
    with grundriss.open(workspace) as land:
        assert land.fim_json_schema("S99000000901") == schema
        assert land.fim_shacl("S99000000901").count("sh:PropertyShape") == shape.out.count("sh:PropertyShape")
    assert run("-w", workspace, "fim", "json-schema", "F99000000912").status == 2
    assert run("-w", workspace, "fim", "shacl", "fehlt").status == 4


def test_competences_are_written_to_a_file_that_load_takes(run: Run, tmp_path: Path) -> None:
    workspace, file = str(tmp_path / "w"), tmp_path / "z.nt"
    run("init", workspace)
    (tmp_path / "a.xml").write_bytes(XZUFI)
    told = run(
        "-w", workspace, "--lang", "de", "import", "fim", str(tmp_path / "a.xml"), "--competences", str(file)
    )
    assert told.status == 0 and "1 Zuständigkeit in z.nt geschrieben." in told.out
    assert "1 Löschung ist nicht ausgeführt" in told.out and "1 × leistung" in told.out
    assert run("-w", workspace, "load", str(file), "--dataset", "zustaendigkeiten").status == 0
    answer = run("-w", workspace, "query", "-e", "SELECT ?c { ?c a gru:Competence }", "-f", "csv")
    assert len(answer.out.split()) == 2
    bare = run(
        "-w", workspace, "import", "fim", str(tmp_path / "a.xml"), "--competences", str(file), "-f", "json"
    )
    assert json.loads(bare.out)["competences"] == 1
