# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""Cursors: where the next page of a list begins, good for one snapshot and one question."""

import base64
import binascii
import hashlib
import json
from dataclasses import dataclass

from grundriss.errors import GrundrissError, UsageError


class CursorExpired(GrundrissError):
    """The landscape has changed since the first page: going on could repeat or skip elements."""

    exit_status = 2
    http_status = 410


@dataclass(frozen=True, slots=True)
class Cursor:
    """The place of the first element of a page in the list of snapshot `number`; `question` is a digest."""

    number: int
    question: str
    offset: int

    def text(self) -> str:
        """The cursor as it stands in an address."""
        content = json.dumps([self.number, self.question, self.offset], separators=(",", ":"))
        return base64.urlsafe_b64encode(content.encode()).rstrip(b"=").decode()

    @classmethod
    def read(cls, text: str, number: int, question: str) -> "Cursor":
        """The cursor in a text; it has to belong to this snapshot and question.

        Raises UsageError for what is no cursor of this list, CursorExpired for one of another snapshot.
        """
        try:
            padded = text.encode("ascii") + b"=" * (-len(text) % 4)
            found = json.loads(base64.b64decode(padded, altchars=b"-_", validate=True))
        except (UnicodeError, binascii.Error, ValueError, RecursionError) as error:
            raise UsageError("cursor-unreadable") from error
        if not (
            isinstance(found, list)
            and [type(part) for part in found] == [int, str, int]
            and 0 <= found[2] < 2**53
        ):
            raise UsageError("cursor-unreadable")
        cursor = cls(*found)
        if cursor.question != question:
            raise UsageError("cursor-of-another-list")
        if cursor.number != number:
            raise CursorExpired("cursor-expired")
        return cursor


def digest(*parts: object) -> str:
    """What a question is recognised by.

    >>> digest("components", ()) == digest("components", ())
    True
    """
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:16]
