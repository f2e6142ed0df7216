# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""Files that are there whole or not at all: written beside, synced, then renamed over."""

import errno
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from grundriss.errors import GrundrissError, InputError, LimitExceeded, PermissionDenied, UsageError
from grundriss.messages import reason


def write_durably(path: Path, parts: Iterable[bytes], *, sync: bool = True) -> None:
    """Write a file so that after a crash it holds either the old or the new content.

    Without `sync` that holds for a process that dies, not for a machine: enough for what can be built again.
    Raises LimitExceeded for a full disk and PermissionDenied for a directory that may not be written; the
    unfinished file is removed.
    """
    with written_durably(path, sync=sync) as file:
        for part in parts:
            file.write(part)


@contextmanager
def written_durably(path: Path, *, sync: bool = True) -> Iterator[BinaryIO]:
    """A file to write to that takes its name when the block ends well; raises as `write_durably`."""
    if path.is_dir():
        raise UsageError("output-is-folder", path=path)
    unfinished = path.with_name(path.name + ".tmp")
    try:
        with unfinished.open("wb") as file:
            yield file
            file.flush()
            if sync:
                os.fsync(file.fileno())
        unfinished.replace(path)
        if sync:
            sync_directory(path.parent)
    except BaseException as error:
        with suppress(OSError):  # a disk that may not be written holds no unfinished file either
            unfinished.unlink(missing_ok=True)
        if isinstance(error, OSError):
            raise disk_error(error, path) from error
        raise


def sync_directory(directory: Path) -> None:
    """Make the names in a directory durable."""
    handle = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def disk_error(error: OSError, path: Path) -> GrundrissError:
    """What an OSError means for the user."""
    text = str(error)
    full = (
        error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
        or "No space left" in text
        or "too large" in text
    )
    if full:
        return LimitExceeded("disk-full", path=path)
    denied = error.errno in (errno.EACCES, errno.EPERM, errno.EROFS) or "Permission denied" in text
    if denied:
        return PermissionDenied("write-denied", path=path)
    if error.errno in (errno.ENOENT, errno.ENOTDIR, errno.EEXIST):
        return InputError("folder-missing", path=path)
    return GrundrissError("write-failed", path=path, reason=reason(error))
