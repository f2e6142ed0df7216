# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a change rests on, and the mark that a property is not verified (DESIGN, Domain model: evidence)."""

from collections.abc import Iterable
from typing import Final

from pyoxigraph import Literal, NamedNode, Quad

from grundriss.description.evidence import PROPERTY_SOURCE, property_named, tied_source
from grundriss.editing.facts import Facts, Statement, together
from grundriss.editing.value import check_text
from grundriss.importers.evidence import source_of
from grundriss.model.identifier import key_in
from grundriss.model.terms import gru
from grundriss.store.asserted import Patch

_CONFIDENCE: Final = gru("confidence")


def read_source(text: str | None) -> tuple[Statement, ...]:
    """The properties that say where something is from, as the tables of facts give them.

    Raises UsageError and LimitExceeded for a text that cannot be one.
    """
    if text is None:
        return ()
    check_text("source", text)
    return tuple(source_of(text.strip()))


def with_evidence(facts: Facts, said: Iterable[Statement]) -> list[Statement]:
    """What is said of something new, with the source of the change: what has one counts as sourced."""
    found = list(said)
    if facts.source:
        known = {predicate for predicate, _ in found}
        own = () if _CONFIDENCE in known else ((_CONFIDENCE, gru("sourced")),)
        found += (*facts.source, *own)
    return found


def confirmed(facts: Facts, node: NamedNode) -> Patch:
    """The change that gives the source of the change to something that is stated already."""
    if not facts.source:
        return Patch()
    return together(facts.stated(node, facts.source), facts.restated(node, _CONFIDENCE, gru("sourced")))


def verified(facts: Facts, element: NamedNode, predicate: NamedNode, change: Patch) -> Patch:
    """A change of a property of an element, with the source of the change as that of this property alone."""
    if facts.source:
        text = " ".join(value.value for _, value in facts.source)
        said = (PROPERTY_SOURCE, Literal(f"{key_in(predicate.value)}: {text}"))
        change = together(change, facts.stated(element, [said]))
    return unmarked(facts, element, predicate, change)


def unmarked(facts: Facts, element: NamedNode, predicate: NamedNode, change: Patch) -> Patch:
    """A change of a property, without the mark that the property is not verified, and without its earlier source.

    What changes nothing verifies nothing.
    """
    if not (change.added or change.removed):
        return change
    marks = [q for q in facts.asserted(element, gru("unverifiedProperty")) if q.object == predicate]
    classes = facts.classes(element)
    doubts = [
        quad
        for quad in facts.asserted(element, gru("evidenceText"))
        if isinstance(quad.object, Literal)
        and property_named(quad.object.value.partition(":")[0], classes) == predicate.value
    ]
    earlier = [
        quad
        for quad in facts.asserted(element, PROPERTY_SOURCE)
        if tied_source(quad.object)[0] == key_in(predicate.value) and not _is_said(quad, facts)
    ]
    return together(change, Patch(removed=frozenset((*marks, *doubts, *earlier))))


def _is_said(quad: Quad, facts: Facts) -> bool:
    """Whether this is the source of the change itself."""
    return tied_source(quad.object)[1] == " ".join(value.value for _, value in facts.source)
