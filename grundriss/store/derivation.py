# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""Derivation: from what the sources assert to days, membership, direct triples and shortcuts (DESIGN, Derivation).

`derive_all` computes everything again; `derive_changes` only what changed triples can reach. Both give the same
store (property test), and the second counts what it read, so that a test can hold it independent of the store's size.
"""

import os
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import TypeVar

from pyoxigraph import Literal, NamedNode, Quad, Store, Triple

from grundriss import queries
from grundriss.model.identifier import Base
from grundriss.store.materialised import MaterialisedStore
from grundriss.store.rules import EffectiveDays, Output, Rule, rules, strata

_CHUNK = 2_000
_T = TypeVar("_T")


@dataclass(slots=True)
class Reads:
    """What an incremental derivation read: nodes found affected, triples constructed, heads looked up."""

    affected: int = 0
    constructed: int = 0
    existing: int = 0

    @property
    def total(self) -> int:
        return self.affected + self.constructed + self.existing


def target_day(store: Store) -> date | None:
    """The date of the plateau that is marked as the target, or None when there is none (or more than one)."""
    found = {
        row["day"] for row in queries.rows(store, "SELECT ?day { ?p gru:isTarget true ; gru:date ?day }")
    }
    days = [date.fromisoformat(day.value) for day in found if isinstance(day, Literal)]
    return days[0] if len(days) == 1 else None


def derive_all(store: Store, base: Base, today: date) -> int:
    """Derive everything again, in strata; returns the number of derived triples.

    What was derived before is removed first. The sources and the ontology must be in their graphs and in the
    default graph.
    """
    materialised = MaterialisedStore(store, base)
    clear_derived(materialised, base)
    days = EffectiveDays(today, target_day(store), base)
    count = 0
    with ThreadPoolExecutor(
        os.cpu_count()
    ) as pool:  # the store computes and writes N-Triples without the interpreter's lock
        for stratum in strata():
            portions = [
                (output.graphs, text)
                for rule in stratum
                for output in rule.outputs
                for text in rule.full_by_state(output, days)
            ]
            results = pool.map(lambda of: queries.construct(store, of[1]), portions)
            count += materialised.load(
                (base.graph(*graph.split("/")), result)
                for (graphs, _), result in zip(portions, results, strict=True)
                for graph in graphs
            )
    return count


def clear_derived(materialised: MaterialisedStore, base: Base) -> None:
    """Remove what the rules derived, also from the default graph unless a source asserts it."""
    derived = base.graph("derived")
    materialised.delete(list(materialised.store.quads_for_pattern(None, None, None, derived)))
    for state in ("ist", "soll"):
        materialised.store.remove_graph(base.graph("state", state))


def derive_changes(
    before: Store, materialised: MaterialisedStore, base: Base, today: date, changed: Iterable[Triple]
) -> Reads:
    """Derive again what changed triples can reach.

    `before` is the store as it was, `materialised` the one in which the asserted changes are already made;
    `changed` are the triples that came into or left its default graph. A node counts as affected when the old or
    the new store says so: what is gone can only be followed in the old one.
    """
    store = materialised.store
    days = EffectiveDays(today, target_day(store), base)
    if days.target != target_day(before):
        # another target date moves what SOLL means, for dated elements that no changed triple reaches too
        return Reads(constructed=derive_all(store, base, today))
    all_changed: dict[Triple, None] = dict.fromkeys(changed)
    reads = Reads()
    for rule in rules():
        nodes = _affected(rule, before, store, list(all_changed))
        reads.affected += len(nodes)
        if not nodes:
            continue
        heads = rule.head_predicates(store)
        for output in rule.outputs:
            triples = _derived(rule, store, output, days, nodes)
            reads.constructed += len(triples)
            for graph in output.graphs:
                name = base.graph(*graph.split("/"))
                old = _existing(store, nodes, heads, name)
                new = {Quad(triple.subject, triple.predicate, triple.object, name) for triple in triples}
                reads.existing += len(old)
                all_changed.update(dict.fromkeys(materialised.delete(old - new)))
                all_changed.update(dict.fromkeys(materialised.insert(new - old)))
    return reads


def _affected(rule: Rule, before: Store, after: Store, changed: list[Triple]) -> list[NamedNode]:
    found: dict[NamedNode, None] = {}
    for some in _chunks(changed):
        query = rule.affected_by(some)
        for store in (before, after):
            for row in queries.rows(store, query):
                if isinstance(row["this"], NamedNode):
                    found[row["this"]] = None
    return list(found)


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
