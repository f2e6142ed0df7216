# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""The page on analysing the landscape, followed from top to bottom."""

from pathlib import Path

import pytest

from tests.packaging.document import ROOT, blocks, run_block

PAGE = ROOT / "docs" / "guide" / "analyse-the-landscape.md"


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[str]]:
    """The folder in which the commands were run, and what each block wrote."""
    home = tmp_path_factory.mktemp("analysis")
    work = home / "work"
    work.mkdir()
    done = [run_block(language, block, home, work, "2026-11-23") for language, block in blocks(PAGE)]
    assert [one.stderr for one in done if one.returncode] == []
    return work, [one.stdout for one in done]


def test_every_answer_names_what_the_page_promises(told: tuple[Path, list[str]]) -> None:
    _, (weak, timeline, tried, *_) = told
    assert "[bundid]" in weak and "DeutschlandID [deutschlandid]" in weak
    assert "[eudiw]" in timeline and "Timeline: BundID" in timeline
    assert "[muk] → Unternehmenskonto 2028 [konto-2028]" in tried


@pytest.mark.parametrize(
    "file", ["bericht.pdf", "pictures/gap.pdf", "pictures/landscape-map.pdf", "bundid.drawio", "bundid.mmd"]
)
def test_every_file_is_written(told: tuple[Path, list[str]], file: str) -> None:
    assert (told[0] / file).stat().st_size > 1_000


def test_the_page_names_every_format() -> None:
    from grundriss_viz.formats import FORMATS

    assert not [ending for ending in FORMATS if f"`{ending}`" not in PAGE.read_text("utf-8")]
