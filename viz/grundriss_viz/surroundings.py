# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""What stands around an element in a state: its relations, and those of what they reach, up to a depth.

Only the relations of the elements on the way are read: the cost grows with the picture, not with the landscape.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from pyoxigraph import NamedNode

from grundriss.errors import UsageError
from grundriss.model.state_types import Item, Relation, StateName
from grundriss.resolve import resolve
from grundriss.states.elements import ElementReader, ordered_relations
from grundriss.states.membership import Membership
from grundriss.states.relations import relations_at, relations_of
from grundriss.states.when import resolve as resolve_when
from grundriss.store.snapshot import Snapshot

DEEPEST: Final = 4
"""Steps from the element; beyond it a picture would show the whole landscape."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """An element and relations around it, whose ends have the fields of their kind."""

    element: Item
    state: StateName
    relations: tuple[Relation, ...]


def surroundings(
    snapshot: Snapshot, element: str, when: str = "ist", depth: int = 1, lang: str = "de"
) -> Surroundings:
    """The relations within `depth` steps of an element that hold at WHEN, in whichever direction they run.

    Raises NotFound for an unknown element, UsageError for an unknown WHEN or a depth that is none.
    """
    node = resolve(snapshot.store, snapshot.base_iri, element)
    moment = resolve_when(snapshot, when)
    store = snapshot.store
    members = Membership(store)
    reader = ElementReader(store, lang)
    seen, edge = {node}, [node]
    found: dict[NamedNode, Relation] = {}
    for _ in range(checked_depth(depth)):
        facts = [f for f in relations_of(store, relations_at(store, edge)) if f.holds(members, moment.day)]
        found.update(
            (f.node, with_fields(reader, reader.relation(f.node))) for f in facts if f.node not in found
        )
        edge = _new(seen, (end for f in facts for end in (f.source, f.target)))
        if not edge:
            break
    return Surroundings(reader.item(node), moment.name, ordered_relations(found.values()))


def checked_depth(depth: int) -> int:
    """The depth, at most DEEPEST. Raises UsageError when it is below 1."""
    if depth < 1:
        raise UsageError(f"{depth} is no depth.", hint=f"Write a number from 1 to {DEEPEST}.")
    return min(depth, DEEPEST)


def with_fields(reader: ElementReader, relation: Relation) -> Relation:
    """The relation with ends that have the fields of their kind."""
    from dataclasses import replace

    source, target = (reader.item(NamedNode(end.id)) for end in (relation.source, relation.target))
    return replace(relation, source=source, target=target)


def _new(seen: set[NamedNode], nodes: Iterable[NamedNode]) -> list[NamedNode]:
    found = [node for node in dict.fromkeys(nodes) if node not in seen]
    seen.update(found)
    return found
