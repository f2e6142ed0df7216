# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""Workspaces for the tests of the core: the packaged landscape on the day that the documents count with."""

import shutil
from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from pathlib import Path

import pytest

from grundriss import resources
from grundriss.importers.landscape import DATASET, read_landscape
from grundriss.store.commit import Intent, Outcome, replace_dataset
from grundriss.store.workspace import Workspace

TODAY = date(2026, 11, 23)
FACTS = resources.path("data", "landscape")
SHARED_FACTS = Path(__file__).resolve().parents[2].parent / "shared" / "landscape"


def intent(message: str = "test") -> Intent:
    return Intent(DATASET, message, "tester")


def load_facts(workspace: Workspace, folder: Path = FACTS) -> Outcome:
    return replace_dataset(workspace, read_landscape(folder, workspace.base).quads, intent())


@pytest.fixture(scope="session")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """A workspace with the packaged landscape. Do not write to it: copy it with `fresh`."""
    path = tmp_path_factory.mktemp("landscape") / "workspace"
    Workspace.init(path)
    workspace = Workspace.open(path, TODAY)
    assert load_facts(workspace).revision == 1
    return workspace


@pytest.fixture
def fresh(loaded: Workspace, tmp_path: Path) -> Workspace:
    """A copy of the loaded workspace that a test may write to."""
    shutil.copytree(loaded.path, tmp_path / "workspace")
    return Workspace.open(tmp_path / "workspace", TODAY)


@pytest.fixture
def facts(tmp_path: Path) -> Path:
    """A copy of the tables of facts that a test may change."""
    return Path(shutil.copytree(FACTS, tmp_path / "facts"))


def with_cell(facts: Path, table: str, row_id: str, column: str, value: str) -> Path:
    """Change one cell of one row, found by the row's first cell; gives the folder."""
    import csv

    path = facts / f"{table}.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
        fields = list(rows[0])
    matching = [row for row in rows if row[fields[0]] == row_id]
    assert len(matching) == 1
    matching[0][column] = value
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, fields, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    return facts


@pytest.fixture
def change_cell(facts: Path) -> Callable[[str, str, str, str], Path]:
    """Change one cell of one row of a copy of the facts; gives the folder."""
    return partial(with_cell, facts)


@pytest.fixture
def no_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An empty cache folder."""
    monkeypatch.setenv("GRUNDRISS_CACHE", str(tmp_path / "cache"))
    yield tmp_path / "cache"
