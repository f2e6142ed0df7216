# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""Two changes of the same base, and what each thing was there and is on either side."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal as OneOf
from typing import NamedTuple

from pyoxigraph import Literal, NamedNode, Quad, Store

from grundriss.items import item, named
from grundriss.model.identifier import is_source_graph
from grundriss.model.state_types import Item
from grundriss.store.asserted import Patch

Side = OneOf["mine", "theirs"]
"""`mine` is the scenario, `theirs` the main line."""
Quads = frozenset[Quad]


class Three(NamedTuple):
    """Statements at the base and on both sides."""

    base: Quads
    mine: Quads
    theirs: Quads


@dataclass(frozen=True)
class Sides:
    """What the scenario and the main line made of their base; `store` is the scenario's."""

    mine: Patch
    theirs: Patch
    store: Store
    _known: dict[NamedNode, Three] = field(default_factory=dict)

    def patch(self, side: Side) -> Patch:
        """What a side changed."""
        return self.mine if side == "mine" else self.theirs

    def of(self, node: NamedNode) -> Three:
        """The statements with this subject."""
        if node not in self._known:
            held = self.store.quads_for_pattern(node, None, None, None)
            here = frozenset(
                q for q in held if isinstance(q.graph_name, NamedNode) and is_source_graph(q.graph_name)
            )
            mine, theirs = (self._touched[side].get(node, Patch()) for side in ("mine", "theirs"))
            base = here - mine.added | mine.removed
            self._known[node] = Three(base, here, base - theirs.removed | theirs.added)
        return self._known[node]

    def touched(self, side: Side) -> dict[NamedNode, Patch]:
        """What a side changed, by subject."""
        return self._touched[side]

    def item(self, node: NamedNode, lang: str) -> Item:
        """An element by the names that it has in the scenario, else on the other side, else at the base."""
        known = item(self.store, node, lang)
        if known.type != "Resource":
            return known
        values: dict[str, list[NamedNode | Literal]] = defaultdict(list)
        three = self.of(node)
        for quad in three.theirs or three.base:
            if isinstance(quad.object, NamedNode | Literal):
                values[quad.predicate.value].append(quad.object)
        return named(node, values, lang)

    @cached_property
    def _touched(self) -> dict[Side, dict[NamedNode, Patch]]:
        return {"mine": _by_subject(self.mine), "theirs": _by_subject(self.theirs)}


def _by_subject(patch: Patch) -> dict[NamedNode, Patch]:
    added, removed = _grouped(patch.added), _grouped(patch.removed)
    return {
        node: Patch(frozenset(added.get(node, ())), frozenset(removed.get(node, ())))
        for node in added.keys() | removed.keys()
    }


def _grouped(quads: Iterable[Quad]) -> dict[NamedNode, set[Quad]]:
    found: dict[NamedNode, set[Quad]] = defaultdict(set)
    for quad in quads:
        if isinstance(quad.subject, NamedNode):
            found[quad.subject].add(quad)
    return found
