# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""A line of revisions: a log and the store that is built from it. A workspace has a main line; a scenario is one."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from pyoxigraph import Store

from grundriss.errors import Conflict, NothingLoaded
from grundriss.model.identifier import Base
from grundriss.store.durable import disk_error
from grundriss.store.effective_date import today as today_in_berlin
from grundriss.store.generation import Generations, is_store_error, open_for_reading, store_error
from grundriss.store.metadata import Metadata, read_metadata
from grundriss.store.revision_log import FIRST, RevisionLog
from grundriss.store.rules import digest
from grundriss.store.snapshot import Snapshot
from grundriss.store.time_travel import snapshot_at
from grundriss.store.writer import Writer
from grundriss.store.writer_lock import writer_lock


class Line:
    """Reading needs no lock; writing takes the lock of the workspace for as long as it lasts."""

    def __init__(
        self, path: Path, base: Base, today: date | None, lock: Path, scenario: str | None = None
    ) -> None:
        self.path = path
        self.base = base
        self.scenario = scenario
        self.log = RevisionLog(path / "log", path / "store" / "logged")
        self.generations = Generations(path / "store")
        self.lock = lock
        self._today = today

    @property
    def main(self) -> "Line":
        """The main line that this line is, or branches off."""
        return self

    @property
    def label(self) -> str | None:
        """The name of a scenario for people; None for the main line."""
        return None

    @property
    def today(self) -> date:
        """The effective date: the fixed one, else today in Europe/Berlin."""
        return self._today or today_in_berlin()

    @property
    def root_hash(self) -> str:
        """The hash that the first revision of the log names."""
        return FIRST

    @property
    def branched_from(self) -> str | None:
        """The IRI of the revision of the main line on which a scenario builds; None for the main line."""
        return None

    def found(self, live: Path) -> None:
        """Put the store into `live` that the first revision of the log builds on; nothing there is an empty one."""

    @contextmanager
    def writing(self) -> Iterator[Writer]:
        """Hold the lock and give the writer, with the store brought up to the log first.

        Raises Conflict while another writes, and what the disk and the store raise.
        """
        try:
            with (
                writer_lock(self.lock),
                self._store_folder(),
                Writer(
                    self.base,
                    self.today,
                    self.log,
                    self.generations,
                    self.found,
                    self.scenario,
                    self.branched_from,
                ) as writer,
            ):
                writer.bring_up_to_date()
                yield writer
        except (OSError, RuntimeError) as error:
            if not is_store_error(error):
                raise
            raise store_error(error, self.path / "store") from error

    def snapshot(self) -> Snapshot:
        """The newest snapshot at the effective date; brings the store up to the log and the day when needed.

        Raises NothingLoaded when nothing was ever loaded, and Conflict while another process brings it to a new day.
        """
        if not self._is_up_to_date():
            try:
                with self.writing():
                    pass
            except Conflict:
                # who writes has logged a revision that is not published yet: the one before is read meanwhile
                if not self._is_of_today():
                    raise
        if not self.generations.current:
            raise NothingLoaded("workspace-empty")
        return self.open_generation(*self.generations.lease())

    def at(self, revision: int) -> Snapshot:
        """The line as it stood at a revision, on the effective date. Raises NotFound when there is no such revision."""
        snapshot = snapshot_at(self, revision)
        snapshot.by_revision = True
        return snapshot

    def open_generation(self, number: int, lease: int | None) -> Snapshot:
        """A leased generation as a snapshot."""
        directory = self.generations.path(number)
        store = open_for_reading(directory)
        metadata = self._metadata(number, store)
        day = metadata.effective_date or self.today
        return Snapshot(
            store, directory, number, metadata.revision, day, self.base, lease, self.scenario, self
        )

    def revisions_back(self, newest: int) -> Iterator[tuple[RevisionLog, int]]:
        """The revisions that a revision of this line builds on, itself included, newest first, each with its log."""
        return ((self.log, revision) for revision in range(newest, 0, -1))

    @contextmanager
    def _store_folder(self) -> Iterator[None]:
        """The folder of the store is there, even when somebody has removed it: the log holds everything."""
        try:
            (self.path / "store").mkdir(exist_ok=True)
        except OSError as error:
            raise disk_error(error, self.path / "store") from error
        yield

    def remove_store(self) -> None:
        """Remove the store, which is built again from the log on the next use."""
        with writer_lock(self.lock):
            shutil.rmtree(self.path / "store", ignore_errors=True)
            (self.path / "store").mkdir(exist_ok=True)

    def _metadata(self, number: int, store: Store | None = None) -> Metadata:
        noted = self.generations.metadata(number)
        if noted is not None:
            return noted
        return read_metadata(store or open_for_reading(self.generations.path(number)), self.base)

    def _is_of_today(self) -> bool:
        """Whether the published snapshot is of the effective date and of today's rules."""
        held = self._published()
        return held is not None and (held.effective_date, held.rules) == (self.today, digest())

    def _published(self) -> Metadata | None:
        if not self.generations.current:
            return None
        number, lease = self.generations.lease()
        try:
            return self._metadata(number)
        finally:
            Generations.release(lease)

    def _is_up_to_date(self) -> bool:
        held = self._published()
        if held is None:
            return not self.log.last and self.scenario is None
        if not os.access(self.path / "store", os.W_OK):
            return True
        wanted = (self.today, digest(), False)
        return (held.effective_date, held.rules, self.log.holds(held.revision + 1)) == wanted
