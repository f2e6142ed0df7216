# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""Legal references in the graph, of FIM artefacts and of the landscape: the provision cited, its section, and its law.

Whatever cites a provision also states it, and all of that but the names follows from the key; so two artefacts, or an
artefact and a row of the landscape, that cite one provision lead to the same node. A law that is written in several
ways has several names (skos:altLabel). Where its text is published comes from a table (rdfs:seeAlso); an ELI is not
made up (ELI, Council conclusions 2012/C 325/02).
"""

import csv
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import Any, Final

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, Triple

from grundriss import resources
from grundriss.importers.fim import mapping
from grundriss.importers.fim.artefact_content import Cited, Statements
from grundriss.importers.fim.citation_words import LEVEL_SIGN
from grundriss.importers.fim.cited_standard import CitedStandard, standards_named
from grundriss.importers.fim.legal_citation import Citation, citations
from grundriss.model.identifier import Base
from grundriss.model.terms import DCT, ELI, RDFS, SKOS, TYPE, XSD, gru

_PART_OF: Final = NamedNode(ELI + "is_part_of")
_LAW: Final = NamedNode(ELI + "LegalResource")
_SUBDIVISION: Final = NamedNode(ELI + "LegalResourceSubdivision")
_NAME: Final = NamedNode(SKOS + "altLabel")
_ADDRESS: Final = NamedNode(RDFS + "seeAlso")
_NUMBER: Final = re.compile(r"\d+")
_SENTENCES: Final = frozenset(("sentence", "half_sentence"))
_NUMBERS: Final = frozenset(("number", "letter"))
_OUTER: Final = frozenset(("paragraph", "subparagraph"))
_NOTE: Final = Literal("zitiert in FIM-Artefakten", language="de")


SEVERAL: Final = re.compile(r"[;\r\n]+")
"""Between several references in one text."""


@dataclass(frozen=True, slots=True)
class Bezug:
    """A legal reference as a file gives it: its wording, the address given with it, and its place among its like.

    `place` is None where what states the reference is a gru:LegalBasis itself.
    """

    text: str
    link: str | None = None
    place: str | None = None


def state_reference(version: Statements, reference: Bezug, subject: NamedNode) -> Cited:
    """State a legal reference of a version, or of a part of it: its wording, its address, and what it cites.

    Which address and which date of an act belong to which wording is told by a gru:LegalBasis, where a file gives one.
    """
    read = _read(reference.text, version.base)
    _state_wording(version, reference, subject)
    for property_, node in read.cited:
        version.add(property_, node, subject)
    version.quads.update(read.quads)
    dated = [date for date in read.by_date if date]
    if reference.place is None and len(read.by_date) == 1:
        _state_date(version, dated, subject)
    elif dated or (reference.link and reference.place is not None):
        for number, (date, nodes) in enumerate(read.by_date.items(), 1):
            basis = _basis(subject, reference.place, number)
            version.add(gru("hasLegalBasis"), basis, subject)
            version.add(TYPE, gru("LegalBasis"), basis)
            _state_wording(version, reference, basis)
            _state_date(version, [date] if date else [], basis)
            for property_, node in nodes:
                version.add(property_, node, basis)
    stated = bool(reference.text)
    return Cited(int(stated), int(stated and not read.rest), Counter([read.rest] if read.rest else []))


def _basis(subject: NamedNode, place: str | None, number: int) -> NamedNode:
    """One node for each date of an act that a reference names, the first by the place of the reference alone."""
    named = str(number) if place is None else place if number == 1 else f"{place}-{number}"
    return NamedNode(f"{subject.value}/legal-basis/{named}")


def _state_wording(version: Statements, reference: Bezug, subject: NamedNode) -> None:
    if reference.text:
        version.add(gru("legalReferenceText"), Literal(reference.text, language=mapping.LANGUAGE), subject)
    if reference.link:
        link = Literal(reference.link, datatype=NamedNode(XSD + "anyURI"))
        version.add(gru("legalReferenceLink"), link, subject)


def _state_date(version: Statements, dates: Sequence[date], subject: NamedNode) -> None:
    for day in dates:
        version.add(
            gru("citedVersionDate"), Literal(day.isoformat(), datatype=NamedNode(XSD + "date")), subject
        )


def provisions_named(text: str) -> list[Citation]:
    """The places that a sentence cites in passing: "Nach § 2 BMG führen …"; the name of a law alone is none.

    >>> [str(citation) for citation in provisions_named("Prüft nach § 7 Abs. 2 IDNrG, ob die AO gilt.")]
    ['§ 7 Abs. 2 IDNrG']
    """
    return [citation for citation in citations(text).citations if citation.section]


_Cited = tuple[NamedNode, NamedNode]
"""A property and the provision or the standard that it leads to."""


@dataclass(frozen=True, slots=True)
class _Read:
    """What a text cites, the same by the date of the act, what is stated of it, and what is left over of the text."""

    cited: list[_Cited]
    by_date: dict[date | None, list[_Cited]]
    quads: dict[Quad, None]
    rest: str


@cache
def _read(text: str, base: Base) -> _Read:
    """Files repeat texts."""
    read = citations(text)
    standards, rest = _standards(read.rest)
    triples = [triple for citation in read.citations for triple in described(citation, base, _NOTE)]
    triples += [triple for standard in standards for triple in _described_standard(standard, base)]
    by_date: dict[date | None, list[_Cited]] = {}
    for citation in read.citations:
        cited = gru("legalReference"), provision(citation, base)
        by_date.setdefault(citation.date, []).append(cited)
    for standard in standards:
        by_date.setdefault(None, []).append((gru("citedStandard"), _standard_node(standard, base)))
    return _Read(
        [cited for group in by_date.values() for cited in group],
        by_date or {None: []},
        dict.fromkeys(Quad(t.subject, t.predicate, t.object, DefaultGraph()) for t in triples),
        rest,
    )


def _standards(rest: str) -> tuple[list[CitedStandard], str]:
    """The standards that are named where no law is, and what is left over then."""
    named: list[CitedStandard] = []
    left = []
    for part in filter(None, map(str.strip, SEVERAL.split(rest))):
        found = standards_named(part)
        named += found
        if not found:
            left.append(part)
    return list(dict.fromkeys(named)), "; ".join(left) if named else rest


def _standard_node(standard: CitedStandard, base: Base) -> NamedNode:
    return base.element("standard", standard.key)


def _described_standard(standard: CitedStandard, base: Base) -> Iterator[Triple]:
    """What is stated of a standard also where the landscape, which may know it, is not there."""
    node = _standard_node(standard, base)
    yield Triple(node, TYPE, NamedNode(DCT + "Standard"))
    yield Triple(node, _NAME, Literal(standard.name, language=mapping.LANGUAGE))


@cache
def _laws() -> list[dict[str, str]]:
    """What is known of laws (ontology/mappings/laws.csv); a law may stand there for its address alone."""
    path = resources.path("ontology", "mappings", "laws.csv")
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def abbreviations() -> dict[str, str]:
    """The abbreviation of a law by the key of each other way of writing it."""
    return {Citation(row["written"]).law_key: row["abbreviation"] for row in _laws()}


@cache
def addresses() -> dict[str, NamedNode]:
    """Where a law is published, by the key of its abbreviation: its base at gesetze-im-internet, or its ELI."""
    return {Citation(row["abbreviation"]).law_key: NamedNode(row["source"]) for row in _laws()}


def abbreviated(citation: Citation) -> Citation:
    """The place that is cited, by the abbreviation of the law where it is known, whatever the version of the law.

    >>> str(abbreviated(Citation("Bundesmeldegesetz", section="17")))
    '§ 17 BMG'
    """
    law = abbreviations().get(citation.law_key, citation.law)
    return replace(citation, law=law, date=None)


def provision(citation: Citation, base: Base) -> NamedNode:
    """The node of the place that is cited.

    >>> provision(Citation("BMG", section="17", paragraph="2"), Base()).value
    'https://w3id.org/grundriss/id/legal-resource/bmg--17-abs-2'
    """
    return base.element("legal-resource", abbreviated(citation).key)


def described(citation: Citation, base: Base, note: Literal) -> Iterator[Triple]:
    """What a citation says of the law and, step by step down, of the places in it up to the one that is cited.

    `note` says where the law is cited.
    """
    place = abbreviated(citation)
    *parts, law = steps_up(place)
    node = provision(law, base)
    yield Triple(node, TYPE, _LAW)
    for name in dict.fromkeys((place.law, citation.law)):
        yield Triple(node, _NAME, Literal(name, language=mapping.LANGUAGE))
    yield Triple(node, gru("sourceNote"), note)
    if address := addresses().get(law.law_key):
        yield Triple(node, _ADDRESS, address)
    for part in reversed(parts):
        above, node = node, provision(part, base)
        yield Triple(node, TYPE, _SUBDIVISION)
        yield Triple(node, _NAME, Literal(str(part), language=mapping.LANGUAGE))
        yield Triple(node, _PART_OF, above)
        for property_, order in _order(part):
            yield Triple(node, property_, Literal(order))


def steps_up(place: Citation) -> Iterator[Citation]:
    """A place, what it is a part of, and so on up to the law.

    >>> [str(step) for step in steps_up(Citation("BMG", section="17", paragraph="2", sentence="1"))]
    ['§ 17 Abs. 2 Satz 1 BMG', '§ 17 Abs. 2 BMG', '§ 17 BMG', 'BMG']
    >>> [str(step) for step in steps_up(Citation("BMG", section="17", until="19"))]
    ['§§ 17-19 BMG', 'BMG']
    """
    law = Citation(place.law)
    yield place
    while place != law:
        place = _above(place)
        yield place


def _above(place: Citation) -> Citation:
    """What a place is a part of, one step up; a range is no part of its first place.

    "Nr. 3 Satz 2" and "Satz 2 Nr. 3" are one citation: where both are given, the step leads past them.
    """
    levels = _levels(place)
    if not levels:
        return Citation(place.law)
    unordered = not _SENTENCES.isdisjoint(levels) and not _NUMBERS.isdisjoint(levels)
    letter, _, double = (place.letter or "").partition(" ")
    if double and levels[-1] == "letter" and not unordered and not place.until:
        return replace(place, letter=letter)
    left = [level for level in levels if level not in _OUTER] if unordered else levels[-1:]
    without: dict[str, Any] = dict.fromkeys(left)
    return replace(place, until=None, **without)


def _levels(place: Citation) -> list[str]:
    """The levels below the section that are given, from the paragraph down."""
    return [level for level in LEVEL_SIGN if getattr(place, level)]


def _order(part: Citation) -> Iterator[tuple[NamedNode, str]]:
    """The place of a part of a section among those of the law; of several, of the first and of the last."""
    if part.section is None or part.annex:
        return
    yield gru("sectionOrder"), place_order(replace(part, until=None))
    if part.until and not part.until.endswith("."):
        [deepest] = _levels(part)[-1:] or ["section"]
        last: dict[str, Any] = {deepest: part.until}
        yield gru("lastSectionOrder"), place_order(replace(part, until=None, **last))


def place_order(place: Citation) -> str:
    """A section or a part of one as a text that sorts as they do in the law; articles stand apart.

    >>> place_order(Citation("BMG", section="17", paragraph="2"))
    '000017-abs-000002'
    >>> place_order(Citation("DSGVO", article=True, section="6"))
    'art000006'
    """
    within = replace(place, article=False).key.removeprefix(f"{place.law_key}--")
    return ("art" if place.article else "") + _NUMBER.sub(lambda found: found[0].zfill(6), within)
