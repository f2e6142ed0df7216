# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""Bring a store up to the log: replay missing revisions, derive again when the day or the rules have changed."""

from collections.abc import Iterator
from datetime import date

from pyoxigraph import NamedNode, Quad

from grundriss.model.identifier import Base
from grundriss.model.vocabulary import ontology_store, ontology_text
from grundriss.store.asserted import FOLLOWED_CHANGES
from grundriss.store.derivation import derive_all
from grundriss.store.incremental import follow_changes
from grundriss.store.materialised import MaterialisedStore
from grundriss.store.metadata import Metadata, read_metadata
from grundriss.store.provenance import provenance
from grundriss.store.revision_log import Revision, RevisionLog
from grundriss.store.rules import digest


def replay(
    materialised: MaterialisedStore, log: RevisionLog, base: Base, today: date, until: int | None = None
) -> Metadata:
    """Apply the revisions that a store lacks, up to `until`, and derive; the metadata that the store then deserves.

    Where rules and day are those of the store, each small revision is followed as when it was made.
    """
    held = read_metadata(materialised.store, base)
    rules = digest()
    follow = (held.rules, held.effective_date) == (rules, today)
    if held.rules != rules:
        load_ontology(materialised, base)
    revision, log_hash = held.revision, held.log_hash
    for change in _missing(log, held.revision, until):
        follow = follow and len(change.added) + len(change.removed) <= FOLLOWED_CHANGES
        if follow:
            follow_changes(materialised, base, today, change.removed, change.added)
        else:
            materialised.delete(change.removed)
            materialised.add(change.added)
        materialised.store.extend(provenance(base, change.entry, change.hash, _graphs(change)))
        revision, log_hash = change.entry.revision, change.hash
    if not follow:
        derive_all(materialised.store, base, today)
    return Metadata(revision, log_hash, today, rules)


def _missing(log: RevisionLog, revision: int, until: int | None) -> Iterator[Revision]:
    while (until is None or revision < until) and log.holds(revision + 1):
        revision += 1
        yield log.read(revision)


def _graphs(change: Revision) -> set[NamedNode]:
    names = {quad.graph_name for quad in (*change.added, *change.removed)}
    return {name for name in names if isinstance(name, NamedNode)}


def load_ontology(materialised: MaterialisedStore, base: Base) -> None:
    """Put the packaged ontology into its graph, in place of what was there."""
    graph = base.graph("ontology")
    old = set(materialised.store.quads_for_pattern(None, None, None, graph))
    if not old:
        materialised.load([(graph, ontology_text())])
        return
    new = {Quad(q.subject, q.predicate, q.object, graph) for q in ontology_store()}
    materialised.delete(old - new)
    materialised.add(new - old)
