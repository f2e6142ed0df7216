# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""The writer lock of a workspace: one process writes at a time, and says who it is and since when."""

import fcntl
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from grundriss.errors import Conflict, PermissionDenied
from grundriss.messages import Message
from grundriss.store.durable import disk_error


@contextmanager
def writer_lock(path: Path) -> Iterator[None]:
    """Hold a lock file; Conflict, naming the holder, when another process (or another writer of this one) has it.

    Raises LimitExceeded when the disk is full. The system gives the lock back when its holder dies; what the file says
    is only for people.
    """
    try:
        handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    except OSError as error:
        raise PermissionDenied("folder-write-denied", path=path.parent) from error
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            holder = os.pread(handle, 200, 0).decode(errors="replace").strip() or Message("writer-unnamed")
            raise Conflict("writer-busy", path=path.parent, holder=holder) from error
        _note_holder(handle, path)
        yield
        os.ftruncate(handle, 0)
    finally:
        os.close(handle)


def _note_holder(handle: int, path: Path) -> None:
    since = datetime.now(UTC).isoformat(timespec="seconds")
    try:
        os.ftruncate(handle, 0)
        os.pwrite(handle, f"process {os.getpid()} on {socket.gethostname()} since {since}\n".encode(), 0)
    except OSError as error:
        raise disk_error(error, path) from error
