# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""The server as the command line starts it: in a process of its own, ended by a signal."""

import http.client
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import httpx

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = """
import socket, sys
from pathlib import Path
from grundriss_api.app import serve
from tests.api.conftest import FakeWorkspace

listening = socket.create_server(("127.0.0.1", 0))
print(listening.getsockname()[1], flush=True)
serve(FakeWorkspace(Path(sys.argv[1])), "127.0.0.1", listening.getsockname()[1], listening)
"""


@contextmanager
def served(directory: Path, **settings: str) -> Iterator[tuple[subprocess.Popen[str], httpx.Client]]:
    path = os.pathsep.join(str(part) for part in (ROOT, ROOT / "api", ROOT / "viz"))
    command = [sys.executable, "-c", PROGRAM, str(directory)]
    environment = {**os.environ, "PYTHONPATH": path, **settings}
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdout=pipe, stderr=pipe, text=True, env=environment) as process:
        assert process.stdout is not None
        try:
            port = int(process.stdout.readline())
            with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=30, trust_env=False) as client:
                yield process, client
        finally:
            process.kill()


def test_it_answers_and_ends_in_order_when_told_to(store_directory: Path) -> None:
    with served(store_directory) as (process, client):
        answer = client.get("/sparql", params={"query": "ASK { ?s ?p ?o }"})
        assert answer.json()["boolean"] is True
        assert "Server" not in answer.headers
        client.close()
        process.send_signal(signal.SIGTERM)
        _, errors = process.communicate(timeout=20)
    assert process.returncode in (0, -signal.SIGTERM)
    assert "Traceback" not in errors


def test_a_query_of_the_permitted_length_fits_into_the_address(store_directory: Path) -> None:
    def status(client: httpx.Client, text: str) -> int:
        connection = http.client.HTTPConnection(client.base_url.host, client.base_url.port or 80, timeout=30)
        connection.request(
            "GET", "/sparql?query=" + quote(text)
        )  # httpx has a limit of its own for addresses
        return connection.getresponse().status

    with served(store_directory) as (_, client):
        query = "ASK { ?s ?p ?o } #"
        longest = query + "ä" * ((65_536 - len(query)) // 2)
        assert status(client, longest) == 200
        assert status(client, longest + "ää") == 413


def test_its_settings_come_from_the_environment(store_directory: Path) -> None:
    with served(store_directory, GRUNDRISS_MAX_QUERY_BYTES="10") as (_, client):
        answer = client.get("/sparql", params={"query": "ASK { ?s ?p ?o }"})
        assert "10 bytes (GRUNDRISS_MAX_QUERY_BYTES)" in answer.json()["detail"]
