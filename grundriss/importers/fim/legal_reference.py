# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""Legal references of FIM artefacts in the graph: the provision cited, its section, and the law they are part of.

Every artefact states the provisions that it cites itself, and all of that but the names follows from the key; so two
artefacts that cite one provision say the same. A law that is written in several ways has several names (skos:altLabel).
An ELI is not given: it would have to come from a table with a source (ELI, Council conclusions 2012/C 325/02).
"""

import csv
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from typing import Final

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, Triple

from grundriss import resources
from grundriss.importers.fim import mapping
from grundriss.importers.fim.artefact_content import Cited, Statements
from grundriss.importers.fim.legal_citation import Citation, citations
from grundriss.model.identifier import Base
from grundriss.model.terms import ELI, SKOS, TYPE, gru

_PART_OF: Final = NamedNode(ELI + "is_part_of")
_LAW: Final = NamedNode(ELI + "LegalResource")
_SUBDIVISION: Final = NamedNode(ELI + "LegalResourceSubdivision")
_NAME: Final = NamedNode(SKOS + "altLabel")
_NUMBER: Final = re.compile(r"\d+")
_NOTE: Final = Literal("zitiert in FIM-Artefakten", language="de")


def state_citation(version: Statements, text: str, subject: NamedNode) -> Cited:
    """State a legal reference of a version, or of a part of it: its wording, and the provisions that it cites."""
    version.add(gru("legalReferenceText"), Literal(text, language=mapping.LANGUAGE), subject)
    provisions, quads, rest = _stated(text, version.base)
    for node in provisions:
        version.add(gru("legalReference"), node, subject)
    version.quads.update(quads)
    return Cited(1, not rest, Counter([rest] if rest else []))


@cache
def _stated(text: str, base: Base) -> tuple[list[NamedNode], dict[Quad, None], str]:
    """The provisions that a text cites, what is stated of them, and what was not understood. Files repeat texts."""
    read = citations(text)
    triples = (triple for citation in read.citations for triple in described(citation, base))
    quads = dict.fromkeys(Quad(t.subject, t.predicate, t.object, DefaultGraph()) for t in triples)
    return [provision(citation, base) for citation in read.citations], quads, read.rest


@cache
def abbreviations() -> dict[str, str]:
    """The abbreviation of a law by the key of each other way of writing it (ontology/mappings/laws.csv)."""
    path = resources.path("ontology", "mappings", "laws.csv")
    with path.open(encoding="utf-8", newline="") as file:
        return {Citation(row["written"]).law_key: row["abbreviation"] for row in csv.DictReader(file)}


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


def described(citation: Citation, base: Base) -> Iterator[Triple]:
    """What a citation says of the place, of the section that it stands in and of the law."""
    place = abbreviated(citation)
    law = Citation(place.law)
    node = provision(law, base)
    yield Triple(node, TYPE, _LAW)
    for name in dict.fromkeys((place.law, citation.law)):
        yield Triple(node, _NAME, Literal(name, language=mapping.LANGUAGE))
    yield Triple(node, gru("sourceNote"), _NOTE)
    for part in dict.fromkeys((section_of(place), place)):
        if part != law:
            above, node = node, provision(part, base)
            yield Triple(node, TYPE, _SUBDIVISION)
            yield Triple(node, _NAME, Literal(str(part), language=mapping.LANGUAGE))
            yield Triple(node, _PART_OF, above)
            yield from _order(part, node)


def section_of(citation: Citation) -> Citation:
    """The section, article or annex that a place stands in; the place itself where it is one, or several.

    >>> str(section_of(Citation("BMG", section="17", paragraph="2", sentence="1")))
    '§ 17 BMG'
    >>> str(section_of(Citation("BMG", section="17", until="19")))
    '§§ 17-19 BMG'
    """
    whole = Citation(citation.law, article=citation.article, section=citation.section, annex=citation.annex)
    return citation if replace(citation, until=None, date=None) == whole else whole


def _order(part: Citation, node: NamedNode) -> Iterator[Triple]:
    """The place of a section, or of the first and last of several, among the sections of the law."""
    if part.section and part == section_of(part):
        yield Triple(node, gru("sectionOrder"), Literal(section_order(part.section, part.article)))
        if part.until and not part.until.endswith("."):
            yield Triple(node, gru("lastSectionOrder"), Literal(section_order(part.until, part.article)))


def section_order(number: str, article: bool = False) -> str:
    """A section as a text that sorts as sections do, articles apart.

    >>> section_order("9") < section_order("17") < section_order("17a") < section_order("18")
    True
    """
    return ("art" if article else "") + _NUMBER.sub(lambda found: found[0].zfill(6), number)
