# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""The scripts of a fresh clone: executable, understood by a plain sh, and clear when something is missing."""

import os
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SCRIPTS = sorted(path for path in [*(ROOT / "scripts").iterdir(), ROOT / ".ci" / "run"] if path.is_file())
SHELL_SCRIPTS = [path for path in SCRIPTS if path.read_bytes().splitlines()[0].endswith((b"/sh", b" bash"))]


def _name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def test_the_documented_scripts_are_there() -> None:
    assert {"bench", "demo", "install", "lint", "run", "test"} <= {path.name for path in SHELL_SCRIPTS}


@pytest.mark.parametrize("script", SCRIPTS, ids=_name)
def test_every_script_is_executable_and_says_by_what(script: Path) -> None:
    assert os.access(script, os.X_OK)
    assert script.read_bytes().startswith(b"#!/")


@pytest.mark.parametrize("script", SHELL_SCRIPTS, ids=_name)
def test_every_shell_script_parses_and_stops_at_the_first_error(script: Path) -> None:
    shell = "bash" if b"bash" in script.read_bytes().splitlines()[0] else "sh"
    subprocess.run([shell, "-n", script], check=True)
    assert "\nset -eu" in script.read_text("utf-8")


def test_install_refuses_an_unknown_option() -> None:
    answer = subprocess.run([ROOT / "scripts" / "install", "--nope"], capture_output=True, text=True)
    assert (answer.returncode, answer.stdout) == (2, "")
    assert "Usage" in answer.stderr


def test_install_says_what_is_missing_without_a_usable_python(tmp_path: Path) -> None:
    copy = _checkout_with_tools_only(tmp_path)
    answer = _install(copy)
    assert answer.returncode == 7
    assert "Python 3.11" in answer.stderr
    assert not (copy / ".venv").exists()


def test_install_passes_over_an_interpreter_that_is_too_old(tmp_path: Path) -> None:
    copy = _checkout_with_tools_only(tmp_path)
    _program(copy / "bin" / "python3", "exit 1")
    assert _install(copy).returncode == 7


def test_install_names_the_package_when_virtual_environments_cannot_be_made(tmp_path: Path) -> None:
    copy = _checkout_with_tools_only(tmp_path)
    _program(copy / "bin" / "python3", 'case "$2" in *ensurepip*) exit 1 ;; esac')
    answer = _install(copy)
    assert answer.returncode == 7
    assert "python3-venv" in answer.stderr
    assert not (copy / ".venv").exists()


def _checkout_with_tools_only(folder: Path) -> Path:
    """A copy of what the installer reads, and a PATH folder with the POSIX tools it uses and no Python."""
    (folder / "scripts").mkdir()
    (folder / "bin").mkdir()
    for name in ("scripts/install", "pyproject.toml", "requirements.lock", "requirements-dev.lock"):
        (folder / name).write_bytes((ROOT / name).read_bytes())
    for tool in ("basename", "cat", "cksum", "dirname", "grep"):
        found = next(path for path in (Path("/bin", tool), Path("/usr/bin", tool)) if path.exists())
        (folder / "bin" / tool).symlink_to(found)
    return folder


def _program(path: Path, body: str) -> None:
    path.write_text(f"#!/bin/sh\n{body}\n", "utf-8")
    path.chmod(0o755)


def _install(copy: Path) -> subprocess.CompletedProcess[str]:
    environment = {"PATH": str(copy / "bin")}
    command = ["/bin/sh", str(copy / "scripts" / "install")]
    return subprocess.run(command, env=environment, capture_output=True, text=True)
