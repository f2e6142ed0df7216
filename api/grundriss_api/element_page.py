# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the page of an element shows of its description: the relations of one state, the sections."""

from dataclasses import replace
from typing import Final

from grundriss.description.describe import Description
from grundriss.model.description_types import RelationGroup

STATES: Final = ("ist", "soll")
ANALYSED: Final = (
    *("component", "interface", "product", "function-block", "online-service", "service", "standard"),
)
"""The kinds of element that depend on others: they have an impact and paths, and a picture of their neighbours."""


def in_state(description: Description, state: str) -> Description:
    """The description with the relations of a stored state only; of no state in particular: with all.

    Replacements join two states and belong to none: they stay.
    """
    if not state:
        return description
    groups = (_of_state(group, state) for group in description.relations)
    return replace(description, relations=tuple(group for group in groups if group.total))


def has_picture(kind: str, description: Description) -> bool:
    """Whether there is a neighbourhood to draw: of an organisation it is what it answers for, of a decision what it
    changes.
    """
    return kind in ANALYSED or kind == "organization" or (kind == "decision" and bool(description.changes))


def sections(description: Description) -> list[str]:
    """The sections that have something to show, by the names of their headings, in the order of the page."""
    shown = {
        "relations": description.relations,
        "interfaces": description.interfaces,
        "services": description.services,
        "responsibilities": description.responsibilities,
        "timeline": description.timeline or description.undated,
        "changes": description.changes,
        "decisions": description.decisions,
        "standards": description.standards,
        "references": description.references,
    }
    return ["facts", *(name for name, content in shown.items() if content), "findings", "cite"]


def _of_state(group: RelationGroup, state: str) -> RelationGroup:
    kept = tuple(r for r in group.relations if not r.present_in or state in r.present_in)
    return replace(group, relations=kept, total=group.total - (len(group.relations) - len(kept)))
