# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""A folder for what is built only to be read: beside the store, or where that may not be written, the system's own."""

import os
from pathlib import Path
from tempfile import TemporaryDirectory

from grundriss.store.durable import disk_error


def working_folder(beside: Path) -> "TemporaryDirectory[str]":
    """A folder that is gone after its use. On the same disk, table files are linked instead of copied.

    Raises LimitExceeded when the disk is full and PermissionDenied when the system's folder may not be written either.
    """
    writable = os.access(beside, os.W_OK | os.X_OK)
    try:
        return TemporaryDirectory(
            prefix="grundriss-", dir=beside if writable else None, ignore_cleanup_errors=True
        )
    except OSError as error:
        raise disk_error(error, beside) from error
