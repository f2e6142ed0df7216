# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""Any revision as a snapshot: one that is kept, or one built anew from a newer one and the log between them.

A revision is read on the line's effective date and with today's rules: what was known then, not how it was derived.
"""

import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

from pyoxigraph import Quad

from grundriss.errors import NotFound, StoreDamaged
from grundriss.store.asserted import Patch
from grundriss.store.derivation import derive_all
from grundriss.store.generation import Generations, clone, open_for_reading, open_for_writing
from grundriss.store.incremental import follow_changes
from grundriss.store.materialised import MaterialisedStore
from grundriss.store.metadata import Metadata, write_metadata
from grundriss.store.provenance import forget
from grundriss.store.revision_log import RevisionLog, numbered
from grundriss.store.rules import digest
from grundriss.store.working_folder import working_folder

if TYPE_CHECKING:
    from grundriss.store.line import Line
    from grundriss.store.snapshot import Snapshot

FOLLOWED_BACK: Final = 20_000
"""Up to how many changed statements an old revision is made by following them; beyond, it is derived anew."""


def net_patch(log: RevisionLog, a: int, b: int) -> Patch:
    """What changes the statements of revision `a` into those of revision `b`, with nothing added and taken back.

    Raises NotFound for a revision that is not there. `b` may be the earlier one.
    """
    for revision in (a, b):
        if revision and not log.holds(revision):
            raise NotFound("revision-unknown", revision=revision, last=log.last)
    if b < a:
        return net_patch(log, b, a).inverse()
    changes = (log.statements(revision) for revision in range(a + 1, b + 1))
    return moved(*(Patch(frozenset(added), frozenset(removed)) for added, removed in changes))


def moved(*steps: Patch) -> Patch:
    """Changes one after the other as one, with nothing added and taken back."""
    added: dict[Quad, None] = {}
    removed: dict[Quad, None] = {}
    for step in steps:
        _move(step.removed, added, removed)
        _move(step.added, removed, added)
    return Patch(frozenset(added), frozenset(removed))


def _move(quads: Iterable[Quad], cancelled: dict[Quad, None], kept: dict[Quad, None]) -> None:
    for quad in quads:
        if quad in cancelled:
            del cancelled[quad]
        else:
            kept[quad] = None


def snapshot_at(line: "Line", revision: int) -> "Snapshot":
    """The line as it stood at a revision. Raises NotFound when there is no such revision."""
    newest = line.snapshot()
    if newest.revision == revision:
        return newest
    newest.close()
    if revision < 0 or (revision and not line.log.holds(revision)):
        raise NotFound("revision-unknown", revision=numbered(revision, line.scenario), last=line.log.last)
    number, lease = _from(line, revision)
    held = line.generations.metadata(number)
    if held and held.revision == revision:
        return line.open_generation(number, lease)
    try:
        return _built(line, revision, number)
    finally:
        Generations.release(lease)


def _from(line: "Line", revision: int) -> tuple[int, int | None]:
    """A lease of the kept generation that holds the revision, or else of the first after it."""
    held = ((line.generations.metadata(number), number) for number in line.generations.numbers())
    able = [
        (metadata.revision, number)
        for metadata, number in held
        if metadata
        and metadata.revision >= revision
        and (metadata.effective_date, metadata.rules) == (line.today, digest())
    ]
    for _, number in sorted(able):
        with suppress(StoreDamaged):  # removed meanwhile
            return line.generations.lease(number)
    return line.generations.lease()


def _built(line: "Line", revision: int, source: int) -> "Snapshot":
    """Make it from a newer generation, which is leased: as one that is kept, if the workspace may be written."""
    generations = line.generations
    if not os.access(generations.directory, os.W_OK | os.X_OK):
        return _built_aside(line, revision, source)
    number, lease = generations.reserve()
    try:
        generations.annotate(number, _taken_back(line, revision, source, generations.path(number)))
    except BaseException:
        generations.discard(number)
        Generations.release(lease)
        raise
    return line.open_generation(number, lease)


def _built_aside(line: "Line", revision: int, source: int) -> "Snapshot":
    """The same in a folder that is gone with the snapshot."""
    from grundriss.store.snapshot import Snapshot

    folder = working_folder(line.generations.directory)
    try:
        path = Path(folder.name) / "store"
        metadata = _taken_back(line, revision, source, path)
        store = open_for_reading(path)
    except BaseException:
        folder.cleanup()
        raise
    day = metadata.effective_date or line.today
    return Snapshot(store, path, source, revision, day, line.base, None, line.scenario, line, folder=folder)


def _taken_back(line: "Line", revision: int, source: int, path: Path) -> Metadata:
    """Clone a generation to a path and take back what came after the revision."""
    generations = line.generations
    clone(generations.path(source), path)
    store = open_for_writing(path)
    materialised = MaterialisedStore(store, line.base)
    held = generations.metadata(source)
    newest = held.revision if held else line.log.last
    patch = net_patch(line.log, newest, revision)
    if sum(patch.counts) <= FOLLOWED_BACK:
        follow_changes(materialised, line.base, line.today, patch.removed, patch.added)
    else:
        patch.apply(materialised)
        derive_all(store, line.base, line.today)
    forget(store, line.base, range(revision + 1, newest + 1), line.scenario)
    log_hash = line.log.hash_of(revision) if revision else line.root_hash
    metadata = Metadata(revision, log_hash, line.today, digest())
    write_metadata(store, line.base, metadata)
    store.flush()
    return metadata
