# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""Every IRI of the landscape leads somewhere, in the format that is asked for, and everything else is told clearly."""

import csv
import io
import json
from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient
from pyoxigraph import NamedNode, RdfFormat, Triple, parse

from grundriss.model.terms import DEFAULT_BASE, LABEL, gru
from grundriss.store.packaged import packaged_landscape
from tests.api.landscape_client import TODAY, landscape_client, table

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
BUNDID = NamedNode(DEFAULT_BASE + "id/component/bundid")
FORMATS = {
    "ttl": ("text/turtle", RdfFormat.TURTLE),
    "nt": ("application/n-triples", RdfFormat.N_TRIPLES),
    "jsonld": ("application/ld+json", RdfFormat.JSON_LD),
    "rdf": ("application/rdf+xml", RdfFormat.RDF_XML),
}


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    with landscape_client() as opened:
        yield opened


def triples(content: bytes, rdf_format: RdfFormat) -> set[Triple]:
    return {quad.triple for quad in parse(content, format=rdf_format)}


@pytest.mark.parametrize(
    ("accept", "location"),
    [
        (None, "/data/component/bundid.ttl"),
        ("*/*", "/data/component/bundid.ttl"),
        ("text/turtle", "/data/component/bundid.ttl"),
        ("application/n-triples", "/data/component/bundid.nt"),
        ("application/ld+json", "/data/component/bundid.jsonld"),
        ("application/rdf+xml", "/data/component/bundid.rdf"),
        ("application/json", "/data/component/bundid.json"),
        ("text/csv", "/data/component/bundid.csv"),
        ("text/html", "/doc/component/bundid"),
        (BROWSER, "/doc/component/bundid"),
        ("application/xhtml+xml", "/doc/component/bundid"),
        ("text/turtle;q=0.5, application/rdf+xml", "/data/component/bundid.rdf"),
        ("text/html;q=0.4, text/turtle;q=0.9", "/data/component/bundid.ttl"),
        ("text/html;q=0.9, text/turtle;q=0.4", "/doc/component/bundid"),
        ("text/turtle;q=0, application/*", "/data/component/bundid.nt"),
        ("image/png, */*;q=0.1", "/data/component/bundid.ttl"),
    ],
)
def test_the_accept_header_decides_where_an_iri_leads(
    client: TestClient, accept: str | None, location: str
) -> None:
    headers = {"Accept": accept} if accept else {"Accept": ""}
    answer = client.get("/id/component/bundid", headers=headers)
    assert (answer.status_code, answer.headers["Location"]) == (303, location)
    assert answer.headers["Vary"] == "Accept, Accept-Language"
    assert client.get(location).status_code == 200


@pytest.mark.parametrize("accept", ["image/png", "text/html;q=0", "application/pdf, image/*", "nonsense"])
def test_an_accept_header_that_fits_nothing_is_told_what_there_is(client: TestClient, accept: str) -> None:
    answer = client.get("/id/component/bundid", headers={"Accept": accept})
    assert answer.status_code == 406
    assert answer.headers["Content-Type"] == "application/problem+json"
    for media_type in ("text/html", "text/turtle", "application/json", "text/csv"):
        assert media_type in answer.json()["hint"]


@pytest.mark.parametrize("ending", [*FORMATS, "json", "csv"])
def test_an_ending_leads_to_that_format(client: TestClient, ending: str) -> None:
    answer = client.get(f"/id/component/bundid.{ending}", headers={"Accept": BROWSER})
    assert (answer.status_code, answer.headers["Location"]) == (303, f"/data/component/bundid.{ending}")


def test_a_key_with_dots_keeps_them(client: TestClient) -> None:
    guideline = next(row["id"] for row in table("guidelines") if row["id"] == "FITARL-1.9").lower()
    answer = client.get(f"/id/guideline/{guideline}", headers={"Accept": "text/turtle"})
    assert answer.headers["Location"] == f"/data/guideline/{guideline}.ttl"
    assert client.get(answer.headers["Location"]).status_code == 200


def test_the_formats_say_the_same(client: TestClient) -> None:
    graphs = []
    for ending, (media_type, rdf_format) in FORMATS.items():
        answer = client.get(f"/data/component/bundid.{ending}")
        assert answer.headers["Content-Type"].startswith(media_type)
        graphs.append(triples(answer.content, rdf_format))
    assert graphs[0] and all(graph == graphs[0] for graph in graphs)


def test_the_graph_holds_the_element_and_its_relations_in_both_directions(client: TestClient) -> None:
    graph = triples(client.get("/data/component/bundid.nt").content, RdfFormat.N_TRIPLES)
    assert any(t.subject == BUNDID and t.predicate == LABEL for t in graph)
    relations = {
        t.subject for t in graph if t.predicate in (gru("source"), gru("target")) and t.object == BUNDID
    }
    rows = [
        row["id"] for row in table("dependencies") if "bundid" in (row["from_component"], row["to_component"])
    ]
    assert {NamedNode(f"{DEFAULT_BASE}id/relation/{row}") for row in rows} <= relations
    for relation in relations:
        assert any(t.subject == relation and t.predicate == gru("confidence") for t in graph)
    assert "genid" not in client.get("/data/component/bundid.ttl").text


def test_json_is_the_description(client: TestClient) -> None:
    found = client.get("/data/component/bundid.json").json()
    row = next(row for row in table("components") if row["id"] == "bundid")
    assert (found["key"], found["label"]) == ("bundid", row["name"])
    assert found == client.get("/api/v1/components/bundid").json()
    assert client.get("/data/component/bundid.json?lang=en").json()["summary"].startswith("Basic component")


def test_csv_is_a_table_of_facts_and_relations(client: TestClient) -> None:
    rows = list(
        csv.DictReader(io.StringIO(client.get("/data/component/bundid.csv").content.decode("utf-8-sig")))
    )
    facts = {row["property"]: row["value"] for row in rows if row["part"] == "fact"}
    assert facts["gru:kind"] == "Basiskomponente"
    incoming = [
        row for row in rows if row["part"] == "incoming" and row["property"] == "gru:AuthenticatesWith"
    ]
    expected = [
        row
        for row in table("dependencies")
        if row["to_component"] == "bundid" and row["nature"] == "authentifiziert"
    ]
    assert len(incoming) == len(expected)


def iris() -> Iterator[str]:
    with packaged_landscape(TODAY).snapshot() as snapshot:
        found = {quad.subject.value for quad in snapshot.store if isinstance(quad.subject, NamedNode)}
        found |= {graph.value for graph in snapshot.store.named_graphs() if isinstance(graph, NamedNode)}
    yield from sorted(iri.partition("#")[0] for iri in found if iri.startswith(DEFAULT_BASE))


def test_every_iri_of_the_landscape_leads_to_something(client: TestClient) -> None:
    addresses = ["/" + iri.removeprefix(DEFAULT_BASE) for iri in dict.fromkeys(iris())]
    kinds = {address.split("/")[2] for address in addresses if address.startswith("/id/")}
    assert {"component", "relation", "responsibility", "change"} <= kinds
    asked = {address: client.get(address, headers={"Accept": "text/turtle"}) for address in addresses}
    assert {answer.status_code for answer in asked.values()} == {200, 303}
    some = [answer.headers["Location"] for answer in asked.values() if answer.status_code == 303][::40]
    assert {client.get(location, follow_redirects=True).status_code for location in some} == {200}


@pytest.mark.parametrize(
    ("path", "hint"),
    [
        ("/id/component/bundit", "bundid"),
        ("/data/component/bundit.ttl", "bundid"),
        ("/id/komponent/bundid", "component"),
        ("/data/component/bundid.tt", "ttl"),
        ("/ns/lifecycle/produktif", "lifecycle/produktiv"),
    ],
)
def test_what_is_nearly_right_is_offered(client: TestClient, path: str, hint: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 404
    assert hint in answer.json()["hint"]


ODD = [
    "%3E%20a",
    "%22%7D%20UNION%20%7B",
    "..%2F..%2Fetc%2Fpasswd",
    "%00",
    "%0d%0aSet-Cookie:%20a=b",
    "%E2%80%AE",
    "%F0%9F%92%A5",
    "%FF%FE",
    "<script>alert(1)</script>",
    "{key}",
    "a" * 10_000,
    "-",
    "%20",
    "b%C3%BCndid",
    "bundid%2F",
    "bundid/extra/parts",
]


@pytest.mark.parametrize("key", ODD)
@pytest.mark.parametrize(
    "place", ["/id/component/{}", "/data/component/{}.ttl", "/id/{}/bundid", "/ns/{}", "/doc/component/{}"]
)
def test_odd_characters_are_clearly_not_found(client: TestClient, place: str, key: str) -> None:
    answer = client.get(place.replace("{}", key), headers={"Accept": "application/json"})
    assert answer.status_code == 404
    problem = json.loads(answer.content)
    assert problem["status"] == 404 and len(answer.content) < 2_000
    assert "Set-Cookie" not in answer.headers


def test_an_encoded_slash_is_a_slash(client: TestClient) -> None:
    assert client.get("/id/component%2Fbundid").headers["Location"] == "/data/component/bundid.ttl"


def test_unchanged_data_is_not_sent_twice_and_head_has_no_body(client: TestClient) -> None:
    for path in (
        "/data/component/bundid.ttl",
        "/data/component/bundid.json",
        "/ns",
        "/ns/lifecycle",
        "/shapes",
    ):
        tag = client.get(path).headers["ETag"]
        again = client.get(path, headers={"If-None-Match": tag})
        assert (again.status_code, again.content) == (304, b"")
        head = client.head(path)
        assert (head.status_code, head.content, head.headers["ETag"]) == (200, b"", tag)
    head = client.head("/id/component/bundid", headers={"Accept": "text/html"})
    assert (head.status_code, head.headers["Location"]) == (303, "/doc/component/bundid")


def test_data_names_its_twins(client: TestClient) -> None:
    link = client.get("/data/component/bundid.ttl").headers["Link"]
    assert f'<{BUNDID.value}>; rel="canonical"' in link
    assert '</doc/component/bundid>; rel="alternate"; type="text/html"' in link


def test_redirects_stay_on_the_host_that_was_asked(client: TestClient) -> None:
    for path in ("/id/component/bundid", "/id/component/bundid.nt", "/graph/derived"):
        assert client.get(path).headers["Location"].startswith("/")


def test_the_language_of_a_page_goes_along(client: TestClient) -> None:
    answer = client.get("/id/component/bundid?lang=en", headers={"Accept": BROWSER})
    assert answer.headers["Location"] == "/doc/component/bundid?lang=en"
    odd = client.get("/id/component/bundid?lang=//evil.example", headers={"Accept": BROWSER})
    assert odd.headers["Location"] == "/doc/component/bundid"


@pytest.mark.parametrize(
    ("path", "media_type"),
    [("/ns", "text/turtle"), ("/ns.rdf", "application/rdf+xml"), ("/ns/kind.jsonld", "application/ld+json")],
)
def test_the_vocabulary_is_given_as_rdf(client: TestClient, path: str, media_type: str) -> None:
    assert client.get(path).headers["Content-Type"].startswith(media_type)
    assert client.get("/ns", headers={"Accept": "application/ld+json"}).headers["Content-Type"] == (
        "application/ld+json"
    )
    assert client.get("/ns", headers={"Accept": "image/png"}).status_code == 406


def test_a_code_list_comes_with_its_codes(client: TestClient) -> None:
    graph = triples(client.get("/ns/lifecycle.nt").content, RdfFormat.N_TRIPLES)
    code = NamedNode("https://w3id.org/grundriss/ns/lifecycle/produktiv")
    assert code in {t.subject for t in graph}
    assert {
        t.subject for t in triples(client.get("/ns/lifecycle/produktiv.nt").content, RdfFormat.N_TRIPLES)
    } == {code}
