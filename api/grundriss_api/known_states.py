# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""The states that a page offers: today, the target, and the plateaus of the landscape."""

from typing import Final

from pyoxigraph import Literal, NamedNode

from grundriss.items import item
from grundriss.model.terms import gru
from grundriss.queries import rows
from grundriss.store.snapshot import Snapshot

_PLATEAUS: Final = "SELECT ?plateau ?day { ?plateau a gru:Plateau ; gru:date ?day } ORDER BY ?day ?plateau"


def known_states(snapshot: Snapshot, lang: str) -> list[tuple[str, str]]:
    """Pairs of WHEN and name, `ist` and `soll` first, then the plateaus by date; without a target no `soll`."""
    plateaus = [row["plateau"] for row in rows(snapshot.store, _PLATEAUS)]
    named = [("ist", "IST")]
    if any(_is_target(snapshot, plateau) for plateau in plateaus):
        named.append(("soll", "SOLL"))
    for plateau in plateaus:
        found = item(snapshot.store, plateau, lang)
        named.append((found.key.upper(), found.label))
    return named


def _is_target(snapshot: Snapshot, plateau: NamedNode) -> bool:
    found = snapshot.store.quads_for_pattern(plateau, gru("isTarget"), None, None)
    return any(isinstance(quad.object, Literal) and quad.object.value == "true" for quad in found)
