# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""What somebody may have meant by a name that nothing has."""

import difflib
from typing import Final

from pyoxigraph import NamedNode

from grundriss.errors import UsageError
from grundriss.items import item
from grundriss.listing.search import LONGEST, NameIndex, search
from grundriss.model.folding import fold
from grundriss.model.state_types import Item
from grundriss.store.snapshot import Snapshot

_MOST_COMPARED: Final = 20_000
_LIKENESS: Final = 0.6


def near(snapshot: Snapshot, names: NameIndex, text: str, lang: str, most: int = 5) -> list[Item]:
    """The elements whose names have the text in them, else those whose names or keys look like it.

    Looking alike is compared for up to 20,000 elements: above, it would take seconds.
    """
    try:
        found = search(snapshot, text[:LONGEST], most, lang, names).hits
    except UsageError:
        return []
    if found:
        return [hit.item for hit in found]
    if len(names.names) > _MOST_COMPARED:
        return []
    by_name: dict[str, NamedNode] = {}
    for node, known in names.names.items():
        for folded, _ in known:
            by_name.setdefault(folded, node)
    alike = difflib.get_close_matches(fold(text[:60]), by_name, most, _LIKENESS)
    return [item(snapshot.store, node, lang) for node in dict.fromkeys(by_name[name] for name in alike)]
