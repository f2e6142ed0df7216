# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""The commit: the one way in (DESIGN §3).

Candidate → derive → validate → log → publish. The log entry is written and synced before the generation that holds
it is published: a process killed in between leaves a log that the store is brought up to on the next opening.
Violations, errors and kills before the log entry leave everything as it was.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

from pyoxigraph import Quad, RdfFormat, Store

from grundriss.errors import UsageError
from grundriss.model.identifier import key_of
from grundriss.store.asserted import Asserted, AssertedQuads, LoadedGraph
from grundriss.store.bulk import bulk_load
from grundriss.store.derivation import Reads, derive_all, derive_changes
from grundriss.store.generation import open_for_reading, open_for_writing
from grundriss.store.materialised import MaterialisedStore
from grundriss.store.metadata import Metadata, read_metadata, write_metadata
from grundriss.store.rebuild import load_ontology
from grundriss.store.revision_log import COMPRESS_FROM, Entry
from grundriss.store.rules import digest
from grundriss.store.skolem import skolemise
from grundriss.store.workspace import Workspace
from grundriss.validation.shape_report import Report
from grundriss.validation.validate import validate

Progress = Callable[[str], None]
_Outcome = TypeVar("_Outcome", bound="Outcome | None")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a commit did. `revision` is None when nothing was written: no change, a dry run, or violations."""

    dataset: str
    revision: int | None
    added: int
    removed: int
    report: Report
    reads: Reads | None = None

    @property
    def unchanged(self) -> bool:
        """Whether the dataset held exactly this already."""
        return not self.added and not self.removed


@dataclass(frozen=True, slots=True)
class Intent:
    """Who changes which dataset and why. `source` is the file's name and hash, `time` RFC 3339 in UTC."""

    dataset: str
    message: str
    author: str
    source: str | None = None
    time: str = ""

    def __post_init__(self) -> None:
        if key_of(self.dataset) != self.dataset or not self.dataset:
            raise UsageError("dataset-name", name=self.dataset, better=key_of(self.dataset) or "manual")


def replace_dataset(
    workspace: Workspace,
    quads: Iterable[Quad],
    intent: Intent,
    *,
    dry_run: bool = False,
    progress: Progress = lambda step: None,
) -> Outcome:
    """Make a dataset hold exactly these statements, as one revision.

    Returns without a revision when they are there already, when `dry_run` is set, or when they break a rule
    (`outcome.report.conforms` is False then). Raises what the disk raises, with the repository as it was before.
    """
    graph = workspace.base.source_graph(intent.dataset)
    wanted = set(skolemise(quads, workspace.base))

    def change(before: Store, store: Store) -> Outcome:
        held = set(before.quads_for_pattern(None, None, None, graph))
        asserted = AssertedQuads(added=wanted - held, removed=held - wanted)
        return _Change(workspace, store, before, asserted).make(intent, dry_run, progress)

    with workspace.writing():
        return _in_new_generation(workspace, change)


def load_large_file(
    workspace: Workspace,
    path: Path,
    rdf_format: RdfFormat,
    intent: Intent,
    *,
    dry_run: bool = False,
    progress: Progress = lambda step: None,
) -> Outcome | None:
    """Load a large file into a dataset that is empty so far, without holding it in memory.

    None when the dataset is not empty, or when the file holds what must be rewritten: use `replace_dataset` then.
    Raises SyntaxError as the parser does, with the repository as it was before.
    """
    graph = workspace.base.source_graph(intent.dataset)

    def change(before: Store, store: Store) -> Outcome | None:
        if store.contains_named_graph(graph):
            return None
        progress("load")
        if not bulk_load(
            MaterialisedStore(store, workspace.base), path, rdf_format, graph, workspace.base.iri
        ):
            return None
        return _Change(workspace, store, before, LoadedGraph(store, graph)).make(intent, dry_run, progress)

    with workspace.writing():
        return _in_new_generation(workspace, change)


def _in_new_generation(workspace: Workspace, change: Callable[[Store, Store], _Outcome]) -> _Outcome:
    """Make a change in a clone of the current generation; publish it when the change made a revision."""
    generations = workspace.generations
    number, path = generations.begin()
    try:
        before = open_for_reading(generations.path(generations.current)) if generations.current else Store()
        store = open_for_writing(path)
        outcome = change(before, store)
        store.flush()
        del store, before
    except BaseException:
        generations.discard(number)
        raise
    if outcome is None or outcome.revision is None:
        generations.discard(number)
    else:
        generations.publish(number)
    return outcome


class _Change:
    """One change on its way into a candidate store."""

    def __init__(self, workspace: Workspace, store: Store, before: Store, asserted: Asserted) -> None:
        self._workspace = workspace
        self._base = workspace.base
        self._store = store
        self._before = before
        self._asserted = asserted
        self._materialised = MaterialisedStore(store, workspace.base)

    def make(self, intent: Intent, dry_run: bool, progress: Progress) -> Outcome:
        outcome = Outcome(intent.dataset, None, *self._asserted.counts, Report(()))
        if outcome.unchanged:
            return outcome
        progress("derive")
        reads = self._apply_and_derive()
        progress("validate")
        report = validate(self._store)
        outcome = replace(outcome, report=report, reads=reads)
        if dry_run or not report.conforms:
            return outcome
        progress("write")
        revision, log_hash = self._append(intent, outcome)
        write_metadata(self._store, self._base, Metadata(revision, log_hash, self._workspace.today, digest()))
        return replace(outcome, revision=revision)

    def _apply_and_derive(self) -> Reads | None:
        """Make the asserted changes and derive; what an incremental derivation read, None after a full one."""
        known = read_metadata(self._store, self._base)
        if known.rules != digest():
            load_ontology(self._materialised, self._base)
        changed = self._asserted.apply(self._materialised)
        if known.rules != digest() or changed is None:
            derive_all(self._store, self._base, self._workspace.today)
            return None
        return derive_changes(self._before, self._materialised, self._base, self._workspace.today, changed)

    def _append(self, intent: Intent, outcome: Outcome) -> tuple[int, str]:
        log = self._workspace.log
        last = log.last
        entry = Entry(
            revision=last + 1,
            previous=log.hash_of(last),
            time=intent.time or datetime.now(UTC).isoformat(timespec="seconds"),
            author=intent.author,
            message=intent.message,
            dataset=intent.dataset,
            mode="replace",
            source=intent.source,
            base=self._base.iri,
        )
        added, removed = self._asserted.lines()
        large = outcome.added + outcome.removed >= COMPRESS_FROM
        return entry.revision, log.append(entry, added, removed, compressed=large)
