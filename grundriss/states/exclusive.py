# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""What is so once only at a time: who owns and who operates an element, and what takes its place (DESIGN).

A single fact on the command line and a merge both ask here what stands against what.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from pyoxigraph import Literal, NamedNode, Quad

from grundriss.model.partial_date import PartialDate
from grundriss.model.terms import gru

ROLES: Final = ("owner", "operator")
"""The roles that one organisation has at a time; each has a derived shortcut of its own name."""
REPLACED: Final = "ReplacedBy"
"""The relation from an element to the one that takes its place."""


@dataclass(frozen=True, slots=True)
class Period:
    """From the day `start` up to the day before `end`; None is open."""

    start: date | None = None
    end: date | None = None

    @classmethod
    def stated(cls, quads: Iterable[Quad]) -> "Period":
        """The period that the statements of one thing give; of several days the widest."""
        starts, ends = [], []
        for quad in quads:
            if isinstance(quad.object, Literal) and quad.predicate in (gru("validFrom"), gru("validUntil")):
                try:
                    day = PartialDate.parse(quad.object.value)
                except ValueError:
                    continue  # no date: a rule tells
                if quad.predicate == gru("validFrom"):
                    starts.append(day.first_day)
                else:
                    ends.append(day.end_day)
        return cls(min(starts, default=None), max(ends, default=None))

    def holds(self, day: date) -> bool:
        """Whether a day lies in it.

        >>> Period(end=date(2028, 1, 1)).holds(date(2027, 12, 31)), Period(end=date(2028, 1, 1)).holds(date(2028, 1, 1))
        (True, False)
        """
        return (self.start is None or self.start <= day) and (self.end is None or day < self.end)

    def overlaps(self, other: "Period") -> bool:
        """Whether the two have a day in common.

        >>> Period(date(2028, 1, 1)).overlaps(Period(None, date(2028, 1, 1)))
        False
        """
        return all(
            one.start is None or two.end is None or one.start < two.end
            for one, two in ((self, other), (other, self))
        )


def is_second_successor(successor: NamedNode, recorded: Collection[NamedNode]) -> bool:
    """Whether a successor stands against those that are recorded: it does, unless it is one of them."""
    return bool(recorded) and successor not in recorded
