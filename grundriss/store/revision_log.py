# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""The log of revisions: one file per revision, asserted statements only, each naming the hash of its predecessor.

The form is RDF Patch (Apache Jena RDF Delta): header lines `H name value .`, then `A` (added) and `D` (removed)
followed by an N-Quads statement, between `TX .` and `TC .`. A last line `# sha256 …` is the hash of all bytes
before it, so that a flipped byte in any file is found. Large revisions are compressed with gzip.
"""

import gzip
import hashlib
import re
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Final

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse

from grundriss.errors import LimitExceeded, NotFound, StoreDamaged
from grundriss.messages import Message
from grundriss.store.durable import sync_directory, write_durably
from grundriss.store.log_proof import LogProof

FIRST: Final = "urn:sha256:" + "0" * 64
COMPRESS_FROM: Final = 10_000
MAX_STATEMENT_BYTES: Final = 16_000_000
"""The longest N-Quads line: the parser that reads the log looks at 16 MiB in one piece."""
"""From how many statements on a revision is compressed."""
_HASH_MARK: Final = b"# sha256 "
_NAME: Final = re.compile(r"^(\d{8})\.rdfp(\.gz)?$")
_HEADER: Final = re.compile(r"^H (\w+) (.*) \.$")
_IRIS: Final = ("previous", "base", "decision", "informed")
_HEAD_BYTES: Final = 4_096
_PORTION: Final = 1 << 20


def numbered(revision: int, scenario: str | None) -> str:
    """The number of a revision as it is said: of a scenario with its name, since the main line has the same numbers.

    >>> numbered(2, None), numbered(2, "one-login")
    ('2', '2 in one-login')
    """
    return f"{revision} in {scenario}" if scenario else str(revision)


@dataclass(frozen=True, slots=True)
class Entry:
    """The head of a revision: number, hash of the predecessor, who, when, why, and which dataset.

    `time` is RFC 3339 in UTC and never before the predecessor's. `mode` says how the change was stated (replace,
    accumulate, patch, update, revert, merge, rebase). `source` is the name of the file that it came from and
    `sha256` the file's hash; `decision` is the IRI of the decision that it rests on; `tool` what wrote it, with its
    version; `scenario` the scenario that it is a revision of, None in the main line. `informed` is the IRI of the
    revision of another line whose changes it brings in, or on which a scenario branches off.
    """

    revision: int
    previous: str
    time: str
    author: str
    message: str
    base: str = ""
    dataset: str | None = None
    mode: str | None = None
    source: str | None = None
    sha256: str | None = None
    decision: str | None = None
    tool: str | None = None
    scenario: str | None = None
    informed: str | None = None

    @property
    def number(self) -> str:
        """The number as it is said, with the scenario."""
        return numbered(self.revision, self.scenario)

    def header(self) -> str:
        """The header lines. Literals are quoted as in N-Triples, hashes and other names of things are IRIs."""
        lines = [f"H version {Literal('1')} .\n"]
        for field in fields(self):
            value = getattr(self, field.name)
            if value not in (None, ""):
                term = NamedNode(value) if field.name in _IRIS else Literal(str(value))
                lines.append(f"H {field.name} {term} .\n")
        return "".join(lines)


@dataclass(frozen=True, slots=True)
class Revision:
    """A revision read from the log: its head, and the statements it added and removed."""

    entry: Entry
    added: tuple[Quad, ...]
    removed: tuple[Quad, ...]
    hash: str


class RevisionLog:
    """The folder `log/` of a workspace.

    `note` is a file beside it that says how the folder was when it was last known to be whole, and which revision was
    the newest then: as long as nobody has added or removed a file since, nobody need list it.
    """

    def __init__(self, directory: Path, note: Path | None = None) -> None:
        self.directory = directory
        self._note = note
        self._proved: tuple[Path, str, tuple[int, ...]] | None = None

    def revisions(self) -> list[int]:
        """The numbers of all revisions, ascending. Raises StoreDamaged when one is missing in between."""
        if not self.directory.is_dir():
            return []
        found = sorted(int(m.group(1)) for file in self.directory.iterdir() if (m := _NAME.match(file.name)))
        if found != list(range(1, len(found) + 1)):
            missing = next(n for n in range(1, len(found) + 2) if n not in found)
            raise StoreDamaged("revision-missing", path=self.directory, revision=missing)
        return found

    @property
    def last(self) -> int:
        """The number of the newest revision; 0 when there is none. Whether one is missing, `revisions` says."""
        if not self.directory.is_dir():
            return 0
        if (noted := self._noted()) is not None:
            while self.holds(noted + 1):  # times of folders may be coarse
                noted += 1
            return noted
        numbers = (int(m.group(1)) for file in self.directory.iterdir() if (m := _NAME.match(file.name)))
        return max(numbers, default=0)

    def holds(self, revision: int) -> bool:
        """Whether there is a revision of that number: one look, however long the log is."""
        return revision > 0 and self._path(revision).exists()

    def hash_of(self, revision: int) -> str:
        """The hash that the next revision names; for revision 0 sixty-four zeros."""
        if revision == 0:
            return FIRST
        return self._verified(revision)[1]

    def prove_end(self, revision: int, log_hash: str) -> None:
        """Prove, before the next is written, that none is missing and that the newest is what the store was made of.

        The folder is listed only if files came or went since `note_end`. The newest file is read once, however large it
        is, and again only when it is another one; what this log has written itself counts as read. Raises StoreDamaged.
        """
        if self._noted() != revision:
            self.revisions()
        if not revision:
            return
        path = self._existing(revision)
        proved = path, log_hash, _state(path)
        if proved == self._proved:
            return
        proof = LogProof(compressed=path.suffix == ".gz")
        try:
            with path.open("rb") as file:
                while portion := file.read(_PORTION):
                    proof.update(portion)
        except OSError as error:
            raise _damaged(path, str(error)) from error
        if not proof.holds() or proof.hash != log_hash:
            raise _damaged(path, Message("log-hash"))
        self._proved = proved

    def note_end(self, revision: int) -> None:
        """Note that a revision is the newest and none before it is missing: after `prove_end` and an `append`."""
        if self._note is not None:
            said = (revision, *_folder_state(self.directory))
            write_durably(self._note, [" ".join(map(str, said)).encode()], sync=False)

    def _noted(self) -> int | None:
        """The newest revision by the note; None where there is none, or the folder is another one since."""
        try:
            said = tuple(map(int, self._note.read_bytes().split())) if self._note else ()
            return said[0] if said[1:] == _folder_state(self.directory) else None
        except (OSError, ValueError):
            return None

    def append(
        self, entry: Entry, added: Iterable[bytes], removed: Iterable[bytes], *, compressed: bool = False
    ) -> str:
        """Write a revision and make it durable; `added` and `removed` are N-Quads lines. Returns its hash.

        Raises LimitExceeded for a line that is too long to be read back, and as `write_durably`.
        """
        path = self.directory / f"{entry.revision:08d}.rdfp{'.gz' if compressed else ''}"
        digest = hashlib.sha256()
        parts = _hashed(_body(entry, added, removed), digest)
        write_durably(path, _gzipped(parts) if compressed else parts)
        log_hash = f"urn:sha256:{digest.hexdigest()}"
        self._proved = path, log_hash, _state(path)
        return log_hash

    def withdraw(self, revision: int) -> None:
        """Remove the newest revision, which nobody has seen: its holder could not publish it."""
        self._path(revision).unlink(missing_ok=True)
        sync_directory(self.directory)

    def entry(self, revision: int) -> Entry:
        """The head of a revision; NotFound when there is none of that number.

        Only the beginning of the file is read: its hash is not proved (`read` and `fsck` do that).
        """
        path = self._existing(revision)
        content = b""
        try:
            with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as file:
                while b"\nTX .\n" not in content and (more := file.read(_HEAD_BYTES)):
                    content += more
        except (OSError, EOFError, zlib.error) as error:
            raise _damaged(path, str(error)) from error
        head, mark, _ = content.partition(b"\nTX .\n")
        if not mark:
            raise _damaged(path, Message("log-no-change", {}))
        return _read_entry(head.decode(errors="replace"), path)

    def read(self, revision: int) -> Revision:
        """A whole revision. Raises StoreDamaged, naming the file, when its bytes are not what was written."""
        content, digest = self._verified(revision)
        path = self._path(revision)
        head, _, change = content.partition(b"TX .\n")
        added, removed = _statements(change, path)
        return Revision(_read_entry(head.decode(), path), added, removed, digest)

    def statements(self, revision: int) -> tuple[tuple[Quad, ...], tuple[Quad, ...]]:
        """What a revision added and what it removed, proved like `read`; its head is not looked at."""
        content, _ = self._verified(revision)
        return _statements(content.partition(b"TX .\n")[2], self._path(revision))

    def entries(self) -> Iterator[Entry]:
        """The heads of all revisions, oldest first."""
        for revision in self.revisions():
            yield self.entry(revision)

    def file_of(self, revision: int) -> Path:
        """The file of a revision, which never changes; NotFound when there is none of that number."""
        return self._existing(revision)

    def _path(self, revision: int) -> Path:
        path = self.directory / f"{revision:08d}.rdfp"
        return path if path.exists() else path.with_name(path.name + ".gz")

    def content(self, revision: int) -> bytes:
        """The bytes of a revision, unpacked, for who looks for a few statements in many. The hash is not proved."""
        path = self._existing(revision)
        try:
            content = path.read_bytes()
            return gzip.decompress(content) if path.suffix == ".gz" else content
        except (OSError, EOFError, zlib.error) as error:
            raise _damaged(path, str(error)) from error

    def _existing(self, revision: int) -> Path:
        path = self._path(revision)
        if not path.exists():
            raise NotFound("revision-unknown", revision=revision, last=self.last)
        return path

    def _verified(self, revision: int) -> tuple[bytes, str]:
        path = self._existing(revision)
        try:
            raw = path.read_bytes()
            content = gzip.decompress(raw) if path.suffix == ".gz" else raw
        except (OSError, EOFError, zlib.error) as error:
            raise _damaged(path, str(error)) from error
        body, mark, written = content.rpartition(_HASH_MARK)
        digest = hashlib.sha256(body).hexdigest()
        if not mark or written != f"{digest}\n".encode():
            raise _damaged(path, Message("log-hash"))
        return body, f"urn:sha256:{digest}"


def _state(path: Path) -> tuple[int, ...]:
    """What changes when a file is another one or is written to."""
    found = path.stat()
    return found.st_ino, found.st_size, found.st_mtime_ns


def _folder_state(directory: Path) -> tuple[int, ...]:
    """What changes when a file in a folder comes, goes or gets another name."""
    found = directory.stat()
    return found.st_ino, found.st_mtime_ns


def _body(entry: Entry, added: Iterable[bytes], removed: Iterable[bytes]) -> Iterator[bytes]:
    yield entry.header().encode() + b"TX .\n"
    for mark, lines in ((b"D ", removed), (b"A ", added)):
        for line in lines:
            if len(line) > MAX_STATEMENT_BYTES and mark == b"A ":
                raise LimitExceeded("statement-too-long", most=MAX_STATEMENT_BYTES // 1_000_000)
            yield mark + line
    yield b"TC .\n"


def _hashed(parts: Iterable[bytes], digest: "hashlib._Hash") -> Iterator[bytes]:
    """The parts, then a line with the hash of them all."""
    for part in parts:
        digest.update(part)
        yield part
    yield f"# sha256 {digest.hexdigest()}\n".encode()


def _gzipped(parts: Iterable[bytes]) -> Iterator[bytes]:
    packer = zlib.compressobj(level=1, wbits=zlib.MAX_WBITS | 16)
    for part in parts:
        yield packer.compress(part)
    yield packer.flush()


def statement_line(quad: Quad) -> bytes:
    """One N-Quads line."""
    return f"{quad} .\n".encode()


def _statements(change: bytes, path: Path) -> tuple[tuple[Quad, ...], tuple[Quad, ...]]:
    """The statements added and those removed: read in one go, since most revisions are small."""
    lines = change.split(b"\n")
    added, removed = ([line[2:] for line in lines if line.startswith(mark)] for mark in (b"A ", b"D "))
    try:
        found = list(parse(b"\n".join(added + removed), format=RdfFormat.N_QUADS))
    except (SyntaxError, ValueError) as error:
        raise _damaged(path, str(error)) from error
    return tuple(found[: len(added)]), tuple(found[len(added) :])


def _read_entry(head: str, path: Path) -> Entry:
    values: dict[str, str] = {}
    for line in head.splitlines():
        found = _HEADER.match(line)
        if found is None:
            raise _damaged(path, Message("log-header-line", {"line": line[:80]}))
        values[found.group(1)] = _unquoted(found.group(2))
    try:
        known = {field.name: values[field.name] for field in fields(Entry) if field.name in values}
        return Entry(**known | {"revision": int(values["revision"])})  # type: ignore[arg-type]
    except (KeyError, ValueError, TypeError) as error:
        raise _damaged(path, Message("log-header-field", {"field": str(error)})) from error


def _unquoted(term: str) -> str:
    if term.startswith("<"):
        return term[1:-1]
    quad = next(iter(parse(f"<urn:x> <urn:x> {term} .", format=RdfFormat.N_TRIPLES)))
    return quad.object.value if isinstance(quad.object, Literal) else term


def _damaged(path: Path, why: Message | str) -> StoreDamaged:
    return StoreDamaged("log-damaged", path=path, why=why)
