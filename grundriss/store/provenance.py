# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""Where the statements come from, as PROV-O (W3C): who made a revision, when, with which tool, from which source.

Kept in the provenance graph and computed from the log's entry alone, so that a store built again says the same.
"""

from collections.abc import Iterable
from typing import Final

from pyoxigraph import Literal, NamedNode, Quad, Store

from grundriss.model.artefact import artefact_in
from grundriss.model.identifier import Base, key_of
from grundriss.model.terms import DCT, PROV, RDFS, TYPE, XSD
from grundriss.store.revision_log import Entry

_LABEL: Final = NamedNode(RDFS + "label")
_DATE_TIME: Final = NamedNode(XSD + "dateTime")
_MADE: Final = NamedNode(PROV + "wasGeneratedBy")
_CHANGED: Final = NamedNode(PROV + "wasInfluencedBy")


def revision_iri(base: Base, revision: int, scenario: str | None = None) -> NamedNode:
    """The IRI of a revision: of the main line, or of a scenario, which counts its own.

    >>> revision_iri(Base(), 12).value
    'https://w3id.org/grundriss/revision/12'
    >>> revision_iri(Base(), 1, "one-login").value
    'https://w3id.org/grundriss/scenario/one-login/revision/1'
    """
    line = f"scenario/{scenario}/" if scenario else ""
    return NamedNode(f"{base.iri}{line}revision/{revision}")


def scenario_of(base: Base, revision: str) -> str | None:
    """The scenario whose revision an IRI names; None for one of the main line.

    >>> base = Base()
    >>> scenario_of(base, revision_iri(base, 3, "one-login").value), scenario_of(base, revision_iri(base, 3).value)
    ('one-login', None)
    """
    line, _, name = revision.removeprefix(base.iri).partition("/")
    return name.split("/")[0] if line == "scenario" else None


def provenance(base: Base, entry: Entry, log_hash: str, graphs: Iterable[NamedNode] = ()) -> list[Quad]:
    """What is known about the origin of a revision: activity, agents, source, and the graphs that it made or changed.

    A graph that is made as a whole `wasGeneratedBy` the revision: that of a dataset that is replaced, those of versions
    of artefacts where it accumulates. Of one of which statements were added or removed, `wasInfluencedBy` is said.
    """
    activity = revision_iri(base, entry.revision, entry.scenario)
    graph = base.graph("provenance")
    agent = NamedNode(f"{base.iri}agent/{key_of(entry.author) or 'unknown'}")
    said: list[tuple[NamedNode, NamedNode, NamedNode | Literal]] = [
        (activity, TYPE, _prov("Activity")),
        (activity, _LABEL, Literal(f"r{entry.revision}")),
        (activity, NamedNode(DCT + "description"), Literal(entry.message)),
        (activity, NamedNode(DCT + "identifier"), Literal(log_hash)),
        (activity, _prov("endedAtTime"), Literal(entry.time, datatype=_DATE_TIME)),
        (activity, _prov("wasAssociatedWith"), agent),
        (agent, TYPE, _prov("Agent")),
        (agent, _LABEL, Literal(entry.author)),
    ]
    if entry.revision > 1:
        said.append(
            (activity, _prov("wasInformedBy"), revision_iri(base, entry.revision - 1, entry.scenario))
        )
    changed = set(graphs)
    if entry.dataset:
        made = {base.source_graph(entry.dataset), *(graph for graph in changed if artefact_in(graph.value))}
        said += [(graph, _MADE, activity) for graph in made]
        changed -= made
    said += [(graph, _CHANGED, activity) for graph in changed]
    if entry.informed:
        said.append((activity, _prov("wasInformedBy"), NamedNode(entry.informed)))
    if entry.decision:
        said.append((activity, _prov("used"), NamedNode(entry.decision)))
    if entry.tool:
        tool = NamedNode(f"{base.iri}agent/{key_of(entry.tool)}")
        said += [
            (activity, _prov("wasAssociatedWith"), tool),
            (tool, TYPE, _prov("SoftwareAgent")),
            (tool, _LABEL, Literal(entry.tool)),
        ]
    said += _source(activity, entry)
    return [Quad(subject, predicate, value, graph) for subject, predicate, value in said]


def forget(store: Store, base: Base, revisions: Iterable[int], scenario: str | None = None) -> None:
    """Take away what is said of these revisions of a line, and of agents and sources that no other one has."""
    graph = base.graph("provenance")
    kept = (TYPE, _prov("wasInformedBy"))  # the revision before is nobody's to forget
    others: set[NamedNode] = set()
    for activity in (revision_iri(base, revision, scenario) for revision in revisions):
        for quad in list(store.quads_for_pattern(activity, None, None, graph)):
            if isinstance(quad.object, NamedNode) and quad.predicate not in kept:
                others.add(quad.object)
            store.remove(quad)
        for way in (_MADE, _CHANGED):
            for quad in list(store.quads_for_pattern(None, way, activity, graph)):
                store.remove(quad)
    for other in others:
        if not any(True for _ in store.quads_for_pattern(None, None, other, graph)):
            for quad in list(store.quads_for_pattern(other, None, None, graph)):
                store.remove(quad)


def _source(activity: NamedNode, entry: Entry) -> list[tuple[NamedNode, NamedNode, NamedNode | Literal]]:
    """The file that was read: known by its hash, whatever it is called."""
    if not entry.sha256:
        return []
    source = NamedNode(f"urn:sha256:{entry.sha256}")
    said: list[tuple[NamedNode, NamedNode, NamedNode | Literal]] = [
        (activity, _prov("used"), source),
        (source, TYPE, _prov("Entity")),
    ]
    if entry.source:
        said.append((source, _LABEL, Literal(entry.source)))
    return said


def _prov(name: str) -> NamedNode:
    return NamedNode(PROV + name)
