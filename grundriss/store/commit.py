# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""The commit: the one way in (DESIGN §3).

Change the writer's store → derive → validate → log → publish. The log entry is written and synced before the
generation that holds it is published: a process killed in between leaves a log that the store is brought up to on the
next opening. Violations, errors and kills before the log entry leave everything as it was; after an error in between
(a full disk), the entry is taken back.
"""

import re
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from pyoxigraph import NamedNode, Quad, RdfFormat

from grundriss import __version__
from grundriss.errors import Conflict, GrundrissError, UsageError
from grundriss.messages import Message
from grundriss.model.identifier import key_of
from grundriss.model.terms import curie
from grundriss.store.asserted import Asserted, LoadedGraph, Patch, derive_again
from grundriss.store.bulk import bulk_load
from grundriss.store.dataset_mode import check_replaces
from grundriss.store.incremental import Followed, Reads
from grundriss.store.line import Line
from grundriss.store.metadata import Metadata
from grundriss.store.provenance import provenance
from grundriss.store.rebuild import load_ontology
from grundriss.store.revision_log import COMPRESS_FROM, Entry, numbered
from grundriss.store.rules import digest, never_stated
from grundriss.store.skolem import skolemise
from grundriss.store.writer import Writer
from grundriss.validation.incremental import concerns, validate_affected
from grundriss.validation.shape_report import Report
from grundriss.validation.validate import validate

Progress = Callable[[str], None]
LONGEST_DATASET = 100
CLOCKS_DIFFER = timedelta(minutes=5)
"""How far the clock may be behind the newest revision, which another machine may have written, unsaid."""
LONGEST_PAUSE = timedelta(days=183)
"""How far the clock may be ahead of the newest revision, unsaid: a workspace may rest for months, hardly for years."""
TOOL = f"Grundriss {__version__}"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a commit did. `revision` is None when nothing was written: no change, a dry run, or violations.

    `report` holds the findings on what the change touches; after a full derivation, on everything (`complete`).
    `held` is how many statements a dataset had that is replaced; 0 where none is.
    `restated` are the properties that only rules give and the dataset states all the same.
    `clock` is a warning where the clock contradicts the time of the revision before, or is far ahead of it.
    """

    dataset: str | None
    revision: int | None
    added: int
    removed: int
    report: Report
    reads: Reads | None = None
    complete: bool = False
    held: int = 0
    restated: tuple[str, ...] = ()
    clock: Message | None = None

    @property
    def unchanged(self) -> bool:
        """Whether the dataset held exactly this already."""
        return not self.added and not self.removed


@dataclass(frozen=True, slots=True)
class Intent:
    """Who changes what and why.

    `dataset` names the dataset that is replaced, None for a change of several. `source` is the name of the file that
    was read and `sha256` its hash; `decision` the IRI of the decision behind the change; `time` RFC 3339 in UTC, the
    clock's when empty. With `expected`, the change is refused unless that is the newest revision. `informed` is the IRI
    of the revision of another line whose changes are brought in.
    """

    dataset: str | None
    message: str
    author: str
    source: str | None = None
    time: str = ""
    mode: str = "replace"
    sha256: str | None = None
    decision: str | None = None
    expected: int | None = None
    informed: str | None = None

    def __post_init__(self) -> None:
        if self.dataset is not None:
            check_dataset_name(self.dataset)


def check_dataset_name(name: str) -> None:
    """Refuse a name that cannot become part of the IRI of a graph, with one that can."""
    if key_of(name) != name or not name or len(name) > LONGEST_DATASET:
        short = name[:LONGEST_DATASET]
        raise UsageError("dataset-name", name=short, better=_possible(short))


def _possible(name: str) -> str:
    """A name that a dataset can have, as near to the one that is wanted as that goes."""
    return re.sub(r"[-._]{2,}", "-", key_of(name)).strip("-._") or "manual"


def check_message(message: str) -> None:
    """Refuse a change of which nobody says why."""
    if not message.strip():
        raise UsageError("message-missing")


def commit(
    writer: Writer,
    change: Asserted,
    intent: Intent,
    *,
    dry_run: bool = False,
    progress: Progress = lambda step: None,
) -> Outcome:
    """Make a change one revision.

    Returns without a revision when there is nothing to change, when `dry_run` is set, or when the change breaks a rule
    (`outcome.report.conforms` is False then). Raises Conflict when another revision was expected, and what the disk
    raises, with the repository as it was before.
    """
    check_expected(writer, intent.expected)
    outcome = Outcome(intent.dataset, None, *change.counts, Report(()))
    if outcome.unchanged:
        return outcome
    writer.log.prove_end(writer.metadata.revision, writer.metadata.log_hash)
    change.check_modes(writer.store)
    try:
        writer.begin()
        progress("derive")
        followed = _apply_and_derive(writer, change)
        progress("validate")
        outcome = replace(_checked(outcome, writer, followed), restated=_restated(writer, intent))
        if dry_run or not outcome.report.conforms:
            writer.abandon()
            return outcome
        progress("write")
        revision, clock = _write(writer, change, intent)
        return replace(outcome, revision=revision, clock=clock)
    except BaseException:
        writer.abandon()
        raise


def replace_dataset(
    line: Line,
    quads: Iterable[Quad],
    intent: Intent,
    *,
    dry_run: bool = False,
    progress: Progress = lambda step: None,
) -> Outcome:
    """Make a dataset hold exactly these statements, as one revision.

    This is PUT of the Graph Store Protocol for the graph of a dataset and, with no statements, its DELETE. The default
    graph has no dataset of its own: `intent.dataset` is None there, and a UsageError.

    Returns and raises as `commit`; Conflict too when the dataset accumulates versions of artefacts.
    """
    if intent.dataset is None:
        raise UsageError("dataset-unnamed")
    graph = line.base.source_graph(intent.dataset)
    wanted = set(skolemise(quads, line.base))
    with line.writing() as writer:
        held = set(writer.store.quads_for_pattern(None, None, None, graph))
        if not held:
            check_replaces(writer.store, graph)
        change = Patch(added=frozenset(wanted - held), removed=frozenset(held - wanted))
        done = commit(writer, change, intent, dry_run=dry_run, progress=progress)
        return replace(done, held=len(held))


def add_to_dataset(
    line: Line,
    quads: Iterable[Quad],
    intent: Intent,
    *,
    dry_run: bool = False,
    progress: Progress = lambda step: None,
) -> Outcome:
    """State more in a dataset, as one revision. Returns and raises as `commit`.

    This is POST of the Graph Store Protocol: for the graph of a dataset, and for the default graph with the dataset
    `manual`. The graphs that the quads name do not count.
    """
    if intent.dataset is None:
        raise UsageError("dataset-unnamed")
    graph = line.base.source_graph(intent.dataset)
    named = skolemise(quads, line.base)
    wanted = frozenset(Quad(quad.subject, quad.predicate, quad.object, graph) for quad in named)
    return apply_patch(line, Patch(added=wanted), intent, dry_run=dry_run, progress=progress)


def apply_patch(
    line: Line,
    patch: Patch,
    intent: Intent,
    *,
    dry_run: bool = False,
    progress: Progress = lambda step: None,
) -> Outcome:
    """Add and remove single statements of datasets, as one revision. Returns and raises as `commit`."""
    with line.writing() as writer:
        return commit(writer, patch.effective(writer.store), intent, dry_run=dry_run, progress=progress)


def load_large_file(
    line: Line,
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
    if intent.dataset is None:
        raise UsageError("dataset-unnamed")
    graph = line.base.source_graph(intent.dataset)
    with line.writing() as writer:
        if writer.store.contains_named_graph(graph):
            return None
        progress("load")
        writer.begin()
        if not bulk_load(writer.materialised, path, rdf_format, graph, line.base.iri):
            writer.abandon()
            return None
        return commit(writer, LoadedGraph(writer.store, graph), intent, dry_run=dry_run, progress=progress)


def check_expected(writer: Writer, expected: int | None) -> None:
    """Raise Conflict, with what happened meanwhile, when another revision than the expected one is the newest."""
    current = writer.metadata.revision
    if expected is None or expected == current:
        return
    wanted, newest = (numbered(number, writer.scenario) for number in (expected, current))
    if expected > current:
        raise Conflict("revision-ahead", expected=wanted, current=newest)
    since = [f"r{r}: {writer.log.entry(r).message}" for r in range(expected + 1, current + 1)]
    meanwhile = "; ".join([*since[:5], *(["…"] if len(since) > 5 else [])])
    line = f" --scenario {writer.scenario}" if writer.scenario else ""
    hint = Message("revision-moved-compare", {"expected": expected, "current": current, "line": line})
    raise Conflict("revision-moved", hint=hint, expected=wanted, current=newest, meanwhile=meanwhile)


def _apply_and_derive(writer: Writer, change: Asserted) -> Followed | None:
    """Make the asserted changes and derive; None after a full derivation."""
    materialised, rules = writer.materialised, digest()
    if writer.metadata.rules != rules:
        load_ontology(materialised, writer.base)
        derive_again(change, materialised, writer.base, writer.today)
        return None
    return change.follow(materialised, writer.base, writer.today, concerns())


def _checked(outcome: Outcome, writer: Writer, followed: Followed | None) -> Outcome:
    if followed is None or followed.everything:
        reads = followed.reads if followed else None
        return replace(outcome, report=validate(writer.store), reads=reads, complete=True)
    return replace(outcome, report=validate_affected(writer.store, followed.affected), reads=followed.reads)


def _restated(writer: Writer, intent: Intent) -> tuple[str, ...]:
    if intent.dataset is None:
        return ()
    graph = writer.base.source_graph(intent.dataset)
    known = (NamedNode(iri) for iri in sorted(never_stated()))
    return tuple(
        curie(node.value)
        for node in known
        if any(True for _ in writer.store.quads_for_pattern(None, node, None, graph))
    )


def _write(writer: Writer, change: Asserted, intent: Intent) -> tuple[int, Message | None]:
    """Log the change, then publish it; its revision, and what is odd about its time."""
    last = writer.metadata.revision
    now = intent.time or datetime.now(UTC).isoformat(timespec="seconds")
    before = writer.log.entry(last).time if writer.log.holds(last) else now
    entry = Entry(
        revision=last + 1,
        previous=writer.metadata.log_hash or writer.log.hash_of(0),
        # a clock that was set back does not turn the order of revisions round
        time=max(now, before),
        author=intent.author,
        message=intent.message,
        base=writer.base.iri,
        dataset=intent.dataset,
        mode=intent.mode,
        source=intent.source,
        sha256=intent.sha256,
        decision=intent.decision,
        tool=TOOL,
        scenario=writer.scenario,
        informed=intent.informed or (writer.branched_from if last == 0 else None),
    )
    added, removed = change.lines()
    log_hash = writer.log.append(entry, added, removed, compressed=sum(change.counts) >= COMPRESS_FROM)
    try:
        writer.store.extend(provenance(writer.base, entry, log_hash, change.graphs))
        writer.publish(Metadata(entry.revision, log_hash, writer.today, digest()))
    except BaseException:
        writer.withdraw(entry.revision)
        raise
    with suppress(GrundrissError):  # it is published; the next commit lists the folder of the log then
        writer.log.note_end(entry.revision)
    return entry.revision, _clock(now, before, last, writer.scenario)


def _clock(now: str, before: str, last: int, scenario: str | None) -> Message | None:
    """A warning where the clock is well before the time of the revision before, or very far after it: a clock that
    leaped is told with the revision that has its time, since all that follow have that time, too.
    """
    try:
        ahead = datetime.fromisoformat(now) - datetime.fromisoformat(before)
    except (ValueError, TypeError):
        return None
    if -CLOCKS_DIFFER <= ahead <= LONGEST_PAUSE:
        return None
    values = (numbered(last + 1, scenario), numbered(last, scenario))
    key = "commit-clock" if ahead < timedelta() else "commit-clock-ahead"
    return Message(key, {"now": now, "then": before, "revision": values[0], "last": values[1]})
