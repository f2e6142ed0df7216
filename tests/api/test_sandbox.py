# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""Queries that run away, eat memory or break off: each ends with its process, and harms no other."""

import asyncio
import json
import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from grundriss.store.oxigraph_program import oxigraph_program
from grundriss_api.engine_process import EngineFailed, parent_death_guard
from grundriss_api.sandbox import QueryTimeout, QueryTooHungry, ResultCut, Sandbox, ServerBusy
from grundriss_api.settings import Settings
from tests.api.conftest import TRIPLES, is_gone

JSON = "application/sparql-results+json"
COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
RUNAWAY = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
ENDLESS = "SELECT * { ?a ?b ?c . ?d ?e ?f }"  # nine million rows
HUNGRY = f"{ENDLESS} ORDER BY ?c ?f"


def run(
    settings: Settings, use: Callable[[Sandbox], Awaitable[None]], executable: str | None = None
) -> list[int]:
    """Use a sandbox, close it; the result are the processes that were left before closing."""

    async def main() -> list[int]:
        sandbox = Sandbox(settings, executable)
        try:
            await use(sandbox)
            return sandbox.pids
        finally:
            await sandbox.close()

    return asyncio.run(main())


async def ask(sandbox: Sandbox, directory: Path, query: str, media_type: str = JSON) -> bytes:
    body = b""
    async with sandbox.query(directory, query, media_type) as reply:
        assert reply.status == 200
        async for chunk in reply.chunks():
            body += chunk
    return body


def test_a_query_is_answered_and_its_process_is_gone(store_directory: Path) -> None:
    async def use(sandbox: Sandbox) -> None:
        async with sandbox.query(store_directory, COUNT, JSON) as reply:
            (pid,) = sandbox.pids
            body = b"".join([chunk async for chunk in reply.chunks()])
        assert json.loads(body)["results"]["bindings"][0]["n"]["value"] == str(TRIPLES)
        assert is_gone(pid)

    assert run(Settings(), use) == []


@pytest.mark.parametrize("query", [RUNAWAY, HUNGRY])
def test_a_runaway_is_stopped_at_the_deadline(query: str, store_directory: Path) -> None:
    async def use(sandbox: Sandbox) -> None:
        begun = time.monotonic()
        with pytest.raises(QueryTimeout, match=r"2 seconds \(GRUNDRISS_QUERY_TIMEOUT\)"):
            async with sandbox.query(store_directory, query, JSON) as reply:
                pid = sandbox.pids[0]
                async for _ in reply.chunks():
                    pass
        assert time.monotonic() - begun < 3  # the limit and a second: what is promised
        assert not sandbox.pids
        assert "pid" not in locals() or is_gone(pid)

    assert run(Settings(query_timeout=2, query_memory_mb=4096), use) == []


def test_the_deadline_holds_while_a_slow_reader_takes_the_result(store_directory: Path) -> None:
    async def use(sandbox: Sandbox) -> None:
        with pytest.raises(QueryTimeout):
            async with sandbox.query(store_directory, ENDLESS, "text/csv") as reply:
                async for _ in reply.chunks():
                    await asyncio.Event().wait()

    assert run(Settings(query_timeout=1), use) == []


def test_out_of_memory_is_one_failed_query(store_directory: Path) -> None:
    async def use(sandbox: Sandbox) -> None:
        with pytest.raises(QueryTooHungry, match="GRUNDRISS_QUERY_MEMORY_MB"):
            await ask(sandbox, store_directory, HUNGRY)
        assert b"true" in await ask(sandbox, store_directory, "ASK { ?s ?p ?o }")

    assert run(Settings(query_timeout=30, query_memory_mb=512), use) == []


def test_more_than_run_and_wait_are_told_to_come_back(store_directory: Path) -> None:
    async def use(sandbox: Sandbox) -> None:
        runaways = [asyncio.create_task(ask(sandbox, store_directory, RUNAWAY)) for _ in range(2)]
        while sandbox.waiting < 1:
            await asyncio.sleep(0)
        with pytest.raises(ServerBusy) as raised:
            await ask(sandbox, store_directory, COUNT)
        assert raised.value.retry_after >= 1
        assert not any(task.done() for task in runaways)  # told at once, not after waiting
        ends = await asyncio.gather(*runaways, return_exceptions=True)
        assert {type(end) for end in ends} <= {QueryTimeout, ServerBusy}
        assert QueryTimeout in {type(end) for end in ends}

    assert run(Settings(query_timeout=1, max_concurrent_queries=1, queue_length=1), use) == []


def test_a_place_is_free_again_after_every_kind_of_end(store_directory: Path) -> None:
    async def use(sandbox: Sandbox) -> None:
        with pytest.raises(QueryTimeout):
            await ask(sandbox, store_directory, RUNAWAY)
        cancelled = asyncio.create_task(ask(sandbox, store_directory, RUNAWAY))
        while not sandbox.pids:
            await asyncio.sleep(0)
        cancelled.cancel()
        with pytest.raises(asyncio.CancelledError):
            await cancelled
        assert not sandbox.pids
        async with sandbox.query(store_directory, "SELECT nonsense", JSON) as reply:
            assert reply.status == 400
        await ask(sandbox, store_directory, COUNT)

    assert run(Settings(query_timeout=1, max_concurrent_queries=1, queue_length=0), use) == []


def test_closing_ends_what_still_runs(store_directory: Path) -> None:
    left: list[int] = []

    async def use(sandbox: Sandbox) -> None:
        task = asyncio.create_task(ask(sandbox, store_directory, RUNAWAY))
        while not sandbox.pids:
            await asyncio.sleep(0)
        left.extend(sandbox.pids)
        await sandbox.close()
        assert all(is_gone(pid) for pid in left)
        await asyncio.gather(task, return_exceptions=True)

    assert run(Settings(), use) == []
    assert left


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_the_engine_gets_limits_and_nothing_of_our_environment(
    store_directory: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://proxy.example")
    monkeypatch.setenv("GRUNDRISS_SECRET", "secret")

    async def use(sandbox: Sandbox) -> None:
        async with sandbox.query(store_directory, COUNT, JSON):
            process = Path("/proc") / str(sandbox.pids[0])
            names = {entry.partition(b"=")[0] for entry in (process / "environ").read_bytes().split(b"\0")}
            assert names <= {b"", b"PATH", b"LC_ALL", b"PWD", b"MALLOC_ARENA_MAX", b"RUST_MIN_STACK"}
            limits = (process / "limits").read_text()
            assert f"{1024 * 2**20}" in next(line for line in limits.splitlines() if "address space" in line)
            assert os.getsid(sandbox.pids[0]) == sandbox.pids[0]

    run(Settings(query_memory_mb=1024), use)


@pytest.fixture
def engine(tmp_path: Path) -> Callable[[str], str]:
    """An engine made of a shell script; `$oxigraph "$@"` in it is the real one."""

    def make(script: str) -> str:
        path = tmp_path / "engine"
        path.write_text(f'#!/bin/sh\noxigraph="{oxigraph_program()}"\n{script}\n', encoding="utf-8")
        path.chmod(0o755)
        return str(path)

    return make


@pytest.mark.parametrize("media_type", [JSON, "application/sparql-results+xml", "text/csv"])
def test_a_result_that_the_engine_cuts_is_not_passed_off_as_whole(
    media_type: str, store_directory: Path, engine: Callable[[str], str]
) -> None:
    # The real engine, given up by its own timeout: it ends the answer in good order, as 200.
    async def use(sandbox: Sandbox) -> None:
        received = 0
        with pytest.raises(ResultCut):
            async with sandbox.query(store_directory, ENDLESS, media_type) as reply:
                assert reply.status == 200
                async for chunk in reply.chunks():
                    received += len(chunk)
        assert received > 0

    run(Settings(query_timeout=30), use, engine('exec "$oxigraph" "$@" --timeout-s 1'))


def test_an_engine_that_does_not_start_is_the_servers_fault(
    store_directory: Path, engine: Callable[[str], str]
) -> None:
    async def use(sandbox: Sandbox) -> None:
        with pytest.raises(EngineFailed, match="no space left"):
            await ask(sandbox, store_directory, COUNT)

    assert run(Settings(), use, engine("echo 'no space left' >&2; exit 1")) == []


def test_an_engine_that_starts_at_the_second_try_answers(
    store_directory: Path, tmp_path: Path, engine: Callable[[str], str]
) -> None:
    script = f'if mkdir "{tmp_path}/tried" 2>/dev/null; then exit 1; fi\nexec "$oxigraph" "$@"'

    async def use(sandbox: Sandbox) -> None:
        assert b"true" in await ask(sandbox, store_directory, "ASK { ?s ?p ?o }")

    assert run(Settings(), use, engine(script)) == []


def test_a_directory_that_is_no_store_is_the_servers_fault(tmp_path: Path) -> None:
    async def use(sandbox: Sandbox) -> None:
        with pytest.raises(EngineFailed):
            await ask(sandbox, tmp_path / "nothing", COUNT)

    assert run(Settings(), use) == []


_SERVER_THAT_IS_KILLED = """
import asyncio, sys
from pathlib import Path
from grundriss_api.sandbox import Sandbox
from grundriss_api.settings import Settings

async def main():
    sandbox = Sandbox(Settings())
    async with sandbox.query(Path(sys.argv[1]), "ASK {}", "text/csv"):
        print(sandbox.pids[0], flush=True)
        await asyncio.Event().wait()

asyncio.run(main())
"""


@pytest.mark.skipif(sys.platform != "linux", reason="needs pidfd and setpriv")
def test_the_engine_dies_with_a_server_that_is_killed(store_directory: Path) -> None:
    if not asyncio.run(parent_death_guard()):
        pytest.skip("needs setpriv --pdeathsig")
    root = Path(__file__).resolve().parents[2]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(root), str(root / "api")])}
    command = [sys.executable, "-c", _SERVER_THAT_IS_KILLED, str(store_directory)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=environment) as server:
        assert server.stdout is not None
        engine = os.pidfd_open(int(server.stdout.readline()))
        try:
            server.send_signal(signal.SIGKILL)
            ended, _, _ = select.select([engine], [], [], 10)
        finally:
            os.close(engine)
    assert ended
