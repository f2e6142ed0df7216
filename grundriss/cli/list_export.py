# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""`grundriss export WHAT -f csv|json`: a collection, or the elements of a state, as a list."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from grundriss.cli import session
from grundriss.errors import NotFound, UsageError
from grundriss.exporters.table_export import write_items
from grundriss.importers.facts_table import did_you_mean
from grundriss.listing.collection import COLLECTIONS
from grundriss.listing.listing import Wanted, whole_list
from grundriss.messages import Message
from grundriss.model.state_types import Item
from grundriss.states.places import placed
from grundriss.states.state import state

if TYPE_CHECKING:
    from grundriss.store.snapshot import Snapshot


def export_list(
    snapshot: "Snapshot", what: str | None, name: str, target: Path | None, when: str | None = None
) -> None:
    """Write the list, of a collection only what is in the state `when`.

    NotFound when `what` is neither a collection nor a state, UsageError for a state of what is no collection.
    """
    lang = session.language_of(name)
    if what is None:
        raise UsageError("list-missing", known=COLLECTIONS)
    if what in COLLECTIONS:
        with placed(snapshot, when or "") as (there, moment):
            items = whole_list(there, what, Wanted(state=moment or None), lang).items
    elif when is not None:
        raise UsageError("state-without-list")
    else:
        items = _state(snapshot, what, lang)
    write_items(what, items, name, target or sys.stdout.buffer, lang)
    if not items:
        session.say(session.said("list-empty", list=what))
    if target:
        session.say(session.said("written-elements", n=len(items), file=target))


def _state(snapshot: "Snapshot", what: str, lang: str) -> tuple[Item, ...]:
    try:
        return state(snapshot, what, lang).elements
    except UsageError as error:
        raise NotFound(
            "list-unknown",
            hint=did_you_mean(what, COLLECTIONS) or _offered(error),
            list=what,
            known=COLLECTIONS,
        ) from error


def _offered(error: UsageError) -> Message | None:
    """The near states that the error offers, if it does."""
    return error.advice if error.advice and error.advice.key == "did-you-mean" else None
