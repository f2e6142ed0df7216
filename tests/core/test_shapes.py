# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""The shapes find what the facts justify and nothing else, and each rule fires on its own bad example.

The good examples are the facts themselves, and good.ttl and good-fim.ttl in tests/examples/shapes for what they do not
have yet. A bad example is one changed cell (cells.csv) or, where no cell can break the rule, one edit of the triples
(updates.csv).
"""

import csv
import logging
import re
import shutil
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import rdflib
import shacl
from pyoxigraph import DefaultGraph, NamedNode, Quad, RdfFormat, Store
from rdflib.namespace import RDF, RDFS, SH, SKOS

from grundriss import queries, resources
from grundriss.importers.landscape import read_landscape
from grundriss.model.identifier import KIND_OF_CLASS, Base
from grundriss.model.terms import GRU, PREFIXES, SHAPES_NAMESPACE, curie
from grundriss.store.derivation import derive_all
from grundriss.store.materialised import MaterialisedStore
from grundriss.store.rebuild import load_ontology
from tests.core.conftest import FACTS, TODAY
from tests.core.reference_engine import report_of

BASE = Base()
ELEMENTS = BASE.iri + "id/"
EXAMPLES = Path(__file__).resolve().parents[1] / "examples" / "shapes"
SHAPE_FILES = sorted(resources.path("shapes").glob("*.ttl"))

Hit = tuple[str, str, str]  # focus (key), rule (name), severity
logging.getLogger("rdflib").setLevel(logging.CRITICAL)  # impossible dates are the point of some examples


# The graph that is validated, and the two engines


def validation_graph(asserted: bytes) -> Store:
    """The default graph of a workspace with these facts: ontology, facts and what is derived from them."""
    store = Store()
    store.load(ontology_alone(), format=RdfFormat.N_QUADS)
    materialised = MaterialisedStore(store, BASE)
    materialised.load([(BASE.source_graph("landscape"), asserted)])
    derive_all(store, BASE, TODAY)
    return store


def asserted_facts(directory: Path) -> Store:
    asserted = Store()
    asserted.extend(Quad(q.subject, q.predicate, q.object) for q in read_landscape(directory, BASE).quads)
    return asserted


@cache
def facts_as_they_are(examples: bool = False) -> bytes:
    """The facts, with the good examples or without."""
    asserted = asserted_facts(FACTS)
    if examples:
        add_good_examples(asserted)
    return n_triples(asserted).encode()


@cache
def ontology_alone() -> bytes:
    """What a store holds of which no dataset says anything yet."""
    store = Store()
    load_ontology(MaterialisedStore(store, BASE), BASE)
    return store.dump(format=RdfFormat.N_QUADS) or b""


def add_good_examples(store: Store) -> None:
    for name in ("good.ttl", "good-fim.ttl"):
        store.load(path=str(EXAMPLES / name), format=RdfFormat.TURTLE)


def n_triples(store: Store) -> str:
    return (store.dump(format=RdfFormat.N_TRIPLES, from_graph=DefaultGraph()) or b"").decode()


@cache
def shapes_graph() -> rdflib.Graph:
    graph = rdflib.Graph()
    for file in SHAPE_FILES:
        graph.parse(file, format="turtle")
    return graph


@cache
def compiled(*names: str) -> shacl.Shapes:
    files = [file for file in SHAPE_FILES if not names or file.name in names]
    return shacl.Shapes.from_turtle("\n".join(file.read_text(encoding="utf-8") for file in files))


def key(iri: str) -> str:
    return iri.strip("<>").removeprefix(ELEMENTS)


def results(data: str, *names: str) -> list[tuple[Hit, str]]:
    """What `shacl` reports, each with the path of the result (as a prefixed name where it is one)."""
    report = compiled(*names).validate_text(data, format="ntriples")
    found = []
    for result in report.results:
        rule = (result.root_shape or "").strip("<>").removeprefix(SHAPES_NAMESPACE)
        path = curie((result.path or "").strip("<>"))
        found.append(((key(result.focus_node), rule, result.severity), path))
    return found


def hits(data: str) -> set[Hit]:
    return {hit for hit, _ in results(data)}


def hits_of_pyshacl(data: str) -> set[Hit]:
    graph = rdflib.Graph().parse(data=data, format="nt")
    report = report_of(graph, shapes_graph())
    found = set()
    for result in report.objects(None, SH.result):
        focus = report.value(result, SH.focusNode)
        severity = str(report.value(result, SH.resultSeverity)).removeprefix(str(SH))
        found.add((key(str(focus)), named_shape(report.value(result, SH.sourceShape)), severity))
    return found


def named_shape(shape: Any) -> str:
    """The rule that a shape belongs to: itself, or the nearest named shape that has it as a property."""
    while not isinstance(shape, rdflib.URIRef):
        shape = shapes_graph().value(predicate=SH.property, object=shape)
    return str(shape).removeprefix(SHAPES_NAMESPACE)


# The rules


@cache
def rules() -> dict[str, rdflib.URIRef]:
    """Every shape that has a target, by name."""
    graph = shapes_graph()
    targets = (SH.targetClass, SH.targetSubjectsOf, SH.targetObjectsOf, SH.targetNode)
    found = {shape for target in targets for shape in graph.subjects(target)}
    return {str(shape).removeprefix(SHAPES_NAMESPACE): rdflib.URIRef(str(shape)) for shape in found}


def raising_shapes(rule: rdflib.URIRef) -> list[Any]:
    """The shapes of a rule whose results are reported: its property shapes, or itself where it has none."""
    return list(shapes_graph().objects(rule, SH.property)) or [rule]


def parts_of_rules() -> set[tuple[str, str]]:
    """Each rule; a rule with several property shapes once for each of their paths."""
    found = set()
    for name, rule in rules().items():
        shapes = raising_shapes(rule)
        for shape in shapes:
            path = shapes_graph().value(shape, SH.path)
            found.add((name, curie(str(path)) if len(shapes) > 1 else ""))
    return found


@dataclass(frozen=True)
class Example:
    """A bad example: what is changed, which elements the rule must name because of it, which rules fire as well."""

    rule: str
    part: str
    focus: frozenset[str]
    also: frozenset[str]
    cell: tuple[str, str, str, str] | None = None
    update: str | None = None

    @property
    def touches(self) -> frozenset[str]:
        """The keys of all elements that it names."""
        said = (
            *re.findall(r"<([^>]+)>", self.update or ""),
            *(self.cell or ())[1:2],
            *(self.cell or ())[3:4],
        )
        return frozenset(name.rsplit("/", 1)[-1].lower() for name in (*self.focus, *said))

    def __str__(self) -> str:
        return f"{self.rule}-{self.part or '*'}-{'-'.join(sorted(self.focus))}".replace("/", ".")


def read_examples() -> list[Example]:
    found = []
    for name in ("cells.csv", "updates.csv"):
        for row in table(EXAMPLES / name):
            cell = (row["table"], row["row"], row["column"], row["value"]) if "table" in row else None
            focus, also = frozenset(row["focus"].split()), frozenset(row["also"].split())
            found.append(Example(row["rule"], row["property"], focus, also, cell, row.get("update")))
    return found


def table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


BAD_EXAMPLES = read_examples()


def batches_of(examples: Iterable[Example]) -> list[list[Example]]:
    """The examples, together where what each brings about can be told from what the others do.

    No two of a batch touch the same element, and a rule that one breaks on the side is broken by no other. What holds
    for a whole state, such as its target, is changed alone.
    """
    batches: list[list[Example]] = []
    for example in examples:
        fitting = (batch for batch in batches if all(independent(example, other) for other in batch))
        batch = next(fitting, None)
        if batch is None:
            batches.append(batch := [])
        batch.append(example)
    return batches


def independent(one: Example, other: Example) -> bool:
    return (
        one.touches.isdisjoint(other.touches)
        and one.also.isdisjoint({other.rule, *other.also})
        and one.rule not in other.also
        and not any(key.startswith("plateau/") for key in one.focus | other.focus)
    )


BATCHES = batches_of(BAD_EXAMPLES)


def graph_of(examples: Sequence[Example]) -> Store:
    """The facts and the good examples with the one change of each of these bad examples."""
    cells = [example.cell for example in examples if example.cell]
    asserted = Store()
    if cells:
        with tempfile.TemporaryDirectory() as folder:
            directory = Path(shutil.copytree(FACTS, Path(folder) / "facts"))
            for cell in cells:
                change_cell(directory, *cell)
            asserted = asserted_facts(directory)
        add_good_examples(asserted)
    else:
        asserted.load(facts_as_they_are(examples=True), format=RdfFormat.N_TRIPLES)
    for example in examples:
        if example.update:
            asserted.update(example.update, base_iri=ELEMENTS, prefixes=PREFIXES)
    return validation_graph(n_triples(asserted).encode())


@cache
def new_in(batch: int) -> frozenset[tuple[Hit, str]]:
    """What is new in the report on a batch."""
    return frozenset(results(n_triples(graph_of(BATCHES[batch])))) - unchanged()


@cache
def unchanged() -> frozenset[tuple[Hit, str]]:
    """What is reported on the facts with the good examples."""
    return frozenset(results(n_triples(validation_graph(facts_as_they_are(examples=True)))))


def change_cell(directory: Path, name: str, row_id: str, column: str, value: str) -> None:
    path = directory / f"{name}.csv"
    rows = table(path)
    [row] = [row for row in rows if next(iter(row.values())) == row_id]
    assert row[column] != value
    row[column] = value
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(row), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


@pytest.fixture(scope="module")
def landscape() -> str:
    return n_triples(validation_graph(facts_as_they_are()))


# What the facts justify, counted from the tables


def facts(name: str) -> list[dict[str, str]]:
    return table(FACTS / f"{name}.csv")


def element(kind: str, source_id: str) -> str:
    allowed = "abcdefghijklmnopqrstuvwxyz0123456789._-"
    return f"{kind}/" + "".join(c if c in allowed else "-" for c in source_id.lower())


def wholes(component: str) -> set[str]:
    """Everything that a component is a part of, at any depth and in any state."""
    found: set[str] = set()
    waiting = [component]
    while waiting:
        part = waiting.pop()
        for row in facts("dependencies"):
            whole = row["to_component"]
            if row["nature"] == "Teil von" and row["from_component"] == part and whole not in found:
                waiting.append(whole)
                found.add(whole)
    return found


def foreign_ways() -> set[str]:
    """Dependencies through an interface that neither end nor a part or whole of an end offers."""
    providers = {row["id"]: row["provider_component"] for row in facts("interfaces")}
    found = set()
    for row in facts("dependencies"):
        provider = providers.get(row["via"])
        ends = {row["from_component"], row["to_component"]}
        near = ends | wholes(row["from_component"]) | wholes(row["to_component"])
        if provider and provider not in near and not wholes(provider) & ends:
            found.add(element("relation", row["id"]))
    return found


def period(text: str) -> tuple[date, date]:
    """First and last day of a year, a month or a day."""
    parts = [int(part) for part in text.split("-")]
    first = date(parts[0], *[*parts[1:], 1, 1][:2])
    if len(parts) == 3:
        return first, first
    following = date(first.year + 1, 1, 1)
    if len(parts) == 2:
        following = date(first.year + first.month // 12, first.month % 12 + 1, 1)
    return first, following - timedelta(days=1)


def contradicting_changes() -> set[str]:
    """Changes that call a component new or retired at a time that its dated validity excludes."""
    components = {row["id"]: row for row in facts("components")}
    plateaus = {row["id"]: row["date"] for row in facts("plateaus")}
    found = set()
    for row in facts("target_changes"):
        component = components.get(row["element"])
        if component is None or row["change"] == "geändert":
            continue
        same, other = ("since", "until") if row["change"] == "neu" else ("until", "since")
        dated = row["date"] != "offen"
        first, last = period(row["date"] if dated else plateaus[row["plateau"]])
        if component[same]:
            start, end = period(component[same])
            elsewhere = (end < first or last < start) if dated else start > last
            found |= {element("change", row["id"])} if elsewhere else set()
        if component[other] and dated:
            start, end = period(component[other])
            beyond = end < first if other == "until" else last < start
            found |= {element("change", row["id"])} if beyond else set()
    return found


def without_source() -> set[str]:
    """What is marked unverified and has no source: rows, and what is made of the cells of such rows."""
    found = set()
    tables = {
        "components": "component",
        "organisations": "organization",
        "interfaces": "interface",
        "standards": "standard",
        "function_blocks": "function-block",
        "decisions": "decision",
        "guidelines": "guideline",
        "services": "service",
        "dependencies": "relation",
        "target_changes": "change",
    }
    for name, kind in tables.items():
        for row in facts(name):
            row_id = next(iter(row.values()))
            if row["source"] not in ("unverified", ""):
                continue
            assert row["confidence"] == "unverified", "a row without source that says it has one"
            found.add(element(kind, row_id))
            if name == "components":
                for column, role in (("owner_org", "owner"), ("operator_org", "operator")):
                    if row[column]:
                        found.add(f"responsibility/{row_id}--{role}--{row[column]}--x")
            if name == "interfaces" and row["provider_component"]:
                found.add(f"relation/offers--{row['provider_component']}--{row_id}")
            # standards with a version, services with an online service, blocks with components: none is unsourced
            assert name not in ("standards", "services", "function_blocks")
    return found


def justified() -> dict[str, set[str]]:
    """Rule → the elements that it must name on the facts as they are."""
    return {
        "ProductiveHasOwner": {
            element("component", row["id"])
            for row in facts("components")
            if row["lifecycle_status"] == "produktiv" and not row["owner_org"]
        },
        "StandardHasVersion": {
            element("standard", row["id"]) for row in facts("standards") if not row["version"]
        },
        "StandardHasPublisher": {
            element("standard", row["id"]) for row in facts("standards") if not row["publisher"]
        },
        "ViaOffered": foreign_ways(),
        "ChangeAgainstValidity": contradicting_changes(),
        "UnverifiedWithoutSource": without_source(),
    }


def test_the_landscape_gives_no_violation_and_exactly_the_findings_that_the_facts_justify(
    landscape: str,
) -> None:
    found: dict[str, set[str]] = {}
    severities: dict[str, set[str]] = {}
    for focus, rule, severity in hits(landscape):
        found.setdefault(rule, set()).add(focus)
        severities.setdefault(severity, set()).add(rule)
    assert found == justified()
    assert severities["Info"] == {"UnverifiedWithoutSource"}
    assert severities["Warning"] == set(found) - severities["Info"]


def test_the_facts_justify_the_numbers_of_the_documents() -> None:
    counts = {rule: len(elements) for rule, elements in justified().items()}
    assert counts["ProductiveHasOwner"] == 8
    assert counts["StandardHasVersion"] == 62
    assert counts["StandardHasPublisher"] == 8


def test_every_finding_is_reported_once(landscape: str) -> None:
    reported = [hit for hit, _ in results(landscape)]
    assert len(reported) == len(set(reported))


# One good and one bad example for each rule


def test_the_good_examples_break_no_rule(landscape: str) -> None:
    assert {hit for hit, _ in unchanged()} == hits(landscape)


def test_there_is_a_bad_example_for_every_rule_and_for_each_of_its_properties() -> None:
    assert {(example.rule, example.part) for example in BAD_EXAMPLES} == parts_of_rules()


@pytest.mark.parametrize(
    ("batch", "example"),
    [pytest.param(n, example, id=str(example)) for n, batch in enumerate(BATCHES) for example in batch],
)
def test_a_rule_fires_on_its_bad_example_and_only_there(batch: int, example: Example) -> None:
    new, others = new_in(batch), [other for other in BATCHES[batch] if other is not example]
    focus = {hit[0] for hit, _ in new if hit[1] == example.rule}
    assert focus == example.focus.union(*(other.focus for other in others if other.rule == example.rule))
    if example.part:
        paths = {path for hit, path in new if hit[1] == example.rule and hit[0] in example.focus}
        assert paths == {example.part}
    also = {hit[1] for hit, _ in new}.difference(*({other.rule, *other.also} for other in others))
    assert also - {example.rule} == example.also
    assert example.focus.isdisjoint(hit[0] for hit, _ in unchanged() if hit[1] == example.rule)


@pytest.mark.parametrize("batch", range(len(BATCHES)))
def test_both_engines_agree_on_the_bad_examples(batch: int) -> None:
    keys = [key for example in BATCHES[batch] for key in example.focus]
    near = n_triples(neighbourhood(graph_of(BATCHES[batch]), keys))
    found = hits(near)
    assert hits_of_pyshacl(near) == found
    for example in BATCHES[batch]:
        assert example.focus <= {focus for focus, rule, _ in found if rule == example.rule}, str(example)


def neighbourhood(store: Store, keys: Iterable[str]) -> Store:
    """The elements, all that they refer to, contain or are referred to by, with the terms that describe them."""
    nodes = [NamedNode(ELEMENTS + name) for name in keys]
    near: set[object] = set(nodes)
    for node in nodes:
        near.update(q.object for q in store.quads_for_pattern(node, None, None, DefaultGraph()))
        near.update(q.subject for q in store.quads_for_pattern(None, None, node, DefaultGraph()))
        inside = f"SELECT ?part {{ {node} (gru:hasPosition|gru:contains)+ ?part }}"
        near.update(row["part"] for row in queries.rows(store, inside))
    extract = Store()
    for term in near:
        if isinstance(term, NamedNode) and term.value.startswith(ELEMENTS):
            extract.extend(store.quads_for_pattern(term, None, None, DefaultGraph()))
    described = "allowedSource allowedTarget directPredicate temporalScope dependentEnd".split()
    for predicate in (str(RDFS.subClassOf), str(SKOS.inScheme), *(GRU + name for name in described)):
        extract.extend(store.quads_for_pattern(None, NamedNode(predicate), None, DefaultGraph()))
    return extract


@pytest.mark.parametrize("components", [1, pytest.param(None, id="all", marks=pytest.mark.full)])
def test_both_engines_agree_on_the_landscape(landscape: str, components: int | None) -> None:
    """On all of it, or on some components with all that refers to them; pyshacl takes a minute for all."""
    data = landscape
    if components:
        store = Store()
        store.load(landscape.encode(), format=RdfFormat.N_TRIPLES)
        step = len(facts("components")) // components
        data = n_triples(
            neighbourhood(store, [f"component/{row['id']}" for row in facts("components")[::step]])
        )
    assert hits_of_pyshacl(data) == hits(data) != set()


# What every rule says, and how the files are cut


@pytest.mark.parametrize("name", sorted(rules()))
def test_a_rule_says_in_german_and_english_what_is_wrong_why_and_how_to_fix_it(name: str) -> None:
    graph, rule = shapes_graph(), rules()[name]

    def languages(shape: Any, predicate: rdflib.URIRef) -> list[str]:
        texts = list(graph.objects(shape, predicate))
        assert all(isinstance(text, rdflib.Literal) and str(text).strip() for text in texts)
        return sorted(text.language or "" for text in texts if isinstance(text, rdflib.Literal))

    for predicate in (RDFS.label, rdflib.URIRef(GRU + "reason"), rdflib.URIRef(GRU + "fix")):
        assert languages(rule, predicate) == ["de", "en"], predicate
    severity = graph.value(rule, SH.severity)
    assert severity in (SH.Violation, SH.Warning, SH.Info)
    for shape in raising_shapes(rule):
        assert languages(shape, SH.message) == ["de", "en"], graph.value(shape, SH.path)
        assert graph.value(shape, SH.severity, default=SH.Violation) == severity


def test_a_rule_with_several_properties_also_has_a_message_of_its_own() -> None:
    for rule in (rule for rule in rules().values() if len(raising_shapes(rule)) > 1):
        assert len(list(shapes_graph().objects(rule, SH.message))) == 2


def test_rules_are_node_shapes_named_in_our_namespace() -> None:
    for rule in rules().values():
        assert str(rule).startswith(SHAPES_NAMESPACE) and (rule, RDF.type, SH.NodeShape) in shapes_graph()


def test_no_shape_asks_for_a_graph_or_another_server() -> None:
    queries = [str(text).upper() for text in shapes_graph().objects(None, SH.select)]
    assert queries
    assert not [
        text for text in queries for word in ("GRAPH ", "SERVICE ", "VALUES ", "MINUS ") if word in text
    ]


def test_rules_for_elements_know_every_class_and_its_kind_of_address() -> None:
    graph = shapes_graph()
    classes = {*KIND_OF_CLASS, GRU + "Relation"}
    assert {str(c) for c in graph.objects(rules()["ElementIri"], SH.targetClass)} == classes
    assert {str(c) for c in graph.objects(rules()["HasIdentifier"], SH.targetClass)} == classes
    assert {str(c) for c in graph.objects(rules()["HasLabel"], SH.targetClass)} == set(KIND_OF_CLASS)
    own_work = {GRU + "View", GRU + "Scenario"}
    assert {str(c) for c in graph.objects(rules()["HasSource"], SH.targetClass)} == classes - own_work
    [choices] = graph.objects(rules()["ElementIri"], SH["or"])
    kinds = {}
    for choice in graph.items(choices):
        pattern, class_ = graph.items(graph.value(choice, SH["and"], any=False) or RDF.nil)
        kind = str(graph.value(pattern, SH.pattern)).split("/id/")[1].split("/")[0]
        kinds[str(graph.value(graph.value(class_, SH.property), SH.hasValue))] = kind
    assert kinds == {**KIND_OF_CLASS, GRU + "Relation": "relation"}


def test_cardinality_is_checked_in_each_source_without_the_ontology() -> None:
    file = rdflib.Graph().parse(resources.path("shapes", "cardinality.ttl"), format="turtle")
    constraints = {str(p).removeprefix(str(SH)) for p in file.predicates() if str(p).startswith(str(SH))}
    assert constraints == {
        *("targetSubjectsOf", "property", "path", "maxCount", "uniqueLang", "severity", "message")
    }
    source = Store()
    source.load(facts_as_they_are(examples=True), format=RdfFormat.N_TRIPLES)
    assert results(n_triples(source), "cardinality.ttl") == []
    names = {str(rule).removeprefix(SHAPES_NAMESPACE) for rule in file.subjects(SH.targetSubjectsOf)}
    examples = [example for example in BAD_EXAMPLES if example.rule in names and example.update]
    assert len(examples) > 30
    for example in examples:
        changed = Store()
        for name in example.focus:  # these rules look at what an element says itself
            changed.extend(source.quads_for_pattern(NamedNode(ELEMENTS + name), None, None, None))
        changed.update(example.update or "", base_iri=ELEMENTS, prefixes=PREFIXES)
        found = {(hit[0], hit[1]) for hit, _ in results(n_triples(changed), "cardinality.ttl")}
        assert found == {(focus, example.rule) for focus in example.focus}
