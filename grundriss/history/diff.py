# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""What turns one revision into another, by element. The cost follows the log between them and since, not the store."""

from pyoxigraph import Quad

from grundriss.history.asserted_facts import AssertedFacts, HeldFacts
from grundriss.history.change_types import Difference
from grundriss.history.comparison import Comparison
from grundriss.history.revision_name import revision_number
from grundriss.store.asserted import Patch
from grundriss.store.line import Line
from grundriss.store.time_travel import net_patch


def diff(line: Line, a: str | int, b: str | int = "now", lang: str = "de") -> Difference:
    """The difference of two revisions, with names as they were at each.

    Raises UsageError for what names no revision and NotFound for one that is not there.
    """
    first, second = (revision_number(line, name) for name in (a, b))
    patch = net_patch(line.log, first, second)
    with line.snapshot() as snapshot:
        newest = snapshot.revision
        to_second = net_patch(line.log, newest, second)
        to_first = _then(to_second, patch.inverse())
        held = HeldFacts(snapshot.store)
        before, after = (AssertedFacts(held, way, lang) for way in (to_first, to_second))
        elements = Comparison(before, after, lang).elements(patch.removed, patch.added)
    return Difference(first, second, elements, patch.counts, line.scenario)


def difference_lines(line: Line, a: str | int, b: str | int = "now") -> list[str]:
    """The difference as RDF Patch: removed statements, then added ones, in a fixed order."""
    first, second = (revision_number(line, name) for name in (a, b))
    removed, added = (sorted(map(str, quads)) for quads in _sides(net_patch(line.log, first, second)))
    return ["TX .", *(f"D {quad} ." for quad in removed), *(f"A {quad} ." for quad in added), "TC ."]


def _sides(patch: Patch) -> tuple[frozenset[Quad], frozenset[Quad]]:
    return patch.removed, patch.added


def _then(first: Patch, second: Patch) -> Patch:
    """One change after another, with nothing added and taken back."""
    return Patch(
        (first.added - second.removed) | (second.added - first.removed),
        (first.removed - second.added) | (second.removed - first.added),
    )
