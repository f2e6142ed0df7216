# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""Who is responsible: the present responsibility ends and a new one begins, so that both stay known (DESIGN)."""

from datetime import date, timedelta
from typing import Final

from pyoxigraph import Literal, NamedNode

from grundriss.editing.element import new_node
from grundriss.editing.evidence import confirmed, unmarked, with_evidence
from grundriss.editing.facts import Facts, Statement, together
from grundriss.errors import UsageError
from grundriss.model.identifier import key_in
from grundriss.model.partial_date import PartialDate
from grundriss.model.terms import IDENTIFIER, LABEL, ORG, TYPE, gru
from grundriss.model.vocabulary import concepts, term_label
from grundriss.store.asserted import Patch

ROLES: Final = ("owner", "operator")
"""The roles that have a derived shortcut of their own name."""
_UNTIL: Final = gru("validUntil")


def role_of(name: str) -> str | None:
    """The role that a property's name means, None for another property."""
    for role in ROLES:
        words = {role, f"gru:{role}", *(term_label(gru(role).value, lang) or role for lang in ("de", "en"))}
        if name.strip().casefold() in {word.casefold() for word in words}:
            return role
    return None


def transfer(
    facts: Facts, element: NamedNode, role: str, organisation: NamedNode | None, since: PartialDate
) -> Patch:
    """The change after which `organisation` has the role from the beginning of `since` on; None: nobody has.

    Who has it at that time has it up to the day before; one that begins on that very day is taken back. Who has it
    already keeps it, with the source of the change.
    Raises UsageError when `organisation` is none.
    """
    if organisation is not None and ORG + "Organization" not in facts.classes(organisation):
        raise UsageError("organisation-expected", name=key_in(organisation.value))
    day = since.first_day
    held = [node for node in _responsibilities(facts, element, role) if _in_force(facts, node, day)]
    if organisation and [_organisation(facts, node) for node in held] == [organisation]:
        change = confirmed(facts, held[0])
    else:
        changes = [_ended(facts, node, day) for node in held]
        if organisation is not None:
            changes.append(_responsibility(facts, element, role, organisation, since))
        change = together(*changes)
    return unmarked(facts, element, gru(role), change)


def _ended(facts: Facts, node: NamedNode, day: date) -> Patch:
    """A responsibility up to the day before; none when it begins then."""
    if facts.day(node, gru("startDay")) == day:
        return Patch(removed=frozenset(facts.asserted(node)))
    return facts.restated(node, _UNTIL, _day(day - timedelta(days=1)))


def _responsibility(
    facts: Facts, element: NamedNode, role: str, organisation: NamedNode, since: PartialDate
) -> Patch:
    key = f"{key_in(element.value)}--{role}--{key_in(organisation.value)}--{since}"
    node = new_node(facts, "responsibility", key)
    labels = [q.object for q in facts.store.quads_for_pattern(element, LABEL, None, None)]
    name = min((label.value for label in labels if isinstance(label, Literal)), default=key_in(element.value))
    role_node = concepts("role")[role]
    said: list[Statement] = [
        (TYPE, gru("Responsibility")),
        (IDENTIFIER, Literal(key)),
        (LABEL, Literal(f"{name}: {term_label(role_node.value, 'de')}", language="de")),
        (gru("responsibleFor"), element),
        (gru("organization"), organisation),
        (gru("role"), role_node),
        (gru("validFrom"), since.literal),
    ]
    later = [facts.day(other, gru("startDay")) for other in _responsibilities(facts, element, role)]
    follows = [start for start in later if start and start > since.first_day]
    if follows:
        said.append((_UNTIL, _day(min(follows) - timedelta(days=1))))
    return facts.stated(node, with_evidence(facts, said))


def _responsibilities(facts: Facts, element: NamedNode, role: str) -> list[NamedNode]:
    found = facts.store.quads_for_pattern(None, gru("responsibleFor"), element, None)
    nodes = {quad.subject for quad in found if isinstance(quad.subject, NamedNode)}
    wanted = concepts("role")[role]
    return sorted(
        (node for node in nodes if any(q.object == wanted for q in facts.asserted(node, gru("role")))),
        key=lambda node: node.value,
    )


def _in_force(facts: Facts, node: NamedNode, day: date) -> bool:
    start, end = facts.day(node, gru("startDay")), facts.day(node, gru("endDay"))
    return (start is None or start <= day) and (end is None or day < end)


def _organisation(facts: Facts, node: NamedNode) -> NamedNode | None:
    quads = facts.store.quads_for_pattern(node, gru("organization"), None, None)
    return next((quad.object for quad in quads if isinstance(quad.object, NamedNode)), None)


def _day(day: date) -> Literal:
    return PartialDate(day.year, day.month, day.day).literal
