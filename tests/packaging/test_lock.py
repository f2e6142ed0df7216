# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""The lock files: exact versions with hashes, of everything pyproject.toml asks for, from no named place."""

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[2]
RUNTIME = ROOT / "requirements.lock"
DEV = ROOT / "requirements-dev.lock"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]


def _entries(lock: Path) -> list[tuple[Requirement, list[str]]]:
    lines = [line for line in lock.read_text("utf-8").splitlines() if not line.lstrip().startswith("#")]
    entries = "\n".join(lines).replace("\\\n", " ").splitlines()
    return [
        (Requirement(entry.partition(" --hash=")[0]), re.findall(r"--hash=sha256:[0-9a-f]{64}\b", entry))
        for entry in entries
        if entry.strip()
    ]


@pytest.mark.parametrize("lock", [RUNTIME, DEV], ids=lambda lock: lock.name)
def test_every_entry_is_one_version_with_hashes(lock: Path) -> None:
    entries = _entries(lock)
    assert len(entries) > 20
    loose = [str(pin) for pin, hashes in entries if not str(pin.specifier).startswith("==") or not hashes]
    assert not loose


@pytest.mark.parametrize("lock", [RUNTIME, DEV], ids=lambda lock: lock.name)
def test_no_lock_names_a_place_to_fetch_from(lock: Path) -> None:
    assert not re.findall(r"://|index-url|find-links|file:", lock.read_text("utf-8"))


@pytest.mark.parametrize(
    ("wanted", "lock"),
    [(PROJECT["dependencies"], RUNTIME), (PROJECT["optional-dependencies"]["dev"], DEV)],
    ids=["runtime", "dev"],
)
def test_the_lock_holds_what_the_project_asks_for(wanted: list[str], lock: Path) -> None:
    locked: dict[str, list[str]] = {}
    for pin, _ in _entries(lock):
        locked.setdefault(canonicalize_name(pin.name), []).append(str(pin.specifier).removeprefix("=="))
    for requirement in map(Requirement, wanted):
        versions = locked.get(canonicalize_name(requirement.name), [])
        assert versions, f"{requirement.name} is not in {lock.name}"
        assert all(requirement.specifier.contains(version) for version in versions), requirement


def test_the_development_lock_extends_the_runtime_lock() -> None:
    runtime = {(pin.name, str(pin.specifier)) for pin, _ in _entries(RUNTIME)}
    assert runtime <= {(pin.name, str(pin.specifier)) for pin, _ in _entries(DEV)}
