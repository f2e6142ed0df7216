# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the page of a list shows: the rows with their values in words, the filters, a sentence for what is filtered."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from grundriss.exporters.text_table import csv_file
from grundriss.listing.collection import Collection, Filter
from grundriss.listing.listing import MOST, Facet, Listing, Wanted, listing
from grundriss.listing.table import Table, require_known
from grundriss.model.state_types import Item
from grundriss.states.membership import Membership
from grundriss.store.snapshot import Snapshot

PAGE: Final = 100
MOST_ROWS: Final = 10_000
_NO_COLUMNS: Final = ("layer", "confidence")


@dataclass(frozen=True, slots=True)
class Line:
    """A row: the element, and for each column the names of its values."""

    item: Item
    cells: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class ListPage:
    """A page of a list. `columns` are the filters that are shown, `chosen` the label of each filter that is set."""

    collection: Collection
    columns: tuple[Filter, ...]
    lines: tuple[Line, ...]
    facets: tuple[Facet, ...]
    chosen: tuple[tuple[str, str], ...]
    listing: Listing
    everything: int


def parameters(collection: Collection) -> list[str]:
    """The parameters that the page of a collection has."""
    filters = [name_of(f) for f in collection.filters]
    return ["q", *filters, *(["state"] if collection.in_states else []), "sort", "cursor"]


def name_of(wanted: Filter) -> str:
    """The parameter of a filter: its short name where it has one."""
    return wanted.alias or wanted.name


def list_page(
    snapshot: Snapshot, table: Table, asked: Mapping[str, str], members: Membership | None = None
) -> ListPage:
    """The page that is asked for. Raises what `grundriss.listing` raises, and UsageError for a value nothing has."""
    wanted = _wanted(table, asked)
    found = listing(snapshot, table, wanted, PAGE, asked.get("cursor"), _given(members))
    columns = tuple(f for f in _columns(table) if f.name not in (*_NO_COLUMNS, *wanted.filters))
    return ListPage(
        collection=table.collection,
        columns=columns,
        lines=_lines(table, found, columns),
        facets=tuple(facet for facet in found.facets if facet.values),
        chosen=tuple(
            (f.label(table.lang), table.labels[f.name][wanted.filters[f.name][0]])
            for f in table.collection.filters
            if f.name in wanted.filters
        ),
        listing=found,
        everything=len(table.rows),
    )


def list_as_csv(
    snapshot: Snapshot, table: Table, asked: Mapping[str, str], members: Membership | None = None
) -> bytes:
    """The whole list, up to 10,000 elements, as a table: key, name and what the columns of the page hold."""
    wanted = _wanted(table, asked)
    lines: list[Line] = []
    cursor = None
    while len(lines) < MOST_ROWS:
        found = listing(snapshot, table, wanted, MOST, cursor, _given(members))
        lines.extend(_lines(table, found, _columns(table)))
        cursor = found.next
        if cursor is None:
            break
    columns = ["key", "label", *(f.name for f in _columns(table)), "id"]
    return csv_file(
        columns,
        ([line.item.key, line.item.label, *map("; ".join, line.cells), line.item.id] for line in lines),
    )


def _wanted(table: Table, asked: Mapping[str, str]) -> Wanted:
    filters = {f.name: (asked[name_of(f)],) for f in table.collection.filters if name_of(f) in asked}
    for name, (value,) in filters.items():
        require_known(table, name, value)
    return Wanted(filters, asked.get("q", ""), asked.get("state"), asked.get("sort", "label"))


def _given(members: Membership | None) -> Callable[[], Membership] | None:
    return (lambda: members) if members else None


def _columns(table: Table) -> tuple[Filter, ...]:
    """The filters that some element of the collection has a value for."""
    return tuple(f for f in table.collection.filters if table.labels[f.name])


def _lines(table: Table, found: Listing, columns: Sequence[Filter]) -> tuple[Line, ...]:
    shown = {item.id for item in found.items}
    rows = {row.node.value: row for row in table.rows if row.node.value in shown}
    return tuple(
        Line(
            item,
            tuple(
                tuple(table.labels[f.name].get(v, v) for v in rows[item.id].values.get(f.name, ()))
                for f in columns
            ),
        )
        for item in found.items
    )
