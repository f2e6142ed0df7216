# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""Which elements that go are replaced by which, as the relations of a store say."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from pyoxigraph import NamedNode, QuerySolution, Store

from grundriss import queries
from grundriss.queries import values_block
from grundriss.states.membership import Membership


@dataclass(frozen=True, slots=True)
class Replaced:
    """Elements that go, those that take their place, and the relations that say so."""

    old: list[NamedNode]
    new: tuple[NamedNode, ...]
    relations: list[NamedNode]


def successors(store: Store, nodes: Iterable[NamedNode]) -> dict[NamedNode, list[NamedNode]]:
    """What takes the place of each of some elements, whenever; who has no successor is missing."""
    found: dict[NamedNode, list[NamedNode]] = defaultdict(list)
    for row in _replacements(store, nodes):
        found[row["old"]].append(row["new"])
    return found


def replaced_by(store: Store, members: Membership, going: Iterable[NamedNode], day: date) -> list[Replaced]:
    """Elements that go, grouped by the set of elements that take their place and are there on a day."""
    taking: dict[NamedNode, set[NamedNode]] = defaultdict(set)
    relations: dict[NamedNode, list[NamedNode]] = defaultdict(list)
    for row in _replacements(store, going):
        if members.contains(row["new"], day):
            taking[row["old"]].add(row["new"])
            relations[row["old"]].append(row["relation"])
    groups: dict[tuple[NamedNode, ...], list[NamedNode]] = defaultdict(list)
    for old, new in taking.items():
        groups[tuple(sorted(new, key=lambda node: node.value))].append(old)
    return [
        Replaced(old, new, [relation for node in old for relation in relations[node]])
        for new, old in sorted(groups.items(), key=lambda group: [node.value for node in group[0]])
    ]


def _replacements(store: Store, going: Iterable[NamedNode]) -> Iterator[QuerySolution]:
    """The replacements of some elements: old, new and the relation that says so."""
    rows = [[node] for node in going]
    if rows:
        block = values_block(["old"], rows)
        query = queries.text("state/replacements").replace("#VALUES ?old\n", block + "\n")
        yield from queries.rows(store, query)
