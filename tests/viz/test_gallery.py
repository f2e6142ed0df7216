# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""The gallery in docs/ is what the code writes, and shows every view."""

import shlex
from pathlib import Path

from grundriss.store.snapshot import Snapshot
from grundriss_viz.gallery import PLATES, TODAY, document, pictures
from grundriss_viz.views import VIEWS

DOCS = Path(__file__).resolve().parents[2] / "docs"


def test_every_view_is_in_the_gallery() -> None:
    assert {plate.view for plate in PLATES} == set(VIEWS)


def test_the_page_is_what_the_code_writes() -> None:
    assert (DOCS / "gallery.md").read_text(encoding="utf-8") == document(), "run scripts/gallery"


def test_the_pictures_are_what_the_code_draws(snapshot: Snapshot) -> None:
    assert snapshot.effective_date == TODAY
    drawn = dict(pictures(snapshot))
    assert {path.name for path in (DOCS / "images").glob("*.svg")} == set(drawn)
    stale = [name for name, svg in drawn.items() if (DOCS / "images" / name).read_text("utf-8") != svg]
    assert not stale, "run scripts/gallery"


def test_every_command_takes_only_what_its_view_takes() -> None:
    for plate in PLATES:
        given = [word for word in shlex.split(plate.command) if word.startswith("--") and word != "--lang"]
        assert set(given) <= {f"--{parameter.name}" for parameter in VIEWS[plate.view].parameters}
