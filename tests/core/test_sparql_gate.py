# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""What passes the gate and what does not. The reference is pyoxigraph: it must never call out for what passed."""

import itertools
import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass

import pyoxigraph as ox
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from grundriss.errors import GrundrissError, UsageError
from grundriss.sparql.gate import Form, QueryRefused, QueryTooLarge, UpdateRefused, check_query, judge
from grundriss.sparql.limits import DEFAULT_MAX_TOKENS, Limits
from grundriss.sparql.tokens import MalformedQuery

LIMITS = Limits()
EX = "PREFIX ex: <http://example.org/> "


@dataclass
class Listener:
    """Counts who connects to it."""

    port: int
    connections: int = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/"


@pytest.fixture(scope="module")
def listener() -> Iterator[Listener]:
    with socket.create_server(("127.0.0.1", 0), backlog=64) as server:
        listening = Listener(server.getsockname()[1])

        def accept() -> None:
            while True:
                try:
                    connection, _ = server.accept()
                except OSError:
                    return
                listening.connections += 1
                connection.close()

        threading.Thread(target=accept, daemon=True).start()
        yield listening


def calls_out(text: str, store: ox.Store, listener: Listener) -> bool:
    """Whether pyoxigraph connects to the listener when it runs a query; what it says of the query does not matter."""
    before = listener.connections
    try:
        result = store.query(text)
        if not isinstance(result, ox.QueryBoolean):
            list(result)
    except (SyntaxError, OSError, RuntimeError, ValueError):
        pass
    return listener.connections > before


def is_refused(text: str) -> bool:
    try:
        judge(text, LIMITS)
    except GrundrissError:
        return True
    return False


@pytest.fixture
def store(listener: Listener) -> ox.Store:
    store = ox.Store()
    turtle = f'@prefix ex: <{listener.url}> . ex:s ex:p ex:a, true, "x"@en, "a", 1, 1.0, ex:s . [] ex:p (1) .'
    store.load(turtle.encode(), ox.RdfFormat.TURTLE)
    return store


@pytest.mark.parametrize(
    "pattern",
    [
        "SERVICE <{u}> {{ ?s ?p ?o }}",
        "service <{u}> {{ ?s ?p ?o }}",
        "SeRvIcE SILENT <{u}> {{ ?s ?p ?o }}",
        "SERVICE\n<{u}>\n{{ ?s ?p ?o }}",
        "SERVICE#c\n<{u}>#c\n{{ ?s ?p ?o }}",
        "SERVICE<{u}>{{?s ?p ?o}}",
        "SERVICE ex:x {{ ?s ?p ?o }}",
        "SERVICE :x {{ ?s ?p ?o }}",
        "BIND(<{u}> AS ?c) SERVICE ?c {{ ?s ?p ?o }}",
        r"\u0053ERVICE <{u}> {{ ?s ?p ?o }}",
        r"SERVIC\u0045 <{u}> {{ ?s ?p ?o }}",
        r"\U00000053ERVICE <{u}> {{ ?s ?p ?o }}",
        "FILTER EXISTS {{ SERVICE <{u}> {{ ?s ?p ?o }} }}",
        "{{ SELECT * {{ SERVICE <{u}> {{ ?s ?p ?o }} }} }}",
        "OPTIONAL {{ GRAPH ?g {{ ?a ?b ?c MINUS {{ SERVICE <{u}> {{}} }} }} }}",
        # What a parser without longest match finds in names, comparisons and comments (all tried on Oxigraph):
        "SERVICEex:x {{ ?s ?p ?o }}",
        "SERVICE:x {{ ?s ?p ?o }}",
        "SERVICESILENTex:x {{ ?s ?p ?o }}",
        "?s ?p ex:a.SERVICE <{u}> {{ ?s ?p ?o }}",
        "?s ?p _:a.SERVICE <{u}> {{ ?s ?p ?o }}",
        "?s ?p trueSERVICE <{u}> {{ ?s ?p ?o }}",
        "BIND(<{u}> AS ?c) FILTER(1<2)SERVICE?c#>\n{{ ?s ?p ?o }}",
        '?s ?p "\\u0022"SERVICE\t#"\n<{u}> {{}}',
        '# "\nSERVICE <{u}> {{ ?s ?p ?o }} # "',
        "?s ?p '\\'' SERVICE <{u}> {{}} #'",
    ],
)
def test_service_is_refused_wherever_it_hides(pattern: str, listener: Listener) -> None:
    names = ("", "ex", "SERVICE", "SERVICEex", "SERVICESILENTex", "SERVICESILENT")
    prologue = "".join(f"PREFIX {name}: <{listener.url}> " for name in names)
    with pytest.raises((QueryRefused, MalformedQuery)):
        judge(prologue + "SELECT * { " + pattern.format(u=listener.url) + " }", LIMITS)


def test_the_refusal_names_the_place_the_server_and_the_setting() -> None:
    with pytest.raises(QueryRefused) as raised:
        judge("ASK {\n  SERVICE <http://example.org/> {} }", LIMITS)
    assert (raised.value.line, raised.value.column) == (2, 3)
    assert "http://example.org/" in str(raised.value)
    assert raised.value.setting == "GRUNDRISS_ALLOWED_SERVICES"


def test_an_allowed_server_may_be_asked_and_no_other() -> None:
    allowing = Limits(allowed_services=("http://example.org/sparql",))
    judge("ASK { SERVICE SILENT <http://example.org/sparql> {} }", allowing)
    for other in ("<http://example.org/sparql2>", "?where", "ex:sparql", "SILENT ?where"):
        with pytest.raises(QueryRefused):
            judge(f"{EX}ASK {{ SERVICE {other} {{}} }}", allowing)


@pytest.mark.parametrize(
    "query",
    [
        "SELECT ?SERVICE { ?SERVICE ?p $service }",
        'ASK { ?s ?p "SERVICE <http://x> {}" }',
        "ASK { ?s ?p '''\nSERVICE <http://x> {}\n''' }",
        "ASK { ?s <http://x/SERVICE> <http://x#SERVICE> }",
        "ASK { ?s ?p ?o } # SERVICE <http://x> {}",
        "# SERVICE\nASK { ?s ?p ?o #SERVICE\n }",
        EX + "ASK { ?s ex:SERVICE ex:service-a . }",
        EX + "ASK { ?s ex:hasService ?o . FILTER EXISTS { ?o ex:service ?x } }",
        EX + "SELECT * FROM ex:service { ?s ?p ?o }",
        EX + "ASK { GRAPH ex:service { ?s ?p ?o } }",
        "PREFIX service: <http://x/> ASK { GRAPH service:a { ?s a service:B } }",
        'ASK { ?s ?p "x"@en-service }',
        "ASK { FILTER(?a < ?b && ?c > ?d) ?s ?p <http://x/service#a> }",
        "ASK { VALUES ?t { <http://www.w3.org/ns/sparql-service-description#Service> } ?s a ?t }",
    ],
)
def test_the_word_service_alone_is_not_refused(query: str) -> None:
    judge(query, LIMITS)
    ox.Store().query(query)


LITERALS = st.text(alphabet="SERVICE service<>{}#?'.: xé", max_size=30)


@given(
    literal=LITERALS,
    comment=LITERALS,
    iri=st.text(alphabet="SERVICEservice/#?.-:", max_size=20),
    variable=st.sampled_from(["SERVICE", "service", "aService", "SERVICE1"]),
)
def test_service_in_literals_iris_comments_and_variables_passes(
    literal: str, comment: str, iri: str, variable: str
) -> None:
    quoted = str(ox.Literal(literal))
    query = (
        f"SELECT ?{variable} {{ #{comment}\n ?{variable} <http://example.org/{iri}> {quoted} #{comment}\n }}"
    )
    judged = judge(query, LIMITS)
    assert quoted in judged.text
    assert "#" not in judged.text.replace(quoted, "").replace(iri, "")


def _fragments(url: str) -> list[str]:
    return [
        *(
            "SERVICE",
            "service",
            r"\u0053ERVICE",
            "SILENT",
            "SERVICESILENT",
            "OPTIONAL",
            "FILTER",
            "BIND(1 AS ?y)",
        ),
        *(f"<{url}>", ":x", "ex:x", "ex:a.", "a:", "?c", "_:b", "_:b.", "ex:", ":"),
        *("{", "}", "{}", "(", ")", "[", "]", ".", ";", ",", "<", ">", "|", "/", "1", "1.", "true", "a"),
        *('"', "'", '"""', "'''", "\\", r"\u0022", r"\u000A", "@en", "^^"),
        *(" ", " ", " ", "\n", "\r", "#", "#>\n", "#\n", '#"\n', "?s ?p ", "?s ?p ?o", "(1<2)", "(?a<?b)"),
    ]


@settings(max_examples=1500, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_whatever_passes_the_gate_never_calls_out(
    data: st.DataObject, listener: Listener, store: ox.Store
) -> None:
    fragments = _fragments(listener.url)
    before = "".join(data.draw(st.lists(st.sampled_from(fragments), max_size=8), label="before"))
    between = data.draw(st.sampled_from(["", " ", "\n", "#>\n", "#\n", '#"\n', " SILENT "]), label="between")
    after = "".join(data.draw(st.lists(st.sampled_from(fragments), max_size=3), label="after"))
    endpoint = data.draw(st.sampled_from([f"<{listener.url}>", ":x", "ex:x", "?c"]), label="endpoint")
    word = data.draw(st.sampled_from(["SERVICE", "service", r"\u0053ERVICE", "SERVICESILENT"]), label="word")
    prologue = f"PREFIX : <{listener.url}> PREFIX ex: <{listener.url}> PREFIX a: <{listener.url}> "
    query = (
        f"{prologue}SELECT * {{ BIND(<{listener.url}> AS ?c) {before}{word}{between}{endpoint}{after}{{}} }}"
    )
    if is_refused(query):
        return
    assert not calls_out(query, store, listener)
    assert not calls_out(judge(query, LIMITS).text, store, listener)


def test_no_context_before_service_lets_it_through(listener: Listener, store: ox.Store) -> None:
    before = [
        "",
        "?s ?p ?o ",
        "?s ?p ex:a.",
        "?s ?p true",
        '?s ?p "x"@en',
        "?s ?p _:b.",
        "{}",
        "?s ?p 1.",
        "?s a ",
    ]
    before += [
        "OPTIONAL{}",
        "FILTER(1<2)",
        "FILTER(?a<?b&&?c)",
        "?s ?p ex:",
        "#<\n",
        "?s ?p <a#b> ",
        "?s ?p '#'",
    ]
    words = ["SERVICE", "SERVICE SILENT", "SERVICESILENT", r"\u0053ERVICE"]
    prologue = f"PREFIX : <{listener.url}> PREFIX ex: <{listener.url}> PREFIX SERVICEex: <{listener.url}> "
    known_to_call = 0
    for start, word, gap, end in itertools.product(before, words, ("", " ", "#>\n"), ("<{}>", ":x", "ex:x")):
        query = f"{prologue}SELECT * {{ {start}{word}{gap}{end.format(listener.url)} {{}} }}"
        if is_refused(query):
            known_to_call += calls_out(query, store, listener)
        else:
            assert not calls_out(query, store, listener)
    assert known_to_call > 20  # the queries are such that would call out: the gate is what stops them


@pytest.mark.parametrize(
    "update",
    [
        "INSERT DATA { <a:> <b:> <c:> }",
        "insert { ?s ?p 1 } where { ?s ?p ?o }",
        "DELETE WHERE { ?s ?p ?o }",
        "WITH <g:> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }",
        "LOAD <http://example.org/>",
        "LOAD SILENT <file:///etc/passwd> INTO GRAPH <g:>",
        "CLEAR ALL",
        "DROP GRAPH <g:>",
        "CREATE GRAPH <g:>",
        "ADD <a:> TO <b:>",
        "MOVE <a:> TO <b:>",
        "COPY <a:> TO <b:>",
        "PREFIX ex: <http://x/> # SELECT\nCLEAR DEFAULT",
        "SELECT * { ?s ?p ?o } ; DROP ALL",
        "ASK {} INSERT DATA { <a:> <b:> <c:> }",
        r"\u0044ROP ALL",
    ],
)
def test_updates_are_refused_as_updates(update: str) -> None:
    with pytest.raises(UpdateRefused):
        judge(update, LIMITS)


@pytest.mark.parametrize(
    "query",
    [
        'SELECT ?insert { ?insert <http://x/DELETE> "DROP ALL" } # CLEAR',
        "PREFIX add: <http://x/> PREFIX load: <http://y/> ASK { ?s add:copy load:move }",
    ],
)
def test_names_of_updates_elsewhere_are_not_refused(query: str) -> None:
    judge(query, LIMITS)


@pytest.mark.parametrize(
    ("opening", "closing"), [("(", ")"), ("{", "}"), ("[ <p:> ", "]"), ("<< <s:> <p:> ", ">>")]
)
def test_nesting_over_the_limit_is_refused(opening: str, closing: str) -> None:
    def nested(depth: int) -> str:
        return f"ASK {{ {opening * depth} 1 {closing * depth} }}"

    judge(nested(99), LIMITS)
    with pytest.raises(QueryTooLarge, match="GRUNDRISS_MAX_QUERY_NESTING"):
        judge(nested(100), LIMITS)


@pytest.mark.parametrize(
    "query",
    [
        "ASK { ?s " + "/".join(["<p:>"] * 1980) + " ?o }",
        "ASK { FILTER(" + "||".join(["?x"] * 2270) + ") }",
        "ASK { <s:> <p:> " + ",".join(["?o"] * 3000) + " }",
        "SELECT " + " ".join(f"?v{i}" for i in range(20_000)) + " { }",
    ],
    ids=["path", "or", "patterns", "projections"],
)
def test_long_chains_that_overflow_an_engines_stack_are_refused(query: str) -> None:
    with pytest.raises(QueryTooLarge):
        judge(query, LIMITS)


def test_the_error_for_length_names_the_setting_and_the_limit() -> None:
    with pytest.raises(QueryTooLarge, match=r"65536 bytes \(GRUNDRISS_MAX_QUERY_BYTES\)"):
        judge("ASK { } #" + "ä" * 32_800, LIMITS)
    with pytest.raises(QueryTooLarge, match=rf"{DEFAULT_MAX_TOKENS} tokens \(GRUNDRISS_MAX_QUERY_TOKENS\)"):
        judge("ASK { " + "?s ?p ?o . " * 1000 + "}", LIMITS)


def test_hundreds_of_values_pass() -> None:
    names = " ".join(f"<http://example.org/element/{i:05}>" for i in range(1500))
    judge(f"SELECT * {{ VALUES ?x {{ {names} }} ?x ?p ?o }}", LIMITS)


@pytest.mark.parametrize(
    ("query", "line", "hint"),
    [
        ("SLECT * { }", 1, "SELECT"),
        ("SELECT *\n{ ?s a gru:Component }", 2, "PREFIX gru: <https://w3id.org/grundriss/ns#>"),
        ("PREFIX skso: <http://x/>\nASK { ?s skos:prefLabel ?o }", 2, "PREFIX skos:"),
        ("PREFIX komponente: <http://x/>\nASK { ?s a komponent:X }", 2, "komponente:"),
        ("", 1, "SELECT"),
    ],
)
def test_a_mistake_is_told_with_its_place_and_a_way_out(query: str, line: int, hint: str) -> None:
    with pytest.raises(MalformedQuery) as raised:
        judge(query, LIMITS)
    assert raised.value.line == line
    assert raised.value.hint is not None
    assert hint in raised.value.hint


@pytest.mark.parametrize("form", list(Form))
def test_the_form_is_found_after_the_prologue(form: Form) -> None:
    prologue = 'BASE <http://x/>\nPREFIX select: <ask:> # CONSTRUCT\nVERSION "1.2" '
    judged = judge(f"{prologue}{form.value} {{ }}", LIMITS)
    assert judged.form is form
    assert judged.has_base


def test_the_graphs_that_a_query_names_are_found_where_they_stand() -> None:
    query = "SELECT ?from (1 AS ?x) FROM <a:> FROM NAMED <b:> from <c:> { ?from ?p 'FROM' }"
    clauses = judge(query, LIMITS).from_clauses
    assert [query[clause.start : clause.end] for clause in clauses] == [
        "FROM <a:>",
        "FROM NAMED <b:>",
        "from <c:>",
    ]
    assert [(clause.graph, clause.named) for clause in clauses] == [
        ("<a:>", False),
        ("<b:>", True),
        ("<c:>", False),
    ]


@pytest.mark.parametrize(
    ("query", "clauses"),
    [
        ("CONSTRUCT { ?s ?p ?o } FROM <a:> FROM <b:> WHERE { ?s ?p ?o }", 2),
        ("CONSTRUCT FROM <a:> FROM <b:> WHERE { ?s ?p ?o }", 2),
        ("DESCRIBE <x:> FROM <a:> FROM <b:>", 2),
        ("SELECT * { ?s ?p ?o FROM <a:> FROM <b:> }", 0),
        ("SELECT * { ?s ?p ?o } FROM <a:> FROM <b:>", 0),
        ("CONSTRUCT WHERE { ?s ?p ?o } FROM <a:> FROM <b:>", 0),
        ("SELECT * FROM FROM <a:> FROM NAMED { ?s ?p ?o }", 1),
    ],
)
def test_a_from_that_stands_wrong_is_left_for_the_engine_to_refuse(query: str, clauses: int) -> None:
    assert len(judge(query, LIMITS).from_clauses) == clauses


def test_what_is_sent_on_is_what_was_judged() -> None:
    judged = judge("\ufeffASK {#x\n ?s ?p '\\u00e4#' } # end", LIMITS)
    assert judged.text == "ASK {  \n ?s ?p 'ä#' }      "


def test_our_own_prefixes_need_no_declaration_on_the_command_line() -> None:
    assert check_query("ASK { ?x a gru:Component }").form is Form.ASK
    with pytest.raises(MalformedQuery):
        check_query("ASK { ?x a nowhere:Component }")


def test_the_environment_sets_the_limits_of_our_own_queries(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GRUNDRISS_MAX_QUERY_TOKENS", "5")
    with pytest.raises(QueryTooLarge, match="5 tokens"):
        check_query("ASK { ?s ?p ?o }")
    for value in ("0", "-1", "many", "", "1e3", "9" * 5_000):
        monkeypatch.setenv("GRUNDRISS_MAX_QUERY_TOKENS", value)
        with pytest.raises(UsageError, match="GRUNDRISS_MAX_QUERY_TOKENS"):
            check_query("ASK { ?s ?p ?o }")
