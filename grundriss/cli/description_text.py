# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""The description of an element as text for people, in German or English: the sections of its page."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from grundriss.cli.table import named, plain
from grundriss.description.describe import Description
from grundriss.description.finding_lines import finding_lines
from grundriss.messages import Message
from grundriss.model.answer_words import class_label
from grundriss.model.description_types import (
    ChangeFact,
    Evidence,
    Fact,
    InterfaceOffered,
    ReferenceGroup,
    Related,
    RelationGroup,
    ResponsibilityFact,
    ServiceOffer,
    TimelineEntry,
    Value,
)

_WORDS: Final[dict[str, tuple[str, str]]] = {
    "facts": ("Angaben", "Facts"),
    "evidence": ("Beleg", "Evidence"),
    "derived": ("abgeleitet", "derived"),
    "unsourced": ("ohne Quelle", "no source"),
    "outgoing": ("Beziehungen von hier aus", "Relations from here"),
    "incoming": ("Beziehungen zu diesem Element", "Relations to this element"),
    "via": ("Beziehungen über dieses Element", "Relations through this element"),
    "through": ("über", "through"),
    "by standard": ("nach", "by"),
    "ist": ("nur IST", "IST only"),
    "soll": ("nur SOLL", "SOLL only"),
    "interfaces": ("Schnittstellen", "Interfaces"),
    "services": ("Leistungen", "Services"),
    "realised by": ("umgesetzt durch", "realised by"),
    "responsibilities": ("Verantwortung", "Responsibility"),
    "decisions": ("Beschlüsse", "Decisions"),
    "standards": ("Standards", "Standards"),
    "changes": ("Änderungen", "Changes"),
    "timeline": ("Zeitlicher Verlauf", "Timeline"),
    "undated": ("ohne Datum", "undated"),
    "references": ("Verweise hierher", "References to here"),
    "more": ("… und {} weitere (alle mit -f json)", "… and {} more (all with -f json)"),
    "findings": ("Hinweise der Prüfung", "Findings of the validation"),
    "no findings": ("Hinweise der Prüfung: keine.", "Findings of the validation: none."),
}
_OF_ONTOLOGY: Final[dict[str, tuple[str, str]]] = {
    "rdfs:label": ("Bezeichnung", "Label"),
    "rdfs:isDefinedBy": ("Definiert in", "Defined in"),
    "rdfs:subClassOf": ("Unterklasse von", "Subclass of"),
    "rdfs:subPropertyOf": ("Untereigenschaft von", "Subproperty of"),
    "skos:definition": ("Definition", "Definition"),
    "skos:notation": ("Schreibweise in den Daten", "Spelling in the facts"),
    "skos:inScheme": ("Codeliste", "Code list"),
    "skos:topConceptOf": ("Oberster Begriff von", "Top concept of"),
    "skos:broader": ("Oberbegriff", "Broader concept"),
    "skos:exactMatch": ("Entspricht", "Same as"),
    "skos:closeMatch": ("Ähnlich", "Similar to"),
    "schema:domainIncludes": ("Angabe zu", "Stated of"),
    "schema:rangeIncludes": ("Werte", "Values"),
}
"""What the properties of the ontology's own terms are called; these come from standards and have no label with us."""

_DIRECTIONS: Final = ("outgoing", "incoming", "via")


def description_text(element: Description, lang: str, place: Sequence[str] = ()) -> str:
    """What is known about an element, section by section; a section with nothing in it is left out.

    `place` is where it was read, in words: a scenario, an earlier revision.
    """
    return "\n\n".join(_Text(element, lang, place).parts())


class _Text:
    """The parts of one description in one language."""

    def __init__(self, element: Description, lang: str, place: Sequence[str]) -> None:
        self._element, self._place = element, place
        self._lang = lang

    def parts(self) -> Iterator[str]:
        """The head, and the sections that have something to say."""
        element = self._element
        yield self._head()
        yield from self._section("facts", [self._fact(fact) for fact in element.facts])
        if whole := self._evidence(element.evidence):
            yield f"{self._said('evidence')}: {whole}"
        for direction in _DIRECTIONS:
            groups = [group for group in element.relations if group.direction == direction]
            lines = [line for group in groups for line in self._relations(group)]
            yield from self._section(direction, lines, sum(group.total for group in groups))
        yield from self._section("interfaces", [self._interface(offered) for offered in element.interfaces])
        yield from self._section("services", [self._service(offer) for offer in element.services])
        yield from self._section(
            "responsibilities", [self._responsibility(fact) for fact in element.responsibilities]
        )
        yield from self._section("decisions", [named(item) for item in element.decisions])
        yield from self._section("standards", [named(item) for item in element.standards])
        entries = (*element.timeline, *element.undated)
        yield from self._section("timeline", [self._entry(entry) for entry in entries])
        if any(c.element is None or c.element.id != element.item.id for c in element.changes):
            yield from self._section("changes", [self._change(change) for change in element.changes])
        total = sum(group.total for group in element.references)
        lines = [line for group in element.references for line in self._references(group)]
        yield from self._section("references", lines, total)
        if element.findings:
            yield from self._section("findings", list(self._findings()), len(element.findings))
        else:
            yield self._said("no findings")

    def _head(self) -> str:
        element = self._element
        kind = class_label(element.item.type, self._lang)
        lines = [f"{named(element.item)}  {kind[:1].upper()}{kind[1:]}", f"<{element.item.id}>"]
        if self._place:
            lines.append(plain(", ".join(self._place)))
        summary = " ".join(part for part in (plain(element.summary), element.presence) if part)
        return "\n".join([*lines, summary])

    def _said(self, name: str, *values: object) -> str:
        text = _WORDS[name][self._lang == "en"]
        return text.format(*values) if values else text

    def _section(self, name: str, lines: list[str], count: int | None = None) -> Iterator[str]:
        if lines:
            number = f" ({count})" if count is not None else ""
            yield "\n".join([f"{self._said(name)}{number}", *(f"  {line}" for line in lines)])

    def _fact(self, fact: Fact) -> str:
        """Such as "Lebenszyklus: produktiv (ungeprüft)": evidence only where it is not that of the whole.

        A source of its own is told as well, and that there is none where the whole has one.
        """
        known = [value for value in fact.values if value.lang in ("", self._lang)] or fact.values
        values = ", ".join(_value(value) for value in known)
        own, whole = fact.evidence, self._element.evidence
        remarks = [self._said("derived") if fact.derived else ""]
        if own.confidence != whole.confidence:
            remarks += [own.confidence_label or ""]
        if own.sources != whole.sources:
            remarks += own.sources
        if own.confidence != whole.confidence or own.sources != whole.sources:
            remarks += own.notes
        if whole.confidence and not (own.confidence or own.sources or own.notes):
            remarks += [self._said("unsourced")]
        label = _OF_ONTOLOGY[fact.name][self._lang == "en"] if fact.name in _OF_ONTOLOGY else fact.label
        return f"{_capital(label)}: {values}{_in_brackets(remarks)}"

    def _evidence(self, evidence: Evidence) -> str:
        return "; ".join(
            plain(text) for text in (evidence.words(self._lang), *evidence.sources, *evidence.notes) if text
        )

    def _relations(self, group: RelationGroup) -> Iterator[str]:
        yield f"{_capital(group.label)} ({group.total})"
        for related in group.relations:
            yield f"  {self._related(related, group.direction)}"
        if group.more:
            yield f"  {self._said('more', group.more)}"

    def _related(self, related: Related, direction: str) -> str:
        relation, here = related.relation, self._element.item.id
        ends = f"{named(relation.source)} → {named(relation.target)}"
        text = ends if direction == "via" else named(related.other)
        for word, item in (("through", relation.via), ("by standard", relation.conforms_to)):
            if item and item.id != here:
                text += f" {self._said(word)} {named(item)}"
        told = self._element.has_target and len(related.present_in) == 1
        only = self._said(related.present_in[0]) if told else ""
        return f"{text}{_in_brackets([only, related.evidence.words(self._lang), relation.key])}"

    def _interface(self, offered: InterfaceOffered) -> str:
        standards = ", ".join(named(item) for item in offered.standards)
        return f"{named(offered.item)}{_in_brackets([offered.kind or '', standards])}"

    def _service(self, offer: ServiceOffer) -> str:
        service = f"{named(offer.service)}: " if offer.service else ""
        components = ", ".join(named(item) for item in offer.components)
        realised = f", {self._said('realised by')} {components}" if components else ""
        return f"{service}{named(offer.online_service)}{realised}"

    def _responsibility(self, fact: ResponsibilityFact) -> str:
        other = fact.element if self._element.item.type == "Organization" else fact.organization
        dated = (
            f"{fact.valid_from or '…'} – {fact.valid_until or '…'}"
            if fact.valid_from or fact.valid_until
            else ""
        )
        remarks = [dated, fact.evidence.confidence_label or ""]
        return f"{_capital(fact.role_label)}: {named(other) if other else '–'}{_in_brackets(remarks)}"

    def _entry(self, entry: TimelineEntry) -> str:
        day = entry.date or entry.day or self._said("undated")
        told = entry.item is None or entry.item.id == self._element.item.id or entry.item.label in entry.text
        other = None if told else entry.item
        return f"{plain(day)}  {plain(entry.text)}{_in_brackets([named(other) if other else ''])}"

    def _change(self, change: ChangeFact) -> str:
        day = change.date or (named(change.plateau) if change.plateau else self._said("undated"))
        what = f"{named(change.element)}: {change.kind_label}" if change.element else change.kind_label
        reason = change.reason or change.basis
        return f"{plain(day)}  {what}{': ' + plain(reason) if reason else ''}"

    def _findings(self) -> Iterator[str]:
        """What validation found, each once with its fix, and of which relation or change of the element."""
        for found in finding_lines(self._element.findings, self._lang):
            others = [named(item) for item in found.about if item.id != self._element.item.id]
            about = f" ({', '.join(others)})" if others else ""
            yield f"{Message(f'severity-{found.severity}').text(self._lang)}  {plain(found.message)}{about}"
            if found.fix:
                yield f"    → {plain(found.fix)}"

    def _references(self, group: ReferenceGroup) -> Iterator[str]:
        yield f"{_capital(group.label)} ({group.total})"
        for item in group.items:
            yield f"  {named(item)}"
        if group.more:
            yield f"  {self._said('more', group.more)}"


def _value(value: Value) -> str:
    return named(value.item) if value.item else plain(value.text)


def _in_brackets(remarks: Iterable[str]) -> str:
    told = ", ".join(plain(remark) for remark in remarks if remark)
    return f" ({told})" if told else ""


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
