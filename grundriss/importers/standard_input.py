# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""Standard input as a file, for readers that need to look at it twice; errors call it `-`."""

import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import copyfileobj
from typing import Final

from grundriss.errors import InputError

NAME: Final = "-"
"""What stands for standard input in the place of a file."""


@contextmanager
def standard_input(ending: str = "ttl") -> Iterator[Path]:
    """A copy of standard input for as long as the block lasts; its name ends like that of a file of the format."""
    with tempfile.TemporaryDirectory(prefix="grundriss-stdin-") as folder:
        copy = Path(folder) / f"stdin.{ending}"
        with copy.open("wb") as file:
            copyfileobj(sys.stdin.buffer, file)
        try:
            yield copy
        except InputError as error:
            if error.location and error.location.startswith(str(copy)):
                error.location = NAME + error.location.removeprefix(str(copy))
            raise
