# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""One `oxigraph serve-read-only` process: how it is started within limits, watched, and ended.

Where `setpriv` exists the engine dies with the server, even when the server is killed.
"""

import asyncio
import shutil
import socket
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from grundriss.errors import GrundrissError
from grundriss.messages import reason
from grundriss.store.confined_query import Limits, environment, within

ADDRESS: Final = "127.0.0.1"
_WORDS_KEPT: Final = 8 * 1024
_GREETING: Final = b"Listening for requests at "
_DYING_SECONDS: Final = 1.0


class EngineFailed(GrundrissError):
    """The engine does not start, or broke without fault of the query."""

    exit_status = 7
    http_status = 503
    retry_after = 1


@dataclass(slots=True, eq=False)
class EngineProcess:
    """A started engine: the process, its port, and what it wrote to stderr so far."""

    process: asyncio.subprocess.Process
    port: int
    reservation: socket.socket
    words: bytearray = field(default_factory=bytearray)
    listener: asyncio.Task[None] | None = None
    killed: bool = False

    @property
    def url(self) -> str:
        """Where it answers queries."""
        return f"http://{ADDRESS}:{self.port}/query"

    @property
    def complaint(self) -> str:
        """What it wrote to stderr beside its greeting; complete after `end`."""
        lines = [line for line in bytes(self.words).splitlines() if not line.startswith(_GREETING)]
        return b"\n".join(lines).decode("utf-8", "replace").strip()

    def kill(self) -> None:
        """Kill it now, without waiting; once, since a second signal may steal the dead from asyncio's own wait."""
        if self.process.returncode is None and not self.killed:
            self.killed = True
            self.process.kill()

    async def end(self) -> None:
        """Kill it, wait until it is reaped, and hear its last words."""
        self.kill()
        await self.process.wait()
        if self.listener:
            await self.listener
        self.reservation.close()

    async def killed_by_signal(self) -> bool:
        """Whether it died of a signal that was not ours; a process whose connection broke gets a moment to die."""
        try:
            async with asyncio.timeout(_DYING_SECONDS):
                return await self.process.wait() < 0
        except TimeoutError:
            return False

    async def listen(self) -> None:
        """Keep the beginning of what it writes to stderr, and let the rest go."""
        assert self.process.stderr is not None
        while chunk := await self.process.stderr.read(_WORDS_KEPT):
            self.words += chunk[: max(0, _WORDS_KEPT - len(self.words))]


async def start_engine(executable: str, guard: list[str], directory: Path, limits: Limits) -> EngineProcess:
    """Start an engine on the store in `directory`; it listens a moment later.

    `guard` is the result of `parent_death_guard`. Raises EngineFailed when the program cannot be started.
    """
    reservation, port = _reserve_port()
    engine = [executable, "serve-read-only", "-l", str(directory.resolve()), "-b", f"{ADDRESS}:{port}"]
    try:
        process = await asyncio.create_subprocess_exec(
            *within(limits),
            *guard,
            *engine,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.PIPE,
            env=environment(),
            cwd="/",
            start_new_session=True,
        )
    except BaseException as error:
        reservation.close()
        if isinstance(error, OSError):
            raise EngineFailed("engine-not-started", reason=reason(error)) from error
        raise
    started = EngineProcess(process, port, reservation)
    started.listener = asyncio.create_task(started.listen())
    return started


async def parent_death_guard() -> list[str]:
    """The command that ties a process's life to ours, or nothing; tried, since small systems lack the option."""
    setpriv = shutil.which("setpriv") if sys.platform == "linux" else None
    if setpriv is None:
        return []
    guard = [setpriv, "--pdeathsig", "KILL", "--no-new-privs", "--"]
    nothing = asyncio.subprocess.DEVNULL
    trial = await asyncio.create_subprocess_exec(
        *guard, "/bin/sh", "-c", ":", stdin=nothing, stdout=nothing, stderr=nothing
    )
    return guard if await trial.wait() == 0 else []


def _reserve_port() -> tuple[socket.socket, int]:
    """A free port, and a socket that keeps it from everyone but the engine.

    On Linux the bound socket stays: it does not listen, so the engine (which sets SO_REUSEADDR too) may listen there
    while nobody else is given the port. Elsewhere that would be a conflict, and the port is only probably free.
    """
    reservation = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    reservation.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    reservation.bind((ADDRESS, 0))
    port: int = reservation.getsockname()[1]
    if sys.platform != "linux":
        reservation.close()
    return reservation, port
