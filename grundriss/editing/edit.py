# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""Single facts as commits: each is read, checked and written while the writer's lock is held."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from pyoxigraph import Literal, NamedNode, Quad

from grundriss.editing.element import RELATION, Pair, new_element
from grundriss.editing.facts import Facts
from grundriss.editing.property import find_property
from grundriss.editing.relation import new_relation
from grundriss.editing.responsibility import role_of, transfer
from grundriss.editing.retirement import retirement
from grundriss.editing.value import read_date, read_value
from grundriss.errors import UsageError
from grundriss.model.identifier import key_of
from grundriss.model.partial_date import PartialDate
from grundriss.model.terms import GRU
from grundriss.store.asserted import Patch
from grundriss.store.commit import Intent, Outcome, commit
from grundriss.store.line import Line


def add(
    line: Line,
    kind: str,
    names: Sequence[str],
    pairs: Sequence[Pair],
    intent: Intent,
    *,
    dry_run: bool = False,
) -> Outcome:
    """Add an element (`names` is its key) or a relation (`names` are its type, source and target).

    Returns and raises as `commit`; UsageError, NotFound, Ambiguous and Conflict when the fact cannot be understood.
    """

    def change(facts: Facts) -> Patch:
        if kind == RELATION:
            if len(names) != 3:
                raise UsageError("add-relation-form")
            return new_relation(facts, names[0], names[1], names[2], pairs)
        if len(names) != 1:
            raise UsageError("add-element-form", kind=kind)
        return new_element(facts, kind, names[0], pairs)

    return _edit(line, change, intent, dry_run)


def set_value(
    line: Line,
    x: str,
    name: str,
    value: str | None,
    intent: Intent,
    *,
    since: str | None = None,
    dry_run: bool = False,
) -> Outcome:
    """Make `value` the value of a property of X; None removes what is stated.

    A name in one language replaces the one in that language. Owner and operator are responsibilities: the present one
    ends the day before `since` (today when None), the new one begins. Returns and raises as `add`.
    """

    def change(facts: Facts) -> Patch:
        element = facts.element(x)
        role = role_of(name)
        if role:
            organisation = None if value is None else _organisation(facts, value)
            day = facts.today
            begin = PartialDate(day.year, day.month, day.day) if since is None else read_date(since, "from")
            return transfer(facts, element, role, organisation, begin)
        if since is not None:
            raise UsageError("from-without-role", property=name)
        return _assignment(facts, element, name, value)

    return _edit(line, change, intent, dry_run)


def retire(
    line: Line, x: str, end: str, intent: Intent, *, replaced_by: str | None = None, dry_run: bool = False
) -> Outcome:
    """End X at a date (a day still counts; a year or month means its last day), with its successor if it has one.

    Returns and raises as `add`.
    """

    def change(facts: Facts) -> Patch:
        successor = facts.element(replaced_by) if replaced_by else None
        decision = _decision(facts, intent.decision)
        basis = NamedNode(decision) if decision else None
        return retirement(facts, facts.element(x), read_date(end, "on"), successor, basis)

    return _edit(line, change, intent, dry_run)


def _edit(line: Line, change: Callable[[Facts], Patch], intent: Intent, dry_run: bool) -> Outcome:
    """Read what is meant and commit it, all in one hold of the lock. `intent.dataset` is where it is written."""
    with line.writing() as writer:
        facts = Facts(writer.store, line.base, line.today, intent.dataset)
        decided = replace(intent, dataset=None, mode="patch", decision=_decision(facts, intent.decision))
        patch = change(facts).effective(writer.store)
        return commit(writer, patch, decided, dry_run=dry_run)


def _assignment(facts: Facts, element: NamedNode, name: str, value: str | None) -> Patch:
    stated = find_property(name, facts.classes(element))
    held = facts.asserted(element, stated.iri)
    if value is None:
        if not held:
            raise UsageError("value-absent", property=stated.name)
        return Patch(removed=frozenset(held))
    term = read_value(facts.store, facts.base, stated, value)
    if isinstance(term, Literal) and term.language:
        held = [
            quad
            for quad in held
            if isinstance(quad.object, Literal) and quad.object.language == term.language
        ]
    graph = held[0].graph_name if held else facts.graph(element, stated.iri)
    added = frozenset((Quad(element, stated.iri, term, graph),))
    return Patch(added, frozenset(held) - added)


def _organisation(facts: Facts, text: str) -> NamedNode:
    node = facts.base.element("organization", key_of(text[:200]))
    return node if facts.exists(node) else facts.element(text[:200])


def _decision(facts: Facts, x: str | None) -> str | None:
    """The IRI of the decision behind a change."""
    if x is None:
        return None
    node = facts.element(x)
    if GRU + "Decision" not in facts.classes(node):
        raise UsageError("decision-expected", name=x)
    return node.value
