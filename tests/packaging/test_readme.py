# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""The commands of the README, run from top to bottom as a reader would."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PLACES = [str(ROOT), str(ROOT / "api"), str(ROOT / "viz")]
README = (ROOT / "README.md").read_text("utf-8")
BLOCKS = re.findall(r"^<!-- test -->\n```(sh|python)\n(.*?)^```", README, re.DOTALL | re.MULTILINE)


def test_the_readme_has_blocks_to_run() -> None:
    assert README.count("<!-- test -->") == len(BLOCKS) >= 2


@pytest.mark.parametrize(("language", "block"), BLOCKS, ids=[block.split("\n")[0] for _, block in BLOCKS])
def test_every_command_of_a_block_succeeds(language: str, block: str, tmp_path: Path) -> None:
    _grundriss_on_the_path(tmp_path / "bin")
    (tmp_path / "work").mkdir()
    result = subprocess.run(
        ["sh", "-eux"] if language == "sh" else [sys.executable, "-"],
        input=block,
        cwd=tmp_path / "work",
        env={
            "PATH": f"{tmp_path / 'bin'}:{Path(sys.executable).parent}:{os.defpath}",
            "HOME": str(tmp_path),
            "XDG_CACHE_HOME": str(tmp_path / "cache"),
            "LANG": "C.UTF-8",
            "PYTHONPATH": os.pathsep.join(PLACES),
        },
        capture_output=True,
        text=True,
    )
    assert result.returncode == 0, result.stderr


def test_every_named_script_exists() -> None:
    named = set(re.findall(r"scripts/(\w[\w-]*)", README))
    assert named
    assert not [name for name in named if not (ROOT / "scripts" / name).is_file()]


def _grundriss_on_the_path(folder: Path) -> None:
    """A program `grundriss` of this checkout, whether or not it is installed in our environment."""
    folder.mkdir()
    program = folder / "grundriss"
    program.write_text(
        f"#!{sys.executable}\n"
        f"import sys\nsys.path[:0] = {PLACES!r}\n"
        "from grundriss.cli.main import run\nrun()\n",
        "utf-8",
    )
    program.chmod(0o755)
