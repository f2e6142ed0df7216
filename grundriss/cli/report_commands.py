# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""Commands that write reports."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from grundriss.cli import session
from grundriss.errors import UsageError


def register(app: typer.Typer) -> None:
    """Add the commands to the application."""
    reports = typer.Typer(no_args_is_help=True, rich_markup_mode=None)
    reports.callback()(_reports)
    reports.command()(gap)
    app.add_typer(reports, name="report", help="Reports that a board can print: pictures, tables, sentences.")


def _reports() -> None:
    """A group with one command stays a group."""


def gap(
    a: Annotated[str, typer.Argument(metavar="[A]", help="The state before.", show_default=True)] = "ist",
    b: Annotated[str, typer.Argument(metavar="[B]", help="The state after.", show_default=True)] = "soll",
    output: Annotated[Path, typer.Option("-o", "--output", help="The PDF file; - is stdout.")] = Path("-"),
    lang: session.Lang = None,
    scenario: session.InScenario = None,
    rev: session.AtRevision = None,
) -> None:
    """What changes between two states, as PDF: summary, pictures, tables by owner and decision, open questions."""
    to_file = str(output) != "-"
    if to_file and output.suffix.lower() != ".pdf":
        raise UsageError("report-not-pdf", file=output)
    if not to_file and sys.stdout.isatty():
        raise UsageError("picture-on-terminal", format="pdf")
    from grundriss.cli.draw_commands import write_picture
    from grundriss_viz.reports.gap_report import render

    with session.open_snapshot() as snapshot:
        content = render(snapshot, a, b, session.language_of("pdf"))
    write_picture(content, output if to_file else None)
