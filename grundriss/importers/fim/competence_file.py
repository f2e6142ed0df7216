# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""A file of N-Triples with the competences of a file, a folder or a ZIP of XZuFi: for a dataset of its own.

What `grundriss load` then replaces that dataset with, in one go and without holding it in memory.
"""

from collections.abc import Callable
from pathlib import Path
from typing import IO, BinaryIO

from grundriss.errors import GrundrissError, InputError
from grundriss.importers.fim import xzufi
from grundriss.importers.fim.collection import SNIFFED, Collection, FileReport, format_of, sources
from grundriss.importers.fim.competence_stream import Written, write_competences
from grundriss.importers.fim.zip_members import BROKEN, said
from grundriss.model.identifier import Base


def write_competence_file(
    path: Path, base: Base, target: Path, progress: Callable[[str], None] = lambda name: None
) -> tuple[Written, Collection]:
    """Write the competences of all files that are XZuFi; what was written, and what became of each file.

    A file that is wrong is told and left out as a whole. The file appears when it is complete, and not at all when
    there is nothing to write. Raises InputError when there is no such file, and what the disk raises.
    """
    written, found = Written(), Collection()
    part = target.with_name(f".{target.name}.part")
    try:
        with part.open("w+b") as out:
            for name, opened in sources(path, found):
                progress(name)
                found.files.append(_write(name, opened, base, out, written))
        if written.competences:
            part.replace(target)
    finally:
        part.unlink(missing_ok=True)
    return written, found


def _write(
    name: str, opened: Callable[[], IO[bytes]], base: Base, out: BinaryIO, all_: Written
) -> FileReport:
    begun = out.tell()
    try:
        with opened() as source:
            if format_of(source.read(SNIFFED)) != xzufi.TABLE:
                return FileReport(name)
        with opened() as source:
            all_ += write_competences(source, base, name, out)
        return FileReport(name, xzufi.TABLE)
    except GrundrissError as error:
        wrong: GrundrissError = error
    except BROKEN as error:
        wrong = InputError("file-unreadable", location=name, reason=said(error))
    out.seek(begun)
    out.truncate()
    return FileReport(name, error=wrong)
