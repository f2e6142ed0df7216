# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""How a revision is named: `r12`, `12`, or `now` for the newest."""

import re
from typing import Final

from grundriss.errors import NotFound, UsageError
from grundriss.store.line import Line
from grundriss.store.revision_log import numbered
from grundriss.store.snapshot import Snapshot

_NAME: Final = re.compile(r"r?([0-9]{1,18})")
NOW: Final = "now"


def revision_number(line: Line, name: str | int) -> int:
    """The number of a revision; 0 is the empty landscape before the first.

    Raises UsageError for what names no revision, and NotFound for one that is not there.
    """
    text = str(name).strip().lower()
    if text == NOW:
        return line.log.last
    revision = _number(text)
    if revision is None:
        raise UsageError("revision-name", name=str(name)[:80])
    if revision and not line.log.holds(revision):
        raise NotFound("revision-unknown", revision=numbered(revision, line.scenario), last=line.log.last)
    return revision


def written_number(name: str) -> int:
    """The number in `r12` or `12`, whether there is such a revision or not. Raises UsageError for anything else."""
    revision = _number(name.strip().lower())
    if revision is None:
        raise UsageError("revision-number", name=name[:80])
    return revision


def snapshot_of(line: Line, name: str | int = NOW) -> Snapshot:
    """The line as it stood at a revision, or as it is now. Raises as `revision_number`."""
    return line.snapshot() if name == NOW else line.at(revision_number(line, name))


def _number(text: str) -> int | None:
    found = _NAME.fullmatch(text)
    return int(found.group(1)) if found else None
