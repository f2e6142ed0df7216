# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""The chain behind a public service, from left to right: service, online offer, component, what it needs, registers."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Final

from grundriss.model.state_types import Item, Relation
from grundriss_viz.bundle_drawing import (
    Heading,
    box_samples,
    draw_bundles,
    draw_readable,
    line_samples,
)
from grundriss_viz.bundle_words import notes
from grundriss_viz.bundles import Bundling, Reached, Tie
from grundriss_viz.diagram import Diagram, Table
from grundriss_viz.going import Going
from grundriss_viz.item_texts import owner, what
from grundriss_viz.service_needs import is_register
from grundriss_viz.sheet import Words, compose
from grundriss_viz.surroundings import DEEPEST, Need, Surroundings
from grundriss_viz.texts import Texts
from grundriss_viz.typesetting import clean
from grundriss_viz.undated import Undated

KEY: Final = "service-chain"
_MOST_NAMES: Final = 12  # of one column in a sentence; the table has all
_COLUMNS: Final = ("column", "element", "kind", "for", "relation", "owner", "source")


def service_chain(
    found: Surroundings,
    *,
    today: date,
    going: Going | None = None,
    beside: Sequence[Surroundings] = (),
    lang: str = "de",
) -> Diagram:
    """The picture of the chain, with at most about 60 boxes; the chain in the states `beside` has its places too."""
    texts = Texts(lang)
    states = [folded(chain(of.element, of.needs)) for of in (found, *beside)]
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
    titles = _column_titles(found.element, {**_parts(_members(reached)), **_parts(_boxed(whole))}, texts)
    undated = Undated.at(found.state, today, texts)
    content = draw_bundles(
        found.element, bundling, whole, lambda of: _headings(of, titles), undated, going, texts
    )
    shown = [found.element, *bundling.items()]
    samples = [
        *box_samples(content, going, texts),
        *undated.samples(shown),
        *line_samples(content.edges, texts),
    ]
    unseen, free = _unseen(found, reached), len(content.free)
    words = _words(found, reached, bundling, unseen, free, today, going, texts)
    return compose(content, words, samples, _table(found, reached, titles, texts))


def _unseen(found: Surroundings, reached: Sequence[Reached]) -> int:
    """Relations between elements of the chain that join none of them to it."""
    there = {found.element.id, *(r.item.id for r in reached)}
    joining = {key for r in reached for tie in r.ties for key in tie.relations}
    return sum(
        need.relation.key not in joining and {need.dependent.id, need.needed.id} <= there
        for need in found.needs
    )


def folded(reached: Sequence[Reached]) -> list[Reached]:
    """The chain without online offers that one component realises: its name says the same again."""
    children = Counter(r.parent for r in reached)
    offers = {r.item.id: r for r in reached if r.item.type == "OnlineService" and children[r.item.id] == 1}
    if not offers or len(offers) < sum(r.item.type == "OnlineService" for r in reached):
        return list(reached)
    kept = []
    for r in reached:
        if r.item.id not in offers:
            offer = offers.get(r.parent)
            joined = replace(r, parent=offer.parent, ties=offer.ties) if offer else r
            kept.append(replace(joined, column=r.column - 1))
    return kept


def chain(focus: Item, needs: Sequence[Need]) -> list[Reached]:
    """Every element in the column of the shortest way from the focus; all registers in a last column of their own.

    The chain ends at registers: what they need is none of its links.
    """
    at: dict[str, list[Need]] = defaultdict(list)
    for need in needs:
        at[need.dependent.id].append(need)
    seen = {focus.id}
    found: list[Reached] = []
    frontier, column = [focus], 0
    while frontier:
        column += 1
        following: dict[str, Item] = {}
        for item in frontier:
            joining: dict[str, list[Need]] = defaultdict(list)
            for need in at[item.id]:
                joining[need.needed.id].append(need)
            for key in sorted(joining.keys() - seen):
                following[key] = joining[key][0].needed
                found.append(Reached(following[key], column, item.id, _ties(joining[key])))
            seen |= joining.keys()
        frontier = [item for item in following.values() if not is_register(item)]
    last = 1 + max((r.column for r in found if not is_register(r.item)), default=0)
    return [replace(r, column=last) if is_register(r.item) else r for r in found]


def _ties(needs: Sequence[Need]) -> tuple[Tie, ...]:
    """The relations that say so; outward where they run from what needs to what is needed."""
    by_type: dict[tuple[str, bool], list[str]] = defaultdict(list)
    for need in needs:
        by_type[need.relation.type, need.from_dependent].append(need.relation.key)
    return tuple(Tie(*key, tuple(by_type[key])) for key in sorted(by_type))


def _column_titles(focus: Item, parts: Mapping[int, str], texts: Texts) -> dict[int, str]:
    """What a column is called: by what is in it."""
    return (
        {0: what(focus, texts), **{column: texts(f"chain.{parts[column]}") for column in parts}}
        if parts
        else {}
    )


_Member = tuple[int, Item, tuple[Tie, ...]]
"""An element, its column, and what joins it."""


def _members(reached: Iterable[Reached]) -> Iterator[_Member]:
    return ((r.column, r.item, r.ties) for r in reached)


def _boxed(bundling: Bundling) -> Iterator[_Member]:
    return ((b.column, m, b.ties) for b in bundling.bundles for k in b.leaves for m in k.members)


def _parts(members: Iterable[_Member]) -> dict[int, str]:
    """What part of the chain each column is: offer, component, needs, needs.farther or registers."""
    columns: dict[int, list[Item]] = defaultdict(list)
    joined: dict[int, set[str]] = defaultdict(set)
    for column, item, found in members:
        columns[column].append(item)
        joined[column].update(tie.type for tie in found)
    parts: dict[int, str] = {}
    for column in sorted(columns):
        items, ties = columns[column], joined[column]
        if all(is_register(item) for item in items):
            parts[column] = "registers"
        elif all(item.type == "OnlineService" for item in items):
            parts[column] = "offer"
        elif ties <= {"Realises", "OfferedOnlineBy"}:
            parts[column] = "component"
        else:
            parts[column] = "needs.farther" if "needs" in parts.values() else "needs"
    return parts


def _said(name: str, state: str, reached: Sequence[Reached], texts: Texts) -> list[str]:
    """The chain in sentences, one for each column."""
    sentences = [texts("chain.said", name=name, state=state)]
    parts = _parts(_members(reached))
    for column, part in parts.items():
        names = sorted((clean(r.item.label) for r in reached if r.column == column), key=str.casefold)
        listed = texts.listed(names, _MOST_NAMES)
        sentences.append(texts.counted(f"chain.said.{part}", len(names), names=listed))
    if "registers" not in parts.values():
        sentences.append(texts("chain.said.no-register"))
    return sentences


def _headings(bundling: Bundling, titles: dict[int, str]) -> list[Heading]:
    counts = Counter({0: 1} if bundling.bundles else {})
    for b in bundling.bundles:
        counts[b.column] += b.count
    return [Heading(titles[column], column, column, counts[column]) for column in sorted(counts)]


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
    registers = sum(is_register(r.item) for r in reached)
    components = sum(r.item.type == "Component" for r in reached) - registers
    title = texts("chain.title", name=name)
    if reached:
        subtitle = texts("chain.subtitle", state=state, components=components, registers=registers)
        key = (
            ""
            if found.element.type != "PublicService"
            else f" · {texts('chain.key')} {clean(found.element.key)}"
        )
        subtitle += key
        offers = {n.needed.id for n in found.needs if n.needed.type == "OnlineService"}
        missing = len(offers - {r.item.id for r in reached})
        more = [texts("chain.folded", n=missing)] if missing else []
        more += [texts("note.deepest", n=DEEPEST)] if found.truncated else []
        beyond = len({need.needed.id for need in found.beyond})
        more += [texts("chain.beyond", n=beyond)] if beyond else []
        more += going.notes([found.element, *bundling.items()], texts)
        more += Undated.at(found.state, today, texts).notes([found.element, *bundling.items()])
        lines = notes(found.element, bundling, unseen, free, texts, *more)
        summary = " ".join(_said(name, state, reached, texts))
    else:
        summary = found.note or texts("chain.empty", name=name)
        subtitle, lines = state, (summary,)
    return Words(
        key=KEY,
        title=title,
        subtitle=subtitle,
        summary=summary,
        footer=texts("footer", revision=found.state.revision, today=today),
        lang=texts.code,
        notes=lines,
    )


def _table(found: Surroundings, reached: Sequence[Reached], titles: dict[int, str], texts: Texts) -> Table:
    """One row for each element and relation that brings it into the chain, from left to right.

    After these what has no box or no line: relations between elements of the chain, and what these need besides.
    """
    items = {found.element.id: found.element, **{r.item.id: r.item for r in reached}}
    relations = {need.relation.key: need.relation for need in found.needs}
    rows, told = [], set()
    for r in sorted(reached, key=lambda r: (r.column, r.item.label.casefold(), r.item.key)):
        for tie in r.ties:
            for key in tie.relations:
                told.add(key)
                rows.append(_row(titles[r.column], r.item, items[r.parent], relations[key], texts))
    for need in found.needs:
        if need.relation.key not in told:
            ends = need.needed, need.dependent
            unboxed = [end for end in ends if end.id not in items]
            column = texts("chain.unboxed" if unboxed else "table.side.between")
            item, other = ends[::-1] if unboxed == [need.dependent] else ends
            rows.append(_row(column, item, other, need.relation, texts))
    for need in found.beyond:
        rows.append(_row(texts("chain.farther"), need.needed, need.dependent, need.relation, texts))
    return Table(tuple(texts(f"table.{name}") for name in _COLUMNS), tuple(rows))


def _row(column: str, item: Item, other: Item, relation: Relation, texts: Texts) -> tuple[str, ...]:
    """An element and what it is there for."""
    none = texts("none")
    responsible = owner(item)
    return (
        column,
        clean(item.label),
        what(item, texts),
        clean(other.label),
        clean(texts.relation(relation.type)),
        responsible[1] if responsible else none,
        ", ".join(clean(source) for source in relation.sources) or none,
    )
