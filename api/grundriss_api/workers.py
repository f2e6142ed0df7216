# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""Several server processes on one listening socket; uvicorn watches over them and starts anew what dies.

A worker is a fresh process: it learns from the environment which workspace it serves and which day is today.
"""

import os
import socket
from datetime import date
from pathlib import Path
from typing import Final

from fastapi import FastAPI

from grundriss.store.packaged import PackagedLandscape
from grundriss.store.workspace import Workspace
from grundriss_api.app import create_app, server_options

_WORKSPACE: Final = "GRUNDRISS_SERVED_WORKSPACE"
_TODAY: Final = "GRUNDRISS_SERVED_TODAY"


def serve_with_workers(
    workspace: Path | None, today: date | None, listening: socket.socket, workers: int
) -> None:
    """Serve a workspace with several processes until Ctrl+C or SIGTERM; they end with this one.

    No workspace is the packaged landscape, no `today` the day of the clock.
    """
    import uvicorn
    from uvicorn.supervisors import Multiprocess

    os.environ[_WORKSPACE] = str(workspace.resolve()) if workspace else ""
    os.environ[_TODAY] = today.isoformat() if today else ""
    config = uvicorn.Config(
        "grundriss_api.workers:worker_app", factory=True, workers=workers, **server_options()
    )
    Multiprocess(config, sockets=[listening]).run()


def worker_app() -> FastAPI:
    """The application of one worker."""
    today = os.environ.get(_TODAY)
    path = os.environ[_WORKSPACE]
    if not path:
        return create_app(PackagedLandscape(), prepare=True)
    workspace = Workspace.open(Path(path), date.fromisoformat(today) if today else None)
    return create_app(workspace, prepare=True)
