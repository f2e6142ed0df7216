# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""A file, a directory or a ZIP of FIM files, read one after the other; what a file is, its content says.

A file that cannot be read is told and left out as a whole; the others count.
"""

import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import IO, Final

from grundriss.errors import GrundrissError, InputError, LimitExceeded, UsageError
from grundriss.importers.fim import genericode, xdatenfelder, xprozess, xzufi
from grundriss.importers.fim.artefact_content import Content, VersionId
from grundriss.importers.fim.xml_stream import Readable
from grundriss.importers.fim.zip_members import BROKEN, DAMAGED, ZIP, refused_member, said
from grundriss.messages import reason
from grundriss.model.identifier import Base

MOST_FILES: Final = 20_000
SNIFFED: Final = 4_096
"""How many bytes at the beginning of a file say what it is."""
_Opened = Callable[[], IO[bytes]]


@dataclass(frozen=True, slots=True)
class FileReport:
    """What became of a file: its format, or why it was left out.

    `format` is None for what is no FIM format (then it was not read), `error` is None for what was read. `sha256` is
    that of the bytes, `roots` are what its message carries, `versions` those of which what this file says counts.
    """

    name: str
    format: str | None = None
    sha256: str | None = None
    roots: tuple[VersionId, ...] = ()
    versions: frozenset[VersionId] = frozenset()
    error: GrundrissError | None = None


@dataclass(slots=True)
class Collection:
    """What all files hold together, and what became of each."""

    content: Content = field(default_factory=Content)
    files: list[FileReport] = field(default_factory=list)

    @property
    def read(self) -> list[FileReport]:
        """The files that count."""
        return [file for file in self.files if file.format and not file.error]

    @property
    def refused(self) -> list[FileReport]:
        """The files that were left out because something is wrong with them."""
        return [file for file in self.files if file.error]

    @property
    def sha256(self) -> str | None:
        """The hash of what was read: of the file, or over those of several files."""
        hashes = [file.sha256 or "" for file in self.read]
        return sha256("".join(hashes).encode()).hexdigest() if len(hashes) > 1 else next(iter(hashes), None)

    @property
    def skipped(self) -> list[FileReport]:
        """The files that are of no FIM format."""
        return [file for file in self.files if not file.format and not file.error]


def read_collection(
    path: Path, base: Base, progress: Callable[[str], None] = lambda name: None
) -> Collection:
    """Read a file, all files of a directory and those below it, or of a ZIP.

    Raises InputError when there is no such file, and LimitExceeded for more files than are read at once.
    """
    found = Collection()
    for number, (name, opened) in enumerate(sources(path, found)):
        if number >= MOST_FILES:
            raise LimitExceeded("fim-too-many-files", file=path, most=MOST_FILES)
        progress(name)
        found.files.append(_read(name, opened, base, found.content))
    return found


def _read(name: str, opened: _Opened, base: Base, content: Content) -> FileReport:
    try:
        with opened() as source:
            format_ = format_of(source.read(SNIFFED))
        if format_ is None:
            return FileReport(name)
        hashed = sha256()
        with opened() as source:
            read = _reader(format_, content)(_Hashed(source, hashed.update), base, name)
        for version in read.versions:
            _check_names_a_graph(version, name)
        content.merge(read)
        counting = frozenset(v for v, held in read.versions.items() if content.versions.get(v) is held)
        return FileReport(name, format_, hashed.hexdigest(), tuple(read.roots), counting)
    except GrundrissError as error:
        return FileReport(name, error=error)
    except BROKEN as error:
        wrong = InputError("file-unreadable", location=name, reason=said(error))
        return FileReport(name, error=wrong)


def _check_names_a_graph(version: VersionId, name: str) -> None:
    """InputError for an id or a version that no graph can be named by: too long, or with what cannot be printed."""
    try:
        version.artefact  # noqa: B018
    except UsageError as error:
        values = {key: value for key, value in error.message.values.items() if key != "hint"}
        raise InputError("artefact-name", hint=error.advice, location=name, **values) from error


def _reader(format_: str, known: Content) -> Callable[[Readable, Base, str], Content]:
    """How files of a format are read; those that repeat what others hold need not make it again."""
    if format_ == xdatenfelder.TABLE:
        return partial(xdatenfelder.read_xdatenfelder, known=known)
    return READERS[format_]


def format_of(start: bytes) -> str | None:
    """The FIM format of a file by its first bytes; None for none.

    >>> format_of(b'<?xml version="1.0"?><x:a xmlns:x="urn:xoev-de:fim:standard:xdatenfelder_2"/>')
    'xdatenfelder'
    """
    text = start.decode("utf-16" if start[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8", errors="replace")
    return next((name for mark, name in _MARKS.items() if mark in text), None)


def sources(path: Path, found: Collection) -> Iterator[tuple[str, _Opened]]:
    """The files of a folder and those below it, of a ZIP, or a file alone, each with its name and how it is opened.

    What cannot be opened is told in `found`. Raises InputError when there is no such file.
    """
    if path.is_dir():
        for file in sorted(p for p in path.rglob("*") if p.is_file()):
            yield from _one(file, file.relative_to(path).as_posix(), found)
        return
    if not path.exists():
        raise InputError("file-missing", location=str(path))
    yield from _one(path, path.name, found)


def _one(path: Path, name: str, found: Collection) -> Iterator[tuple[str, _Opened]]:
    try:
        with path.open("rb") as file:
            packed = file.read(len(ZIP)) == ZIP
    except OSError as error:
        wrong = InputError("file-unreadable", location=name, reason=reason(error))
        found.files.append(FileReport(name, error=wrong))
        return
    if packed:
        yield from _members(path, name, found)
    else:
        yield name, lambda: path.open("rb")


def _members(path: Path, name: str, found: Collection) -> Iterator[tuple[str, _Opened]]:
    """The files in a ZIP. What unpacks to far more than is usual is left out, and a ZIP inside of it too."""
    try:
        with zipfile.ZipFile(path) as archive:
            for member in sorted(archive.infolist(), key=lambda m: m.filename):
                if member.is_dir():
                    continue
                inside = f"{name}/{member.filename}"
                wrong = refused_member(archive, member, inside)
                if wrong:
                    found.files.append(FileReport(inside, error=wrong))
                else:
                    yield inside, partial(archive.open, member)
    except DAMAGED as error:
        wrong = InputError("file-unreadable", location=name, reason=said(error))
        found.files.append(FileReport(name, error=wrong))


class _Hashed:
    """A stream that tells what it gives."""

    def __init__(self, source: Readable, told: Callable[[bytes], None]) -> None:
        self._source, self._told = source, told

    def read(self, size: int = -1, /) -> bytes:
        content = self._source.read(size)
        self._told(content)
        return content


_MARKS: Final = dict.fromkeys(xdatenfelder.STANDARDS, xdatenfelder.TABLE) | {
    "urn:xoev-de:fim:standard:xdatenfelder": xdatenfelder.TABLE,
    genericode.NAMESPACE: genericode.FORMAT,
    xprozess.MARK: xprozess.TABLE,
    xzufi.MARK: xzufi.TABLE,
}
"""What stands near the beginning of a file of each format."""
READERS: Final[dict[str, Callable[[Readable, Base, str], Content]]] = {
    xdatenfelder.TABLE: xdatenfelder.read_xdatenfelder,
    genericode.FORMAT: genericode.read_genericode,
    xprozess.TABLE: xprozess.read_xprozess,
    xzufi.TABLE: xzufi.read_xzufi,
}
