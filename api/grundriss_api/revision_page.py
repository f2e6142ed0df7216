# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the page of a revision shows: its head, and what it changed, element by element, in sentences."""

from dataclasses import dataclass
from typing import Final

from pyoxigraph import NamedNode

from grundriss.errors import NotFound
from grundriss.history.change_types import HistoryEntry
from grundriss.history.diff import diff
from grundriss.items import item
from grundriss.model.state_types import Item
from grundriss.store.line import Line
from grundriss.store.revision_log import Entry
from grundriss.store.snapshot import Snapshot
from grundriss_api.element_address import is_known

KINDS: Final = ("changed", "added", "removed")
SHOWN: Final = 300
"""How many elements of a kind are shown."""
LARGEST: Final = 10_000_000
"""Up to how many bytes of the log are read for a page, some seconds' worth; beyond, only `grundriss diff` compares."""
_PACKED: Final = 10  # times as long is what a file holds that is packed
_MOST_DIGITS: Final = 9


@dataclass(frozen=True, slots=True)
class RevisedElement:
    """An element with what was done to it, in sentences; `stands` says whether it is there now and has a page."""

    item: Item
    sentences: tuple[str, ...]
    stands: bool


@dataclass(frozen=True, slots=True)
class RevisionPage:
    """A revision. `elements` are by kind: changed, added, removed; None where the revision is too large to compare.

    `counts` counts those beyond what is shown too. `statements` counts added and removed ones.
    """

    entry: Entry
    hash: str
    decision: Item | None
    elements: dict[str, tuple[RevisedElement, ...]] | None
    counts: dict[str, int]
    statements: tuple[int, int]
    previous: int | None
    next: int | None


def revision_named(line: Line, name: str) -> int:
    """The number of a revision as addresses write it. Raises NotFound for one that is not there."""
    if name.isascii() and name.isdigit() and len(name) <= _MOST_DIGITS and line.log.holds(int(name)):
        return int(name)
    raise NotFound("revision-unknown", revision=name[:20], last=line.log.last)


def revision_page(snapshot: Snapshot, line: Line, number: int, lang: str) -> RevisionPage:
    """The page of a revision that is there; names of elements are those that they had after it."""
    entry = line.log.entry(number)
    by_kind: dict[str, list[RevisedElement]] = {}
    statements = (0, 0)
    small = _is_small(line, number)
    if small:
        found = diff(line, number - 1, number, lang)
        statements = found.quads
        for change in found.elements:
            said = HistoryEntry(entry, change.kind, change.changes).sentences(lang)
            stands = is_known(snapshot, NamedNode(change.element.id))
            by_kind.setdefault(change.kind, []).append(RevisedElement(change.element, tuple(said), stands))
    known = {kind: by_kind[kind] for kind in KINDS if kind in by_kind}
    return RevisionPage(
        entry=entry,
        hash=line.log.hash_of(number),
        decision=item(snapshot.store, NamedNode(entry.decision), lang) if entry.decision else None,
        elements={kind: tuple(some[:SHOWN]) for kind, some in known.items()} if small else None,
        counts={kind: len(some) for kind, some in known.items()},
        statements=statements,
        previous=number - 1 if number > 1 else None,
        next=number + 1 if line.log.holds(number + 1) else None,
    )


def _is_small(line: Line, number: int) -> bool:
    """Whether the log can be read from its end back to a revision while somebody waits."""
    size = 0
    for revision in range(line.log.last, number - 1, -1):
        file = line.log.file_of(revision)
        size += file.stat().st_size * (_PACKED if file.suffix == ".gz" else 1)
        if size > LARGEST:
            return False
    return True
