# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""Hops as steps of an answer, and the sentences that say why an answer is empty."""

from typing import Final

from grundriss.analysis.hops import Hop
from grundriss.model.analysis_types import Step
from grundriss.model.answer_words import state_words
from grundriss.model.identifier import key_in
from grundriss.model.state_types import Item, StateName
from grundriss.states.elements import ElementReader

_ABSENT: Final = {
    "de": "{} ist im Zustand {} nicht vorhanden.",
    "en": "{} is not there in the state {}.",
}
_UNREACHED: Final = {
    "up": {
        "de": "Von {} hängt in diesem Zustand nichts ab.",
        "en": "Nothing depends on {} in this state.",
    },
    "down": {
        "de": "{} hängt in diesem Zustand von nichts ab.",
        "en": "{} depends on nothing in this state.",
    },
}
_UNCONNECTED: Final = {
    "de": "{} und {} sind im Zustand {} nicht verbunden.",
    "en": "{} and {} are not connected in the state {}.",
}
_TOO_FAR: Final = {
    "de": "Zwischen {} und {} wurde im Zustand {} innerhalb der Grenzen der Suche keine Verbindung gefunden.",
    "en": "Between {} and {} no connection was found in the state {} within the limits of the search.",
}


def step(reader: ElementReader, hop: Hop) -> Step:
    """The hop with its relation and ends by name."""
    return Step(
        relation=key_in(hop.relation.value),
        id=hop.relation.value,
        type=hop.type.name,
        source=reader.plain(hop.source),
        target=reader.plain(hop.target),
        via=reader.plain(hop.via) if hop.via else None,
    )


def absent(item: Item, state: StateName, lang: str) -> str:
    """That an element is not in a state."""
    return _ABSENT.get(lang, _ABSENT["de"]).format(item.label, state_words(state, lang))


def unreached(item: Item, direction: str, lang: str) -> str:
    """That nothing in a state depends on an element (`up`), or that it depends on nothing (`down`)."""
    words = _UNREACHED[direction]
    return words.get(lang, words["de"]).format(item.label)


def unconnected(a: Item, b: Item, state: StateName, lang: str) -> str:
    """That no relations of a state lead from one element to another."""
    return _UNCONNECTED.get(lang, _UNCONNECTED["de"]).format(a.label, b.label, state_words(state, lang))


def too_far(a: Item, b: Item, state: StateName, lang: str) -> str:
    """That a search was ended by its limits before it found anything."""
    return _TOO_FAR.get(lang, _TOO_FAR["de"]).format(a.label, b.label, state_words(state, lang))
