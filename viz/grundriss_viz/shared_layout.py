# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""One layout for the pictures of an element in several states: of all that is around it in one of them (ADR 0013).

A column says how many steps an element is away, and a line what it hangs on. Where a state has an element elsewhere,
the layout of all states would say something wrong of it; where it has few of the elements, or none of a column, there
would be mostly holes: then each state has a layout of its own.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from grundriss_viz.bundles import Reached, Tie

LEAST: Final = 0.4
"""The share of the elements that each of the states has, at least."""


def together(states: Sequence[Sequence[Reached]]) -> list[Reached] | None:
    """Every element that one of the states has, with the relations of all; None where they do not go together.

    Which of the states comes first makes no difference.
    """
    found: dict[str, Reached] = {}
    ties: dict[str, dict[tuple[str, bool], set[str]]] = defaultdict(lambda: defaultdict(set))
    for reached in states:
        for r in reached:
            known = found.setdefault(r.item.id, r)
            if (known.column, known.parent) != (r.column, r.parent):
                return None
            for tie in r.ties:
                ties[r.item.id][tie.type, tie.outward].update(tie.relations)
    columns = {r.column for r in found.values()}
    if any(len(reached) < LEAST * len(found) or {r.column for r in reached} != columns for reached in states):
        return None
    merged = (replace(r, ties=_ties(ties[iri])) for iri, r in found.items())
    return sorted(merged, key=lambda r: (abs(r.column), r.column, r.item.id))


def lasting(states: Sequence[Sequence[Reached]]) -> frozenset[str]:
    """The IRIs of what all the states have."""
    first, *others = ({r.item.id for r in reached} for reached in states)
    return frozenset(first.intersection(*others))


def _ties(found: dict[tuple[str, bool], set[str]]) -> tuple[Tie, ...]:
    return tuple(Tie(*way, tuple(sorted(found[way]))) for way in sorted(found))
