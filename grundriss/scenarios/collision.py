# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""Collisions: what a scenario and the main line have both changed since the scenario's base, in different ways.

They are facts, not lines of text: a subject and a property, with the values on both sides and before. Where a property
may have several values (shapes/ say which may not), two different additions are none: both can stand.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal

from pyoxigraph import Literal as Value
from pyoxigraph import NamedNode, Quad, Store

from grundriss.errors import UsageError
from grundriss.items import item
from grundriss.model.identifier import is_source_graph, key_in
from grundriss.model.state_types import Item, Json
from grundriss.scenarios.content import value_text
from grundriss.store.asserted import Patch
from grundriss.validation.shapes import single_in_a_language, single_valued

Side = Literal["mine", "theirs"]
"""`mine` is the scenario, `theirs` the main line."""
SIDES: Final[tuple[Side, ...]] = ("mine", "theirs")
_Place = tuple[NamedNode, NamedNode]


@dataclass(frozen=True, slots=True)
class Collision:
    """A property of something that both sides changed: its statements on both sides, and at the base."""

    subject: NamedNode
    predicate: NamedNode
    base: frozenset[Quad]
    mine: frozenset[Quad]
    theirs: frozenset[Quad]


@dataclass(frozen=True, slots=True)
class CollisionLine:
    """A collision for people: the element, the property's name, the values."""

    item: Item
    property: str
    base: tuple[str, ...]
    mine: tuple[str, ...]
    theirs: tuple[str, ...]

    def to_dict(self) -> Json:
        return {
            "item": self.item.reference(),
            "property": self.property,
            "base": list(self.base),
            "mine": list(self.mine),
            "theirs": list(self.theirs),
        }


@dataclass(frozen=True, slots=True)
class Resolution:
    """Who wins where both sides changed something.

    `single` by what names the element (key or IRI) and the property (local name or IRI), `take` for all others.
    """

    take: Side | None = None
    single: Mapping[tuple[str, str], Side] = field(default_factory=dict)

    @classmethod
    def parse(cls, take: str | None, single: Iterable[str]) -> "Resolution":
        """From `mine` or `theirs`, and texts such as `bundid owner=mine`. Raises UsageError for anything else."""
        found: dict[tuple[str, str], Side] = {}
        for text in single:
            place, _, side = text.rpartition("=")
            words = place.split()
            if len(words) != 2:
                raise UsageError("collision-form", text=text)
            if found.setdefault((words[0], words[1]), _side(side.strip())) != side.strip():
                raise UsageError("collision-twice", element=words[0], property=words[1])
        return cls(_side(take) if take is not None else None, found)

    def winner(self, collision: Collision) -> Side | None:
        """Who wins a collision; None when nobody has said."""
        for element in (collision.subject.value, key_in(collision.subject.value)):
            for name in (collision.predicate.value, key_in(collision.predicate.value)):
                if (element, name) in self.single:
                    return self.single[element, name]
        return self.take

    def check(self, collisions: Sequence[Collision]) -> None:
        """Raise UsageError when it names something that is no collision."""
        for element, name in self.single:
            alone = Resolution(None, {(element, name): "mine"})
            if not any(alone.winner(collision) for collision in collisions):
                raise UsageError("collision-unknown", element=element, property=name)


def collisions(mine: Patch, theirs: Patch, store: Store) -> list[Collision]:
    """The collisions of two changes of the same base; `store` holds what the first one made of it. Sorted."""
    own, other = _by_place(mine), _by_place(theirs)
    found = []
    for place in own.keys() & other.keys():
        if own[place] == other[place] or _can_both_stand(place[1], own[place], other[place]):
            continue
        here = frozenset(
            quad
            for quad in store.quads_for_pattern(*place, None, None)
            if isinstance(quad.graph_name, NamedNode) and is_source_graph(quad.graph_name)
        )
        base = here - own[place].added | own[place].removed
        there = base - other[place].removed | other[place].added
        found.append(Collision(*place, base, here, there))
    return sorted(found, key=lambda c: (c.subject.value, c.predicate.value))


def resolved(step: Patch, found: Sequence[Collision], resolution: Resolution, side: Side) -> Patch:
    """The change of one side as it is to be made on the other: without collisions that the other side wins."""
    colliding = {(collision.subject, collision.predicate) for collision in found}
    free: Callable[[Quad], bool] = lambda quad: (quad.subject, quad.predicate) not in colliding  # noqa: E731
    added, removed = set(filter(free, step.added)), set(filter(free, step.removed))
    for collision in found:
        if resolution.winner(collision) == side:
            ours, others = collision.mine, collision.theirs
            if side == "theirs":
                ours, others = others, ours
            added |= ours - others
            removed |= others - ours
    return Patch(frozenset(added), frozenset(removed))


def lines(found: Sequence[Collision], store: Store, lang: str) -> tuple[CollisionLine, ...]:
    """Collisions for people, with the names that a store has."""

    def texts(quads: frozenset[Quad]) -> tuple[str, ...]:
        return tuple(sorted({value_text(store, quad.object, lang) for quad in quads}))

    return tuple(
        CollisionLine(
            item(store, c.subject, lang),
            key_in(c.predicate.value),
            texts(c.base),
            texts(c.mine),
            texts(c.theirs),
        )
        for c in found
    )


def _can_both_stand(predicate: NamedNode, own: Patch, other: Patch) -> bool:
    """Whether two different changes of a property do not stand against each other.

    They do where it may have one value only, where both put something else in the place of the same value, and where
    both give it a text in the same language and may not.
    """
    if predicate in single_valued():
        return False
    if own.added != other.added and own.removed & other.removed:
        return False
    if predicate not in single_in_a_language():
        return True
    texts, others = _texts(own), _texts(other)
    return all(texts[language] == others[language] for language in texts.keys() & others.keys())


def _texts(patch: Patch) -> dict[str, set[str]]:
    """The texts that a change adds, by language."""
    found: dict[str, set[str]] = {}
    for quad in patch.added:
        if isinstance(quad.object, Value):
            found.setdefault(quad.object.language or "", set()).add(quad.object.value)
    return found


def _by_place(patch: Patch) -> dict[_Place, Patch]:
    added: dict[_Place, set[Quad]] = {}
    removed: dict[_Place, set[Quad]] = {}
    for kept, quads in ((added, patch.added), (removed, patch.removed)):
        for quad in quads:
            if isinstance(quad.subject, NamedNode):
                kept.setdefault((quad.subject, quad.predicate), set()).add(quad)
    return {
        place: Patch(frozenset(added.get(place, ())), frozenset(removed.get(place, ())))
        for place in added.keys() | removed.keys()
    }


def _side(text: str) -> Side:
    for side in SIDES:
        if text == side:
            return side
    raise UsageError("side-unknown", side=text)
