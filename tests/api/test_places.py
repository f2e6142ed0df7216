# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""`?scenario=` and `?at=`: the REST interface reads a scenario or an earlier revision, opened once and kept."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from grundriss.editing.edit import set_value
from grundriss.model.terms import DEFAULT_BASE, LABEL
from grundriss.scenarios.branching import create, drop
from grundriss.store.scenario import Scenario
from grundriss.store.time_travel import snapshot_at
from grundriss.store.workspace import Workspace
from grundriss_api.app import create_app
from grundriss_api.snapshot_places import KEPT
from grundriss_viz.views import VIEWS
from tests.api.placed_workspace import WHY, placed_workspace

FILES = ("/api/v1/questions/CQ05", "/views/gap.svg", "/views/neighbourhood.json", "/views/impact.csv")


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    return placed_workspace(tmp_path_factory.mktemp("places") / "w")


@pytest.fixture(scope="module")
def client(workspace: Workspace) -> Iterator[TestClient]:
    with TestClient(create_app(workspace), base_url="http://127.0.0.1", follow_redirects=False) as client:
        yield client


def get(client: TestClient, address: str, status: int = 200) -> Any:
    answer = client.get(address)
    assert answer.status_code == status, answer.text
    return answer.json()


@pytest.mark.parametrize(
    ("place", "label"),
    [
        ("", "Zweite"),
        ("scenario=one", "Anders"),
        ("at=r1", "BundID (Nutzerkonto Bund)"),
        ("at=2", "Zweite"),
        ("scenario=one&at=r0", "Zweite"),
    ],
)
def test_every_address_reads_the_place_that_is_named(client: TestClient, place: str, label: str) -> None:
    assert get(client, f"/api/v1/components/bundid?{place}")["label"] == label
    listed = {
        item["key"]: item["label"] for item in get(client, f"/api/v1/components?{place}&limit=1000")["items"]
    }
    assert listed["bundid"] == label
    assert ("nur-eins" in listed) is (label == "Anders")
    elements = get(client, f"/api/v1/state?{place}")["elements"]
    assert {e["label"] for e in elements if e["key"] == "bundid"} == {label}
    found = get(client, f"/api/v1/search?q=bundid&{place}")["items"]
    assert label in {item["label"] for item in found}
    impact = get(client, f"/api/v1/components/ausweisapp/impact?{place}")["items"]
    assert {item["label"] for item in impact if item["key"] == "bundid"} == {label}
    gap = get(client, f"/api/v1/gap?{place}")
    assert gap["from"]["scenario"] == ("one" if "one" in place else None)
    paths = get(client, f"/api/v1/paths?from=bundid&to=ausweisapp&{place}")
    assert label in str(paths)
    relations = get(client, f"/api/v1/components/bundid/dependencies?{place}")
    assert label in str(relations)
    answer = get(client, f"/api/v1/questions/CQ28?{place}")
    assert label in str(answer["rows"])
    for view in ("landscape-map", "neighbourhood?focus=ausweisapp", "impact?focus=ausweisapp"):
        key, _, asked = view.partition("?")
        assert label in str(get(client, f"/views/{key}.json?{asked}&{place}")), view


def test_an_element_that_a_revision_does_not_have_is_said_not_to_be_there(client: TestClient) -> None:
    address = "/api/v1/components/nur-eins/impact?scenario=one"
    assert get(client, address)["note"] == "Von Nur Eins hängt in diesem Zustand nichts ab."
    found = get(client, f"{address}&state=r1")
    assert found["items"] == []
    assert found["note"] == "nur-eins ist im Zustand ist (2026-11-23), Revision 1 nicht vorhanden."


@pytest.mark.parametrize(("state", "label"), [("one@ist", "Anders"), ("r1", "BundID (Nutzerkonto Bund)")])
def test_a_list_takes_a_place_as_its_state(client: TestClient, state: str, label: str) -> None:
    items = get(client, f"/api/v1/components?state={state}&limit=1000")["items"]
    assert {item["label"] for item in items if item["key"] == "bundid"} == {label}


def test_pages_of_a_list_stay_in_the_scenario_and_a_cursor_is_of_one_place(client: TestClient) -> None:
    first = client.get("/api/v1/components?scenario=one&limit=50")
    assert "scenario=one" in first.headers["link"]
    keys, cursor = [item["key"] for item in first.json()["items"]], first.json()["next"]
    assert (
        get(client, f"/api/v1/components?limit=50&cursor={cursor}", 400)["errors"][0]["pointer"]
        == "/query/cursor"
    )
    while cursor:
        page = get(client, f"/api/v1/components?scenario=one&limit=50&cursor={cursor}")
        keys, cursor = keys + [item["key"] for item in page["items"]], page["next"]
    assert len(keys) == len(set(keys)) == get(client, "/api/v1/components")["total"] + 1


@pytest.mark.parametrize(
    ("place", "named"),
    [
        ("scenario=one", "(scenario “Ablösung 2028”)"),
        ("at=r1", "(revision 1)"),
        ("scenario=one&at=r1", "(scenario “Ablösung 2028”, revision 1)"),
    ],
)
def test_a_picture_and_an_answer_name_the_place_that_they_are_of(
    client: TestClient, place: str, named: str
) -> None:
    for view in VIEWS:
        drawn = get(client, f"/views/{view}.json?lang=en&{place}")
        assert named in f"{drawn['title']} {drawn['subtitle']}", view
        assert "scenario" not in str(get(client, f"/views/{view}.json?lang=en")["subtitle"])
    assert named in get(client, f"/api/v1/questions/CQ05?lang=en&{place}")["question"]["title"]


def test_the_files_of_a_view_link_to_each_other_at_the_same_place(client: TestClient) -> None:
    links = client.get("/views/neighbourhood.svg?focus=bundid&scenario=one").headers["link"]
    assert "</views/neighbourhood.csv?focus=bundid&scenario=one>" in links


_LABEL = f"SELECT ?l {{ <{DEFAULT_BASE}id/component/bundid> {LABEL} ?l }}"


@pytest.mark.parametrize(
    ("place", "label"),
    [
        ({}, "Zweite"),
        ({"scenario": "one"}, "Anders"),
        ({"at": "r1"}, "BundID (Nutzerkonto Bund)"),
        ({"scenario": "one", "at": "r0"}, "Zweite"),
    ],
)
def test_a_query_is_asked_of_the_place_that_is_named(
    client: TestClient, place: dict[str, str], label: str
) -> None:
    by_get = client.get("/sparql", params={"query": _LABEL, "format": "csv", **place})
    assert by_get.text.splitlines() == ["l", label]
    by_form = client.post("/sparql", data={"query": _LABEL, "format": "csv", **place})
    assert by_form.content == by_get.content
    direct = {"Content-Type": "application/sparql-query", "Accept": "text/csv"}
    assert client.post("/sparql", params=place, content=_LABEL, headers=direct).content == by_get.content


def test_graphs_are_merged_for_each_place_apart(client: TestClient) -> None:
    base = DEFAULT_BASE + "graph/"
    query = _LABEL.replace("{", f"FROM <{base}source/landscape> FROM <{base}source/manual> {{", 1)
    found = [
        client.get("/sparql", params={"query": query, "format": "csv", **place}).text.splitlines()[1:]
        for place in ({}, {"at": "r1"}, {"scenario": "one"}, {})
    ]
    assert found == [["Zweite"], ["BundID (Nutzerkonto Bund)"], ["Anders"], ["Zweite"]]


@pytest.mark.parametrize(
    ("fields", "status", "parameter"),
    [
        ("scenario=oen", 404, "scenario"),
        ("at=r9", 404, "at"),
        ("at=r1&at=r1", 400, "at"),
        ("nonsense=1", 400, "nonsense"),
    ],
)
def test_a_query_of_no_such_place_is_a_problem(
    client: TestClient, fields: str, status: int, parameter: str
) -> None:
    problem = get(client, f"/sparql?query=ASK{{}}&{fields}", status)
    assert problem["errors"][0]["pointer"] == f"/query/{parameter}"


def test_what_an_iri_leads_to_and_its_links_stay_in_the_place(client: TestClient) -> None:
    assert client.get("/id/component/bundid?at=r1").headers["location"] == "/data/component/bundid.ttl?at=r1"
    assert client.get("/id/component/nur-eins").status_code == 404
    there = client.get("/id/component/nur-eins.json?scenario=one&lang=en")
    assert there.headers["location"] == "/data/component/nur-eins.json?scenario=one&lang=en"
    assert get(client, "/id/component/bundid?nonsense=1", 400)["errors"][0]["pointer"] == "/query/nonsense"
    graph = client.get("/graph/source/manual?scenario=one")
    assert graph.headers["location"].endswith("&scenario=one")
    for address in (
        "/api/v1/components/bundid?scenario=one&at=r1",
        "/data/component/bundid.ttl?scenario=one&at=r1",
    ):
        links = client.get(address).headers["link"]
        alternates = [link for link in links.split(", ") if "alternate" in link]
        assert alternates and all("?scenario=one&at=r1>" in link for link in alternates), links


def test_a_state_beside_the_place_is_read_as_elsewhere(client: TestClient) -> None:
    drawn = get(client, "/views/neighbourhood.json?focus=bundid&scenario=one&state=r1&lang=en")
    assert "BundID (Nutzerkonto Bund)" in drawn["title"]
    assert "scenario" not in drawn["subtitle"]


def test_tags_differ_between_a_scenario_and_the_main_line_even_where_the_bytes_do_not(
    client: TestClient,
) -> None:
    address = "/api/v1/search?q=elster"
    main, scenario = client.get(address), client.get(f"{address}&scenario=one")
    assert main.content == scenario.content
    assert main.headers["etag"] != scenario.headers["etag"]
    known = {"If-None-Match": scenario.headers["etag"]}
    assert client.get(f"{address}&scenario=one", headers=known).status_code == 304
    assert client.get(address, headers=known).status_code == 200


@pytest.mark.parametrize(
    ("query", "status", "words", "parameter"),
    [
        ("scenario=oen", 404, "There is no scenario", "scenario"),
        ("scenario=../one", 404, "There is no scenario", "scenario"),
        ("scenario=%00", 404, "There is no scenario", "scenario"),
        ("at=r9", 404, "the newest is 2", "at"),
        ("at=gestern", 400, "is no revision", "at"),
        ("at=r999999999999999999999", 400, "is no revision", "at"),
        ("scenario=one&scenario=one", 400, "twice", "scenario"),
    ],
)
def test_a_place_that_is_not_there_is_a_problem(
    client: TestClient, query: str, status: int, words: str, parameter: str
) -> None:
    for address in (
        "/api/v1/components",
        "/api/v1/components/bundid",
        "/api/v1/gap",
        "/api/v1/search?q=x",
        *FILES,
    ):
        problem = get(client, f"{address}{'&' if '?' in address else '?'}{query}&lang=en", status)
        assert words in problem["detail"], problem
        assert problem["errors"][0]["pointer"] == f"/query/{parameter}"
    if "oen" in query:
        assert "Did you mean one?" in problem["hint"]


def test_a_place_is_opened_once_and_the_oldest_is_given_back(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[int] = []

    def counted(line: Any, revision: int) -> Any:
        if line.scenario == "one":
            opened.append(revision)
        return snapshot_at(line, revision)

    monkeypatch.setattr("grundriss.store.line.snapshot_at", counted)
    monkeypatch.setattr("grundriss_api.current_snapshot.FRESH_SECONDS", 1e9)
    with TestClient(create_app(workspace), base_url="http://127.0.0.1") as client:
        for _ in range(5):
            get(client, "/api/v1/components/bundid?scenario=one&at=r1")
        assert opened == [1]
        for number in range(KEPT):
            create(workspace, f"other-{number}", "x", "tester")
            get(client, f"/api/v1/components/bundid?scenario=other-{number}")
        get(client, "/api/v1/components/bundid?scenario=one&at=r1")
        assert opened == [1, 1]


def test_a_scenario_that_is_dropped_is_gone_and_one_that_changes_is_read_anew(
    client: TestClient, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("grundriss_api.current_snapshot.FRESH_SECONDS", 0.0)
    create(workspace, "short", "x", "tester")
    address = "/api/v1/components/bundid?scenario=short"
    assert get(client, address)["label"] == "Zweite"
    set_value(Scenario.open(workspace, "short"), "bundid", "label", "Kurz", WHY)
    assert get(client, address)["label"] == "Kurz"
    drop(Scenario.open(workspace, "short"))
    get(client, address, 404)


def test_the_description_of_the_interface_tells_where_a_place_can_be_named(client: TestClient) -> None:
    paths = get(client, "/openapi.json")["paths"]
    for path in ("/api/v1/questions/{key}", "/views/{key}.{ending}", "/api/v1/gap", "/api/v1/{collection}"):
        described = {parameter["name"] for parameter in paths[path]["get"]["parameters"]}
        assert {"scenario", "at"} <= described, path


def test_every_request_that_the_page_on_http_shows_is_answered(client: TestClient) -> None:
    """The scenario of the page is called otherwise here."""
    page = (Path(__file__).resolve().parents[2] / "docs" / "http.md").read_text("utf-8")
    commands = re.findall(r"^curl .*?http://127\.0\.0\.1:8000([^\s']+)", page, re.MULTILINE)
    queries = re.findall(r"^```sparql\n(.*?)^```", page, re.DOTALL | re.MULTILINE)
    assert len(commands) == 7 and len(queries) == 1
    for address in commands:
        address = address.replace("one-login", "one")
        sent = (
            client.post(address, data={"query": queries[0], "at": "r1"})
            if address == "/sparql"
            else client.get(address, headers={"Accept": "text/turtle, */*"}, follow_redirects=True)
        )
        assert sent.status_code == 200 and sent.content, address
    answered = client.get("/sparql", params={"query": queries[0]}, headers={"Accept": "text/csv"}).text
    assert "tester" in answered
