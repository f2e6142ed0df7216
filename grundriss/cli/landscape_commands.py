# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""Commands about the landscape as a whole: where it breaks, and what happens when."""

from typing import Annotated

import typer

from grundriss.cli import session
from grundriss.cli.answer_output import Format, When, checked, put


def register(app: typer.Typer) -> None:
    """Add the commands to the application."""
    app.command("weak-points")(weak_points)
    app.command()(timeline)


def weak_points(
    when: When = "ist",
    limit: Annotated[int, typer.Option(help="The largest number of each sort.")] = 20,
    format_name: Format = "human",
    lang: session.Lang = None,
    scenario: session.InScenario = None,
    rev: session.AtRevision = None,
) -> None:
    """Where the landscape breaks: single points of failure, circles, hubs, needs that end, components left alone."""
    spoken = checked(format_name)
    from grundriss.analysis.weak_points import weak_points as read_weak_points
    from grundriss.cli.weakness_text import weak_points_text

    with session.open_snapshot() as snapshot:
        found = read_weak_points(snapshot, when, limit, spoken)
    put(found, format_name, spoken, lambda: weak_points_text(found, spoken))
    if found.truncated and format_name != "json":
        session.say(session.said("weak-truncated"))


def timeline(
    element: Annotated[
        str | None,
        typer.Argument(metavar="[X]", help="An IRI, a CURIE, a key or a label. Default: the landscape."),
    ] = None,
    start: Annotated[
        str | None,
        typer.Option("--from", help="ist, soll, a plateau or a date (a year begins with its first day)."),
    ] = None,
    end: Annotated[
        str | None,
        typer.Option("--to", help="ist, soll, a plateau or a date (a year ends with its last day)."),
    ] = None,
    format_name: Format = "human",
    lang: session.Lang = None,
    scenario: session.InScenario = None,
    rev: session.AtRevision = None,
) -> None:
    """What happens when, to an element or to the landscape: starts, ends, changes, responsibilities, plateaus."""
    spoken = checked(format_name)
    from grundriss.cli.timeline_text import timeline_text
    from grundriss.description.landscape_timeline import timeline as read_timeline
    from grundriss.resolve import resolve

    with session.open_snapshot() as snapshot:
        node = None if element is None else resolve(snapshot.store, snapshot.base_iri, element)
        found = read_timeline(snapshot, node, start, end, spoken)
    put(found, format_name, spoken, lambda: timeline_text(found, spoken))
