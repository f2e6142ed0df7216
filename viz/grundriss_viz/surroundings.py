# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""What stands around an element in a state: what needs it and what it needs, step by step, up to a depth.

Only the relations of the elements on the way are read: the cost grows with the picture, not with the landscape.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from pyoxigraph import NamedNode

from grundriss.analysis.hops import Direction, Hop, HopReader
from grundriss.analysis.steps import absent
from grundriss.model.state_types import Item, Relation, StateName
from grundriss.resolve import resolve
from grundriss.states.elements import ElementReader
from grundriss.states.when import resolve as resolve_when
from grundriss.store.snapshot import Snapshot
from grundriss_viz.element_links import element_links, via

DEEPEST: Final = 4
"""Steps from the element; beyond it a picture would show the whole landscape."""


@dataclass(frozen=True, slots=True)
class Need:
    """That one element depends on another, and the relation that says so.

    Where an element depends on the interface that a relation goes `through`, `relation` is only that it does.
    """

    dependent: Item
    needed: Item
    relation: Relation
    through: Relation | None = None

    @property
    def from_dependent(self) -> bool:
        """Whether the relation runs from the dependent element to the other („nutzt“), or the other way round."""
        return self.relation.source.id == self.dependent.id


@dataclass(frozen=True, slots=True)
class Surroundings:
    """An element and the needs around it. `note` says why there are none, where the state lacks the element.

    `truncated`: more steps were asked for than a picture can hold, and there is more. `links` are what joins the
    element to others besides needs, each from who links to what is linked; `unread` elements that do were not read.
    `beyond` is what elements of it need besides, one step further on.
    """

    element: Item
    state: StateName
    needs: tuple[Need, ...]
    note: str | None = None
    truncated: bool = False
    links: tuple[Need, ...] = ()
    unread: int = 0
    beyond: tuple[Need, ...] = ()

    @property
    def joins(self) -> tuple[Need, ...]:
        """Needs and links."""
        return (*self.needs, *self.links)

    @property
    def items(self) -> list[Item]:
        """Every element of it; one that several needs join, as often."""
        return [self.element, *(end for join in self.joins for end in (join.dependent, join.needed))]


def surroundings(
    snapshot: Snapshot, element: str, when: str = "ist", depth: int = 1, lang: str = "de"
) -> Surroundings:
    """What is within `depth` steps of an element at WHEN, in whichever direction the relations run.

    Raises NotFound for an unknown element, UsageError for an unknown WHEN.
    """
    node = resolve(snapshot.store, snapshot.base_iri, element)
    moment = resolve_when(snapshot, when)
    reader = ElementReader(snapshot.store, lang)
    hops = HopReader(snapshot.store, moment.day)
    item = reader.item(node)
    if not hops.is_there(node):
        return Surroundings(item, moment.name, (), absent(item, moment.name, lang))
    seen, frontier = {node}, [node]
    found: dict[Hop, None] = {}
    for _ in range(min(depth, DEEPEST)):
        read = [hop for way in Direction for hop in hops.hops(frontier, way) if _is_shown(hop, node)]
        found.update(dict.fromkeys(read))
        frontier = _new(seen, (end for hop in read for end in (hop.dependent, hop.needed)))
        if not frontier:
            break
    cut = depth > DEEPEST and bool(frontier)
    needs = [_over_interface(reader, need, item) for need in needs_of(reader, found)]
    links = element_links(snapshot.store, reader, node, moment.day)
    joined = tuple(Need(relation.source, relation.target, relation) for relation in links.relations)
    return Surroundings(item, moment.name, tuple(needs), truncated=cut, links=joined, unread=links.unread)


def _is_shown(hop: Hop, node: NamedNode) -> bool:
    """Whether a hop is part of the picture; an interface in between only where it is, or serves, the element itself."""
    return hop.via is None or node in (hop.via, hop.dependent)


def _over_interface(reader: ElementReader, need: Need, interface: Item) -> Need:
    """The same need; of a relation that the provider of this interface has itself, that of the other end.

    Who delivers data over an interface works with it, whichever end the relation makes the dependent one.
    """
    provider = interface.fields.get("provider")
    own = isinstance(provider, dict) and need.dependent.id == provider.get("id")
    if need.through is None or need.needed.id != interface.id or not own:
        return need
    ends = need.through.source, need.through.target
    other = reader.item(NamedNode(next(end.id for end in ends if end.id != need.dependent.id)))
    return Need(other, interface, via(need.through, other), need.through)


def needs_of(reader: ElementReader, hops: Iterable[Hop]) -> tuple[Need, ...]:
    """Hops with their ends and relations, in the order of the relations' keys."""
    hops = list(hops)
    reader.read_items_ahead(end for hop in hops for end in (hop.dependent, hop.needed))
    reader.read_relations_ahead(hop.relation for hop in hops)
    needs = [_need(reader, hop) for hop in hops]
    return tuple(sorted(needs, key=lambda need: (need.relation.key, need.needed.key)))


def _need(reader: ElementReader, hop: Hop) -> Need:
    dependent, needed = reader.item(hop.dependent), reader.item(hop.needed)
    relation = reader.relation(hop.relation)
    if hop.via is None:
        return Need(dependent, needed, relation)
    return Need(dependent, needed, via(relation, dependent), relation)


def _new(seen: set[NamedNode], nodes: Iterable[NamedNode]) -> list[NamedNode]:
    found = [node for node in dict.fromkeys(nodes) if node not in seen]
    seen.update(found)
    return found
