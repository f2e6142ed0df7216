# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""Elements without a first day, in a picture of a day of its own: nothing says that they were there, so it is marked.

At a date they are treated as in IST or as in SOLL (DESIGN, Time). In these two states themselves that is what the facts
say, and nothing is marked.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from grundriss.model.state_types import Item, StateName
from grundriss_viz.diagram import Rect, TextLine
from grundriss_viz.item_texts import field
from grundriss_viz.sheet import Sample
from grundriss_viz.style import BOXES
from grundriss_viz.texts import Texts
from grundriss_viz.typesetting import Style, block_height, set_lines

SPACE: Final = 8.0
"""What a sign takes from the name."""

_SIGN: Final = Style(12, bold=True, role="name")
_INSET: Final = 5.0
_STATUS: Final = "undated"
_KNOWN: Final = ("ist", "soll")
_DATED_CLASSES: Final = ("Component", "Interface", "Product", "FunctionBlock", "OnlineService")


@dataclass(frozen=True, slots=True)
class Undated:
    """Which elements a picture of a state marks, and in what words. `past`: the state is before today."""

    marks: bool
    past: bool
    day: date
    texts: Texts

    @classmethod
    def at(cls, state: StateName, today: date, texts: Texts) -> "Undated":
        """The marking of a state; none in IST, SOLL and today."""
        day = date.fromisoformat(state.date)
        return cls(state.name not in _KNOWN and day != today, day < today, day, texts)

    def __contains__(self, item: Item | None) -> bool:
        return (
            self.marks
            and item is not None
            and item.type in _DATED_CLASSES
            and field(item, "validFrom") is None
        )

    def space(self, item: Item | None, status: str = "") -> float:
        """What the signs at the right edge take from the name of an element."""
        signs = self._signs(item, status)
        return SPACE * len(signs)

    def sign(self, item: Item | None, rect: Rect, status: str = "") -> tuple[TextLine, ...]:
        """The sign at the right edge of the element's box, after that of a status where that stands there too."""
        sign = self._signs(item, status)
        if not sign:
            return ()
        left = rect.right - _INSET - _SIGN.width(sign)
        return set_lines([sign], left, rect.y + (rect.height - block_height(1, _SIGN)) / 2, _SIGN)

    def _signs(self, item: Item | None, status: str) -> str:
        prefix = BOXES[status].prefix if status else ""
        return prefix + (BOXES[_STATUS].prefix if item in self else "")

    @property
    def words(self) -> str:
        """What the sign means."""
        return self.texts("status.undated" if self.past else "status.undated.later")

    def said(self, item: Item | None) -> tuple[str, ...]:
        """The same for the tooltip of an element, or nothing."""
        return (self.words,) if item in self else ()

    def samples(self, items: Iterable[Item]) -> list[Sample]:
        """The line of the legend, if an element is marked."""
        count = sum(item in self for item in items)
        return [Sample(self.words, count, _STATUS)] if count else []

    def notes(self, items: Iterable[Item]) -> list[str]:
        """How many elements are marked, and what that means; nothing if none is."""
        shown = list(items)
        count = sum(item in self for item in shown)
        phrase = "note.undated" if self.past else "note.undated.later"
        return [self.texts(phrase, n=count, count=len(shown), day=self.day)] if count else []
