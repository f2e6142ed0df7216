# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""A violation offers the nearest known term: a class, a property, a code, an element, or the datatype of a date.

Each example is a statement of the facts with one term misspelt.
"""

from functools import cache

import pytest
from pyoxigraph import NamedNode, Quad, Store

from grundriss.importers.landscape import read_landscape
from grundriss.model.identifier import Base
from grundriss.model.terms import PREFIXES
from grundriss.validation.candidate import store_of
from grundriss.validation.shape_report import Finding
from grundriss.validation.validate import validate
from tests.core.conftest import FACTS, TODAY

BASE = Base()
ELEMENTS = BASE.iri + "id/"
CODES = "https://w3id.org/grundriss/ns/"

MISSPELT = {
    # the element, the property that loses what it says, and what is said instead → what is offered
    ("component/bundid", "a", "a gru:Componennt"): "gru:Component",
    ("component/fep", "a", "a gru:component"): "gru:Component",
    ("relation/dep-0005", "a", "a gru:Usess"): "gru:Uses",
    ("component/egovcampus", "gru:lifecycle", f"gru:lifecycel <{CODES}lifecycle/produktiv>"): "gru:lifecycle",
    ("component/pvog", "gru:kind", f"gru:kind <{CODES}kind/portall>"): f"<{CODES}kind/portal>",
    ("component/elster", "gru:kind", 'gru:kind "Portal"'): f"<{CODES}kind/portal>",
    ("component/od-ewa", "gru:confidence", "gru:confidence gru:sourcd"): "gru:sourced",
    ("relation/dep-0017", "gru:target", "gru:target <component/bundit>"): f"<{ELEMENTS}component/bundid>",
    ("component/eid", "gru:validFrom", 'gru:validFrom "2028"'): '"2028"^^xsd:gYear',
    ("component/dvdv", "gru:validFrom", 'gru:validFrom "2028-07"'): '"2028-07"^^xsd:gYearMonth',
    ("component/zbp", "gru:validFrom", 'gru:validFrom "30.6.2028"'): '"2028-06-30"^^xsd:date',
}
NOTHING_NEAR = [
    ("component/fit-connect", "gru:validFrom", 'gru:validFrom "2027-02-30"^^xsd:date'),
    ("component/govdata", "gru:kind", f"gru:kind <{CODES}kind/qqqq>"),
]


@cache
def findings() -> tuple[Finding, ...]:
    """What is said of the facts with all of these mistakes: each is in an element of its own."""
    store = Store()
    store.extend(Quad(q.subject, q.predicate, q.object) for q in read_landscape(FACTS, BASE).quads)
    for element, loses, says in [*MISSPELT, *NOTHING_NEAR]:
        assert store.query(f"ASK {{ <{ELEMENTS}{element}> ?p ?o }}"), element
        change = f"DELETE WHERE {{ <{element}> {loses} ?x }} ; INSERT DATA {{ <{element}> {says} }}"
        store.update(change, base_iri=ELEMENTS, prefixes=PREFIXES)
    graph = BASE.source_graph("landscape")
    quads = [Quad(q.subject, q.predicate, q.object, graph) for q in store]
    report = validate(store_of(quads, TODAY, BASE))
    return tuple(f for f in report.results if f.severity == "violation")


def fixes_of(element: str, lang: str) -> list[str]:
    return [f.fix[lang] for f in findings() if f.focus.id == ELEMENTS + element]


@pytest.mark.parametrize(("mistake", "offered"), MISSPELT.items(), ids=lambda value: str(value)[:60])
def test_a_violation_offers_the_nearest_known_term(mistake: tuple[str, str, str], offered: str) -> None:
    for lang, ways in (
        ("de", (f"Meinten Sie {offered}", f"Schreiben Sie {offered}.")),
        ("en", (f"Did you mean {offered}", f"Write {offered}.")),
    ):
        assert any(fix.startswith(ways) for fix in fixes_of(mistake[0], lang)), fixes_of(mistake[0], lang)


@pytest.mark.parametrize("mistake", NOTHING_NEAR, ids=lambda value: value[0])
def test_where_nothing_is_near_the_rule_says_its_own_fix_alone(mistake: tuple[str, str, str]) -> None:
    [fix] = fixes_of(mistake[0], "en")
    assert not fix.startswith("Did you mean") and "^^" not in fix and fix


def test_very_many_mistakes_do_not_make_the_report_slow() -> None:
    """So many look-ups are done and no more; the others keep the fix of the rule."""
    ours = NamedNode(BASE.source_graph("landscape").value)
    kind = NamedNode(PREFIXES["gru"] + "kind")
    quads = [
        Quad(NamedNode(f"{ELEMENTS}component/c{n}"), kind, NamedNode(f"{CODES}kind/portal{n}"), ours)
        for n in range(200)
    ]
    fixes = [
        f.fix["en"] for f in validate(store_of(quads, TODAY, BASE)).results if f.rule == "grush:KnownCode"
    ]
    assert len(fixes) == 200 and sum(fix.startswith("Did you mean") for fix in fixes) == 50
