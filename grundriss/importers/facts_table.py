# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""A table of facts: a CSV file with a header, read row by row, every cell with its place for error messages."""

import csv
import difflib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from grundriss.errors import InputError, LimitExceeded
from grundriss.messages import Either, Message, reason

MAX_FIELD_CHARACTERS: Final = 100_000
MAX_FILE_BYTES: Final = 20_000_000


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table. `row["name"]` is the trimmed cell."""

    table: str
    place: str
    cells: dict[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells[column]

    def parts(self, column: str) -> list[str]:
        """The non-empty parts of a cell that lists several values separated by `;`."""
        return [part.strip() for part in self.cells[column].split(";") if part.strip()]

    def error(self, key: str, hint: Message | None = None, /, **values: object) -> InputError:
        """An error that names this row's file, line and element."""
        problem = Message(key, values)
        element = next(iter(self.cells.values()), "")
        return InputError(
            "row-fault", location=self.place, hint=hint or problem.hint, element=element, problem=problem
        )


def read_table(path: Path, columns: Iterable[str]) -> list[Row]:
    """All rows of a CSV file whose header has exactly these columns, in any order.

    Raises InputError for a file that is missing, not UTF-8, not CSV, or has other columns, LimitExceeded for one that
    is too large.
    """
    return list(_rows(path, list(columns)))


def _rows(path: Path, columns: list[str]) -> Iterator[Row]:
    try:
        if path.stat().st_size > MAX_FILE_BYTES:
            raise LimitExceeded("table-too-large", file=path, most=MAX_FILE_BYTES // 1_000_000)
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = path.read_bytes()[: error.start].count(b"\n") + 1
        raise InputError("table-encoding", location=f"{path}:{line}", byte=error.start) from error
    except OSError as error:
        raise InputError("file-unreadable", location=str(path), reason=reason(error)) from error
    if "\0" in text:
        raise InputError("file-nul", location=str(path))
    reader = csv.reader(text.splitlines(keepends=True), strict=True)
    csv.field_size_limit(MAX_FIELD_CHARACTERS)
    try:
        header = next(reader, [])
        _check_header(path, header, columns)
        first_line = reader.line_num + 1
        for cells in reader:
            place = f"{path}:{first_line}"
            first_line = reader.line_num + 1
            if not cells:
                continue
            if len(cells) != len(header):
                raise InputError("cells-uneven", location=place, cells=len(cells), columns=len(header))
            yield Row(path.stem, place, {c: v.strip() for c, v in zip(header, cells, strict=True)})
    except csv.Error as error:
        raise InputError("csv-broken", location=f"{path}:{reader.line_num}", reason=str(error)) from error


def _check_header(path: Path, header: list[str], columns: list[str]) -> None:
    doubled = {name for name in header if header.count(name) > 1}
    if doubled:
        raise InputError("column-twice", location=f"{path}:1", column=sorted(doubled)[0])
    for name in header:
        if name not in columns:
            near = did_you_mean(name, columns)
            joined = Message("column-semicolon") if ";" in name or "\t" in name else None
            raise InputError("column-unknown", location=f"{path}:1", hint=joined or near, column=name)
    missing = [name for name in columns if name not in header]
    if missing:
        raise InputError("column-missing", location=f"{path}:1", column=missing[0], columns=columns)


def did_you_mean(name: str, known: Iterable[str], likeness: float = 0.6) -> Message | None:
    """A sentence that offers the nearest known terms, or None.

    >>> did_you_mean("bundit", ["bundid", "elster"]).text("en")
    'Did you mean bundid?'
    """
    near = nearest(name, known, likeness)
    return Message("did-you-mean", {"known": Either(tuple(near))}) if near else None


def nearest(name: str, known: Iterable[str], likeness: float = 0.6) -> list[str]:
    """The known terms that are most like a name, at most three, the nearest first."""
    return difflib.get_close_matches(name, list(dict.fromkeys(known)), n=3, cutoff=likeness)
