# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""Blame: which revision asserted each fact of an element that stands."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from typing import Final

from pyoxigraph import Literal, NamedNode, Quad

from grundriss.history.asserted_facts import AssertedFacts, HeldFacts, artefact_of, dataset_of, parts_of
from grundriss.history.change_types import Blame, BlamedFact
from grundriss.history.comparison import Comparison, term
from grundriss.history.log_search import changes_of
from grundriss.history.revision_name import NOW, snapshot_of
from grundriss.messages import Message
from grundriss.model.identifier import key_in
from grundriss.model.terms import ENDS, TYPE, curie
from grundriss.model.vocabulary import term_label
from grundriss.resolve import resolve
from grundriss.store.dropped import DroppedLine, dropped_scenarios
from grundriss.store.line import Line
from grundriss.store.provenance import scenario_of
from grundriss.store.revision_log import Entry
from grundriss.store.scenario import Scenario, scenario_names

_JOINING: Final = ("merge", "rebase")


def blame(line: Line, element: str, lang: str = "de", revision: int | str = NOW) -> Blame:
    """Each asserted fact of an element with the newest revision that added it, ordered by label and value.

    With `revision` the facts are those that stood then. A relation, a responsibility or a planned change is one fact.
    Raises NotFound for an unknown element or revision, and UsageError for what names no revision.
    """
    with snapshot_of(line, revision) as snapshot:
        node = resolve(snapshot.store, snapshot.base_iri, element)
        reading = AssertedFacts(HeldFacts(snapshot.store), lang=lang)
        parts = parts_of(snapshot.store, node)
        own = reading.quads(node)
        joins = {
            quad: part
            for part in parts
            for quad in reading.quads(part)
            if quad.predicate in ENDS and quad.object == node
        }
        asserted = _asserted(line, node, parts, own | set(joins), snapshot.revision)
        origins = _origins(line, node, parts, asserted)
        facts = [_own(reading, quad, asserted.get(quad), lang) for quad in own]
        comparison = Comparison(reading, reading, lang)
        facts += [
            _joined(comparison, reading, node, quad, part, asserted.get(quad)) for quad, part in joins.items()
        ]
        facts = [
            replace(fact, origin=origins.get(quad)) for fact, quad in zip(facts, (*own, *joins), strict=True)
        ]
        return Blame(reading.item(node), tuple(sorted(facts, key=_order)))


def _asserted(
    line: Line, node: NamedNode, parts: Sequence[NamedNode], quads: AbstractSet[Quad], last: int
) -> dict[Quad, Entry]:
    """The newest revision up to `last` that added each statement."""
    asserted: dict[Quad, Entry] = {}
    open_ = set(quads)
    for found in changes_of(line, node, parts, last):
        here = open_ & found.patch.added
        asserted.update(dict.fromkeys(here, found.entry))
        open_ -= here
        if not open_:
            break
    return asserted


def _origins(
    line: Line, node: NamedNode, parts: Sequence[NamedNode], asserted: Mapping[Quad, Entry]
) -> dict[Quad, Entry]:
    """For what a merge or a rebase brought in, the revision of the other line that asserted it."""
    brought: dict[str, set[Quad]] = defaultdict(set)
    for quad, entry in asserted.items():
        if entry.informed and entry.mode in _JOINING:
            brought[entry.informed].add(quad)
    origins: dict[Quad, Entry] = {}
    for iri, quads in brought.items():
        other = _line_of(line, iri, max(asserted[quad].time for quad in quads))
        if other is not None:
            origins |= _asserted(other, node, parts, quads, int(key_in(iri)))
    return origins


def _line_of(line: Line, revision: str, time: str) -> Line | None:
    """The line that a revision belongs to, which was brought in at a time: a scenario may have been dropped since.

    None where nothing is left that could be it.
    """
    name = scenario_of(line.base, revision)
    if name is None:
        return line.main
    found: list[Scenario] = []
    for dropped in dropped_scenarios(line):
        settings = dropped.settings if dropped.name == name and (dropped.time or time) >= time else None
        if settings is not None:
            found.append(DroppedLine(line.main, dropped, settings))
    if name in scenario_names(line):
        found.append(Scenario.open(line, name))
    return next((each for each in found if each.log.holds(int(key_in(revision)))), None)


def _own(reading: AssertedFacts, quad: Quad, entry: Entry | None, lang: str) -> BlamedFact:
    iri = quad.predicate.value
    label = Message("history-type").text(lang) if iri == TYPE.value else term_label(iri, lang) or key_in(iri)
    if not isinstance(quad.object, NamedNode | Literal):
        raise TypeError("a dataset holds IRIs and literals only")
    return BlamedFact(
        curie(iri), label, term(reading, quad.object), dataset_of(quad), artefact_of(quad), None, entry
    )


def _joined(
    comparison: Comparison,
    reading: AssertedFacts,
    node: NamedNode,
    quad: Quad,
    part: NamedNode,
    entry: Entry | None,
) -> BlamedFact:
    iri, label, value = comparison.part(node, part, reading)
    label = label or term_label(iri, comparison.lang) or key_in(iri)
    return BlamedFact(
        curie(iri), label, value, dataset_of(quad), artefact_of(quad), key_in(part.value), entry
    )


def _order(fact: BlamedFact) -> tuple[bool, str, str, str, str]:
    return fact.part is not None, fact.label.casefold(), fact.value.text, fact.value.lang, fact.dataset
