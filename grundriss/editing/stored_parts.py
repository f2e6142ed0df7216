# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""Lists that files add to and take from: what is stored of them besides stays.

No file holds all competences of an office (XZuFi, PVOG): each is replaced and deleted by its own id.
"""

from collections import defaultdict
from typing import Final

from pyoxigraph import Literal, NamedNode, Quad, Store

from grundriss.errors import NotFound
from grundriss.importers.fim.artefact_content import COMPETENCE, Content
from grundriss.model.artefact import Artefact, artefact_in
from grundriss.model.identifier import Base, dataset_in
from grundriss.model.terms import SKOS, TYPE, gru
from grundriss.store.line import Line

_NOTATION: Final = NamedNode(SKOS + "notation")
_COMPETENCE: Final = gru("Competence")
_HAS: Final = gru("hasCompetence")


def with_stored_parts(
    line: Line, dataset: str, content: Content
) -> tuple[dict[Artefact, list[Quad]], tuple[str, ...]]:
    """What each list that the files touch is to hold, and the ids that they delete and that are not stored."""
    touched = {
        version: list(held.quads) for version, held in content.versions.items() if version.kind == COMPETENCE
    }
    wanted = {version.artefact: quads for version, quads in touched.items()}
    if not wanted and not content.deleted_parts:
        return {}, ()
    try:
        snapshot = line.snapshot()
    except NotFound:
        return wanted, tuple(content.deleted_parts)
    deleted = {identifier for _, identifier in content.deleted}
    begun_anew = {version.artefact for version in touched if version.id in deleted}
    with snapshot:
        stored = _Stored(snapshot.store, line.base, dataset)
        gone = stored.parts([*content.parts, *content.deleted_parts])
        for artefact in {*gone, *wanted} - begun_anew:
            wanted[artefact] = stored.rest(artefact, gone[artefact]) + wanted.get(artefact, [])
        unknown = tuple(key for key in content.deleted_parts if not stored.has_part(key))
    emptied = [a for a, quads in wanted.items() if not any(q.predicate == _HAS for q in quads)]
    return wanted | {artefact: [] for artefact in emptied if _is_list(artefact)}, unknown


def _is_list(artefact: Artefact) -> bool:
    return artefact.id.startswith(f"{COMPETENCE}/")


class _Stored:
    """What a dataset holds of lists and of their parts."""

    def __init__(self, store: Store, base: Base, dataset: str) -> None:
        self._store, self._base, self._dataset = store, base, dataset

    def parts(self, keys: list[str]) -> defaultdict[Artefact, set[NamedNode]]:
        """The stored parts with these ids, by the list that they are in."""
        found: defaultdict[Artefact, set[NamedNode]] = defaultdict(set)
        for key in keys:
            for artefact, node in self._named(key):
                found[artefact].add(node)
        return found

    def has_part(self, key: str) -> bool:
        return bool(self._named(key))

    def rest(self, artefact: Artefact, without: set[NamedNode]) -> list[Quad]:
        """What is stored of a list, without some of its parts."""
        graph = artefact.graph(self._base, self._dataset)
        return [
            quad
            for quad in self._store.quads_for_pattern(None, None, None, graph)
            if quad.subject not in without and quad.object not in without
        ]

    def _named(self, key: str) -> list[tuple[Artefact, NamedNode]]:
        return [
            (artefact, quad.subject)
            for quad in self._store.quads_for_pattern(None, _NOTATION, Literal(key), None)
            if isinstance(quad.subject, NamedNode)
            and isinstance(quad.graph_name, NamedNode)
            and dataset_in(quad.graph_name.value) == self._dataset
            and (artefact := artefact_in(quad.graph_name.value)) is not None
            and Quad(quad.subject, TYPE, _COMPETENCE, quad.graph_name) in self._store
        ]
