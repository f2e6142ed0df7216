# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""Bundles hold every element once, in few boxes, whatever the grain."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grundriss.model.state_types import Item
from grundriss_viz.bundles import GRAINS, Grain, Reached, Tie, bundle
from grundriss_viz.texts import Texts

TEXTS = Texts("de")


def component(key: str, kind: str, level: str = "land") -> Item:
    fields = {"kind": kind, "federalLevel": level}
    return Item(key, f"https://example.org/id/component/{key}", "Component", key, "de", fields)


@st.composite
def reached(draw: st.DrawFn) -> list[Reached]:
    """A tree of elements around a root."""
    root = component("root", "portal")
    places = [(root, 0)]
    found = []
    for number in range(draw(st.integers(0, 120))):
        parent, column = draw(st.sampled_from(places))
        side = (1 if column > 0 else -1) if column else draw(st.sampled_from([1, -1]))
        item = component(f"k{number}", draw(st.sampled_from(["portal", "dienst", "register", "netz"])))
        tie = Tie(draw(st.sampled_from(["Uses", "PartOf"])), draw(st.booleans()), (f"r{number}",))
        found.append(Reached(item, column + side, parent.id, (tie,)))
        places.append((item, column + side))
    return found


@given(reached(), st.sampled_from(GRAINS))
@settings(deadline=None, max_examples=80)
def test_every_element_is_shown_once_or_counted_as_hidden(elements: list[Reached], grain: Grain) -> None:
    found = bundle(component("root", "portal"), elements, TEXTS, grain)
    shown = [item.key for item in found.items()]
    assert len(shown) == len(set(shown))
    assert len(shown) + found.hidden == len(elements)
    assert found.boxes <= grain.most
    assert all(abs(b.column) <= grain.columns for b in found.bundles)


@given(reached(), st.sampled_from(GRAINS))
@settings(deadline=None, max_examples=80)
def test_every_bundle_hangs_on_something_that_is_there(elements: list[Reached], grain: Grain) -> None:
    found = bundle(component("root", "portal"), elements, TEXTS, grain)
    there = {found.focus, *(b.end for b in found.bundles)} | {
        leaf.key for b in found.bundles for leaf in b.leaves
    }
    assert all(b.parent in there for b in found.bundles)


def test_a_bundle_is_called_by_what_it_holds() -> None:
    root = component("root", "netz")
    tie = (Tie("Uses", False, ("r",)),)
    same = [Reached(component(key, "portal"), -1, root.id, tie) for key in "ab"]
    levels = [Reached(component(key, "register", level), 1, root.id, tie) for key, level in ("xb", "yl")]
    found = bundle(root, [*same, *levels], TEXTS)
    assert [b.title for b in found.bundles] == ["Portale der Länder", "Register"]


@pytest.mark.parametrize("order", [1, -1])
def test_the_order_of_what_comes_in_does_not_matter(order: int) -> None:
    root = component("root", "netz")
    elements = [
        Reached(
            component(f"k{n}", "portal" if n % 2 else "dienst"), 1, root.id, (Tie("Uses", True, (f"r{n}",)),)
        )
        for n in range(9)
    ]
    found: Any = bundle(root, elements[::order], TEXTS)
    assert [b.title for b in found.bundles] == ["Portale der Länder", "Dienste der Länder"]
    assert [leaf.key for leaf in found.bundles[0].leaves] == ["k1", "k3", "k5", "k7"]
