# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""A small real store, a workspace that hands it out, and a real server around it."""

import contextlib
import os
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import httpx
import pytest
import uvicorn
from fastapi.testclient import TestClient
from pyoxigraph import RdfFormat, Store

from grundriss.model.identifier import Base
from grundriss.model.terms import DEFAULT_BASE
from grundriss.store.packaged import packaged_landscape
from grundriss.store.snapshot import Snapshot
from grundriss_api.app import create_app
from grundriss_api.sandbox import Sandbox
from grundriss_api.settings import Settings

TODAY = date(2026, 11, 23)
PREFIXES = """
@prefix gru: <https://w3id.org/grundriss/ns#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix c: <https://w3id.org/grundriss/id/component/> .
@prefix r: <https://w3id.org/grundriss/id/relation/> .
"""
FACTS = """
c:bundid a gru:Component ; skos:prefLabel "BundID"@de .
c:portal a gru:Component ; skos:prefLabel "Bürgerportal <script>alert(1)</script>"@de ; gru:dependsOn c:bundid .
c:antrag a gru:Component ; skos:prefLabel "Antrag"@de , "Application"@en ; gru:dependsOn c:bundid .
c:archiv a gru:Component ; skos:prefLabel "Archiv"@de ; gru:dependsOn c:portal .
r:r1 gru:source c:portal ; gru:target c:bundid .
r:r2 gru:source c:antrag ; gru:target c:bundid .
<https://w3id.org/grundriss/id/interface/if-1> a gru:Interface ; skos:prefLabel "Anmeldung"@de .
<http://example.org/odd> <http://example.org/link> <javascript:alert(1)> ;
    <http://example.org/note> "a\\tb\\nc \\u202E d \\u0007" , 42 , "=1+1" .
"""
NUMBERS = "".join(f"<http://example.org/n{i}> <http://example.org/number> {i} .\n" for i in range(3000))
TRIPLES = 3000 + 4 * 2 + 3 + 1 + 4 + 2 + 4


@dataclass
class FakeWorkspace:
    """What the server needs of a workspace: a snapshot. Counts those that were not closed."""

    directory: Path
    number: int = 1
    revision: int = 7
    effective_date: date = TODAY
    given: list[Snapshot] = field(default_factory=list)

    def snapshot(self) -> Snapshot:
        store = Store.read_only(str(self.directory))
        snapshot = Snapshot(
            store, self.directory, self.number, self.revision, self.effective_date, Base(DEFAULT_BASE)
        )
        self.given.append(snapshot)
        return snapshot

    @property
    def open_snapshots(self) -> int:
        return sum(not snapshot.closed for snapshot in self.given)


@dataclass
class Served:
    """A running server: a client for it, its sandbox, its workspace."""

    client: httpx.Client
    sandbox: Sandbox
    workspace: FakeWorkspace
    port: int


Serve = Callable[[Settings], contextlib.AbstractContextManager[Served]]


@pytest.fixture(scope="session")
def store_directory(tmp_path_factory: pytest.TempPathFactory) -> Path:
    directory = tmp_path_factory.mktemp("store") / "gen-1"
    store = Store(str(directory))
    store.bulk_load((PREFIXES + FACTS + NUMBERS).encode(), RdfFormat.TURTLE)
    store.flush()
    assert len(store) == TRIPLES
    del store
    return directory


@pytest.fixture
def workspace(store_directory: Path) -> FakeWorkspace:
    return FakeWorkspace(store_directory)


@contextmanager
def running(workspace: FakeWorkspace, settings: Settings) -> Iterator[Served]:
    """A server in a thread, on a free port of 127.0.0.1."""
    app = create_app(workspace, settings)
    listening = socket.create_server(("127.0.0.1", 0))
    port = listening.getsockname()[1]
    config = uvicorn.Config(
        app,
        log_level="warning",
        lifespan="on",
        h11_max_incomplete_event_size=256 * 1024,
        timeout_graceful_shutdown=1,
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    try:
        with httpx.Client(
            base_url=f"http://127.0.0.1:{port}", timeout=30, trust_env=False, limits=httpx.Limits()
        ) as client:
            yield Served(client, app.state.sandbox, workspace, port)
    finally:
        server.should_exit = True
        thread.join(20)
        listening.close()
    assert not thread.is_alive()


@pytest.fixture
def serve(workspace: FakeWorkspace) -> Serve:
    """Start a server with settings of one's own."""
    return lambda settings: running(workspace, settings)


@pytest.fixture(scope="module")
def served(store_directory: Path) -> Iterator[Served]:
    """A server with the default settings, for all tests of a module."""
    with running(FakeWorkspace(store_directory), Settings()) as server:
        yield server


@pytest.fixture(scope="module")
def client(served: Served) -> httpx.Client:
    return served.client


@pytest.fixture(scope="session")
def landscape(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """The application around the packaged landscape, asked as a browser asks."""
    patch = pytest.MonkeyPatch()
    patch.setenv("GRUNDRISS_CACHE", str(tmp_path_factory.mktemp("cache")))
    workspace = packaged_landscape(TODAY)
    patch.undo()
    with TestClient(
        create_app(workspace),
        base_url="http://127.0.0.1",
        follow_redirects=False,
        headers={"Accept": "text/html,*/*;q=0.8", "Accept-Language": "de"},
    ) as client:
        yield client


def is_gone(pid: int) -> bool:
    """Whether no process of that number is left, dead and unreaped ones included."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    return False
