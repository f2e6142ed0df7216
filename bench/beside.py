# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""Readers beside a writer: how much eight processes read in some seconds, alone and while commits run."""

import multiprocessing
import time
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path

from landscapes import TODAY
from measure import Line
from synthetic import HUB
from ten_facts import commit_ten

from grundriss import queries
from grundriss.store.line import Line as Revisions
from grundriss.store.workspace import Workspace

READERS, LASTING = 8, 10.0
COMMITTED = "neu"


def readers_beside_a_writer(workspace: Revisions) -> list[Line]:
    """What the readers read while another process commits without a pause, against what they read alone.

    The writer needs a processor of its own; where readers and writer outnumber the cores, the ratio shows that too.
    """
    alone, _ = reads(workspace, writing=False)
    beside, commits = reads(workspace, writing=True)
    measured = f"{beside:,.0f}/s / {alone:,.0f}/s, {commits:.0f} commits/s"
    return [
        Line(f"same: {READERS} readers while commits run", measured, "≥ 0.8 ×", beside >= 0.8 * alone),
    ]


def reads(workspace: Revisions, *, writing: bool) -> tuple[float, float]:
    """Reads and commits a second."""
    context = multiprocessing.get_context("spawn")
    jobs = [_read] * READERS + [_commit] * writing
    pipes = [context.Pipe() for _ in jobs]
    processes = [
        context.Process(target=job, args=(str(workspace.path), theirs))
        for job, (_, theirs) in zip(jobs, pipes, strict=True)
    ]
    for process in processes:
        process.start()
    for ours, _ in pipes:
        ours.recv()  # everybody is there and warm
    for ours, _ in pipes:
        ours.send("begin")
    counts = [int(ours.recv()) for ours, _ in pipes]
    for process in processes:
        process.join()
    return sum(counts[:READERS]) / LASTING, sum(counts[READERS:]) / LASTING


def _read(path: str, pipe: Connection) -> None:
    """Open a snapshot and ask it twenty times for what is said of an element."""
    workspace = Workspace.open(Path(path), TODAY)
    query = f"SELECT * {{ <{workspace.base.iri}id/{HUB}> ?property ?value }}"

    def once() -> None:
        with workspace.snapshot() as snapshot:
            for _ in range(20):
                list(queries.rows(snapshot.store, query))

    _count(once, pipe)


def _commit(path: str, pipe: Connection) -> None:
    workspace = Workspace.open(Path(path), TODAY)
    _count(lambda: commit_ten(workspace, COMMITTED), pipe)


def _count(action: Callable[[], None], pipe: Connection) -> None:
    """Do something once, then as often as the time allows, and tell how often."""
    action()
    pipe.send("ready")
    pipe.recv()
    end, count = time.perf_counter() + LASTING, 0
    while time.perf_counter() < end:
        action()
        count += 1
    pipe.send(count)
