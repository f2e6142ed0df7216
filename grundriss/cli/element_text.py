# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""An element as text and as JSON: its statements, and its relations in both directions."""

from collections import defaultdict
from typing import TYPE_CHECKING

from pyoxigraph import DefaultGraph, Literal, NamedNode

from grundriss.description.evidence import evidence_of
from grundriss.items import item
from grundriss.model.answer_words import place_words
from grundriss.model.state_types import Json
from grundriss.model.terms import TYPE, curie, gru
from grundriss.model.vocabulary import relation_types
from grundriss.states.elements import ElementReader
from grundriss.states.when import state_of

if TYPE_CHECKING:
    from grundriss.store.snapshot import Snapshot


def element_dict(snapshot: "Snapshot", node: NamedNode) -> Json:
    """The item, every property with its values, and the relations that start or end here."""
    reader = ElementReader(snapshot.store)
    outgoing, incoming = _relations(snapshot, node)
    return {
        **reader.item(node).to_dict(),
        "properties": dict(sorted(_properties(snapshot, node).items())),
        "outgoing": [_relation_dict(reader, relation) for relation in outgoing],
        "incoming": [_relation_dict(reader, relation) for relation in incoming],
    }


def _relation_dict(reader: ElementReader, node: NamedNode) -> Json:
    """A relation; one that a program has inferred with grade and score of its evidence."""
    evidence = evidence_of(reader.values(node), "de")
    graded = {"evidenceGrade": evidence.grade, "evidenceScore": evidence.score} if evidence.grade else {}
    return {**reader.relation(node).to_dict(), **graded}


def element_text(snapshot: "Snapshot", node: NamedNode, lang: str) -> str:
    """The same for people: the sections of the element's page, in German or English.

    Raises NotFound when nothing is known about the node.
    """
    from grundriss.cli.description_text import description_text
    from grundriss.description.describe import describe

    place = place_words(state_of(snapshot, "", snapshot.effective_date), lang)
    return description_text(describe(snapshot, node, lang), lang, place)


def _properties(snapshot: "Snapshot", node: NamedNode) -> dict[str, list[str]]:
    direct = {relation_type.direct_predicate for relation_type in relation_types().values()}
    values: dict[str, list[str]] = defaultdict(list)
    for quad in snapshot.store.quads_for_pattern(node, None, None, DefaultGraph()):
        if quad.predicate in direct:
            continue
        if isinstance(quad.object, Literal):
            values[curie(quad.predicate.value)].append(quad.object.value)
        elif isinstance(quad.object, NamedNode):
            shown = curie(quad.object.value)
            if quad.predicate != TYPE and quad.object.value.startswith(snapshot.base + "id/"):
                shown = (
                    f"{item(snapshot.store, quad.object).label} [{shown.removeprefix(snapshot.base + 'id/')}]"
                )
            values[curie(quad.predicate.value)].append(shown)
    return {name: sorted(found) for name, found in values.items()}


def _relations(snapshot: "Snapshot", node: NamedNode) -> tuple[list[NamedNode], list[NamedNode]]:
    found = []
    for end in ("source", "target"):
        quads = snapshot.store.quads_for_pattern(None, gru(end), node, DefaultGraph())
        subjects = {quad.subject for quad in quads if isinstance(quad.subject, NamedNode)}
        found.append(sorted(subjects, key=lambda relation: relation.value))
    return found[0], found[1]
