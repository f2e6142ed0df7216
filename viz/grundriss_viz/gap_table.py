# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""The table of a gap: every element that comes, goes, changes or is a neighbour of one, and every relation of these."""

from collections.abc import Iterator, Sequence
from typing import Final

from grundriss.model.state_types import Change, Item, Line, Relation, Replacement
from grundriss_viz.diagram import Table
from grundriss_viz.gap_facts import GapFacts
from grundriss_viz.gap_selection import Selection
from grundriss_viz.item_texts import owner, what
from grundriss_viz.texts import Texts
from grundriss_viz.typesetting import clean

_COLUMNS: Final = (
    "what",
    "element",
    "kind",
    "owner",
    "relation",
    "other",
    "successor",
    "reason",
    "decision",
    "source",
)


def table(facts: GapFacts, selection: Selection, texts: Texts) -> Table:
    """First what happens to components, to whom they belong, what follows and why; then to other elements.

    After these the neighbours that stay, with or without a box, and the relations, each between two elements.
    """
    rows = [
        *_elements(facts, selection, texts, components=True),
        *_elements(facts, selection, texts, components=False),
        *(_row("unchanged", item, None, texts) for item in _neighbours(facts, selection)),
        *_relations(facts, selection, texts),
    ]
    return Table(tuple(texts(f"table.{name}") for name in _COLUMNS), tuple(rows))


def _elements(
    facts: GapFacts, selection: Selection, texts: Texts, *, components: bool
) -> Iterator[tuple[str, ...]]:
    for status, item, why, successors in fates(facts):
        if selection.tells(status) and (item.type == "Component") == components:
            yield _row(status, item, why, texts, successors)


def elements(facts: GapFacts, selection: Selection) -> list[Item]:
    """The elements that come, go or change, of what there is in what is shown; each once."""
    found = {item.id: item for status, item, _, _ in fates(facts) if selection.tells(status)}
    return list(found.values())


def fates(facts: GapFacts) -> Iterator[tuple[str, Item, Line | Replacement | Change, Sequence[Item]]]:
    """What happens to each element that comes, goes or changes: status, element, why, and what takes its place."""
    gap = facts.gap
    for line in gap.added:
        yield "added", line.item, line, ()
    for replacement in gap.replaced:
        for item in replacement.new:
            if facts.is_new(item):
                yield "added", item, replacement, ()
    for replacement in gap.replaced:
        for item in replacement.old:
            yield "replaced", item, replacement, replacement.new
    for line in gap.removed:
        yield "removed", line.item, line, ()
    for changed in gap.changed:
        for change in changed.changes:
            yield "changed", changed.item, change, ()


def _neighbours(facts: GapFacts, selection: Selection) -> Iterator[Item]:
    for box in selection.boxes:
        if box.status in ("unchanged", "rollup"):
            yield from box.members
    yield from selection.neighbours


def _relations(facts: GapFacts, selection: Selection, texts: Texts) -> Iterator[tuple[str, ...]]:
    """Those that come and go, and of those that stay the ones of elements that change."""
    core = {
        item.id
        for items in (facts.came, facts.removed, facts.replaced, facts.changed)
        for item in items.values()
    } | {item.id for items in facts.successors.values() for item in items}
    staying = [r for r in facts.kept if r.source.id in core or r.target.id in core]
    for fate, relations in (
        ("added", facts.gap.relations.added),
        ("removed", facts.gap.relations.removed),
        ("unchanged", staying),
    ):
        if selection.tells_relation(fate):
            for relation in relations:
                yield _relation_row(fate, relation, facts, texts)


def _relation_row(fate: str, relation: Relation, facts: GapFacts, texts: Texts) -> tuple[str, ...]:
    source = facts.item(relation.source)
    row = list(_row(fate, source, None, texts))
    row[0] = texts(f"edge.{fate}")
    row[4], row[5] = clean(texts.relation(relation.type)), clean(relation.target.label)
    row[9] = ", ".join(clean(found) for found in relation.sources) or texts("none")
    return tuple(row)


def _row(
    status: str,
    item: Item,
    why: Line | Replacement | Change | None,
    texts: Texts,
    successors: Sequence[Item] = (),
) -> tuple[str, ...]:
    none = texts("none")
    responsible = owner(item)
    return (
        texts(f"status.{status}"),
        clean(item.label),
        what(item, texts),
        responsible[1] if responsible else none,
        none,
        none,
        ", ".join(clean(successor.label) for successor in successors) or none,
        clean((why.reason if why else None) or "") or none,
        clean(why.decision.label) if why and why.decision else none,
        clean((why.source if why else None) or "") or none,
    )
