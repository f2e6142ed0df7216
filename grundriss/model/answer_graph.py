# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""Answers as networkx graphs: nodes are elements by IRI, edges relations from source to target by IRI.

Attributes have plain values: of nodes key, type, label and the codes of their kind; of edges key, type, label, via.
"""

from collections.abc import Iterable
from functools import singledispatch

import networkx

from grundriss.model.analysis_types import Dependencies, Impact, Paths, Step
from grundriss.model.state_types import Gap, Item, Relation, State
from grundriss.model.vocabulary import relation_type_by_name


@singledispatch
def multigraph(answer: object) -> networkx.MultiDiGraph:
    """The elements and relations of an answer. TypeError for what has none."""
    raise TypeError(f"no graph: {type(answer).__name__}")


@multigraph.register
def _(answer: State) -> networkx.MultiDiGraph:
    graph = _empty(answer.lang, state=answer.state.name, date=answer.state.date)
    _add_items(graph, answer.elements)
    _add_relations(graph, (*answer.relations, *answer.structure))
    return graph


@multigraph.register
def _(answer: Gap) -> networkx.MultiDiGraph:
    """What moves, and the relations that move with it.

    `change` is added, removed, replaced, successor (new or old, it takes the place of one), changed or unchanged.
    """
    graph = _empty(answer.lang, from_state=answer.from_.name, to_state=answer.to.name)
    _add_items(graph, (line.item for line in answer.added), change="added")
    _add_items(graph, (line.item for line in answer.removed), change="removed")
    _add_items(graph, (line.item for line in answer.changed), change="changed")
    for group in answer.replaced:
        for item in group.new:
            if item.id not in graph:
                _add_items(graph, [item], change="successor")
        _add_items(graph, group.old, change="replaced")
        _add_relations(graph, group.relations, change="replaced")
    for gap in (answer.relations, answer.structure):
        _add_relations(graph, gap.added, change="added")
        _add_relations(graph, gap.removed, change="removed")
        _add_relations(graph, gap.changed, change="changed")
    for _node, attributes in graph.nodes(data=True):
        attributes.setdefault("change", "unchanged")
    return graph


@multigraph.register
def _(answer: Impact) -> networkx.MultiDiGraph:
    """The elements with their `depth` (0: the one asked for), and the steps that prove it."""
    graph = _empty(answer.lang, state=answer.state.name, date=answer.state.date)
    _add_items(graph, [answer.element], depth=0)
    for hit in answer.items:
        owner = hit.owner.label if hit.owner else None
        _add_items(graph, [hit.item], depth=hit.depth, owner_label=owner)
        _add_steps(graph, hit.path)
    return graph


@multigraph.register
def _(answer: Paths) -> networkx.MultiDiGraph:
    graph = _empty(answer.lang, state=answer.state.name, date=answer.state.date)
    _add_items(graph, (answer.source, answer.target))
    for path in answer.paths:
        _add_steps(graph, path)
    return graph


@multigraph.register
def _(answer: Dependencies) -> networkx.MultiDiGraph:
    graph = _empty(answer.lang, state=answer.state.name, date=answer.state.date)
    _add_items(graph, [answer.element])
    _add_relations(graph, (*answer.outgoing, *answer.incoming, *answer.through))
    return graph


def _empty(lang: str, **attributes: str) -> networkx.MultiDiGraph:
    return networkx.MultiDiGraph(lang=lang, **attributes)


def _add_items(graph: networkx.MultiDiGraph, items: Iterable[Item], **more: object) -> None:
    for item in items:
        codes = {name: value for name, value in item.fields.items() if isinstance(value, str | int | float)}
        named = {"key": item.key, "type": item.type, "label": item.label}
        graph.add_node(item.id, **codes, **named, **{k: v for k, v in more.items() if v is not None})


def _add_ends(graph: networkx.MultiDiGraph, items: Iterable[Item]) -> None:
    _add_items(graph, (item for item in items if item.id not in graph))


def _add_relations(
    graph: networkx.MultiDiGraph, relations: Iterable[Relation], change: str | None = None
) -> None:
    for relation in relations:
        _add_ends(graph, (relation.source, relation.target))
        _add_edge(graph, relation, relation.source, relation.target, relation.key, relation.via, change)


def _add_steps(graph: networkx.MultiDiGraph, steps: Iterable[Step]) -> None:
    """A hop to an interface is an edge from the dependent end to the interface."""
    for step in steps:
        source, target = (step.dependent, step.via) if step.via else (step.source, step.target)
        _add_ends(graph, (source, target))
        _add_edge(graph, step, source, target, step.relation, step.via)


def _add_edge(
    graph: networkx.MultiDiGraph,
    said: Relation | Step,
    source: Item,
    target: Item,
    key: str,
    via: Item | None,
    change: str | None = None,
) -> None:
    attributes = {
        "key": key,
        "type": said.type,
        "label": relation_type_by_name(said.type).label(graph.graph["lang"]),
        "via": via.id if via else None,
        "change": change,
    }
    known = {name: value for name, value in attributes.items() if value is not None}
    # not **known: networkx has a parameter `key` of its own
    graph.add_edge(source.id, target.id, said.id)
    graph.edges[source.id, target.id, said.id].update(known)
