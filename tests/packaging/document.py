# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""Commands of a document, run as a reader would: with a program `grundriss`, a home and a cache of their own."""

import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PLACES = [str(ROOT), str(ROOT / "api"), str(ROOT / "viz")]


def blocks(page: Path) -> list[tuple[str, str]]:
    """Language and text of every block that is marked to be run."""
    text = page.read_text("utf-8")
    found = re.findall(r"^<!-- test -->\n```(sh|python)\n(.*?)^```", text, re.DOTALL | re.MULTILINE)
    assert text.count("<!-- test -->") == len(found)
    return found


def run_block(
    language: str, block: str, home: Path, work: Path, today: str | None = None
) -> subprocess.CompletedProcess[str]:
    """What a block says and ends with, run in the folder `work`."""
    _grundriss_on_the_path(home / "bin")
    return subprocess.run(
        ["sh", "-eux"] if language == "sh" else [sys.executable, "-"],
        input=block,
        cwd=work,
        env={
            "PATH": f"{home / 'bin'}:{Path(sys.executable).parent}:{os.defpath}",
            "HOME": str(home),
            "XDG_CACHE_HOME": str(home / "cache"),
            "LANG": "C.UTF-8",
            "PYTHONPATH": os.pathsep.join(PLACES),
            **({"GRUNDRISS_TODAY": today} if today else {}),
        },
        capture_output=True,
        text=True,
    )


def _grundriss_on_the_path(folder: Path) -> None:
    """A program `grundriss` of this checkout, whether or not it is installed in our environment."""
    folder.mkdir(exist_ok=True)
    program = folder / "grundriss"
    program.write_text(
        f"#!{sys.executable}\n"
        f"import sys\nsys.path[:0] = {PLACES!r}\n"
        "from grundriss.cli.main import run\nrun()\n",
        "utf-8",
    )
    program.chmod(0o755)
