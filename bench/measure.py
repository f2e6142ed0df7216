# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""Measuring: wall time, best of several runs, and the table that the benchmarks print."""

import platform
import resource
import time
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import version


@dataclass(frozen=True)
class Line:
    """One claim: what was measured, its bound, and whether it holds."""

    what: str
    measured: str
    target: str
    held: bool


def seconds(action: Callable[[], object], runs: int = 1) -> float:
    """The least wall time of some runs, in seconds."""
    times = []
    for _ in range(runs):
        started = time.perf_counter()
        action()
        times.append(time.perf_counter() - started)
    return min(times)


def peak_gigabytes() -> float:
    """The most memory that this process has held, in 10^9 bytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e9


def print_table(lines: list[Line]) -> None:
    """The claims with machine and versions."""
    names = ("pyoxigraph", "shacl", "pyshacl")
    print(f"{platform.machine()}, {_cores()} cores, Python {platform.python_version()}, ", end="")
    print(", ".join(f"{name} {version(name)}" for name in names))
    print(f"| {'what':<62} | {'measured':<34} | {'target':<16} | held |")
    print(f"|{'-' * 64}|{'-' * 36}|{'-' * 18}|------|")
    for line in lines:
        print(
            f"| {line.what:<62} | {line.measured:<34} | {line.target:<16} | {'yes' if line.held else 'NO':<4} |"
        )


def _cores() -> int:
    import os

    return os.cpu_count() or 0
