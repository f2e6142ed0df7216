# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""Commands that read and turn back history: log, diff, blame, revert."""

from typing import TYPE_CHECKING, Annotated, Final

import typer

from grundriss.cli import session
from grundriss.cli.commit_options import Decision, Expect, decision_iri, expected
from grundriss.errors import UsageError
from grundriss.messages import Message

if TYPE_CHECKING:
    from grundriss.store.line import Line

_DIFF_FORMATS: Final = ("human", "md", "json", "rdf-patch")
_FORMATS: Final = ("human", "json")

Format = Annotated[str, typer.Option("-f", "--format", help="human or json.")]


def register(app: typer.Typer) -> None:
    """Add the commands to the application."""
    app.command("log")(show_log)
    app.command()(diff)
    app.command()(blame)
    app.command()(revert)


def show_log(
    element: Annotated[
        str | None,
        typer.Argument(metavar="[X]", help="An element: what changed of it.", show_default=False),
    ] = None,
    limit: Annotated[
        int | None, typer.Option(min=0, help="How many revisions. Default: all.", show_default=False)
    ] = None,
    format_name: Format = "human",
    lang: session.Lang = None,
    scenario: session.InScenario = None,
    rev: session.AtRevision = None,
) -> None:
    """The revisions, newest first; of an element, what each changed."""
    _check(format_name, _FORMATS)
    line: Line = session.open_workspace()
    if element is None:
        _put_log(line, rev, limit, format_name)
        return
    from grundriss.cli.history_text import history_text
    from grundriss.history.element_history import log
    from grundriss.history.revision_name import NOW

    found = log(line, element, limit, session.language_of(format_name), NOW if rev is None else rev)
    if format_name == "json":
        session.put_json(found.to_dict())
        return
    session.put(history_text(found))
    hidden = found.total - len(found.entries)
    if hidden:
        session.say(session.said("history-more", n=hidden))


def _put_log(line: "Line", rev: str | None, limit: int | None, format_name: str) -> None:
    from grundriss.cli.history_text import log_line, log_title
    from grundriss.history.revision_name import NOW
    from grundriss.history.revisions import revisions

    found = revisions(line, limit, NOW if rev is None else rev)
    if format_name == "json":
        session.put_json(found.to_dict())
        return
    if not found.total:
        session.say(session.said("log-empty"))
    elif found.entries:
        session.put(log_title(line.scenario, session.language()) + "\n")
    for entry in found.entries:
        session.put(log_line(entry))
    if len(found.entries) < found.total:
        session.say(session.said("history-more", n=found.total - len(found.entries)))


def diff(
    a: Annotated[str, typer.Argument(metavar="R1", help="A revision: r12, 12 or now.")],
    b: Annotated[str, typer.Argument(metavar="[R2]", help="Another one.")] = "now",
    format_name: Annotated[
        str, typer.Option("-f", "--format", help="human, md, json or rdf-patch.")
    ] = "human",
    exit_code: Annotated[
        bool, typer.Option("--exit-code", help="Exit with status 1 when there are differences.")
    ] = False,
    lang: session.Lang = None,
    scenario: session.InScenario = None,
    rev: session.NoRevision = None,
) -> None:
    """What differs between two revisions, element by element."""
    _check(format_name, _DIFF_FORMATS)
    line: Line = session.open_workspace()
    from grundriss.cli.history_text import diff_markdown, diff_text
    from grundriss.history.diff import diff as read_diff
    from grundriss.history.diff import difference_lines

    if format_name == "rdf-patch":
        lines = difference_lines(line, a, b)
        session.put("\n".join(lines))
        differs = len(lines) > 2
    else:
        spoken = session.language_of(format_name)
        found = read_diff(line, a, b, spoken)
        differs = not found.is_empty
        if format_name == "json":
            session.put_json(found.to_dict())
        else:
            session.put((diff_markdown if format_name == "md" else diff_text)(found, spoken))
    if exit_code and differs:
        session.leave(1)


def blame(
    element: Annotated[str, typer.Argument(metavar="X", help="An IRI, a CURIE, a key or a label.")],
    format_name: Format = "human",
    lang: session.Lang = None,
    scenario: session.InScenario = None,
    rev: session.AtRevision = None,
) -> None:
    """Which revision asserted each fact of an element, who made it and from which source."""
    _check(format_name, _FORMATS)
    from grundriss.cli.history_text import blame_text
    from grundriss.history.blame import blame as read_blame
    from grundriss.history.revision_name import NOW

    spoken = session.language_of(format_name)
    found = read_blame(session.open_workspace(), element, spoken, rev if rev is not None else NOW)
    if format_name == "json":
        session.put_json(found.to_dict())
    else:
        session.put(blame_text(found, spoken))


def revert(
    revision: Annotated[str, typer.Argument(metavar="R", help="The revision to take back: r12 or 12.")],
    message: session.WhyElse = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would happen, change nothing.")
    ] = False,
    decision: Decision = None,
    expect: Expect = None,
    lang: session.Lang = None,
    scenario: session.InScenario = None,
) -> None:
    """Take back what a revision changed, as a new revision. Nothing changes when later ones changed the same."""
    from grundriss.cli.commit_text import refuse, say_warnings
    from grundriss.history.revert import revert as take_back
    from grundriss.store.revision_log import numbered

    line: Line = session.open_workspace(writable=True)
    spoken = session.language()
    outcome = take_back(
        line,
        revision,
        session.author(),
        message,
        decision=decision_iri(line, decision),
        expected=expected(expect),
        dry_run=dry_run,
        lang=spoken,
    )
    if not outcome.report.conforms:
        refuse(outcome, session.said("revert-refused", name=revision))
    if outcome.unchanged:
        session.say(session.said("revert-nothing"))
        return
    counts = {
        "revision": outcome.revision and numbered(outcome.revision, line.scenario),
        "removed": Message("statements", {"n": outcome.removed}),
        "added": Message("statements", {"n": outcome.added}),
    }
    if dry_run:
        session.say(session.said("revert-would", **counts))
    else:
        session.say(session.said("revert-done", **counts))
    say_warnings(outcome, line.scenario)


def _check(format_name: str, known: tuple[str, ...]) -> None:
    if format_name not in known:
        raise UsageError("format-unknown", format=format_name, known=known)
