# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""The gap between states of two snapshots: of revisions, of scenarios, or of a scenario and the main line.

Beside what time changes it holds what was changed: elements that only one of the snapshots has, and properties of
those that both have. What is read grows with what was changed between the two and with what is missing on either day.
"""

from collections import defaultdict
from collections.abc import Iterable

from pyoxigraph import DefaultGraph, Literal, NamedNode

from grundriss import queries
from grundriss.errors import UsageError
from grundriss.model.identifier import key_in
from grundriss.model.state_types import Change, Changed, Gap, Line, Relation, RelationGap, Replacement
from grundriss.model.vocabulary import term_label
from grundriss.states.elements import ElementReader, elements_among, is_element, ordered, ordered_relations
from grundriss.states.membership import Membership, interval_of, missing_on
from grundriss.states.reasons import changes_between, elements_of, responsible, why
from grundriss.states.relations import RelationFact, relations_at, relations_of
from grundriss.states.replacement import Replaced, replaced_by
from grundriss.states.state import dropped_relation
from grundriss.states.undated import undated
from grundriss.states.when import Moment
from grundriss.store.derivation import target_day
from grundriss.store.line_difference import difference
from grundriss.store.snapshot import Snapshot

_DEFAULT = DefaultGraph()


class _Side:
    """One of the two states: the snapshot it is read from, its day, and who is there then.

    Of what is not among `nodes` it is known that it is there.
    """

    def __init__(self, snapshot: Snapshot, moment: Moment, lang: str) -> None:
        self.store, self.moment, self.day = snapshot.store, moment, moment.day
        self.reader = ElementReader(snapshot.store, lang)
        self.missing = missing_on(self.store, self.day, self.day)

    def learn(self, nodes: Iterable[NamedNode]) -> None:
        """Read the intervals of these, and of the interfaces that follow them."""
        asked = list(nodes)
        said = self.reader.said(asked)
        self.members = Membership(self.store, {node: interval_of(said.get(node, {})) for node in asked})
        said = self.reader.said(self.members.bounded())
        self.elements = {node for node, values in said.items() if is_element(values)}

    def holds(self, node: NamedNode) -> bool:
        """Whether one of the nodes asked for is an element of this state."""
        return node in self.elements and self.members.contains(node, self.day)

    def count(self) -> int:
        """How many elements are in this state."""
        stored = int(next(queries.select(self.store, "state/element-count"))["n"].value)
        return stored - sum(1 for node in self.elements if not self.holds(node))


def gap_across(a: Snapshot, start: Moment, b: Snapshot, end: Moment, lang: str = "de") -> Gap:
    """What changes from a moment of one snapshot to a moment of another."""
    return _AcrossReader(a, start, b, end, lang).read()


class _AcrossReader:
    def __init__(self, a: Snapshot, start: Moment, b: Snapshot, end: Moment, lang: str) -> None:
        if a.line is None or b.line is None:
            raise UsageError("state-unknown", state=end.name.name, known=())
        patch = difference((a.line, a.revision), (b.line, b.revision))
        self._touched: dict[NamedNode, set[NamedNode]] = defaultdict(set)
        for quad in (*patch.added, *patch.removed):
            if isinstance(quad.subject, NamedNode):
                self._touched[quad.subject].add(quad.predicate)
        self._a, self._b, self._lang = _Side(a, start, lang), _Side(b, end, lang), lang
        nodes = dict.fromkeys([*self._a.missing, *self._b.missing, *self._touched])
        for side in (self._a, self._b):
            side.learn(nodes)
        self._nodes = dict.fromkeys([*self._a.members.bounded(), *self._b.members.bounded()])
        for side in (self._a, self._b):
            # an interface that follows its provider on one side only
            side.learn(self._nodes)
        self._before = {node for node in self._nodes if self._a.holds(node)}
        self._after = {node for node in self._nodes if self._b.holds(node)}
        self._changes = changes_between(b.store, self._b.reader, start.day, end.day)

    def read(self) -> Gap:
        a, b = self._a, self._b
        coming, going = self._after - self._before, self._before - self._after
        replaced = replaced_by(b.store, b.members, going, b.day)
        gone = {node for group in replaced for node in group.old}
        come = {node for group in replaced for node in group.new} & coming
        a.reader.read_items_ahead(going)
        b.reader.read_items_ahead(coming)
        changed = self._changed()
        moving = [*coming, *(node for node in going if node in b.elements)]
        relations = self._relation_gap()
        return Gap(
            from_=a.moment.name,
            to=b.moment.name,
            added=self._lines(b, coming - come),
            removed=self._lines(a, going - gone),
            replaced=tuple(self._replacement(group) for group in replaced),
            changed=changed,
            unchanged=b.count()
            - len(coming)
            - len(elements_among(b.store, [NamedNode(c.item.id) for c in changed])),
            undated=tuple(undated(b.store, b.reader, b.members, moving, self._lang)),
            relations=relations["dependency"],
            structure=relations["structure"],
            lang=self._lang,
        )

    def _lines(self, side: _Side, nodes: set[NamedNode]) -> tuple[Line, ...]:
        lines = []
        for item in ordered(side.reader.item(node) for node in nodes):
            reason = why(self._changes.get(NamedNode(item.id), []))
            lines.append(Line(item, reason.reason, reason.decision, reason.source))
        return tuple(lines)

    def _replacement(self, group: Replaced) -> Replacement:
        a, b = self._a.reader, self._b.reader
        reason = why([change for node in (*group.new, *group.old) for change in self._changes.get(node, [])])
        return Replacement(
            old=ordered(a.item(node) for node in group.old),
            new=ordered(b.item(node) for node in group.new),
            relations=ordered_relations(b.relation(node) for node in group.relations),
            reason=reason.reason,
            decision=reason.decision,
            source=reason.source,
        )

    def _changed(self) -> tuple[Changed, ...]:
        """What stays but changes: Changes of the data, responsibilities, and properties said otherwise."""
        lines = defaultdict(list, {node: list(changes) for node, changes in self._changes.items()})
        for node, changes in self._responsibility_changes().items():
            lines[node].extend(changes)
        for node in self._touched:
            if node in self._before and node in self._after and (changes := self._differences(node)):
                lines[node].extend(changes)
        staying = [
            node
            for node in lines
            if (node in self._before and node in self._after)
            or (node not in self._a.elements and node not in self._b.elements and self._stays(node))
        ]
        self._b.reader.read_items_ahead(staying)
        items = ordered(self._b.reader.item(node) for node in staying)
        return tuple(Changed(item, tuple(lines[NamedNode(item.id)])) for item in items)

    def _stays(self, node: NamedNode) -> bool:
        return all(side.members.contains(node, side.day) for side in (self._a, self._b))

    def _differences(self, node: NamedNode) -> list[Change]:
        """The properties of a node that the two snapshots say otherwise, whichever dataset says them."""
        found = []
        for predicate in sorted(self._touched[node], key=lambda p: (key_in(p.value), p.value)):
            old, new = (
                {
                    q.object
                    for q in side.store.quads_for_pattern(node, predicate, None, _DEFAULT)
                    if isinstance(q.object, NamedNode | Literal)
                }
                for side in (self._a, self._b)
            )
            if old != new:
                texts = self._text(self._a, old - new), self._text(self._b, new - old)
                found.append(Change(key_in(predicate.value), *texts))
        return found

    def _text(self, side: _Side, values: Iterable[NamedNode | Literal]) -> str | None:
        texts = {self._named(side, v) if isinstance(v, NamedNode) else v.value for v in values}
        return ", ".join(sorted(texts)) or None

    def _named(self, side: _Side, node: NamedNode) -> str:
        """An element by its name, a code or a property by its label."""
        return term_label(node.value, self._lang) or side.reader.plain(node).label

    def _responsibility_changes(self) -> dict[NamedNode, list[Change]]:
        a, b = self._a, self._b
        others = [node for node in self._nodes if node not in a.elements and node not in b.elements]
        moved = [
            node
            for node in others
            if node in self._touched or a.members.contains(node, a.day) != b.members.contains(node, b.day)
        ]
        elements = list(dict.fromkeys(node for side in (a, b) for node in elements_of(side.store, moved)))
        before = responsible(a.store, a.reader, elements, a.day)
        after = responsible(b.store, b.reader, elements, b.day)
        found: dict[NamedNode, list[Change]] = {}
        for key in sorted(before.keys() | after.keys(), key=str):
            old, new = before.get(key, {}), after.get(key, {})
            if old.keys() != new.keys():
                texts = [", ".join(sorted(set(side.values()))) or None for side in (old, new)]
                found.setdefault(key[0], []).append(Change(key[1], texts[0], texts[1]))
        return found

    def _relation_gap(self) -> dict[str, RelationGap]:
        a, b = self._a, self._b
        elements = a.elements | b.elements
        absent = list(elements - (self._before & self._after))
        nodes = dict.fromkeys(
            [
                *(node for node in self._nodes if node not in elements),
                *relations_at(a.store, absent),
                *relations_at(b.store, absent),
            ]
        )
        before, after = (relations_of(side.reader.said(nodes)) for side in (a, b))
        return {
            family: self._of_family(
                [fact for fact in before if fact.family == family],
                [fact for fact in after if fact.family == family],
            )
            for family in ("dependency", "structure")
        }

    def _of_family(self, old: list[RelationFact], new: list[RelationFact]) -> RelationGap:
        a, b = self._a, self._b
        before = {fact.node for fact in old if fact.holds(a.members, a.day)}
        after = {fact.node for fact in new if fact.holds(b.members, b.day)}
        dropped = [fact for fact in new if fact.is_dropped(b.members, b.day, target_day(b.store))]
        earlier = {fact.node for fact in old if fact.is_dropped(a.members, a.day, target_day(a.store))}
        changed = [n for n in before & after if n in self._touched and self._differences(n)]
        return RelationGap(
            added=self._relations(b, after - before),
            removed=self._relations(a, before - after),
            changed=self._relations(b, changed),
            dropped=tuple(
                sorted(
                    (
                        dropped_relation(
                            b.reader, fact, b.members, b.day, self._lang, before=fact.node in earlier
                        )
                        for fact in dropped
                    ),
                    key=lambda d: d.relation.key,
                )
            ),
        )

    @staticmethod
    def _relations(side: _Side, nodes: Iterable[NamedNode]) -> tuple[Relation, ...]:
        found = list(nodes)
        side.reader.read_relations_ahead(found)
        return ordered_relations(side.reader.relation(node) for node in found)
