# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""What happens when: to one element or to the whole landscape, in the order of time."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from pyoxigraph import NamedNode, Store

from grundriss import queries
from grundriss.description import history
from grundriss.errors import NotFound, UsageError
from grundriss.model.partial_date import PartialDate
from grundriss.model.terms import GRU
from grundriss.model.timeline_types import Happening, Timeline
from grundriss.states.elements import ElementReader, ordered
from grundriss.states.replacement import successors
from grundriss.states.when import resolve
from grundriss.store.snapshot import Snapshot


def timeline(
    snapshot: Snapshot,
    element: NamedNode | None = None,
    start: str | None = None,
    end: str | None = None,
    lang: str = "de",
) -> Timeline:
    """What happens to an element (None: to the landscape) from the day of one WHEN to that of another, both inclusive.

    Where it begins with a year or month, it begins with the first day of it.

    Starts and ends, Changes with their reason and decision, responsibilities, and plateaus. What has no day is listed
    apart, whatever days are asked for. Relations are not in it: a gap has them.

    Raises NotFound when nothing is known of the element, UsageError for an unknown WHEN and for days the wrong way
    round.
    """
    first = _first_day(snapshot, start) if start else None
    last = resolve(snapshot, end).day if end else None
    if first and last and last < first:
        raise UsageError("timeline-backwards", start=first.isoformat(), end=last.isoformat())
    nodes = _dated(snapshot.store) if element is None else [element]
    reader = ElementReader(snapshot.store, lang)
    found = _Happenings(snapshot.store, reader, nodes, lang).all()
    if element is not None and not any(reader.values(element).values()):
        raise NotFound("nothing-known", iri=element.value)
    return Timeline(
        state=resolve(snapshot, "ist").name,
        element=None if element is None else reader.item(element),
        start=first.isoformat() if first else None,
        end=last.isoformat() if last else None,
        items=tuple(sorted((h for h in found if _within(h.entry.day, first, last)), key=_in_time)),
        undated=tuple(sorted((h for h in found if h.entry.day is None), key=_in_time)),
        lang=lang,
    )


class _Happenings:
    """What happens to some elements: all of it is read in a few queries."""

    def __init__(self, store: Store, reader: ElementReader, nodes: Sequence[NamedNode], lang: str) -> None:
        self._reader, self._nodes, self._lang = reader, nodes, lang
        about: dict[NamedNode, dict[str, list[NamedNode]]] = defaultdict(lambda: defaultdict(list))
        for some in queries.chunks(nodes):
            for row in queries.rows(store, queries.bind_all("elements/happenings", {"element": some})):
                about[row["element"]][row["property"].value.removeprefix(GRU)].append(row["node"])
        self._about = about
        told = [node for by_property in about.values() for found in by_property.values() for node in found]
        reader.read_ahead([*nodes, *told])
        reader.read_names_ahead(
            value
            for node in told
            for name in history.LINKS
            for value in reader.values(node).get(GRU + name, ())
            if isinstance(value, NamedNode)
        )
        self._successors = successors(store, nodes)
        reader.read_names_ahead(new for found in self._successors.values() for new in found)

    def all(self) -> list[Happening]:
        return [happening for node in self._nodes for happening in self._of(node)]

    def _of(self, node: NamedNode) -> list[Happening]:
        changed = history.changes(self._reader, self._about[node]["changes"], self._lang)
        held = history.responsibilities(self._reader, self._about[node]["responsibleFor"], self._lang)
        following = ordered(self._reader.plain(new) for new in self._successors.get(node, ()))
        return [
            Happening(self._reader.plain(node), entry, following if entry.kind == "end" else ())
            for entry in history.timeline(self._reader.values(node), changed, held, self._lang)
        ]


def _first_day(snapshot: Snapshot, when: str) -> date:
    try:
        return PartialDate.parse(when).first_day
    except ValueError:
        return resolve(snapshot, when).day


def _dated(store: Store) -> list[NamedNode]:
    found = {row["element"] for row in queries.select(store, "elements/dated")}
    return sorted((node for node in found if isinstance(node, NamedNode)), key=str)


def _within(day: str | None, first: date | None, last: date | None) -> bool:
    if day is None:
        return False
    return (first is None or first.isoformat() <= day) and (last is None or day <= last.isoformat())


def _in_time(happening: Happening) -> tuple[str, str, str, str, str]:
    item, entry = happening.element, happening.entry
    return entry.day or "", item.label.casefold(), item.key, entry.kind, entry.text
