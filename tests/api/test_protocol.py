# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""The query operation of the SPARQL 1.1 Protocol, over real HTTP. Results are read by rdflib, not by our own code."""

import io
import json
from pathlib import Path

import httpx
import pytest
import rdflib
from rdflib.query import Result

from tests.api.conftest import TRIPLES

COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
LABELS = """PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT ?x ?label { ?x skos:prefLabel ?label FILTER(LANG(?label) = "en") }"""
DIRECT = {"Content-Type": "application/sparql-query"}
UTF_16 = {"Content-Type": "application/sparql-query; charset=UTF-16"}
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


def number(response: httpx.Response) -> int:
    assert response.status_code == 200
    return int(response.json()["results"]["bindings"][0]["n"]["value"])


def test_a_query_is_asked_by_get_form_and_direct_post(client: httpx.Client) -> None:
    assert number(client.get("/sparql", params={"query": COUNT})) == TRIPLES
    assert number(client.post("/sparql", data={"query": COUNT})) == TRIPLES
    assert number(client.post("/sparql", content=COUNT, headers=DIRECT)) == TRIPLES
    charset = {"Content-Type": "application/sparql-query; charset=UTF-8"}
    assert number(client.post("/sparql", content=COUNT, headers=charset)) == TRIPLES


@pytest.mark.parametrize(
    ("media_type", "reader"),
    [
        ("application/sparql-results+json", "json"),
        ("application/sparql-results+xml", "xml"),
        ("text/csv", "csv"),
        ("text/tab-separated-values", "tsv"),
    ],
)
def test_tables_are_given_in_every_result_format(client: httpx.Client, media_type: str, reader: str) -> None:
    answer = client.get("/sparql", params={"query": LABELS}, headers={"Accept": media_type})
    assert answer.headers["Content-Type"].startswith(media_type)
    result = Result.parse(io.BytesIO(answer.content), format=reader)
    assert [str(row[1]) for row in result] == ["Application"]


@pytest.mark.parametrize(
    ("media_type", "reader"),
    [
        ("text/turtle", "turtle"),
        ("application/n-triples", "nt"),
        ("application/rdf+xml", "xml"),
        ("application/ld+json", "json-ld"),
    ],
)
@pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")
def test_graphs_are_given_in_every_rdf_format(client: httpx.Client, media_type: str, reader: str) -> None:
    query = "DESCRIBE <https://w3id.org/grundriss/id/component/antrag>"
    answer = client.get("/sparql", params={"query": query}, headers={"Accept": media_type})
    assert answer.headers["Content-Type"].startswith(media_type)
    assert len(rdflib.Graph().parse(data=answer.text, format=reader)) == 4


@pytest.mark.parametrize(
    ("accept", "given"),
    [
        (None, "application/sparql-results+json"),
        ("*/*", "application/sparql-results+json"),
        ("application/json", "application/sparql-results+json"),
        ("text/csv;q=0.5, application/sparql-results+xml", "application/sparql-results+xml"),
        ("application/xml", "application/sparql-results+xml"),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "text/html"),
    ],
)
def test_the_accept_header_decides(client: httpx.Client, accept: str | None, given: str) -> None:
    request = client.build_request("GET", "/sparql", params={"query": "ASK { ?s ?p ?o }"})
    del request.headers["Accept"]
    if accept:
        request.headers["Accept"] = accept
    answer = client.send(request)
    assert answer.headers["Content-Type"].partition(";")[0] == given
    assert "Accept" in answer.headers["Vary"]


def test_the_format_parameter_wins_and_must_fit(client: httpx.Client) -> None:
    answer = client.get(
        "/sparql", params={"query": COUNT, "format": "csv"}, headers={"Accept": "text/turtle"}
    )
    assert answer.text.split() == ["n", str(TRIPLES)]
    problem = client.get("/sparql", params={"query": COUNT, "format": "ttl"})
    assert problem.status_code == 400
    assert "csv" in problem.json()["hint"]


@pytest.mark.parametrize(
    ("method", "kind", "status"),
    [
        ("GET", {"params": {}}, 400),
        ("GET", {"params": {"query": ["ASK {}", "ASK {}"]}}, 400),
        ("GET", {"params": {"query": "ASK {", "format": "json"}}, 400),
        ("GET", {"params": {"update": "CLEAR ALL"}}, 400),
        ("GET", {"params": {"query": "CLEAR ALL"}}, 400),
        ("GET", {"params": b"query=ASK%20%7B%20%22%FF%22%20%7D"}, 400),
        ("GET", {"params": {"query": "ASK { SERVICE <http://example.org/> {} }"}}, 403),
        ("GET", {"params": {"query": "ASK {}"}, "headers": {"Accept": "image/png"}}, 406),
        ("POST", {"content": "ASK {}"}, 415),
        ("POST", {"content": "ASK {}", "headers": {"Content-Type": "text/plain"}}, 415),
        ("POST", {"content": "CLEAR ALL", "headers": {"Content-Type": "application/sparql-update"}}, 415),
        ("POST", {"content": "ASK {}".encode("utf-16"), "headers": UTF_16}, 415),
        ("POST", {"content": b"ASK { ?s ?p '\xff' }", "headers": DIRECT}, 400),
        ("POST", {"content": b"query=%FF", "headers": FORM}, 400),
        ("POST", {"content": b"nothing=1", "headers": FORM}, 400),
        ("POST", {"data": {"query": "INSERT DATA { <a:> <a:> <a:> }"}}, 400),
        ("POST", {"data": {"update": "INSERT DATA { <a:> <a:> <a:> }"}}, 400),
        ("POST", {"content": "#" * 70_000, "headers": DIRECT}, 413),
        ("POST", {"content": "&".join(["a=1"] * 50_000), "headers": FORM}, 413),
        ("POST", {"content": "ASK " + "{" * 200 + "}" * 200, "headers": DIRECT}, 413),
        ("PUT", {"content": "ASK {}", "headers": DIRECT}, 405),
        ("DELETE", {}, 405),
        ("PATCH", {"content": "ASK {}", "headers": DIRECT}, 405),
        ("OPTIONS", {}, 405),
    ],
)  # fmt: skip
def test_every_bad_request_is_a_problem_document(
    client: httpx.Client, method: str, kind: dict[str, object], status: int
) -> None:
    answer = client.request(method, "/sparql", **kind)  # type: ignore[arg-type]
    assert answer.status_code == status
    assert answer.headers["Content-Type"] == "application/problem+json"
    problem = answer.json()
    assert problem["status"] == status
    assert problem["title"]
    assert problem["detail"]
    assert "Traceback" not in answer.text
    if status == 405:
        assert answer.headers["Allow"] == "GET, HEAD, POST"


def test_ten_megabytes_are_refused_by_declared_and_by_counted_size(client: httpx.Client) -> None:
    declared = client.post("/sparql", content=b"x" * 10_000_000, headers=DIRECT)
    counted = client.post("/sparql", content=(b"x" * 100_000 for _ in range(100)), headers=DIRECT)
    assert declared.status_code == counted.status_code == 413
    assert "GRUNDRISS_MAX_QUERY_BYTES" in declared.json()["detail"]
    assert counted.json() == declared.json()


def test_a_syntax_error_says_where_and_what_else_could_stand_there(client: httpx.Client) -> None:
    query = "SELECT *\n{ ?s ?p ?o\n  FILTR(?o > 1) }"
    problem = client.get("/sparql", params={"query": query}).json()
    assert problem["errors"] == [{"detail": problem["detail"], "line": 3, "column": 3}]
    assert problem["hint"] == "Did you mean FILTER?"


@pytest.mark.parametrize(
    ("query", "line", "column", "told"),
    [
        ("SELECT *\n{ ?s ?p }", 2, 9, "'}'"),
        ("SELECT *\n{ ?s ?p ?o ", 2, 1, "'{' is never closed"),
        ("ASK { ?s ?p ?o }\n )", 2, 2, "')' closes nothing"),
        ("ASK { ( ?x } )", 1, 12, "'}' closes nothing"),
        ("ASK { ?s <p> ;; ] }".replace("]", ""), 1, 14, "';'"),
        ("BASE <http://x/>\nASK { ?s ?p }", 2, 13, "'}'"),
    ],
)
def test_a_syntax_error_names_the_place(
    client: httpx.Client, query: str, line: int, column: int, told: str
) -> None:
    problem = client.get("/sparql", params={"query": query}).json()
    assert told in problem["detail"]
    assert problem["errors"] == [{"detail": problem["detail"], "line": line, "column": column}]


def test_the_base_of_the_workspace_resolves_relative_iris(client: httpx.Client) -> None:
    answer = client.get("/sparql", params={"query": "ASK { <id/component/bundid> ?p ?o }"})
    assert answer.json()["boolean"] is True
    own = client.get("/sparql", params={"query": "BASE <http://example.org/> ASK { <n7> ?p 7 }"})
    assert own.json()["boolean"] is True


def test_codepoint_escapes_mean_the_character(client: httpx.Client) -> None:
    query = r'S\u0045LECT * { ?s ?p "B\u00fcrgerportal <script>alert(1)</script>"@de }'
    assert len(client.get("/sparql", params={"query": query}).json()["results"]["bindings"]) == 1


def test_a_graph_that_is_not_there_is_empty(client: httpx.Client) -> None:
    one = client.get("/sparql", params={"query": COUNT, "default-graph-uri": "http://example.org/none"})
    assert number(one) == 0
    several = {"query": COUNT, "default-graph-uri": ["http://example.org/none", "http://example.org/nothing"]}
    assert number(client.get("/sparql", params=several)) == 0


def test_a_dataset_clause_reads_no_file(client: httpx.Client, tmp_path: Path) -> None:
    file = tmp_path / "secret.nt"
    file.write_text("<http://x/s> <http://x/p> 'secret' .\n")
    for clause in (f"FROM <{file.as_uri()}>", f"FROM NAMED <{file.as_uri()}>"):
        query = f"SELECT * {clause} {{ {{ ?s ?p ?o }} UNION {{ GRAPH ?g {{ ?s ?p ?o }} }} }}"
        assert client.get("/sparql", params={"query": query}).json()["results"]["bindings"] == []


def test_head_has_the_headers_of_get_and_no_body(client: httpx.Client) -> None:
    head, get = (client.request(method, "/sparql", params={"query": "ASK {}"}) for method in ("HEAD", "GET"))
    assert head.status_code == get.status_code == 200
    assert head.headers["Content-Type"] == get.headers["Content-Type"]
    assert head.content == b""
    assert client.head("/sparql", params={"query": "ASK {"}).status_code == 400


def test_a_large_result_arrives_whole(client: httpx.Client) -> None:
    query = "SELECT ?a ?x { ?a <http://example.org/number> ?x . ?b <http://example.org/number> ?y FILTER(?y < 20) }"
    for coding in ("gzip", "identity"):
        answer = client.get("/sparql", params={"query": query}, headers={"Accept-Encoding": coding})
        assert len(json.loads(answer.content)["results"]["bindings"]) == 3000 * 20
