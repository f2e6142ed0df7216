# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""Generations: immutable RocksDB directories `store/gen-N`, one per published snapshot (ADR 0002).

A commit clones the newest generation (hard links for the immutable table files, copies of the rest), writes into the
clone, and publishes it by naming it in the file `store/CURRENT`. Nobody ever writes to a published generation, so
any number of processes may read it. A generation is removed when it is not current and its last reader has left.
"""

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from pyoxigraph import Store

from grundriss.errors import Conflict, PermissionDenied, StoreDamaged
from grundriss.store.durable import disk_error, write_durably

_IMMUTABLE: Final = ".sst"
_NOT_CLONED: Final = ("LOCK", "LOG")


class Generations:
    """The folder `store/` of a workspace."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory

    @property
    def current(self) -> int:
        """The number of the published generation; 0 when there is none yet."""
        try:
            text = (self.directory / "CURRENT").read_text("utf-8").strip()
        except FileNotFoundError:
            return 0
        if not text.removeprefix("gen-").isdigit() or not self.path(int(text.removeprefix("gen-"))).is_dir():
            raise StoreDamaged("generation-missing", path=self.directory / "CURRENT", name=text[:40])
        return int(text.removeprefix("gen-"))

    def path(self, number: int) -> Path:
        """The directory of a generation."""
        return self.directory / f"gen-{number}"

    def begin(self) -> tuple[int, Path]:
        """A new directory for the next generation: a clone of the current one, or an empty name."""
        number = max([self.current, *self._numbers()]) + 1
        path = self.path(number)
        try:
            if self.current:
                clone(self.path(self.current), path)
        except OSError as error:
            shutil.rmtree(path, ignore_errors=True)
            raise disk_error(error, path) from error
        return number, path

    def publish(self, number: int) -> None:
        """Make a generation the current one, durably, then remove those that nobody reads."""
        write_durably(self.directory / "CURRENT", [f"gen-{number}\n".encode()])
        self.sweep()

    def discard(self, number: int) -> None:
        """Remove an unpublished generation."""
        shutil.rmtree(self.path(number), ignore_errors=True)

    def sweep(self) -> None:
        """Remove generations that are neither current nor read by anybody. Only the writer calls this."""
        current = self.current
        for number in self._numbers():
            if number != current and _unread(self._reader_lock(number)):
                shutil.rmtree(self.path(number), ignore_errors=True)
                self._reader_lock(number).unlink(missing_ok=True)

    def lease(self) -> tuple[int, int | None]:
        """The current generation and a handle that keeps its directory until `release`.

        The handle is None where the folder cannot be written: nobody can sweep there either.
        """
        while True:
            number = self.current
            if not number:
                raise StoreDamaged("generation-none", path=self.directory)
            try:
                handle = os.open(self._reader_lock(number), os.O_RDWR | os.O_CREAT, 0o644)
            except PermissionError:
                return number, None
            except OSError:
                return number, None
            fcntl.flock(handle, fcntl.LOCK_SH)
            if self.current == number and self.path(number).is_dir():
                return number, handle
            os.close(handle)

    @staticmethod
    def release(handle: int | None) -> None:
        """Give a lease back."""
        if handle is not None:
            os.close(handle)

    def _reader_lock(self, number: int) -> Path:
        return self.directory / f"gen-{number}.readers"

    def _numbers(self) -> list[int]:
        if not self.directory.is_dir():
            return []
        names = (
            entry.name.removeprefix("gen-")
            for entry in self.directory.iterdir()
            if entry.name.startswith("gen-")
        )
        return sorted(int(name) for name in names if name.isdigit())


def clone(source: Path, target: Path) -> None:
    """Copy a closed RocksDB directory: table files, which never change, are linked, the rest is copied."""
    target.mkdir()
    for entry in os.scandir(source):
        if entry.name.endswith(_IMMUTABLE):
            os.link(entry.path, target / entry.name)
        elif not entry.name.startswith(_NOT_CLONED):
            shutil.copyfile(entry.path, target / entry.name)


def open_for_writing(path: Path) -> Store:
    """Open an unpublished generation."""
    try:
        return Store(str(path))
    except OSError as error:
        raise disk_error(error, path) from error


def open_for_reading(path: Path) -> Store:
    """Open a published generation. Raises StoreDamaged when it is not one."""
    try:
        return Store.read_only(str(path))
    except OSError as error:
        raise StoreDamaged("generation-broken", path=path, reason=str(error)) from error


@contextmanager
def writer_lock(path: Path) -> Iterator[None]:
    """Hold the workspace's writer lock; Conflict when another process holds it."""
    try:
        handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    except OSError as error:
        raise PermissionDenied("folder-write-denied", path=path.parent) from error
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise Conflict("writer-busy", path=path.parent) from error
        yield
    finally:
        os.close(handle)


def _unread(lock: Path) -> bool:
    if not lock.exists():
        return True
    handle = os.open(lock, os.O_RDWR)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return True
    except BlockingIOError:
        return False
    finally:
        os.close(handle)
