# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""What clients see when queries run away, and what the server does when clients do."""

import os
import resource
import select
import socket
import sys
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import quote

import httpx
import pytest

from grundriss_api.settings import Settings
from tests.api.conftest import TRIPLES, Serve, Served, is_gone

COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
RUNAWAY = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
ENDLESS = "SELECT * { ?a ?b ?c . ?d ?e ?f }"  # nine million rows
PATIENCE = 10.0


def wait_for_process(server: Served) -> int:
    """The process of a query that was just sent; asking the server for its health passes the time."""
    deadline = time.monotonic() + PATIENCE
    while not server.sandbox.pids:
        assert time.monotonic() < deadline
        assert server.client.get("/health/live").status_code == 200
    return server.sandbox.pids[0]


def wait_for_end(pid: int) -> None:
    try:
        process = os.pidfd_open(pid)
    except ProcessLookupError:
        return
    try:
        assert select.select([process], [], [], PATIENCE)[0]
    finally:
        os.close(process)


def test_a_cross_product_is_answered_at_the_limit(serve: Serve) -> None:
    with serve(Settings(query_timeout=2)) as server:
        begun = time.monotonic()
        answer = server.client.get("/sparql", params={"query": RUNAWAY})
        assert time.monotonic() - begun < 3  # the limit and a second: what is promised
        assert answer.status_code == 504
        assert answer.headers["Content-Type"] == "application/problem+json"
        assert answer.json()["setting"] == "GRUNDRISS_QUERY_TIMEOUT"
        assert server.sandbox.pids == []


def test_out_of_memory_is_one_failed_request(serve: Serve) -> None:
    with serve(Settings(query_timeout=30, query_memory_mb=512)) as server:
        hungry = server.client.get("/sparql", params={"query": f"{ENDLESS} ORDER BY ?c ?f"})
        assert hungry.status_code == 422
        assert hungry.json()["setting"] == "GRUNDRISS_QUERY_MEMORY_MB"
        assert server.client.get("/sparql", params={"query": COUNT}).status_code == 200


def test_of_thirty_runaways_none_is_lost_and_pages_still_answer(serve: Serve) -> None:
    settings = Settings(query_timeout=2, max_concurrent_queries=4, queue_length=16)
    with serve(settings) as server, ThreadPoolExecutor(30) as pool:
        url = str(server.client.base_url.join("/sparql"))
        asked = [
            pool.submit(httpx.get, url, params={"query": RUNAWAY}, timeout=PATIENCE, trust_env=False)
            for _ in range(30)
        ]
        wait_for_process(server)
        assert server.client.get("/sparql", headers={"Accept": "text/html"}).status_code == 200
        answers = [future.result() for future in asked]
        statuses = Counter(answer.status_code for answer in answers)
        assert statuses[504] >= 4
        assert statuses[503] >= 30 - 4 - 16
        assert statuses[503] + statuses[504] == 30
        busy = [answer for answer in answers if answer.status_code == 503]
        assert all(int(answer.headers["Retry-After"]) >= 1 for answer in busy)
        assert all(answer.headers["Content-Type"] == "application/problem+json" for answer in answers)
        assert server.sandbox.pids == []
        assert server.client.get("/sparql", params={"query": COUNT}).status_code == 200


def test_thirty_small_queries_wait_for_their_turn(serve: Serve) -> None:
    with serve(Settings(max_concurrent_queries=4, queue_length=26)) as server, ThreadPoolExecutor(30) as pool:
        url = str(server.client.base_url.join("/sparql"))
        answers = list(
            pool.map(
                lambda _: httpx.get(url, params={"query": COUNT}, timeout=30, trust_env=False), range(30)
            )
        )
        values = [answer.json()["results"]["bindings"][0]["n"]["value"] for answer in answers]
        assert values == [str(TRIPLES)] * 30


@pytest.mark.skipif(sys.platform != "linux", reason="waits with pidfd")
@pytest.mark.parametrize("page", [False, True], ids=["data", "page"])
def test_a_client_that_leaves_takes_its_process_with_it(serve: Serve, page: bool) -> None:
    with serve(Settings(query_timeout=60)) as server:
        with socket.create_connection(("127.0.0.1", server.port)) as connection:
            path = f"/sparql?query={quote(RUNAWAY)}" + ("&format=html" if page else "")
            connection.sendall(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode())
            pid = wait_for_process(server)
        wait_for_end(pid)
        assert server.client.get("/sparql", params={"query": COUNT}).status_code == 200


@pytest.mark.skipif(sys.platform != "linux", reason="waits with pidfd")
def test_a_client_that_leaves_in_the_middle_of_a_result_ends_it(serve: Serve) -> None:
    with serve(Settings(query_timeout=60)) as server:
        with server.client.stream("GET", "/sparql", params={"query": ENDLESS, "format": "csv"}) as answer:
            assert answer.status_code == 200
            next(answer.iter_raw(1000))
            (pid,) = server.sandbox.pids
        wait_for_end(pid)


def test_a_result_that_is_cut_off_breaks_the_transfer(serve: Serve) -> None:
    with serve(Settings(query_timeout=1)) as server:
        received = 0
        with (
            pytest.raises(httpx.RemoteProtocolError),
            server.client.stream("GET", "/sparql", params={"query": ENDLESS, "format": "csv"}) as answer,
        ):
            assert answer.status_code == 200
            for chunk in answer.iter_raw():
                received += len(chunk)
        assert received > 0
        assert server.sandbox.pids == []


def test_a_result_streams_through_in_constant_memory(serve: Serve) -> None:
    with serve(Settings(query_timeout=60)) as server:
        parameters = {"query": ENDLESS, "format": "csv"}
        unpacked = {"Accept-Encoding": "identity"}
        with server.client.stream("GET", "/sparql", params=parameters, headers=unpacked) as answer:
            chunks = answer.iter_raw(65536)
            next(chunks)
            before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
            received = 0
            while received < 100_000_000:
                received += len(next(chunks))
            grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
        assert grown < 50_000  # KiB; the server runs in this process


def test_no_process_is_left_when_the_server_stops(serve: Serve) -> None:
    with serve(Settings(query_timeout=60)) as server:
        ended = threading.Event()

        def ask() -> None:
            try:
                httpx.get(
                    f"http://127.0.0.1:{server.port}/sparql",
                    params={"query": RUNAWAY},
                    timeout=60,
                    trust_env=False,
                )
            except httpx.HTTPError:
                pass
            finally:
                ended.set()

        threading.Thread(target=ask, daemon=True).start()
        pid = wait_for_process(server)
    assert is_gone(pid)
    assert ended.wait(PATIENCE)
    assert server.workspace.open_snapshots == 0
