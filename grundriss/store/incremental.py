# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""Following a change: what it can reach is derived again, and what has to be checked again is collected.

A rule, and a concern of the shapes, names with its `affected` query the nodes that a changed triple can reach. For
triples that go it is asked while they and what they are joined with are still there, for those that come when the
rule's turn has come: whatever held before and does not now has lost a triple, whatever holds now and did not before
has won one. (Where a rule asks for what is absent, what comes can take a result away. Either all else that the result
rested on is still there when the rule's turn comes, or it went, and was followed.) The result is that of `derive_all`
(property test); what was read is counted, so that a test can hold it independent of the store's size.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from typing import Protocol, TypeVar

from pyoxigraph import NamedNode, Quad, Store, Triple

from grundriss import queries
from grundriss.model.identifier import Base
from grundriss.store.affected import AffectedQuery
from grundriss.store.derivation import derive_all, target_day
from grundriss.store.materialised import MaterialisedStore
from grundriss.store.rules import EffectiveDays, Output, Rule, rules

_CHUNK = 500
_T = TypeVar("_T")


class Follower(Protocol):
    """Something that a changed triple can reach: a derivation rule, or a concern of the shapes."""

    @property
    def name(self) -> str:
        """Its name, different from all others."""

    @property
    def affected(self) -> AffectedQuery:
        """The query for the nodes (`?this`) that changed triples can reach."""


@dataclass(slots=True)
class Reads:
    """What following a change read: nodes found affected, triples constructed, heads looked up."""

    affected: int = 0
    constructed: int = 0
    existing: int = 0

    @property
    def total(self) -> int:
        return self.affected + self.constructed + self.existing


@dataclass(slots=True)
class Followed:
    """What a change brought about: the triples that came into the default graph, and who is affected.

    `everything`: another target date moved what SOLL means, so all was derived again and all has to be checked.
    """

    reads: Reads
    new: dict[Triple, None] = field(default_factory=dict)
    affected: dict[str, list[NamedNode]] = field(default_factory=dict)
    everything: bool = False


def follow_changes(
    materialised: MaterialisedStore,
    base: Base,
    today: date,
    removed: Iterable[Quad],
    added: Iterable[Quad],
    watchers: Sequence[Follower] = (),
) -> Followed:
    """Make a change in a store and derive again what it can reach.

    `affected` of the answer holds, for each of the `watchers`, the nodes that the change and everything derived from
    it can reach.
    """
    target = target_day(materialised.store)
    way = _Way(materialised, base, today, watchers)
    way.make(removed, added, rules())
    if target_day(materialised.store) != target:
        # dated elements that no changed triple reaches are in SOLL on other days now
        return Followed(Reads(constructed=derive_all(materialised.store, base, today)), everything=True)
    for number, rule in enumerate(rules()):
        way.derive(rule, rules()[number + 1 :])
    return way.end()


class _Way:
    """One change on its way through the strata."""

    def __init__(
        self, materialised: MaterialisedStore, base: Base, today: date, watchers: Sequence[Follower]
    ) -> None:
        self._materialised, self._base = materialised, base
        self._store = materialised.store
        self._days = EffectiveDays(today, target_day(self._store), base)
        self._watchers = watchers
        self._pending: dict[str, dict[NamedNode, None]] = {w.name: {} for w in (*rules(), *watchers)}
        self._followed = Followed(Reads())

    def make(self, removed: Iterable[Quad], added: Iterable[Quad], later: Sequence[Rule]) -> None:
        """Make one step of the change, after asking those who come later whom they reach by what will be gone."""
        removed = list(removed)
        going = list(dict.fromkeys(quad.triple for quad in removed if self._is_public(quad)))
        if going:
            for follower in (*later, *self._watchers):
                self._ask(follower, going)
        self._materialised.delete(removed)
        self._followed.new.update(dict.fromkeys(self._materialised.insert(added)))

    def derive(self, rule: Rule, later: Sequence[Rule]) -> None:
        """Derive the heads of everybody whom the change reaches by this rule."""
        self._ask(rule, list(self._followed.new))
        nodes = list(self._pending[rule.name])
        reads = self._followed.reads
        reads.affected += len(nodes)
        if not nodes:
            return
        heads = rule.head_predicates(self._store)
        for output in rule.outputs:
            triples = _derived(rule, self._store, output, self._days, nodes)
            reads.constructed += len(triples)
            for graph in output.graphs:
                name = self._base.graph(*graph.split("/"))
                old = _existing(self._store, nodes, heads, name)
                new = {Quad(triple.subject, triple.predicate, triple.object, name) for triple in triples}
                reads.existing += len(old)
                self.make(old - new, new - old, later)

    def end(self) -> Followed:
        """Ask the watchers a last time: now everything is as it will be."""
        for watcher in self._watchers:
            self._ask(watcher, list(self._followed.new))
            self._followed.affected[watcher.name] = list(self._pending[watcher.name])
        return self._followed

    def _ask(self, follower: Follower, changed: list[Triple]) -> None:
        found = self._pending[follower.name]
        for some in _chunks(changed):
            query = follower.affected.of(some)
            for row in queries.rows(self._store, query) if query else ():
                if isinstance(row["this"], NamedNode):
                    found[row["this"]] = None

    def _is_public(self, quad: Quad) -> bool:
        return isinstance(quad.graph_name, NamedNode) and self._materialised.is_public(quad.graph_name)


def _existing(store: Store, nodes: list[NamedNode], heads: list[NamedNode], graph: NamedNode) -> set[Quad]:
    wanted = set(heads)
    found = (quad for node in nodes for quad in store.quads_for_pattern(node, None, None, graph))
    return {quad for quad in found if quad.predicate in wanted}


def _derived(
    rule: Rule, store: Store, output: Output, days: EffectiveDays, nodes: list[NamedNode]
) -> set[Triple]:
    found: set[Triple] = set()
    for some in _chunks(nodes):
        found.update(queries.triples(store, rule.restricted(output, days, some)))
    return found


def _chunks(items: Sequence[_T]) -> Iterable[list[_T]]:
    iterator = iter(items)
    while chunk := list(islice(iterator, _CHUNK)):
        yield chunk
