# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""A SPARQL update is one commit: what it changes, what it refuses, and that it means what the standard says.

The reference for the meaning is pyoxigraph's own update of a store that holds the same datasets.
"""

import shutil
from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import grundriss
from grundriss.editing.update import Updated, update
from grundriss.errors import Conflict, InputError, LimitExceeded, PermissionDenied, UsageError
from grundriss.sparql.gate import QueryRefused, QueryTooLarge
from grundriss.sparql.tokens import MalformedQuery
from grundriss.store.commit import Intent, replace_dataset
from grundriss.store.workspace import Workspace
from tests.core.conftest import TODAY
from tests.core.published import check
from tests.core.stated import stated
from tests.counts import cases, examples

BASE = "https://w3id.org/grundriss/"
PREFIXES = (
    f"PREFIX c: <{BASE}id/component/> PREFIX g: <{BASE}graph/source/> PREFIX o: <{BASE}id/organization/>\n"
)
LANDSCAPE = f"<{BASE}graph/source/landscape>"


def run(workspace: Workspace, text: str, **options: object) -> Updated:
    dataset = options.pop("dataset", None)
    expected = options.pop("expected", None)
    intent = Intent(dataset, "test", "tester", expected=expected)  # type: ignore[arg-type]
    return update(workspace, PREFIXES + text, intent, **options)  # type: ignore[arg-type]


def asserted(workspace: Workspace) -> set[str]:
    """What the datasets state."""
    return set(map(str, stated(workspace)))


def labels(workspace: Workspace, pattern: str) -> list[str]:
    with grundriss.open(workspace.path, today=TODAY) as land:
        found = land.query(f"{PREFIXES}SELECT ?x {{ {pattern} }} ORDER BY ?x")
    return [str(row["x"]) for row in found]


ALT = "c:bundid skos:altLabel"


def test_several_operations_are_one_revision_and_each_sees_the_one_before(fresh: Workspace) -> None:
    before = asserted(fresh)
    done = run(
        fresh,
        f"INSERT DATA {{ {ALT} 'eins'@de }} ;\n"
        f"DELETE {{ {ALT} ?old }} INSERT {{ {ALT} ?new }}\n"
        f"WHERE {{ {ALT} ?old BIND(STRLANG(CONCAT(STR(?old), '-zwei'), 'de') AS ?new) }}",
    )
    assert (done.revision, done.added, done.removed) == (2, 1, 0)
    assert asserted(fresh) - before == {
        f'<{BASE}id/component/bundid> <http://www.w3.org/2004/02/skos/core#altLabel> "eins-zwei"@de '
        f"<{BASE}graph/source/manual>"
    }
    assert not check(fresh).faults


def test_new_statements_of_the_default_graph_go_to_the_dataset_that_is_named(fresh: Workspace) -> None:
    done = run(fresh, f"INSERT DATA {{ {ALT} 'x' . GRAPH g:andere {{ {ALT} 'y' }} }}", dataset="planung")
    assert done.datasets == {"andere": (1, 0), "planung": (1, 0)}


def test_a_deletion_from_the_default_graph_leaves_every_dataset_that_states_it(fresh: Workspace) -> None:
    run(fresh, f"INSERT DATA {{ GRAPH g:a {{ {ALT} 'x', 'y' }} GRAPH g:b {{ {ALT} 'x' }} }}")
    assert run(fresh, f"DELETE DATA {{ GRAPH g:a {{ {ALT} 'x' }} }}").removed == 1
    assert labels(fresh, f"{ALT} ?x") == ["x", "y"]
    run(fresh, f"INSERT DATA {{ GRAPH g:a {{ {ALT} 'x' }} }}")
    assert run(fresh, f"DELETE DATA {{ {ALT} 'x' }}").datasets == {"a": (0, 1), "b": (0, 1)}
    assert labels(fresh, f"{ALT} ?x") == ["y"]


def test_what_the_default_graph_has_is_not_stated_twice(fresh: Workspace) -> None:
    assert run(fresh, "INSERT DATA { c:bundid a gru:Component }").unchanged
    moved = run(fresh, "INSERT DATA { GRAPH g:zweite { c:bundid a gru:Component } }")
    assert moved.datasets == {"zweite": (1, 0)}


def test_deleting_and_inserting_the_same_statement_changes_nothing(fresh: Workspace) -> None:
    assert run(
        fresh, "DELETE { ?x a gru:Component } INSERT { ?x a gru:Component } WHERE { ?x a gru:Component }"
    ).unchanged


def test_a_derived_statement_that_is_named_cannot_be_deleted(fresh: Workspace) -> None:
    derived = labels(fresh, "c:bundid gru:owner ?x")[0]
    with pytest.raises(UsageError, match="derived") as caught:
        run(fresh, f"\nDELETE DATA {{ c:bundid gru:owner <{derived}> }}")
    assert "Line 3, column 1" in str(caught.value) and "derived from" in str(caught.value.hint)


def test_derived_statements_that_a_pattern_matches_are_counted_and_left(fresh: Workspace) -> None:
    done = run(fresh, "DELETE WHERE { c:bundid gru:owner ?x }")
    assert done.unchanged and done.left == 1
    assert run(fresh, "DELETE DATA { c:bundid gru:owner c:nothing }").unchanged


def test_a_bare_direct_triple_becomes_a_relation_unless_one_says_so(fresh: Workspace) -> None:
    target = labels(fresh, "c:bundid gru:uses ?x")
    assert not target or run(fresh, f"INSERT DATA {{ c:bundid gru:uses <{target[0]}> }}").unchanged
    source, other = labels(
        fresh, "?x a gru:Component ; gru:kind ?k FILTER NOT EXISTS { ?x gru:uses c:xta-ws }"
    )[:2]
    done = run(fresh, f"INSERT DATA {{ <{source}> gru:uses <{other}> }}", dry_run=True)
    assert any(quad.object == ox.NamedNode("https://w3id.org/grundriss/ns#Uses") for quad in done.patch.added)


def test_blank_nodes_get_the_same_name_each_time(fresh: Workspace) -> None:
    data = "INSERT DATA { GRAPH g:a { c:bundid skos:note [ rdfs:label 'x' ] } }"
    data = "PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> " + data
    assert run(fresh, data).added == 2
    assert run(fresh, data).unchanged
    assert all("/genid/" in x for x in labels(fresh, "c:bundid skos:note ?x"))


def test_blank_nodes_of_solutions_are_told_apart(fresh: Workspace) -> None:
    values = "VALUES ?n { 1 2 } BIND(BNODE() AS ?b)"
    done = run(
        fresh, f"INSERT {{ GRAPH g:a {{ c:bundid skos:note ?b . ?b skos:note ?n }} }} WHERE {{ {values} }}"
    )
    assert done.added == 4 and len(labels(fresh, "c:bundid skos:note ?x")) == 2


@pytest.mark.parametrize(
    "text",
    [
        "INSERT DATA { c:a c:b <<( c:a c:b c:c )>> }",
        "INSERT DATA { c:a c:b c:c {| c:d c:e |} }",
        "INSERT { c:a c:b ?t } WHERE { BIND(TRIPLE(c:a, c:b, c:c) AS ?t) }",
    ],
)
def test_triple_terms_are_refused(fresh: Workspace, text: str) -> None:
    with pytest.raises(InputError, match="triple term"):
        run(fresh, text)


def test_a_workspace_without_a_revision_takes_an_update(tmp_path: Path) -> None:
    Workspace.init(tmp_path / "new")
    workspace = Workspace.open(tmp_path / "new", TODAY)
    assert run(workspace, "DELETE WHERE { ?s ?p ?o }").unchanged
    assert run(workspace, f"INSERT {{ {ALT} ?x }} WHERE {{ BIND('x' AS ?x) }}").revision == 1


def test_both_templates_see_the_same_solutions(fresh: Workspace) -> None:
    done = run(
        fresh,
        "INSERT { GRAPH g:a { c:bundid skos:note ?u } GRAPH g:b { c:bundid skos:note ?u } }\n"
        "WHERE { BIND(STRUUID() AS ?u) }",
    )
    assert done.added == 2 and len({quad.object for quad in done.patch.added}) == 1


def test_a_graph_variable_writes_to_the_dataset_that_it_is_bound_to(fresh: Workspace) -> None:
    run(fresh, f"INSERT DATA {{ GRAPH g:a {{ {ALT} 'x' }} GRAPH g:b {{ {ALT} 'x' }} }}")
    pattern = f"GRAPH ?g {{ {ALT} ?x }}"
    assert run(fresh, f"DELETE {{ {pattern} }} WHERE {{ {pattern} }}").datasets == {"a": (0, 1), "b": (0, 1)}
    with pytest.raises(UsageError, match="graph/derived"):
        run(
            fresh,
            "DELETE { GRAPH ?g { c:bundid gru:owner ?x } } WHERE { GRAPH ?g { c:bundid gru:owner ?x } }",
        )


def test_a_violation_refuses_everything(fresh: Workspace) -> None:
    before = asserted(fresh)
    done = run(fresh, f"INSERT DATA {{ {ALT} 'x' }} ; DELETE WHERE {{ c:bundid a ?x }}")
    assert done.revision is None and not done.report.conforms
    assert asserted(fresh) == before and fresh.log.last == 1
    assert run(fresh, f"INSERT DATA {{ {ALT} 'x' }}").revision == 2


def test_another_revision_than_expected_is_a_conflict(fresh: Workspace) -> None:
    assert run(fresh, f"INSERT DATA {{ {ALT} 'x' }}", expected=1).revision == 2
    with pytest.raises(Conflict):
        run(fresh, f"INSERT DATA {{ {ALT} 'y' }}", expected=1)


def test_a_dry_run_changes_nothing(fresh: Workspace) -> None:
    done = run(fresh, f"INSERT DATA {{ {ALT} 'x' }} ; DELETE WHERE {{ {ALT} ?any }}", dry_run=True)
    assert done.unchanged
    done = run(fresh, f"INSERT DATA {{ {ALT} 'x' }}", dry_run=True)
    assert (done.revision, done.added, fresh.log.last) == (None, 1, 1)


WHOLE = [
    "CLEAR DEFAULT",
    "CLEAR NAMED",
    "DROP SILENT ALL",
    "CLEAR ALL",
    "DROP SILENT DEFAULT",
    "DROP SILENT NAMED",
]


@pytest.mark.parametrize("operation", cases(WHOLE, 3))
def test_everything_means_the_datasets(fresh: Workspace, operation: str) -> None:
    run(fresh, f"INSERT DATA {{ GRAPH g:a {{ {ALT} 'x' }} }}")
    with fresh.snapshot() as snapshot:
        ontology = len(list(snapshot.store.quads_for_pattern(None, None, None, fresh.base.graph("ontology"))))
    done = run(fresh, operation)
    assert set(done.datasets) == {"a", "landscape"} and asserted(fresh) == set()
    with fresh.snapshot() as snapshot:
        assert (
            len(list(snapshot.store.quads_for_pattern(None, None, None, fresh.base.graph("ontology"))))
            == ontology
        )


def test_graphs_are_added_copied_moved_and_made(fresh: Workspace) -> None:
    run(fresh, f"INSERT DATA {{ GRAPH g:a {{ {ALT} 'x' }} GRAPH g:b {{ {ALT} 'y' }} }}")
    assert run(fresh, "CREATE GRAPH g:neu").unchanged
    assert run(fresh, "ADD g:a TO GRAPH g:b").datasets == {"b": (1, 0)}
    assert run(fresh, "COPY SILENT g:a TO g:b").datasets == {"b": (0, 1)}
    assert run(fresh, "COPY g:a TO g:a").unchanged
    assert run(fresh, "MOVE GRAPH g:a TO g:c").datasets == {"a": (0, 1), "c": (1, 0)}
    assert run(fresh, "ADD g:c TO DEFAULT").unchanged, "the default graph has it"
    for text in ("MOVE DEFAULT TO g:d", "COPY g:c TO DEFAULT", "ADD DEFAULT TO g:d"):
        with pytest.raises(UsageError, match="DEFAULT"):
            run(fresh, text)


def test_with_and_using_say_what_is_asked_and_written(fresh: Workspace) -> None:
    run(fresh, f"INSERT DATA {{ GRAPH g:a {{ {ALT} 'x' }} GRAPH g:b {{ {ALT} 'y' }} }}")
    assert run(fresh, f"WITH g:a DELETE {{ {ALT} ?x }} WHERE {{ {ALT} ?x }}").datasets == {"a": (0, 1)}
    done = run(fresh, f"WITH g:a INSERT {{ {ALT} ?x }} USING g:b WHERE {{ {ALT} ?x }}")
    assert {str(quad.object) for quad in done.patch.added} == {'"y"'}
    done = run(fresh, f"WITH g:neu INSERT {{ {ALT} ?x }} WHERE {{ GRAPH g:a {{ {ALT} ?x }} }}")
    assert done.datasets == {"neu": (1, 0)}
    assert run(fresh, f"WITH g:leer INSERT {{ {ALT} 'z' }} WHERE {{ }}").datasets == {"leer": (1, 0)}


def test_several_graphs_named_by_using_are_one(fresh: Workspace) -> None:
    run(
        fresh,
        f"INSERT DATA {{ GRAPH g:a {{ {ALT} 'x', 'y' }} GRAPH g:b {{ {ALT} 'x' }} GRAPH g:c {{ {ALT} 'z' }} }}",
    )
    counted = f"USING g:a USING g:b USING NAMED g:c WHERE {{ SELECT (COUNT(*) AS ?n) {{ {ALT} ?x }} }}"
    done = run(fresh, f"INSERT {{ c:bundid skos:note ?n }} {counted}", dry_run=True)
    assert [quad.object for quad in done.patch.added] == [ox.Literal(2)]
    done = run(
        fresh,
        f"INSERT DATA {{ GRAPH g:b {{ {ALT} 'neu' }} }} ; INSERT {{ c:bundid skos:note ?n }} {counted}",
        dry_run=True,
    )
    assert ox.Literal(3) in {quad.object for quad in done.patch.added}
    with_named = f"USING g:a USING g:b USING NAMED g:c WHERE {{ GRAPH ?g {{ {ALT} ?x }} }}"
    done = run(fresh, f"INSERT {{ c:bundid skos:note ?x }} {with_named}", dry_run=True)
    assert [quad.object for quad in done.patch.added] == [ox.Literal("z")]


def test_prefixes_and_base_hold_until_they_are_declared_anew(fresh: Workspace) -> None:
    done = run(
        fresh,
        "PREFIX x: <http://one.example/> BASE <http://b.example/a/> INSERT DATA { x:s x:p <o> } ;\n"
        "PREFIX x: <two/> BASE <c/> INSERT DATA { x:s x:p <o> } ;\n"
        "BASE <http://z.example/> INSERT DATA { x:s x:p <o> } ;",
        dry_run=True,
    )
    assert {(quad.subject.value, quad.object.value) for quad in done.patch.added} == {  # type: ignore[union-attr]
        ("http://one.example/s", "http://b.example/a/o"),
        ("http://b.example/a/two/s", "http://b.example/a/c/o"),
        ("http://b.example/a/two/s", "http://z.example/o"),
    }


def test_brackets_and_keywords_in_texts_and_comments_are_neither(fresh: Workspace) -> None:
    text = "} ; CLEAR ALL ; { SERVICE <http://x/> # LOAD"
    done = run(
        fresh,
        f"INSERT DATA {{ # }} ; CLEAR ALL\n {ALT} '{text}', '''}}'\"''' }} # ; CLEAR ALL\n;"
        f"DELETE {{ {ALT} ?x }} # }} WHERE {{\n INSERT {{ {ALT} '{{' }} WHERE {{ {ALT} ?x FILTER(?x = '''}}'\"''') }}",
    )
    assert labels(fresh, f"{ALT} ?x") == ["{", text] and done.removed == 0


@pytest.mark.parametrize(
    "graph",
    [
        f"{BASE}graph/derived",
        f"{BASE}graph/ontology",
        f"{BASE}graph/shapes",
        f"{BASE}graph/provenance",
        f"{BASE}graph/state/soll",
        f"{BASE}graph/source/",
        f"{BASE}graph/source/Gro%C3%9F",
        f"{BASE}graph/source/../derived",
        f"{BASE}graph/source/a/../../derived",
        "http://evil.example/graph/source/landscape",
        "urn:x",
    ],
)
def test_only_datasets_are_written_to(fresh: Workspace, graph: str) -> None:
    before = asserted(fresh)
    for text in (
        f"INSERT DATA {{ GRAPH <{graph}> {{ {ALT} 'x' }} }}",
        f"DELETE DATA {{ GRAPH <{graph}> {{ {ALT} 'x' }} }}",
        f"INSERT DATA {{ {ALT} 'x' }} ; WITH <{graph}> INSERT {{ {ALT} ?x }} WHERE {{ BIND(1 AS ?x) }}",
        f"INSERT {{ GRAPH ?g {{ {ALT} 1 }} }} WHERE {{ BIND(<{graph}> AS ?g) }}",
        *(f"{word} GRAPH <{graph}>" for word in ("CLEAR", "DROP", "CREATE", "CLEAR SILENT")),
        *(f"{word} {LANDSCAPE} TO <{graph}>" for word in ("ADD", "COPY", "MOVE")),
        f"MOVE <{graph}> TO {LANDSCAPE}",
    ):
        with pytest.raises(UsageError, match="Line"):
            run(fresh, text)
    assert asserted(fresh) == before and fresh.log.last == 1


@pytest.mark.parametrize(
    "text",
    [
        "INSERT { ?s ?p ?o } WHERE { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
        "INSERT { ?s ?p ?o } WHERE { sErViCe\t#c\n SILENT ?x { ?s ?p ?o } }",
        "INSERT { ?s ?p ?o } WHERE { \\u0053ERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
        "INSERT { ?s ?p ?o } WHERE { FILTER EXISTS { { SERVICE c:x { ?s ?p ?o } } } }",
        "PREFIX SERVICEc: <urn:x:> INSERT { ?s ?p ?o } WHERE { SERVICEc:x { ?s ?p ?o } }",
        "DELETE WHERE { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
        "LOAD <http://127.0.0.1:9/>",
        "load #c\n silent <http://127.0.0.1:9/> INTO GRAPH g:a",
        "CLEAR GRAPH g:a ; L\\u004fAD <http://127.0.0.1:9/>",
    ],
)
def test_nothing_is_fetched(fresh: Workspace, text: str) -> None:
    with pytest.raises(QueryRefused, match=r"SERVICE|LOAD"):
        run(fresh, text)


@pytest.mark.parametrize(
    ("text", "place", "said"),
    [
        ("", "Line 2, column 1", "operation should begin"),
        ("SELECT * { }", "Line 2, column 1", "only asks"),
        ("INSRT DATA { }", "Line 2, column 1", "begins no operation"),
        ("INSERT DATA { c:a c:b 1", "Line 2, column 24", "ends in the middle"),
        ("INSERT DATA { c:a c:b 1 } }", "Line 2, column 27", "; should stand"),
        ("INSERT DATA { c:a\n c:b ?x }", "Line 3, column", "?x"),
        ("DELETE DATA { _:a c:b 1 }", "Line 2, column", "_:a"),
        ("DELETE { [] c:b 1 } WHERE { }", "Line 2, column", "["),
        ("INSERT { ?s ?p } WHERE { ?s ?p ?o }", "Line 2, column 13", "?p"),
        ("CLEAR ALL ;\n\n INSERT { } WHERE {\n ?s ?p }", "Line 5, column 8", "}"),
        ("INSERT { ?s ?p ?o } WHERE { ?s ?p ?o FILTR(1) }", "Line 2, column 38", "FILTR"),
        ("INSERT { ?s ?p ?o } { ?s ?p ?o }", "Line 2, column 21", "WHERE should stand"),
        ("INSERT DATA { ( 1 ] c:a 2 }", "Line 2, column", "]"),
        ("INSERT DATA { unknown:a c:b 1 }", "Line 2, column 15", "unknown:"),
        ("CLEAR g:a", "Line 2, column 7", "GRAPH or DEFAULT or NAMED or ALL"),
        ("ADD g:a g:b", "Line 2, column 9", "TO should stand"),
        ("INSERT DATA { c:a c:b \x00 }", "Line 2, column 23", "U+0000"),
    ],
)
def test_what_is_no_update_is_told_with_its_place(fresh: Workspace, text: str, place: str, said: str) -> None:
    with pytest.raises(MalformedQuery) as caught:
        run(fresh, text)
    assert place in str(caught.value) and said in str(caught.value)
    assert fresh.log.last == 1


def test_an_update_that_is_too_large_is_refused_before_it_runs(fresh: Workspace) -> None:
    with pytest.raises(QueryTooLarge, match="brackets open"):
        run(fresh, "INSERT DATA { " + "[ c:p " * 10_000 + "1" + " ]" * 10_000 + " c:p 1 }")
    with pytest.raises(QueryTooLarge, match="brackets open"):
        run(fresh, "INSERT { } WHERE " + "{" * 10_000 + "}" * 10_000)
    with pytest.raises(QueryTooLarge, match="GRUNDRISS_MAX_QUERY_TOKENS"):
        run(fresh, "DELETE WHERE { " + "?s ?p ?o . " * 250_000 + "}")
    with pytest.raises(QueryTooLarge, match="GRUNDRISS_MAX_QUERY_BYTES"):
        run(fresh, "INSERT { } WHERE { FILTER('" + "x" * 70_000 + "') }")
    with pytest.raises(LimitExceeded, match="operations"):
        run(fresh, "CLEAR ALL;" * 10_001)
    with pytest.raises(LimitExceeded, match="bytes"):
        run(fresh, f"INSERT DATA {{ {ALT} 'x' }}", most_bytes=100)


@pytest.mark.full
def test_a_million_tokens_of_data_are_read(fresh: Workspace) -> None:
    numbers = ",".join(map(str, range(500_000)))
    with pytest.raises(LimitExceeded, match="statements"):
        run(fresh, f"INSERT DATA {{ GRAPH g:a {{ {ALT} {numbers}, 'one too many' }} }}")


def test_a_pattern_that_runs_away_is_stopped(fresh: Workspace) -> None:
    cross = "?a ?b ?c . ?d ?e ?f . ?g ?h ?i"
    with pytest.raises(LimitExceeded, match="stopped after 1 seconds"):
        run(
            fresh,
            f"INSERT {{ c:bundid skos:note ?n }} WHERE {{ SELECT (COUNT(*) AS ?n) {{ {cross} }} }}",
            seconds=1,
        )
    with pytest.raises(LimitExceeded, match="solutions"):
        run(fresh, f"INSERT {{ c:bundid skos:note ?c }} WHERE {{ {cross} }}")
    assert run(fresh, f"INSERT DATA {{ {ALT} 'x' }}").revision == 2


def test_an_update_in_python_moves_the_landscape_on(fresh: Workspace) -> None:
    with grundriss.open(fresh.path, today=TODAY) as land:
        done = land.update("INSERT DATA { <id/component/bundid> skos:altLabel 'neu' }", message="why")
        assert done.revision == land.snapshot.revision == 2
        with pytest.raises(UsageError, match="message"):
            land.update("CLEAR ALL", message=" ")
    with grundriss.open(fresh.path, today=TODAY, revision=1) as old, pytest.raises(PermissionDenied):
        old.update("CLEAR ALL", message="why")


def test_what_an_update_reads_of_the_store_does_not_grow_with_it(
    fresh: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither a copy nor a scan: only the statements in question are looked up."""
    from grundriss.editing import update_draft

    looked_up: list[int] = []
    original = update_draft.Draft._holding

    def counted(self: update_draft.Draft, triple: ox.Triple) -> list[ox.NamedNode]:
        found = original(self, triple)
        looked_up.append(len(found))
        return found

    def unexpected(*_: object) -> None:
        pytest.fail("the store is copied")

    monkeypatch.setattr(update_draft.Draft, "_holding", counted)
    monkeypatch.setattr("grundriss.editing.update_evaluation.Evaluation._copy", unexpected)
    pattern = f"c:bundid skos:prefLabel ?label OPTIONAL {{ {ALT} ?x }}"
    text = f"DELETE {{ {ALT} ?x }} INSERT {{ {ALT} 'z' }} WHERE {{ {pattern} }}"
    reads = run(fresh, text, dry_run=True).reads
    few, looked_up[:] = list(looked_up), []
    quads = [
        ox.Quad(
            ox.NamedNode(f"{BASE}id/x/{n}"),
            ox.NamedNode("urn:p"),
            ox.Literal(str(n)),
            fresh.base.source_graph("much"),
        )
        for n in range(20_000)
    ]
    assert replace_dataset(fresh, quads, Intent("much", "much", "tester")).revision == 2
    again = run(fresh, text, dry_run=True).reads
    assert looked_up == few and reads is not None and again is not None and again.total == reads.total


# Meaning: random small updates that name the graphs of datasets, against pyoxigraph.

_NODES = st.sampled_from([f"<urn:n{n}>" for n in range(4)])
_PREDICATES = st.sampled_from(["<urn:p>", "<urn:q>"])
_VALUES = st.one_of(_NODES, st.sampled_from(["1", "'a'", "'a'@de", "01", "1.0"]))
_GRAPHS = st.sampled_from(["g:a", "g:b", "g:c"])
_VARIABLES = st.sampled_from(["?x", "?y", "?z"])


def _block(
    subject: st.SearchStrategy[str],
    predicate: st.SearchStrategy[str],
    value: st.SearchStrategy[str],
    graph: st.SearchStrategy[str] = _GRAPHS,
) -> st.SearchStrategy[str]:
    triple = st.tuples(subject, predicate, value).map(" ".join)
    group = st.tuples(graph, st.lists(triple, min_size=1, max_size=3)).map(
        lambda pair: f"GRAPH {pair[0]} {{ {' . '.join(pair[1])} }}"
    )
    return st.lists(group, min_size=1, max_size=2).map(" ".join)


_DATA = _block(_NODES, _PREDICATES, _VALUES)
_GRAPH_OR_VARIABLE = st.one_of(_GRAPHS, st.just("?g"))
_TEMPLATE = _block(
    st.one_of(_NODES, _VARIABLES), _PREDICATES, st.one_of(_VALUES, _VARIABLES), _GRAPH_OR_VARIABLE
)
_RANGE = "VALUES ?g { g:a g:b g:c } "  # the reference has no other graphs
_PATTERN = st.tuples(
    _TEMPLATE, st.sampled_from(["", "OPTIONAL { GRAPH g:a { ?x <urn:q> ?z } }", "FILTER(?x != ?y)"])
).map(lambda pair: _RANGE + " ".join(pair))
_WITHIN = st.lists(
    st.tuples(st.one_of(_NODES, _VARIABLES), _PREDICATES, st.one_of(_VALUES, _VARIABLES)).map(" ".join),
    min_size=1,
    max_size=2,
).map(" . ".join)
_OPERATION = st.one_of(
    _DATA.map(lambda data: f"INSERT DATA {{ {data} }}"),
    _DATA.map(lambda data: f"DELETE DATA {{ {data} }}"),
    _block(st.one_of(_NODES, _VARIABLES), _PREDICATES, st.one_of(_VALUES, _VARIABLES)).map(
        lambda pattern: f"DELETE WHERE {{ {pattern} }}"
    ),
    st.tuples(_TEMPLATE, _TEMPLATE, _PATTERN).map(
        lambda p: f"DELETE {{ {p[0]} }} INSERT {{ {p[1]} }} WHERE {{ {p[2]} }}"
    ),
    st.tuples(_GRAPHS, _WITHIN, _WITHIN, _WITHIN).map(
        lambda p: f"WITH {p[0]} DELETE {{ {p[1]} }} INSERT {{ {p[2]} }} WHERE {{ {p[3]} }}"
    ),
    st.tuples(_GRAPHS, _TEMPLATE, st.lists(_GRAPHS, min_size=1, max_size=2), _WITHIN).map(
        lambda p: f"WITH {p[0]} INSERT {{ {p[1]} }} {' '.join(f'USING {g}' for g in p[2])} WHERE {{ {p[3]} }}"
    ),
    st.tuples(st.sampled_from(["CLEAR SILENT", "DROP SILENT"]), _GRAPHS).map(
        lambda p: f"{p[0]} GRAPH {p[1]}"
    ),
    st.tuples(st.sampled_from(["ADD SILENT", "COPY SILENT", "MOVE SILENT"]), _GRAPHS, _GRAPHS).map(
        lambda p: f"{p[0]} {p[1]} TO {p[2]}"
    ),
)


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Workspace]:
    """Makes copies of a workspace whose datasets hold what an update of one block of data put there."""
    path = tmp_path_factory.mktemp("plain") / "empty"
    Workspace.init(path)
    first = "INSERT DATA { GRAPH g:a { <urn:n0> <urn:p> 1 , <urn:n1> } GRAPH g:b { <urn:n0> <urn:p> 1 } }"
    assert run(Workspace.open(path, TODAY), first).revision == 1

    def copy(name: str) -> Workspace:
        target = path.parent / name
        shutil.rmtree(target, ignore_errors=True)
        shutil.copytree(path, target)
        return Workspace.open(target, TODAY)

    return copy


@given(operations=st.lists(_OPERATION, min_size=1, max_size=4))
@settings(max_examples=examples(60), deadline=None, suppress_health_check=list(HealthCheck))
def test_an_update_means_what_the_standard_says(
    plain: Callable[[str], Workspace], operations: list[str]
) -> None:
    workspace = plain("one")
    reference = ox.Store()
    for line in asserted(workspace):
        reference.load((line + " .").encode(), format=ox.RdfFormat.N_QUADS)
    text = " ;\n".join(operations)
    reference.update(PREFIXES + text, base_iri=BASE)
    done = run(workspace, text)
    assert done.report.conforms
    assert asserted(workspace) == {str(quad) for quad in reference}


def test_a_copy_that_a_killed_process_left_is_removed(fresh: Workspace) -> None:
    left: Path = fresh.path / "store" / "update-left"
    left.mkdir()
    run(fresh, f"INSERT DATA {{ {ALT} 'x' }} ; DELETE WHERE {{ {ALT} ?x }}")
    assert not list((fresh.path / "store").glob("update-*"))
