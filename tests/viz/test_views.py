# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""The views are drawn from a snapshot as the same pictures that the facts give."""

from typing import Any

import pytest

from grundriss.errors import NotFound
from grundriss.store.snapshot import Snapshot
from grundriss_viz.gap_diagram import gap_diagram
from grundriss_viz.landscape_map import landscape_map
from grundriss_viz.views import VIEWS, draw


def test_every_view_has_titles_and_knows_its_parameters() -> None:
    assert list(VIEWS)[:2] == ["landscape-map", "gap"]
    assert all(view.key == key and view.title("de") and view.title("en") for key, view in VIEWS.items())


def test_the_map_of_the_store_shows_what_the_facts_show(snapshot: Snapshot, facts: Any) -> None:
    drawn = draw("landscape-map", snapshot)
    expected = landscape_map(facts.ist, today=facts.today, gap=facts.gap)
    assert {(n.key, n.status) for n in drawn.nodes} == {(n.key, n.status) for n in expected.nodes}
    assert drawn.subtitle == expected.subtitle


def test_the_gap_of_the_store_shows_what_the_facts_show(snapshot: Snapshot, facts: Any) -> None:
    drawn = draw("gap", snapshot)
    expected = gap_diagram(facts.gap, before=facts.ist, after=facts.soll, today=facts.today)
    assert {(n.key, n.status, n.members) for n in drawn.nodes} == {
        (n.key, n.status, n.members) for n in expected.nodes
    }
    assert sorted((e.source, e.target, e.type, e.status, e.count) for e in drawn.edges) == sorted(
        (e.source, e.target, e.type, e.status, e.count) for e in expected.edges
    )


def test_the_target_map_marks_what_is_new(snapshot: Snapshot, facts: Any) -> None:
    drawn = draw("landscape-map", snapshot, state="soll", lang="en")
    assert {n.key for n in drawn.nodes if n.status == "coming"} == facts.soll_keys - facts.ist_keys


@pytest.mark.parametrize("when", ["2027", "2030-06-30", "ZIEL-2028"])
def test_a_map_can_be_drawn_of_any_day(snapshot: Snapshot, when: str) -> None:
    assert len(draw("landscape-map", snapshot, state=when).nodes) >= 149


def test_words_are_english_where_asked_and_names_stay(snapshot: Snapshot) -> None:
    drawn = draw("gap", snapshot, lang="en")
    assert drawn.title.startswith("What changes: current state 2026-11-23")
    assert "BundID (Nutzerkonto Bund)" in {node.label for node in drawn.nodes}
    assert not {word for note in drawn.notes for word in ("Ausgeblendet", "Zu sehen") if word in note}


def test_a_wrong_key_is_answered_with_a_near_one(snapshot: Snapshot) -> None:
    with pytest.raises(NotFound, match="landscap-map") as raised:
        draw("landscap-map", snapshot)
    assert raised.value.hint == "Did you mean landscape-map?"
