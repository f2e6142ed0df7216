# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""The history of an element: which revision changed what of it, in sentences."""

from pyoxigraph import NamedNode

from grundriss.errors import NotFound, UsageError
from grundriss.history.asserted_facts import AssertedFacts, HeldFacts, parts_of
from grundriss.history.change_types import ElementHistory, HistoryEntry
from grundriss.history.comparison import Comparison
from grundriss.history.log_search import changes_of, names_in_log, was_there
from grundriss.history.revision_name import NOW, snapshot_of
from grundriss.model.state_types import Item
from grundriss.model.terms import TYPE
from grundriss.resolve import candidates, resolve
from grundriss.store.asserted import Patch
from grundriss.store.line import Line
from grundriss.store.snapshot import Snapshot


def log(
    line: Line, element: str, limit: int | None = None, lang: str = "de", revision: int | str = NOW
) -> ElementHistory:
    """The revisions that changed an element, newest first, with what they changed; those up to `revision`.

    Its relations, responsibilities and planned changes belong to it. Raises NotFound for an element that never was.
    """
    if limit is not None and limit < 0:
        raise UsageError("limit-negative", limit=limit)
    with snapshot_of(line, revision) as snapshot:
        node = element_ever(line, snapshot, element)
        parts = parts_of(snapshot.store, node)
        held, back = HeldFacts(snapshot.store), Patch()
        entries = []
        for found in changes_of(line, node, parts, snapshot.revision):
            earlier = _before(back, found.patch)
            before, after = (
                _Remembering(held, patch, lang, line, snapshot.revision) for patch in (earlier, back)
            )
            change = Comparison(before, after, lang).element(node, (node, *found.parts))
            back = earlier
            if change.changes:
                entries.append(HistoryEntry(found.entry, change.kind, change.changes))
        named = _Remembering(held, Patch(), lang, line, snapshot.revision).item(node)
    shown = tuple(entries[:limit])
    rest = next((entry.entry.revision for entry in entries[len(shown) :]), None)
    return ElementHistory(named, shown, rest, len(entries), lang)


def element_ever(line: Line, snapshot: Snapshot, text: str) -> NamedNode:
    """The element that a text names now, else one that had this IRI or key once. Raises NotFound and Ambiguous."""
    try:
        return resolve(snapshot.store, snapshot.base_iri, text)
    except NotFound:
        for node in candidates(snapshot.base_iri, text):
            if was_there(line, node):
                return node
        raise


class _Remembering(AssertedFacts):
    """Facts that name what is gone as the log named it last."""

    def __init__(self, held: HeldFacts, patch: Patch, lang: str, line: Line, last: int) -> None:
        super().__init__(held, patch, lang)
        self._line, self._last = line, last
        self._names: dict[NamedNode, AssertedFacts] = {}

    def item(self, node: NamedNode) -> Item:
        if TYPE.value in self.values(node):
            return super().item(node)
        if node not in self._names:
            said = names_in_log(self._line, node, self._last)
            self._names[node] = AssertedFacts(self._held, Patch(added=said), self.lang)
        return self._names[node].item(node)


def _before(back: Patch, patch: Patch) -> Patch:
    """What leads from now to before a revision, given what leads to just after it."""
    return Patch(
        (back.added - patch.added) | (patch.removed - back.removed),
        (back.removed - patch.removed) | (patch.added - back.added),
    )
