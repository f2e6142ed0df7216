# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""Checking what a change touches gives the verdict of checking everything."""

from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Store

from grundriss.model.terms import TYPE, concept, gru
from grundriss.store.incremental import Followed, follow_changes
from grundriss.store.materialised import MaterialisedStore
from grundriss.validation import incremental
from grundriss.validation.incremental import concerns, validate_affected
from grundriss.validation.shape_report import Report
from grundriss.validation.shapes import shape_rules
from grundriss.validation.validate import validate
from tests.core.conftest import TODAY
from tests.core.test_derivation import (
    BASE,
    COMPONENTS,
    FACT_QUADS,
    FULL,
    GRAPH,
    RELATIONS,
    additions,
    copy_of,
    new_relations,
    quad,
)
from tests.core.test_shapes import (
    BAD_EXAMPLES,
    Example,
    facts_as_they_are,
    graph_of,
    key,
    validation_graph,
)
from tests.counts import examples

Verdict = set[tuple[str, str, str | None, str | None]]

INTERFACES = sorted(
    {q.subject.value for q in FACT_QUADS if q.predicate == TYPE and q.object == gru("Interface")}
)
component_iris = st.sampled_from(COMPONENTS)
doubtful = st.one_of(
    additions,
    st.builds(quad, st.sampled_from(RELATIONS), st.just("via"), st.sampled_from(INTERFACES).map(NamedNode)),
    st.builds(quad, st.sampled_from(RELATIONS), st.just("target"), component_iris.map(NamedNode)),
    st.builds(quad, component_iris, st.just("kind"), st.just(concept("kind", "no-such-kind"))),
    st.builds(
        quad,
        st.sampled_from(RELATIONS),
        st.sampled_from(["validFrom", "validUntil"]),
        st.just(Literal("2031", datatype=NamedNode("http://www.w3.org/2001/XMLSchema#gYear"))),
    ),
    st.builds(lambda c: Quad(NamedNode(c), TYPE, gru("Interface"), GRAPH), component_iris),
    st.builds(quad, component_iris, st.just("isTarget"), st.just(Literal(True))),
)
BEFORE = validate(FULL)


def verdict(report: Report) -> Verdict:
    return {(f.rule, f.focus.id, f.path, f.value) for f in report.results}


def changed(store: Store, removed: list[Quad], added: list[Quad]) -> tuple[Store, Followed]:
    after = copy_of(store)
    followed = follow_changes(MaterialisedStore(after, BASE), BASE, TODAY, removed, added, concerns())
    return after, followed


def whole(subjects: Iterable[str]) -> list[Quad]:
    wanted = set(subjects)
    return [q for q in FACT_QUADS if q.subject.value in wanted]


def assert_same_verdict(removed: list[Quad], added: list[Quad]) -> None:
    after, followed = changed(FULL, removed, added)
    if followed.everything:
        return
    everything, touched = validate(after), validate_affected(after, followed.affected)
    assert verdict(touched) <= verdict(everything), "nothing is found that is not there"
    assert verdict(everything) - verdict(BEFORE) <= verdict(touched), "everything that is new is found"
    assert touched.conforms == everything.conforms


@settings(max_examples=examples(40), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(st.sampled_from(FACT_QUADS), max_size=8, unique=True),
    st.lists(doubtful, max_size=4),
    st.lists(new_relations(), max_size=2),
    st.lists(st.one_of(component_iris, st.sampled_from([*RELATIONS, *INTERFACES])), max_size=2),
)
def test_the_verdict_on_a_change_is_the_verdict_on_everything(
    removed: list[Quad], added: list[Quad], relations: list[list[Quad]], gone: list[str]
) -> None:
    assert_same_verdict([*removed, *whole(gone)], [*added, *(q for relation in relations for q in relation)])


@pytest.mark.parametrize("hub", ["bundid", "fit-connect", "eid"])
def test_a_removed_hub_leaves_dangling_ends_that_are_found(hub: str) -> None:
    iri = BASE.element("component", hub)
    removed = whole([iri.value])
    after, followed = changed(FULL, removed, [])
    found = validate_affected(after, followed.affected)
    expected = {
        q.subject.value
        for q in FACT_QUADS
        if q.object == iri and q.predicate in (gru("source"), gru("target"))
    }
    assert expected and expected <= {f.focus.id for f in found.results if f.rule == "grush:EndExists"}
    assert not found.conforms


def test_a_cycle_closed_by_one_relation_is_found() -> None:
    replaced = [q for q in FACT_QUADS if q.predicate == TYPE and q.object == gru("ReplacedBy")]
    of = {q.subject for q in replaced}
    ends = {(q.subject, q.predicate): q.object for q in FACT_QUADS if q.subject in of}
    relation = sorted(of, key=str)[0]
    back = f"{BASE.iri}id/relation/back"
    added = [
        Quad(NamedNode(back), TYPE, gru("ReplacedBy"), GRAPH),
        quad(back, "source", ends[relation, gru("target")]),  # type: ignore[arg-type]
        quad(back, "target", ends[relation, gru("source")]),  # type: ignore[arg-type]
        quad(back, "inState", gru("soll")),
    ]
    after, followed = changed(FULL, [], added)
    found = {f.focus.id for f in validate_affected(after, followed.affected).results if "Cycle" in f.rule}
    assert found == {relation.value, back}
    assert_same_verdict([], added)


def test_where_much_is_affected_everything_is_checked_with_the_same_verdict(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    removed = whole([BASE.element("component", "bundid").value])
    after, followed = changed(FULL, removed, [])
    asked: list[Store] = []
    engine = incremental.engine_report

    def counted(store: Store) -> object:
        asked.append(store)
        return engine(store)

    monkeypatch.setattr(incremental, "engine_report", counted)
    alone = validate_affected(after, followed.affected)
    assert not alone.conforms and not asked, "a small change is checked where it reaches"
    monkeypatch.setattr(incremental, "MANY", 1)
    assert validate_affected(after, followed.affected).results == alone.results
    small = len(asked)
    monkeypatch.setattr(incremental, "_TRIPLES_FOR_A_NODE", 1_000_000)
    together = validate_affected(after, followed.affected)
    assert together.results == alone.results and len(asked) == small + 1


@cache
def good() -> Store:
    """The facts with the good examples of the shapes, derived."""
    return validation_graph(facts_as_they_are(examples=True))


def asserted_in(store: Store) -> set[Quad]:
    return set(store.quads_for_pattern(None, None, None, GRAPH))


@cache
def asserted_in_good() -> set[Quad]:
    return asserted_in(good())


def statements(store: Store) -> list[bytes]:
    return sorted((store.dump(format=RdfFormat.N_QUADS) or b"").splitlines())


def of_every_third_rule(examples: Iterable[Example]) -> list[Any]:
    """The examples as parameters: the first one of every third rule, the others for the full run."""
    parameters, seen = [], set[str]()
    for example in examples:
        short = example.rule not in seen and len(seen) % 3 == 0
        parameters.append(pytest.param(example, id=str(example), marks=[] if short else [pytest.mark.full]))
        seen.add(example.rule)
    return parameters


@pytest.mark.parametrize("example", of_every_third_rule(BAD_EXAMPLES))
def test_every_bad_example_is_found_by_the_change_that_makes_it(example: Example, tmp_path: Path) -> None:
    """One cell changed, as a commit would see it: the same verdict, and the rule is named on the same elements."""
    full = graph_of([example])
    old, new = asserted_in_good(), asserted_in(full)
    after, followed = changed(good(), list(old - new), list(new - old))
    if followed.everything:
        return
    assert statements(after) == statements(full)
    everything, touched = validate(full), validate_affected(after, followed.affected)
    assert touched.conforms == everything.conforms
    named = {key(f.focus.id) for f in touched.results if f.rule == f"grush:{example.rule}"}
    assert example.focus <= named


def test_every_rule_with_a_target_names_its_reach() -> None:
    named = {shape.strip("<>") for concern in concerns() for shape in concern.shapes}
    parts = {"Existing", "PartialDate", "SourcesDisagree"}
    assert {rule.rpartition("#")[2] for rule in set(shape_rules()) - named} == parts
