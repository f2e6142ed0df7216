# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""The neighbourhood of an element: to the left what depends on it, to the right what it needs.

Neighbours that the same relation type joins, and that are of one kind, share a frame and a line. What is two or more
steps away stands further out, beside what it hangs on.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final

from grundriss.model.state_types import Item, Relation
from grundriss_viz.bundle_drawing import Heading, box_samples, draw_bundles, line_samples, what
from grundriss_viz.bundles import Bundling, Reached, Tie, bundle
from grundriss_viz.diagram import Diagram, Table
from grundriss_viz.item_texts import owner
from grundriss_viz.relation_looks import dependent_end
from grundriss_viz.sheet import Words, compose
from grundriss_viz.surroundings import Surroundings
from grundriss_viz.texts import Texts
from grundriss_viz.typesetting import LONGEST, clean, is_cut

KEY: Final = "neighbourhood"
_SIDES: Final = {-1: "table.side.left", 1: "table.side.right"}
_COLUMNS: Final = ("side", "element", "kind", "relation", "other", "via", "owner", "source")


def neighbourhood(found: Surroundings, *, today: date, lang: str = "de") -> Diagram:
    """The picture of an element and what is around it, with at most about 60 boxes."""
    texts = Texts(lang)
    reached = reach(found.element, found.relations)
    bundling = bundle(found.element, reached, texts)
    content = draw_bundles(found.element, bundling, _headings(bundling, texts), texts)
    samples = [*box_samples(content.nodes, texts), *line_samples(content.edges, texts)]
    drawn = {key for edge in content.edges for key in edge.relations}
    words = _words(found, reached, bundling, len(found.relations) - len(drawn), today, texts)
    return compose(content, words, samples, _table(found, reached, texts))


def reach(focus: Item, relations: Sequence[Relation]) -> list[Reached]:
    """Every element around, on the side and in the column of the shortest way to it.

    An element with relations on both sides of the middle stands where the middle depends on it.
    """
    at: dict[str, list[Relation]] = defaultdict(list)
    for relation in relations:
        at[relation.source.id].append(relation)
        at[relation.target.id].append(relation)
    columns = {focus.id: 0}
    found: list[Reached] = []
    edge = [focus]
    while edge:
        following: list[Item] = []
        for item in edge:
            for other, ties in _joined(item, at[item.id]):
                if other.id in columns:
                    continue
                column = columns[item.id]
                columns[other.id] = column + (1 if column > 0 else -1) if column else _side(item, ties)
                found.append(Reached(other, columns[other.id], item.id, _ties(item, ties)))
                following.append(other)
        edge = following
    return found


def _joined(item: Item, relations: Sequence[Relation]) -> Iterator[tuple[Item, list[Relation]]]:
    """The elements that relations join to one, with these relations."""
    others: dict[str, Item] = {}
    ties: dict[str, list[Relation]] = defaultdict(list)
    for relation in relations:
        other = relation.target if relation.source.id == item.id else relation.source
        if other.id != item.id:
            others[other.id] = other
            ties[other.id].append(relation)
    for key in sorted(others):
        yield others[key], ties[key]


def _side(item: Item, relations: Sequence[Relation]) -> int:
    """1 where the item depends on the other, or nothing depends and the relation starts at it; else -1."""
    dependents = [(dependent_end(relation) or relation.source).id for relation in relations]
    return 1 if item.id in dependents else -1


def _ties(item: Item, relations: Sequence[Relation]) -> tuple[Tie, ...]:
    by_type: dict[tuple[str, bool], list[Relation]] = defaultdict(list)
    for relation in relations:
        by_type[relation.type, relation.source.id == item.id].append(relation)
    return tuple(Tie(*key, tuple(by_type[key])) for key in sorted(by_type))


def _headings(bundling: Bundling, texts: Texts) -> list[Heading]:
    """One over each column: who needs it and what it needs beside the middle, then the distance."""
    counts: Counter[int] = Counter()
    for b in bundling.bundles:
        counts[b.column] += b.count
    names = {-1: texts("neighbourhood.dependants"), 1: texts("neighbourhood.needs")}
    return [
        Heading(
            names.get(column) or texts("neighbourhood.step", n=abs(column)), column, column, counts[column]
        )
        for column in sorted(counts)
    ]


def _words(
    found: Surroundings,
    reached: Sequence[Reached],
    bundling: Bundling,
    unseen: int,
    today: date,
    texts: Texts,
) -> Words:
    name = clean(found.element.label)
    state = texts.state(found.state.name, found.state.date)
    left, right = (sum(r.column == side for r in reached) for side in (-1, 1))
    far = sum(abs(r.column) > 1 for r in reached)
    counts: dict[str, object] = {"name": name, "state": state, "left": left, "right": right}
    if not reached:
        said = texts("neighbourhood.empty", **counts)
        return _sheet(name, state, said, (said,), found, today, texts)
    subtitle = texts("neighbourhood.subtitle", **counts)
    subtitle += " · " + texts("neighbourhood.far", n=far) if far else ""
    rolled = [b for b in bundling.bundles if b.rolled]
    notes = []
    if rolled:
        members = sum(b.count for b in rolled)
        notes.append(texts("note.rolled", members=members, boxes=len(rolled)))
    hidden = []
    if bundling.hidden:
        hidden.append(texts("note.hidden.elements", n=bundling.hidden))
    if unseen:
        hidden.append(texts("note.hidden.relations", n=unseen))
    notes.append(texts("gap.hidden", parts=", ".join(hidden)) if hidden else texts("note.nothing"))
    cut = sum(is_cut(r.item.label) for r in reached) + is_cut(found.element.label)
    lines = [" ".join(notes), *([texts("note.shortened", n=cut, limit=LONGEST)] if cut else [])]
    summary = [texts("neighbourhood.summary", **counts)]
    summary += [
        texts("bundle.said", title=b.title, count=b.count, how=_how(b.ties, texts)) for b in bundling.bundles
    ]
    return _sheet(name, subtitle, " ".join(summary), tuple(lines), found, today, texts)


def _how(ties: Sequence[Tie], texts: Texts) -> str:
    return ", ".join(clean(texts.relation(tie.type)) for tie in ties)


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
    none = texts("none")
    rows = []
    for r in sorted(reached, key=lambda r: (abs(r.column), r.column, r.item.label.casefold(), r.item.key)):
        responsible = owner(r.item)
        side = _SIDES.get(r.column, "table.side.far")
        for tie in r.ties:
            word = texts.relation(tie.type)
            for relation in tie.relations:
                rows.append(
                    (
                        texts(side, n=abs(r.column)),
                        clean(r.item.label),
                        what(r.item, texts),
                        clean(f"→ {word}" if not tie.outward else f"← {word}"),
                        clean(names[r.parent].label),
                        clean(relation.via.label) if relation.via else none,
                        responsible[1] if responsible else none,
                        ", ".join(clean(source) for source in relation.sources) or none,
                    )
                )
    return Table(tuple(texts(f"table.{name}") for name in _COLUMNS), tuple(rows))
