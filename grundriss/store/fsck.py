# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""fsck: prove that the log is whole and that the store is what the log gives."""

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from pyoxigraph import Quad, Store

from grundriss.errors import StoreDamaged
from grundriss.messages import Message, reason
from grundriss.store.generation import clone, open_for_reading
from grundriss.store.materialised import MaterialisedStore
from grundriss.store.metadata import read_metadata, write_metadata
from grundriss.store.rebuild import replay
from grundriss.store.rules import digest
from grundriss.store.workspace import Workspace


@dataclass(slots=True)
class Check:
    """What was checked and what was found wrong; no faults means all is well."""

    revisions: int = 0
    statements: int = 0
    faults: list[Message] = field(default_factory=list)


def check(workspace: Workspace, since: int | None = None) -> Check:
    """Check every log file's hash and chain, replay the log and compare the result with the store, quad by quad.

    With `since` it is replayed on that revision as time travel reads it, which proves both.
    """
    found = Check()
    _check_log(workspace, found)
    if not found.faults:
        _check_store(workspace, found, since)
    return found


def _check_log(workspace: Workspace, found: Check) -> None:
    previous = None
    try:
        for revision in workspace.log.revisions():
            read = workspace.log.read(revision)
            expected = previous if previous is not None else workspace.log.hash_of(0)
            if read.entry.previous != expected or read.entry.revision != revision:
                found.faults.append(Message("fault-order", {"revision": revision, "before": revision - 1}))
            previous = read.hash
            found.revisions += 1
            found.statements += len(read.added) + len(read.removed)
    except StoreDamaged as error:
        found.faults.append(error.message)


def _check_store(workspace: Workspace, found: Check, since: int | None) -> None:
    try:
        current = workspace.generations.current
        if not current:
            return
        number, lease = workspace.generations.lease()
        try:
            _compare(workspace, workspace.generations.path(number), found, since)
        finally:
            workspace.generations.release(lease)
    except StoreDamaged as error:
        found.faults.append(error.message)
    except OSError as error:
        unreadable = error.errno is None  # the store's own error, of a file that is not what was written
        found.faults.append(
            Message("store-unreadable", {"reason": str(error)}) if unreadable else reason(error)
        )


def _compare(workspace: Workspace, directory: Path, found: Check, since: int | None) -> None:
    store = open_for_reading(directory)
    metadata = read_metadata(store, workspace.base)
    if metadata.revision > workspace.log.last:
        found.faults.append(
            Message("fault-ahead", {"revision": metadata.revision, "last": workspace.log.last})
        )
        return
    if metadata.rules != digest() or metadata.revision < workspace.log.last:
        return  # brought up to date on the next use; nothing to compare with
    with TemporaryDirectory(prefix="grundriss-fsck-", dir=workspace.path) as folder:
        start = Path(folder) / "store"
        if since is not None:
            with workspace.at(since) as snapshot:
                clone(snapshot.directory, start)
        expected = _replayed(workspace, start, metadata.effective_date or workspace.today)
        missing = sum(1 for quad in expected if quad not in store)
        surplus = _surplus(store, expected)
    if missing or surplus:
        found.faults.append(
            Message(
                "fault-statements", {"missing": Message("statements", {"n": missing}), "surplus": surplus}
            )
        )


def _replayed(workspace: Workspace, path: Path, day: date) -> Store:
    store = Store(str(path))
    metadata = replay(MaterialisedStore(store, workspace.base), workspace.log, workspace.base, day)
    write_metadata(store, workspace.base, metadata)
    return store


def _surplus(store: Store, expected: Store) -> int:
    surplus: list[Quad] = [quad for quad in store if quad not in expected]
    return len(surplus)
