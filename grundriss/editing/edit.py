# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""Single facts as commits: each is read, checked and written while the writer's lock is held."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, fields, replace

from pyoxigraph import NamedNode, Quad

from grundriss.editing.addition import addition
from grundriss.editing.decision import decision_named
from grundriss.editing.element import RELATION, Pair, kind_named
from grundriss.editing.evidence import read_source, verified
from grundriss.editing.facts import Facts, Statement
from grundriss.editing.property import find_property
from grundriss.editing.relation import new_relation
from grundriss.editing.responsibility import Ended, ended, find_organisation, role_of, transfer
from grundriss.editing.retirement import Successor, retirement
from grundriss.editing.value import check_text, read_date, read_value
from grundriss.errors import UsageError
from grundriss.model.identifier import dataset_in
from grundriss.model.partial_date import PartialDate
from grundriss.store.asserted import Patch
from grundriss.store.commit import Intent, Outcome, check_message, commit
from grundriss.store.line import Line
from grundriss.store.writer import Writer


@dataclass(frozen=True, slots=True)
class Edited(Outcome):
    """What the commit of a single fact did, with its statements and the responsibilities that it lets end."""

    patch: Patch = field(default_factory=Patch)
    ended: tuple[Ended, ...] = ()

    @property
    def datasets(self) -> dict[str, tuple[int, int]]:
        """How many statements are added to and removed from each dataset, by its name."""
        sides = [[_dataset(quad) for quad in side] for side in (self.patch.added, self.patch.removed)]
        names = sorted({name for side in sides for name in side})
        return {name: (sides[0].count(name), sides[1].count(name)) for name in names}


def add(
    line: Line,
    kind: str,
    names: Sequence[str],
    pairs: Sequence[Pair],
    intent: Intent,
    *,
    source: str | None = None,
    dry_run: bool = False,
) -> Edited:
    """Add an element (`names` is its key) or a relation (`names` are its type, source and target).

    `intent.dataset` is where new statements are written, None the place of what they replace, or else `manual`.
    `source` is an address or a text that says where the fact is from.

    Returns and raises as `commit`; UsageError, NotFound, Ambiguous and Conflict when the fact cannot be understood.
    """

    def change(facts: Facts) -> Patch:
        wanted = kind_named(kind)
        if wanted == RELATION:
            if len(names) != 3:
                raise UsageError("add-relation-form")
            return new_relation(facts, names[0], names[1], names[2], pairs)
        if len(names) != 1:
            raise UsageError("add-element-form", kind=wanted)
        return addition(facts, wanted, names[0], pairs)

    return edited(line, change, intent, source, dry_run)


def set_value(
    line: Line,
    x: str,
    name: str,
    value: str | None,
    intent: Intent,
    *,
    since: str | None = None,
    source: str | None = None,
    dry_run: bool = False,
) -> Edited:
    """Make `value` the value of a property of X; None removes what is stated, with `intent.dataset` what that states.

    A name in one language replaces the one in that language. Owner and operator are responsibilities: the present one
    ends the day before `since` (today when None), the new one begins. Returns and raises as `add`.
    """

    def change(facts: Facts) -> Patch:
        element = facts.element(x)
        role = role_of(name)
        if role:
            organisation = None if value is None else find_organisation(facts, value)
            day = facts.today
            begin = PartialDate(day.year, day.month, day.day) if since is None else read_date(since, "from")
            return transfer(facts, element, role, organisation, begin)
        if since is not None:
            raise UsageError("from-without-role", property=name)
        return _assignment(facts, element, name, value)

    return edited(line, change, intent, source, dry_run)


def retire(
    line: Line,
    x: str,
    end: str,
    intent: Intent,
    *,
    replaced_by: str | None = None,
    instead: bool = False,
    source: str | None = None,
    dry_run: bool = False,
) -> Edited:
    """End X at a date (a day still counts; a year or month means its last day), with its successor if it has one.

    `instead` puts the successor in the place of another one that is recorded. Returns and raises as `add`.
    """

    def change(facts: Facts) -> Patch:
        element = facts.element(x)
        successor = None
        if replaced_by is not None:
            decision = _decision(facts, intent.decision)
            basis = NamedNode(decision) if decision else None
            successor = Successor(facts.element(replaced_by), basis, instead)
        elif instead:
            raise UsageError("instead-of-what")
        return retirement(facts, element, read_date(end, "on"), successor)

    return edited(line, change, intent, source, dry_run)


def edited(
    line: Line,
    change: Callable[[Facts], Patch],
    intent: Intent,
    source: str | None = None,
    dry_run: bool = False,
) -> Edited:
    """Find the change that is meant in the facts of the moment and commit it, all in one hold of the lock."""
    check_message(intent.message)
    check_text("message", intent.message)
    said = read_source(source)
    rests_on = replace(intent, source=intent.source or source)
    with line.writing() as writer:
        return _committed(writer, change, rests_on, said, dry_run)


def _committed(
    writer: Writer,
    change: Callable[[Facts], Patch],
    intent: Intent,
    source: tuple[Statement, ...],
    dry_run: bool,
) -> Edited:
    facts = Facts(writer.store, writer.base, writer.today, intent.dataset, source)
    decided = replace(intent, dataset=None, mode="patch", decision=_decision(facts, intent.decision))
    patch = change(facts).effective(writer.store)
    ends = ended(facts, patch)
    outcome = commit(writer, patch, decided, dry_run=dry_run)
    held = {known.name: getattr(outcome, known.name) for known in fields(outcome)}
    return Edited(**held, patch=patch, ended=ends)


def _assignment(facts: Facts, element: NamedNode, name: str, value: str | None) -> Patch:
    stated = find_property(name, facts.classes(element))
    if value is not None:
        term = read_value(facts.store, facts.base, stated, value)
        return verified(facts, element, stated.iri, facts.restated(element, stated.iri, term))
    held = facts.asserted(element, stated.iri)
    wanted = [quad for quad in held if facts.dataset in (None, _dataset(quad))]
    if not held:
        raise UsageError("value-absent", property=stated.name)
    if not wanted:
        known = sorted({_dataset(quad) for quad in held})
        raise UsageError("value-elsewhere", property=stated.name, dataset=facts.dataset, known=known)
    return verified(facts, element, stated.iri, Patch(removed=frozenset(wanted)))


def _dataset(quad: Quad) -> str:
    return dataset_in(quad.graph_name.value) if isinstance(quad.graph_name, NamedNode) else ""


def _decision(facts: Facts, x: str | None) -> str | None:
    """The IRI of the decision behind a change."""
    if x is None:
        return None
    return decision_named(facts.store, facts.base, x).value
