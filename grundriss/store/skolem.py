# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""Blank nodes become IRIs `{base}genid/{hash}`, so that loading twice, patches and diffs are stable (DESIGN, Graphs).
Literals get the form in which they are stored, for the same reason.

Each component connected by blank nodes is canonicalised alone with RDFC-1.0; the IRI is the first 32 hex digits of
SHA-256 over the component's canonical N-Quads and the node's canonical label.
"""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import Final

from pyoxigraph import BlankNode, CanonicalizationAlgorithm, Dataset, NamedNode, Quad, Triple

from grundriss.errors import InputError, LimitExceeded
from grundriss.model.identifier import Base
from grundriss.store.stored_literal import as_stored

MAX_COMPONENT_NODES: Final = 1_000
MAX_TIED_NODES: Final = 6
_LONGEST: Final = 300


def skolemise(quads: Iterable[Quad], base: Base) -> list[Quad]:
    """The quads with every blank node replaced, and each literal as it is stored.

    Raises InputError for an RDF 1.2 triple term and LimitExceeded for blank nodes that are too many, or too
    alike, to be told apart in reasonable time.
    """
    plain: list[Quad] = []
    blank: list[Quad] = []
    for quad in as_stored(quads):
        if isinstance(quad.object, Triple):
            raise InputError("triple-term", statement=str(quad.triple)[:_LONGEST])
        has_blank = isinstance(quad.subject, BlankNode) or isinstance(quad.object, BlankNode)
        (blank if has_blank else plain).append(quad)
    for component in _components(blank):
        plain.extend(_named(component, base))
    return plain


def _components(quads: list[Quad]) -> list[list[Quad]]:
    """The quads grouped by connection through blank nodes (union-find)."""
    parent: dict[str, str] = {}

    def root(label: str) -> str:
        parent.setdefault(label, label)
        while parent[label] != label:
            parent[label] = parent[parent[label]]
            label = parent[label]
        return label

    for quad in quads:
        labels = _labels(quad)
        for other in labels:
            parent[root(other)] = root(labels[0])
    groups: dict[str, list[Quad]] = defaultdict(list)
    for quad in quads:
        groups[root(_labels(quad)[0])].append(quad)
    return list(groups.values())


def _named(component: list[Quad], base: Base) -> list[Quad]:
    _check_size(component)
    dataset = Dataset(component)
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    canonical = sorted(f"{quad} .\n" for quad in dataset)
    content = "".join(canonical)

    def name(node: object) -> object:
        if not isinstance(node, BlankNode):
            return node
        digest = hashlib.sha256(f"{content}{node.value}".encode()).hexdigest()[:32]
        return NamedNode(f"{base.iri}genid/{digest}")

    return [Quad(name(q.subject), q.predicate, name(q.object), q.graph_name) for q in dataset]  # type: ignore[arg-type]


def _check_size(component: list[Quad]) -> None:
    nodes = {label for quad in component for label in _labels(quad)}
    if len(nodes) > MAX_COMPONENT_NODES:
        raise LimitExceeded("blank-nodes-joined", number=len(nodes), most=MAX_COMPONENT_NODES)
    tied = Counter(_first_degree(component).values()).most_common(1)
    if tied and tied[0][1] > MAX_TIED_NODES:
        raise LimitExceeded("blank-nodes-alike", number=tied[0][1], most=MAX_TIED_NODES)


def _first_degree(component: list[Quad]) -> dict[str, str]:
    """For each blank node what the quads say when every other blank node is made anonymous (RDFC-1.0 §4.6)."""
    lines: dict[str, list[str]] = defaultdict(list)
    for quad in component:
        for label in _labels(quad):
            lines[label].append(f"{_mark(quad.subject, label)} {quad.predicate} {_mark(quad.object, label)}")
    return {label: "\n".join(sorted(said)) for label, said in lines.items()}


def _mark(node: object, label: str) -> str:
    if isinstance(node, BlankNode):
        return "_:a" if node.value == label else "_:z"
    return str(node)


def _labels(quad: Quad) -> list[str]:
    return [node.value for node in (quad.subject, quad.object) if isinstance(node, BlankNode)]
