# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""The end of an element, and its successor."""

from typing import Final

from pyoxigraph import NamedNode

from grundriss.editing.facts import Facts, statements
from grundriss.editing.relation import relation
from grundriss.editing.value import Term
from grundriss.model.partial_date import PartialDate
from grundriss.model.terms import gru
from grundriss.model.vocabulary import relation_type_by_name
from grundriss.store.asserted import Patch

_REPLACED: Final = "ReplacedBy"


def retirement(
    facts: Facts,
    element: NamedNode,
    end: PartialDate,
    successor: NamedNode | None,
    decision: NamedNode | None = None,
) -> Patch:
    """The change after which an element is there until `end` and, if it has one, is replaced by its successor.

    The replacement is stated for ist when the end has passed and for soll when it is still to come: that is what
    undated replacements say (DESIGN, Time). The date on the element decides when it is gone.
    A replacement that is recorded already stays as it is.
    """
    until = gru("validUntil")
    removed = frozenset(facts.asserted(element, until))
    added = statements(element, [(until, end.literal)], facts.graph(element, until))
    if successor is not None and not _is_replaced_by(facts, element, successor):
        said: list[tuple[NamedNode, Term]] = [
            (gru("inState"), gru("ist" if end.end_day <= facts.today else "soll"))
        ]
        if decision:
            said.append((gru("basedOn"), decision))
        replaced = relation_type_by_name(_REPLACED)
        added |= relation(facts, replaced, element, successor, said, facts.graph(element)).added
    return Patch(added - removed, removed - added)


def _is_replaced_by(facts: Facts, element: NamedNode, successor: NamedNode) -> bool:
    predicate = relation_type_by_name(_REPLACED).direct_predicate
    return any(True for _ in facts.store.quads_for_pattern(element, predicate, successor, None))
