# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""The graphs of datasets: one for all that a dataset says, or, where a dataset accumulates, one for each version of an
artefact, `…/graph/source/{dataset}/{id}/{version}` (DESIGN, Graphs).

The name of a graph tells what its dataset is: one that is replaced as a whole, or one that accumulates.
"""

from dataclasses import dataclass
from functools import lru_cache
from typing import Final
from urllib.parse import quote, unquote

from pyoxigraph import NamedNode

from grundriss.errors import UsageError
from grundriss.model.identifier import Base, dataset_in, source_path

LONGEST_SEGMENT: Final = 200
"""Most characters of an id or a version as it stands in an IRI: a file may be named by it."""
_SHOWN: Final = 60


@dataclass(frozen=True, slots=True, order=True)
class Artefact:
    """A version of something that a source publishes under an id of its own, such as a FIM data schema.

    Id and version keep their letters; in IRIs, everything but letters, digits and `-._~` of ASCII is percent-encoded.
    Raises UsageError for what is empty, too long, a step in a path, or holds what cannot be printed.
    """

    id: str
    version: str

    def __post_init__(self) -> None:
        for text in (self.id, self.version):
            usable = text.isprintable() and text not in ("", ".", "..")
            if not usable or len(_segment(text)) > LONGEST_SEGMENT:
                raise UsageError("artefact-name", name=ascii(text[:_SHOWN]), most=LONGEST_SEGMENT)

    def graph(self, base: Base, dataset: str) -> NamedNode:
        """The graph that holds what a dataset says of it.

        >>> Artefact("S60000011", "1.2 β").graph(Base(), "fim").value
        'https://w3id.org/grundriss/graph/source/fim/S60000011/1.2%20%CE%B2'
        """
        return base.graph("source", dataset, _segment(self.id), _segment(self.version))

    def __str__(self) -> str:
        return f"{self.id} {self.version}"


@lru_cache(maxsize=10_000)
def artefact_in(graph: str) -> Artefact | None:
    """The version of an artefact whose graph has this IRI; None for any other graph.

    >>> artefact_in("https://w3id.org/grundriss/graph/source/fim/S60000011/1.2")
    Artefact(id='S60000011', version='1.2')
    >>> artefact_in("https://w3id.org/grundriss/graph/source/landscape")
    """
    parts = source_path(graph).split("/")
    if len(parts) != 3 or not parts[0]:
        return None
    try:
        found = Artefact(unquote(parts[1], errors="strict"), unquote(parts[2], errors="strict"))
    except (UsageError, UnicodeDecodeError):
        return None
    return found if [_segment(found.id), _segment(found.version)] == parts[1:] else None


def is_dataset_graph(graph: str) -> bool:
    """Whether a graph can hold statements of a dataset: as a whole, or of a version of an artefact.

    >>> source = Base().graph("source").value
    >>> [is_dataset_graph(f"{source}/{name}") for name in ("a", "a/1/2", "a/1", "a/../2")]
    [True, True, False, False]
    """
    name = source_path(graph)
    return bool(name) and ("/" not in name or artefact_in(graph) is not None)


def whole_graph(graph: NamedNode) -> NamedNode:
    """The graph that the dataset of a graph has when it is replaced as a whole.

    >>> whole_graph(NamedNode("https://w3id.org/grundriss/graph/source/fim/S60000011/1.2")).value
    'https://w3id.org/grundriss/graph/source/fim'
    """
    name = source_path(graph.value)
    return NamedNode(graph.value[: len(graph.value) - len(name)] + dataset_in(graph.value))


def _segment(text: str) -> str:
    return quote(text, safe="")
