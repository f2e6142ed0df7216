# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""The relations of an element, grouped by type and reading direction, and what else refers to it."""

from collections.abc import Iterable
from typing import Final

from pyoxigraph import NamedNode

from grundriss.description.evidence import evidence_of
from grundriss.description.links import Links
from grundriss.model.description_types import InterfaceOffered, ReferenceGroup, Related, RelationGroup
from grundriss.model.identifier import key_in
from grundriss.model.state_types import Item
from grundriss.model.terms import GRU, curie, gru
from grundriss.model.vocabulary import inverse_properties, relation_types, term_label
from grundriss.states.elements import ElementReader, ordered

DIRECTIONS: Final = {"source": "outgoing", "target": "incoming", "via": "via", "conformsTo": "via"}
_FAMILIES: Final = ("dependency", "structure", "replacement")
_SEPARATE: Final = {"Responsibility", "Change"}


def relation_nodes(links: Links) -> list[NamedNode]:
    """The nodes of all relations that are shown."""
    found = (
        subject
        for (_, class_), subjects in links.subjects.items()
        if class_ in relation_types()
        for subject in subjects
    )
    return list(dict.fromkeys(found))


def relation_groups(reader: ElementReader, links: Links, lang: str) -> tuple[RelationGroup, ...]:
    """The groups: dependencies before structure before replacements, outgoing before incoming before via."""
    groups = []
    for (property_iri, class_), total in links.total.items():
        relation_type = relation_types().get(class_)
        role = property_iri.removeprefix(GRU)
        if relation_type is None or role not in DIRECTIONS:
            continue
        shown = [_related(reader, node, role, lang) for node in links.subjects[property_iri, class_]]
        label = {
            "source": relation_type.label(lang),
            "target": relation_type.inverse_label(lang),
        }.get(role, f"{_inverse(property_iri, lang)}: {relation_type.label(lang)}")
        groups.append(
            (
                (list(DIRECTIONS).index(role), _FAMILIES.index(relation_type.family), label.casefold()),
                RelationGroup(
                    type=relation_type.name,
                    direction=DIRECTIONS[role],
                    label=label,
                    relations=tuple(sorted(shown, key=lambda r: (r.other.label.casefold(), r.relation.key))),
                    total=total,
                ),
            )
        )
    return tuple(group for _, group in sorted(groups, key=lambda pair: pair[0]))


def reference_groups(reader: ElementReader, links: Links, lang: str) -> tuple[ReferenceGroup, ...]:
    """What has this element as the value of a property, except relations, responsibilities and changes."""
    found: dict[str, list[NamedNode]] = {}
    totals: dict[str, int] = {}
    for (property_iri, class_), total in links.total.items():
        if property_iri not in inverse_properties() or class_ in relation_types():
            continue
        if curie(class_).rpartition(":")[2] in _SEPARATE:
            continue
        found.setdefault(property_iri, []).extend(links.subjects[property_iri, class_])
        totals[property_iri] = totals.get(property_iri, 0) + total
    groups = [
        ReferenceGroup(
            name=curie(iri),
            label=_inverse(iri, lang),
            items=ordered(reader.plain(node) for node in dict.fromkeys(nodes)),
            total=totals[iri],
        )
        for iri, nodes in found.items()
    ]
    return tuple(sorted(groups, key=lambda group: (group.label.casefold(), group.name)))


def interfaces_offered(
    reader: ElementReader, groups: Iterable[RelationGroup], lang: str
) -> tuple[InterfaceOffered, ...]:
    """The interfaces that the element offers; the reader knows what they say."""
    offered = []
    for item in far_ends(groups, "Offers", "outgoing"):
        values = reader.values(NamedNode(item.id))
        kinds = [term_label(v.value, lang) or key_in(v.value) for v in values.get(GRU + "interfaceKind", ())]
        standards = [v for v in values.get(GRU + "conformsTo", ()) if isinstance(v, NamedNode)]
        offered.append(
            InterfaceOffered(item, ", ".join(kinds) or None, ordered(reader.plain(v) for v in standards))
        )
    return tuple(offered)


def far_ends(groups: Iterable[RelationGroup], type_name: str, direction: str) -> tuple[Item, ...]:
    """The elements at the other end of the relations of a type."""
    return ordered(
        {
            related.other.id: related.other
            for group in groups
            if (group.type, group.direction) == (type_name, direction)
            for related in group.relations
        }.values()
    )


def _related(reader: ElementReader, node: NamedNode, role: str, lang: str) -> Related:
    values = reader.values(node)
    relation = reader.relation(node)
    stated = [value.value for value in values.get(GRU + "inState", ())]
    return Related(
        relation=relation,
        other=relation.target if role == "source" else relation.source,
        present_in=tuple(sorted(key_in(value.value) for value in values.get(gru("presentIn").value, ()))),
        stated_for=", ".join(term_label(iri, lang) or key_in(iri) for iri in stated) or None,
        evidence=evidence_of(values, lang),
    )


def _inverse(property_iri: str, lang: str) -> str:
    labels = inverse_properties().get(property_iri, {})
    return labels.get(lang) or labels.get("de") or key_in(property_iri)
