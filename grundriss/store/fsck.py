# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""fsck: prove that the log is whole and that each store on disk is what the log gives.

What may be read is checked: the published generation and those that are kept beside it, and what the next commit
builds on, the store of the writer. One pass over the log stops at the revision of each.
"""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Final

from pyoxigraph import Store

from grundriss.errors import Conflict, GrundrissError, InputError, NotFound, PermissionDenied, StoreDamaged
from grundriss.messages import Message
from grundriss.store.durable import disk_error
from grundriss.store.generation import (
    Generations,
    clone,
    is_store_error,
    open_for_reading,
    open_for_writing,
    store_error,
)
from grundriss.store.line import Line
from grundriss.store.materialised import MaterialisedStore
from grundriss.store.metadata import Metadata, is_unfinished, read_metadata, write_metadata
from grundriss.store.orders import Counts, differing_orders
from grundriss.store.rebuild import replay
from grundriss.store.rules import digest
from grundriss.store.scenario import FOLDER, SETTINGS_FILE, Scenario, lost_settings, scenario_names
from grundriss.store.working_folder import working_folder
from grundriss.store.writer_lock import writer_lock

_NO_DAY: Final = date.min


@dataclass(slots=True)
class Check:
    """What was checked and what was found wrong; no faults means all is well.

    `revisions` and `statements` are of the log, after the revision `since`; `stores` is how many stores were compared
    with it. `unchecked` says what could not be looked at and is no fault.
    """

    revisions: int = 0
    statements: int = 0
    stores: int = 0
    since: int = 0
    faults: list[Message] = field(default_factory=list)
    unchecked: list[Message] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Target:
    """A store that must be what the log gives at its revision, on its day."""

    directory: Path
    name: str
    metadata: Metadata

    @property
    def place(self) -> tuple[int, date]:
        return self.metadata.revision, self.metadata.effective_date or _NO_DAY


def check(line: Line, since: int | None = None, *, published_only: bool = False) -> Check:
    """Check every log file's hash and chain, replay the log and compare the result with each store of the line, quad
    by quad and in each of its orders; with `published_only`, with the one that readers are given.

    With `since` only what came after that revision is checked and replayed on it, as time travel reads it.
    Raises what the disk raises when it is full or may not be read: then nothing is known.
    Of the main line's scenarios it says which have lost their settings.
    """
    found = check_log(line, since or 0)
    if not found.faults:
        with _telling(found, line.path / "store"):
            _check_stores(line, found, since, published_only)
    if line.scenario is None:
        found.faults += lost_settings(line)
    return found


def check_all(main: Line) -> dict[str | None, Check]:
    """Check the main line (None) and every scenario (its name). Raises as `check`."""
    found: dict[str | None, Check] = {None: check(main)}
    for name in scenario_names(main):
        try:
            scenario = Scenario.open(main, name)
        except InputError as error:
            path = main.path / FOLDER / name / SETTINGS_FILE
            fault = Message("fault-scenario", {"path": path, "reason": error.message})
            found[name] = Check(faults=[fault])
        except (NotFound, StoreDamaged):
            continue  # dropped meanwhile, or told with the main line
        else:
            found[name] = check(scenario)
    return found


def rebuild_all(line: Line) -> None:
    """Build the store of a line again from its log and, when it is the main line, those of its scenarios.

    A scenario whose log is damaged keeps the store that it has. Raises as `Line.snapshot` does.
    """
    _rebuild(line)
    for name in scenario_names(line) if line.scenario is None else ():
        with suppress(InputError, NotFound):
            scenario = Scenario.open(line, name)
            if not check_log(scenario).faults:
                _rebuild(scenario)


def _rebuild(line: Line) -> None:
    line.remove_store()
    with suppress(NotFound):  # nothing was ever loaded
        line.snapshot().close()


def check_log(line: Line, since: int = 0) -> Check:
    """Check the hash of every log file after `since`, and that each revision follows on the one before, the first on
    the root.
    """
    found = Check(since=since)
    try:
        revisions = line.log.revisions()
        previous = line.log.hash_of(since) if since else line.root_hash
        for revision in revisions[since:]:
            read = line.log.read(revision)
            if read.entry.previous != previous or read.entry.revision != revision:
                found.faults.append(Message("fault-order", {"revision": revision, "before": revision - 1}))
            previous = read.hash
            found.revisions += 1
            found.statements += len(read.added) + len(read.removed)
    except (StoreDamaged, NotFound) as error:
        found.faults.append(error.message)
    return found


@contextmanager
def _telling(found: Check, path: Path) -> Iterator[None]:
    """Damage is a fault; that the disk is full or may not be written is none, but an error of its own."""
    try:
        yield
    except StoreDamaged as error:
        found.faults.append(error.message)
    except (OSError, RuntimeError) as error:
        if is_store_error(error):
            told = store_error(error, path)
        elif isinstance(error, OSError):
            told = disk_error(error, path)
        else:
            raise
        if not isinstance(told, StoreDamaged):
            raise told from error
        found.faults.append(told.message)


def _check_stores(line: Line, found: Check, since: int | None, published_only: bool) -> None:
    generations = line.generations
    if not generations.current:
        # a store that was never published is built on the next use; one that is not there was taken away
        if line.log.last and (not generations.directory.is_dir() or len(generations.numbers()) > 1):
            found.faults.append(Message("fault-lost", {"path": generations.directory}))
        return
    with working_folder(line.path) as folder, ExitStack() as leases:
        targets = list(_generations(line, found, leases, published_only))
        if not published_only:
            targets += _live(line, found, Path(folder) / "live")
        due = [target for target in targets if target.metadata.revision >= (since or 0)]
        if due:
            _compare(line, found, since, sorted(due, key=lambda target: target.place), Path(folder) / "store")


def _generations(line: Line, found: Check, leases: ExitStack, published_only: bool) -> Iterator[_Target]:
    """The generations that may be read, leased; not those of other rules, which nobody reads again."""
    generations = line.generations
    current = generations.current
    for number in [current] if published_only else generations.numbers():
        noted = generations.metadata(number)
        note = generations.note(number)
        if noted is None and number != current and not note.exists():
            continue  # not finished
        try:
            _, lease = generations.lease(number)
        except StoreDamaged:
            if number == current:
                raise
            continue  # removed meanwhile
        leases.callback(Generations.release, lease)
        directory = generations.path(number)
        with _telling(found, directory):
            stored = read_metadata(open_for_reading(directory), line.base)
            metadata = noted or stored
            if note.exists() and noted != stored:  # it is renamed into place, so no commit leaves half of one
                found.faults.append(Message("fault-note", {"path": note}))
            elif metadata.revision > line.log.last:
                revision, last = metadata.revision, line.log.last
                found.faults.append(Message("fault-ahead", {"revision": revision, "last": last}))
            elif metadata.rules == digest():
                yield _Target(directory, f"store/{directory.name}", metadata)


def _live(line: Line, found: Check, copy: Path) -> Iterator[_Target]:
    """The store of the writer, where the next commit would build on it: else it is thrown away anyhow."""
    live, current = line.generations.live, line.generations.current
    if not live.is_dir():
        return
    try:
        with writer_lock(line.lock):
            clone(live, copy)
            published = line.generations.metadata(current)
    except (Conflict, PermissionDenied) as error:
        found.unchecked.append(Message("fsck-live-unchecked", {"path": live, "reason": error.message}))
        return
    try:
        store = open_for_writing(copy)
        metadata = read_metadata(store, line.base)
        kept = not is_unfinished(store, line.base) and metadata == published
        del store
    except (StoreDamaged, ValueError, KeyError):
        return
    except (OSError, RuntimeError) as error:
        if not is_store_error(error):
            raise
        return
    if kept and metadata.rules == digest() and metadata.revision <= line.log.last:
        yield _Target(copy, "store/live", metadata)


def _compare(line: Line, found: Check, since: int | None, targets: list[_Target], start: Path) -> None:
    """Replay the log once, and compare each store when its revision and its day are reached."""
    if since is None:
        line.found(start)
    else:
        with line.at(since) as snapshot:
            clone(snapshot.directory, start)
    expected = Store(str(start))
    reached: tuple[int, date] | None = None
    for target in targets:
        if target.place != reached:
            revision, day = reached = target.place
            metadata = replay(MaterialisedStore(expected, line.base), line.log, line.base, day, revision)
            if not metadata.log_hash:
                metadata = Metadata(0, line.root_hash, day, digest())
            write_metadata(expected, line.base, metadata)
        with _telling(found, target.directory):
            _compare_one(expected, target, found)


def _compare_one(expected: Store, target: _Target, found: Check) -> None:
    """Walk through a store once, and say what it lacks or has too much, in any of its orders."""
    counts, held, common = Counts(), 0, 0
    try:
        store = open_for_reading(target.directory)
        for quad in store:
            counts.add(quad)
            held += 1
            common += quad in expected
        missing, surplus = len(expected) - common, held - common
        # what holds the same statements has the same numbers of them in each order
        unsorted = 0 if missing or surplus else differing_orders(store, counts)
    except GrundrissError as error:
        found.faults.append(error.message)
        return
    found.stores += 1
    if missing or surplus:
        lacking = Message("statements", {"n": missing})
        found.faults.append(
            Message("fault-statements", {"store": target.name, "missing": lacking, "surplus": surplus})
        )
    elif unsorted:
        found.faults.append(Message("fault-orders", {"store": target.name, "n": unsorted}))
