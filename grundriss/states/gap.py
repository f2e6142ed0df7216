# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""The gap between two states: computed, never stored (DESIGN, Time).

What is read grows with what is missing on one of the two days, and with the number of Changes; not with what stays.
The store itself still looks through all first and last days, and counts all elements.
"""

from collections import defaultdict

from pyoxigraph import NamedNode, Store

from grundriss import queries
from grundriss.model.state_types import Changed, Gap, Line, Relation, RelationGap, Replacement
from grundriss.model.terms import GRU
from grundriss.states.elements import ElementReader, elements_among, is_element, ordered, ordered_relations
from grundriss.states.gap_across import gap_across
from grundriss.states.membership import Membership, interval_of, missing_on
from grundriss.states.places import placed
from grundriss.states.reasons import Why, changes_between, responsibility_changes, why
from grundriss.states.relations import RelationFact, relations_at, relations_of
from grundriss.states.replacement import Replaced, replaced_by
from grundriss.states.state import dropped_relation
from grundriss.states.undated import undated
from grundriss.states.when import Moment, resolve
from grundriss.store.derivation import target_day
from grundriss.store.snapshot import Snapshot


def gap(
    snapshot: Snapshot, a: str = "ist", b: str = "soll", lang: str = "de", reader: ElementReader | None = None
) -> Gap:
    """What changes from the state `a` to the state `b`, with reasons; a `reader` is one to share with states.

    The two may be of different revisions or scenarios. Raises UsageError for an unknown WHEN and NotFound for a
    revision that is not there.
    """
    with placed(snapshot, a) as (first, start), placed(snapshot, b) as (second, end):
        if (first.scenario, first.revision) != (second.scenario, second.revision):
            return gap_across(first, resolve(first, start), second, resolve(second, end), lang)
        if reader is None or first is not snapshot:
            reader = ElementReader(first.store, lang)
        return _GapReader(first, resolve(first, start), resolve(second, end), lang, reader).read()


class _GapReader:
    def __init__(self, snapshot: Snapshot, a: Moment, b: Moment, lang: str, reader: ElementReader) -> None:
        self._store: Store = snapshot.store
        self._a, self._b, self._lang = a, b, lang
        self._reader = reader
        missing = self._reader.said(missing_on(self._store, a.day, b.day))
        intervals = {node: interval_of(values) for node, values in missing.items()}
        # what is not in it is in both states
        self._members = Membership(self._store, intervals)
        said = self._reader.said(self._members.bounded())
        self._elements = {node for node, values in said.items() if is_element(values)}
        self._changes = changes_between(self._store, self._reader, a.day, b.day)

    def read(self) -> Gap:
        moving = [node for node in self._members.moving(self._a.day, self._b.day) if node in self._elements]
        coming = {node for node in moving if self._members.contains(node, self._b.day)}
        going = set(moving) - coming
        replaced = replaced_by(self._store, self._members, going, self._b.day)
        gone_by_replacement = {node for group in replaced for node in group.old}
        come_by_replacement = {node for group in replaced for node in group.new} & coming
        self._reader.read_items_ahead(moving)
        changed = self._changed()
        both = self._in_both()
        relations = self._relation_gap()
        return Gap(
            from_=self._a.name,
            to=self._b.name,
            added=self._lines(coming - come_by_replacement),
            removed=self._lines(going - gone_by_replacement),
            replaced=tuple(self._replacement(group) for group in replaced),
            changed=changed,
            unchanged=both - len(elements_among(self._store, [NamedNode(c.item.id) for c in changed])),
            undated=tuple(undated(self._store, self._reader, self._members, moving, self._lang)),
            relations=relations["dependency"],
            structure=relations["structure"],
            lang=self._lang,
        )

    def _in_both(self) -> int:
        """How many elements are in both states."""
        counted = next(queries.select(self._store, "state/element-count"))["n"]
        return int(counted.value) - len(self._elements)

    def _lines(self, nodes: set[NamedNode]) -> tuple[Line, ...]:
        items = ordered(self._reader.item(node) for node in nodes)
        return tuple(self._line(NamedNode(item.id)) for item in items)

    def _line(self, node: NamedNode) -> Line:
        reason = self._why([node])
        return Line(self._reader.item(node), reason.reason, reason.decision, reason.source)

    def _why(self, nodes: list[NamedNode]) -> Why:
        return why([change for node in nodes for change in self._changes.get(node, [])])

    def _replacement(self, group: Replaced) -> Replacement:
        reason = self._why([*group.new, *group.old])
        return Replacement(
            old=ordered(self._reader.item(node) for node in group.old),
            new=ordered(self._reader.item(node) for node in group.new),
            relations=ordered_relations(self._reader.relation(node) for node in group.relations),
            reason=reason.reason,
            decision=reason.decision,
            source=reason.source,
        )

    def _changed(self) -> tuple[Changed, ...]:
        """What stays but changes: Changes of the data on elements in both states, and responsibilities."""
        lines = defaultdict(list, {node: list(changes) for node, changes in self._changes.items()})
        a, b = self._a.day, self._b.day
        others = [node for node in self._members.moving(a, b) if node not in self._elements]
        moved = [node for node, said in self._reader.said(others).items() if GRU + "source" not in said]
        for node, changes in responsibility_changes(self._store, self._reader, moved, a, b).items():
            lines[node].extend(changes)
        staying = [
            node
            for node in lines
            if self._members.contains(node, self._a.day) and self._members.contains(node, self._b.day)
        ]
        self._reader.read_items_ahead(staying)
        items = ordered(self._reader.item(node) for node in staying)
        return tuple(Changed(item, tuple(lines[NamedNode(item.id)])) for item in items)

    def _relation_gap(self) -> dict[str, RelationGap]:
        others = [node for node in self._members.bounded() if node not in self._elements]
        candidates = dict.fromkeys([*others, *relations_at(self._store, list(self._elements))])
        facts = relations_of(self._reader.said(candidates))
        return {
            family: self._of_family([f for f in facts if f.family == family])
            for family in ("dependency", "structure")
        }

    def _of_family(self, facts: list[RelationFact]) -> RelationGap:
        a, b, members = self._a.day, self._b.day, self._members
        target = target_day(self._store)
        before = {fact.node for fact in facts if fact.holds(members, a)}
        after = {fact.node for fact in facts if fact.holds(members, b)}
        dropped = [fact for fact in facts if fact.is_dropped(members, b, target)]
        self._reader.read_relations_ahead([*(before ^ after), *(fact.node for fact in dropped)])
        return RelationGap(
            added=self._relations(after - before),
            removed=self._relations(before - after),
            dropped=tuple(
                sorted(
                    (
                        dropped_relation(
                            self._reader,
                            fact,
                            members,
                            b,
                            self._lang,
                            before=fact.is_dropped(members, a, target),
                        )
                        for fact in dropped
                    ),
                    key=lambda d: d.relation.key,
                )
            ),
        )

    def _relations(self, nodes: set[NamedNode]) -> tuple[Relation, ...]:
        return ordered_relations(self._reader.relation(node) for node in nodes)
