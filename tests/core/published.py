# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""Whether what readers are given is what the log gives. That fsck proves every other store, its own tests hold."""

from grundriss.store import fsck
from grundriss.store.fsck import Check
from grundriss.store.line import Line


def check(line: Line, since: int | None = None) -> Check:
    """The check of the log and of the published store."""
    return fsck.check(line, since, published_only=True)
