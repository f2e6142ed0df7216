# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""What `grundriss doctor` looks at."""

import os
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from grundriss import resources
from grundriss.errors import GrundrissError
from grundriss.messages import Message
from grundriss.store.oxigraph_program import oxigraph_program
from grundriss.store.packaged import cache_folder

_LEAST_FREE = 200_000_000
_PACKAGES = ("pyoxigraph", "shacl", "fastapi", "uvicorn", "aiohttp", "fonttools")


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at."""

    name: str
    passed: bool
    detail: str | Message


def examine(workspace: Path | None) -> Iterator[Check]:
    """Every check, in the order of how much depends on it."""
    yield Check("Python", sys.version_info >= (3, 11), sys.version.split()[0])
    for name in _PACKAGES:
        try:
            yield Check(name, True, version(name))
        except PackageNotFoundError:
            yield Check(name, False, Message("check-not-installed"))
    try:
        yield Check("oxigraph", True, oxigraph_program())
    except GrundrissError as error:
        yield Check(
            "oxigraph", False, Message("check-tool", {"problem": error.message, "hint": error.advice or ""})
        )
    for folder in ("ontology", "shapes", "queries", "data"):
        try:
            yield Check(folder, True, str(resources.path(folder)))
        except GrundrissError as error:
            yield Check(folder, False, error.message)
    yield _folder("cache", cache_folder())
    if workspace:
        yield _folder("workspace", workspace)


def _folder(name: str, path: Path) -> Check:
    existing = next(folder for folder in (path, *path.parents) if folder.exists())
    if not os.access(existing, os.W_OK):
        return Check(name, False, Message("check-not-writable", {"path": path}))
    free = shutil.disk_usage(existing).free
    return Check(
        name, free >= _LEAST_FREE, Message("check-free", {"path": path, "size": f"{free / 1e9:.1f}"})
    )
