# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""A workspace: a folder with grundriss.toml, the log of revisions and the store that is built from it."""

import os
import shutil
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Final

from grundriss.errors import Conflict, InputError, NotFound, PermissionDenied
from grundriss.messages import reason
from grundriss.model.identifier import Base
from grundriss.model.terms import DEFAULT_BASE
from grundriss.store import rebuild
from grundriss.store.durable import disk_error, write_durably
from grundriss.store.effective_date import today as today_in_berlin
from grundriss.store.generation import Generations, open_for_reading, writer_lock
from grundriss.store.metadata import read_metadata
from grundriss.store.revision_log import RevisionLog
from grundriss.store.rules import digest
from grundriss.store.snapshot import Snapshot

SETTINGS_FILE: Final = "grundriss.toml"
_SETTINGS: Final = """# A Grundriss workspace.
[workspace]
format = 1

# The address that the IRIs of its elements start with. It cannot be changed later.
base = "{base}"
"""
_FOLDERS: Final = ("data", "shapes", "queries", "views", "log", "store")


class Workspace:
    """An open workspace. Reading needs no lock; writing takes the writer lock for as long as it lasts."""

    def __init__(self, path: Path, base: Base, today: date | None = None) -> None:
        self.path = path
        self.base = base
        self.log = RevisionLog(path / "log")
        self.generations = Generations(path / "store")
        self._today = today

    @classmethod
    def init(cls, path: Path, base: Base | None = None) -> "Workspace":
        """Make a workspace in an empty or new folder; PermissionDenied or Conflict leave the folder as it was."""
        base = base or Base(DEFAULT_BASE)
        if (path / SETTINGS_FILE).exists():
            raise Conflict("workspace-exists", path=path)
        try:
            for name in _FOLDERS:
                (path / name).mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise disk_error(error, path) from error
        text = _SETTINGS.format(base=base.iri)
        write_durably(path / SETTINGS_FILE, [text.encode()])
        return cls(path, base)

    @classmethod
    def open(cls, path: Path, today: date | None = None) -> "Workspace":
        """Open the workspace in a folder; `today` fixes the effective date instead of the clock.

        Raises NotFound when the folder is no workspace and InputError when its settings cannot be read.
        """
        settings = path / SETTINGS_FILE
        try:
            values = tomllib.loads(settings.read_text(encoding="utf-8"))
            base = Base(str(values["workspace"]["base"]))
        except FileNotFoundError as error:
            raise NotFound("workspace-unknown", path=path) from error
        except (tomllib.TOMLDecodeError, UnicodeDecodeError, KeyError, TypeError) as error:
            raise InputError("settings-broken", location=str(settings), reason=str(error)) from error
        except OSError as error:
            raise PermissionDenied("settings-unreadable", path=settings, reason=reason(error)) from error
        return cls(path, base, today)

    @property
    def today(self) -> date:
        """The effective date: the fixed one, else today in Europe/Berlin."""
        return self._today or today_in_berlin()

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Hold the writer lock, with the store brought up to the log first."""
        with writer_lock(self.path / "lock"):
            self._bring_up_to_date()
            yield

    def snapshot(self) -> Snapshot:
        """The newest snapshot at the effective date; brings the store up to the log and the day when needed.

        Raises NotFound when nothing was ever loaded.
        """
        if not self._is_up_to_date():
            with writer_lock(self.path / "lock"):
                self._bring_up_to_date()
        if not self.generations.current:
            raise NotFound("workspace-empty")
        number, lease = self.generations.lease()
        directory = self.generations.path(number)
        store = open_for_reading(directory)
        metadata = read_metadata(store, self.base)
        day = metadata.effective_date or self.today
        return Snapshot(store, directory, number, metadata.revision, day, self.base, lease)

    def _is_up_to_date(self) -> bool:
        current = self.generations.current
        if not current:
            return self.log.last == 0
        number, lease = self.generations.lease()
        try:
            metadata = read_metadata(open_for_reading(self.generations.path(number)), self.base)
        finally:
            Generations.release(lease)
        if not os.access(self.path / "store", os.W_OK):
            return True
        return (metadata.revision, metadata.effective_date, metadata.rules) == (
            self.log.last,
            self.today,
            digest(),
        )

    def _bring_up_to_date(self) -> None:
        """Replay what the store lacks of the log, and derive again when the day or the rules differ."""
        if not self._is_up_to_date():
            rebuild.bring_up_to_date(self.generations, self.log, self.base, self.today)

    def remove_store(self) -> None:
        """Remove the store, which is built again from the log on the next use."""
        with writer_lock(self.path / "lock"):
            shutil.rmtree(self.path / "store", ignore_errors=True)
            (self.path / "store").mkdir()
