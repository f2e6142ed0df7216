# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""The commands of the README, run from top to bottom as a reader would."""

import re
from pathlib import Path

import pytest

from tests.packaging.document import ROOT, blocks, run_block

README = (ROOT / "README.md").read_text("utf-8")
BLOCKS = blocks(ROOT / "README.md")


def test_the_readme_has_blocks_to_run() -> None:
    assert len(BLOCKS) >= 2


@pytest.mark.parametrize(("language", "block"), BLOCKS, ids=[block.split("\n")[0] for _, block in BLOCKS])
def test_every_command_of_a_block_succeeds(language: str, block: str, tmp_path: Path) -> None:
    (tmp_path / "work").mkdir()
    result = run_block(language, block, tmp_path, tmp_path / "work")
    assert result.returncode == 0, result.stderr


def test_every_named_script_exists() -> None:
    named = set(re.findall(r"scripts/(\w[\w-]*)", README))
    assert named
    assert not [name for name in named if not (ROOT / "scripts" / name).is_file()]
