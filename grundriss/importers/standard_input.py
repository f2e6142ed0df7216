# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""Standard input as a file, for readers that need to look at it twice.

Errors call it `-` where they name a place in it, and by its name in the language otherwise.
"""

import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import copyfileobj
from typing import Final

from grundriss.errors import GrundrissError, InputError
from grundriss.messages import Message

NAME: Final = "-"
"""What stands for standard input in the place of a file."""

_FOLDER: Final = "grundriss-stdin-"


@contextmanager
def standard_input(ending: str = "ttl") -> Iterator[Path]:
    """A copy of standard input for as long as the block lasts; its name ends like that of a file of the format."""
    with tempfile.TemporaryDirectory(prefix=_FOLDER) as folder:
        copy = Path(folder) / f"stdin.{ending}"
        with copy.open("wb") as file:
            copyfileobj(sys.stdin.buffer, file)
        try:
            yield copy
        except GrundrissError as error:
            error.message = _named(error.message, str(copy))
            error.advice = error.advice and _named(error.advice, str(copy))
            if isinstance(error, InputError) and error.location and error.location.startswith(str(copy)):
                error.location = NAME + error.location.removeprefix(str(copy))
            raise


def said_of(file: Path) -> str | Message:
    """What a file is called in a sentence: by its name, and the copy by what it is a copy of."""
    return Message("stdin") if file.parent.name.startswith(_FOLDER) else file.name


def _named(message: Message, copy: str) -> Message:
    """A message that names standard input, and not the copy."""
    named = {
        name: Message("stdin") if str(value) == copy else value for name, value in message.values.items()
    }
    return Message(message.key, named)
