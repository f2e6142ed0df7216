# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""An element as text and as JSON: its statements, and its relations in both directions."""

from collections import defaultdict
from typing import TYPE_CHECKING

from pyoxigraph import DefaultGraph, Literal, NamedNode

from grundriss.cli.table import plain
from grundriss.items import item
from grundriss.messages import Message
from grundriss.model.state_types import Json
from grundriss.model.terms import TYPE, curie, gru
from grundriss.model.vocabulary import relation_types
from grundriss.states.elements import ElementReader

if TYPE_CHECKING:
    from grundriss.store.snapshot import Snapshot


def element_dict(snapshot: "Snapshot", node: NamedNode) -> Json:
    """The item, every property with its values, and the relations that start or end here."""
    reader = ElementReader(snapshot.store)
    outgoing, incoming = _relations(snapshot, node)
    return {
        **reader.item(node).to_dict(),
        "properties": dict(sorted(_properties(snapshot, node).items())),
        "outgoing": [reader.relation(relation).to_dict() for relation in outgoing],
        "incoming": [reader.relation(relation).to_dict() for relation in incoming],
    }


def element_text(snapshot: "Snapshot", node: NamedNode, lang: str) -> str:
    """The same for people."""
    reader = ElementReader(snapshot.store, lang)
    element = reader.plain(node)
    lines = [f"{plain(element.label)}  ({element.type})", f"<{node.value}>", ""]
    for name, values in sorted(_properties(snapshot, node).items()):
        lines.extend(f"  {name}: {plain(value)}" for value in values)
    outgoing, incoming = _relations(snapshot, node)
    for title, relations, forward in (
        ("show-outgoing", outgoing, True),
        ("show-incoming", incoming, False),
    ):
        if relations:
            lines.extend(["", f"{Message(title).text(lang)} ({len(relations)})"])
            lines.extend(_relation_line(reader, relation, forward, lang) for relation in relations)
    return "\n".join(lines)


def _relation_line(reader: ElementReader, node: NamedNode, forward: bool, lang: str) -> str:
    relation = reader.relation(node)
    label = next(t for t in relation_types().values() if t.name == relation.type).label(lang)
    via = f" {Message('show-via', {'interface': relation.via.label}).text(lang)}" if relation.via else ""
    other = relation.target if forward else relation.source
    arrow = f"{label} →" if forward else f"← {label}"
    return f"  {arrow} {plain(other.label)} [{other.key}]{via}  ({relation.key})"


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
