# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""Commands that keep a workspace safe: backup, restore."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from grundriss.cli import session

if TYPE_CHECKING:
    from grundriss.store.workspace import Workspace

GIGABYTE = 1_000_000_000


def register(app: typer.Typer) -> None:
    """Add the commands to the application."""
    app.command()(backup)
    app.command()(restore)


def backup(
    output: Annotated[
        Path | None,
        typer.Option(
            "-o", "--output", help="The file, .tar.gz or .tar. Default: named by revision and time."
        ),
    ] = None,
    without_store: Annotated[
        bool,
        typer.Option("--without-store", help="Smaller; restoring then builds the store from the log."),
    ] = False,
    force: Annotated[bool, typer.Option("--force", help="Write over a file that is there.")] = False,
    lang: session.Lang = None,
) -> None:
    """Write the whole workspace to one file, also while others are changing it."""
    from datetime import UTC, datetime

    from grundriss.messages import Message
    from grundriss.store.backup import backup as take
    from grundriss.store.backup import default_name

    workspace: Workspace = session.open_workspace(writable=True)
    target = output or Path(default_name(workspace, datetime.now(UTC)))
    taken = take(workspace, target, store=not without_store, over=force)
    for name in taken.left_out:
        session.say(session.said("backup-left-out", name=name))
    size = f"{target.stat().st_size / 1_000_000:.1f}"
    files = Message("files", {"n": taken.files})
    session.say(session.said("backup-done", file=target, revision=taken.revision, files=files, size=size))


def restore(
    file: Annotated[Path, typer.Argument(help="A file that `grundriss backup` wrote.", readable=False)],
    directory: Annotated[Path, typer.Argument(help="A new or empty folder.")],
    max_size: Annotated[
        int, typer.Option("--max-size", min=1, max=100_000, help="How much may be unpacked, in GB.")
    ] = 50,
    lang: session.Lang = None,
) -> None:
    """Make a workspace from a backup; it is there when everything in it is proved."""
    from grundriss.store.restoration import restore as put_back

    done = put_back(
        file,
        directory,
        session.effective_date(),
        most_bytes=max_size * GIGABYTE,
        progress=lambda step: session.say(session.said(f"step-{step}")),
    )
    if done.rebuilt:
        session.say(session.said("restore-rebuilt"))
    session.say(session.said("restore-done", folder=directory.resolve(), revision=done.revision))
