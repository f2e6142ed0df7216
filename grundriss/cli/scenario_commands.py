# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""Commands for scenarios: scenario new, list, show, rebase, merge, drop, restore."""

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from grundriss.cli import session
from grundriss.cli.commit_options import Decision, Expect, expected
from grundriss.errors import UsageError

if TYPE_CHECKING:
    from grundriss.model.state_types import Json
    from grundriss.scenarios.collision import Resolution
    from grundriss.scenarios.joining import Joined
    from grundriss.store.line import Line
    from grundriss.store.scenario import Scenario
    from grundriss.store.snapshot import Snapshot

Name = Annotated[str, typer.Argument(metavar="NAME", help="The scenario's name.")]
Take = Annotated[
    str | None, typer.Option(help="Who wins all conflicts: mine (the scenario) or theirs (the main line).")
]
Resolve = Annotated[
    list[str] | None,
    typer.Option(metavar='"X PROPERTY=mine"', help="Who wins one conflict: mine or theirs. Repeatable."),
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Say what would happen, change nothing.")]
Format = Annotated[str, typer.Option("-f", "--format", help="human or json.")]


def register(app: typer.Typer) -> None:
    """Add the commands to the application."""
    group = typer.Typer(no_args_is_help=True, rich_markup_mode=None)
    group.command("new")(new)
    group.command("list")(list_scenarios)
    group.command("show")(show)
    group.command("rebase")(rebase)
    group.command("merge")(merge)
    group.command("drop")(drop)
    group.command("restore")(restore)
    app.add_typer(group, name="scenario", help="Alternative futures beside the main line.")


def new(
    name: Name,
    message: session.Why = None,
    base: Annotated[
        str | None, typer.Option(help="The revision to branch off, such as r12. Default: the newest.")
    ] = None,
    label: Annotated[str | None, typer.Option(help="The name for people. Default: NAME.")] = None,
    lang: session.Lang = None,
) -> None:
    """Branch a scenario off the main line."""
    from grundriss.scenarios.branching import create

    main = session.open_main(writable=True)
    scenario = create(main, name, message or "", session.author(), _revision(base), label)
    session.say(session.said("scenario-made", name=name, base=scenario.settings.base))
    session.say(session.said("scenario-made-next", name=name))


def list_scenarios(
    dropped: Annotated[bool, typer.Option("--dropped", help="Those that were dropped.")] = False,
    format_name: Format = "human",
    lang: session.Lang = None,
) -> None:
    """The scenarios of the workspace."""
    from grundriss.cli.scenario_text import summary_text
    from grundriss.scenarios.content import damaged, summaries

    as_json = _is_json(format_name)
    main = session.open_main()
    if dropped:
        _put_dropped(main, as_json)
        return
    found, faults = summaries(main), damaged(main)
    for name, fault in faults.items():
        session.say(
            session.said("scenario-line-damaged", name=name, fault=fault.message, advice=fault.advice)
        )
    if as_json:
        broken = [{"name": name, "damaged": True} for name in faults]
        session.put_json(_listed([*(summary.to_dict() for summary in found), *broken]))
        return
    if not found and not faults:
        session.say(session.said("scenario-none"))
    for summary in found:
        session.put(f"{summary.settings.name}  {summary_text(summary)}")


def show(name: Name, format_name: Format = "human", lang: session.Lang = None) -> None:
    """What a scenario adds to its base and what it withdraws, by element."""
    from grundriss.cli.scenario_text import content_text
    from grundriss.scenarios.content import content

    as_json = _is_json(format_name)
    found = content(_scenario(name), session.language_of(format_name))
    if as_json:
        session.put_json(found.to_dict())
    else:
        session.put(content_text(found))


def rebase(
    name: Name,
    base: Annotated[
        str | None, typer.Option(help="The revision to bring it up to, such as r12. Default: the newest.")
    ] = None,
    message: session.WhyElse = None,
    expect: Expect = None,
    take: Take = None,
    resolve: Resolve = None,
    dry_run: DryRun = False,
    format_name: Format = "human",
    lang: session.Lang = None,
) -> None:
    """Bring a scenario up to a newer revision of the main line. Exit status 1 when there are conflicts."""
    from grundriss.scenarios.joining import rebase as rebase_scenario

    as_json = _is_json(format_name)
    scenario = _scenario(name)
    joined = rebase_scenario(
        scenario,
        session.author(),
        _revision(base),
        message=message,
        resolution=_resolution(take, resolve),
        expected=expected(expect),
        dry_run=dry_run,
        lang=session.language_of(format_name),
    )
    _put_joined(name, joined, as_json)
    reached = (_revision(base) or scenario.main.log.last) if dry_run else scenario.settings.base
    session.say(session.said(f"scenario-{'would-rebase' if dry_run else 'rebased'}", name=name, base=reached))


def merge(
    name: Name,
    message: session.Why = None,
    decision: Decision = None,
    expect: Expect = None,
    take: Take = None,
    resolve: Resolve = None,
    dry_run: DryRun = False,
    format_name: Format = "human",
    lang: session.Lang = None,
) -> None:
    """Make what a scenario changes one revision of the main line. Exit status 1 when there are conflicts."""
    from grundriss.cli.commit_text import say_warnings
    from grundriss.editing.decision import decision_behind_merge
    from grundriss.scenarios.joining import merge as merge_scenario

    as_json = _is_json(format_name)
    scenario = _scenario(name)
    joined = merge_scenario(
        scenario,
        message or "",
        session.author(),
        resolution=_resolution(take, resolve),
        decision=None if decision is None else decision_behind_merge(scenario, decision),
        expected=expected(expect),
        dry_run=dry_run,
        lang=session.language_of(format_name),
    )
    _put_joined(name, joined, as_json)
    outcome = joined.outcome
    key = "nothing" if outcome.unchanged else "would-merge" if dry_run else "merged"
    counts = {"added": outcome.added, "removed": outcome.removed, "revision": outcome.revision}
    session.say(session.said(f"scenario-{key}", name=name, **counts))
    if not dry_run:
        session.say(session.said("scenario-goes-on", name=name, base=joined.base))
    say_warnings(outcome, None)


def drop(
    name: Name,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    damaged: Annotated[
        bool, typer.Option("--damaged", help="Also when scenario.toml is missing or cannot be read.")
    ] = False,
    lang: session.Lang = None,
) -> None:
    """Drop a scenario; its log is kept. Asks first at a terminal; elsewhere it needs --yes."""
    from grundriss.scenarios.branching import drop_damaged
    from grundriss.store.revision_log import RevisionLog

    main = session.open_main(writable=True)
    merged = 0 if damaged else _scenario(name).settings.merged
    if not yes:
        _confirm_drop(name, merged, damaged)
    kept = drop_damaged(main, name)
    revisions = RevisionLog(kept).last if kept else 0
    session.say(session.said("scenario-dropped", name=name, n=revisions))
    if kept:
        session.say(session.said("scenario-dropped-kept", name=name, path=kept))


def restore(
    name: Annotated[
        str, typer.Argument(metavar="NAME", help="Its name, or that of its folder in `dropped`.")
    ],
    lang: session.Lang = None,
) -> None:
    """Make a dropped scenario one again, as it was: the last of that name."""
    from grundriss.scenarios.branching import bring_back

    scenario = bring_back(session.open_main(writable=True), name)
    session.say(session.said("scenario-restored", name=scenario.settings.name, n=scenario.log.last))


def say_behind(snapshot: "Snapshot", *whens: str) -> None:
    """Say of a scenario that is compared with another line that the main line has gone on since its base."""
    from grundriss.states.places import place_of
    from grundriss.store.scenario import Scenario

    places = [place_of(snapshot, when) for when in whens]
    lines = [place.scenario if place else snapshot.scenario for place in places]
    for n, name in enumerate(lines):
        other = places[1 - n]
        if name is None or name == lines[1 - n] or snapshot.line is None:
            continue
        scenario = Scenario.open(snapshot.line, name)
        base, last = scenario.settings.base, scenario.main.log.last
        if base < last and (other is None or other.revision != base):
            moment = other.moment if other else whens[1 - n].strip()
            session.say(session.said("scenario-behind", name=name, base=base, n=last - base, moment=moment))


def _can_be_asked() -> bool:
    return sys.stdin.isatty() and sys.stderr.isatty()


def _confirm_drop(name: str, merged: int, damaged: bool) -> None:
    """Ask whether the scenario may go; typer.Abort where it may not, UsageError where nobody can be asked."""
    if not _can_be_asked():
        raise UsageError("scenario-drop-unasked", name=name, option=" --damaged" if damaged else "")
    key = "scenario-drop-merged" if merged else "scenario-drop-open"
    typer.confirm(session.said(key, name=name, merged=merged), abort=True, err=True)


def _listed(items: "list[Json]") -> "Json":
    """All scenarios at once, in the shape that every list has."""
    return {"items": items, "next": None, "total": len(items)}


def _put_dropped(main: "Line", as_json: bool) -> None:
    from grundriss.cli.scenario_text import dropped_text
    from grundriss.store.dropped import dropped_scenarios

    found = dropped_scenarios(main)
    if as_json:
        session.put_json(_listed([dropped.to_dict() for dropped in found]))
    elif not found:
        session.say(session.said("scenario-none-dropped"))
    else:
        for dropped in found:
            session.put(dropped_text(dropped))


def _scenario(name: str) -> "Scenario":
    from grundriss.store.scenario import Scenario

    return Scenario.open(session.open_main(), name)


def _revision(text: str | None) -> int | None:
    from grundriss.history.revision_name import written_number

    return None if text is None else written_number(text)


def _resolution(take: str | None, single: list[str] | None) -> "Resolution":
    from grundriss.scenarios.collision import Resolution

    return Resolution.parse(take, single or ())


def _is_json(format_name: str) -> bool:
    if format_name not in ("human", "json"):
        raise UsageError("format-unknown", format=format_name, known=("human", "json"))
    return format_name == "json"


def _put_joined(name: str, joined: "Joined", as_json: bool) -> None:
    """Say what stands against it, and leave then."""
    from grundriss.cli.commit_text import refuse
    from grundriss.cli.scenario_text import collision_text

    if as_json:
        session.put_json(joined.to_dict())
    for found in joined.again:
        session.say(session.said("scenario-again", name=name, merge=found.merge, by=found.by))
    if joined.open:
        if not as_json:
            for line in joined.open:
                session.put(collision_text(line))
        first = joined.open[0]
        session.say(session.said("collision-count", n=len(joined.open)))
        session.say(session.said("collision-advice", element=first.item.key, property=first.property))
        session.leave(1)
    if not joined.done:
        said = session.said("scenario-refused", name=name)
        if not as_json:
            refuse(joined.outcome, said)
        session.say(said)
        session.leave(1)
