# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""The exception tree: each kind of failure is mapped once to an exit status and once to an HTTP status.

Exit statuses follow the table in the documentation of the command line; HTTP statuses are the ones of the
problem document (RFC 9457) that the server makes of the same exception.
"""

from typing import ClassVar


class GrundrissError(Exception):
    """Base of every failure that a user can understand; `str(error)` is a whole sentence.

    `hint` says how to fix it, in one sentence, or is None. `pointer` is the place in a request that is meant, as a JSON
    Pointer such as `/query/state`; whoever reads the request sets it.
    """

    exit_status: ClassVar[int] = 70
    http_status: ClassVar[int] = 500
    title: ClassVar[str] = "Internal error"

    def __init__(self, message: str, *, hint: str | None = None) -> None:
        super().__init__(message)
        self.hint = hint
        self.pointer: str | None = None


class UsageError(GrundrissError):
    """The request itself is wrong: an unknown option, format, name or date."""

    exit_status = 2
    http_status = 400
    title = "The request is not understood"


class Ambiguous(UsageError):
    """A name that several elements have."""

    title = "Several elements have that name"


class InputError(GrundrissError):
    """A file or a text cannot be read as what it should be.

    `location` names the place: `file:line:column`, `file:line` or the element.
    """

    exit_status = 3
    http_status = 422
    title = "The input cannot be read"

    def __init__(self, message: str, *, location: str | None = None, hint: str | None = None) -> None:
        super().__init__(f"{location}: {message}" if location else message, hint=hint)
        self.location = location


class ViolationsFound(GrundrissError):
    """The data was read, and breaks rules; nothing was changed."""

    exit_status = 1
    http_status = 422
    title = "The data breaks rules"


class NotFound(GrundrissError):
    """No element, revision or view of that name."""

    exit_status = 4
    http_status = 404
    title = "Not found"


class LimitExceeded(GrundrissError):
    """A limit of time, size or memory was reached."""

    exit_status = 5
    http_status = 413
    title = "A limit was reached"


class PermissionDenied(GrundrissError):
    """The directory, file or graph may not be written."""

    exit_status = 6
    http_status = 403
    title = "Not permitted"


class Conflict(GrundrissError):
    """Somebody else changed, or is changing, the same thing."""

    exit_status = 6
    http_status = 409
    title = "In conflict with another change"


class MissingTool(GrundrissError):
    """A program or network service outside of Grundriss is missing."""

    exit_status = 7
    http_status = 503
    title = "A needed program is missing"


class StoreDamaged(GrundrissError):
    """The log or the store on disk is not what it should be; names the file."""

    exit_status = 3
    http_status = 503
    title = "The repository on disk is damaged"
