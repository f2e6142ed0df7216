# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""Incremental derivation gives what full derivation gives."""

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad, Store

from grundriss.errors import InputError
from grundriss.importers.landscape import read_landscape
from grundriss.model.identifier import Base
from grundriss.model.partial_date import PartialDate
from grundriss.model.terms import TYPE, concept, gru
from grundriss.store.derivation import derive_all
from grundriss.store.incremental import Reads, follow_changes
from grundriss.store.materialised import MaterialisedStore
from grundriss.store.rebuild import load_ontology
from grundriss.store.rules import parse_rule, rules
from tests.core.conftest import FACTS, TODAY
from tests.counts import examples

BASE = Base()
GRAPH = BASE.source_graph("landscape")
FACT_QUADS = read_landscape(FACTS, BASE).quads
COMPONENTS = sorted(
    {q.subject.value for q in FACT_QUADS if q.predicate == TYPE and q.object == gru("Component")}
)
RELATIONS = sorted({q.subject.value for q in FACT_QUADS if q.predicate == gru("target")})
RELATION_TYPES = ["Uses", "SuppliesDataTo", "PartOf", "ReplacedBy", "RunsOn"]


def derived(quads: list[Quad], today: date = TODAY) -> Store:
    store = Store()
    materialised = MaterialisedStore(store, BASE)
    load_ontology(materialised, BASE)
    materialised.insert(quads)
    derive_all(store, BASE, today)
    return store


def copy_of(store: Store) -> Store:
    copy = Store()
    copy.extend(store)
    return copy


FULL = derived(FACT_QUADS)


def apply_incrementally(store: Store, removed: list[Quad], added: list[Quad]) -> tuple[Store, Reads]:
    after = copy_of(store)
    materialised = MaterialisedStore(after, BASE)
    return after, follow_changes(materialised, BASE, TODAY, removed, added).reads


def quad(subject: str, name: str, value: NamedNode | Literal) -> Quad:
    return Quad(NamedNode(subject), gru(name), value, GRAPH)


dates = st.dates(date(2015, 1, 1), date(2035, 1, 1))
partial_dates = st.builds(
    lambda d, n: PartialDate.parse(d.isoformat()[:n]).literal, dates, st.sampled_from([4, 7, 10])
)
lifecycles = st.sampled_from(["produktiv", "im-aufbau", "in-planung", "abloesung", "abgekuendigt"])
component_iris = st.sampled_from(COMPONENTS)

additions = st.one_of(
    st.builds(quad, component_iris, st.sampled_from(["validFrom", "validUntil"]), partial_dates),
    st.builds(
        quad, component_iris, st.just("lifecycle"), lifecycles.map(lambda code: concept("lifecycle", code))
    ),
    st.builds(
        quad, component_iris, st.just("inState"), st.sampled_from([gru("ist"), gru("soll"), gru("both")])
    ),
    st.builds(
        quad, st.sampled_from(RELATIONS), st.just("inState"), st.sampled_from([gru("ist"), gru("soll")])
    ),
    st.builds(quad, st.sampled_from(RELATIONS), st.just("via"), st.just(BASE.element("interface", "if-eid"))),
)


@st.composite
def new_relations(draw: st.DrawFn) -> list[Quad]:
    node = f"{BASE.iri}id/relation/new-{draw(st.integers(0, 3))}"
    source, target = draw(component_iris), draw(component_iris)
    return [
        Quad(NamedNode(node), TYPE, gru(draw(st.sampled_from(RELATION_TYPES))), GRAPH),
        quad(node, "source", NamedNode(source)),
        quad(node, "target", NamedNode(target)),
        quad(node, "inState", draw(st.sampled_from([gru("ist"), gru("soll")]))),
    ]


@settings(max_examples=examples(60), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(st.sampled_from(FACT_QUADS), max_size=12, unique=True),
    st.lists(additions, max_size=6),
    st.lists(new_relations(), max_size=2),
)
def test_incremental_equals_full(removed: list[Quad], added: list[Quad], relations: list[list[Quad]]) -> None:
    added = [*added, *(quad for relation in relations for quad in relation)]
    kept = [quad for quad in FACT_QUADS if quad not in set(removed)]
    incremental, _ = apply_incrementally(FULL, removed, added)
    full = derived([*kept, *added])
    assert set(incremental) == set(full)


def whole_element(key: str) -> list[Quad]:
    iri = BASE.element("component", key)
    return [quad for quad in FACT_QUADS if quad.subject == iri]


@pytest.mark.parametrize("key", ["bundid", "zapuk", "fit-connect", "pvog"])
def test_removing_a_hub_incrementally_equals_full(key: str) -> None:
    removed = whole_element(key)
    incremental, reads = apply_incrementally(FULL, removed, [])
    assert set(incremental) == set(derived([quad for quad in FACT_QUADS if quad not in set(removed)]))
    assert reads.total > 0


@pytest.mark.parametrize("placed", ["source", "target", "relation"])
@pytest.mark.parametrize(
    ("days", "present"),
    [
        ({"validFrom": ["2027"]}, False),
        ({"validFrom": ["2027", "2020"]}, True),
        ({"validUntil": ["2025"]}, False),
        ({"validUntil": ["2025", "2030"]}, True),
        ({"validFrom": ["2020"], "validUntil": ["2030"]}, True),
        ({"validFrom": ["2027", "2020"], "validUntil": ["2025"]}, False),
    ],
)
def test_a_relation_is_there_while_it_and_both_ends_are_by_what_any_source_says(
    placed: str, days: dict[str, list[str]], present: bool
) -> None:
    ends = {"source": BASE.element("component", "a"), "target": BASE.element("component", "b")}
    relation = BASE.element("relation", "a-b")
    node = ends.get(placed, relation)
    facts = [quad(end.value, "kind", concept("kind", "portal")) for end in ends.values()]
    facts += [Quad(end, TYPE, gru("Component"), GRAPH) for end in ends.values()]
    facts += [
        Quad(relation, TYPE, gru("Uses"), GRAPH),
        *(quad(relation.value, k, v) for k, v in ends.items()),
    ]
    dated = [quad(node.value, k, PartialDate.parse(v).literal) for k, vs in days.items() for v in vs]
    holds = Quad(relation, gru("presentIn"), gru("ist"), BASE.graph("derived"))
    assert (holds in derived([*facts, *dated])) is present
    after, _ = apply_incrementally(derived(facts), [], dated)
    assert (holds in after) is present


def test_a_moved_target_date_reaches_everything_placed_by_it() -> None:
    plateau = BASE.element("plateau", "ziel-2028")
    old = Quad(plateau, gru("date"), PartialDate.parse("2028-12-31").literal, GRAPH)
    new = Quad(plateau, gru("date"), PartialDate.parse("2027-06-30").literal, GRAPH)
    incremental, _ = apply_incrementally(FULL, [old], [new])
    assert set(incremental) == set(derived([*(quad for quad in FACT_QUADS if quad != old), new]))


def test_each_rule_says_what_it_derives() -> None:
    heads: dict[tuple[str, str], str] = {}
    for rule in rules():
        for graph in (graph for output in rule.outputs for graph in output.graphs):
            for head in rule.head_predicates(FULL):
                taken = heads.setdefault((graph, head.value), rule.name)
                assert taken == rule.name, f"{head} in {graph} is derived by two rules"
    derived_predicates = {
        q.predicate.value for q in FULL.quads_for_pattern(None, None, None, BASE.graph("derived"))
    }
    assert derived_predicates <= {head for graph, head in heads if graph == "derived"}


def test_a_rule_without_a_header_is_refused() -> None:
    with pytest.raises(InputError, match="stratum"):
        parse_rule("broken", "# title: x\nCONSTRUCT { ?this ?p ?o } WHERE { ?this ?p ?o }\n")
