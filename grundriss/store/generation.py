# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""Generations: immutable RocksDB directories `store/gen-N`, one per published snapshot (ADR 0002).

The writer works on `store/live`, which nobody else opens, and publishes a generation by a backup of it (hard links)
that it names in the file `store/CURRENT`. Nobody ever writes to a published generation, so any number of processes
may read it. Beside the current generation the last few are kept; others go when their last reader has left.
"""

import fcntl
import os
import shutil
from contextlib import suppress
from pathlib import Path
from typing import Final

from pyoxigraph import Store

from grundriss.errors import GrundrissError, StoreDamaged
from grundriss.store.durable import disk_error, write_durably
from grundriss.store.metadata import Metadata

KEPT: Final = 4
"""How many generations beside the current one stay on disk without a reader."""

_IMMUTABLE: Final = ".sst"
_NOT_CLONED: Final = ("LOCK", "LOG")
_OLD_RECORD: Final = "LOG.old."
_STORE_ERRORS: Final = ("Corruption", "IO error")


class Generations:
    """The folder `store/` of a line of revisions."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory

    @property
    def live(self) -> Path:
        """The directory that the writer works in."""
        return self.directory / "live"

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

    def metadata(self, number: int) -> Metadata | None:
        """What a generation says of itself, without opening it; None where its note is not there or not whole."""
        try:
            return Metadata.from_json(self.note(number).read_text("utf-8"))
        except (FileNotFoundError, ValueError):
            return None

    def reserve(self) -> tuple[int, int]:
        """A number for the next generation, and a handle that keeps it from being swept until `release`."""
        number = max([self.current, *self.numbers()]) + 1
        while True:
            try:
                handle = os.open(self._reader_lock(number), os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o644)
            except FileExistsError:
                number += 1
                continue
            except OSError as error:
                raise disk_error(error, self.directory) from error
            fcntl.flock(handle, fcntl.LOCK_SH)
            return number, handle

    def annotate(self, number: int, metadata: Metadata) -> None:
        """Note beside a complete generation what it holds: from now on it may be read."""
        write_durably(self.note(number), [metadata.to_json().encode()], sync=False)

    def publish(self, number: int, metadata: Metadata) -> None:
        """Make a generation the current one, durably, then remove those that are no longer kept."""
        self.annotate(number, metadata)
        write_durably(self.directory / "CURRENT", [f"gen-{number}\n".encode()])
        with suppress(OSError):  # it is published; the next sweep removes what this one could not
            self.sweep()

    def discard(self, number: int) -> None:
        """Remove a generation that is not the current one."""
        self.note(number).unlink(missing_ok=True)
        shutil.rmtree(self.path(number), ignore_errors=True)
        shutil.rmtree(self.directory / f"gen-{number}.tmp", ignore_errors=True)  # of a killed commit
        (self.directory / f"gen-{number}.json.tmp").unlink(missing_ok=True)
        self._reader_lock(number).unlink(missing_ok=True)

    def sweep(self) -> None:
        """Remove what nobody reads: unfinished generations, and finished ones beyond the last few."""
        current = self.current
        finished = [n for n in self.numbers() if n != current and self.metadata(n) is not None]
        kept = {current, *finished[-KEPT:]}
        for number in self.numbers():
            if number in kept:
                continue
            handle = _exclusive(self._reader_lock(number))
            if handle is not None:
                self.discard(number)
                os.close(handle)

    def clear(self) -> bool:
        """Remove everything, but generations that somebody reads; whether nothing is left."""
        (self.directory / "CURRENT").unlink(missing_ok=True)
        shutil.rmtree(self.live, ignore_errors=True)
        for number in self.numbers():
            handle = _exclusive(self._reader_lock(number))
            if handle is not None:
                self.discard(number)
                os.close(handle)
        return not self.numbers()

    def lease(self, number: int | None = None) -> tuple[int, int | None]:
        """A generation (the current one) and a handle that keeps its directory until `release`.

        The handle is None where the folder cannot be written: nobody can sweep there either. Raises StoreDamaged
        when there is no such generation (any more).
        """
        while True:
            wanted = self.current if number is None else number
            if not wanted or not self.path(wanted).is_dir():
                raise StoreDamaged("generation-none", path=self.directory)
            try:
                handle = os.open(self._reader_lock(wanted), os.O_RDWR | os.O_CREAT, 0o644)
            except OSError:
                return wanted, None
            fcntl.flock(handle, fcntl.LOCK_SH)
            if self.path(wanted).is_dir() and (number is not None or self.current == wanted):
                return wanted, handle
            os.close(handle)

    @staticmethod
    def release(handle: int | None) -> None:
        """Give a lease back."""
        if handle is not None:
            os.close(handle)

    def numbers(self) -> list[int]:
        """The numbers of all generations on disk, ascending, finished or not."""
        if not self.directory.is_dir():
            return []
        names = (
            entry.name.removeprefix("gen-").partition(".")[0]
            for entry in self.directory.iterdir()
            if entry.name.startswith("gen-")
        )
        return sorted({int(name) for name in names if name.isdigit()})

    def _reader_lock(self, number: int) -> Path:
        return self.directory / f"gen-{number}.readers"

    def note(self, number: int) -> Path:
        return self.directory / f"gen-{number}.json"


def clone(source: Path, target: Path) -> None:
    """Copy a closed RocksDB directory: table files, which never change, are linked if possible, the rest is copied."""
    try:
        target.mkdir(parents=True)
        for entry in os.scandir(source):
            if entry.name.endswith(_IMMUTABLE):
                _link(entry.path, target / entry.name)
            elif not entry.name.startswith(_NOT_CLONED):
                shutil.copyfile(entry.path, target / entry.name)
    except OSError as error:
        shutil.rmtree(target, ignore_errors=True)
        raise disk_error(error, target) from error


def _link(source: str, target: Path) -> None:
    try:
        os.link(source, target)
    except OSError:  # another disk, or somebody else's file
        shutil.copyfile(source, target)


def open_for_writing(path: Path) -> Store:
    """Open a directory that is not published.

    The engine keeps a record of its own for each of the last thousand times; those before this one are removed, as
    it lists them whenever it opens the directory.
    """
    try:
        for record in path.glob(f"{_OLD_RECORD}*"):
            record.unlink(missing_ok=True)
        return Store(str(path))
    except OSError as error:
        raise disk_error(error, path) from error
    except RuntimeError as error:
        raise StoreDamaged("generation-broken", path=path, reason=str(error).rstrip(" .")) from error


def open_for_reading(path: Path) -> Store:
    """Open a published generation. Raises StoreDamaged when it is not one."""
    try:
        return Store.read_only(str(path))
    except (
        OSError,
        RuntimeError,
    ) as error:  # the store says of some damaged files the one, of some the other
        raise StoreDamaged("generation-broken", path=path, reason=str(error).rstrip(" .")) from error


def is_store_error(error: BaseException) -> bool:
    """Whether an error is the store's own: of a file that is not what was written, or that cannot be written.

    >>> is_store_error(RuntimeError("Corruption: block checksum mismatch")), is_store_error(RuntimeError("x"))
    (True, False)
    """
    if isinstance(error, OSError):
        return error.errno is None
    return type(error) is RuntimeError and str(error).startswith(_STORE_ERRORS)


def store_error(error: BaseException, path: Path) -> GrundrissError:
    """What an error of the store itself means for the user: a full disk, a missing right, or damage."""
    found = disk_error(OSError(str(error)), path)
    if type(found) is GrundrissError:
        return StoreDamaged("store-damaged", path=path, reason=str(error).rstrip(" ."))
    return found


def _exclusive(lock: Path) -> int | None:
    """A handle that no reader shares; None when somebody reads."""
    handle = os.open(lock, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return handle
    except BlockingIOError:
        os.close(handle)
        return None
