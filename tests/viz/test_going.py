# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""What is there today and gone in the target has the mark of the map in the other views of elements, too."""

import pytest

from grundriss.states.gap import gap
from grundriss.store.snapshot import Snapshot
from grundriss_viz.style import BOXES
from grundriss_viz.views import draw

VIEWS = ("neighbourhood", "impact", "service-chain")


def gone(snapshot: Snapshot) -> set[str]:
    found = gap(snapshot, "ist", "soll")
    return {line.item.key for line in found.removed} | {
        item.key for group in found.replaced for item in group.old
    }


@pytest.mark.parametrize("view", VIEWS)
def test_what_is_gone_in_the_target_is_marked(snapshot: Snapshot, view: str) -> None:
    going = gone(snapshot)
    drawn = draw(view, snapshot)
    single = [node for node in drawn.nodes if node.status not in ("focus", "rollup")]
    marked = {node.key for node in single if node.status == "ending"}
    assert marked and marked == {node.key for node in single if node.key in going}
    assert {sign.text for node in single if node.status == "ending" for sign in node.sign} == {
        BOXES["ending"].prefix
    }
    (entry,) = [entry for entry in drawn.legend if entry.status == "ending"]
    assert entry.label == "endet bis Ende 2028" and entry.count == len(marked)
    assert all("endet bis Ende 2028" in (node.tooltip or "") for node in single if node.key in marked)
    assert "Bis Ende 2028 enden: " in " ".join(drawn.notes)


def test_the_element_in_the_middle_says_that_it_goes(snapshot: Snapshot) -> None:
    (middle,) = [node for node in draw("neighbourhood", snapshot, lang="en").nodes if node.status == "focus"]
    assert "− ends by the end of 2028" in middle.sublabel


@pytest.mark.parametrize("view", VIEWS)
def test_nothing_goes_in_the_target_itself(snapshot: Snapshot, view: str) -> None:
    focus = {"neighbourhood": "ausweisapp", "impact": "ausweisapp"}.get(view)
    drawn = draw(view, snapshot, state="soll", focus=focus)
    assert "ending" not in {node.status for node in drawn.nodes}
    assert "ending" not in {entry.status for entry in drawn.legend}
