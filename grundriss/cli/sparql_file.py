# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""A query or an update that stands in a file, and where in it something is wrong."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

from grundriss.errors import InputError
from grundriss.messages import reason
from grundriss.sparql.update_request import MOST_BYTES

if TYPE_CHECKING:
    from grundriss.sparql.tokens import MalformedQuery

_ENOUGH: Final = MOST_BYTES + 1


def text_of(name: str) -> str:
    """The text of a file, or of stdin for `-`; of one that is too long, enough to see that it is.

    Raises InputError when it cannot be read.
    """
    try:
        if name == "-":
            return sys.stdin.read(_ENOUGH)
        with Path(name).open(encoding="utf-8") as file:
            return file.read(_ENOUGH)
    except UnicodeDecodeError as error:
        raise InputError("query-encoding", location=name) from error
    except OSError as error:
        raise InputError("query-unreadable", location=name, reason=reason(error)) from error


def misplaced(name: str, error: "MalformedQuery") -> InputError:
    """What is wrong with the text of a file, with its place in the file."""
    place = f"{name}:{error.line}:{error.column}"
    return InputError(error.problem.key, location=place, hint=error.advice, **error.problem.values)
