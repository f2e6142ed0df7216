# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""fsck: prove that the log is whole and that the store is what the log gives."""

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from pyoxigraph import Store

from grundriss.errors import NotFound, StoreDamaged
from grundriss.messages import Message, reason
from grundriss.store.generation import clone, is_store_error, open_for_reading, store_error
from grundriss.store.line import Line
from grundriss.store.materialised import MaterialisedStore
from grundriss.store.metadata import read_metadata, write_metadata
from grundriss.store.orders import Counts, differing_orders
from grundriss.store.rebuild import replay
from grundriss.store.rules import digest
from grundriss.store.scenario import lost_settings


@dataclass(slots=True)
class Check:
    """What was checked and what was found wrong; no faults means all is well."""

    revisions: int = 0
    statements: int = 0
    faults: list[Message] = field(default_factory=list)


def check(line: Line, since: int | None = None) -> Check:
    """Check every log file's hash and chain, replay the log and compare the result with the store, quad by quad
    and in each of its orders.

    With `since` it is replayed on that revision as time travel reads it, which proves both. Of the main line's
    scenarios it says which have lost their settings.
    """
    found = check_log(line)
    if not found.faults:
        _check_store(line, found, since)
    if line.scenario is None:
        found.faults += lost_settings(line)
    return found


def check_log(line: Line) -> Check:
    """Check the hash of every log file, and that each revision follows on the one before, the first on the root."""
    found = Check()
    try:
        previous = line.root_hash
        for revision in line.log.revisions():
            read = line.log.read(revision)
            if read.entry.previous != previous or read.entry.revision != revision:
                found.faults.append(Message("fault-order", {"revision": revision, "before": revision - 1}))
            previous = read.hash
            found.revisions += 1
            found.statements += len(read.added) + len(read.removed)
    except (StoreDamaged, NotFound) as error:
        found.faults.append(error.message)
    return found


def _check_store(line: Line, found: Check, since: int | None) -> None:
    try:
        current = line.generations.current
        if not current:
            return
        number, lease = line.generations.lease()
        try:
            _compare(line, line.generations.path(number), found, since)
        finally:
            line.generations.release(lease)
    except StoreDamaged as error:
        found.faults.append(error.message)
    except (OSError, RuntimeError) as error:
        if is_store_error(error):
            found.faults.append(store_error(error, line.path / "store").message)
        elif isinstance(error, OSError):
            found.faults.append(reason(error))
        else:
            raise


def _compare(line: Line, directory: Path, found: Check, since: int | None) -> None:
    store = open_for_reading(directory)
    metadata = read_metadata(store, line.base)
    if metadata.revision > line.log.last:
        found.faults.append(Message("fault-ahead", {"revision": metadata.revision, "last": line.log.last}))
        return
    if metadata.rules != digest() or metadata.revision < line.log.last:
        return  # brought up to date on the next use; nothing to compare with
    with TemporaryDirectory(prefix="grundriss-fsck-", dir=line.path) as folder:
        start = Path(folder) / "store"
        if since is None:
            line.found(start)
        else:
            with line.at(since) as snapshot:
                clone(snapshot.directory, start)
        expected = _replayed(line, start, metadata.effective_date or line.today)
        missing, surplus, counts = _compared(store, expected)
        unsorted = differing_orders(store, counts)
    if missing or surplus:
        found.faults.append(
            Message(
                "fault-statements", {"missing": Message("statements", {"n": missing}), "surplus": surplus}
            )
        )

    elif unsorted:
        found.faults.append(Message("fault-orders", {"n": unsorted}))


def _replayed(line: Line, path: Path, day: date) -> Store:
    store = Store(str(path))
    metadata = replay(MaterialisedStore(store, line.base), line.log, line.base, day)
    write_metadata(store, line.base, metadata)
    return store


def _compared(store: Store, expected: Store) -> tuple[int, int, Counts]:
    """How many statements a store lacks, how many it has too many, and how often each term is expected where."""
    missing, common, counts = 0, 0, Counts()
    for quad in expected:
        if quad in store:
            common += 1
        else:
            missing += 1
        counts.add(quad)
    return missing, sum(1 for _ in store) - common, counts
