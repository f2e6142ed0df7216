# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""A query in a process of its own that is killed at the deadline.

The store has no timeout and no cancel, and some queries crash it: a child process turns that into one failed query.
Limits are set by a shell that then becomes the engine, and not by `preexec_fn`, which may deadlock in a process with
threads.
"""

import math
import signal
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final

from grundriss.errors import LimitExceeded, MissingTool, UsageError
from grundriss.messages import reason
from grundriss.sparql.limits import variable
from grundriss.store.generation import is_store_error, store_error
from grundriss.store.oxigraph_program import oxigraph_program

MEMORY_MB: Final = 2_048
"""Address space of a query's process, in MiB, where nothing else is set."""
_STACK_BYTES: Final = 16 * 2**20  # Rust's 2 MiB overflow at 3,000 MINUS, BIND or aggregates (measured)
_WITHIN_LIMITS: Final = 'ulimit -c 0; ulimit -t "$1"; ulimit -v "$2"; shift 2; exec "$@"'
_WITHOUT_MEMORY_LIMIT: Final = 'ulimit -c 0; ulimit -t "$1"; shift 2; exec "$@"'  # macOS has no ulimit -v


class EngineRefuses(UsageError):
    """The engine does not run the text; `complaint` is what it says."""

    def __init__(self, complaint: str) -> None:
        super().__init__("engine-refuses", reason=complaint[:300])
        self.complaint = complaint


@dataclass(frozen=True, slots=True)
class Limits:
    """What the process may use: processor time in seconds, address space in MiB."""

    processor_seconds: int
    memory_mb: int


def answer(
    directory: Path,
    text: str,
    result_format: str,
    timeout: float,
    memory_mb: int = MEMORY_MB,
    most_mb: int | None = None,
) -> bytes:
    """What the store in a folder answers, in a format of the `oxigraph` program, within `timeout` seconds.

    `most_mb` is how long the answer may be, in MiB.

    Raises EngineRefuses for a text that it does not run, LimitExceeded at the deadline and where the memory does not
    suffice, MissingTool without the program, and what a damaged store raises.
    """
    command = [
        *_at_most(most_mb),
        *within(Limits(math.ceil(timeout) * 2 + 2, memory_mb)),
        *(oxigraph_program(), "query", "--location", str(directory), "--results-format", result_format),
    ]
    with tempfile.TemporaryFile() as output:  # a limit can be set to what is written to a file
        done = _run(command, text, output, timeout)
        output.seek(0)
        content = output.read()
    if done.returncode == -signal.SIGXFSZ:
        raise LimitExceeded("query-answer-too-long", most=most_mb)
    if done.returncode < 0:
        raise LimitExceeded("query-memory", most=memory_mb, setting=variable("query_memory_mb"))
    if done.returncode:
        complaint = done.stderr.decode(errors="replace").strip().removeprefix("Error: ")
        failed = RuntimeError(complaint.partition("\n")[0])
        if is_store_error(failed):
            raise store_error(failed, directory)
        raise EngineRefuses(complaint)
    return content


def _run(
    command: list[str], text: str, output: BinaryIO, timeout: float
) -> "subprocess.CompletedProcess[bytes]":
    try:
        return subprocess.run(
            command,
            input=text.encode(),
            stdout=output,
            stderr=subprocess.PIPE,
            timeout=timeout,
            check=False,
            env=environment(),
        )
    except subprocess.TimeoutExpired as error:
        raise LimitExceeded("query-timeout", seconds=timeout) from error
    except OSError as error:
        raise MissingTool("oxigraph-unusable", reason=reason(error)) from error


def _at_most(most_mb: int | None) -> list[str]:
    """The command that limits how long a file may become, for the command that follows it."""
    blocks = "" if most_mb is None else str(most_mb * 2048)  # of 512 bytes
    return ["/bin/sh", "-c", 'ulimit -f "$1"; shift; exec "$@"', "sh", blocks] if blocks else []


def within(limits: Limits) -> list[str]:
    """The command that sets the limits and then becomes the command that follows it."""
    script = _WITHIN_LIMITS if sys.platform == "linux" else _WITHOUT_MEMORY_LIMIT
    return ["/bin/sh", "-c", script, "sh", str(limits.processor_seconds), str(limits.memory_mb * 1024)]


def environment() -> dict[str, str]:
    """Nothing of the server's own: no proxies, no secrets. Two arenas keep glibc from reserving memory per core."""
    return {
        "PATH": "/usr/bin:/bin",
        "LC_ALL": "C",
        "MALLOC_ARENA_MAX": "2",
        "RUST_MIN_STACK": str(_STACK_BYTES),
    }
