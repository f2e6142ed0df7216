# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""The page on changing the landscape, followed from top to bottom as a planner would, and what came of it."""

import shlex
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

import grundriss
from grundriss.store.workspace import Workspace
from tests.core.published import check
from tests.packaging.document import ROOT, blocks, run_block

TODAY = "2026-11-23"
PAGE = ROOT / "docs" / "guide" / "change-the-landscape.md"


class Followed:
    """What every block said, and the folder in which it ended."""

    def __init__(self, home: Path) -> None:
        self.told: list[tuple[str, str]] = []
        work = home / "work"
        work.mkdir()
        for language, block in blocks(PAGE):
            done = run_block(language, block, home, work, TODAY)
            assert done.returncode == 0, f"{block}\n{done.stderr}"
            self.told.append((block, done.stdout))
            # each block goes on where the one before has left
            for line in block.splitlines():
                if language == "sh" and line.startswith("cd "):
                    work /= shlex.split(line)[1]
        self.workspace = work

    def out(self, command: str) -> str:
        """What the first block with a command wrote."""
        return next(out for block, out in self.told if command in block)


@pytest.fixture(scope="module")
def followed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Followed]:
    yield Followed(tmp_path_factory.mktemp("guide"))


def test_every_command_succeeds(followed: Followed) -> None:
    assert len(followed.told) >= 9


def test_the_gap_is_the_one_that_the_page_shows(followed: Followed) -> None:
    shown = PAGE.read_text("utf-8").partition("```\nReplaced (1)")[2].partition("  …\n")[0]
    assert "verzeichnis-2028" in shown
    assert shown in followed.out("grundriss gap soll abloesung-2028")


def test_the_picture_shows_the_old_and_the_new(followed: Followed) -> None:
    picture = (followed.workspace / "gap.svg").read_text("utf-8")
    assert "1 neu · 1 entfallen, davon 1 abgelöst" in picture
    assert "DVDV" in picture and "Verzeichnisdienst 2028" in picture


def test_python_says_what_the_second_scenario_changes(followed: Followed) -> None:
    assert "Verzeichnisdienst 2028 lifecycle\n" in followed.out('land.branch("earlier"')


def test_the_scenario_has_become_the_plan(followed: Followed) -> None:
    with grundriss.open(followed.workspace, today=TODAY) as land:
        groups = {tuple(i.key for i in g.old): [i.key for i in g.new] for g in land.gap().replaced}
        assert groups["dvdv",] == ["verzeichnis-2028"]
        needed = {relation.target.key for relation in land.dependencies("od-wg", "soll").outgoing}
        assert "verzeichnis-2028" in needed and "dvdv" not in needed
    workspace = Workspace.open(followed.workspace, date.fromisoformat(TODAY))
    modes = [entry.mode for entry in workspace.log.entries()]
    assert modes == [
        "replace",
        "merge",
        "revert",
        "revert",
        *["patch"] * 3,
        "replace",
        *["patch"] * 3,
        "merge",
    ]
    assert check(workspace).faults == []
