# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""Elements of a picture that are gone in the target: red with a minus, in every view as on the map."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

from grundriss.model.state_types import Item, StateName
from grundriss_viz.texts import Texts
from grundriss_viz.typesetting import clean

if TYPE_CHECKING:
    from grundriss.store.snapshot import Snapshot

STATUS: Final = "ending"
_MOST_NAMES: Final = 6


@dataclass(frozen=True, slots=True)
class Going:
    """The IRIs of the elements that are there in the state of the picture and gone on the day `by` of the target."""

    by: date | None = None
    iris: frozenset[str] = frozenset()

    @classmethod
    def until_target(cls, snapshot: "Snapshot", state: StateName, items: Iterable[Item]) -> "Going":
        """Those of the elements that go; none without a target after the state."""
        from pyoxigraph import NamedNode

        from grundriss.states.elements import elements_among
        from grundriss.states.membership import MembershipOf
        from grundriss.store.derivation import target_day

        day, target = date.fromisoformat(state.date), target_day(snapshot.store)
        if target is None or target <= day:
            return cls()
        nodes = elements_among(snapshot.store, [NamedNode(iri) for iri in {item.id for item in items}])
        members = MembershipOf(snapshot.store)
        members.learn(nodes)
        gone = (n.value for n in nodes if members.contains(n, day) and not members.contains(n, target))
        return cls(target, frozenset(gone))

    def __contains__(self, item: Item) -> bool:
        return item.id in self.iris

    def words(self, texts: Texts) -> str:
        """What the mark means: „endet bis Ende 2028“."""
        return texts("status.ending", to=texts.until(self.by)) if self.by else ""

    def said(self, item: Item, texts: Texts) -> tuple[str, ...]:
        """The same for one element, or nothing."""
        return (self.words(texts),) if item in self else ()

    def notes(self, items: Iterable[Item], texts: Texts) -> list[str]:
        """Which of the elements of the picture go, in a sentence; nothing if none does."""
        names = sorted({clean(item.label) for item in items if item in self}, key=str.casefold)
        if not names or self.by is None:
            return []
        return [texts("note.going", to=texts.until(self.by), names=texts.listed(names, _MOST_NAMES))]
