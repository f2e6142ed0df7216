# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""Collisions for people: the element, the property's name, and what is so at the base and on both sides, in words."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from pyoxigraph import NamedNode, Quad

from grundriss.messages import Message
from grundriss.model.identifier import key_in
from grundriss.model.partial_date import date_words
from grundriss.model.state_types import Item, Json
from grundriss.model.terms import gru
from grundriss.model.vocabulary import term_label
from grundriss.scenarios.collision import Collision
from grundriss.scenarios.content import property_label, value_text
from grundriss.scenarios.sides import Quads, Side, Sides


@dataclass(frozen=True, slots=True)
class CollisionLine:
    """A collision for people. `property` is a local name, or `element` where `deleted_by` one side it is gone."""

    item: Item
    property: str
    base: tuple[str, ...]
    mine: tuple[str, ...]
    theirs: tuple[str, ...]
    deleted_by: Side | None = None

    def to_dict(self) -> Json:
        deleted = {"deletedBy": self.deleted_by} if self.deleted_by else {}
        return {
            "item": self.item.reference(),
            "property": self.property,
            "base": list(self.base),
            "mine": list(self.mine),
            "theirs": list(self.theirs),
            **deleted,
        }


def lines(found: Sequence[Collision], sides: Sides, lang: str) -> tuple[CollisionLine, ...]:
    """Collisions for people, with the names that the sides have."""
    words = _Words(sides, lang)
    return tuple(
        CollisionLine(sides.item(c.subject, lang), c.name, *words.of(c), c.deleted_by) for c in found
    )


@dataclass(frozen=True, slots=True)
class _Words:
    sides: Sides
    lang: str

    def of(self, collision: Collision) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
        """What is said of the base, of mine and of theirs."""
        said = self._deletion if collision.predicate is None else self._facts
        three = (collision.base, collision.mine, collision.theirs)
        base, mine, theirs = (tuple(sorted(set(said(collision, quads)))) for quads in three)
        return base, mine, theirs

    def _facts(self, collision: Collision, quads: Quads) -> Iterator[str]:
        if not collision.nodes:
            yield from (self._value(quad) for quad in quads)
            return
        by_node: dict[NamedNode, list[Quad]] = defaultdict(list)
        for quad in quads:
            if isinstance(quad.subject, NamedNode):
                by_node[quad.subject].append(quad)
        yield from (self._tenure(said) for said in by_node.values())

    def _tenure(self, said: Iterable[Quad]) -> str:
        """Who or what, and from when until when."""
        names, days = [], {}
        for quad in said:
            if quad.predicate in (gru("organization"), gru("target")):
                names.append(self._value(quad))
            elif quad.predicate in (gru("validFrom"), gru("validUntil")):
                days[key_in(quad.predicate.value)] = date_words(self._value(quad), self.lang)
        name = ", ".join(sorted(names))
        since, until = days.get("validFrom"), days.get("validUntil")
        if since and until:
            return Message("tenure-from-until", {"name": name, "since": since, "until": until}).text(
                self.lang
            )
        if since:
            return Message("tenure-from", {"name": name, "since": since}).text(self.lang)
        return Message("tenure-until", {"name": name, "until": until}).text(self.lang) if until else name

    def _deletion(self, collision: Collision, quads: Quads) -> Iterator[str]:
        """That it is gone; of the other side what that says anew of it, and of the base what it said instead."""
        gone = collision.mine if collision.deleted_by == "mine" else collision.theirs
        left = collision.theirs if collision.deleted_by == "mine" else collision.mine
        if quads is gone:
            yield Message("collision-deleted").text(self.lang)
            return
        other = left if quads is collision.base else collision.base
        facts = [quad for quad in quads - other if quad.subject == collision.subject]
        parts = {q.subject for q in quads - other if isinstance(q.subject, NamedNode)} - {collision.subject}
        yield from (f"{property_label(quad.predicate, self.lang)}: {self._value(quad)}" for quad in facts)
        yield from (self.sides.item(part, self.lang).label for part in parts)
        if not facts and not parts:
            yield Message("collision-there").text(self.lang)

    def _value(self, quad: Quad) -> str:
        if isinstance(quad.object, NamedNode):
            known = term_label(quad.object.value, self.lang)
            return known or self.sides.item(quad.object, self.lang).label
        return value_text(self.sides.store, quad.object, self.lang)
