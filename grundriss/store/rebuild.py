# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""Bring the store up to the log: replay missing revisions, derive again when the day or the rules have changed."""

from datetime import date

from grundriss.model.identifier import Base
from grundriss.model.vocabulary import ontology_quads
from grundriss.store.derivation import derive_all
from grundriss.store.generation import Generations, open_for_writing
from grundriss.store.materialised import MaterialisedStore
from grundriss.store.metadata import Metadata, read_metadata, write_metadata
from grundriss.store.revision_log import RevisionLog
from grundriss.store.rules import digest


def bring_up_to_date(generations: Generations, log: RevisionLog, base: Base, today: date) -> None:
    """Publish a generation that holds every revision of the log, derived for `today`. The writer lock is held."""
    number, path = generations.begin()
    try:
        store = open_for_writing(path)
        replay(MaterialisedStore(store, base), log, base, today)
        store.flush()
        del store
    except BaseException:
        generations.discard(number)
        raise
    generations.publish(number)


def replay(materialised: MaterialisedStore, log: RevisionLog, base: Base, today: date) -> Metadata:
    """Apply the revisions that a store lacks, load the ontology if it differs, derive everything, note it."""
    store = materialised.store
    metadata = read_metadata(store, base)
    rules = digest()
    if metadata.rules != rules:
        load_ontology(materialised, base)
    log_hash = metadata.log_hash
    for revision in range(metadata.revision + 1, log.last + 1):
        change = log.read(revision)
        materialised.delete(change.removed)
        materialised.insert(change.added)
        log_hash = change.hash
    derive_all(store, base, today)
    updated = Metadata(log.last, log_hash, today, rules)
    write_metadata(store, base, updated)
    return updated


def load_ontology(materialised: MaterialisedStore, base: Base) -> None:
    """Put the packaged ontology into its graph, in place of what was there."""
    graph = base.graph("ontology")
    new = set(ontology_quads(graph))
    old = set(materialised.store.quads_for_pattern(None, None, None, graph))
    materialised.delete(old - new)
    materialised.insert(new - old)
