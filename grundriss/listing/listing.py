# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""A list of elements: a collection filtered, sorted and cut into pages, with counts for further filters."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from grundriss.errors import UsageError
from grundriss.importers.facts_table import did_you_mean
from grundriss.listing.collection import collection_named
from grundriss.listing.cursor import Cursor, digest
from grundriss.listing.table import Row, Table, read_table, require_possible
from grundriss.model import answer_table
from grundriss.model.folding import fold
from grundriss.model.notebook import NotebookTable
from grundriss.model.state_types import Item, Json
from grundriss.states.elements import LISTED, ElementReader
from grundriss.states.membership import Membership
from grundriss.states.when import resolve
from grundriss.store.snapshot import Snapshot

MOST: Final = 1_000
"""The largest page."""

USUAL: Final = 100
"""The page when nothing else is asked for."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked of a collection. `filters` are accepted values by filter; `text` is contained in the label or key.

    `sort` is `label`, `key` or a filter's name, with `-` before it for the reverse order; `state` is a WHEN.
    """

    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    text: str = ""
    state: str | None = None
    sort: str = "label"


@dataclass(frozen=True, slots=True)
class FacetValue:
    """A code or key with its label: how many elements have it under the other filters, and whether it is chosen."""

    value: str
    label: str
    count: int
    chosen: bool

    def to_dict(self) -> Json:
        return {"value": self.value, "label": self.label, "count": self.count, "chosen": self.chosen}


@dataclass(frozen=True, slots=True)
class Facet:
    """A filter with the values that would still find something."""

    name: str
    label: str
    values: tuple[FacetValue, ...]

    def to_dict(self) -> Json:
        return {"name": self.name, "label": self.label, "values": [value.to_dict() for value in self.values]}


@dataclass(frozen=True, slots=True, repr=False)
class Listing(NotebookTable):
    """A page of a list. `next` is the cursor of the next page, `total` how many elements the filters leave."""

    collection: str
    items: tuple[Item, ...]
    next: str | None
    total: int
    facets: tuple[Facet, ...] = ()
    lang: str = field(default="de", compare=False)

    def to_dict(self) -> Json:
        return {"items": [item.to_dict() for item in self.items], "next": self.next, "total": self.total}


def listing(
    snapshot: Snapshot,
    table: Table,
    wanted: Wanted | None = None,
    limit: int = USUAL,
    cursor: str | None = None,
    members: Callable[[], Membership] | None = None,
    *,
    with_facets: bool = True,
) -> Listing:
    """A page of at most `limit` elements; `members` gives the intervals of the snapshot where they are at hand.

    Facets are counted over the whole collection: who shows none leaves them out.

    Raises UsageError for an unknown filter, sort, state or cursor and a limit outside 1 … 1000, CursorExpired for a
    cursor of another snapshot.
    """
    wanted = wanted or Wanted()
    if not 1 <= limit <= MOST:
        raise UsageError("list-limit", limit=limit, most=MOST)
    filters = _filters(table, wanted.filters)
    sort_key, backwards = _sort(table, wanted.sort)
    question = digest(
        table.collection.name,
        table.lang,
        sorted(filters.items()),
        fold(wanted.text),
        wanted.state,
        wanted.sort,
        snapshot.scenario,
    )
    begin = Cursor.read(cursor, snapshot.number, question).offset if cursor else 0
    candidates = _in_state(snapshot, table, wanted.state, members)
    text = fold(wanted.text)
    found = [row for row in candidates if text in row.folded or text in fold(row.key)] if text else candidates
    left, facets = _apply(table, list(found), filters) if with_facets else (_passing(found, filters), ())
    if sort_key:
        left.sort(key=sort_key)
    if backwards:
        left.reverse()
    page = left[begin : begin + limit]
    reader = ElementReader(snapshot.store, table.lang)
    reader.read_items_ahead((row.node for row in page), LISTED)
    end = begin + len(page)
    return Listing(
        collection=table.collection.name,
        items=tuple(reader.item(row.node) for row in page),
        next=Cursor(snapshot.number, question, end).text() if end < len(left) else None,
        total=len(left),
        facets=facets,
        lang=table.lang,
    )


def whole_list(snapshot: Snapshot, name: str, wanted: Wanted | None = None, lang: str = "de") -> Listing:
    """All elements of a collection that are asked for, on one page.

    Raises NotFound for an unknown collection, and as `listing`.
    """
    table = read_table(snapshot, collection_named(name), lang)
    for filter_name, values in _filters(table, wanted.filters if wanted else {}).items():
        for value in sorted(values):
            require_possible(table, filter_name, value)
    page = listing(snapshot, table, wanted, MOST, with_facets=False)
    items = list(page.items)
    while page.next:
        page = listing(snapshot, table, wanted, MOST, page.next, with_facets=False)
        items.extend(page.items)
    return Listing(page.collection, tuple(items), None, page.total, lang=lang)


@answer_table.table.register
def _(answer: Listing, lang: str = "de") -> answer_table.Table:
    return answer_table.item_table(collection_named(answer.collection).label(lang), answer.items, lang)


def _filters(table: Table, given: Mapping[str, Iterable[str]]) -> dict[str, frozenset[str]]:
    filters = {}
    for name, values in given.items():
        known = table.collection.filter_named(name)
        if known is None:
            names = [f.name for f in table.collection.filters]
            raise UsageError(
                "filter-unknown",
                hint=did_you_mean(name, names),
                list=table.collection.name,
                name=name,
                known=names,
            )
        filters[known.name] = frozenset(values)
    return filters


def _sort(table: Table, given: str) -> tuple[Callable[[Row], tuple[str, ...]] | None, bool]:
    name = given.removeprefix("-")
    if name == "label":
        return None, given.startswith("-")
    if name == "key":
        return (lambda row: (row.key,)), given.startswith("-")
    known = table.collection.filter_named(name)
    if known is None:
        names = ["label", "key", *(f.name for f in table.collection.filters)]
        raise UsageError(
            "order-unknown",
            hint=did_you_mean(name, names),
            list=table.collection.name,
            name=name,
            known=names,
        )
    labels = table.labels[known.name]

    def by_filter(row: Row) -> tuple[str, ...]:
        values = row.values.get(known.name, ())
        return (fold(labels[values[0]]) if values else "\uffff", row.folded, row.key)

    return by_filter, given.startswith("-")


def _in_state(
    snapshot: Snapshot, table: Table, state: str | None, members: Callable[[], Membership] | None
) -> Iterable[Row]:
    if state is None:
        return table.rows
    if not table.collection.in_states:
        raise UsageError("list-in-every-state", list=table.collection.name)
    day = resolve(snapshot, state).day
    known = members() if members else Membership(snapshot.store)
    return [row for row in table.rows if known.contains(row.node, day)]


def _apply(
    table: Table, rows: list[Row], filters: dict[str, frozenset[str]]
) -> tuple[list[Row], tuple[Facet, ...]]:
    """The rows that pass every filter; each filter's values are counted over the rows that pass all others."""
    counts: dict[str, Counter[str]] = {f.name: Counter() for f in table.collection.filters}
    left = []
    for row in rows:
        failed = [name for name, accepted in filters.items() if accepted.isdisjoint(row.values.get(name, ()))]
        if not failed:
            left.append(row)
        for name in counts if not failed else failed if len(failed) == 1 else ():
            counted = counts[name]
            for value in row.values.get(name, ()):
                counted[value] += 1
    return left, tuple(
        _facet(table, name, counted, filters.get(name, frozenset())) for name, counted in counts.items()
    )


def _passing(rows: Iterable[Row], filters: dict[str, frozenset[str]]) -> list[Row]:
    return [
        row
        for row in rows
        if not any(accepted.isdisjoint(row.values.get(name, ())) for name, accepted in filters.items())
    ]


def _facet(table: Table, name: str, counted: Counter[str], chosen: frozenset[str]) -> Facet:
    labels = table.labels[name]
    known = table.collection.filter_named(name)
    values = [
        FacetValue(value, labels.get(value, value), counted[value], value in chosen)
        for value in {*counted, *(chosen & labels.keys())}
    ]
    ordered = sorted(values, key=lambda v: (-v.count, fold(v.label), v.value))
    return Facet(name, known.label(table.lang) if known else name, tuple(ordered))
