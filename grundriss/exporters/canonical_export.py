# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""Writing a canonical export, as `grundriss.importers.canonical_folder` describes and reads it.

The manifest is marked as unfinished before the first file changes, and written anew after the last: an export that
was stopped half-way is refused by who reads it, and can be written again. What is the same already is not touched.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from grundriss.errors import Conflict
from grundriss.importers.canonical_folder import MANIFEST, Listed, Manifest, file_name, files_in
from grundriss.store.canonical_lines import canonical_lines, datasets
from grundriss.store.durable import disk_error, write_durably
from grundriss.store.snapshot import Snapshot

_UNFINISHED = ".tmp"


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written: how many datasets and statements the folder holds, and which files changed or went."""

    datasets: int
    statements: int
    written: tuple[str, ...]
    removed: tuple[str, ...]


def export_canonical(snapshot: Snapshot, folder: Path) -> Exported:
    """Make a folder the canonical export of a snapshot. It may be new, empty, or an earlier export.

    Raises Conflict when it holds something that no export wrote (but for hidden files, as git's), InputError when its
    manifest cannot be read, and what the disk raises.
    """
    try:
        before = _own(folder)
        names = datasets(snapshot.store, snapshot.base_iri)
        known = {**before.datasets, **dict.fromkeys(names, Listed())}
        export = _Export(folder, Manifest(snapshot.base, known, unfinished=True))
        listed = {name: export.write(name, _content(snapshot, name)) for name in names}
        removed = export.remove(name for name in before.datasets if name not in listed)
        export.finish(Manifest(snapshot.base, listed))
    except OSError as error:
        raise disk_error(error, folder) from error
    statements = sum(said.triples or 0 for said in listed.values())
    count = len({name.partition("/")[0] for name in listed})
    return Exported(count, statements, tuple(export.written), tuple(removed))


def _own(folder: Path) -> Manifest:
    """The manifest of the export that is there already."""
    folder.mkdir(parents=True, exist_ok=True)
    found = set(files_in(folder))
    manifest = Manifest.read(folder) or Manifest("")
    own = _names(manifest)
    foreign = sorted(found - own - {name + _UNFINISHED for name in own})
    if foreign:
        raise Conflict("canonical-foreign", path=folder, names=foreign[:5])
    return manifest


def _names(manifest: Manifest) -> set[str]:
    return {MANIFEST, *map(file_name, manifest.datasets)}


def _content(snapshot: Snapshot, name: str) -> tuple[int, bytes]:
    lines = canonical_lines(snapshot.store, snapshot.base_iri.source_graph(name))
    return len(lines), b"".join(line + b"\n" for line in lines)


class _Export:
    """An export that is being written."""

    def __init__(self, folder: Path, unfinished: Manifest) -> None:
        self._folder, self._unfinished, self._marked = folder, unfinished, False
        self.written: list[str] = []

    def write(self, name: str, content: tuple[int, bytes]) -> Listed:
        """Write the file of a dataset unless it is there; what the manifest says of it."""
        count, text = content
        path = self._folder / file_name(name)
        if not path.is_file() or path.read_bytes() != text:
            self._mark()
            path.parent.mkdir(parents=True, exist_ok=True)
            write_durably(path, [text])
            self.written.append(file_name(name))
        return Listed(count, hashlib.sha256(text).hexdigest())

    def remove(self, names: Iterable[str]) -> list[str]:
        """Remove the files of datasets that assert nothing any more."""
        removed = []
        for name in map(file_name, sorted(names)):
            path = self._folder / name
            if path.exists():
                self._mark()
                path.unlink()
                removed.append(name)
                self._remove_empty(path.parent)
        return removed

    def _remove_empty(self, folder: Path) -> None:
        """Remove the folders of a dataset that no file is left in."""
        while folder != self._folder and not any(folder.iterdir()):
            folder.rmdir()
            folder = folder.parent

    def finish(self, manifest: Manifest) -> None:
        """Write the manifest unless it is there, and remove what was left of an export that was stopped."""
        for name in _names(self._unfinished):
            (self._folder / (name + _UNFINISHED)).unlink(missing_ok=True)
        path, text = self._folder / MANIFEST, manifest.to_toml().encode()
        if not path.is_file() or path.read_bytes() != text:
            write_durably(path, [text])

    def _mark(self) -> None:
        if not self._marked:
            write_durably(self._folder / MANIFEST, [self._unfinished.to_toml().encode()])
            self._marked = True
