# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""An element as text for people: the sections of its page, under the place that it is read in."""

from typing import TYPE_CHECKING

from grundriss.cli.description_text import description_text
from grundriss.model.answer_words import place_words
from grundriss.states.when import state_of

if TYPE_CHECKING:
    from grundriss.description.describe import Description
    from grundriss.store.snapshot import Snapshot


def element_text(snapshot: "Snapshot", described: "Description", lang: str) -> str:
    """The description of an element of the snapshot, in German or English."""
    place = place_words(state_of(snapshot, "", snapshot.effective_date), lang)
    return description_text(described, lang, place)
