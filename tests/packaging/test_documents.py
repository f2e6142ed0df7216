# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""Documents point at things that exist: tests named by the threat model, files linked from Markdown pages."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])


def _guarantees() -> list[str]:
    text = (ROOT / "THREAT_MODEL.md").read_text("utf-8")
    section = text.partition("## What is guaranteed")[2].partition("\n## ")[0]
    return [line for line in section.splitlines() if line.startswith("| ") and "| tests |" not in line]


def test_the_threat_model_has_guarantees() -> None:
    assert len(_guarantees()) >= 10


@pytest.mark.parametrize("line", _guarantees())
def test_every_guarantee_names_tests_that_exist(line: str) -> None:
    tests = re.findall(r"tests/[\w/]+\.py", line)
    assert tests, f"no test holds this guarantee: {line}"
    missing = [test for test in tests if "def test_" not in _text(ROOT / test)]
    assert not missing


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_to_a_file_leads_somewhere(page: Path) -> None:
    targets = re.findall(r"\]\((?!https?:|#)([^)#\s]+)", page.read_text("utf-8"))
    missing = [target for target in targets if not (page.parent / target).exists()]
    assert not missing


def _text(path: Path) -> str:
    return path.read_text("utf-8") if path.is_file() else ""
