# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""What an inferred link rests on: method, grade, score and the text that proves it.

Grades and methods are those of the code lists evidence-grade and evidence-method (ontology/code-lists-evidence.ttl).
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from pyoxigraph import NamedNode


class Grade(StrEnum):
    """How strong evidence is, strongest first: the order of the code list."""

    DECLARED = "declared"
    DOCUMENT_PROFILE = "document-profile"
    TEXT_MENTION = "text-mention"
    SHARED_LEGAL_BASIS = "shared-legal-basis"
    SIMILAR_NAME = "similar-name"

    @property
    def rank(self) -> int:
        """0 for the strongest.

        >>> Grade.DECLARED.rank, Grade.SIMILAR_NAME.rank
        (0, 4)
        """
        return _RANKS[self]


_RANKS: Final = {grade: rank for rank, grade in enumerate(Grade)}


class Method(StrEnum):
    """How evidence was found."""

    KEY_MATCH = "key-match"
    TEXT_SEARCH = "text-search"
    LEGAL_BASIS_COMPARISON = "legal-basis-comparison"
    NAME_COMPARISON = "name-comparison"


class LinkType(StrEnum):
    """The relation types that are inferred, by local name."""

    COLLECTS_DATA_FOR = "CollectsDataFor"
    FOLLOWS_PROFILE = "FollowsProfile"
    WORKS_WITH_PROFILE = "WorksWithProfile"
    SUPPORTED_BY = "SupportedBy"
    REALISES = "Realises"


@dataclass(frozen=True, slots=True)
class Evidence:
    """One piece of evidence. `score` is a number from 0 to 1, by which its method ranks what it finds."""

    grade: Grade
    method: Method
    score: float
    text: str

    def __post_init__(self) -> None:
        if not 0 <= self.score <= 1:
            raise ValueError(f"no score from 0 to 1: {self.score}")


@dataclass(frozen=True, slots=True)
class Pair:
    """What a link joins, and by which type of relation."""

    type: LinkType
    source: NamedNode
    target: NamedNode

    @property
    def order(self) -> tuple[int, str, str]:
        return list(LinkType).index(self.type), self.source.value, self.target.value


@dataclass(frozen=True, slots=True)
class Link:
    """An inferred link with all its evidence, strongest first; there is at least one piece."""

    pair: Pair
    evidence: tuple[Evidence, ...]

    @property
    def strongest(self) -> Evidence:
        return self.evidence[0]

    @property
    def text(self) -> str:
        """The evidence as it is stated in the graph; of several pieces each with its grade and score.

        >>> pair = Pair(LinkType.REALISES, NamedNode("urn:a"), NamedNode("urn:b"))
        >>> named = Evidence(Grade.SIMILAR_NAME, Method.NAME_COMPARISON, 0.5, "„A“ ~ „B“")
        >>> Link(pair, (named,)).text
        '„A“ ~ „B“'
        """
        if len(self.evidence) == 1:
            return self.strongest.text
        return " · ".join(f"[{e.grade} {e.score:.2f}] {e.text}" for e in self.evidence)


Found = tuple[Pair, Evidence]
"""A piece of evidence for a pair."""


def combined(found: Iterable[Found]) -> list[Link]:
    """One link for each pair, in order: of several pieces of evidence the strongest grade counts, then the best score.

    Of one method and grade the best piece is kept.
    """
    pieces: dict[Pair, list[Evidence]] = defaultdict(list)
    for pair, evidence in found:
        pieces[pair].append(evidence)
    links = []
    for pair in sorted(pieces, key=lambda pair: pair.order):
        best: dict[tuple[Grade, Method], Evidence] = {}
        for evidence in sorted(pieces[pair], key=_strength):
            best.setdefault((evidence.grade, evidence.method), evidence)
        links.append(Link(pair, tuple(best.values())))
    return links


def _strength(evidence: Evidence) -> tuple[int, float, str]:
    return evidence.grade.rank, -evidence.score, evidence.text
