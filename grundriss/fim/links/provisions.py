# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""The places in laws that artefacts cite. An act as a whole is none: it proves nothing that two rest on the same act.

Who cites § 17 Abs. 2 also rests on § 17, so a place counts with the larger ones in the law that it is a part of.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from pyoxigraph import Literal, NamedNode, Store

from grundriss import queries
from grundriss.importers.fim.legal_citation import Citation, citations
from grundriss.importers.fim.legal_reference import abbreviated, provision, steps_up
from grundriss.model.identifier import Base
from grundriss.model.terms import LABEL
from grundriss.node_values import properties_of

_LONGEST: Final = 1_000


@dataclass(frozen=True, slots=True)
class Provisions:
    """Of each place in a law the next larger ones; `read` are the places meant by nodes that only have a name."""

    larger: Mapping[NamedNode, frozenset[NamedNode]] = field(default_factory=dict)
    read: Mapping[NamedNode, frozenset[NamedNode]] = field(default_factory=dict)

    def with_larger(self, cited: Iterable[NamedNode]) -> frozenset[NamedNode]:
        """These places with all that they are a part of; what is no place in a law is left out."""
        found: set[NamedNode] = set()
        waiting = list(cited)
        while waiting:
            node = waiting.pop()
            if node in found:
                continue
            if node in self.larger:
                found.add(node)
                waiting += self.larger[node]
            else:
                found |= self.read.get(node, frozenset())
        return frozenset(found)


def read_provisions(store: Store, base: Base, cited: Sequence[NamedNode]) -> Provisions:
    """The places in laws of a store. The legal bases of recorded services are nodes with a name: it is read."""
    larger: dict[NamedNode, set[NamedNode]] = {}
    [rows] = queries.solved(store, [queries.text("links/provisions")])
    for row in rows:
        part, whole = row["part"], row["whole"]
        if isinstance(part, NamedNode):
            above = larger.setdefault(part, set())
            if isinstance(whole, NamedNode):
                above.add(whole)
    bare = [node for node in cited if node not in larger]
    named = properties_of(store, bare, [LABEL.value])
    read = {
        node: frozenset(
            place
            for name in said.get(LABEL.value, ())
            if isinstance(name, Literal) and len(name.value) <= _LONGEST
            for place in _places(name.value, base)
        )
        for node, said in named.items()
    }
    return Provisions({part: frozenset(above) for part, above in larger.items()}, read)


def _places(name: str, base: Base) -> Iterable[NamedNode]:
    for citation in citations(name).citations:
        place = abbreviated(citation)
        law = Citation(place.law)
        yield from (provision(step, base) for step in steps_up(place) if step != law)
