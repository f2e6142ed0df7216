# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""RDF files in any of the formats of SURFACES §2, read into quads of one dataset.

Bare direct triples (`bundid gru:uses eid`) are lifted to relation resources, for a relation has a source, a status
and an interface that a triple cannot carry. Blank nodes are named (grundriss.store.skolem does that on commit).
"""

from codecs import BOM_UTF8
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, Final

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse

from grundriss.errors import InputError, LimitExceeded, UsageError
from grundriss.importers.facts_table import did_you_mean
from grundriss.importers.parser_problem import parser_problem
from grundriss.importers.standard_input import NAME as STANDARD_INPUT
from grundriss.messages import Message, reason
from grundriss.model.identifier import Base, kebab, key_in
from grundriss.model.terms import IDENTIFIER, TYPE, gru
from grundriss.model.vocabulary import RelationType, relation_types

FORMATS: Final[dict[str, RdfFormat]] = {
    "ttl": RdfFormat.TURTLE,
    "nt": RdfFormat.N_TRIPLES,
    "nq": RdfFormat.N_QUADS,
    "trig": RdfFormat.TRIG,
    "jsonld": RdfFormat.JSON_LD,
    "rdf": RdfFormat.RDF_XML,
}
_ALIASES: Final = {"xml": "rdf", "owl": "rdf", "json": "jsonld", "turtle": "ttl"}
MAX_BYTES: Final = 2_000_000_000
MAX_XML_BYTES: Final = 50_000_000
_PARSER_BUFFER: Final = "Reached the buffer maximal size of "
_SNIFFED: Final = 4_096


def format_of(path: Path, name: str | None = None) -> RdfFormat:
    """The format by name, else by the file's extension.

    Raises UsageError when neither is known, InputError for a file that is not there.
    """
    wanted = (name or path.suffix.removeprefix(".")).lower()
    wanted = _ALIASES.get(wanted, wanted)
    if wanted not in FORMATS:
        if not path.exists():
            raise _missing(path)
        raise UsageError(
            "rdf-format-of-file", hint=did_you_mean(wanted, FORMATS), file=path, format=wanted, known=FORMATS
        )
    return FORMATS[wanted]


def read_rdf(path: Path, base: Base, graph: NamedNode, name: str | None = None) -> list[Quad]:
    """All statements of a file as quads of `graph`; graph names in the file are dropped.

    Raises InputError with line and column for what is no RDF, LimitExceeded for a file that is too large.
    """
    rdf_format = format_of(path, name)
    check_readable(path, rdf_format)
    with opened(path) as file:
        return lift(_quads(file, rdf_format, base, graph), base, graph)


@contextmanager
def opened(path: Path) -> Iterator[BinaryIO]:
    """The file, after the byte order mark that some editors begin UTF-8 with.

    What goes wrong while it is read and parsed is told with its place, as an InputError; as `parsing`.
    """
    try:
        with parsing(path), path.open("rb") as file:
            file.seek(len(BOM_UTF8) if begins_with_mark(path) else 0)
            yield file
    except (ValueError, OSError) as error:
        raise InputError(
            "rdf-unreadable",
            location=str(path),
            reason=reason(error) if isinstance(error, OSError) else str(error),
        ) from error


def begins_with_mark(path: Path) -> bool:
    """Whether a file begins with the byte order mark of UTF-8, which no RDF format but JSON-LD and XML has."""
    with path.open("rb") as file:
        return file.read(len(BOM_UTF8)) == BOM_UTF8


@contextmanager
def parsing(path: Path) -> Iterator[None]:
    """What the parser complains of is told with its place, as an InputError.

    LimitExceeded for a literal, comment or other entry that is longer than what the parser looks at in one piece.
    """
    with _fitting(str(path)):
        try:
            yield
        except SyntaxError as error:
            place = f"{path}:{error.lineno}:{error.offset}" if error.lineno else str(path)
            problem = parser_problem(error.msg)
            raise InputError(problem.key, location=place, hint=problem.hint, **problem.values) from error


@contextmanager
def _fitting(name: str | Message) -> Iterator[None]:
    """LimitExceeded, naming the files, for an entry that does not fit into the buffer of a parser."""
    try:
        yield
    except MemoryError as error:
        if _PARSER_BUFFER not in str(error):
            raise
        most = int(str(error).rpartition(" ")[2]) // 1_000_000
        raise LimitExceeded("entry-too-long", file=name, most=most) from error


def check_readable(path: Path, rdf_format: RdfFormat) -> None:
    """Refuse what is missing, too large, or XML that declares entities (they can grow without bound)."""
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            start = file.read(_SNIFFED)
    except FileNotFoundError as error:
        raise _missing(path) from error
    except OSError as error:
        raise InputError("file-unreadable", location=str(path), reason=reason(error)) from error
    limit = MAX_XML_BYTES if rdf_format == RdfFormat.RDF_XML else MAX_BYTES
    if size > limit:
        raise LimitExceeded("file-too-large", file=path, size=size // 1_000_000, most=limit // 1_000_000)
    if rdf_format == RdfFormat.RDF_XML and b"<!" in start.replace(b"<!--", b""):
        raise InputError("xml-with-dtd", location=f"{path}:1")
    if b"\0" in start and not start.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise InputError("file-nul", location=f"{path}:1")


def _missing(path: Path) -> InputError:
    """There is no such file; the ones beside it that have a similar name are offered."""
    beside = [other.name for other in path.parent.iterdir()] if path.parent.is_dir() else []
    return InputError("file-missing", location=str(path), hint=did_you_mean(path.name, beside))


@contextmanager
def naming(files: Iterable[Path]) -> Iterator[None]:
    """What is wrong with the statements of files, and names no place itself, is told with the files' names.

    A text that was read in parts, as from RDF/XML, may turn out here to be too long for the store's own notation.
    """
    names = ", ".join(str(file) for file in files)
    called = Message("stdin") if names == STANDARD_INPUT else names
    with _fitting(called):
        try:
            yield
        except InputError as error:
            error.location = error.location or names
            raise
        except LimitExceeded as error:
            raise LimitExceeded("of-files", hint=error.advice, files=called, problem=error.message) from error


def _quads(file: BinaryIO, rdf_format: RdfFormat, base: Base, graph: NamedNode) -> Iterable[Quad]:
    for quad in parse(file, format=rdf_format, base_iri=base.iri, rename_blank_nodes=True):
        yield Quad(quad.subject, quad.predicate, quad.object, graph)


def lift(quads: Iterable[Quad], base: Base, graph: NamedNode) -> list[Quad]:
    """The quads with each bare direct triple turned into a relation of its type, stated for IST.

    A direct triple that a relation in the same quads already carries is dropped: it is derived again.
    """
    types = {t.direct_predicate: t for t in relation_types().values()}
    found = list(quads)
    bare = [quad for quad in found if quad.predicate in types]
    if not bare:
        return found
    carried = _carried(found)
    kept = [quad for quad in found if quad.predicate not in types]
    for quad in bare:
        relation_type = types[quad.predicate]
        if not isinstance(quad.object, NamedNode) or not isinstance(quad.subject, NamedNode):
            kept.append(quad)
        elif (relation_type.iri, quad.subject, quad.object) not in carried:
            kept.extend(_relation(relation_type, quad.subject, quad.object, base, graph))
    return kept


def _relation(
    relation_type: RelationType, source: NamedNode, target: NamedNode, base: Base, graph: NamedNode
) -> list[Quad]:
    key = f"{kebab(relation_type.name)}--{key_in(source.value)}--{key_in(target.value)}"
    node = base.element("relation", key)
    return [
        Quad(node, TYPE, relation_type.iri, graph),
        Quad(node, IDENTIFIER, Literal(key), graph),
        Quad(node, gru("source"), source, graph),
        Quad(node, gru("target"), target, graph),
        Quad(node, gru("inState"), gru("ist"), graph),
    ]


def _carried(quads: list[Quad]) -> set[tuple[object, object, object]]:
    """Type, source and target of the relations that the quads describe."""
    parts: dict[object, dict[str, object]] = {}
    for quad in quads:
        for name, predicate in (("type", TYPE), ("source", gru("source")), ("target", gru("target"))):
            if quad.predicate == predicate:
                parts.setdefault(quad.subject, {})[name] = quad.object
    return {
        (p["type"], p["source"], p["target"])
        for p in parts.values()
        if {"type", "source", "target"} <= p.keys()
    }
