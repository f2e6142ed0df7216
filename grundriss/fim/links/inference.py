# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""All links that can be inferred between the artefacts of a snapshot, and what has none.

Candidates come from what two things share: a document profile, a key in a text, a rare place in a law, a rare word of a
name, a host. Pairs that share none of it are never looked at.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import Final

from pyoxigraph import NamedNode

from grundriss.fim.links.artefacts import Artefact, Artefacts, Catalogue, read_catalogue
from grundriss.fim.links.evidence import Evidence, Found, Grade, Link, LinkType, Pair, combined
from grundriss.fim.links.service_keys import services_in_texts
from grundriss.fim.links.shared_addresses import components_by_address
from grundriss.fim.links.shared_profiles import lacks_profile, profiles_in_texts, services_by_profile
from grundriss.fim.links.shared_provisions import services_by_provisions
from grundriss.fim.links.similar_names import (
    components_by_application,
    components_by_online_name,
    profiles_by_schema_name,
    profiles_by_title,
    services_by_name,
)
from grundriss.fim.links.threshold import Threshold, default_threshold
from grundriss.items import items
from grundriss.model.answer_table import Table, table
from grundriss.model.identifier import key_in
from grundriss.model.notebook import NotebookTable
from grundriss.model.state_types import Item, Json
from grundriss.model.vocabulary import relation_type_by_name
from grundriss.store.snapshot import Snapshot

MOST: Final = 10
"""How many links of one grade one artefact has at most: the best. What is left out is counted."""
NONE: Final = "none"
_UNKNOWN: Final = "Resource"
"""The type of an item of which only links are known."""


@dataclass(frozen=True, slots=True)
class FoundLink:
    """An inferred link with the names of its ends."""

    link: Link
    source: Item
    target: Item

    @property
    def evidence(self) -> Evidence:
        """The strongest evidence, whose grade and score are those of the link."""
        return self.link.strongest

    def to_dict(self) -> Json:
        best = self.evidence
        return {
            "type": str(self.link.pair.type),
            "source": self.source.reference(),
            "target": self.target.reference(),
            "grade": str(best.grade),
            "method": str(best.method),
            "score": round(best.score, 2),
            "evidence": [
                {
                    "grade": str(e.grade),
                    "method": str(e.method),
                    "score": round(e.score, 2),
                    "text": e.text,
                }
                for e in self.link.evidence
            ],
        }


@dataclass(frozen=True, slots=True, repr=False)
class FimLinks(NotebookTable):
    """The links that are inferred, strongest grade first.

    `counts` says by relation type how many of the artefacts that could have a link have one, by the strongest grade of
    each, and how many have none (`none`); `unlinked` names these. `cut` is how many weaker links of artefacts with more
    than `MOST` of a grade are left out.
    """

    links: tuple[FoundLink, ...]
    threshold: Threshold
    counts: Mapping[LinkType, Mapping[str, int]]
    unlinked: Mapping[LinkType, tuple[Item, ...]]
    cut: int
    lang: str = "de"

    def by_grade(self) -> dict[Grade, list[FoundLink]]:
        """The links of each grade that has any."""
        found: dict[Grade, list[FoundLink]] = {}
        for link in self.links:
            found.setdefault(link.evidence.grade, []).append(link)
        return found

    def to_dict(self) -> Json:
        return {
            "links": [link.to_dict() for link in self.links],
            "threshold": self.threshold.to_dict(),
            "counts": {str(type_): dict(counts) for type_, counts in self.counts.items()},
            "unlinked": {
                str(type_): [i.reference() for i in found] for type_, found in self.unlinked.items()
            },
            "cut": self.cut,
        }


@table.register
def _(answer: FimLinks, lang: str = "de") -> Table:
    columns = ("evidenceGrade", "evidenceScore", "type", "source", "target", "evidenceText")
    rows = (
        (
            str(found.evidence.grade),
            f"{found.evidence.score:.2f}",
            str(found.link.pair.type),
            found.source,
            found.target,
            found.link.text,
        )
        for found in answer.links
    )
    title = "Inferred links of FIM" if lang == "en" else "Erschlossene Verbindungen von FIM"
    return Table(title, columns, tuple(rows), lang)


def infer(snapshot: Snapshot, threshold: Threshold | None = None, lang: str = "de") -> FimLinks:
    """The links of a snapshot whose evidence is enough. What somebody declares is not inferred.

    A service that is not loaded is called by what describes it, else by its key.
    """
    enough = threshold or default_threshold()
    catalogue = read_catalogue(snapshot.store, snapshot.base_iri)
    links, cut = _best(_admitted(catalogue, _all(catalogue, snapshot), enough))
    subjects = _subjects(catalogue)
    without = {
        type_: sorted(subjects[type_].keys() - _linked(links, catalogue, type_), key=str)
        for type_ in subjects
    }
    ends = (node for link in links for node in (link.pair.source, link.pair.target))
    known = items(snapshot.store, [*ends, *chain.from_iterable(without.values())], lang)

    service = catalogue.base.element("service", "").value

    def item(node: NamedNode) -> Item:
        if node in known and known[node].type != _UNKNOWN:
            return known[node]
        described = catalogue.services.get(node)
        name = next(iter(described.names), "") if described else ""
        key = key_in(node.value)
        kind = "PublicService" if node.value.startswith(service) else _UNKNOWN
        return Item(key, node.value, kind, name or key, "de" if name else "")

    return FimLinks(
        links=tuple(FoundLink(link, item(link.pair.source), item(link.pair.target)) for link in links),
        threshold=enough,
        counts={type_: _counts(links, catalogue, type_, len(without[type_])) for type_ in subjects},
        unlinked={type_: tuple(map(item, nodes)) for type_, nodes in without.items()},
        cut=cut,
        lang=lang,
    )


def _all(catalogue: Catalogue, snapshot: Snapshot) -> Iterator[Found]:
    yield from services_by_profile(catalogue)
    yield from services_in_texts(catalogue)
    yield from services_by_provisions(catalogue, snapshot.store)
    finders: list[Callable[[Catalogue], Iterator[Found]]] = [
        services_by_name,
        profiles_in_texts,
        profiles_by_schema_name,
        profiles_by_title,
        components_by_application,
        components_by_address,
        components_by_online_name,
    ]
    for finder in finders:
        yield from finder(catalogue)


def _admitted(catalogue: Catalogue, found: Iterable[Found], threshold: Threshold) -> Iterator[Link]:
    """What is too weak goes before it is gathered: most of what shares a word is."""
    enough = (
        (pair, evidence)
        for pair, evidence in found
        if pair not in catalogue.declared and threshold.admits(evidence)
    )
    return iter(combined(enough))


def _best(links: Iterable[Link]) -> tuple[list[Link], int]:
    """The best links of each grade for each artefact, in the order in which they are told; how many are left out."""
    groups: dict[tuple[Grade, LinkType, NamedNode], list[Link]] = defaultdict(list)
    for link in links:
        groups[link.strongest.grade, link.pair.type, _subject(link.pair)].append(link)
    kept, cut = [], 0
    for group in groups.values():
        ranked = sorted(group, key=_rank)
        kept += ranked[:MOST]
        cut += len(ranked) - len(ranked[:MOST])
    return sorted(kept, key=_rank), cut


def _rank(link: Link) -> tuple[int, int, float, tuple[int, str, str]]:
    order = link.pair.order
    return link.strongest.grade.rank, order[0], -round(link.strongest.score, 2), order


def _subject(pair: Pair) -> NamedNode:
    """The artefact that a link is looked for: of a component that realises, the online service."""
    return pair.target if pair.type is LinkType.REALISES else pair.source


def _subjects(catalogue: Catalogue) -> dict[LinkType, Artefacts]:
    """The artefacts that could have a link of a type."""

    def those(artefacts: Artefacts, could: Callable[[Artefact], object]) -> Artefacts:
        return {node: artefact for node, artefact in artefacts.items() if could(artefact)}

    return {
        LinkType.COLLECTS_DATA_FOR: catalogue.schemas,
        LinkType.FOLLOWS_PROFILE: those(catalogue.schemas, lacks_profile),
        LinkType.WORKS_WITH_PROFILE: those(catalogue.processes, lambda process: process.titles),
        LinkType.SUPPORTED_BY: those(catalogue.processes, lambda process: process.applications),
        LinkType.REALISES: catalogue.online_services,
    }


def _linked(links: Iterable[Link], catalogue: Catalogue, type_: LinkType) -> set[NamedNode]:
    pairs = chain((link.pair for link in links), catalogue.declared)
    return {_subject(pair) for pair in pairs if pair.type is type_}


def _counts(links: Iterable[Link], catalogue: Catalogue, type_: LinkType, none: int) -> dict[str, int]:
    subjects = _subjects(catalogue)[type_]
    best = {
        subject: Grade.DECLARED
        for pair in catalogue.declared
        if pair.type is type_ and (subject := _subject(pair)) in subjects
    }
    for link in links:  # strongest first
        if link.pair.type is type_:
            best.setdefault(_subject(link.pair), link.strongest.grade)
    counted = Counter(best.values())
    return {**{str(grade): counted[grade] for grade in Grade}, NONE: none}


def told(found: FoundLink, lang: str) -> str:
    """What a link says, such as "Antrag A [S1/1.0.0] erhebt Daten für B [99006064273000]"."""
    type_ = relation_type_by_name(found.link.pair.type)
    source, target = (f"{item.label} [{item.key}]" for item in (found.source, found.target))
    return type_.sentence(source, target, lang)
