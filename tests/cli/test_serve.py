# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""`grundriss serve`: one or several processes on one address, all gone after Ctrl+C."""

import os
import re
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from grundriss.cli.main import status_of

OPENER = urllib.request.build_opener(urllib.request.ProxyHandler({}))
PATIENCE = 60.0


def fetch(address: str) -> tuple[int, bytes]:
    """Status and body; asked again until the server is there."""
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            with OPENER.open(address, timeout=PATIENCE) as answer:
                return answer.status, answer.read()
        except urllib.error.HTTPError as error:
            return error.code, error.read()
        except OSError:
            if time.monotonic() > deadline:
                raise


def children_of(pid: int) -> set[int]:
    found = set()
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            name, _, rest = path.read_text().rpartition(")")
        except OSError:
            continue  # ended while we looked
        if int(rest.split()[1]) == pid:
            child = int(name.split()[0])
            found |= {child, *children_of(child)}
    return found


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="looks at processes in /proc")
@pytest.mark.parametrize("workers", [1, 2])
def test_it_serves_and_leaves_nothing_behind(tmp_path: Path, workers: int) -> None:
    command = [sys.executable, "-m", "grundriss", "--today", "2026-11-23"]
    command += ["serve", "--bind", "127.0.0.1:0", "--workers", str(workers)]
    environment = {**os.environ, "GRUNDRISS_CACHE": os.environ.get("GRUNDRISS_CACHE", str(tmp_path))}
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=environment) as process:
        try:
            assert process.stderr is not None
            told = process.stderr.readline()
            found = re.search(r"http://127\.0\.0\.1:\d+/", told)
            assert found, told
            answers = [fetch(found.group() + "api/v1/components/bundid") for _ in range(4)]
            assert {status for status, _ in answers} == {200} and len(set(answers)) == 1
            assert fetch(found.group() + "health/ready")[0] == 200
            children = children_of(process.pid)
            assert len(children) >= (workers if workers > 1 else 0)
            process.send_signal(signal.SIGINT)
            _, errors = process.communicate(timeout=PATIENCE)
        finally:
            process.kill()
    assert "Traceback" not in errors
    deadline = time.monotonic() + PATIENCE
    while left := [child for child in children if Path(f"/proc/{child}").exists()]:
        assert time.monotonic() < deadline, left
        time.sleep(0.05)


@pytest.mark.parametrize(
    "bind",
    ["", "x", "127.0.0.1", "127.0.0.1:", ":8000", "127.0.0.1:99999", "a b:1", "127.0.0.1:-1", "::1:80"],
)
def test_an_address_that_is_none_is_a_usage_error(bind: str) -> None:
    assert status_of(["serve", "--bind", bind]) == 2


def test_an_address_of_another_machine_cannot_be_used(capsys: pytest.CaptureFixture[str]) -> None:
    assert status_of(["--today", "2026-11-23", "serve", "--bind", "192.0.2.1:0"]) == 6
    assert "--bind 127.0.0.1:8001" in capsys.readouterr().err


@pytest.mark.parametrize("workers", ["0", "65", "x"])
def test_the_number_of_workers_is_bounded(workers: str) -> None:
    assert status_of(["serve", "--workers", workers]) == 2
