# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""An `affected` query is asked for what its branches read, and not at all when that is nothing."""

import pytest
from pyoxigraph import Literal, NamedNode, Triple

from grundriss.model.terms import LABEL, gru
from grundriss.queries import PREFIXES
from grundriss.store.affected import AffectedQuery, affected_query
from grundriss.store.incremental import Follower
from grundriss.store.rules import rules
from grundriss.validation.incremental import concerns

A, B = NamedNode("http://example.org/a"), NamedNode("http://example.org/b")
TWO_BRANCHES = """# affected:
#   SELECT DISTINCT ?this WHERE {
#     { VALUES (?s ?p ?o) {} FILTER(?p = gru:target) BIND(?o AS ?this) }
#     UNION { VALUES (?s ?p ?o) {} FILTER(?p IN (gru:source, rdf:type)) ?s gru:source ?this }
#   }
"""


def query(text: str) -> AffectedQuery:
    found = affected_query(text)
    assert found
    return found


def test_each_branch_is_given_only_the_terms_that_it_reads() -> None:
    asked = query(TWO_BRANCHES).of([Triple(A, gru("target"), B), Triple(B, gru("source"), A)])
    assert asked is not None
    first, second = asked.split("UNION")
    assert f"VALUES (?o) {{ ({B}) }}" in first
    assert f"VALUES (?s) {{ ({B}) }}" in second


def test_a_change_that_matters_to_no_branch_is_not_asked_about() -> None:
    assert query(TWO_BRANCHES).of([Triple(A, LABEL, Literal("Neu"))]) is None


def test_what_several_triples_say_of_a_node_is_asked_once() -> None:
    asked = query(TWO_BRANCHES).of(
        [Triple(A, gru("source"), B), Triple(A, NamedNode(PREFIXES["rdf"] + "type"), B)]
    )
    assert asked is not None
    assert asked.count(str(A)) == 1


def test_a_branch_without_a_filter_is_given_every_triple() -> None:
    asked = query("# affected:\n#   SELECT ?this { VALUES (?s ?p ?o) {} ?this ?p ?o }\n").of(
        [Triple(A, LABEL, Literal("x"))]
    )
    assert asked is not None
    assert f'VALUES (?p ?o) {{ ({LABEL} "x") }}' in asked


@pytest.mark.parametrize("text", ["CONSTRUCT {} WHERE {}", "# affected:\n#   SELECT ?this { ?this ?p ?o }\n"])
def test_a_text_without_a_place_for_the_change_has_no_query(text: str) -> None:
    assert affected_query(text) is None


@pytest.mark.parametrize("follower", [*rules(), *concerns()], ids=lambda follower: follower.name)
def test_every_filter_of_the_rules_is_understood(follower: Follower) -> None:
    branches = follower.affected.branches
    assert branches
    assert all("FILTER(?p" not in branch.text for branch in branches)
