# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""A canonical export: a folder with a file of sorted N-Triples for each dataset, and manifest.toml that lists them.

A dataset that accumulates has a folder, and in it a file for each version of an artefact, listed as a dataset is.

The files hold canonical N-Triples without blank nodes, so that the SHA-256 of a file is that of its graph by RDFC-1.0
(https://www.w3.org/TR/rdf-canon/). Equal content is equal bytes: nothing in the folder speaks of times or versions.

The folder is made for git, so its files may be edited and merged by hand: lines in any order and form, and another
hash than the manifest's. They are read as they are; `Folder.edited` names them for a warning. What is refused is what
may be a half: a manifest marked as unfinished, a file that it names and that is not there, one that it does not name.
"""

import hashlib
import json
import os
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

from pyoxigraph import NamedNode, Quad, RdfFormat, parse

from grundriss.errors import InputError, UsageError
from grundriss.importers.parser_problem import parser_problem
from grundriss.importers.rdf_file import check_readable
from grundriss.messages import reason
from grundriss.model.artefact import is_dataset_graph
from grundriss.model.identifier import Base

MANIFEST: Final = "manifest.toml"
FORMAT: Final = 1
SUFFIX: Final = ".nt"
_HEAD: Final = (
    "# A canonical export of Grundriss. Each dataset is a file of sorted N-Triples; sha256 is the file's.\n"
)


@dataclass(frozen=True, slots=True)
class Listed:
    """What the manifest says of a dataset; nothing of one that somebody has added by hand."""

    triples: int | None = None
    sha256: str | None = None


@dataclass(frozen=True, slots=True)
class Manifest:
    """The datasets by name. `unfinished` while an export is being written."""

    base: str
    datasets: Mapping[str, Listed] = field(default_factory=dict)
    unfinished: bool = False

    def to_toml(self) -> str:
        """The text of manifest.toml: a section for each dataset, so that git merges changes of several."""
        lines = [_HEAD, f"format = {FORMAT}\n", f"base = {_text(self.base)}\n"]
        if self.unfinished:
            lines.append("unfinished = true\n")
        for name, listed in sorted(self.datasets.items()):
            lines.append(f"\n[datasets.{_text(name)}]\n")
            if listed.sha256 is not None:
                lines += [f"triples = {listed.triples}\n", f"sha256 = {_text(listed.sha256)}\n"]
        return "".join(lines)

    @classmethod
    def read(cls, folder: Path) -> "Manifest | None":
        """The manifest of a folder; None when there is none. Raises InputError for what is no manifest."""
        path = folder / MANIFEST
        try:
            return cls._of(tomllib.loads(path.read_text(encoding="utf-8")), path)
        except FileNotFoundError:
            return None
        except OSError as error:
            raise InputError("file-unreadable", location=str(path), reason=reason(error)) from error
        except (UsageError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
            raise InputError("canonical-manifest", location=str(path), reason=str(error)) from error

    @classmethod
    def _of(cls, values: Mapping[str, Any], path: Path) -> "Manifest":
        if values["format"] != FORMAT:
            raise InputError(
                "canonical-format", location=str(path), format=str(values["format"]), known=FORMAT
            )
        datasets, base = {}, Base(str(values["base"]))
        for name, said in values.get("datasets", {}).items():
            # ValueError for what can be no IRI
            if not is_dataset_graph(base.source_graph(name).value):
                raise ValueError(f"{name!r} names no dataset")
            sha256, triples = said.get("sha256"), said.get("triples")
            datasets[name] = Listed(
                None if triples is None else int(triples), None if sha256 is None else str(sha256)
            )
        return cls(base.iri, datasets, bool(values.get("unfinished", False)))


@dataclass(frozen=True, slots=True)
class File:
    """The file of a dataset: its lines, as they are, without the line ends."""

    path: Path
    lines: tuple[bytes, ...]

    def quads(self, lines: Iterable[bytes], graph: NamedNode) -> Iterator[Quad]:
        """What some of the lines say, in a graph. Raises InputError with the place for what is no N-Triples."""
        wanted = list(lines)
        try:
            for quad in parse(b"\n".join(wanted), format=RdfFormat.N_TRIPLES):
                yield Quad(quad.subject, quad.predicate, quad.object, graph)
        except SyntaxError as error:
            row = self.lines.index(wanted[error.lineno - 1]) + 1 if error.lineno else 1
            place = f"{self.path}:{row}:{error.offset or 1}"
            problem = parser_problem(error.msg)
            raise InputError(problem.key, location=place, hint=problem.hint, **problem.values) from error


@dataclass(frozen=True, slots=True)
class Folder:
    """A canonical export that may be loaded: the manifest and what is in its files."""

    path: Path
    manifest: Manifest

    @classmethod
    def open(cls, path: Path) -> "Folder":
        """The export in a folder. Raises InputError when it may be a half of one."""
        manifest = Manifest.read(path)
        if manifest is None:
            raise InputError("canonical-none", location=str(path), file=MANIFEST)
        if manifest.unfinished:
            raise InputError("canonical-unfinished", location=str(path), path=path)
        listed = {file_name(name) for name in manifest.datasets}
        for name in files_in(path):
            if name.endswith(SUFFIX) and name not in listed:
                raise InputError(
                    "canonical-unlisted",
                    location=str(path / name),
                    manifest=MANIFEST,
                    name=name[: -len(SUFFIX)],
                )
        for name in sorted(listed):
            if not (path / name).is_file():
                raise InputError("canonical-missing", location=str(path / name), manifest=MANIFEST)
        return cls(path, manifest)

    def file(self, dataset: str) -> File:
        """The file of a dataset. Raises InputError and LimitExceeded for one that cannot be read."""
        path = self.path / file_name(dataset)
        check_readable(path, RdfFormat.N_TRIPLES)
        return File(path, tuple(path.read_bytes().split(b"\n")))

    def edited(self) -> list[Path]:
        """The files that are not what the manifest says."""
        return [
            self.path / file_name(name)
            for name, listed in sorted(self.manifest.datasets.items())
            if _hash_of(self.path / file_name(name)) != listed.sha256
        ]

    def sha256(self) -> str:
        """The SHA-256 over names and hashes of the files as they are."""
        said = "".join(
            f"{_hash_of(self.path / file_name(name))}  {file_name(name)}\n"
            for name in sorted(self.manifest.datasets)
        )
        return hashlib.sha256(said.encode()).hexdigest()


def is_canonical(path: Path) -> bool:
    """Whether a folder is, or was to become, a canonical export."""
    return (path / MANIFEST).is_file()


def file_name(dataset: str) -> str:
    """The name of the file of a dataset, or of a version of an artefact, in the folder. It leads nowhere else.

    >>> file_name("landscape"), file_name("fim/S60000011/1.2"), file_name("../.git/x")
    ('landscape.nt', 'fim/S60000011/1.2.nt', '%2E./%2Egit/x.nt')
    """
    # the names of artefacts are encoded already, as they stand in IRIs
    segments = [quote(segment, safe="%" if "/" in dataset else "") for segment in dataset.split("/")]
    return "/".join("%2E" + s[1:] if s.startswith(".") else s for s in segments) + SUFFIX


def files_in(folder: Path) -> list[str]:
    """The names of all files in a folder and in those below, but for hidden ones, such as git's; sorted.

    A link to a folder is not followed and counts as a file.
    """
    found = []
    for place, folders, files in os.walk(folder):
        here = Path(place)
        folders[:] = [name for name in folders if not name.startswith(".")]
        links = [name for name in folders if (here / name).is_symlink()]
        seen = [name for name in (*files, *links) if not name.startswith(".")]
        found += [(here / name).relative_to(folder).as_posix() for name in seen]
    return sorted(found)


def _hash_of(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise InputError("file-unreadable", location=str(path), reason=reason(error)) from error


def _text(value: str) -> str:
    """A JSON string is a TOML string, but for DEL."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
