# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""Mode accumulate: a dataset of versions of artefacts, of which a load replaces those that it holds and no others."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from typing import Final

from pyoxigraph import Quad, Store

from grundriss.errors import UsageError
from grundriss.model.artefact import Artefact
from grundriss.model.identifier import Base
from grundriss.store.asserted import Patch
from grundriss.store.commit import Intent, Outcome, Progress, commit
from grundriss.store.line import Line
from grundriss.store.skolem import skolemise

ACCUMULATE: Final = "accumulate"
_KINDS: Final = ("new", "changed", "same", "emptied")


@dataclass(frozen=True, slots=True)
class Accumulated(Outcome):
    """What the commit did, and what it found of each artefact, in order.

    `new` were not there, `changed` were there with other statements, `same` with these; `emptied` hold nothing any
    more.
    """

    new: tuple[Artefact, ...] = ()
    changed: tuple[Artefact, ...] = ()
    same: tuple[Artefact, ...] = ()
    emptied: tuple[Artefact, ...] = ()


def accumulate(
    line: Line,
    contents: Mapping[Artefact, Iterable[Quad]],
    intent: Intent,
    *,
    dry_run: bool = False,
    progress: Progress = lambda step: None,
) -> Accumulated:
    """Make each of these versions of artefacts hold exactly its statements, as one revision.

    The statements go to the graph of the artefact, whatever graph they name. What a dataset holds of others is neither
    read nor changed. Returns and raises as `commit`; Conflict too when the dataset is one that is replaced as a whole.
    """
    if intent.dataset is None:
        raise UsageError("dataset-unnamed")
    with line.writing() as writer:
        found = compared(writer.store, line.base, intent.dataset, contents)
        change = Patch(
            frozenset().union(*(wanted - held for held, wanted in found.values())),
            frozenset().union(*(held - wanted for held, wanted in found.values())),
        )
        decided = replace(intent, mode=ACCUMULATE)
        outcome = commit(writer, change, decided, dry_run=dry_run, progress=progress)
    said = {known.name: getattr(outcome, known.name) for known in fields(outcome)}
    became = {artefact: _what_became(*sides) for artefact, sides in found.items()}
    new, changed, same, emptied = (
        tuple(artefact for artefact, what in became.items() if what == kind) for kind in _KINDS
    )
    return Accumulated(**said, new=new, changed=changed, same=same, emptied=emptied)


def compared(
    store: Store, base: Base, dataset: str, contents: Mapping[Artefact, Iterable[Quad]]
) -> dict[Artefact, tuple[set[Quad], set[Quad]]]:
    """What a store holds of each artefact, and what it is to hold."""
    found = {}
    for artefact in sorted(contents):
        graph = artefact.graph(base, dataset)
        named = skolemise(contents[artefact], base)
        wanted = {Quad(quad.subject, quad.predicate, quad.object, graph) for quad in named}
        found[artefact] = set(store.quads_for_pattern(None, None, None, graph)), wanted
    return found


def _what_became(held: set[Quad], wanted: set[Quad]) -> str:
    if held == wanted:
        return "same"
    if not wanted:
        return "emptied"
    return "changed" if held else "new"
