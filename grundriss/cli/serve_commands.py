# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""Commands that start a server: demo, serve."""

import os
import re
import socket
from typing import TYPE_CHECKING, Annotated, Final

import typer

from grundriss.cli import session
from grundriss.errors import PermissionDenied, UsageError
from grundriss.messages import Message, reason

if TYPE_CHECKING:
    from datetime import date

    from grundriss.store.packaged import PackagedLandscape
    from grundriss.store.workspace import Workspace

DEFAULT_PORT = 8000
_BIND: Final = re.compile(r"(?P<host>\[[0-9A-Fa-f:.]+\]|[^\s:\[\]]+):(?P<port>\d{1,5})")
_EVERYWHERE: Final = ("0.0.0.0", "::")  # noqa: S104 - named to be recognised
_ALLOWED_HOSTS: Final = "GRUNDRISS_ALLOWED_HOSTS"
_BACKLOG: Final = 2048


def register(app: typer.Typer) -> None:
    """Add the commands to the application."""
    app.command()(demo)
    app.command()(serve)


def demo(
    port: Annotated[
        int, typer.Option(help="The port on 127.0.0.1; 0 takes a free one.", min=0, max=65535)
    ] = DEFAULT_PORT,
    check: Annotated[
        bool, typer.Option("--check", help="Do everything once, fetch the own pages, and exit.")
    ] = False,
    lang: session.Lang = None,
) -> None:
    """The federal landscape in a ready server: load, check, draw, serve."""
    from grundriss.cli.demonstration import run_demo

    run_demo(port, check)


def serve(
    bind: Annotated[
        str, typer.Option(help="Address and port to listen on; port 0 takes a free one.")
    ] = f"127.0.0.1:{DEFAULT_PORT}",
    workers: Annotated[int, typer.Option(help="How many processes answer.", min=1, max=64)] = 1,
    lang: session.Lang = None,
) -> None:
    """Serve the workspace: pages, linked data, REST and SPARQL, for reading. Ctrl+C stops it."""
    host, port = _address(bind)
    workspace, today = served()
    listening = listen(host, port, bind)
    port = listening.getsockname()[1]
    name = f"[{host}]" if ":" in host else host
    if host not in _EVERYWHERE:
        # who binds an address of this machine may be addressed by it
        allowed = os.environ.get(_ALLOWED_HOSTS, "")
        os.environ[_ALLOWED_HOSTS] = f"{allowed},{name}" if allowed else name
    elif not os.environ.get(_ALLOWED_HOSTS):
        session.say(session.said("serve-hosts", setting=_ALLOWED_HOSTS))
    session.say(session.said("serve-started", path=workspace.path, address=f"http://{name}:{port}/"))
    if workers == 1:
        from grundriss_api.app import serve as run

        run(workspace, host, port, listening)
    else:
        from grundriss_api.workers import serve_with_workers

        follows_day = today is None and session.find_workspace() is None
        serve_with_workers(None if follows_day else workspace.path, today, listening, workers)


def listen(host: str, port: int, bind: str) -> socket.socket:
    """A socket that listens there. Raises PermissionDenied when the address cannot be used."""
    try:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        return socket.create_server((host, port), family=family, backlog=_BACKLOG)
    except (OSError, UnicodeError) as error:
        why = reason(error) if isinstance(error, OSError) else Message("no-host-name")
        raise PermissionDenied("bind-unusable", bind=bind, reason=why) from error


def served() -> "tuple[Workspace | PackagedLandscape, date | None]":
    """What is served, and the day that counts as today: None follows the clock, so that days roll over."""
    from grundriss.store.packaged import PackagedLandscape
    from grundriss.store.workspace import Workspace

    path = session.find_workspace()
    if session.current.today or os.environ.get("GRUNDRISS_TODAY"):
        return session.open_workspace(), session.effective_date()
    return (PackagedLandscape(progress=session.say_step) if path is None else Workspace.open(path)), None


def _address(bind: str) -> tuple[str, int]:
    found = _BIND.fullmatch(bind.strip())
    if not found or int(found["port"]) > 65535:
        raise UsageError("bind-form", bind=bind)
    return found["host"].strip("[]"), int(found["port"])
