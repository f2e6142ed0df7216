# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""Commands about the landscape as a whole: where it breaks."""

from typing import Annotated

import typer

from grundriss.cli import session
from grundriss.cli.answer_output import Format, When, checked, put


def register(app: typer.Typer) -> None:
    """Add the commands to the application."""
    app.command("weak-points")(weak_points)


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
