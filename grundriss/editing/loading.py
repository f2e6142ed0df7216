# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""Files as one commit: RDF or tables of facts as a dataset, files whose graphs are datasets, canonical exports."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from pyoxigraph import Quad

from grundriss.errors import InputError, UsageError
from grundriss.importers.canonical_folder import Folder, is_canonical
from grundriss.importers.facts_table import did_you_mean
from grundriss.importers.landscape import read_landscape
from grundriss.importers.quad_file import read_datasets
from grundriss.importers.rdf_file import (
    begins_with_mark,
    check_readable,
    format_of,
    naming,
    parsing,
    read_rdf,
)
from grundriss.importers.standard_input import said_of
from grundriss.messages import Message, reason
from grundriss.model.identifier import key_of
from grundriss.store.bulk import BULK_FORMATS, BULK_FROM_BYTES
from grundriss.store.canonical_load import load_folder
from grundriss.store.commit import Intent, Outcome, Progress, load_large_file, replace_dataset
from grundriss.store.line import Line
from grundriss.store.quad_load import replace_graphs

SHOWN: Final = 3
"""How many names of foreign graphs are told."""

Tell = Callable[[Message], None]
"""What takes a remark on what is read."""


def load_files(
    line: Line,
    files: Sequence[Path],
    author: str,
    *,
    dataset: str | None = None,
    message: str | None = None,
    decision: str | None = None,
    expected: int | None = None,
    format_name: str | None = None,
    verify: bool = False,
    dry_run: bool = False,
    named: bool = True,
    progress: Progress = lambda step: None,
    tell: Tell = lambda note: None,
) -> Outcome:
    """Load files as one dataset, which holds exactly them afterwards; nothing changes when a rule is broken.

    `dataset` is the file's name where none is given. A file whose graphs are datasets of the workspace is loaded into
    these; a folder is one of tables of facts or a canonical export, of which `verify` refuses files that were edited.
    `decision` is an IRI. Where the names of the files mean nothing (`named` is false), a dataset must be given. `tell`
    hears what is left out.

    Returns and raises as `grundriss.store.commit.commit`; InputError with the place for what cannot be read.
    """
    found = list(files)
    if verify or any(is_canonical(file) for file in found):
        if len(found) > 1 or dataset or format_name:
            raise UsageError("canonical-load-alone")
        name = found[0].resolve().name
        intent = Intent(
            None, message or f"Load {name}", author, source=name, decision=decision, expected=expected
        )
        return _canonical(line, found[0], intent, verify, dry_run, progress, tell)
    if dataset is None and len(found) > 1:
        raise UsageError("dataset-missing")
    name = dataset or key_of(found[0].resolve().name.partition(".")[0])
    intent = Intent(
        name,
        message or f"Load {name}",
        author,
        source=", ".join(file.name for file in found) if named else "stdin",
        sha256=_digest(found),
        decision=decision,
        expected=expected,
    )
    outcome = _large(line, found, intent, format_name, dry_run, progress)
    if outcome is None:
        outcome = _datasets(line, found, dataset, intent, format_name, dry_run, progress, tell)
    if outcome is None:
        if not named and dataset is None:
            raise UsageError("dataset-of-stdin")
        quads = _read(line, found, name, format_name)
        with naming(found):
            outcome = replace_dataset(line, quads, intent, dry_run=dry_run, progress=progress)
    return outcome


def _canonical(
    line: Line, path: Path, intent: Intent, verify: bool, dry_run: bool, progress: Progress, tell: Tell
) -> Outcome:
    """Make the workspace hold exactly what a canonical export holds."""
    folder = Folder.open(path)
    if not verify:
        for file in folder.edited():
            tell(Message("canonical-edited", {"file": file}))
    outcome = load_folder(line, folder, intent, verify=verify, dry_run=dry_run, progress=progress)
    return replace(outcome, dataset=path.resolve().name)


def _large(
    line: Line, files: list[Path], intent: Intent, format_name: str | None, dry_run: bool, progress: Progress
) -> Outcome | None:
    """Load one large file the fast way; None when it has to be read statement by statement."""
    file = files[0]
    if len(files) > 1 or not file.is_file() or file.stat().st_size < BULK_FROM_BYTES:
        return None
    rdf_format = format_of(file, format_name)
    check_readable(file, rdf_format)
    if rdf_format not in BULK_FORMATS or begins_with_mark(file):
        return None
    with parsing(file):
        return load_large_file(line, file, rdf_format, intent, dry_run=dry_run, progress=progress)


def _datasets(
    line: Line,
    files: list[Path],
    dataset: str | None,
    intent: Intent,
    format_name: str | None,
    dry_run: bool,
    progress: Progress,
    tell: Tell,
) -> Outcome | None:
    """Load a file into the datasets that its graphs name; None when it names none of this workspace.

    Raises UsageError where it names others than the dataset that is asked for.
    """
    for file in files:
        found = None if file.is_dir() else read_datasets(file, line.base, format_name)
        if found is None:
            continue
        if found.foreign:
            shown = [*found.foreign[:SHOWN], *(["…"] if len(found.foreign) > SHOWN else [])]
            values = {"n": len(found.foreign), "file": said_of(file), "graphs": shown}
            tell(Message("load-foreign", {**values, "dataset": intent.dataset}))
            continue
        if found.left_out:
            tell(Message("load-left-out", {"n": found.left_out, "file": said_of(file)}))
        if dataset is not None:
            if found.datasets != [dataset]:
                raise UsageError("graphs-other", file=file, datasets=found.datasets, dataset=dataset)
            continue
        with naming([file]):
            outcome = replace_graphs(line, found.quads, intent, dry_run=dry_run, progress=progress)
        return replace(outcome, dataset=", ".join(found.datasets))
    return None


def _read(line: Line, files: list[Path], dataset: str, format_name: str | None) -> list[Quad]:
    """The quads of all files, in the dataset's graph."""
    graph = line.base.source_graph(dataset)
    quads: list[Quad] = []
    for file in files:
        if file.is_dir():
            found = read_landscape(file, line.base).quads
            quads.extend(Quad(q.subject, q.predicate, q.object, graph) for q in found)
        else:
            quads.extend(read_rdf(file, line.base, graph, format_name))
    return quads


def _digest(files: list[Path]) -> str:
    """The SHA-256 of what is to be read: of the file, or over those of several files."""
    parts = [part for file in files for part in (sorted(file.glob("*.csv")) if file.is_dir() else [file])]
    digests = []
    for part in parts:
        try:
            with part.open("rb") as content:
                digests.append(hashlib.file_digest(content, "sha256"))
        except FileNotFoundError as error:
            beside = [path.name for path in part.parent.iterdir()] if part.parent.is_dir() else []
            hint = did_you_mean(part.name, beside)
            raise InputError("file-missing", location=str(part), hint=hint) from error
        except OSError as error:
            raise InputError("file-unreadable", location=str(part), reason=reason(error)) from error
    if len(digests) == 1:
        return digests[0].hexdigest()
    return hashlib.sha256(b"".join(digest.digest() for digest in digests)).hexdigest()
