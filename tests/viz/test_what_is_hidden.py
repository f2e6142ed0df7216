# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""Whatever a picture leaves out is counted: its table has the elements that it draws and those that it hides."""

import re
from typing import Any

import pytest

from grundriss.store.snapshot import Snapshot
from grundriss_viz.diagram import Diagram
from grundriss_viz.views import VIEWS, draw

HIDDEN = (
    r"unveränderte Nachbarn \((\d+)\) mit",
    r"Schnittstellen, Produkten und anderen Elementen \((\d+)\)",
    r"weitere Elemente \((\d+)\)",
    r"Online-Angebote zwischen Leistung und Onlinedienst \((\d+)\)",
    r"Weiter entfernt und nicht gezeigt: (\d+) Elemente",
)
"""How the notes say that elements are left out."""
RELATIONS = r"weitere Beziehungen zwischen diesen Elementen \((\d+)\)"

ASKED: tuple[tuple[str, dict[str, Any]], ...] = (
    ("landscape-map", {}),
    ("landscape-map", {"state": "2020"}),
    ("landscape-map", {"show": "both"}),
    ("gap", {}),
    ("gap", {"show": "from"}),
    ("gap", {"show": "to"}),
    ("gap", {"from_": "2021", "to": "ist"}),
    ("neighbourhood", {"focus": "bundid"}),
    ("neighbourhood", {"focus": "fit-connect", "depth": 2}),
    ("neighbourhood", {"focus": "bundid", "depth": 4}),
    ("neighbourhood", {"focus": "organization/fitko"}),
    ("neighbourhood", {"focus": "standard/xzufi", "state": "soll"}),
    ("impact", {"focus": "bundid"}),
    ("impact", {"focus": "eid"}),
    ("impact", {"focus": "eid", "depth": 1}),
    ("impact", {"focus": "dvdv", "direction": "down"}),
    ("service-chain", {}),
    ("service-chain", {"state": "soll"}),
    ("service-chain", {"depth": 1}),
    ("service-chain", {"focus": "99107023037000"}),
)


def said(drawn: Diagram, *patterns: str) -> int:
    """The sum of the numbers that the notes give."""
    notes = " ".join(drawn.notes)
    return sum(int(number) for pattern in patterns for number in re.findall(pattern, notes))


ALWAYS = ("gap", "cooperation", "service-chain")


@pytest.mark.parametrize(
    ("view", "asked"),
    [
        case if case[0] in ALWAYS or n % 3 == 0 else pytest.param(*case, marks=pytest.mark.full)
        for n, case in enumerate(ASKED)
    ],
)
def test_the_table_has_what_is_drawn_and_what_is_counted_as_hidden(
    snapshot: Snapshot, view: str, asked: dict[str, Any]
) -> None:
    drawn = draw(view, snapshot, **asked)
    middle = {key for node in drawn.nodes if node.status == "focus" for key in node.members}
    shown = [key for node in drawn.nodes for key in node.members if key not in middle]
    assert len(shown) == len(set(shown))
    if view == "gap":
        elements = [row[1:4] for row in drawn.table.rows if row[4] == "–"]
    elif view == "landscape-map":
        elements = [row[:5] for row in drawn.table.rows]
    else:
        elements = [row[1:3] for row in drawn.table.rows if "untereinander" not in row[0]]
    assert len(set(elements)) == len(shown) + said(drawn, *HIDDEN)


@pytest.mark.parametrize(
    ("view", "asked"), [case for case in ASKED if case[0] in ("neighbourhood", "service-chain")]
)
def test_relations_without_a_line_are_counted_and_in_the_table(
    snapshot: Snapshot, view: str, asked: dict[str, Any]
) -> None:
    drawn = draw(view, snapshot, **asked)
    without = sum(row[0].startswith("untereinander") for row in drawn.table.rows)
    assert without == said(drawn, RELATIONS)


@pytest.mark.parametrize("state", ["ist", "soll"])
def test_a_chain_says_what_else_its_elements_need(snapshot: Snapshot, facts: Any, state: str) -> None:
    drawn = draw("service-chain", snapshot, state=state)
    relations = {"ist": facts.ist, "soll": facts.soll}[state].relations
    shown = {key for node in drawn.nodes for key in node.members}
    turned = ("SuppliesDataTo", "PartOf")
    ends = ((r.target, r.source) if r.type in turned else (r.source, r.target) for r in relations)
    beyond = {needed.label for needing, needed in ends if needing.key in shown and needed.key not in shown}
    rows = {row[1] for row in drawn.table.rows if row[0].startswith("weiter entfernt")}
    assert beyond <= rows
    interfaces = {row[1] for row in drawn.table.rows if row[4] == "über Schnittstelle"}
    assert rows == beyond | interfaces
    assert said(drawn, HIDDEN[-1]) == len(rows)


def test_a_depth_says_how_many_elements_the_next_one_has(snapshot: Snapshot) -> None:
    one, two = (draw("impact", snapshot, focus="bundid", depth=depth) for depth in (1, 2))
    more = len(two.nodes) - len(one.nodes)
    assert f"Einen Schritt weiter sind es {more} Elemente mehr." in one.notes[0]


def test_every_view_is_asked() -> None:
    assert {view for view, _ in ASKED} | {"cooperation"} == set(VIEWS)
