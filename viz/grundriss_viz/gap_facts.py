# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a picture asks of a gap: which components come, go and change, and what is known about their neighbours."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cached_property

from grundriss.model.state_types import Gap, Item, Relation, State

_COMING_LIFECYCLES = ("im-aufbau", "in-planung")


@dataclass(frozen=True)
class GapFacts:
    """A gap with the state after it, where that is at hand.

    A gap names elements at the far end of a relation without the fields of their kind, and holds no relation that
    stays; both are taken from the state. Without it neighbours have no owner and no kind. `before` are the IRIs of
    elements that are there before; of those that take another's place at least.
    """

    gap: Gap
    before: Collection[str] | None = None
    after: State | None = None

    @cached_property
    def came(self) -> dict[str, Item]:
        """The components that are added, those that take another's place included, by key."""
        new = (i for r in self.gap.replaced for i in r.new if self.is_new(i))
        return _components((*(line.item for line in self.gap.added), *new))

    @cached_property
    def removed(self) -> dict[str, Item]:
        """The components that go without a successor, by key."""
        return _components(line.item for line in self.gap.removed)

    @cached_property
    def replaced(self) -> dict[str, Item]:
        """The components that another takes the place of, by key."""
        return _components(item for replacement in self.gap.replaced for item in replacement.old)

    @cached_property
    def changed(self) -> dict[str, Item]:
        """The components that stay and change, by key."""
        return _components(line.item for line in self.gap.changed)

    @cached_property
    def successors(self) -> dict[str, tuple[Item, ...]]:
        """What takes the place of a component, by its key."""
        return {old.key: r.new for r in self.gap.replaced for old in r.old}

    @cached_property
    def replacements(self) -> tuple[Relation, ...]:
        """The relations that say what is replaced by what."""
        return tuple(relation for r in self.gap.replaced for relation in r.relations)

    @cached_property
    def kept(self) -> tuple[Relation, ...]:
        """The dependencies that are in both states; none without the later state."""
        added = {relation.key for relation in self.gap.relations.added}
        return tuple(r for r in self.after.relations if r.key not in added) if self.after else ()

    def item(self, item: Item) -> Item:
        """The element with the fields of its kind, as far as they are known."""
        return self._known.get(item.id, item)

    @cached_property
    def _known(self) -> dict[str, Item]:
        gap = self.gap
        lines = [*(line.item for line in (*gap.added, *gap.removed)), *(line.item for line in gap.changed)]
        replaced = [item for r in gap.replaced for item in (*r.old, *r.new)]
        return {item.id: item for item in (*(self.after.elements if self.after else ()), *lines, *replaced)}

    def is_new(self, item: Item) -> bool:
        """Whether what takes another's place was not there before."""
        if self.before is not None:
            return item.id not in self.before
        start = item.fields.get("validFrom")
        if start:
            return str(start)[:10] > self.gap.from_.date
        return item.fields.get("lifecycle") in _COMING_LIFECYCLES


def _components(items: Iterable[Item]) -> dict[str, Item]:
    return {item.key: item for item in items if item.type == "Component"}
