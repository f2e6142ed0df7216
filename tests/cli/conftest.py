# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""Running the command line as its users do: what a command says, and what it exits with."""

import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from grundriss.cli.main import status_of
from grundriss.resources import path as resource

TODAY = "2026-11-23"
FACTS = resource("data", "landscape")


class Told:
    """What a command said."""

    def __init__(self, status: int, out: str, err: str) -> None:
        self.status, self.out, self.err = status, out, err


Run = Callable[..., Told]


@pytest.fixture(autouse=True)
def english_locale(monkeypatch: pytest.MonkeyPatch) -> None:
    """The language does not depend on the machine that runs the tests."""
    monkeypatch.delenv("GRUNDRISS_LANG", raising=False)
    monkeypatch.setenv("LC_ALL", "C.UTF-8")


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """One cache for all tests of the command line, outside of the user's own."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GRUNDRISS_CACHE", str(tmp_path_factory.getbasetemp() / "cache"))
        yield


@pytest.fixture
def run(
    capfd: pytest.CaptureFixture[str], cache: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> "Run":
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("GRUNDRISS_WORKSPACE", raising=False)

    def call(*arguments: str) -> Told:
        capfd.readouterr()
        status = status_of(["--today", TODAY, *arguments])
        sys.stdout.flush()
        captured = capfd.readouterr()
        return Told(status, captured.out, captured.err)

    return call


@pytest.fixture(scope="session")
def loaded_workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with the packaged facts, made by the commands once. Do not write to it: `workspace` is a copy."""
    path = tmp_path_factory.mktemp("loaded") / "w"
    assert status_of(["--today", TODAY, "init", str(path)]) == 0
    assert status_of(["--today", TODAY, "-w", str(path), "load", str(FACTS)]) == 0
    return path


@pytest.fixture
def workspace(loaded_workspace: Path, run: "Run", tmp_path: Path) -> Path:
    """A workspace `w` with the packaged facts in its first revision, in the folder where commands run."""
    return Path(shutil.copytree(loaded_workspace, tmp_path / "w"))
