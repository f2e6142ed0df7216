# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""The chain of a public service leads over its online service and what that needs to registers, left to right."""

import csv
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from grundriss.errors import NotFound, UsageError
from grundriss.store.snapshot import Snapshot
from grundriss_viz.diagram import Diagram
from grundriss_viz.views import draw

TrueWidth = Callable[[str, float, bool], float]
ROOT = Path(__file__).resolve().parents[2]
TARGET_NEEDS_SOURCE = ("liefert Daten", "Teil von")  # DESIGN, Relations: the other types the other way round


def rows(name: str) -> list[dict[str, str]]:
    with (ROOT / "data" / "landscape" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


OFFERED = {row["leika_key"]: row["online_service_component"] for row in rows("services")}
REGISTERS = {row["id"] for row in rows("components") if row["type"] == "Register"}


def needed(key: str, present: frozenset[str]) -> set[str]:
    """What a component needs in the current state."""
    found = set()
    for row in rows("dependencies"):
        source, target = row["from_component"], row["to_component"]
        if row["state"] == "soll" or row["nature"] == "abgelöst durch" or not {source, target} <= present:
            continue
        if row["nature"] in TARGET_NEEDS_SOURCE:
            source, target = target, source
        if source == key:
            found.add(target)
    return found


def columns(drawn: Diagram) -> dict[str, set[str]]:
    """The boxes under each heading, from left to right."""
    headings = sorted((group for group in drawn.groups if not group.frame), key=lambda group: group.rect.x)
    found: dict[str, set[str]] = {}
    for number, heading in enumerate(headings):
        end = headings[number + 1].rect.x if number + 1 < len(headings) else drawn.width
        found[heading.label] = {
            node.key for node in drawn.nodes if heading.rect.x - 1 <= node.rect.x < end - 1
        }
    return found


@pytest.mark.parametrize("key", sorted(key for key, component in OFFERED.items() if component))
def test_the_chain_is_that_of_the_facts(snapshot: Snapshot, facts: Any, key: str) -> None:
    component = OFFERED[key]
    direct = needed(component, facts.ist_keys)
    second = {far for near in direct for far in needed(near, facts.ist_keys)} - direct - {component}
    third = {far for near in second for far in needed(near, facts.ist_keys)} & REGISTERS
    shown = columns(draw("service-chain", snapshot, focus=key))
    expected = {
        "Leistung": {key},
        "Onlinedienst": {component},
        "Was er braucht": direct - REGISTERS,
        "Was das braucht": second - REGISTERS,
        "Register": (direct | second | third) & REGISTERS,
    }
    assert shown == {name: keys for name, keys in expected.items() if keys}


def test_registers_stand_last(snapshot: Snapshot) -> None:
    assert list(columns(draw("service-chain", snapshot)))[-1] == "Register"


@pytest.mark.parametrize(
    "asked",
    [
        {},
        {"depth": 1, "lang": "en"},
        {"focus": "99107023037000"},
        {"focus": "99107108017000"},
        {"focus": "99012070006001", "depth": 3},
        {"focus": "99099002067003"},
        {"focus": "component/od-wg"},
    ],
)
def test_it_can_be_read(
    snapshot: Snapshot, geometry: Any, true_width: TrueWidth, asked: dict[str, Any]
) -> None:
    geometry.check(draw("service-chain", snapshot, **asked), true_width)


@pytest.mark.parametrize("depth", [1, 2, 3])
def test_a_chain_ends_at_registers_that_need_something_themselves(snapshot: Snapshot, depth: int) -> None:
    drawn = draw("service-chain", snapshot, state="soll", depth=depth)
    shown = columns(drawn)
    needing = {row["from_component"] for row in rows("dependencies") if row["state"] == "soll"}
    assert shown["Register"] & needing
    assert shown["Register"] <= REGISTERS
    assert not {edge.source for edge in drawn.edges} & REGISTERS - {
        row["from_component"] for row in rows("dependencies") if row["nature"] in TARGET_NEEDS_SOURCE
    }


def test_the_text_tells_the_chain_in_sentences(snapshot: Snapshot) -> None:
    drawn = draw("service-chain", snapshot)
    assert drawn.summary.startswith("Was hinter „Wohnsitz anmelden“ steht (IST 23.11.2026). ")
    assert "Der Onlinedienst dazu ist Elektronische Wohnsitzanmeldung (eWA)." in drawn.summary
    assert drawn.summary.endswith("Am Ende steht ein Register: Melderegister.")
    names = {node.key: node.label for node in drawn.nodes}
    assert all(name in drawn.summary for name in names.values())
    english = draw("service-chain", snapshot, lang="en").summary
    assert "To work, it needs AusweisApp, " in english and " and Zentrales Bürgerpostfach (ZBP)." in english


def test_the_text_says_when_no_register_is_reached(snapshot: Snapshot) -> None:
    drawn = draw("service-chain", snapshot, focus="99107023037000")
    assert "Register" not in columns(drawn)
    assert drawn.summary.endswith("Zu einem Register ist von hier aus kein Weg bekannt.")


def test_what_has_no_box_and_what_has_no_line_is_counted(snapshot: Snapshot, facts: Any) -> None:
    drawn = draw("service-chain", snapshot)
    shown = {node.key for node in drawn.nodes}
    inside = {(near, far) for near in shown for far in needed(near, facts.ist_keys) & shown}
    lines = Counter(edge.type for edge in drawn.edges for _ in edge.relations)
    drawn_needs = sum(lines.values()) - lines["OfferedOnlineBy"] - lines["Realises"]
    assert f"weitere Beziehungen zwischen diesen Elementen ({len(inside) - drawn_needs})" in drawn.notes[0]
    assert "Online-Angebote zwischen Leistung und Onlinedienst (1)" in drawn.notes[0]


def test_the_table_names_every_relation(snapshot: Snapshot) -> None:
    drawn = draw("service-chain", snapshot)
    without = ("untereinander, ohne Linie", "ohne eigenen Kasten", "weiter entfernt, nicht gezeigt")
    inside = [row for row in drawn.table.rows if row[0] not in without]
    assert len(inside) == sum(edge.count for edge in drawn.edges)
    assert drawn.table.rows[0][:2] == ("Onlinedienst", "Elektronische Wohnsitzanmeldung (eWA)")
    assert inside[-1][0] == "Register" and drawn.table.rows[: len(inside)] == tuple(inside)
    assert [row[0] for row in drawn.table.rows].count("ohne eigenen Kasten") == 1


def test_a_service_without_an_online_service_is_one_box_and_a_sentence(snapshot: Snapshot) -> None:
    drawn = draw("service-chain", snapshot, focus="99115003012000")
    assert [node.key for node in drawn.nodes] == ["99115003012000"]
    assert "kein Onlinedienst bekannt" in drawn.notes[0]


def test_an_unknown_key_is_answered_with_a_near_one(snapshot: Snapshot) -> None:
    with pytest.raises(NotFound) as raised:
        draw("service-chain", snapshot, focus="99115005104009")
    assert "9911500510400" in str(raised.value.hint)


def test_a_depth_that_is_none_is_refused(snapshot: Snapshot) -> None:
    with pytest.raises(UsageError):
        draw("service-chain", snapshot, depth=-1)
