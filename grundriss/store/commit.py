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
from typing import Final

from pyoxigraph import NamedNode, Quad, Store

from grundriss.errors import UsageError
from grundriss.model.identifier import key_of
from grundriss.store.derivation import Reads, derive_all, derive_changes
from grundriss.store.generation import open_for_reading, open_for_writing
from grundriss.store.materialised import MaterialisedStore
from grundriss.store.metadata import Metadata, read_metadata, write_metadata
from grundriss.store.rebuild import load_ontology
from grundriss.store.revision_log import COMPRESS_FROM, Entry, statement_line
from grundriss.store.rules import digest
from grundriss.store.skolem import skolemise
from grundriss.store.workspace import Workspace
from grundriss.validation.shape_report import Report
from grundriss.validation.validate import validate

_FULL_FROM: Final = 5_000
"""From how many changed triples on everything is derived again: following each of them would take longer."""

Progress = Callable[[str], None]


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
            raise UsageError(
                f"{self.dataset!r} cannot be the name of a dataset.",
                hint=f"Try {key_of(self.dataset) or 'manual'!r}.",
            )


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
    with workspace.writing():
        generations = workspace.generations
        number, path = generations.begin()
        try:
            before = (
                open_for_reading(generations.path(generations.current)) if generations.current else Store()
            )
            store = open_for_writing(path)
            held = set(before.quads_for_pattern(None, None, None, graph))
            change = _Change(workspace, store, before, added=wanted - held, removed=held - wanted)
            outcome = change.make(intent, dry_run, progress)
            store.flush()
            del change, store, before
        except BaseException:
            generations.discard(number)
            raise
        if outcome.revision is None:
            generations.discard(number)
        else:
            generations.publish(number)
        return outcome


class _Change:
    """One change on its way into a candidate store."""

    def __init__(
        self, workspace: Workspace, store: Store, before: Store, added: set[Quad], removed: set[Quad]
    ) -> None:
        self._workspace = workspace
        self._base = workspace.base
        self._store = store
        self._before = before
        self._added = added
        self._removed = removed
        self._materialised = MaterialisedStore(store, workspace.base)

    def make(self, intent: Intent, dry_run: bool, progress: Progress) -> Outcome:
        outcome = Outcome(intent.dataset, None, len(self._added), len(self._removed), Report(()))
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
        revision, log_hash = self._append(intent)
        write_metadata(self._store, self._base, Metadata(revision, log_hash, self._workspace.today, digest()))
        return replace(outcome, revision=revision)

    def _apply_and_derive(self) -> Reads | None:
        """Make the asserted changes and derive; what an incremental derivation read, None after a full one."""
        known = read_metadata(self._store, self._base)
        if known.rules != digest():
            load_ontology(self._materialised, self._base)
        changed = self._materialised.delete(self._removed) + self._materialised.insert(self._added)
        if known.rules != digest() or len(changed) >= _FULL_FROM:
            derive_all(self._store, self._base, self._workspace.today)
            return None
        return derive_changes(self._before, self._materialised, self._base, self._workspace.today, changed)

    def _append(self, intent: Intent) -> tuple[int, str]:
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
        added = (statement_line(quad) for quad in sorted(self._added, key=str))
        removed = (statement_line(quad) for quad in sorted(self._removed, key=str))
        large = len(self._added) + len(self._removed) >= COMPRESS_FROM
        return entry.revision, log.append(entry, added, removed, compressed=large)


def dataset_graphs(store: Store, workspace: Workspace) -> list[NamedNode]:
    """The source graphs in a store, sorted."""
    prefix = workspace.base.graph("source").value + "/"
    found = (graph for graph in store.named_graphs() if isinstance(graph, NamedNode))
    return sorted((graph for graph in found if graph.value.startswith(prefix)), key=lambda graph: graph.value)
