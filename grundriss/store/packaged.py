# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""The packaged federal landscape as a read-only workspace, built once into the user's cache folder.

Keyed by version, rules, facts and effective date: a new day or a new version makes a new one, older ones are removed.
"""

import hashlib
import os
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

from grundriss import __version__, resources
from grundriss.errors import ViolationsFound
from grundriss.importers.landscape import DATASET, read_landscape
from grundriss.store.commit import Intent, replace_dataset
from grundriss.store.durable import disk_error
from grundriss.store.effective_date import today as today_in_berlin
from grundriss.store.rules import digest
from grundriss.store.snapshot import Snapshot
from grundriss.store.workspace import Workspace
from grundriss.validation.shapes import shapes_text


def cache_folder() -> Path:
    """`$GRUNDRISS_CACHE`, else `$XDG_CACHE_HOME/grundriss`, else `~/.cache/grundriss`."""
    explicit = os.environ.get("GRUNDRISS_CACHE")
    if explicit:
        return Path(explicit)
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "grundriss"


def packaged_landscape(today: date, progress: Callable[[str], None] = lambda step: None) -> Workspace:
    """The packaged landscape at an effective date; built on the first call.

    Raises ViolationsFound when the packaged facts break a rule (a defect of the package).
    """
    name = f"{__version__}-{_content_hash()}-{today.isoformat()}"
    path = cache_folder() / name
    if not (path / "grundriss.toml").exists():
        _build(path, today, progress)
        _remove_older(path)
    return Workspace.open(path, today)


class PackagedLandscape:
    """The packaged landscape of the day that `today` gives, each time anew: at midnight the day changes by itself.

    A server reads it as it reads a workspace. The landscape of a new day is built when it is first asked for.
    """

    def __init__(
        self, today: Callable[[], date] = today_in_berlin, progress: Callable[[str], None] = lambda step: None
    ) -> None:
        self._today = today
        self._day = today()
        self._workspace = packaged_landscape(self._day, progress)

    @property
    def path(self) -> Path:
        """The folder of the day that was asked for last."""
        return self._workspace.path

    def snapshot(self) -> Snapshot:
        """The newest snapshot at the effective date."""
        day = self._today()
        if day != self._day:
            self._workspace, self._day = packaged_landscape(day), day
        return self._workspace.snapshot()


def _build(path: Path, today: date, progress: Callable[[str], None]) -> None:
    """Build beside, then rename: another process that builds the same at the same time does no harm."""
    building = path.with_name(f"{path.name}.{os.getpid()}")
    try:
        building.parent.mkdir(parents=True, exist_ok=True)
        shutil.rmtree(building, ignore_errors=True)
        workspace = Workspace.init(building)
        workspace = Workspace.open(building, today)
        progress("convert")
        landscape = read_landscape(resources.path("data", "landscape"), workspace.base)
        intent = Intent(
            DATASET, "The packaged federal landscape", "grundriss", source=f"data/landscape {__version__}"
        )
        outcome = replace_dataset(workspace, landscape.quads, intent, progress=progress)
        if not outcome.report.conforms:
            first = outcome.report.results[0]
            raise ViolationsFound("packaged-violation", rule=first.rule, element=first.focus.key)
        if not path.exists():
            building.rename(path)
    except OSError as error:
        raise disk_error(error, building) from error
    finally:
        shutil.rmtree(building, ignore_errors=True)


def _remove_older(kept: Path) -> None:
    """Remove what earlier days and versions left, except what another process may be building or reading."""
    for entry in kept.parent.iterdir():
        store = entry / "store"
        if entry != kept and (store / "CURRENT").exists() and not any(store.glob("*.readers")):
            shutil.rmtree(entry, ignore_errors=True)


def _content_hash() -> str:
    files = sorted(resources.path("data", "landscape").glob("*.csv"))
    parts = [digest().encode(), shapes_text().encode(), *(file.read_bytes() for file in files)]
    return hashlib.sha256(b"\0".join(parts)).hexdigest()[:12]
