# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""The description of an element: what its page shows and its JSON holds.

A handful of queries, each bound to the nodes in question: the cost grows with the element's own facts and relations,
of which a hub shows the first, and never with the store.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from pyoxigraph import NamedNode, Store

from grundriss.description import history
from grundriss.description.evidence import StatedEvidence, Values
from grundriss.description.facts import facts_of, linked_nodes
from grundriss.description.links import Links, links_to
from grundriss.description.relations import (
    interfaces_offered,
    reference_groups,
    relation_groups,
    relation_nodes,
)
from grundriss.description.sentence import presence, sentence
from grundriss.description.service_chain import online_services, service_offers
from grundriss.errors import NotFound
from grundriss.model.answer_table import Table, table
from grundriss.model.description_types import (
    ChangeFact,
    Evidence,
    Fact,
    InterfaceOffered,
    ReferenceGroup,
    RelationGroup,
    ResponsibilityFact,
    ServiceOffer,
    TimelineEntry,
)
from grundriss.model.identifier import key_in
from grundriss.model.notebook import NotebookTable
from grundriss.model.state_types import Item, Json
from grundriss.model.terms import GRU
from grundriss.states.elements import ElementReader, ordered
from grundriss.store.derivation import target_day
from grundriss.store.snapshot import Snapshot
from grundriss.validation.incremental import validate_nodes
from grundriss.validation.shape_report import Finding, Report
from grundriss.validation.shape_report import ordered as ordered_findings

SHOWN: Final = 50
"""How many relations of a type, and how many references of a property, are shown unless asked otherwise."""

Findings = Mapping[str, Sequence[Finding]]
"""The findings of a validation by the IRI of their focus."""


@dataclass(frozen=True, slots=True, repr=False)
class Description(NotebookTable):
    """Everything that is known about an element. `item` carries the fields of its kind.

    `summary` says in a sentence what it is; `present_in` are the stored states (`ist`, `soll`) that it is in.
    `has_target` says whether there is a target state, so that being in SOLL or not means something.
    `timeline` is in the order of time, what has no day stands apart in `undated`.
    """

    item: Item
    lang: str
    summary: str
    present_in: tuple[str, ...]
    evidence: Evidence
    has_target: bool = True
    facts: tuple[Fact, ...] = ()
    relations: tuple[RelationGroup, ...] = ()
    references: tuple[ReferenceGroup, ...] = ()
    interfaces: tuple[InterfaceOffered, ...] = ()
    standards: tuple[Item, ...] = ()
    services: tuple[ServiceOffer, ...] = ()
    responsibilities: tuple[ResponsibilityFact, ...] = ()
    decisions: tuple[Item, ...] = ()
    changes: tuple[ChangeFact, ...] = ()
    timeline: tuple[TimelineEntry, ...] = ()
    undated: tuple[TimelineEntry, ...] = ()
    findings: tuple[Finding, ...] = ()
    more: Mapping[str, int] = field(default_factory=dict)
    """How many responsibilities and changes are not shown, by these names."""

    @property
    def presence(self) -> str:
        """In which of the states it is, in a sentence; empty for what is in no state."""
        return presence(self.item.type, self.present_in, self.has_target, self.lang)

    def to_dict(self) -> Json:
        return {
            **self.item.to_dict(),
            "summary": self.summary,
            "presentIn": list(self.present_in),
            **self.evidence.to_dict(),
            "facts": [fact.to_dict() for fact in self.facts],
            "relations": [group.to_dict() for group in self.relations],
            "references": [group.to_dict() for group in self.references],
            "interfaces": [offered.to_dict() for offered in self.interfaces],
            "standards": [item.reference() for item in self.standards],
            "services": [offer.to_dict() for offer in self.services],
            "responsibilities": [fact.to_dict() for fact in self.responsibilities],
            "decisions": [item.reference() for item in self.decisions],
            "changes": [change.to_dict() for change in self.changes],
            "timeline": [entry.to_dict() for entry in self.timeline],
            "undated": [entry.to_dict() for entry in self.undated],
            "findings": [finding.to_dict() for finding in self.findings],
            "more": dict(self.more),
        }


@table.register
def _(answer: Description, lang: str = "de") -> Table:
    """Each fact with its values and sources."""
    rows = (
        (fact.label, ", ".join(value.text for value in fact.values), "; ".join(fact.evidence.sources))
        for fact in answer.facts
    )
    return Table(f"{answer.item.label}: {answer.summary}", ("property", "value", "source"), tuple(rows), lang)


def findings_by_focus(report: Report) -> dict[str, list[Finding]]:
    """The findings of a report by the IRI of the element they are about; computed once per snapshot."""
    found: dict[str, list[Finding]] = {}
    for finding in report.results:
        found.setdefault(finding.focus.id, []).append(finding)
    return found


def describe(
    snapshot: Snapshot,
    node: NamedNode,
    lang: str = "de",
    findings: Findings | None = None,
    limit: int = SHOWN,
) -> Description:
    """What is known about `node`; at most `limit` relations of each type and direction.

    `findings` are those of the whole snapshot, for who has them already; else what is described is checked alone.

    Raises NotFound when the snapshot says nothing about it.
    """
    store = snapshot.store
    reader = ElementReader(store, lang)
    reader.read_ahead([node])
    values = reader.values(node)
    links = links_to(store, node, limit)
    if not any(values.values()) and not links.total:
        raise NotFound("nothing-known", iri=node.value)
    responsible = links.of("responsibleFor", "organization")
    changing = [n for n in links.of("changes", "basedOn", "plateau") if "/change/" in n.value]
    reader.read_ahead([*relation_nodes(links), *responsible, *changing])
    reader.read_names_ahead(_linked(reader, values, links, [*responsible, *changing]))
    groups = relation_groups(reader, links, lang)
    reader.read_ahead(NamedNode(r.other.id) for g in groups if g.type == "Offers" for r in g.relations)
    interfaces = interfaces_offered(reader, groups, lang)
    stated = StatedEvidence.read(store, node, values, lang)
    facts = facts_of(reader, values, stated, lang)
    element = reader.item(node)
    changed = history.changes(reader, changing, lang)
    held = history.responsibilities(reader, responsible, lang)
    own = tuple(fact for fact in held if fact.element and fact.element.id == node.value)
    about = tuple(change for change in changed if change.element and change.element.id == node.value)
    entries = history.timeline(values, about, own, lang)
    return Description(
        item=element,
        lang=lang,
        summary=sentence(element.type, facts, lang),
        present_in=tuple(sorted(key_in(v.value) for v in values.get(GRU + "presentIn", ()))),
        evidence=stated.whole,
        has_target=target_day(store) is not None,
        facts=facts,
        relations=groups,
        references=reference_groups(reader, links, lang),
        interfaces=interfaces,
        standards=_standards(reader, values, interfaces, groups),
        services=service_offers(store, reader, online_services(element, groups)),
        responsibilities=held,
        decisions=tuple(d for d in _decisions(reader, values, changed, groups) if d.id != node.value),
        changes=changed,
        timeline=tuple(entry for entry in entries if entry.day),
        undated=tuple(entry for entry in entries if not entry.day),
        findings=_findings(store, findings, [node, *relation_nodes(links), *responsible, *changing]),
        more=_more(links),
    )


def _linked(reader: ElementReader, values: Values, links: Links, nodes: list[NamedNode]) -> list[NamedNode]:
    """The elements that have to be named in the description."""
    found = [*linked_nodes(values), *(n for subjects in links.subjects.values() for n in subjects)]
    for node in nodes:
        said = reader.values(node)
        found.extend(
            v for name in history.LINKS for v in said.get(GRU + name, ()) if isinstance(v, NamedNode)
        )
    return found


def _standards(
    reader: ElementReader,
    values: Values,
    interfaces: tuple[InterfaceOffered, ...],
    groups: tuple[RelationGroup, ...],
) -> tuple[Item, ...]:
    """The standards that the element itself, its interfaces and its relations follow."""
    own = [reader.plain(v) for v in values.get(GRU + "conformsTo", ()) if isinstance(v, NamedNode)]
    offered = [item for interface in interfaces for item in interface.standards]
    followed = [
        related.relation.conforms_to
        for group in groups
        if group.direction != "via"
        for related in group.relations
        if related.relation.conforms_to
    ]
    return _distinct([*own, *offered, *followed])


def _decisions(
    reader: ElementReader,
    values: Values,
    changes: tuple[ChangeFact, ...],
    groups: tuple[RelationGroup, ...],
) -> tuple[Item, ...]:
    """The decisions that the element, its changes and its relations rest on."""
    own = [reader.plain(v) for v in values.get(GRU + "basedOn", ()) if isinstance(v, NamedNode)]
    of_changes = [change.decision for change in changes if change.decision]
    of_relations = [r.relation.based_on for g in groups for r in g.relations if r.relation.based_on]
    return _distinct([*own, *of_changes, *of_relations])


def _distinct(items: list[Item]) -> tuple[Item, ...]:
    return ordered({item.id: item for item in items}.values())


def _findings(store: Store, known: Findings | None, nodes: list[NamedNode]) -> tuple[Finding, ...]:
    """What was found about the element, its relations, responsibilities and changes."""
    focuses = list(dict.fromkeys(nodes))
    findings = findings_by_focus(validate_nodes(store, focuses)) if known is None else known
    return ordered_findings(finding for focus in focuses for finding in findings.get(focus.value, ()))


def _more(links: Links) -> dict[str, int]:
    hidden = {"responsibilities": 0, "changes": 0}
    for (property_iri, class_), total in links.total.items():
        cut = total - len(links.subjects[property_iri, class_])
        if class_ == GRU + "Responsibility":
            hidden["responsibilities"] += cut
        elif class_ == GRU + "Change":
            hidden["changes"] += cut
    return hidden
