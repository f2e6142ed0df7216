# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""The exception tree: each kind of failure is mapped once to an exit status and once to an HTTP status.

Exit statuses follow the table in the documentation of the command line; HTTP statuses are the ones of the
problem document (RFC 9457) that the server makes of the same exception.
"""

import re
from typing import ClassVar

from grundriss.messages import Message, shown


class GrundrissError(Exception):
    """Base of every failure that a user can understand, told in German or English from texts/errors.*.toml.

    `key` names the message and `values` are what stands at its placeholders. `hint` wins over the hint that texts/ has
    for the key. `str(error)` and `error.hint` are the whole sentences in English, for logs and for Python.

    `pointer` is the place in a request that is meant, as a JSON Pointer such as `/query/state`; whoever reads the
    request sets it.
    """

    exit_status: ClassVar[int] = 70
    http_status: ClassVar[int] = 500

    def __init__(self, key: str, /, *, hint: Message | None = None, **values: object) -> None:
        super().__init__(key)
        self.message = Message(key, values)
        self.advice = hint or self.message.hint
        self.pointer: str | None = None

    def __str__(self) -> str:
        return self.text("en")

    @property
    def hint(self) -> str | None:
        """How to fix it, in English, or None."""
        return self.hint_in("en")

    def text(self, lang: str) -> str:
        """What is wrong, as a whole sentence in a language."""
        return self.message.text(lang)

    def hint_in(self, lang: str) -> str | None:
        """How to fix it, in a language, or None."""
        return self.advice.text(lang) if self.advice else None

    @classmethod
    def kind(cls) -> str:
        """The name of this kind of failure, as its problem type has it.

        >>> NotFound.kind()
        'not-found'
        """
        return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "-", cls.__name__).lower()

    @classmethod
    def title(cls, lang: str) -> str:
        """What this kind of failure is called in a language."""
        return Message(f"title-{cls.kind()}").text(lang)


class UsageError(GrundrissError):
    """The request itself is wrong: an unknown option, format, name or date."""

    exit_status = 2
    http_status = 400


class Ambiguous(UsageError):
    """A name that several elements have."""


class InputError(GrundrissError):
    """A file or a text cannot be read as what it should be.

    `location` names the place: `file:line:column`, `file:line` or the element.
    """

    exit_status = 3
    http_status = 422

    def __init__(
        self, key: str, /, *, location: str | None = None, hint: Message | None = None, **values: object
    ) -> None:
        super().__init__(key, hint=hint, **values)
        self.location = location

    def text(self, lang: str) -> str:
        """What is wrong, after the place."""
        said = super().text(lang)
        return f"{shown(self.location)}: {said}" if self.location else said


class ViolationsFound(GrundrissError):
    """The data was read, and breaks rules; nothing was changed."""

    exit_status = 1
    http_status = 422


class NotFound(GrundrissError):
    """No element, revision or view of that name."""

    exit_status = 4
    http_status = 404


class NothingLoaded(NotFound):
    """The workspace is empty: what a command reads is missing, whatever element it asks for."""

    exit_status = 3


class LimitExceeded(GrundrissError):
    """A limit of time, size or memory was reached."""

    exit_status = 5
    http_status = 413


class PermissionDenied(GrundrissError):
    """The directory, file or graph may not be written."""

    exit_status = 6
    http_status = 403


class Conflict(GrundrissError):
    """Somebody else changed, or is changing, the same thing."""

    exit_status = 6
    http_status = 409


class MissingTool(GrundrissError):
    """A program or network service outside of Grundriss is missing."""

    exit_status = 7
    http_status = 503


class StoreDamaged(GrundrissError):
    """The log or the store on disk is not what it should be; names the file."""

    exit_status = 3
    http_status = 503


def in_utf_8(text: str, what: str) -> str:
    """The text, which the system gave us; UsageError, naming `what` it is, where its bytes were no UTF-8."""
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise UsageError("not-utf-8", what=what, text=text[:80]) from error
    return text
