# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""Which element to take as an example: the one that ships with the question or view, else one of this landscape."""

from dataclasses import dataclass

from pyoxigraph import DefaultGraph, NamedNode

from grundriss import queries
from grundriss.items import items
from grundriss.model.identifier import KIND_OF_CLASS, key_of
from grundriss.model.state_types import Item
from grundriss.store.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class Example:
    """The element to take. `missing` is the key that was wanted and is not here; `others` may be taken as well."""

    node: NamedNode
    missing: str | None = None
    others: tuple[Item, ...] = ()


def example(snapshot: Snapshot, kind: str, wanted: str, lang: str = "de") -> Example | None:
    """The element of a kind with the key `wanted`; where it is not, the one that most depend on; None where none is.

    Reads the whole landscape only where the wanted element is not in it.
    """
    node = snapshot.base_iri.element(kind, key_of(wanted))
    if next(iter(snapshot.store.quads_for_pattern(node, None, None, DefaultGraph())), None):
        return Example(node)
    class_ = next(NamedNode(iri) for iri, name in KIND_OF_CLASS.items() if name == kind)
    found = [
        row["element"] for row in queries.select(snapshot.store, "elements/most-needed", **{"class": class_})
    ]
    if not found:
        return None
    named = items(snapshot.store, found[1:], lang)
    return Example(found[0], wanted, tuple(named[node] for node in found[1:]))
