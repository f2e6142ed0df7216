# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""The list of revisions of a line, newest first."""

from grundriss.errors import UsageError
from grundriss.history.change_types import Revisions
from grundriss.history.revision_name import NOW, revision_number
from grundriss.store.line import Line


def revisions(line: Line, limit: int | None = None, revision: int | str = NOW) -> Revisions:
    """The revisions up to `revision`, newest first; at most `limit`.

    Raises as `revision_number`, and UsageError for a limit below 0.
    """
    if limit is not None and limit < 0:
        raise UsageError("limit-negative", limit=limit)
    last = revision_number(line, revision)
    numbers = [number for number in sorted(line.log.revisions(), reverse=True) if number <= last]
    return Revisions(
        entries=tuple(line.log.entry(number) for number in numbers[:limit]),
        next=next((number for number in numbers[len(numbers[:limit]) :]), None),
        total=len(numbers),
    )
