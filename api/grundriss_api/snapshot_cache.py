# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""What many addresses need of a snapshot, computed once for all of them."""

from grundriss.description.describe import Findings, findings_by_focus
from grundriss.listing.collection import Collection
from grundriss.listing.search import NameIndex, read_names
from grundriss.listing.table import Table, read_table
from grundriss.states.membership import Membership
from grundriss.store.snapshot import Snapshot
from grundriss_api.computed import Computed
from grundriss_api.snapshot_places import KEPT


class SnapshotCache:
    """Findings, names, tables of collections and memberships of the newest snapshot and of the places beside it."""

    def __init__(self) -> None:
        self._findings: Computed[Findings] = Computed(1 + KEPT)
        self._names: Computed[NameIndex] = Computed(1 + KEPT)
        self._tables: Computed[Table] = Computed(16)
        self._members: Computed[Membership] = Computed(1 + KEPT)

    async def findings(self, snapshot: Snapshot) -> Findings:
        """What a validation finds, by the IRI of what it is about."""
        return await self._findings.get(snapshot, (), _findings)

    async def names(self, snapshot: Snapshot) -> NameIndex:
        """The names that a search looks through."""
        return await self._names.get(snapshot, (), read_names)

    async def table(self, snapshot: Snapshot, collection: Collection, lang: str) -> Table:
        """The rows of a collection."""
        return await self._tables.get(
            snapshot, (collection.name, lang), lambda of: read_table(of, collection, lang)
        )

    async def members(self, snapshot: Snapshot) -> Membership:
        """Who is in the landscape when."""
        return await self._members.get(snapshot, (), lambda of: Membership(of.store))


def _findings(snapshot: Snapshot) -> Findings:
    from grundriss.validation.validate import validate

    return findings_by_focus(validate(snapshot.store))
