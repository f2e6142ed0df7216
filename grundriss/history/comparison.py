# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""What changes of elements between two readings of the facts, as values and as sentences.

A relation, a responsibility or a planned change that comes or goes is one fact of the element that it belongs to, and
a responsibility that passes from one organisation to another is one change: "owner: A → B". So is one that ends on the
day before another organisation's begins, for that is how a transfer is recorded.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Final

from pyoxigraph import Literal, NamedNode, Quad

from grundriss.history.asserted_facts import AssertedFacts, subjects
from grundriss.history.change_types import ElementChange, FactChange, Term
from grundriss.messages import Message
from grundriss.model.identifier import key_in
from grundriss.model.partial_date import PartialDate
from grundriss.model.terms import GRU, LABEL, TYPE, curie
from grundriss.model.vocabulary import relation_types, term_label

_UNTIL: Final = GRU + "validUntil"
_Key = tuple[str, str, str | None]


@dataclass(slots=True)
class _Pair:
    label: str
    prefix: str = ""
    old: list[Term] = field(default_factory=list)
    new: list[Term] = field(default_factory=list)
    valid_from: str | None = None


class Comparison:
    """Two readings of the facts, before and after."""

    def __init__(self, before: AssertedFacts, after: AssertedFacts, lang: str) -> None:
        self.before, self.after, self.lang = before, after, lang

    def elements(self, removed: Iterable[Quad], added: Iterable[Quad]) -> tuple[ElementChange, ...]:
        """What these statements change, element by element; elements by label, then key."""
        grouped: dict[NamedNode, list[NamedNode]] = defaultdict(list)
        for node in subjects((*removed, *added)):
            about = self.after.about(node) or self.before.about(node) or node
            grouped[about].append(node)
        found = [self.element(element, nodes) for element, nodes in grouped.items()]
        shown = [change for change in found if change.changes]
        return tuple(sorted(shown, key=lambda c: (c.element.label.casefold(), c.element.key, c.element.id)))

    def element(self, element: NamedNode, nodes: Iterable[NamedNode]) -> ElementChange:
        """What changes of an element: of its own facts and of those parts of it that are among the nodes."""
        was, is_ = self.before.exists(element), self.after.exists(element)
        kind = "changed" if was == is_ else "added" if is_ else "removed"
        pairs: dict[_Key, _Pair] = {}
        nodes = list(nodes)
        passed = self._passes(element, nodes, pairs)
        for node in nodes:
            if node in passed:
                continue
            if node == element:
                self._facts(node, None, "", pairs)
            else:
                self._part(element, node, pairs)
        changes = [self._change(key, pair) for key, pair in pairs.items() if set(pair.old) != set(pair.new)]
        reading = self.after if is_ or not was else self.before
        ordered = sorted(changes, key=lambda c: (c.part is not None, c.label.casefold(), c.sentence))
        return ElementChange(reading.item(element), kind, tuple(ordered))

    def _passes(
        self, element: NamedNode, nodes: Sequence[NamedNode], pairs: dict[_Key, _Pair]
    ) -> set[NamedNode]:
        """Responsibilities that end as another organisation takes over, or that no longer do: values of the role.

        What else changes of them stays a fact of its own.
        """
        found = set()
        for before, after, side in ((self.before, self.after, "old"), (self.after, self.before, "new")):
            for node, valid_from in _passed(element, nodes, before, after).items():
                found.add(node)
                iri, label, value = self.part(element, node, after)
                pair = pairs.setdefault((iri, "", ""), _Pair(label))
                getattr(pair, side).append(value)
                pair.valid_from = valid_from if side == "old" else None
                own: dict[_Key, _Pair] = {}
                self._facts(node, key_in(node.value), f"{label}: {value.text}: ", own)
                pairs.update({key: change for key, change in own.items() if key[0] != _UNTIL})
        return found

    def _facts(self, node: NamedNode, part: str | None, prefix: str, pairs: dict[_Key, _Pair]) -> None:
        for reading, side in ((self.before, "old"), (self.after, "new")):
            other = self.after if reading is self.before else self.before
            for iri, values in reading.values(node).items():
                if part is not None and iri == LABEL.value:
                    continue  # made of the names of the ends
                known = set(other.values(node).get(iri, ()))
                for value in values:
                    if value not in known:
                        key = (iri, value.language or "" if isinstance(value, Literal) else "", part)
                        pair = pairs.setdefault(key, _Pair(self._label(iri), prefix))
                        getattr(pair, side).append(term(reading, value))

    def _part(self, element: NamedNode, node: NamedNode, pairs: dict[_Key, _Pair]) -> None:
        was, is_ = self.before.exists(node), self.after.exists(node)
        if was and is_:
            iri, label, value = self.part(element, node, self.after)
            self._facts(
                node, key_in(node.value), f"{label}: {value.text}: " if label else f"{value.text}: ", pairs
            )
            return
        reading, side = (self.after, "new") if is_ else (self.before, "old")
        iri, label, value = self.part(element, node, reading)
        responsibility = reading.class_of(node) == "Responsibility"
        # a responsibility that passes to somebody else is one change of the role
        key = (iri, "", "" if responsibility else key_in(node.value))
        getattr(pairs.setdefault(key, _Pair(label)), side).append(value)

    def part(self, element: NamedNode, node: NamedNode, reading: AssertedFacts) -> tuple[str, str, Term]:
        """A part of an element as one fact of it: property, label, value."""
        name = reading.class_of(node)
        if GRU + name in relation_types():
            return self._relation(node, reading)
        if name == "Responsibility":
            role, for_ = reading.link(node, "role"), reading.link(node, "responsibleFor")
            code = key_in(role.value) if role else "responsibleFor"
            label = term_label(GRU + code, self.lang) or (role and term_label(role.value, self.lang)) or code
            other = reading.link(node, "organization") if for_ == element else for_
            if for_ != element and for_ is not None:
                label = Message("history-role-in", {"role": label}).text(self.lang)
            return GRU + code, label, term(reading, other) if other else Term(key_in(node.value))
        label = term_label(GRU + name, self.lang) or name
        kind = reading.link(node, "changeKind")
        said = [
            (term_label(kind.value, self.lang) or key_in(kind.value)) if kind else "",
            reading.text(node, "reason"),
        ]
        text = ": ".join(part for part in said if part) or reading.item(node).label
        return GRU + "changes", label, Term(text, id=node.value)

    def _relation(self, node: NamedNode, reading: AssertedFacts) -> tuple[str, str, Term]:
        relation_type = relation_types()[GRU + reading.class_of(node)]
        ends = [reading.link(node, name) for name in ("source", "target")]
        source, target = (reading.item(end).label if end else "?" for end in ends)
        sentence = relation_type.sentence(source, target, self.lang)
        return relation_type.direct_predicate.value, "", Term(sentence, id=node.value)

    def _label(self, iri: str) -> str:
        if iri == TYPE.value:
            return Message("history-type").text(self.lang)
        return term_label(iri, self.lang) or key_in(iri)

    def _change(self, key: _Key, pair: _Pair) -> FactChange:
        iri, _, part = key
        old, new = (tuple(sorted(side, key=lambda t: (t.text, t.lang))) for side in (pair.old, pair.new))
        before, after = ("; ".join(t.text for t in side) for side in (old, new))
        passes = pair.valid_from and old and new
        if passes:
            day = PartialDate.parse(pair.valid_from or "").words(self.lang)
            said = Message("history-passes", {"label": pair.label, "old": before, "new": after, "day": day})
        elif old and new:
            said = Message("history-fact", {"label": pair.label, "old": before, "new": after})
        elif pair.label and new:
            said = Message("history-fact-new", {"label": pair.label, "new": after})
        elif pair.label:
            said = Message("history-fact-gone", {"label": pair.label, "old": before})
        elif new:
            said = Message("history-relation-new", {"new": after})
        else:
            said = Message("history-relation-gone", {"old": before})
        label = pair.label or term_label(iri, self.lang) or key_in(iri)
        return FactChange(
            curie(iri),
            label,
            old,
            new,
            pair.prefix + said.text(self.lang),
            part,
            pair.valid_from if passes else None,
            pair.prefix,
        )


def _passed(
    element: NamedNode, nodes: Sequence[NamedNode], before: AssertedFacts, after: AssertedFacts
) -> dict[NamedNode, str]:
    """The responsibilities that end on the day before another organisation's begins, and when that is."""

    def role_of(node: NamedNode) -> NamedNode | None:
        is_ours = after.class_of(node) == "Responsibility" and after.link(node, "responsibleFor") == element
        return after.link(node, "role") if is_ours else None

    new: dict[tuple[NamedNode, int], tuple[NamedNode | None, str]] = {}
    for node in nodes:
        role, start = role_of(node), _date(after.text(node, "validFrom"))
        if role and start and not before.exists(node):
            new[role, start.first_day.toordinal()] = (after.link(node, "organization"), str(start))
    found = {}
    for node in nodes if new else ():
        role, end = role_of(node), _date(after.text(node, "validUntil"))
        if role and end and before.exists(node) and end != _date(before.text(node, "validUntil")):
            organisation, begins = new.get((role, end.last_day.toordinal() + 1), (None, ""))
            if organisation not in (None, after.link(node, "organization")):
                found[node] = begins
    return found


def _date(text: str) -> PartialDate | None:
    with suppress(ValueError):
        return PartialDate.parse(text)
    return None


def term(reading: AssertedFacts, value: NamedNode | Literal) -> Term:
    """A value as it is shown: elements and codes by their names."""
    if isinstance(value, Literal):
        return Term(value.value, value.language or "")
    label = term_label(value.value, reading.lang)
    if label is None:
        label = reading.item(value).label if reading.exists(value) else value.value
    return Term(label, id=value.value)
