# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""What every command needs: which workspace, which day, where output goes. Data to stdout, all else to stderr."""

import os
import sys
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final, NoReturn

import typer

from grundriss.errors import NotFound, UsageError

MARKER: Final = "grundriss.toml"


@dataclass(slots=True)
class Session:
    """The options that stand before the command."""

    workspace: Path | None = None
    today: date | None = None
    quiet: bool = False


current: Final = Session()


def effective_date() -> date:
    """`--today`, else `GRUNDRISS_TODAY`, else today in Berlin. UsageError when it is no day."""
    if current.today:
        return current.today
    text = os.environ.get("GRUNDRISS_TODAY")
    if text:
        return parse_day(text, "GRUNDRISS_TODAY")
    from grundriss.store.effective_date import today

    return today()


def parse_day(text: str, where: str) -> date:
    """A day written YYYY-MM-DD."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise UsageError(f"{where}: {text!r} is no day.", hint="Write it like 2026-11-23.") from error


def find_workspace() -> Path | None:
    """`-w`, else `GRUNDRISS_WORKSPACE`, else the nearest grundriss.toml upwards, else None (the packaged landscape)."""
    if current.workspace:
        return current.workspace
    named = os.environ.get("GRUNDRISS_WORKSPACE")
    if named:
        return Path(named)
    here = Path.cwd()
    return next((folder for folder in (here, *here.parents) if (folder / MARKER).exists()), None)


def open_workspace(*, writable: bool = False) -> Any:
    """The workspace to work in. Raises NotFound when one is needed to write to and there is none."""
    from grundriss.store.workspace import Workspace

    path = find_workspace()
    if path is not None:
        return Workspace.open(path, effective_date())
    if writable:
        raise NotFound(
            "There is no workspace here; the packaged landscape is read-only.",
            hint="Make one with `grundriss init`, or name one with -w.",
        )
    from grundriss.store.packaged import packaged_landscape

    return packaged_landscape(effective_date(), say_step)


def say(text: str) -> None:
    """A line to stderr, for people."""
    if not current.quiet:
        typer.echo(text, err=True)


def say_step(step: str) -> None:
    """What a longer work does now, where a person waits for it."""
    if sys.stderr.isatty():
        say(f"{step} …")


def put(text: str) -> None:
    """Data to stdout."""
    typer.echo(text)


def put_json(value: Any) -> None:
    """JSON to stdout, as it is in every answer."""
    import json

    put(json.dumps(value, ensure_ascii=False, indent=2))


def leave(status: int) -> NoReturn:
    """End the command with an exit status."""
    raise typer.Exit(status)


def author() -> str:
    """Who makes a commit: `GRUNDRISS_AUTHOR`, else the user's name on this machine."""
    import getpass

    named = os.environ.get("GRUNDRISS_AUTHOR")
    if named:
        return named
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "unknown"
