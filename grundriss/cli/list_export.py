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
from grundriss.listing.listing import MOST, Wanted, listing
from grundriss.listing.table import read_table
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
    if what is None:
        raise UsageError("list-missing", known=COLLECTIONS)
    if what in COLLECTIONS:
        with placed(snapshot, when or "") as (there, moment):
            items = _collection(there, what, moment or None)
    elif when is not None:
        raise UsageError("state-without-list")
    else:
        items = _state(snapshot, what)
    write_items(what, items, name, target or sys.stdout.buffer)
    if target:
        session.say(session.said("written-elements", n=len(items), file=target))


def _collection(snapshot: "Snapshot", what: str, state: str | None) -> list[Item]:
    """All elements of a collection, or those in a state, page by page."""
    table, wanted = read_table(snapshot, COLLECTIONS[what]), Wanted(state=state)
    page = listing(snapshot, table, wanted, limit=MOST)
    items = list(page.items)
    while page.next:
        page = listing(snapshot, table, wanted, limit=MOST, cursor=page.next)
        items.extend(page.items)
    return items


def _state(snapshot: "Snapshot", what: str) -> list[Item]:
    try:
        return list(state(snapshot, what).elements)
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
