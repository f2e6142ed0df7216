# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""Backups: a workspace in one tar file, taken while others write.

Nothing is locked. Log files never change and a leased generation stays; both end at one revision. What may change
meanwhile (settings, folders, scenarios) is compared at the end; if it did, the backup is taken again. The last
member, `backup.json`, holds the SHA-256 of every other one, so that a file that was cut off is known by its lack.
"""

import hashlib
import json
import os
import stat
import tarfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import BinaryIO, Final

from grundriss.errors import Conflict, PermissionDenied, StoreDamaged, UsageError
from grundriss.messages import reason
from grundriss.store.dropped import dropped_scenarios
from grundriss.store.durable import written_durably
from grundriss.store.generation import Generations
from grundriss.store.log_proof import LogProof
from grundriss.store.revision_log import RevisionLog
from grundriss.store.scenario import FOLDER as SCENARIOS
from grundriss.store.scenario import SETTINGS_FILE as SCENARIO_FILE
from grundriss.store.scenario import lost_scenarios, scenario_names
from grundriss.store.workspace import SETTINGS_FILE, Workspace

MANIFEST: Final = "backup.json"
FORMAT: Final = 1
FOLDERS: Final = ("data", "shapes", "queries", "views")
SUFFIXES: Final = (".tar.gz", ".tgz", ".tar")
_ATTEMPTS: Final = 3
_COMPRESSION: Final = 1
"""Table files are compressed already: a higher level takes thrice the time for a few percent."""
_NOT_KEPT: Final = ("LOCK", "LOG")


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup that was taken. `left_out` names links, sockets and the like in the folders: they are not in it."""

    path: Path
    revision: int
    files: int
    left_out: tuple[str, ...]


def default_name(workspace: Workspace, now: datetime) -> str:
    """The name of a backup: its revision and its time in UTC."""
    return f"grundriss-r{workspace.log.last}-{now.astimezone(UTC):%Y%m%dT%H%M%SZ}.tar.gz"


def backup(workspace: Workspace, path: Path, *, store: bool = True, over: bool = False) -> Backup:
    """Write a backup; the file is there whole or not at all. Without `store` it is smaller, and slower to restore.

    Raises UsageError for a name that does not end as that of a tar file, Conflict when the file is there and is not to
    be written `over`, and when settings, folders or scenarios change again and again meanwhile, PermissionDenied for
    what may not be read, StoreDamaged for a log that could not be restored, and what the disk raises.
    """
    if not path.name.endswith(SUFFIXES):
        raise UsageError("backup-name", name=path.name, known=SUFFIXES)
    if not over and path.exists():
        raise Conflict("backup-exists", path=path)
    for _ in range(_ATTEMPTS):
        try:
            with written_durably(path) as file:
                return _written(workspace, path, file, store)
        except _Moved:
            continue
    raise Conflict("backup-moved", path=workspace.path)


class _Moved(Exception):
    """A file that may change did so while the backup was taken."""


def _written(workspace: Workspace, path: Path, file: BinaryIO, store: bool) -> Backup:
    plain = path.name.endswith(".tar")
    with (
        tarfile.open(fileobj=file, mode="w")
        if plain
        else tarfile.open(fileobj=file, mode="w:gz", compresslevel=_COMPRESSION)
    ) as tar:
        archive = _Archive(workspace.path, tar, own=os.fstat(file.fileno()))
        generation, lease = _leased(workspace) if store else (0, None)
        try:
            archive.add_changing(SETTINGS_FILE)
            for folder in FOLDERS:
                archive.add_folder(folder)
            _add_scenarios(workspace, archive)
            revision = archive.add_log("log", workspace.log)
            if generation:
                _add_generation(workspace, archive, generation)
        finally:
            Generations.release(lease)
        archive.prove_unchanged()
        files = len(archive.hashes)
        archive.add_manifest({"format": FORMAT, "base": workspace.base.iri, "revision": revision})
    return Backup(path, revision, files, tuple(sorted(archive.left_out)))


def _leased(workspace: Workspace) -> tuple[int, int | None]:
    return workspace.generations.lease() if workspace.generations.current else (0, None)


def _add_scenarios(workspace: Workspace, archive: "_Archive") -> None:
    """Before the log: no scenario begins at a revision that the log in the backup does not reach."""
    for scenario in scenario_names(workspace):
        name = f"{SCENARIOS}/{scenario}"
        if not (workspace.path / name).is_symlink():
            archive.add_changing(f"{name}/{SCENARIO_FILE}")
            archive.add_log(f"{name}/log", RevisionLog(workspace.path / name / "log"), changing=True)
    for scenario in lost_scenarios(workspace):  # a history is kept, also where its settings are lost
        name = f"{SCENARIOS}/{scenario}"
        if not (workspace.path / name).is_symlink():
            archive.add_log(f"{name}/log", RevisionLog(workspace.path / name / "log"), changing=True)
    for dropped in dropped_scenarios(workspace):  # as they are: nothing is built from them
        archive.add_folder(dropped.path.relative_to(workspace.path).as_posix())


def _add_generation(workspace: Workspace, archive: "_Archive", number: int) -> None:
    directory = workspace.generations.path(number)
    archive.add_bytes("store/CURRENT", f"gen-{number}\n".encode())
    if workspace.generations.metadata(number) is not None:
        archive.add(f"store/gen-{number}.json")
    for entry in sorted(directory.iterdir()):
        if not entry.name.startswith(_NOT_KEPT):
            archive.add(f"store/gen-{number}/{entry.name}")


@dataclass
class _Archive:
    """The tar file that is being written; names are relative to the workspace. `own` is the file itself."""

    root: Path
    tar: tarfile.TarFile
    own: os.stat_result
    hashes: dict[str, str] = field(default_factory=dict)
    left_out: list[str] = field(default_factory=list)
    _changing: dict[str, tuple[int, ...]] = field(default_factory=dict)

    def add(self, name: str, proof: LogProof | None = None) -> tuple[int, ...]:
        """Add a file, which the proof sees too; what is known of its state."""
        try:
            handle = os.open(self.root / name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
        except FileNotFoundError as error:
            raise _Moved from error
        except OSError as error:
            raise _unreadable(self.root / name, error) from error
        with os.fdopen(handle, "rb") as file:
            found = os.fstat(handle)
            source = _Source(file, self.root / name, proof)
            self._put(name, source, found.st_size, int(found.st_mtime))
            self.hashes[name] = source.digest.hexdigest()
        return _state(found)

    def add_bytes(self, name: str, content: bytes, time: int = 0) -> None:
        """Add a file that is made for the backup."""
        self._put(name, BytesIO(content), len(content), time)
        self.hashes[name] = hashlib.sha256(content).hexdigest()

    def add_changing(self, name: str) -> None:
        """Add a file that somebody may change meanwhile."""
        self._changing[name] = self.add(name)

    def add_folder(self, name: str) -> None:
        """Add the plain files of a folder and of those below."""
        for found in _below(self.root / name):
            inner = found.relative_to(self.root).as_posix()
            try:
                status = found.lstat()
            except FileNotFoundError as error:
                raise _Moved from error
            if os.path.samestat(status, self.own):
                continue
            if stat.S_ISREG(status.st_mode):
                self.add_changing(inner)
            else:
                self.left_out.append(inner)

    def add_log(self, name: str, log: RevisionLog, *, changing: bool = False) -> int:
        """Add the revisions of a log that are there now; the number of the last one.

        Raises StoreDamaged for a file that is not what was written, and for a revision that is missing.
        """
        revisions = log.revisions()
        for revision in revisions:
            inner = f"{name}/{log.file_of(revision).name}"
            proof = LogProof(compressed=inner.endswith(".gz"))
            state = self.add(inner, proof)
            if changing:
                self._changing[inner] = state
            if not proof.holds():
                raise StoreDamaged("backup-log", path=self.root / inner)
        return len(revisions)

    def prove_unchanged(self) -> None:
        """Raise `_Moved` unless what may change is still what was read."""
        for name, state in self._changing.items():
            try:
                now = (self.root / name).lstat()
            except OSError as error:
                raise _Moved from error
            if _state(now) != state:
                raise _Moved

    def add_manifest(self, about: dict[str, object]) -> None:
        """Add the last member, which says what the others are."""
        content = json.dumps({**about, "files": self.hashes}, indent=1, sort_keys=True)
        self.add_bytes(MANIFEST, content.encode())

    def _put(self, name: str, source: "_Source | BytesIO", size: int, time: int) -> None:
        member = tarfile.TarInfo(name)
        member.size, member.mtime, member.mode = size, time, 0o644
        self.tar.addfile(member, source)


class _Source:
    """A file that is read once and hashed on the way."""

    def __init__(self, file: BinaryIO, path: Path, proof: LogProof | None = None) -> None:
        self._file, self._path, self._proof = file, path, proof
        self.digest = hashlib.sha256()

    def read(self, size: int = -1, /) -> bytes:
        try:
            content = self._file.read(size)
        except OSError as error:
            raise _unreadable(self._path, error) from error
        if len(content) < size:
            raise _Moved  # shorter than it was when it was opened
        self.digest.update(content)
        if self._proof is not None:
            self._proof.update(content)
        return content


def _below(folder: Path) -> Iterator[Path]:
    """All files below a folder in the order of their names; links are not followed."""
    if folder.is_symlink():
        yield folder
        return
    if not folder.is_dir():
        return
    try:
        found = sorted(folder.iterdir())
    except OSError as error:
        raise _unreadable(folder, error) from error
    for path in found:
        if path.is_dir() and not path.is_symlink():
            yield from _below(path)
        else:
            yield path


def _state(found: os.stat_result) -> tuple[int, ...]:
    return found.st_ino, found.st_size, found.st_mtime_ns


def _unreadable(path: Path, error: OSError) -> PermissionDenied:
    return PermissionDenied("backup-unreadable", path=path, reason=reason(error))
