# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""Commands that make, fill and check a workspace: init, load, fsck."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from grundriss.cli import session
from grundriss.cli.commit_options import Decision, Expect, decision_iri, expected
from grundriss.cli.load_files import given_files, load_datasets
from grundriss.errors import InputError, UsageError
from grundriss.importers.facts_table import did_you_mean
from grundriss.messages import reason

if TYPE_CHECKING:
    from pyoxigraph import Quad

    from grundriss.store.commit import Intent, Outcome
    from grundriss.store.fsck import Check
    from grundriss.store.line import Line
    from grundriss.store.workspace import Workspace


def register(app: typer.Typer) -> None:
    """Add the commands to the application."""
    app.command()(init)
    app.command()(load)
    app.command()(fsck)


def init(
    directory: Annotated[Path, typer.Argument(help="The folder; it is made if it does not exist.")] = Path(),
    base: Annotated[
        str | None,
        typer.Option(help="The address that the IRIs of elements start with. Cannot be changed later."),
    ] = None,
    lang: session.Lang = None,
) -> None:
    """Make a workspace."""
    from grundriss.model.identifier import Base
    from grundriss.store.workspace import Workspace

    workspace = Workspace.init(directory, Base(base) if base else None)
    session.say(session.said("init-done", folder=directory.resolve(), base=workspace.base.iri))
    session.say(session.said("init-next"))


def load(
    files: Annotated[
        list[Path],
        typer.Argument(
            metavar="FILE...",
            help="RDF files or - for stdin, a folder of CSV tables of facts, or one of `export --canonical`.",
            readable=False,  # reading says itself what it cannot read, with the status of that
        ),
    ],
    dataset: Annotated[
        str | None, typer.Option(help="The dataset to replace. Default: the file's name.")
    ] = None,
    message: session.WhyElse = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would happen, change nothing.")
    ] = False,
    format_name: Annotated[
        str | None,
        typer.Option("-f", "--format", help="ttl, nt, nq, trig, jsonld or rdf. Default: by the file's name."),
    ] = None,
    verify: Annotated[
        bool, typer.Option("--verify", help="Refuse a canonical export that was edited since it was written.")
    ] = False,
    decision: Decision = None,
    expect: Expect = None,
    lang: session.Lang = None,
    scenario: session.InScenario = None,
) -> None:
    """Load files as one dataset: what it held before is replaced. Nothing changes when a rule is broken.

    A file whose graphs are datasets of the workspace is loaded into these, as one revision.
    """
    with given_files(files, format_name) as found:
        if found != files and dataset is None and (format_name or "ttl") not in ("nq", "trig"):
            raise UsageError("dataset-of-stdin")
        workspace: Workspace = session.open_workspace(writable=True)
        rests_on = {"decision": decision_iri(workspace, decision), "expected": expected(expect)}
        named = found == files
        _load(workspace, found, dataset, message, dry_run, format_name, verify, rests_on, named=named)


def _load(
    workspace: "Workspace",
    files: list[Path],
    dataset: str | None,
    message: str | None,
    dry_run: bool,
    format_name: str | None,
    verify: bool,
    rests_on: dict[str, Any],
    *,
    named: bool,
) -> None:
    from grundriss.importers.canonical_folder import is_canonical
    from grundriss.importers.rdf_file import naming
    from grundriss.model.identifier import key_of
    from grundriss.store.commit import Intent, replace_dataset

    if verify or any(is_canonical(file) for file in files):
        if len(files) > 1 or dataset or format_name:
            raise UsageError("canonical-load-alone")
        _load_canonical(workspace, files[0], message, verify, dry_run, rests_on)
        return
    if dataset is None and len(files) > 1:
        raise UsageError("dataset-missing")
    name = dataset or key_of(files[0].resolve().name.partition(".")[0])
    intent = Intent(
        name,
        message or f"Load {name}",
        session.author(),
        source=", ".join(file.name for file in files) if named else "stdin",
        sha256=_digest(files),
        **rests_on,
    )
    outcome = _load_large(workspace, files, intent, format_name, dry_run)
    if outcome is None:
        outcome = load_datasets(workspace, files, dataset, intent, format_name, dry_run, _step)
    if outcome is None:
        if not named and dataset is None:
            raise UsageError("dataset-of-stdin")
        quads = _read(workspace, files, name, format_name)
        with naming(files):
            outcome = replace_dataset(workspace, quads, intent, dry_run=dry_run, progress=_step)
    _report(outcome, dry_run, workspace.scenario)


def _load_canonical(
    workspace: "Workspace",
    path: Path,
    message: str | None,
    verify: bool,
    dry_run: bool,
    rests_on: dict[str, Any],
) -> None:
    """Make the workspace hold exactly what a canonical export holds."""
    from dataclasses import replace

    from grundriss.importers.canonical_folder import Folder
    from grundriss.store.canonical_load import load_folder
    from grundriss.store.commit import Intent

    folder, name = Folder.open(path), path.resolve().name
    if not verify:
        for file in folder.edited():
            session.say(session.said("canonical-edited", file=file))
    intent = Intent(None, message or f"Load {name}", session.author(), source=name, **rests_on)
    outcome = load_folder(workspace, folder, intent, verify=verify, dry_run=dry_run, progress=_step)
    _report(replace(outcome, dataset=name), dry_run, workspace.scenario)


def _load_large(
    workspace: "Workspace", files: list[Path], intent: "Intent", format_name: str | None, dry_run: bool
) -> "Outcome | None":
    """Load one large file the fast way; None when it has to be read statement by statement."""
    from grundriss.importers.rdf_file import begins_with_mark, check_readable, format_of, parsing
    from grundriss.store.bulk import BULK_FORMATS, BULK_FROM_BYTES
    from grundriss.store.commit import load_large_file

    file = files[0]
    if len(files) > 1 or not file.is_file() or file.stat().st_size < BULK_FROM_BYTES:
        return None
    rdf_format = format_of(file, format_name)
    check_readable(file, rdf_format)
    if rdf_format not in BULK_FORMATS or begins_with_mark(file):
        return None
    with parsing(file):
        return load_large_file(workspace, file, rdf_format, intent, dry_run=dry_run, progress=_step)


def _step(name: str) -> None:
    session.say(session.said(f"step-{name}"))


def _read(workspace: "Workspace", files: list[Path], dataset: str, format_name: str | None) -> list["Quad"]:
    """The quads of all files, in the dataset's graph."""
    from pyoxigraph import Quad

    from grundriss.importers.landscape import read_landscape
    from grundriss.importers.rdf_file import read_rdf

    graph = workspace.base.source_graph(dataset)
    quads: list[Quad] = []
    for file in files:
        if file.is_dir():
            found = read_landscape(file, workspace.base).quads
            quads.extend(Quad(q.subject, q.predicate, q.object, graph) for q in found)
        else:
            quads.extend(read_rdf(file, workspace.base, graph, format_name))
    return quads


def _digest(files: list[Path]) -> str:
    """The SHA-256 of what is to be read: of the file, or over those of several files."""
    import hashlib

    parts = [part for file in files for part in (sorted(file.glob("*.csv")) if file.is_dir() else [file])]
    digests = []
    for part in parts:
        try:
            with part.open("rb") as content:
                digests.append(hashlib.file_digest(content, "sha256"))
        except FileNotFoundError as error:
            near = did_you_mean(
                part.name, [p.name for p in part.parent.iterdir()] if part.parent.is_dir() else []
            )
            raise InputError("file-missing", location=str(part), hint=near) from error
        except OSError as error:
            raise InputError("file-unreadable", location=str(part), reason=reason(error)) from error
    if len(digests) == 1:
        return digests[0].hexdigest()
    return hashlib.sha256(b"".join(digest.digest() for digest in digests)).hexdigest()


def _report(outcome: "Outcome", dry_run: bool, scenario: str | None) -> None:
    from grundriss.cli.commit_text import refuse, say_warnings, summary
    from grundriss.messages import Message
    from grundriss.store.revision_log import numbered

    said = session.said
    if outcome.unchanged:
        session.say(said("load-unchanged", dataset=outcome.dataset))
        return
    counts = summary(outcome)
    if not outcome.report.conforms:
        refuse(outcome, said("load-refused", dataset=outcome.dataset, summary=counts))
    if dry_run:
        session.say(said("load-would", dataset=outcome.dataset, summary=counts))
    elif outcome.revision:
        number = numbered(outcome.revision, scenario)
        session.say(said("load-done", dataset=outcome.dataset, revision=number, summary=counts))
    if outcome.removed * 2 > outcome.held > 0:
        held = Message("statements", {"n": outcome.held})
        session.say(said("load-removes", n=outcome.removed, held=held))
    if outcome.restated:
        session.say(said("load-derived", known=outcome.restated))
    say_warnings(outcome, scenario)


def fsck(
    rebuild: Annotated[
        bool, typer.Option("--rebuild", help="Build the store again from the log first.")
    ] = False,
    since: Annotated[
        str | None,
        typer.Option("--from", metavar="R", help="Replay from this revision on. Default: the whole log."),
    ] = None,
    lang: session.Lang = None,
    scenario: session.InScenario = None,
    rev: session.NoRevision = None,
) -> None:
    """Prove that the log is whole and that each store is what the log gives: of the main line and of every scenario."""
    from grundriss.history.revision_name import revision_number
    from grundriss.store.fsck import check, check_all, rebuild_all

    line: Line = session.open_workspace(writable=rebuild)
    whole = line.scenario is None and since is None
    if rebuild:
        rebuild_all(line)
    checked = (
        check_all(line)
        if whole
        else {line.scenario: check(line, None if since is None else revision_number(line, since))}
    )
    for scenario, found in checked.items():
        _tell_check(scenario, found)
    if any(found.faults for found in checked.values()):
        session.leave(1)


def _tell_check(scenario: str | None, found: "Check") -> None:
    """Each fault with what to do, then what was checked."""
    from grundriss.messages import Message

    lang = session.language()
    for fault in found.faults:
        told = Message("fsck-fault", {"fault": fault})
        if scenario:
            told = Message("fsck-fault-in", {"fault": fault, "scenario": scenario})
        session.put(told.text(lang))
        if fault.hint:
            session.put(f"  {fault.hint.text(lang)}")
    if not found.revisions and not found.since:
        session.say(Message("workspace-empty-hint").text(lang))
    for what in found.unchecked:
        session.say(session.said("fsck-unchecked", what=what))
    done = Message(
        "fsck-done-after" if found.since else "fsck-done",
        {
            "revisions": Message("revisions", {"n": found.revisions}),
            "since": found.since,
            "statements": Message("statements", {"n": found.statements}),
            "stores": Message("stores", {"n": found.stores}),
            "faults": Message("faults", {"n": len(found.faults)}),
        },
    )
    if scenario:
        done = Message("fsck-line", {"scenario": scenario, "told": done})
    session.say(done.text(lang))
