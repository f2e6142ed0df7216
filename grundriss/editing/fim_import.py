# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""FIM files as one commit of a dataset that accumulates: what they hold is added, nothing else is touched.

A version that is released never changes: where a file holds it with other content, the one that was there first stays,
and the conflict is told. A version in the works is what its newest file says. A file that was imported before and is
read in another way now, because the reader has learnt something, says anew what its versions are.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import unquote

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, Store

from grundriss.editing.stored_parts import with_stored_parts
from grundriss.errors import NotFound
from grundriss.importers.fim.artefact_content import VersionId, stable_iri
from grundriss.importers.fim.collection import Collection, FileReport
from grundriss.importers.fim.reader_digest import reader_digest
from grundriss.model.artefact import Artefact
from grundriss.model.identifier import Base
from grundriss.model.terms import DCT, TYPE, concept, gru
from grundriss.store.accumulation import Accumulated, accumulate, compared
from grundriss.store.commit import Intent
from grundriss.store.line import Line

DATASET: Final = "fim"
_RELEASED: Final = frozenset(concept("fim-status", code) for code in ("4", "5", "6", "7", "8"))
_STATUS: Final = NamedNode("http://www.w3.org/ns/adms#status")
_DCAT: Final = "http://www.w3.org/ns/dcat#"
_DISTRIBUTION: Final = NamedNode(_DCAT + "Distribution")
_READER: Final = gru("readerDigest")
_FILE: Final = "file"
_HAS_VERSION: Final = NamedNode(DCT + "hasVersion")


@dataclass(frozen=True, slots=True)
class FimImport:
    """What an import did: the commit, and what of the files was kept as it was.

    `kept` are released versions that the files hold with other content than is stored; `conflicts` those that they hold
    twice, with differences. `reread` are released versions that have other statements now, because a file that is
    stored is read in another way. `unknown` are what the files say to delete, and is not stored: that is no error.
    """

    outcome: Accumulated
    kept: tuple[Artefact, ...]
    conflicts: tuple[VersionId, ...]
    unknown: tuple[str, ...] = ()
    reread: tuple[Artefact, ...] = ()


def import_fim(
    line: Line,
    collection: Collection,
    intent: Intent,
    *,
    dry_run: bool = False,
    progress: Callable[[str], None] = lambda step: None,
) -> FimImport:
    """Make what the files hold one revision of a dataset. Returns and raises as `accumulate`."""
    contents = dict(collection.content.by_artefact())
    dataset = intent.dataset or DATASET
    lists, unknown_parts = with_stored_parts(line, dataset, collection.content)
    contents |= lists
    otherwise = _released_otherwise(line, dataset, contents)
    read_anew = _read_anew(line, collection) if otherwise else frozenset()
    kept = [artefact for artefact in otherwise if artefact not in read_anew]
    for artefact in kept:
        del contents[artefact]
    contents |= {
        Artefact(_FILE, file.sha256 or ""): _distribution(file, line.base) for file in collection.read
    }
    stored = {named: _stored(line, *named) for named in collection.content.deleted}
    contents |= {artefact: [] for found in stored.values() for artefact in found if artefact not in contents}
    outcome = accumulate(line, contents, intent, dry_run=dry_run, progress=progress)
    return FimImport(
        outcome,
        kept=tuple(sorted(kept)),
        conflicts=tuple(sorted(collection.content.conflicts)),
        reread=tuple(sorted(artefact for artefact in otherwise if artefact in read_anew)),
        unknown=tuple(sorted([*unknown_parts, *(named[1] for named, found in stored.items() if not found)])),
    )


def _stored(line: Line, kind: str, identifier: str) -> list[Artefact]:
    """All versions of an artefact that are stored, and its competences where it is an office or online service."""
    try:
        snapshot = line.snapshot()
    except NotFound:
        return []
    with snapshot:
        return [
            VersionId(held, identifier, unquote(node.value.rpartition("/")[2])).artefact
            for held in (kind, "competence")
            for quad in snapshot.store.quads_for_pattern(
                stable_iri(line.base, held, identifier), _HAS_VERSION, None, DefaultGraph()
            )
            if isinstance(node := quad.object, NamedNode)
        ]


def _released_otherwise(line: Line, dataset: str, contents: Mapping[Artefact, list[Quad]]) -> list[Artefact]:
    """Versions that are stored as released, with other statements than these."""
    try:
        snapshot = line.snapshot()
    except NotFound:
        return []
    with snapshot:
        found = compared(snapshot.store, line.base, dataset, contents)
        return [
            artefact for artefact, (held, wanted) in found.items() if held != wanted and _is_released(held)
        ]


def _read_anew(line: Line, collection: Collection) -> frozenset[Artefact]:
    """The versions of files that are stored and were read by another reader."""
    try:
        snapshot = line.snapshot()
    except NotFound:
        return frozenset()
    with snapshot:
        return frozenset(
            version.artefact
            for file in collection.read
            if _is_read_otherwise(snapshot.store, _file_node(file))
            for version in file.versions
        )


def _is_read_otherwise(store: Store, file: NamedNode) -> bool:
    stored = Quad(file, TYPE, _DISTRIBUTION, DefaultGraph()) in store
    return stored and Quad(file, _READER, Literal(reader_digest()), DefaultGraph()) not in store


def _is_released(held: set[Quad]) -> bool:
    released = gru("releasedOn")
    return any(q.predicate == released or (q.predicate == _STATUS and q.object in _RELEASED) for q in held)


def _distribution(file: FileReport, base: Base) -> list[Quad]:
    """The file itself, by its hash (DCAT), and what it is a form of."""
    node = _file_node(file)
    said: list[tuple[NamedNode, NamedNode, NamedNode | Literal]] = [
        (node, TYPE, _DISTRIBUTION),
        (node, _READER, Literal(reader_digest())),
        (node, NamedNode(DCT + "title"), Literal(file.name)),
        (node, NamedNode(DCT + "format"), Literal(str(file.format))),
        *((root.node(base), NamedNode(_DCAT + "distribution"), node) for root in file.roots),
    ]
    return [Quad(*triple) for triple in said]


def _file_node(file: FileReport) -> NamedNode:
    return NamedNode(f"urn:sha256:{file.sha256}")
