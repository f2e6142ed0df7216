# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""Which elements that go are replaced by which, as the relations of a store say."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from pyoxigraph import NamedNode, Store

from grundriss import queries
from grundriss.queries import values_block
from grundriss.states.membership import Membership


@dataclass(frozen=True, slots=True)
class Replaced:
    """Elements that go, those that take their place, and the relations that say so."""

    old: list[NamedNode]
    new: tuple[NamedNode, ...]
    relations: list[NamedNode]


def replaced_by(store: Store, members: Membership, going: Iterable[NamedNode], day: date) -> list[Replaced]:
    """Elements that go, grouped by the set of elements that take their place and are there on a day."""
    rows = [[node] for node in going]
    if not rows:
        return []
    block = values_block(["old"], rows)
    query = queries.text("state/replacements").replace("#VALUES ?old\n", block + "\n")
    successors: dict[NamedNode, set[NamedNode]] = defaultdict(set)
    relations: dict[NamedNode, list[NamedNode]] = defaultdict(list)
    for row in queries.rows(store, query):
        if members.contains(row["new"], day):
            successors[row["old"]].add(row["new"])
            relations[row["old"]].append(row["relation"])
    groups: dict[tuple[NamedNode, ...], list[NamedNode]] = defaultdict(list)
    for old, new in successors.items():
        groups[tuple(sorted(new, key=lambda node: node.value))].append(old)
    return [
        Replaced(old, new, [relation for node in old for relation in relations[node]])
        for new, old in sorted(groups.items(), key=lambda group: [node.value for node in group[0]])
    ]
