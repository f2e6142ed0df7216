# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""A query or an update that stands in a file, and where in it something is wrong."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

from grundriss.errors import InputError
from grundriss.messages import Message, reason
from grundriss.sparql.update_request import MOST_BYTES

if TYPE_CHECKING:
    from grundriss.sparql.gate import UpdateRefused
    from grundriss.sparql.tokens import MalformedQuery

_ENOUGH: Final = MOST_BYTES + 1


def text_of(name: str) -> str:
    """The text of a file, or of stdin for `-`; of one that is too long, enough to see that it is.

    Raises InputError when it cannot be read.
    """
    try:
        if name == "-":
            return sys.stdin.buffer.read(_ENOUGH).decode()
        with Path(name).open(encoding="utf-8") as file:
            return file.read(_ENOUGH)
    except UnicodeDecodeError as error:
        raise InputError("file-encoding", location=name) from error
    except FileNotFoundError as error:
        raise InputError("file-missing", location=name) from error
    except OSError as error:
        raise InputError("file-unreadable", location=name, reason=reason(error)) from error


@contextmanager
def placed_in(name: str | None) -> Iterator[None]:
    """What is wrong with a text is told with its place in the file of this name, None for none: an InputError.

    A query where an update belongs, and an update in the place of a query, are mistakes of the text too.
    """
    from grundriss.sparql.gate import UpdateRefused
    from grundriss.sparql.tokens import MalformedQuery

    try:
        yield
    except MalformedQuery as error:
        raise _misplaced(name, error, error.problem, error.advice) from error
    except UpdateRefused as error:
        problem = Message("query-changes", {"word": error.word})
        raise _misplaced(name, error, problem, problem.hint) from error


def _misplaced(
    name: str | None, error: "MalformedQuery | UpdateRefused", problem: Message, hint: Message | None
) -> InputError:
    if name is None:
        return InputError("at-line", hint=hint, line=error.line, column=error.column, problem=problem)
    place = f"{name}:{error.line}:{error.column}"
    return InputError(problem.key, location=place, hint=hint, **problem.values)
