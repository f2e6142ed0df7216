# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""The places in laws that artefacts cite. An act as a whole is none: it proves nothing that two rest on the same act.

Who cites § 17 Abs. 2 also rests on § 17, so a place counts with the larger ones in the law that it is a part of.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from pyoxigraph import NamedNode, Store

from grundriss import queries

_LONGEST: Final = 1_000


@dataclass(frozen=True, slots=True)
class Provisions:
    """Of each place in a law the next larger ones."""

    larger: Mapping[NamedNode, frozenset[NamedNode]] = field(default_factory=dict)

    def with_larger(self, cited: Iterable[NamedNode]) -> frozenset[NamedNode]:
        """These places with all that they are a part of; what is no place in a law is left out."""
        found: set[NamedNode] = set()
        waiting = list(cited)
        while waiting:
            node = waiting.pop()
            if node in self.larger and node not in found:
                found.add(node)
                waiting += self.larger[node]
        return frozenset(found)


def read_provisions(store: Store) -> Provisions:
    """The places in laws of a store."""
    larger: dict[NamedNode, set[NamedNode]] = {}
    [rows] = queries.solved(store, [queries.text("links/provisions")])
    for row in rows:
        part, whole = row["part"], row["whole"]
        if isinstance(part, NamedNode):
            above = larger.setdefault(part, set())
            if isinstance(whole, NamedNode):
                above.add(whole)
    return Provisions({part: frozenset(above) for part, above in larger.items()})
