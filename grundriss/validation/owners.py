# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""Who has to mend a finding: the owner of the element, else of what it belongs to, up to three steps away."""

from collections.abc import Iterable
from typing import Final

from pyoxigraph import NamedNode, Store

from grundriss.items import items
from grundriss.model.state_types import Item
from grundriss.model.terms import GRU
from grundriss.node_values import Values, columns_of

_STEPS: Final = 3
_OWNER: Final = GRU + "owner"
_PARENTS: Final = tuple(
    GRU + name
    for name in (
        "responsibleFor",
        "provider",
        "source",
        "service",
        "reuseOf",
        "offeredComponent",
        "changes",
    )
)
_COLUMNS: Final = {iri.removeprefix(GRU): iri for iri in (_OWNER, *_PARENTS)}


def owners(store: Store, nodes: Iterable[NamedNode], lang: str = "de") -> dict[NamedNode, Item]:
    """The owner of each element that has one, itself or by what it belongs to."""
    asked = list(dict.fromkeys(nodes))
    known: dict[NamedNode, Values] = {}
    new = asked
    for _ in range(_STEPS + 1):
        known.update({node: {} for node in new} | columns_of(store, "validation/owners", new, _COLUMNS))
        ownerless = (values for node in new if _OWNER not in (values := known[node]))
        new = [
            parent
            for parent in dict.fromkeys(p for v in ownerless for p in _parents(v))
            if parent not in known
        ]
    found = {node: owner for node in asked if (owner := _owner(known, node, _STEPS)) is not None}
    labelled = items(store, found.values(), lang)
    return {node: labelled[owner] for node, owner in found.items()}


def _owner(known: dict[NamedNode, Values], node: NamedNode, steps: int) -> NamedNode | None:
    values = known.get(node, {})
    owner = _least(values, _OWNER)
    if owner is not None or not steps:
        return owner
    reached = (_owner(known, parent, steps - 1) for parent in _parents(values))
    return next((found for found in reached if found is not None), None)


def _parents(values: Values) -> list[NamedNode]:
    return [parent for iri in _PARENTS if (parent := _least(values, iri)) is not None]


def _least(values: Values, iri: str) -> NamedNode | None:
    nodes = [value for value in values.get(iri, ()) if isinstance(value, NamedNode)]
    return min(nodes, key=lambda node: node.value, default=None)
