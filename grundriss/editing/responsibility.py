# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""Who is responsible: the present responsibility ends and a new one begins, so that both stay known (DESIGN)."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from pyoxigraph import Literal, NamedNode

from grundriss.editing.element import new_node
from grundriss.editing.evidence import confirmed, unmarked, with_evidence
from grundriss.editing.facts import Facts, Statement, together
from grundriss.errors import UsageError
from grundriss.model.identifier import key_in, key_of
from grundriss.model.partial_date import PartialDate
from grundriss.model.terms import IDENTIFIER, LABEL, ORG, TYPE, gru
from grundriss.model.vocabulary import Term, concepts, term_label
from grundriss.states.exclusive import ROLES, Period
from grundriss.store.asserted import Patch

_UNTIL: Final = gru("validUntil")
_LONGEST: Final = 200


@dataclass(frozen=True, slots=True)
class Ended:
    """A responsibility that a change lets end, or begin with its end: whose, and its last day."""

    role: Term
    organisation: str
    until: str


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
    day = since.first_day
    held = [node for node in _responsibilities(facts, element, role) if _in_force(facts, node, day)]
    if organisation and [_organisation(facts, node) for node in held] == [organisation]:
        change = confirmed(facts, held[0])
    else:
        changes = [_ended(facts, node, day) for node in held]
        if organisation is not None:
            label, last_day = _name(facts, element), _last_day(facts, element, role, day)
            changes.append(new_responsibility(facts, element, label, role, organisation, since, last_day))
        change = together(*changes)
    return unmarked(facts, element, gru(role), change)


def ended(facts: Facts, change: Patch) -> tuple[Ended, ...]:
    """The responsibilities that a change gives an end, ordered by their last day."""
    found = []
    for quad in change.added:
        node = quad.subject
        if (
            quad.predicate != _UNTIL
            or not isinstance(node, NamedNode)
            or not isinstance(quad.object, Literal)
        ):
            continue
        said = {q.predicate: q.object for q in (*facts.asserted(node), *change.added) if q.subject == node}
        role, organisation = said.get(gru("role")), said.get(gru("organization"))
        if isinstance(role, NamedNode) and isinstance(organisation, NamedNode):
            found.append(Ended(Term(role.value), _label(facts, organisation), quad.object.value))
    return tuple(sorted(found, key=lambda end: (end.until, end.organisation, end.role.iri)))


def _ended(facts: Facts, node: NamedNode, day: date) -> Patch:
    """A responsibility up to the day before; none when it begins then."""
    if facts.day(node, gru("startDay")) == day:
        return Patch(removed=frozenset(facts.asserted(node)))
    return facts.restated(node, _UNTIL, _day(day - timedelta(days=1)))


def find_organisation(facts: Facts, text: str) -> NamedNode:
    """The organisation that a text means: its key wins over what else has the same. Raises as `resolve`."""
    node = facts.base.element("organization", key_of(text[:_LONGEST]))
    return node if facts.exists(node) else facts.element(text[:_LONGEST])


def new_responsibility(
    facts: Facts,
    element: NamedNode,
    label: Literal,
    role: str,
    organisation: NamedNode,
    since: PartialDate | None = None,
    last_day: date | None = None,
) -> Patch:
    """The change that makes an organisation responsible for an element with this name.

    Raises UsageError for what is no organisation, and Conflict when that very responsibility exists.
    """
    if ORG + "Organization" not in facts.classes(organisation):
        raise UsageError("organisation-expected", name=key_in(organisation.value))
    key = f"{key_of(key_in(element.value))}--{role}--{key_in(organisation.value)}--{since or 'x'}"
    node = new_node(facts, "responsibility", key)
    role_node = concepts("role")[role]
    language = "en" if label.language == "en" else "de"
    said: list[Statement] = [
        (TYPE, gru("Responsibility")),
        (IDENTIFIER, Literal(key)),
        (LABEL, Literal(f"{label.value}: {term_label(role_node.value, language)}", language=language)),
        (gru("responsibleFor"), element),
        (gru("organization"), organisation),
        (gru("role"), role_node),
    ]
    if since is not None:
        said.append((gru("validFrom"), since.literal))
    if last_day is not None:
        said.append((_UNTIL, _day(last_day)))
    return facts.stated(node, with_evidence(facts, said))


def _label(facts: Facts, element: NamedNode) -> str:
    return _name(facts, element).value


def _name(facts: Facts, element: NamedNode) -> Literal:
    """The name of an element, in German where it has one."""
    named = [quad.object for quad in facts.store.quads_for_pattern(element, LABEL, None, None)]
    labels = [label for label in named if isinstance(label, Literal)]
    return min(
        labels,
        key=lambda label: (label.language == "en", label.value),
        default=Literal(key_in(element.value)),
    )


def _last_day(facts: Facts, element: NamedNode, role: str, day: date) -> date | None:
    """The day before somebody else takes over after a day, if anybody does."""
    later = [facts.day(other, gru("startDay")) for other in _responsibilities(facts, element, role)]
    follows = [start for start in later if start and start > day]
    return min(follows) - timedelta(days=1) if follows else None


def _responsibilities(facts: Facts, element: NamedNode, role: str) -> list[NamedNode]:
    found = facts.store.quads_for_pattern(None, gru("responsibleFor"), element, None)
    nodes = {quad.subject for quad in found if isinstance(quad.subject, NamedNode)}
    wanted = concepts("role")[role]
    return sorted(
        (node for node in nodes if any(q.object == wanted for q in facts.asserted(node, gru("role")))),
        key=lambda node: node.value,
    )


def _in_force(facts: Facts, node: NamedNode, day: date) -> bool:
    return Period(facts.day(node, gru("startDay")), facts.day(node, gru("endDay"))).holds(day)


def _organisation(facts: Facts, node: NamedNode) -> NamedNode | None:
    quads = facts.store.quads_for_pattern(node, gru("organization"), None, None)
    return next((quad.object for quad in quads if isinstance(quad.object, NamedNode)), None)


def _day(day: date) -> Literal:
    return PartialDate(day.year, day.month, day.day).literal
