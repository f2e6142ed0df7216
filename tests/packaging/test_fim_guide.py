# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""The commands of the page on FIM files, with our own example in the place of the file that they name."""

import shutil
from pathlib import Path

import grundriss
from grundriss.store.workspace import Workspace
from tests.packaging.document import ROOT, blocks, run_block

PAGE = ROOT / "docs" / "guide" / "fim-files.md"
EXAMPLE = ROOT / "data" / "examples" / "fim" / "gartenlaube_xzufi231.xml"


def test_competences_are_written_to_a_file_and_loaded(tmp_path: Path) -> None:
    work = tmp_path / "work"
    Workspace.init(work)
    shutil.copy(EXAMPLE, work / "zustaendigkeiten.xml")
    [(language, block)] = blocks(PAGE)
    done = run_block(language, block, tmp_path, work, "2026-11-23")
    assert done.returncode == 0, done.stderr
    with grundriss.open(work) as land:
        asked = (
            "SELECT DISTINCT ?x { GRAPH <https://w3id.org/grundriss/graph/source/zustaendigkeiten> "
            "{ ?x a gru:Competence } }"
        )
        told = land.query(asked)
    assert len(told) == EXAMPLE.read_text("utf-8").count("<z:zustaendigkeitTransferObjekt>") > 0
