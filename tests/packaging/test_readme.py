# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""The commands of the README and of the page on questions, run from top to bottom as a reader would."""

import re
from pathlib import Path

import pytest

from tests.packaging.document import ROOT, blocks, run_block

README = (ROOT / "README.md").read_text("utf-8")
BLOCKS = [block for page in ("README.md", "docs/questions.md") for block in blocks(ROOT / page)]
RUN_ELSEWHERE = {
    "docs/gallery.md": "written by scripts/gallery, which runs its commands",
    "docs/http.md": "tests/api/test_places.py asks the server",
    "docs/guide/change-the-landscape.md": "tests/packaging/test_guide.py follows it",
    "docs/guide/links-between-fim-artefacts.md": "tests/cli/test_fim_link.py has content that they can be run on",
}
OF_A_CLONE = re.compile(r"scripts/|curl ")
"""Commands of the README that need a clone or a running server: the tests of scripts/ and of the server have those."""


def test_the_readme_has_blocks_to_run() -> None:
    assert len(BLOCKS) >= 2


@pytest.mark.parametrize(("language", "block"), BLOCKS, ids=[block.split("\n")[0] for _, block in BLOCKS])
def test_every_command_of_a_block_succeeds(language: str, block: str, home: Path, tmp_path: Path) -> None:
    result = run_block(language, block, home, tmp_path)
    assert result.returncode == 0, result.stderr


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The home of the reader, with the landscape that the first command builds."""
    return tmp_path_factory.mktemp("home")


def test_every_command_that_a_page_shows_is_run() -> None:
    shown = []
    for page in [ROOT / "README.md", *sorted((ROOT / "docs").glob("**/*.md"))]:
        name = str(page.relative_to(ROOT))
        for mark, text in re.findall(
            r"^([^\n]*)\n```(?:sh|python|sparql)\n(.*?)^```",
            page.read_text("utf-8"),
            re.DOTALL | re.MULTILINE,
        ):
            run = (
                mark == "<!-- test -->"
                or _is_tested_by(mark)
                or (name == "README.md" and OF_A_CLONE.match(text))
            )
            shown += [] if run or name in RUN_ELSEWHERE else [f"{name}: {text}"]
    assert shown == []


def _is_tested_by(mark: str) -> bool:
    """Whether the line before a block names a test that there is, as the one that has it."""
    found = re.fullmatch(r"<!-- tested by (tests/[\w/]+\.py) -->", mark)
    return found is not None and (ROOT / found[1]).is_file()


def test_every_named_script_exists() -> None:
    named = set(re.findall(r"scripts/(\w[\w-]*)", README))
    assert named
    assert not [name for name in named if not (ROOT / "scripts" / name).is_file()]
