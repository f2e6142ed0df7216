# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""docs/ontology.md is what the ontology says today."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from rdflib import RDF, Graph

from grundriss.model.ontology_document import ontology_document

ROOT = Path(__file__).resolve().parents[2]
GRU = "https://w3id.org/grundriss/ns#"
CONCEPTS = "https://w3id.org/grundriss/ns/"


def test_the_document_is_current() -> None:
    assert (ROOT / "docs" / "ontology.md").read_text(encoding="utf-8") == ontology_document()


def test_the_document_names_every_term() -> None:
    document = ontology_document()
    graph = Graph()
    for file in (ROOT / "ontology").glob("*.ttl"):
        graph.parse(file)
    terms = {str(node) for node in graph.subjects(RDF.type, None)}
    names = {term.removeprefix(GRU) for term in terms if term.startswith(GRU)}
    codes = {
        term.removeprefix(CONCEPTS) for term in terms if term.startswith(CONCEPTS) and term.count("/") == 6
    }
    assert len(names) > 100
    assert len(codes) > 100
    assert {name for name in names if f"gru:{name}" not in document} == set()
    assert {code for code in codes if f"| {code} |" not in document} == set()


def test_the_check_fails_when_the_document_is_stale(tmp_path: Path) -> None:
    for folder in ("grundriss", "ontology", "scripts"):
        ignored = shutil.ignore_patterns("__pycache__")
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=ignored)
    (tmp_path / "docs").mkdir()
    # the script falls back on the python3 of the path, here the one that runs the tests
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "python3").symlink_to(sys.executable)
    environment = {**os.environ, "PATH": f"{tmp_path / 'bin'}{os.pathsep}{os.environ['PATH']}"}
    site = os.pathsep.join(path for path in sys.path if path.endswith("site-packages"))
    environment["PYTHONPATH"] = site

    def run(*arguments: str) -> int:
        command = [str(tmp_path / "scripts" / "ontology-docs"), *arguments]
        return subprocess.run(command, env=environment, capture_output=True, check=False).returncode

    assert run("--check") == 1, "no document yet"
    assert run() == 0
    assert run("--check") == 0
    with (tmp_path / "ontology" / "grundriss.ttl").open("a", encoding="utf-8") as file:
        file.write('\ngru:Component rdfs:label "component"@fr .\ngru:New a owl:Class .\n')
    assert run("--check") == 1
    assert run("--chekc") == 2
