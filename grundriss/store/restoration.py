# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""Restoring a backup: unpacked in a folder of its own, proved, and only then put in place.

A tar file may come from anywhere. Only plain files are taken, with names that a backup gives them, up to a size. The
log is proved by its chain of hashes; a store that is not in the backup, or not whole, is built again from it.
"""

import gzip
import hashlib
import json
import os
import re
import shutil
import tarfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import IO, BinaryIO, Final

from grundriss.errors import (
    Conflict,
    GrundrissError,
    InputError,
    LimitExceeded,
    StoreDamaged,
)
from grundriss.messages import Message, reason
from grundriss.store.backup import FOLDERS, FORMAT, MANIFEST
from grundriss.store.durable import disk_error
from grundriss.store.fsck import check_log
from grundriss.store.generation import open_for_reading
from grundriss.store.metadata import read_metadata
from grundriss.store.scenario import DROPPED_FOLDER as DROPPED
from grundriss.store.scenario import FOLDER as SCENARIOS
from grundriss.store.scenario import SETTINGS_FILE as SCENARIO_FILE
from grundriss.store.scenario import Scenario, scenario_names
from grundriss.store.workspace import SETTINGS_FILE, Workspace

MOST_BYTES: Final = 50_000_000_000
MOST_FILES: Final = 1_000_000
_STAGING: Final = ".restoring"
_MOST_MANIFEST_BYTES: Final = 300_000_000
_PORTION: Final = 1 << 20
_GZIP: Final = b"\x1f\x8b"
_FILE: Final = r"\d{8}\.rdfp(\.gz)?"
_LOG: Final = rf"log/{_FILE}"
_NAMES: Final = re.compile(
    rf"{re.escape(SETTINGS_FILE)}|{re.escape(MANIFEST)}|{_LOG}"
    rf"|{SCENARIOS}/[^/]+/({re.escape(SCENARIO_FILE)}|{_LOG})"
    rf"|({DROPPED}/[^/]+|{SCENARIOS}/[^/]+/log)/({re.escape(SCENARIO_FILE)}|{_FILE})"
    rf"|store/(CURRENT|gen-\d+\.json|gen-\d+/[A-Za-z0-9._-]+)|({'|'.join(FOLDERS)})/.+",
    re.DOTALL,
)

Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Restored:
    """A workspace that was restored; `rebuilt` when its store had to be built again from the log."""

    workspace: Workspace
    revision: int
    rebuilt: bool


def restore(
    file: Path,
    directory: Path,
    today: date | None = None,
    *,
    most_bytes: int = MOST_BYTES,
    progress: Progress = lambda step: None,
) -> Restored:
    """Restore a backup into a new or empty folder.

    Raises Conflict when the folder holds something, InputError for what is no backup (cut off, changed, or with names
    that lead elsewhere), LimitExceeded beyond `most_bytes`, StoreDamaged when the log is not what was written. The
    folder is then as it was.
    """
    if directory.exists() and (not directory.is_dir() or any(directory.iterdir())):
        raise Conflict("restore-not-empty", path=directory)
    with _staging(directory) as staging:
        progress("unpack")
        hashes = _unpack(file, staging, most_bytes)
        revision = _prove_manifest(file, staging, hashes)
        progress("prove")
        rebuilt = _prove(Workspace.open(staging, today), revision, progress)
        os.sync()
        _put_in_place(staging, directory)
    return Restored(Workspace.open(directory, today), revision, rebuilt)


@contextmanager
def _staging(directory: Path) -> Iterator[Path]:
    """A folder inside of the one to fill (on the same disk); both are gone or empty again after an error."""
    created = not directory.exists()
    staging = directory / _STAGING
    try:
        staging.mkdir(parents=True)
        yield staging
    except OSError as error:
        raise disk_error(error, directory) from error
    finally:
        shutil.rmtree(staging, ignore_errors=True)
        if created and directory.is_dir() and not any(directory.iterdir()):
            directory.rmdir()


def _unpack(file: Path, staging: Path, most_bytes: int) -> dict[str, str]:
    """Unpack the members; their hashes by name."""
    hashes: dict[str, str] = {}
    try:
        with _opened(file) as content, tarfile.open(fileobj=content, mode="r|") as tar:
            left = most_bytes
            for member in tar:
                _check_member(file, member, hashes)
                if member.isdir():
                    continue
                left -= member.size
                if left < 0 or len(hashes) >= MOST_FILES:
                    raise LimitExceeded("restore-too-large", file=file, bytes=most_bytes, files=MOST_FILES)
                source = tar.extractfile(member)
                assert source is not None  # the member is a plain file
                hashes[member.name] = _write(source, staging / member.name)
    except (tarfile.TarError, EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise InputError("backup-cut", location=str(file)) from error
    return hashes


@contextmanager
def _opened(file: Path) -> Iterator[BinaryIO]:
    try:
        with file.open("rb") as raw:
            packed = raw.read(len(_GZIP)) == _GZIP
            raw.seek(0)
            if packed:
                with gzip.GzipFile(fileobj=raw) as content:
                    yield content  # type: ignore[misc]
            else:
                yield raw
    except FileNotFoundError as error:
        raise InputError("file-missing", location=str(file)) from error
    except (PermissionError, IsADirectoryError) as error:
        raise InputError("file-unreadable", location=str(file), reason=reason(error)) from error


def _check_member(file: Path, member: tarfile.TarInfo, seen: dict[str, str]) -> None:
    """Refuse everything that no backup holds: links, devices, names that lead elsewhere, the same name twice."""
    parts = member.name.split("/")
    safe = not any(part in ("", ".", "..") or "\\" in part or "\0" in part for part in parts)
    if member.isdir() and safe:
        return
    if not safe or not member.isreg() or not _NAMES.fullmatch(member.name) or member.name in seen:
        raise InputError("backup-member", location=str(file), name=member.name[:200])


def _write(source: IO[bytes], path: Path) -> str:
    digest = hashlib.sha256()
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("xb") as target:
        while portion := source.read(_PORTION):
            digest.update(portion)
            target.write(portion)
    return digest.hexdigest()


def _prove_manifest(file: Path, staging: Path, hashes: dict[str, str]) -> int:
    """Compare what was unpacked with what the backup says of itself; its revision. A damaged store is dropped."""
    path = staging / MANIFEST
    try:
        if path.stat().st_size > _MOST_MANIFEST_BYTES:
            raise LimitExceeded("restore-too-large", file=file, bytes=_MOST_MANIFEST_BYTES, files=MOST_FILES)
        manifest = json.loads(path.read_text("utf-8"))
        form, revision = int(manifest["format"]), int(manifest["revision"])
        said = {str(name): str(value) for name, value in manifest["files"].items()}
    except FileNotFoundError as error:
        raise InputError("backup-cut", location=str(file)) from error
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise InputError("backup-no-manifest", location=str(file)) from error
    if form != FORMAT:
        raise InputError("backup-format", location=str(file), format=form, known=FORMAT)
    path.unlink()
    del hashes[MANIFEST]
    differing = sorted(name for name in said.keys() | hashes.keys() if said.get(name) != hashes.get(name))
    if any(name.startswith("store/") for name in differing):
        shutil.rmtree(staging / "store", ignore_errors=True)
    for name in differing:
        if not name.startswith("store/"):
            raise InputError("backup-changed", location=str(file), name=name)
    return revision


def _prove(workspace: Workspace, revision: int, progress: Progress) -> bool:
    """Prove the logs, and see to it that there is a store; whether it was built again."""
    for name in FOLDERS:
        (workspace.path / name).mkdir(exist_ok=True)
    for line in (workspace, *(Scenario.open(workspace, name) for name in scenario_names(workspace))):
        (line.path / "log").mkdir(exist_ok=True)
        (line.path / "store").mkdir(exist_ok=True)
        for fault in check_log(line).faults:
            raise StoreDamaged("restore-log", why=fault)
    if workspace.log.last != revision:
        raise StoreDamaged("restore-log", why=Message("restore-revisions", {"revision": revision}))
    if not revision or _store_is_whole(workspace):
        return False
    progress("rebuild")
    workspace.remove_store()
    workspace.snapshot().close()
    return True


def _store_is_whole(workspace: Workspace) -> bool:
    """Whether there is a store that opens and says that it was made from this log."""
    try:
        current = workspace.generations.current
        if not current:
            return False
        held = read_metadata(open_for_reading(workspace.generations.path(current)), workspace.base)
    except (GrundrissError, ValueError, KeyError, OSError):
        return False
    return workspace.log.holds(held.revision) and workspace.log.hash_of(held.revision) == held.log_hash


def _put_in_place(staging: Path, directory: Path) -> None:
    """Move everything up; the settings last, for with them the folder is a workspace."""
    for entry in sorted(staging.iterdir(), key=lambda entry: entry.name == SETTINGS_FILE):
        entry.rename(directory / entry.name)
