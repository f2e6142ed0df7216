# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""Inferred links as relations that are marked so: with method, grade, score and the text that proves it (ADR 0011)."""

from collections.abc import Iterable, Iterator
from hashlib import sha256
from typing import Final

from pyoxigraph import Literal, NamedNode, Quad

from grundriss.fim.links.evidence import Link, Pair
from grundriss.model.identifier import Base, kebab, key_in, key_of
from grundriss.model.terms import IDENTIFIER, TYPE, XSD, concept, gru
from grundriss.model.vocabulary import relation_type_by_name

_DECIMAL: Final = NamedNode(XSD + "decimal")
_ENDING: Final = "inferred"


def statements(links: Iterable[Link], base: Base, graph: NamedNode) -> list[Quad]:
    """What the graph of the dataset of inferred links holds."""
    taken: dict[str, Pair] = {}
    quads: list[Quad] = []
    for link in sorted(links, key=lambda link: link.pair.order):
        key = relation_key(link.pair)
        if taken.setdefault(key, link.pair) != link.pair:  # ids that differ only in what a key does not keep
            key += "-" + sha256(f"{link.pair.source} {link.pair.target}".encode()).hexdigest()[:12]
        node = base.element("relation", key)
        quads += (Quad(node, *said, graph) for said in _said(link, key))
    return quads


def relation_key(pair: Pair) -> str:
    """The key of the relation: never that of one that somebody declares.

    >>> from grundriss.fim.links.evidence import LinkType
    >>> ends = (Base().element("fim", "schema/S00000000367/1.0.0"), Base().element("service", "99006064273000"))
    >>> relation_key(Pair(LinkType.COLLECTS_DATA_FOR, *ends))
    'collects-data-for--s00000000367-1.0.0--99006064273000--inferred'
    """
    ends = (key_of(key_in(node.value)) for node in (pair.source, pair.target))
    return "--".join((kebab(pair.type), *ends, _ENDING))


def _said(link: Link, key: str) -> Iterator[tuple[NamedNode, NamedNode | Literal]]:
    pair, best = link.pair, link.strongest
    yield TYPE, relation_type_by_name(pair.type).iri
    yield IDENTIFIER, Literal(key)
    yield gru("source"), pair.source
    yield gru("target"), pair.target
    yield gru("confidence"), gru("inferred")
    yield gru("evidenceMethod"), concept("evidence-method", best.method)
    yield gru("evidenceGrade"), concept("evidence-grade", best.grade)
    yield gru("evidenceScore"), Literal(f"{best.score:.2f}", datatype=_DECIMAL)
    yield gru("evidenceText"), Literal(link.text)
