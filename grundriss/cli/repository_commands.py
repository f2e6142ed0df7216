# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""Commands that make, fill and check a workspace: init, load, fsck."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from grundriss.cli import session
from grundriss.cli.commit_options import Decision, Expect, decision_iri, expected
from grundriss.cli.load_files import given_files
from grundriss.errors import UsageError

if TYPE_CHECKING:
    from grundriss.store.commit import Outcome
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
    from grundriss.editing.loading import load_files

    with given_files(files, format_name) as found:
        if found != files and dataset is None and (format_name or "ttl") not in ("nq", "trig"):
            raise UsageError("dataset-of-stdin")
        workspace: Workspace = session.open_workspace(writable=True)
        outcome = load_files(
            workspace,
            found,
            session.author(),
            dataset=dataset,
            message=message,
            decision=decision_iri(workspace, decision),
            expected=expected(expect),
            format_name=format_name,
            verify=verify,
            dry_run=dry_run,
            named=found == files,
            progress=lambda step: session.say(session.said(f"step-{step}")),
            tell=lambda note: session.say(note.text(session.language())),
        )
        _report(outcome, dry_run, workspace.scenario)


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
