# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""Commands that start a server: demo."""

from typing import Annotated

import typer

DEFAULT_PORT = 8000


def register(app: typer.Typer) -> None:
    """Add the commands to the application."""
    app.command()(demo)


def demo(
    port: Annotated[
        int, typer.Option(help="The port on 127.0.0.1; 0 takes a free one.", min=0, max=65535)
    ] = DEFAULT_PORT,
    check: Annotated[
        bool, typer.Option("--check", help="Do everything once, fetch the own pages, and exit.")
    ] = False,
) -> None:
    """The federal landscape in a ready server: load, check, draw, serve."""
    from grundriss.cli.demonstration import run_demo

    run_demo(port, check)
