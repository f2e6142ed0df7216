# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""How a revision is named: `r12`, `12`, or `now` for the newest."""

import re
from typing import Final

from grundriss.errors import NotFound, UsageError
from grundriss.store.revision_log import RevisionLog

_NAME: Final = re.compile(r"r?([0-9]{1,18})")
NOW: Final = "now"


def revision_number(log: RevisionLog, name: str | int) -> int:
    """The number of a revision; 0 is the empty landscape before the first.

    Raises UsageError for what names no revision, and NotFound for one that is not there.
    """
    text = str(name).strip().lower()
    if text == NOW:
        return log.last
    found = _NAME.fullmatch(text)
    if found is None:
        raise UsageError("revision-name", name=str(name)[:80])
    revision = int(found.group(1))
    if revision and not log.holds(revision):
        raise NotFound("revision-unknown", revision=revision, last=log.last)
    return revision
