# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""Collisions: what a scenario and the main line have both changed since the scenario's base, in different ways.

They are facts, not lines of text. Most are of one property of something, with the values on both sides and before.
What can be so once only at a time, such as the owner, is one collision of all that says it; and where one side
deletes what the other changes, it is one of the whole element.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from pyoxigraph import NamedNode, Quad

from grundriss.errors import UsageError
from grundriss.importers.facts_table import did_you_mean
from grundriss.messages import LANGUAGES
from grundriss.model.answer_table import word
from grundriss.model.identifier import kebab, key_in
from grundriss.model.terms import LABEL, curie
from grundriss.scenarios.sides import Quads, Side
from grundriss.store.asserted import Patch

SIDES: Final[tuple[Side, ...]] = ("mine", "theirs")
_LABEL: Final = "label"
_COMPARED: Final = 200
WHOLE: Final = "element"
"""What stands in the place of the property where it is about an element as a whole."""


@dataclass(frozen=True, slots=True)
class Collision:
    """What both sides changed of something: its statements on both sides, and at the base.

    Without `predicate` one side has deleted the element: the one that has no statements. `nodes` are those of which
    all statements belong to it; where there are none, it is about the property itself.
    """

    subject: NamedNode
    predicate: NamedNode | None
    base: Quads
    mine: Quads
    theirs: Quads
    nodes: frozenset[NamedNode] = frozenset()
    deleted_by: Side | None = None

    @property
    def name(self) -> str:
        """The property's local name, `element` for the whole."""
        return key_in(self.predicate.value) if self.predicate else WHOLE

    @property
    def names(self) -> frozenset[str]:
        """What the property may be called by, in small letters: as it is shown, and as `set` takes it."""
        found = {self.name, kebab(self.name), *(word(self.name, lang) for lang in LANGUAGES)}
        if self.predicate:
            found |= {self.predicate.value, curie(self.predicate.value)}
        if self.predicate == LABEL:
            found.add(_LABEL)
        return frozenset(name.casefold() for name in found)


@dataclass(frozen=True, slots=True)
class Resolution:
    """Who wins where both sides changed something.

    `single` by what names the element (key or IRI) and the property (one of its names), `take` for all others.
    """

    take: Side | None = None
    single: Mapping[tuple[str, str], Side] = field(default_factory=dict)

    @classmethod
    def parse(cls, take: str | None, single: Iterable[str]) -> "Resolution":
        """From `mine` or `theirs`, and texts such as `bundid owner=mine`. Raises UsageError for anything else."""
        found: dict[tuple[str, str], Side] = {}
        for text in single:
            place, _, side = text.rpartition("=")
            words = place.strip().split(maxsplit=1)
            if len(words) != 2:
                raise UsageError("collision-form", text=text)
            if found.setdefault((words[0], words[1]), _side(side.strip())) != side.strip():
                raise UsageError("collision-twice", element=words[0], property=words[1])
        return cls(_side(take) if take is not None else None, found)

    def winner(self, collision: Collision) -> Side | None:
        """Who wins a collision; None when nobody has said."""
        for element in (collision.subject.value, key_in(collision.subject.value)):
            for (named, name), side in self.single.items():
                if named == element and name.casefold() in collision.names:
                    return side
        return self.take

    def check(self, collisions: Sequence[Collision]) -> None:
        """Raise UsageError when it names something that is no collision."""
        for element, name in self.single:
            alone = Resolution(None, {(element, name): "mine"})
            if not any(alone.winner(collision) for collision in collisions):
                known = [f"{key_in(collision.subject.value)} {collision.name}" for collision in collisions]
                hint = did_you_mean(f"{element} {name}"[:_COMPARED], known)
                raise UsageError("collision-unknown", hint=hint, element=element, property=name)


def resolved(step: Patch, found: Sequence[Collision], resolution: Resolution, side: Side) -> Patch:
    """The change of one side as it is to be made on the other: without collisions that the other side wins."""
    places = {(collision.subject, collision.predicate) for collision in found if not collision.nodes}
    nodes = {node for collision in found for node in collision.nodes}
    colliding = {quad for collision in found for quad in collision.mine | collision.theirs}

    def free(quad: Quad) -> bool:
        return (
            (quad.subject, quad.predicate) not in places
            and quad.subject not in nodes
            and quad not in colliding
        )

    added, removed = set(filter(free, step.added)), set(filter(free, step.removed))
    for collision in found:
        if resolution.winner(collision) == side:
            ours, others = collision.mine, collision.theirs
            if side == "theirs":
                ours, others = others, ours
            added |= ours - others
            removed |= others - ours
    return Patch(frozenset(added), frozenset(removed))


def _side(text: str) -> Side:
    for side in SIDES:
        if text == side:
            return side
    raise UsageError("side-unknown", side=text)
