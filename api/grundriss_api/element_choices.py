# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""The elements that a field of a form offers: what to write for each, and its name."""

from typing import Final

from grundriss.listing.search import NameIndex
from grundriss.model.identifier import key_in
from grundriss.store.snapshot import Snapshot

MOST: Final = 300
"""A field offers all elements of a kind or none: more than these would be no help, and a heavy page."""


def element_choices(snapshot: Snapshot, names: NameIndex, kind: str) -> list[tuple[str, str]]:
    """Pairs of key and name of all elements of a kind, by name; none where there are more than 300."""
    start = f"{snapshot.base}id/{kind}/"
    found = []
    for node, known in names.names.items():
        if node.value.startswith(start):
            key = key_in(node.value)
            written = next((name for _, name in known if name != key), key)
            found.append((key, written))
            if len(found) > MOST:
                return []
    return sorted(found, key=lambda pair: (pair[1].casefold(), pair[0]))
