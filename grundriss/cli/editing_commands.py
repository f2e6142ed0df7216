# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""Commands that change one fact each, as a checked commit: add, set, retire."""

from typing import TYPE_CHECKING, Annotated

import typer

from grundriss.cli import session
from grundriss.cli.commit_options import Decision, Expect, expected
from grundriss.errors import UsageError

if TYPE_CHECKING:
    from grundriss.editing.edit import Edited
    from grundriss.store.commit import Intent
    from grundriss.store.line import Line

DryRun = Annotated[bool, typer.Option("--dry-run", help="Say what would happen, change nothing.")]
Dataset = Annotated[
    str | None,
    typer.Option(
        help="Where new facts are written. Default: the dataset whose fact they replace, else manual."
    ),
]
Source = Annotated[
    str | None,
    typer.Option(metavar="ADDRESS|TEXT", help="Where the fact is from: an address, a text or both."),
]


def register(app: typer.Typer) -> None:
    """Add the commands to the application."""
    app.command()(add)
    app.command("set")(set_fact)
    app.command()(retire)
    app.command()(update)


def add(
    kind: Annotated[
        str, typer.Argument(metavar="KIND", help="component, interface, organization … or relation.")
    ],
    names: Annotated[
        list[str],
        typer.Argument(
            metavar="KEY | TYPE SOURCE TARGET [PROPERTY=VALUE]...",
            help="The key of an element, or type and ends of a relation; then its facts.",
        ),
    ],
    label: Annotated[str | None, typer.Option(help="The name; one in English ends with @en.")] = None,
    message: session.Why = None,
    dry_run: DryRun = False,
    decision: Decision = None,
    expect: Expect = None,
    dataset: Dataset = None,
    source: Source = None,
    scenario: session.InScenario = None,
    lang: session.Lang = None,
) -> None:
    """Add an element or a relation."""
    from grundriss.editing import edit

    named = [name for name in names if not _is_pair(name)]
    pairs = [(name.partition("=")[0], name.partition("=")[2]) for name in names if _is_pair(name)]
    if label is not None:
        pairs.insert(0, ("label", label))
    workspace: Line = session.open_workspace(writable=True)
    intent = _intent(message, decision, expect, dataset)
    outcome = edit.add(workspace, kind, named, pairs, intent, source=source, dry_run=dry_run)
    tell(outcome, dry_run, workspace.scenario)


def set_fact(
    x: Annotated[str, typer.Argument(metavar="X", help="The element or relation.")],
    name: Annotated[str, typer.Argument(metavar="PROPERTY", help="Such as lifecycle, label or owner.")],
    value: Annotated[
        str | None, typer.Argument(help="A code, an element, a date, an address or a text.")
    ] = None,
    remove: Annotated[bool, typer.Option("--remove", help="Take away what is stated.")] = False,
    since: Annotated[
        str | None,
        typer.Option("--from", help="Since when an owner or operator is responsible. Default: today."),
    ] = None,
    message: session.Why = None,
    dry_run: DryRun = False,
    decision: Decision = None,
    expect: Expect = None,
    dataset: Dataset = None,
    source: Source = None,
    scenario: session.InScenario = None,
    lang: session.Lang = None,
) -> None:
    """Set one fact of an element: the value replaces what was there."""
    from grundriss.editing import edit

    if (value is None) != remove:
        raise UsageError("set-value-form")
    workspace: Line = session.open_workspace(writable=True)
    intent = _intent(message, decision, expect, dataset)
    outcome = edit.set_value(workspace, x, name, value, intent, since=since, source=source, dry_run=dry_run)
    tell(outcome, dry_run, workspace.scenario)


def retire(
    x: Annotated[str, typer.Argument(metavar="X", help="The element.")],
    end: Annotated[str, typer.Option("--on", help="Its last day; a year or month means the last day of it.")],
    replaced_by: Annotated[
        str | None, typer.Option(metavar="Y", help="The element that replaces it.")
    ] = None,
    instead: Annotated[
        bool, typer.Option("--instead", help="Put Y in the place of another successor that is recorded.")
    ] = False,
    message: session.Why = None,
    dry_run: DryRun = False,
    decision: Decision = None,
    expect: Expect = None,
    dataset: Dataset = None,
    source: Source = None,
    scenario: session.InScenario = None,
    lang: session.Lang = None,
) -> None:
    """End an element, with its successor if it has one."""
    from grundriss.editing import edit

    workspace: Line = session.open_workspace(writable=True)
    intent = _intent(message, decision, expect, dataset)
    outcome = edit.retire(
        workspace, x, end, intent, replaced_by=replaced_by, instead=instead, source=source, dry_run=dry_run
    )
    tell(outcome, dry_run, workspace.scenario)
    if not outcome.unchanged:
        _say_dependants(workspace, x)


def _say_dependants(line: "Line", x: str) -> None:
    """How many elements need today what ends: they are left without it, or have to move to its successor."""
    from grundriss.analysis.impact import impact
    from grundriss.model.identifier import key_in
    from grundriss.resolve import resolve

    with line.snapshot() as snapshot:
        node = resolve(snapshot.store, snapshot.base_iri, x)
        found = impact(snapshot, node, depth=1, lang=session.language())
    if found.items:
        of = f" --scenario {line.scenario}" if line.scenario else ""
        session.say(session.said("edit-needed", n=len(found.items), element=key_in(node.value), line=of))


def update(
    file: Annotated[
        str, typer.Argument(metavar="FILE|-", help="A file with a SPARQL update, or - for stdin.")
    ],
    message: session.Why = None,
    dry_run: DryRun = False,
    decision: Decision = None,
    expect: Expect = None,
    dataset: Annotated[
        str | None,
        typer.Option(help="Where new statements of the default graph are written. Default: manual."),
    ] = None,
    timeout: Annotated[float, typer.Option(help="Seconds after which the update is given up.")] = 30.0,
    format_name: Annotated[str, typer.Option("-f", "--format", help="human or json.")] = "human",
    scenario: session.InScenario = None,
    lang: session.Lang = None,
) -> None:
    """Change datasets by a SPARQL update. Prefixes of the ontology need not be declared."""
    from grundriss.cli.sparql_file import placed_in, text_of
    from grundriss.editing.update import update as run_update

    if format_name not in ("human", "json"):
        raise UsageError("format-unknown", format=format_name, known=("human", "json"))
    text = text_of(file)
    workspace: Line = session.open_workspace(writable=True)
    intent = _intent(message, decision, expect, dataset)
    with placed_in(file):
        outcome = run_update(workspace, text, intent, seconds=timeout, dry_run=dry_run)
    if format_name == "json":
        session.put_json(outcome.to_dict())
        session.leave(0 if outcome.report.conforms else 1)
    tell(outcome, dry_run, workspace.scenario)
    if outcome.left:
        session.say(session.said("update-left", n=outcome.left))


def tell(outcome: "Edited", dry_run: bool, scenario: str | None) -> None:
    """Say what a change did: violations to stdout with exit status 1, everything else to stderr."""
    from grundriss.cli.commit_text import refuse, say_warnings, summary
    from grundriss.store.revision_log import numbered

    said = session.said
    if outcome.unchanged:
        session.say(said("edit-unchanged"))
        return
    counts = summary(outcome)
    if not outcome.report.conforms:
        refuse(outcome, said("edit-refused", summary=counts))
    if dry_run:
        session.say(said("edit-would", summary=counts))
    elif outcome.revision:
        session.say(said("edit-done", revision=numbered(outcome.revision, scenario), summary=counts))
    for name, (added, removed) in outcome.datasets.items():
        session.say(said("edit-dataset", dataset=name, added=added, removed=removed))
    for end in outcome.ended:
        values = {"role": end.role, "organisation": end.organisation, "until": end.until}
        session.say(said("edit-ends", **values))
    say_warnings(outcome, scenario)


def _is_pair(text: str) -> bool:
    """Whether it is PROPERTY=VALUE, and not an address with such a sign."""
    name, equals, _ = text.partition("=")
    return bool(equals) and "://" not in name


def _intent(message: str | None, decision: str | None, expect: str | None, dataset: str | None) -> "Intent":
    from grundriss.store.commit import Intent

    return Intent(
        dataset, message or "", session.author(), mode="patch", decision=decision, expected=expected(expect)
    )
