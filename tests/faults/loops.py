# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""What other processes do in these tests: commit in a loop, read in a loop, hold the lock, fill the disk.

They are forked from a server that has imported everything and opened no store, so that starting one takes no time.
"""

import multiprocessing
import resource
from datetime import date
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerContext
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Quad, Store

from grundriss.errors import GrundrissError
from grundriss.model.identifier import Base
from grundriss.model.terms import IDENTIFIER, LABEL, TYPE, concept, gru
from grundriss.store.asserted import Patch
from grundriss.store.commit import Intent, apply_patch
from grundriss.store.line import Line
from grundriss.store.workspace import Workspace

TODAY = date(2026, 11, 23)
HALVES = ("left", "right")


def server() -> ForkServerContext:
    """The server that processes are forked from."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(
        [__name__, "grundriss.validation.validate", "grundriss.validation.incremental"]
    )
    return context


def component(base: Base, key: str) -> list[Quad]:
    """The facts of a component that breaks no rule."""
    node, graph = base.element("component", key), base.source_graph("landscape")
    said: list[tuple[NamedNode, NamedNode | Literal]] = [
        (TYPE, gru("Component")),
        (IDENTIFIER, Literal(key)),
        (LABEL, Literal(key.title(), language="de")),
        (gru("kind"), concept("kind", "portal")),
        (gru("lifecycle"), concept("lifecycle", "produktiv")),
        (gru("layer"), concept("layer", "fach")),
    ]
    return [Quad(node, predicate, value, graph) for predicate, value in said]


def small_workspace(path: Path) -> Workspace:
    """A workspace with two components."""
    Workspace.init(path)
    workspace = Workspace.open(path, TODAY)
    facts = [quad for key in HALVES for quad in component(workspace.base, key)]
    intent = Intent(None, "begin", "tester", mode="patch")
    assert apply_patch(workspace, Patch(added=frozenset(facts)), intent).revision == 1
    return workspace


def pair(base: Base, number: int) -> frozenset[Quad]:
    """A note of one number on each of the components: both are there or none."""
    graph = base.source_graph("manual")
    return frozenset(
        Quad(base.element("component", key), gru("sourceNote"), Literal(f"pair {number}"), graph)
        for key in HALVES
    )


def pairs(store: Store) -> dict[str, list[int]]:
    """The numbers that are noted on each component, in the default graph."""
    found: dict[str, list[int]] = {}
    for key in HALVES:
        notes = store.quads_for_pattern(Base().element("component", key), gru("sourceNote"), None, None)
        texts = {quad.object.value for quad in notes if isinstance(quad.object, Literal)}
        found[key] = sorted(int(text.removeprefix("pair ")) for text in texts)
    return found


def add_pair(line: Line, number: int) -> int:
    """Commit one pair; the revision."""
    intent = Intent(None, f"pair {number}", "tester", mode="patch")
    outcome = apply_patch(line, Patch(added=pair(line.base, number)), intent)
    assert outcome.revision is not None
    return outcome.revision


def commit_for_ever(path: str, acknowledged: Connection) -> None:
    """Commit pairs, each named by its revision, and say so after each; a number of 0 when the first begins."""
    workspace = Workspace.open(Path(path), TODAY)
    acknowledged.send(0)
    while True:
        acknowledged.send(add_pair(workspace, workspace.log.last + 1))


def commit_and_take_back(path: str, times: int) -> None:
    """Add a pair and take it away again, some times."""
    workspace = Workspace.open(Path(path), TODAY)
    both = pair(workspace.base, 1)
    for number in range(times):
        patch = Patch(removed=both) if number % 2 else Patch(added=both)
        assert apply_patch(workspace, patch, Intent(None, "m", "a", mode="patch")).revision


def read_until(path: str, last: int, seen: Connection) -> None:
    """Read snapshots until the last revision; send for each the revision and what is wrong with it."""
    workspace = Workspace.open(Path(path), TODAY)
    revision = 0
    while revision < last:
        with workspace.snapshot() as snapshot:
            revision, first = snapshot.revision, pairs(snapshot.store)
            again = [pairs(snapshot.store) for _ in range(3)]
        whole = first["left"] == first["right"] == ([1] if revision % 2 == 0 else [])
        seen.send((revision, whole and all(other == first for other in again)))
    seen.send(None)


def hold_the_lock(path: str, held: Connection) -> None:
    """Take the lock and keep it until killed."""
    with Workspace.open(Path(path), TODAY).writing():
        held.send("held")
        held.recv()


def commit_with_files_up_to(path: str, most: int, result: Connection) -> None:
    """Commit a pair where no file may grow beyond a size."""
    workspace = Workspace.open(Path(path), TODAY)
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
    _send_outcome(workspace, result)


def commit_as_nobody(path: str, result: Connection) -> None:
    """Read, then commit a pair, as a user who may not write there."""
    import os

    os.setgroups([])
    os.setgid(65534)
    os.setuid(65534)
    workspace = Workspace.open(Path(path), TODAY)
    with workspace.snapshot() as snapshot:
        result.send(snapshot.revision)
    _send_outcome(workspace, result)


def _send_outcome(workspace: Workspace, result: Connection) -> None:
    try:
        result.send(add_pair(workspace, workspace.log.last + 1))
    except GrundrissError as error:
        result.send((type(error).__name__, str(error)))
