# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""How large a gap is, and the words for it, which are the same on the command line, on pages and in pictures."""

from dataclasses import dataclass
from typing import Final

from grundriss.messages import Message
from grundriss.model.state_types import Gap, StateName

_LABELS: Final = {
    "added": Message("gap-count-added"),
    "removed": Message("gap-count-removed"),
    "replaced": Message("gap-count-replaced"),
    "changed": Message("gap-count-changed"),
    "unchanged": Message("gap-count-unchanged"),
}
_HEADINGS: Final = {
    "added": Message("gap-added"),
    "removed": Message("gap-removed"),
    "replaced": Message("gap-replaced"),
    "changed": Message("gap-changed"),
}


@dataclass(frozen=True, slots=True)
class GapCounts:
    """How many elements come, go, are replaced (by `replacing` others), change and stay."""

    from_: StateName
    to: StateName
    added: int
    removed: int
    replaced: int
    replacing: int
    changed: int
    unchanged: int

    @classmethod
    def of(cls, gap: Gap) -> "GapCounts":
        """The size of a gap."""
        return cls(
            from_=gap.from_,
            to=gap.to,
            added=len(gap.added),
            removed=len(gap.removed),
            replaced=sum(len(group.old) for group in gap.replaced),
            replacing=sum(len(group.new) for group in gap.replaced),
            changed=len(gap.changed),
            unchanged=gap.unchanged,
        )

    def told(self, lang: str) -> str:
        """The numbers in a line, such as "26 neu · 7 entfallen · 12 abgelöst · 3 geändert · 195 bleiben gleich"."""
        return " · ".join(counted(name, getattr(self, name), lang) for name in _LABELS)


def counted(name: str, number: int, lang: str) -> str:
    """A number with its word.

    >>> counted("removed", 7, "de")
    '7 entfallen'
    """
    return f"{number} {label(name, lang)}"


def label(name: str, lang: str) -> str:
    """What is said after a number of elements: added, removed, replaced, changed or unchanged."""
    return _LABELS[name].text(lang)


def heading(name: str, lang: str) -> str:
    """What stands above elements: added, removed, replaced or changed."""
    return _HEADINGS[name].text(lang)
