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
from grundriss.listing.listing import MOST, listing
from grundriss.listing.table import read_table
from grundriss.messages import Message
from grundriss.model.state_types import Item
from grundriss.states.state import state

if TYPE_CHECKING:
    from grundriss.store.snapshot import Snapshot


def export_list(snapshot: "Snapshot", what: str | None, name: str, target: Path | None) -> None:
    """Write the list; NotFound when `what` is neither a collection nor a state."""
    if what is None:
        raise UsageError("list-missing", known=COLLECTIONS)
    items = _collection(snapshot, what) if what in COLLECTIONS else _state(snapshot, what)
    write_items(what, items, name, target or sys.stdout.buffer)
    if target:
        session.say(session.said("written-elements", n=len(items), file=target))


def _collection(snapshot: "Snapshot", what: str) -> list[Item]:
    """All elements of a collection, page by page."""
    table = read_table(snapshot, COLLECTIONS[what])
    page = listing(snapshot, table, limit=MOST)
    items = list(page.items)
    while page.next:
        page = listing(snapshot, table, limit=MOST, cursor=page.next)
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
