# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""The writer of a line: the one store that is written to, and its publication as generations (ADR 0009).

Nobody but the holder of the lock opens `store/live`. A change that is not ended (refused, failed, killed) leaves it
marked; it is then thrown away and cloned again from the published generation.
"""

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path
from traceback import clear_frames
from types import TracebackType
from typing import Final

from pyoxigraph import Store

from grundriss.errors import GrundrissError, StoreDamaged
from grundriss.model.identifier import Base
from grundriss.store import rebuild
from grundriss.store.compaction import CompactionAccount
from grundriss.store.durable import disk_error
from grundriss.store.generation import Generations, clone, open_for_writing
from grundriss.store.materialised import MaterialisedStore
from grundriss.store.metadata import Metadata, is_unfinished, mark_unfinished, read_metadata, write_metadata
from grundriss.store.revision_log import RevisionLog
from grundriss.store.rules import digest

_ATTEMPTS: Final = 5


class Writer:
    """Use it in a `with` block, under the writer lock. `metadata` says what the store holds at the moment.

    `branched_from` is the IRI of the revision of the main line on which a scenario builds.
    """

    def __init__(
        self,
        base: Base,
        today: date,
        log: RevisionLog,
        generations: Generations,
        found: Callable[[Path], None] = lambda live: None,
        scenario: str | None = None,
        branched_from: str | None = None,
    ) -> None:
        self.base, self.today, self.log = base, today, log
        self._generations, self._found, self.scenario = generations, found, scenario
        self.branched_from = branched_from
        self._account = CompactionAccount(generations.directory)
        self._store: Store | None = None
        self.metadata = Metadata()

    @property
    def store(self) -> Store:
        """The live store, opened on first use; as it was published unless a change is being made."""
        if self._store is None:
            self._store = self._open()
        return self._store

    @property
    def materialised(self) -> MaterialisedStore:
        """The live store with its default graph kept in step."""
        return MaterialisedStore(self.store, self.base)

    def begin(self) -> None:
        """Note that a change begins: until `publish`, the live store is not worth keeping."""
        mark_unfinished(self.store, self.base)

    def abandon(self) -> None:
        """Throw away what was written since `begin`."""
        self._store = None
        _remove(self._generations.live)

    def publish(self, metadata: Metadata) -> None:
        """Make what the live store holds the newest generation."""
        write_metadata(self.store, self.base, metadata)
        before = self._generations.current
        number, lease = self._generations.reserve()
        try:
            self.store.backup(str(self._generations.path(number)))
            self._generations.publish(number, metadata)
        except OSError as error:
            if self._generations.current != number:
                self._generations.discard(number)
            raise disk_error(error, self._generations.path(number)) from error
        finally:
            self._generations.release(lease)
        self.metadata = metadata
        if before:
            self._compact_when_due(*map(self._generations.path, (before, number)))

    def withdraw(self, revision: int) -> None:
        """Take the log entry of a revision back that could not be published."""
        held = self._generations.metadata(self._generations.current)
        if held is None and self._generations.current:
            return  # nobody can tell: the log says what is true
        if held is None or held.revision < revision:
            self.log.withdraw(revision)

    def bring_up_to_date(self) -> None:
        """Replay what the store lacks of the log, and derive again when the day or the rules differ."""
        held = self._published()
        current = bool(self._generations.current)
        if current and held.revision and not self.log.holds(held.revision):
            raise StoreDamaged("log-too-short", path=self.log.directory, revision=held.revision)
        missing = self.log.holds(held.revision + 1)
        if current and not missing and (held.effective_date, held.rules) == (self.today, digest()):
            return
        if not current and not missing and self.log.last:
            self.log.revisions()  # the first ones are missing
        if not current and not missing and read_metadata(self.store, self.base) == Metadata():
            return
        try:
            self.begin()
            metadata = rebuild.replay(self.materialised, self.log, self.base, self.today)
            self.publish(metadata)
        except BaseException:
            self.abandon()
            raise

    def __enter__(self) -> "Writer":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._store is not None and is_unfinished(self._store, self.base):
            self.abandon()
        self._store = None
        if trace is not None:
            # whoever keeps the error, as a notebook does, would keep the store open by what its frames hold
            clear_frames(trace)

    def _compact_when_due(self, before: Path, after: Path) -> None:
        """Merge the tables of many commits. What they hold is published: no failure of it is one of the commit."""
        try:
            if self._account.is_due(before, after):
                self.store.optimize()
                self._account.settle()
        except (OSError, RuntimeError, GrundrissError):
            self.abandon()  # a store that could not be written is cloned again from what is published

    def _published(self) -> Metadata:
        current = self._generations.current
        if not current:
            return Metadata()
        self.metadata = self._generations.metadata(current) or read_metadata(self.store, self.base)
        return self.metadata

    def _open(self) -> Store:
        live, current = self._generations.live, self._generations.current
        if live.is_dir():
            kept = self._as_published(live, current)
            if kept is not None:
                return kept
            _remove(live)
        if current:
            clone(self._generations.path(current), live)
        else:
            self._found(live)
        return open_for_writing(live)

    def _as_published(self, live: Path, current: int) -> Store | None:
        """The live store of the writer before, where it holds what is published."""
        try:
            store = open_for_writing(live)
        except GrundrissError:
            return None  # what a killed writer left, or the rest of what was thrown away
        wanted = self._generations.metadata(current) if current else Metadata()
        whole = not is_unfinished(store, self.base) and read_metadata(store, self.base) == wanted
        return store if whole else None


def _remove(live: Path) -> None:
    """Remove the live store. While something still holds it open, its engine may add a file meanwhile: once more."""
    for _ in range(_ATTEMPTS):
        shutil.rmtree(live, ignore_errors=True)
        if not live.exists():
            return
