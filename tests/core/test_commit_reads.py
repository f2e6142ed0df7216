# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""A commit reads as many files, and as many entries of folders, after five hundred revisions as after ten."""

import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from grundriss.errors import StoreDamaged
from grundriss.history.revert import revert
from grundriss.scenarios.branching import create
from grundriss.scenarios.joining import merge, rebase
from grundriss.store import durable
from grundriss.store.revision_log import Entry, statement_line
from grundriss.store.scenario import Scenario
from grundriss.store.workspace import Workspace
from tests.faults.loops import TODAY, add_pair, pair, small_workspace

SHORT, LONG = 10, 500
COMMITS: dict[str, Callable[[Workspace], object]] = {
    "a commit": lambda workspace: add_pair(workspace, 1_001),
    "another one": lambda workspace: add_pair(workspace, 1_002),
    "a revert": lambda workspace: revert(workspace, workspace.log.last, "tester"),
    "in a scenario": lambda workspace: add_pair(Scenario.open(workspace, "future"), 1_003),
    "a rebase": lambda workspace: rebase(Scenario.open(workspace, "future"), "tester"),
    "a merge": lambda workspace: merge(Scenario.open(workspace, "future"), "merge", "tester"),
    "more in the scenario": lambda workspace: add_pair(Scenario.open(workspace, "future"), 1_004),
    "another merge": lambda workspace: merge(Scenario.open(workspace, "future"), "merge", "tester"),
}


class Reads:
    """The files opened and the entries of folders listed below a folder, while it counts."""

    def __init__(self) -> None:
        self.folder: str | None = None
        self.found: Counter[str] = Counter()
        sys.addaudithook(self._heard)

    @contextmanager
    def below(self, folder: Path) -> Iterator[Counter[str]]:
        self.folder, self.found = str(folder), Counter()
        try:
            yield self.found
        finally:
            self.folder = None

    def _heard(self, event: str, arguments: tuple[object, ...]) -> None:
        if self.folder is None or not arguments or not str(arguments[0]).startswith(self.folder):
            return
        if event in ("os.listdir", "os.scandir"):
            folder, self.folder = self.folder, None
            place = Path(str(arguments[0])).relative_to(folder).as_posix()
            self.found[f"entries of {place}"] += sum(1 for _ in Path(str(arguments[0])).iterdir())
            self.folder = folder
        elif event == "open":
            self.found["files opened"] += 1


READS = Reads()
"""One for all tests: the interpreter keeps what listens to it."""


def with_revisions(path: Path, number: int) -> Workspace:
    """A workspace with many revisions in its log, from which its store is built; and a scenario off the last."""
    workspace = small_workspace(path)
    log, base = workspace.log, workspace.base
    log_hash, time = log.hash_of(1), log.entry(1).time
    for revision in range(2, number + 1):
        entry = Entry(revision, log_hash, time, "tester", "note", base.iri, mode="patch")
        log_hash = log.append(entry, sorted(map(statement_line, pair(base, revision))), [])
    workspace.remove_store()
    add_pair(workspace, number + 1)
    create(workspace, "future", "Try", "tester")
    return workspace


def test_a_commit_reads_no_more_after_many_revisions(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(durable.os, "fsync", lambda handle: None)
    found: dict[str, list[Counter[str]]] = {name: [] for name in COMMITS}
    for number in (SHORT, LONG):
        path = with_revisions(tmp_path / f"w{number}", number).path
        for name, commit in COMMITS.items():
            with READS.below(path) as reads:
                commit(Workspace.open(path, TODAY))
            found[name].append(reads)
    for name, (short, long) in found.items():
        assert short["files opened"] > 10, name
        # the engine names its own tables, and has a few more or less of them
        assert long["files opened"] <= short["files opened"] + 5, name
        assert sum(long.values()) <= sum(short.values()) + 15, (name, short, long)
        assert "entries of log" not in long, name


def test_a_file_that_went_is_missed_by_the_next_commit_though_the_folder_is_not_listed(
    tmp_path: Path,
) -> None:
    path = small_workspace(tmp_path / "w").path
    for number in range(2, 6):
        add_pair(Workspace.open(path, TODAY), number)
    with READS.below(path) as reads:
        add_pair(Workspace.open(path, TODAY), 6)
    assert "entries of log" not in reads
    Workspace.open(path, TODAY).log.file_of(3).unlink()
    with pytest.raises(StoreDamaged, match="revision 3 is missing"):
        add_pair(Workspace.open(path, TODAY), 7)
