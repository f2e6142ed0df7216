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
from grundriss.errors import GrundrissError, LimitExceeded, MissingTool, PermissionDenied
from grundriss.messages import Message, shown
from grundriss.store.oxigraph_program import oxigraph_program
from grundriss.store.packaged import cache_folder
from grundriss.store.workspace import Workspace

_MISSING = MissingTool.exit_status
_LEAST_FREE = 200_000_000
_PACKAGES = ("pyoxigraph", "shacl", "fastapi", "uvicorn", "aiohttp", "fonttools")


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at. `status` is the exit status that it asks for: 0 where nothing is wrong."""

    name: str
    status: int
    detail: str | Message | GrundrissError

    def text(self, lang: str) -> str:
        """What was found, in a language; of what is wrong also how to fix it."""
        if isinstance(self.detail, GrundrissError):
            return " ".join(filter(None, (self.detail.text(lang), self.detail.hint_in(lang))))
        return shown(self.detail, lang)


def examine(workspace: Path | None) -> Iterator[Check]:
    """Every check, in the order of how much depends on it."""
    yield Check("Python", 0 if sys.version_info >= (3, 11) else _MISSING, sys.version.split()[0])
    for name in _PACKAGES:
        try:
            yield Check(name, 0, version(name))
        except PackageNotFoundError:
            yield Check(name, _MISSING, Message("check-not-installed"))
    try:
        yield Check("oxigraph", 0, oxigraph_program())
    except GrundrissError as error:
        yield _failed("oxigraph", error)
    for folder in ("ontology", "shapes", "queries", "data"):
        try:
            yield Check(folder, 0, str(resources.path(folder)))
        except GrundrissError as error:
            yield _failed(folder, error)
    yield _folder("cache", cache_folder())
    if workspace:
        try:
            Workspace.open(workspace)
        except GrundrissError as error:
            yield _failed("workspace", error)
        else:
            yield _folder("workspace", workspace)


def _failed(name: str, error: GrundrissError) -> Check:
    return Check(name, error.exit_status, error)


def _folder(name: str, path: Path) -> Check:
    existing = next(folder for folder in (path, *path.parents) if folder.exists())
    if not os.access(existing, os.W_OK):
        return Check(name, PermissionDenied.exit_status, Message("check-not-writable", {"path": path}))
    free = shutil.disk_usage(existing).free
    status = 0 if free >= _LEAST_FREE else LimitExceeded.exit_status
    return Check(name, status, Message("check-free", {"path": path, "size": f"{free / 1e9:.1f}"}))
