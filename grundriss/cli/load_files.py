# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""What `load` is given: files, or a copy of standard input."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from grundriss.errors import UsageError


@contextmanager
def given_files(files: list[Path], format_name: str | None) -> Iterator[list[Path]]:
    """The files, with a copy of standard input in the place of `-`; UsageError for `-` beside others."""
    from grundriss.importers.standard_input import NAME, standard_input

    if NAME not in map(str, files):
        yield files
        return
    if len(files) > 1:
        raise UsageError("stdin-alone")
    with standard_input(format_name or "ttl") as copy:
        yield [copy]
