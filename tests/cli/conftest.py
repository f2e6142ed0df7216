# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""Running the command line as its users do: what a command says, and what it exits with."""

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from grundriss.cli.main import status_of


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


@pytest.fixture
def cache(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """One cache for all tests of the command line, outside of the user's own."""
    monkeypatch.setenv("GRUNDRISS_CACHE", str(tmp_path_factory.getbasetemp() / "cache"))


@pytest.fixture
def run(
    capfd: pytest.CaptureFixture[str], cache: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> "Run":
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("GRUNDRISS_WORKSPACE", raising=False)

    def call(*arguments: str) -> Told:
        capfd.readouterr()
        status = status_of(["--today", "2026-11-23", *arguments])
        sys.stdout.flush()
        captured = capfd.readouterr()
        return Told(status, captured.out, captured.err)

    return call
