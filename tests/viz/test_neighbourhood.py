# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""The neighbourhood shows who needs an element and what it needs, each neighbour once, and counts what it hides."""

import csv
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from grundriss.errors import NotFound, UsageError
from grundriss.store.snapshot import Snapshot
from grundriss_viz.diagram import Diagram
from grundriss_viz.views import draw

ROOT = Path(__file__).resolve().parents[2]
TARGET_NEEDS_SOURCE = ("liefert Daten", "Teil von")  # DESIGN, Relations: the other types the other way round


def neighbours(key: str, day_keys: frozenset[str]) -> tuple[set[str], set[str]]:
    """Who needs a component, and what it needs, in the current state: read from the table of facts."""
    needing, needed = set(), set()
    with (ROOT / "data" / "landscape" / "dependencies.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            source, target = row["from_component"], row["to_component"]
            if (
                row["state"] == "soll"
                or row["nature"] == "abgelöst durch"
                or not {source, target} <= day_keys
            ):
                continue
            if row["nature"] in TARGET_NEEDS_SOURCE:
                source, target = target, source
            if target == key:
                needing.add(source)
            if source == key:
                needed.add(target)
    return needing, needed


def sides(drawn: Diagram) -> tuple[set[str], set[str]]:
    """The components left and right of the middle."""
    middle = next(node for node in drawn.nodes if node.status == "focus").rect.center.x
    components = [node for node in drawn.nodes if (node.href or "").startswith("/id/component/")]
    return (
        {node.key for node in components if node.rect.center.x < middle},
        {node.key for node in components if node.rect.center.x > middle},
    )


@pytest.mark.parametrize("key", ["bundid", "fit-connect", "eid", "dvdv", "pvog", "muk", "component/od-wg"])
def test_neighbours_are_those_of_the_facts_on_the_right_side(
    snapshot: Snapshot, facts: Any, key: str
) -> None:
    drawn = draw("neighbourhood", snapshot, focus=key)
    assert sides(drawn) == neighbours(key.rpartition("/")[2], facts.ist_keys)


def test_a_line_stands_for_every_relation_once(snapshot: Snapshot) -> None:
    drawn = draw("neighbourhood", snapshot, focus="bundid")
    relations = [key for edge in drawn.edges for key in edge.relations]
    assert len(relations) == len(set(relations)) == 22
    assert "dep-0047" not in relations


def test_an_unknown_element_is_answered_with_a_near_one(snapshot: Snapshot) -> None:
    with pytest.raises(NotFound) as raised:
        draw("neighbourhood", snapshot, focus="bundit")
    assert "bundid" in str(raised.value.hint)


def test_a_depth_that_is_none_is_refused(snapshot: Snapshot) -> None:
    with pytest.raises(UsageError):
        draw("neighbourhood", snapshot, depth=0)


def test_an_enormous_depth_is_answered(snapshot: Snapshot) -> None:
    drawn = draw("neighbourhood", snapshot, depth=10**9)
    assert len(drawn.nodes) <= 60
    members = Counter(key for node in drawn.nodes for key in node.members)
    assert max(members.values()) == 1


def test_an_element_without_relations_is_one_box_and_a_sentence(snapshot: Snapshot) -> None:
    drawn = draw("neighbourhood", snapshot, focus="fitko")
    assert [node.key for node in drawn.nodes] == ["fitko"]
    assert "keine Beziehung bekannt" in drawn.notes[0]
