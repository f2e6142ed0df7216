# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""Checking a change where it can matter (DESIGN, Validation): the same verdict as checking everything.

Each shape names with `gru:reach` a file of queries/validation/reach/. Its `affected` query finds the focus nodes whose
verdict a changed triple can turn, its CONSTRUCT everything that the shape looks at to judge them. The engine gets
these triples only; what it says of other nodes, which are not whole there, is left out. Where a change reaches much of
the graph, all of it is cheaper to check. A shape that names no reach is checked with all others on everything.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final

from pyoxigraph import (
    DefaultGraph,
    Literal,
    NamedNode,
    QueryResultsFormat,
    QuerySolutions,
    RdfFormat,
    Store,
    serialize,
)

from grundriss import queries, resources
from grundriss.errors import InputError
from grundriss.model.terms import GRU, PREFIXES, RDFS, SHAPES_NAMESPACE, SKOS, gru
from grundriss.model.vocabulary import ontology_store
from grundriss.queries import values_block
from grundriss.store.affected import CHANGED, AffectedQuery, affected_query
from grundriss.validation.shape_report import Report
from grundriss.validation.shapes import shapes_text
from grundriss.validation.validate import compiled_shapes, engine_report, report_on, validate

if TYPE_CHECKING:
    import shacl

_THIS: Final = "#VALUES ?this\n"
MANY: Final = 2_000
"""From how many nodes on it can pay to check everything: each costs as much as some triples of the whole."""
_TRIPLES_FOR_A_NODE: Final = 10
"""Of how many triples in the whole graph the check costs as much as that of a node alone; measured: 8 to 30."""
_VOCABULARY: Final = frozenset(
    [
        RDFS + "subClassOf",
        RDFS + "isDefinedBy",
        SKOS + "inScheme",
        *(GRU + n for n in ("directPredicate", "allowedSource", "allowedTarget", "temporalScope")),
    ]
)


@dataclass(frozen=True, slots=True)
class Concern:
    """The shapes that a change reaches in the same way, with the queries that say how."""

    name: str
    affected: AffectedQuery
    context: str
    shapes: frozenset[str]

    def context_of(self, nodes: Sequence[NamedNode]) -> str:
        """The query for everything that the shapes look at to judge some nodes."""
        return self.context.replace(_THIS, values_block(["this"], [[node] for node in nodes]) + "\n")


@cache
def concerns() -> tuple[Concern, ...]:
    """All concerns. Raises InputError for a file without an affected query, and for a shape that names none."""
    store = Store()
    store.load(shapes_text().encode(), format=RdfFormat.TURTLE)
    shapes: dict[str, set[str]] = {}
    for quad in store.quads_for_pattern(None, gru("reach"), None, None):
        if isinstance(quad.object, Literal):
            shapes.setdefault(quad.object.value, set()).add(str(quad.subject))
    return tuple(_concern(name, frozenset(members)) for name, members in sorted(shapes.items()))


def _concern(name: str, shapes: frozenset[str]) -> Concern:
    path = resources.path("queries", "validation", "reach", f"{name}.rq")
    if not path.is_file():
        raise InputError("reach-unknown", name=name, location="shapes")
    text = path.read_text("utf-8")
    affected = affected_query(text)
    if affected is None or _THIS not in text:
        raise InputError("reach-incomplete", location=path.name, changed=CHANGED, this=_THIS.strip())
    return Concern(name, affected, text[text.index("CONSTRUCT") :], shapes)


@cache
def _checked_on_everything() -> frozenset[str]:
    """The rules that name no reach. (A shape without target is no rule but a part of others.)"""
    store = Store()
    store.load(shapes_text().encode(), format=RdfFormat.TURTLE)
    targeted = {
        str(quad.subject)
        for name in ("targetClass", "targetSubjectsOf", "targetObjectsOf", "targetNode")
        for quad in store.quads_for_pattern(None, NamedNode(f"http://www.w3.org/ns/shacl#{name}"), None, None)
        if str(quad.subject).startswith(f"<{SHAPES_NAMESPACE}")
    }
    return frozenset(targeted) - {shape for concern in concerns() for shape in concern.shapes}


@cache
def _vocabulary() -> bytes:
    """What the shapes read in the ontology, as N-Triples."""
    triples = (quad.triple for quad in ontology_store() if quad.predicate.value in _VOCABULARY)
    return serialize(triples, format=RdfFormat.N_TRIPLES) or b""


def validate_affected(store: Store, affected: Mapping[str, Sequence[NamedNode]], lang: str = "de") -> Report:
    """Check the affected focus nodes of each concern; findings on all others are not in the report."""
    if _checked_on_everything():
        return validate(store, lang)
    reached = [(concern, affected.get(concern.name, ())) for concern in concerns()]
    number = sum(len(nodes) for _, nodes in reached)
    if not number:
        return Report(())
    if number >= MANY and not _holds_more_than(store, number * _TRIPLES_FOR_A_NODE):
        report = engine_report(store)
    else:
        report = compiled_shapes().validate_text(_contexts(store, reached).decode(), format="ntriples")
    judged = {shape: set(map(str, nodes)) for concern, nodes in reached for shape in concern.shapes}
    found = report.results
    results = [r for r in found if r.focus_node in judged.get(r.root_shape or "", ())]
    turtle = report.turtle if len(results) == len(found) else without_others(report.turtle, results)
    return report_on(store, results, turtle, lang)


def _contexts(store: Store, reached: Sequence[tuple[Concern, Sequence[NamedNode]]]) -> bytes:
    """Everything that the shapes look at to judge these nodes, as N-Triples."""
    parts = [
        queries.construct(store, concern.context_of(some))
        for concern, nodes in reached
        for some in queries.chunks(nodes)
    ]
    return b"".join([_vocabulary(), *parts])


def _holds_more_than(store: Store, number: int) -> bool:
    """Whether there are more triples than that in the default graph; so many are looked at and no more."""
    found = store.query(f"SELECT ?p {{ ?s ?p ?o }} LIMIT {number + 1:d}")
    assert isinstance(found, QuerySolutions)
    lines = (found.serialize(format=QueryResultsFormat.CSV) or b"").count(b"\n")
    return lines - 1 > number


def validate_nodes(store: Store, nodes: Sequence[NamedNode], lang: str = "de") -> Report:
    """What checking everything would say of these nodes."""
    return validate_affected(store, {concern.name: nodes for concern in concerns()}, lang)


def without_others(turtle: str, kept: "Sequence[shacl.Result]") -> str:
    """The engine's report with these results only."""
    store = Store()
    store.load(turtle.encode(), format=RdfFormat.TURTLE)
    wanted = {(r.focus_node, f"<{r.component_iri}>", r.value) for r in kept}
    said = (
        "SELECT * { ?r sh:focusNode ?focus ; sh:sourceConstraintComponent ?component "
        "OPTIONAL { ?r sh:value ?value } }"
    )
    for row in list(queries.rows(store, said)):
        value = str(row["value"]) if row["value"] is not None else None
        if (str(row["focus"]), str(row["component"]), value) not in wanted:
            for quad in [
                *store.quads_for_pattern(row["r"], None, None, None),
                *store.quads_for_pattern(None, None, row["r"], None),
            ]:
                store.remove(quad)
    content = store.dump(format=RdfFormat.TURTLE, from_graph=DefaultGraph(), prefixes={"sh": PREFIXES["sh"]})
    return (content or b"").decode()
