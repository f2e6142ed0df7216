# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""The neighbourhood of an element: to the left what depends on it, to the right what it needs.

Neighbours that the same relation type joins, and that are of one kind, share a frame and a line. What is two or more
steps away stands further out, beside what it hangs on.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Sequence
from datetime import date
from typing import Final

from grundriss.model.state_types import Item
from grundriss_viz.bundle_drawing import (
    Heading,
    box_samples,
    draw_bundles,
    draw_readable,
    line_samples,
)
from grundriss_viz.bundle_words import notes, said
from grundriss_viz.bundles import Bundling, Reached, Tie
from grundriss_viz.diagram import Diagram, Table
from grundriss_viz.going import Going
from grundriss_viz.item_texts import owner, what
from grundriss_viz.relation_looks import is_link
from grundriss_viz.sheet import Words, compose
from grundriss_viz.surroundings import DEEPEST, Need, Surroundings
from grundriss_viz.texts import Texts
from grundriss_viz.typesetting import clean
from grundriss_viz.undated import Undated

KEY: Final = "neighbourhood"
_COLUMNS: Final = ("side", "element", "kind", "relation", "other", "via", "owner", "source")


def neighbourhood(
    found: Surroundings,
    *,
    today: date,
    going: Going | None = None,
    beside: Sequence[Surroundings] = (),
    lang: str = "de",
) -> Diagram:
    """The picture of an element and what is around it, with at most about 60 boxes.

    What is around it in the states `beside` this one has its places too.
    """
    texts = Texts(lang)
    states = [reach(of.element, of.joins) for of in (found, *beside)]
    return draw_readable(
        found.element,
        states,
        lambda shown, whole: _diagram(found, states[0], shown, whole, today, going or Going(), texts),
        texts,
    )


def _diagram(
    found: Surroundings,
    reached: Sequence[Reached],
    bundling: Bundling,
    whole: Bundling,
    today: date,
    going: Going,
    texts: Texts,
) -> Diagram:
    undated = Undated.at(found.state, today, texts)
    content = draw_bundles(
        found.element, bundling, whole, lambda of: _headings(of, texts), undated, going, texts
    )
    shown = [found.element, *bundling.items()]
    samples = [
        *box_samples(content, going, texts),
        *undated.samples(shown),
        *line_samples(content.edges, texts),
    ]
    unseen = len(found.joins) - sum(len(tie.relations) for r in reached for tie in r.ties)
    words = _words(found, reached, bundling, unseen, len(content.free), today, going, texts)
    return compose(content, words, samples, _table(found, reached, texts))


def reach(focus: Item, needs: Sequence[Need]) -> list[Reached]:
    """Every element around, in the column of the shortest way to it.

    What needs the element stands to the left, what it needs to the right; what does both stands to the left.
    """
    at: dict[str, list[Need]] = defaultdict(list)
    for need in needs:
        at[need.dependent.id].append(need)
        at[need.needed.id].append(need)
    columns = {focus.id: 0}
    found: list[Reached] = []
    frontier = [focus]
    while frontier:
        following: list[Item] = []
        for item in frontier:
            for other, joining in _joined(item, at[item.id]):
                if other.id in columns:
                    continue
                column = columns[item.id]
                side = 1 if all(need.needed.id == other.id for need in joining) else -1
                columns[other.id] = column + (1 if column > 0 else -1) if column else side
                found.append(Reached(other, columns[other.id], item.id, _ties(item, joining)))
                following.append(other)
        frontier = following
    return found


def _joined(item: Item, needs: Sequence[Need]) -> Iterator[tuple[Item, list[Need]]]:
    """The elements at the other end, each with the needs that join the two."""
    others: dict[str, Item] = {}
    joining: dict[str, list[Need]] = defaultdict(list)
    for need in needs:
        other = need.needed if need.dependent.id == item.id else need.dependent
        others[other.id] = other
        joining[other.id].append(need)
    for key in sorted(others):
        yield others[key], joining[key]


def _ties(item: Item, needs: Sequence[Need]) -> tuple[Tie, ...]:
    by_type: dict[tuple[str, bool], list[str]] = defaultdict(list)
    for need in needs:
        outward = (need.dependent.id == item.id) == need.from_dependent
        by_type[need.relation.type, outward].append(need.relation.key)
    return tuple(Tie(*key, tuple(by_type[key])) for key in sorted(by_type))


def _headings(bundling: Bundling, texts: Texts) -> list[Heading]:
    """One over each column: beside the middle who needs or names it and what it needs or names, then the distance."""
    counts: Counter[int] = Counter()
    ways: dict[int, set[str]] = defaultdict(set)
    for b in bundling.bundles:
        counts[b.column] += b.count
        ways[b.column].add("needs" if any(not is_link(tie.type) for tie in b.ties) else "links")
    return [
        Heading(_heading(column, ways[column], texts), column, column, counts[column])
        for column in sorted(counts)
    ]


def _heading(column: int, ways: Collection[str], texts: Texts) -> str:
    if abs(column) > 1:
        return texts("neighbourhood.step", n=abs(column))
    side = "left" if column < 0 else "right"
    return texts(f"neighbourhood.{side}.{'both' if len(ways) > 1 else next(iter(ways))}")


def _is_need(r: Reached) -> bool:
    """Whether an element is joined by a dependency, and not only by a link."""
    return any(not is_link(tie.type) for tie in r.ties)


def _words(
    found: Surroundings,
    reached: Sequence[Reached],
    bundling: Bundling,
    unseen: int,
    free: int,
    today: date,
    going: Going,
    texts: Texts,
) -> Words:
    name = clean(found.element.label)
    state = texts.state(found.state)
    left, right = (sum(r.column == side and _is_need(r) for r in reached) for side in (-1, 1))
    linked = sum(abs(r.column) == 1 and not _is_need(r) for r in reached)
    far = sum(abs(r.column) > 1 for r in reached)
    counts: dict[str, object] = {"name": name, "state": state, "left": left, "right": right, "n": linked}
    if not reached:
        empty = found.note or texts("neighbourhood.empty", **counts)
        return _sheet(name, state, empty, (empty,), found, today, texts)
    needs = left or right or not linked
    subtitle = texts("neighbourhood.subtitle", **counts) if needs else state
    subtitle += " · " + texts("neighbourhood.linked", **counts) if linked else ""
    subtitle += " · " + texts("neighbourhood.far", n=far) if far else ""
    more = [texts("note.deepest", n=DEEPEST)] if found.truncated else []
    more += [texts("note.unread", n=found.unread)] if found.unread else []
    more += going.notes([found.element, *bundling.items()], texts)
    more += Undated.at(found.state, today, texts).notes([found.element, *bundling.items()])
    lines = notes(found.element, bundling, unseen, free, texts, *more)
    summary = [texts("neighbourhood.summary", **counts)] if needs else []
    summary += [texts("neighbourhood.summary.linked", **counts)] if linked else []
    summary += said(bundling, texts)
    return _sheet(name, subtitle, " ".join(summary), lines, found, today, texts)


def _sheet(
    name: str,
    subtitle: str,
    summary: str,
    notes: tuple[str, ...],
    found: Surroundings,
    today: date,
    texts: Texts,
) -> Words:
    return Words(
        key=KEY,
        title=texts("neighbourhood.title", name=name),
        subtitle=subtitle,
        summary=summary,
        footer=texts("footer", revision=found.state.revision, today=today),
        lang=texts.code,
        notes=notes,
    )


def _table(found: Surroundings, reached: Sequence[Reached], texts: Texts) -> Table:
    """One row for each element and relation that joins it to the picture, the nearest first."""
    names = {found.element.id: found.element, **{r.item.id: r.item for r in reached}}
    relations = {join.relation.key: join for join in found.joins}
    rows = []
    told = set()
    for r in sorted(reached, key=lambda r: (abs(r.column), r.column, r.item.label.casefold(), r.item.key)):
        for tie in r.ties:
            for join in map(relations.__getitem__, tie.relations):
                told.add(join.relation.key)
                rows.append(_row(_side(r.column, tie.type, texts), r.item, names[r.parent], join, texts))
    for key in sorted(relations.keys() - told):
        join = relations[key]
        rows.append(_row(texts("table.side.between"), join.dependent, join.needed, join, texts))
    return Table(tuple(texts(f"table.{name}") for name in _COLUMNS), tuple(rows))


def _side(column: int, type_name: str, texts: Texts) -> str:
    if abs(column) > 1:
        return texts("table.side.far", n=abs(column))
    if is_link(type_name):
        return texts("table.side.link")
    return texts("table.side.left" if column < 0 else "table.side.right")


def _row(side: str, item: Item, other: Item, join: Need, texts: Texts) -> tuple[str, ...]:
    """An element, the relation that joins it to another, and which way that runs."""
    none = texts("none")
    responsible, relation = owner(item), join.relation
    word = texts.relation(relation.type)
    return (
        side,
        clean(item.label),
        what(item, texts),
        clean(f"→ {word}" if relation.source.id == item.id else f"← {word}"),
        clean(other.label),
        clean(relation.via.label) if relation.via else none,
        responsible[1] if responsible else none,
        ", ".join(clean(source) for source in relation.sources) or none,
    )
