# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""grundriss validate --profile fim: the official rules with their numbers, of a workspace or of files."""

import json
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, parse

from tests.cli.conftest import Run
from tests.core.test_xdatenfelder import SCHEMA, changed
from tests.json_schema import faults

BROKEN = changed(SCHEMA, "<x:bezeichnungEingabe>Familienname</x:bezeichnungEingabe>\n", "")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "schema.xml"
    path.write_bytes(BROKEN)
    return path


def test_files_are_checked_before_they_are_imported_and_each_line_has_the_official_number(
    run: Run, file: Path
) -> None:
    told = run("--lang", "de", "validate", "--profile", "fim", str(file))
    assert told.status == 1
    assert "Beispielredaktion (" in told.out
    assert (
        "1009 kritischer Fehler  Familienname [F99000000911/1.0.0]: Die Bezeichnung der Eingabe fehlt."
        in told.out
    )
    assert "1101 Warnung  Person [G99000000931/1.0.0]: Die Handlungsgrundlage fehlt." in told.out
    assert "118 der 142 amtlichen Regeln" in told.err


def test_the_report_as_json_table_and_rdf(run: Run, file: Path) -> None:
    answer = json.loads(run("validate", "--profile", "fim", str(file), "-f", "json").out)
    assert faults(answer, "report") == []
    [found] = [result for result in answer["results"] if result["severity"] == "violation"]
    assert found["official"] == {"number": "1009", "severity": "FehlerKritisch"}
    assert (found["focus"]["key"], found["editor"]) == ("F99000000911/1.0.0", "Beispielredaktion")
    table = run("--lang", "en", "validate", "--profile", "fim", str(file), "-f", "table").out
    assert "1009 critical error  grush:Xdf1009" in table
    assert list(
        parse(run("validate", "--profile", "fim", str(file), "-f", "ttl").out, format=RdfFormat.TURTLE)
    )


def test_what_breaks_an_official_rule_is_imported_all_the_same(run: Run, tmp_path: Path, file: Path) -> None:
    workspace = str(tmp_path / "w")
    run("init", workspace)
    assert run("-w", workspace, "import", "fim", str(file)).status == 0
    assert run("-w", workspace, "validate").status == 0
    told = run("-w", workspace, "validate", "--profile", "fim", "--of", "S99000000901", "-f", "json")
    assert {"1009", "1101", "1103"} == {r["official"]["number"] for r in json.loads(told.out)["results"]}
    field = run("-w", workspace, "validate", "--profile", "fim", "--of", "F99000000913", "-f", "json")
    assert {r["focus"]["key"] for r in json.loads(field.out)["results"]} == {"F99000000913/1.0.0"}
    assert field.status == 0


def test_mistakes_are_told(run: Run, tmp_path: Path) -> None:
    unknown = run("--lang", "en", "validate", "--profile", "fin")
    assert unknown.status == 2 and "'fin' is no profile" in unknown.err
    assert run("validate", "--of", "bundid").status == 2
    (tmp_path / "leer.zip").write_bytes(b"PK\x05\x06" + bytes(18))
    assert run("validate", "--profile", "fim", "leer.zip").status == 3
    (tmp_path / "kaputt.xml").write_bytes(SCHEMA[:-100])
    assert "kaputt.xml" in run("validate", "--profile", "fim", "kaputt.xml").err
