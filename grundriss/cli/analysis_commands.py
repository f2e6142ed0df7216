# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""Commands that compare and trace: state, gap, impact, path."""

from typing import TYPE_CHECKING, Annotated

import typer

from grundriss.cli import session
from grundriss.cli.answer_output import Format, When, checked, put

if TYPE_CHECKING:
    from grundriss.model.analysis_types import Impact, Paths


def register(app: typer.Typer) -> None:
    """Add the commands to the application."""
    app.command()(state)
    app.command()(gap)
    app.command()(impact)
    app.command()(path)


def state(
    when: Annotated[
        str,
        typer.Argument(
            help="ist, soll, a plateau, a date (a year means its last day), a revision such as r12 or a scenario."
        ),
    ] = "ist",
    format_name: Format = "human",
    lang: session.Lang = None,
    scenario: session.InScenario = None,
    rev: session.AtRevision = None,
) -> None:
    """The landscape at a time: what is there, what depends on what."""
    spoken = checked(format_name)
    from grundriss.cli.analysis_text import state_text
    from grundriss.states.state import state as read_state

    with session.open_snapshot() as snapshot:
        found = read_state(snapshot, when, spoken)
    put(found, format_name, spoken, lambda: state_text(found, spoken))


def gap(
    a: Annotated[str, typer.Argument(metavar="[A]", help="The state before.", show_default=True)] = "ist",
    b: Annotated[str, typer.Argument(metavar="[B]", help="The state after.", show_default=True)] = "soll",
    format_name: Format = "human",
    lang: session.Lang = None,
    scenario: session.InScenario = None,
    rev: session.AtRevision = None,
    exit_code: Annotated[
        bool, typer.Option("--exit-code", help="Exit with status 1 when there are differences.")
    ] = False,
) -> None:
    """What changes between two states: new, gone, replaced, changed, and why."""
    spoken = checked(format_name)
    from grundriss.cli.analysis_text import gap_text
    from grundriss.cli.scenario_commands import say_behind
    from grundriss.states.gap import gap as read_gap

    with session.open_snapshot() as snapshot:
        found = read_gap(snapshot, a, b, spoken)
    put(found, format_name, spoken, lambda: gap_text(found, spoken))
    say_behind(snapshot, a, b)
    if exit_code and not found.is_empty:
        session.leave(1)


def impact(
    element: Annotated[str, typer.Argument(metavar="X", help="An IRI, a CURIE, a key or a label.")],
    up: Annotated[bool, typer.Option("--up/--down", help="What depends on X, or what X depends on.")] = True,
    depth: Annotated[
        int | None, typer.Option(help="The largest number of steps. Default: all.", show_default=False)
    ] = None,
    when: When = "ist",
    limit: Annotated[int, typer.Option(help="The largest number of elements.")] = 1_000,
    format_name: Format = "human",
    lang: session.Lang = None,
    scenario: session.InScenario = None,
    rev: session.AtRevision = None,
) -> None:
    """What depends on an element, or what it depends on, with the path that proves it."""
    spoken = checked(format_name)
    from grundriss.analysis.impact import impact as read_impact
    from grundriss.cli.analysis_text import impact_text
    from grundriss.resolve import resolve
    from grundriss.states.places import placed

    with session.open_snapshot() as snapshot, placed(snapshot, when) as (there, moment):
        node = resolve(there.store, there.base_iri, element)
        found = read_impact(there, node, moment, "up" if up else "down", depth, limit, spoken)
    put(found, format_name, spoken, lambda: impact_text(found, spoken))
    if found.truncated:
        session.say(session.said("impact-more", n=len(found.items)))
    _say_note(found, format_name)


def path(
    a: Annotated[str, typer.Argument(metavar="A", help="An IRI, a CURIE, a key or a label.")],
    b: Annotated[str, typer.Argument(metavar="B", help="Another one.")],
    when: When = "ist",
    limit: Annotated[int, typer.Option(help="How many paths, at most 100.")] = 5,
    format_name: Format = "human",
    lang: session.Lang = None,
    scenario: session.InScenario = None,
    rev: session.AtRevision = None,
) -> None:
    """How two elements are connected: the shortest ways over relations, whichever way these point."""
    spoken = checked(format_name)
    from grundriss.analysis.paths import paths
    from grundriss.cli.analysis_text import paths_text
    from grundriss.resolve import resolve
    from grundriss.states.places import placed

    with session.open_snapshot() as snapshot, placed(snapshot, when) as (there, moment):
        ends = [resolve(there.store, there.base_iri, name) for name in (a, b)]
        found = paths(there, ends[0], ends[1], moment, limit, spoken)
    put(found, format_name, spoken, lambda: paths_text(found, spoken))
    if found.truncated and found.paths:
        session.say(session.said("paths-more", n=len(found.paths)))
    _say_note(found, format_name)


def _say_note(answer: "Impact | Paths", format_name: str) -> None:
    """Why there is nothing, where the format itself has no place for it."""
    if answer.note and format_name in ("csv", "md"):
        session.say(answer.note)
