# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""Who works together: the components of a state rolled up by owner or by federal level, with counts between them.

Organisations that have few relations with others are rolled up by their level: what a node-link picture of all of them
would show is a tangle.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from grundriss.model.state_types import Item, Relation, State
from grundriss.model.vocabulary import relation_type_by_name
from grundriss.states.elements import ordered
from grundriss_viz.item_texts import field, owner

MOST_ORGANISATIONS: Final = 8
_LEAST_LINE: Final = 2  # relations between organisations from which on a line is drawn
_NOBODY: Final = "none"


@dataclass(frozen=True, slots=True)
class Party:
    """An organisation, several of one level rolled up, or a federal level; and its components.

    `organisations` are the owners it stands for; `level` is a code, of the organisation or itself; `inner` are the
    relations between its own components.
    """

    key: str
    organisation: Mapping[str, object] | None
    level: str | None
    components: tuple[Item, ...]
    organisations: tuple[str, ...]
    inner: tuple[Relation, ...]

    @property
    def inside(self) -> int:
        """The number of relations between its own components."""
        return len(self.inner)

    def is_there(self, items: Mapping[str, Item]) -> bool:
        """Whether one of its components is among these, by IRI."""
        return any(item.id in items for item in self.components)

    def of(self, items: Mapping[str, Item], relations: Collection[str]) -> "Party":
        """What of it is among these elements and relations, by IRI."""
        components = tuple(items[item.id] for item in self.components if item.id in items)
        inner = tuple(relation for relation in self.inner if relation.id in relations)
        return replace(self, components=components, organisations=_owners(components), inner=inner)


@dataclass(frozen=True, slots=True)
class Link:
    """The relations by which components of one party need those of another."""

    needing: str
    needed: str
    relations: tuple[Relation, ...]


@dataclass(frozen=True, slots=True)
class Cooperation:
    """The parties, the links that are drawn, and those with too few relations for a line."""

    parties: tuple[Party, ...]
    links: tuple[Link, ...]
    thin: tuple[Link, ...]
    least: int = 1

    def of(self, state: State) -> "Cooperation":
        """What of it there is in a state: the parties that have components there, and what they have there."""
        there = {item.id: item for item in state.of_type("Component")}
        relations = {relation.id for relation in state.relations}
        links = [
            Link(link.needing, link.needed, tuple(r for r in link.relations if r.id in relations))
            for link in (*self.links, *self.thin)
        ]
        links = sorted((k for k in links if k.relations), key=lambda k: (k.needing, k.needed))
        return Cooperation(
            tuple(party.of(there, relations) for party in self.parties if party.is_there(there)),
            tuple(link for link in links if len(link.relations) >= self.least),
            tuple(link for link in links if len(link.relations) < self.least),
            self.least,
        )


def by_level(state: State) -> Cooperation:
    """The components of each federal level as one party; every link is drawn."""
    members: dict[str, list[Item]] = defaultdict(list)
    for item in state.of_type("Component"):
        members[field(item, "federalLevel") or _NOBODY].append(item)
    return _cooperation(state.relations, members, {}, 1)


def by_organisation(state: State) -> Cooperation:
    """The components of each owner; several owners of one level that have few relations with others are one party."""
    owners = {item.id: _owner_key(item) for item in state.of_type("Component")}
    degrees: Counter[str] = Counter()
    for relation in state.relations:
        a, b = (owners.get(end.id, _NOBODY) for end in (relation.source, relation.target))
        degrees.update([a, b] if a != b else [])
    named = [key for key in owners.values() if key != _NOBODY]
    top = set(sorted(dict.fromkeys(named), key=lambda key: (-degrees[key], key))[:MOST_ORGANISATIONS])
    levels = _levels(state.of_type("Component"))
    alone = Counter(levels[key] for key in set(named) - top)
    top |= {key for key in named if alone[levels[key]] == 1}
    members: dict[str, list[Item]] = defaultdict(list)
    for item in state.of_type("Component"):
        key = owners[item.id]
        members[key if key in top else f"rest-{levels[key]}" if key != _NOBODY else _NOBODY].append(item)
    return _cooperation(state.relations, members, {key: levels[key] for key in top}, _LEAST_LINE)


def _levels(components: Iterable[Item]) -> dict[str, str]:
    """The level of most components of each owner."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for item in components:
        counts[_owner_key(item)][field(item, "federalLevel") or _NOBODY] += 1
    return {key: min(found, key=lambda level: (-found[level], level)) for key, found in counts.items()}


def _owner_key(item: Item) -> str:
    found = owner(item)
    return found[0] if found else _NOBODY


def _cooperation(
    relations: Iterable[Relation], members: Mapping[str, list[Item]], levels: Mapping[str, str], least: int
) -> Cooperation:
    party_of = {item.id: key for key, items in members.items() for item in items}
    between: dict[tuple[str, str], list[Relation]] = defaultdict(list)
    inside: dict[str, list[Relation]] = defaultdict(list)
    for relation in relations:
        ends = (relation.source, relation.target)
        needing, needed = (
            ends if relation_type_by_name(relation.type).dependent_end == "source" else ends[::-1]
        )
        pair = party_of.get(needing.id), party_of.get(needed.id)
        if pair[0] is None or pair[1] is None:
            continue
        if pair[0] == pair[1]:
            inside[pair[0]].append(relation)
        else:
            between[pair[0], pair[1]].append(relation)
    links = [Link(*pair, tuple(found)) for pair, found in sorted(between.items())]
    parties = tuple(_party(key, members[key], levels, inside[key]) for key in sorted(members))
    return Cooperation(
        parties,
        tuple(link for link in links if len(link.relations) >= least),
        tuple(link for link in links if len(link.relations) < least),
        least,
    )


def together(states: Sequence[State]) -> State:
    """All that one of the states has, under the name of the first."""
    elements = {item.id: item for state in reversed(states) for item in state.elements}
    relations = {relation.id: relation for state in reversed(states) for relation in state.relations}
    return replace(
        states[0],
        elements=ordered(elements.values()),
        relations=tuple(sorted(relations.values(), key=lambda relation: relation.key)),
    )


def _owners(items: Iterable[Item]) -> tuple[str, ...]:
    found = (owner(item) for item in items)
    return tuple(sorted({key for key, _ in filter(None, found)}))


def _party(key: str, items: list[Item], levels: Mapping[str, str], inner: list[Relation]) -> Party:
    owners = {str(o["key"]): o for item in items if isinstance(o := item.fields.get("owner"), dict)}
    level = levels.get(key) or (None if key == _NOBODY else key.removeprefix("rest-"))
    return Party(
        key, owners[key] if key in levels else None, level, tuple(items), tuple(sorted(owners)), tuple(inner)
    )
