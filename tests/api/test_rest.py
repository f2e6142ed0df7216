# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""The REST interface on the real landscape: what it says against the tables, and what it refuses."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from fastapi.testclient import TestClient

from grundriss.listing.collection import COLLECTIONS
from grundriss_viz.views import VIEWS
from tests.api.landscape_client import landscape_client, table
from tests.counts import sample
from tests.json_schema import faults

EXAMPLES = (
    "/api/v1/components",
    "/api/v1/components/bundid",
    "/api/v1/components/bundid/dependencies",
    "/api/v1/components/bundid/impact",
    "/api/v1/state",
    "/api/v1/gap",
    "/api/v1/paths?from=bundid&to=fit-connect",
    "/api/v1/weak-points",
    "/api/v1/timeline?element=bundid",
    "/api/v1/search?q=bundid",
    "/api/v1/questions",
    "/api/v1/questions/CQ01",
    "/api/v1/views",
    "/api/v1/schemas/gap.json",
    "/views/landscape-map.svg",
    "/views/landscape-map.csv",
    "/views/landscape-map.json",
    "/openapi.json",
    "/docs",
)


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    with landscape_client() as opened:
        yield opened


def get(client: TestClient, path: str) -> Any:
    answer = client.get(path)
    assert answer.status_code == 200, answer.text
    return answer.json()


@pytest.mark.parametrize("name", COLLECTIONS)
def test_every_collection_answers_as_its_schema_says(client: TestClient, name: str) -> None:
    found = get(client, f"/api/v1/{name}?limit=1000")
    assert faults(found, "list") == []
    assert found["total"] == len(found["items"])
    for item in found["items"][:2]:
        element = get(client, f"/api/v1/{name}/{item['key']}")
        assert faults(element, "element") == []
        assert {name: element[name] for name in item} == item


@pytest.mark.parametrize("size", [13, 100])
def test_following_next_shows_every_component_once(client: TestClient, size: int) -> None:
    address: str | None = f"/api/v1/components?limit={size}&sort=-label&lang=en"
    seen: list[str] = []
    while address:
        answer = client.get(address)
        assert answer.status_code == 200
        seen.extend(item["key"] for item in answer.json()["items"])
        following = re.search(r'<([^>]+)>; rel="next"', answer.headers["Link"])
        assert bool(following) == bool(answer.json()["next"])
        address = following[1] if following else None
    assert sorted(seen) == sorted(row["id"] for row in table("components"))


def test_filters_can_be_combined_with_a_state(client: TestClient) -> None:
    found = get(client, "/api/v1/components?kind=portal&level=land&q=portal&state=ist&limit=1000")
    expected = {
        row["id"]
        for row in table("components")
        if row["type"] == "Portal"
        and row["federal_level"] == "land"
        and "portal" in (row["name"] + row["id"]).lower()
    }
    assert {item["key"] for item in found["items"]} <= expected
    assert found["total"] >= 10


@pytest.mark.parametrize("direction", ["in", "out", "both"])
def test_dependencies_are_those_of_the_state(client: TestClient, direction: str) -> None:
    found = get(client, f"/api/v1/components/bundid/dependencies?state=ist&direction={direction}")
    assert faults(found, "dependencies") == []
    expected_in = {
        row["id"]
        for row in table("dependencies")
        if row["to_component"] == "bundid" and row["state"] != "soll"
    }
    incoming = {relation["key"] for relation in found["incoming"]}
    if direction == "out":
        assert not incoming and found["outgoing"]
    else:
        assert (
            incoming <= {row["id"] for row in table("dependencies")}
            and len(incoming) >= len(expected_in) * 0.8
        )
    assert bool(found["outgoing"]) == (direction != "in")


def test_impact_proves_each_element_by_a_path(client: TestClient) -> None:
    found = get(client, "/api/v1/components/bundid/impact?direction=up&depth=2&state=ist")
    assert faults(found, "impact") == []
    assert found["items"] and {item["depth"] for item in found["items"]} <= {1, 2}
    for item in found["items"]:
        assert len(item["path"]) == item["depth"]


def test_paths_begin_and_end_where_asked(client: TestClient) -> None:
    found = get(client, "/api/v1/paths?from=bundid&to=fit-connect&state=ist")
    assert faults(found, "path") == []
    assert (found["from"]["key"], found["to"]["key"]) == ("bundid", "fit-connect")
    by_label = get(client, "/api/v1/paths?from=BundID%20(Nutzerkonto%20Bund)&to=FIT-Connect")
    assert by_label["paths"] == found["paths"]


def test_state_and_gap_agree(client: TestClient) -> None:
    ist, soll = (get(client, f"/api/v1/state?state={when}") for when in ("ist", "soll"))
    found = get(client, "/api/v1/gap?from=ist&to=soll")
    assert faults(ist, "state") == faults(found, "gap") == []
    before, after = ({item["id"] for item in state["elements"]} for state in (ist, soll))
    old = {item["id"] for group in found["replaced"] for item in group["old"]}
    assert before - after == {item["id"] for item in found["removed"]} | old


def test_search_is_as_its_schema_says(client: TestClient) -> None:
    found = get(client, "/api/v1/search?q=behoerde&limit=3")
    assert faults(found, "search") == []
    assert found["items"][0]["key"] == "b115" and len(found["items"]) == 3


def test_questions_are_listed_and_answered(client: TestClient) -> None:
    for lang in ("de", "en"):
        assert faults(get(client, f"/api/v1/questions?lang={lang}"), "questions") == []
    listed = get(client, "/api/v1/questions?lang=en")
    assert listed["total"] == len(listed["items"])
    for question in listed["items"]:
        parameters = {p["name"]: p["default"] for p in question["parameters"] if p["default"]}
        answer = client.get(f"/api/v1/questions/{question['key']}", params=parameters)
        assert answer.status_code == 200, answer.text
        assert faults(answer.json(), "ask") == []


def test_views_are_listed_with_files_that_exist(client: TestClient) -> None:
    listed = get(client, "/api/v1/views")
    assert {"landscape-map", "gap"} <= {view["key"] for view in listed["items"]}
    for view in listed["items"][:2]:
        for ending, address in view["files"].items():
            assert client.get(address).status_code == 200, (view["key"], ending)


@pytest.mark.parametrize("lang", ["de", "en"])
def test_the_list_of_views_is_as_its_schema_says(client: TestClient, lang: str) -> None:
    answer = client.get(f"/api/v1/views?lang={lang}")
    assert faults(answer.json(), "views") == []
    assert '</api/v1/schemas/views.json>; rel="describedby"' in answer.headers["Link"]


@pytest.mark.parametrize("key", VIEWS)
@pytest.mark.parametrize("asked", ["", "?state=2020", "?lang=en"])
def test_every_view_as_json_is_as_its_schema_says(client: TestClient, key: str, asked: str) -> None:
    asked = asked.replace("?state=2020", "?from=2020&to=ist") if key == "gap" else asked
    answer = client.get(f"/views/{key}.json{asked}")
    data = answer.json()
    assert faults(data, "view") == []
    assert '</api/v1/schemas/view.json>; rel="describedby"' in answer.headers["Link"]
    groups = {group["key"]: group for group in data["groups"]}
    assert len(groups) == len(data["groups"])
    assert {node["group"] for node in data["nodes"]} - {None} <= groups.keys()
    assert {group["parent"] for group in data["groups"]} - {None} <= groups.keys()
    ends = {node["key"] for node in data["nodes"]} | groups.keys()
    assert {end for edge in data["edges"] for end in (edge["source"], edge["target"])} <= ends


def test_the_groups_of_the_map_count_the_boxes_in_them(client: TestClient) -> None:
    data = get(client, "/views/landscape-map.json")
    inner = Counter(node["group"] for node in data["nodes"])
    outer: Counter[str] = Counter()
    for group in data["groups"]:
        if group["parent"]:
            assert group["count"] == inner[group["key"]]
            outer[group["parent"]] += group["count"]
    assert outer == {group["key"]: group["count"] for group in data["groups"] if not group["parent"]}


def test_a_view_as_table_and_as_json_holds_the_same_rows(client: TestClient) -> None:
    data = get(client, "/views/landscape-map.json?state=soll&lang=en")
    text = client.get("/views/landscape-map.csv?state=soll&lang=en").content.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text)))
    assert rows[0] == data["table"]["columns"] and len(rows) - 1 == len(data["table"]["rows"])
    assert data["lang"] == "en"


REFUSED = [
    ("/api/v1/components?limit=0", 400, "/query/limit"),
    ("/api/v1/components?limit=-1", 400, "/query/limit"),
    ("/api/v1/components?limit=5000", 400, "/query/limit"),
    ("/api/v1/components?limit=1e3", 400, "/query/limit"),
    ("/api/v1/components?limit=٣", 400, "/query/limit"),
    ("/api/v1/components?limit=10&limit=10", 400, "/query/limit"),
    ("/api/v1/components?colour=red", 400, "/query/colour"),
    ("/api/v1/components?a%2Fb~c=1", 400, "/query/a~1b~0c"),
    ("/api/v1/components?level=bund&federalLevel=land", 400, "/query/level"),
    ("/api/v1/components?state=wann", 400, "/query/state"),
    ("/api/v1/standards?state=ist", 400, "/query/state"),
    ("/api/v1/components?sort=colour", 400, "/query/sort"),
    ("/api/v1/components?cursor=abc", 400, "/query/cursor"),
    ("/api/v1/components?lang=fr", 400, "/query/lang"),
    (f"/api/v1/components?q={'x' * 301}", 400, "/query/q"),
    ("/api/v1/components/bundid?foo=1", 400, "/query/foo"),
    ("/api/v1/components/bundid/impact?depth=1000000000", 400, "/query/depth"),
    ("/api/v1/components/bundid/impact?depth=0", 400, "/query/depth"),
    ("/api/v1/components/bundid/impact?direction=sideways", 400, "/query/direction"),
    ("/api/v1/components/bundid/impact?state=2028-13", 400, "/query/state"),
    ("/api/v1/components/bundid/dependencies?direction=up", 400, "/query/direction"),
    ("/api/v1/components/bundid/dependencies?depth=0", 400, "/query/depth"),
    ("/api/v1/components?fields=key,colour", 400, "/query/fields"),
    ("/api/v1/components/bundid?fields=colour", 400, "/query/fields"),
    ("/api/v1/views?fields=colour", 400, "/query/fields"),
    ("/api/v1/views?cursor=abc", 400, "/query/cursor"),
    ("/api/v1/questions?limit=0", 400, "/query/limit"),
    ("/api/v1/state?when=soll", 400, "/query/when"),
    ("/api/v1/state?state=gestern", 400, "/query/state"),
    ("/api/v1/gap?from=ist&to=wann", 400, "/query/to"),
    ("/api/v1/gap?from=x&from=y", 400, "/query/from"),
    ("/api/v1/paths?from=bundid", 400, "/query/to"),
    ("/api/v1/paths?from=bundid&to=bundid", 400, "/query/to"),
    ("/api/v1/paths?from=nobody&to=bundid", 404, "/query/from"),
    ("/api/v1/weak-points?state=gestern", 400, "/query/state"),
    ("/api/v1/weak-points?limit=1000000000", 400, "/query/limit"),
    ("/api/v1/timeline?element=nobody", 404, "/query/element"),
    ("/api/v1/timeline?from=wann&to=2028", 400, "/query/from"),
    ("/api/v1/timeline?from=2025&to=wann", 400, "/query/to"),
    ("/api/v1/timeline?from=2028&to=2025", 400, "/query/to"),
    ("/api/v1/search", 400, "/query/q"),
    ("/api/v1/search?q=%20", 400, "/query/q"),
    ("/api/v1/search?q=a&limit=1000000000", 400, "/query/limit"),
    ("/api/v1/questions/CQ01?colour=red", 400, "/query/colour"),
    ("/views/landscape-map.svg?state=wann", 400, "/query/state"),
    ("/views/landscape-map.svg?focus=bundid", 400, "/query/focus"),
    ("/views/neighbourhood.svg?focus=nobody", 404, "/query/focus"),
    ("/views/neighbourhood.svg?depth=1000000000", 400, "/query/depth"),
]


@pytest.mark.parametrize(("path", "status", "pointer"), REFUSED)
def test_a_wrong_parameter_is_named(client: TestClient, path: str, status: int, pointer: str) -> None:
    answer = client.get(path)
    assert answer.headers["Content-Type"] == "application/problem+json"
    problem = answer.json()
    assert (answer.status_code, problem["status"]) == (status, status), problem
    assert [error["pointer"] for error in problem["errors"]] == [pointer]
    assert problem["detail"] == problem["errors"][0]["detail"]


@pytest.mark.parametrize(
    ("path", "hint"),
    [
        ("/api/v1/komponents", "components"),
        ("/api/v1/components/bundit", "bundid"),
        ("/api/v1/components/bundit/impact", "bundid"),
        ("/api/v1/schemas/gab.json", "gap"),
        ("/views/gapp.svg", "gap"),
        ("/views/gap.exe", "svg"),
    ],
)
def test_what_is_nearly_right_is_offered(client: TestClient, path: str, hint: str) -> None:
    answer = client.get(path)
    assert (answer.status_code, answer.headers["Content-Type"]) == (404, "application/problem+json")
    assert hint in answer.json()["hint"]


@pytest.mark.parametrize("key", ["%22%7D", "%00", "a" * 10_000, "%0d%0a", "<b>", "..%2f..", "%F0%9F%92%A5"])
@pytest.mark.parametrize(
    "place",
    [
        "/api/v1/{}",
        "/api/v1/components/{}",
        "/api/v1/{}/bundid",
        "/api/v1/components/{}/impact",
        "/api/v1/questions/{}",
        "/api/v1/schemas/{}.json",
        "/views/{}.svg",
        "/views/gap.{}",
    ],
)
def test_odd_characters_are_clearly_not_found(client: TestClient, place: str, key: str) -> None:
    answer = client.get(place.replace("{}", key))
    assert answer.status_code == 404, answer.text[:300]
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert len(answer.content) < 2_000


@pytest.mark.parametrize("path", EXAMPLES)
def test_unchanged_answers_are_not_sent_twice_and_head_has_no_body(client: TestClient, path: str) -> None:
    answer = client.get(path)
    assert "Server-Timing" in answer.headers
    head = client.head(path)
    assert (head.status_code, head.content) == (200, b"")
    tag = answer.headers.get("ETag")
    if path not in ("/openapi.json", "/docs"):
        assert tag and client.get(path, headers={"If-None-Match": tag}).status_code == 304


@pytest.mark.parametrize("path", [path for path in EXAMPLES if path != "/docs"])
def test_data_may_be_read_from_any_origin(client: TestClient, path: str) -> None:
    answer = client.get(path, headers={"Origin": "https://example.org"})
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert "Link" in answer.headers["Access-Control-Expose-Headers"]


def test_answers_name_their_schema(client: TestClient) -> None:
    for path in EXAMPLES:
        found = re.search(r'<([^>]+)>; rel="describedby"', client.get(path).headers.get("Link", ""))
        if found:
            assert client.get(found[1]).headers["Content-Type"] == "application/schema+json"


def test_every_operation_is_described(client: TestClient) -> None:
    described = get(client, "/openapi.json")
    tags = {tag["name"] for tag in described["tags"]}
    for path, methods in described["paths"].items():
        for method, operation in methods.items():
            assert operation["summary"] and operation["description"], path
            assert set(operation["tags"]) <= tags and operation["tags"], path
            for parameter in operation.get("parameters", []):
                assert parameter["description"], (path, parameter["name"])
            assert set(operation["responses"]) - {"422"} == set(operation["responses"]), (path, method)


def test_the_docs_show_every_operation_and_its_examples_work(client: TestClient) -> None:
    answer = client.get("/docs")
    assert "script" not in answer.headers["Content-Security-Policy"]
    assert "<script" not in answer.text and "http://" not in answer.text.replace("http://127.0.0.1", "")
    for path in get(client, "/openapi.json")["paths"]:
        assert path in answer.text
    examples = re.findall(r'(?:Example|Beispiel): <a href="([^"]+)"', answer.text)
    assert len(examples) > 15 and not [example for example in examples if "//" in example]
    for example in examples:
        status = client.get(example.replace("&amp;", "&")).status_code
        assert status in (200, 303), example


def test_every_example_of_a_parameter_works(client: TestClient) -> None:
    """All single examples of an operation at once; those that belong to a collection or question there.

    The packaged landscape has no data schema: its addresses alone have no example.
    """
    without = set()
    for path, methods in get(client, "/openapi.json")["paths"].items():
        for described in [methods["get"]] if "get" in methods else []:
            parts = described.get("parameters", [])
            if any("examples" not in p["schema"] for p in parts if p["in"] == "path"):
                without.add(path)
                continue
            place = {p["name"]: p["schema"]["examples"][0] for p in parts if p["in"] == "path"}
            fields = {p["name"]: p["example"] for p in parts if p["in"] == "query" and "example" in p}
            answer = client.get(path.format(**place), params=fields)
            assert answer.status_code in (200, 303), (path, fields, answer.text[:300])
            named = [(p["name"], of, e["value"]) for p in parts for of, e in p.get("examples", {}).items()]
            for name, of, value in sample(named):
                address = path.format(**{**place, next(iter(place)): of})
                answer = client.get(address, params={name: value})
                assert answer.status_code == 200, (address, name, value, answer.text[:300])
                listed = answer.json() if "json" in answer.headers["Content-Type"] else {}
                assert listed.get("total", 1) > 0, (address, name, value)
    assert without == {f"/api/v1/data-schemas/{{key}}/{form}" for form in ("tree", "json-schema", "shape")}


def test_every_parameter_that_an_address_takes_is_described(client: TestClient) -> None:
    """An unknown parameter is told those that are known: they are the ones that OpenAPI names."""
    paths = get(client, "/openapi.json")["paths"]
    for path, place in {
        "/api/v1/{collection}": {"collection": "components"},
        "/api/v1/{collection}/{key}": {"collection": "components", "key": "bundid"},
        "/api/v1/{collection}/{key}/impact": {"collection": "components", "key": "bundid"},
        "/api/v1/{collection}/{key}/dependencies": {"collection": "components", "key": "bundid"},
        "/api/v1/state": {},
        "/api/v1/gap": {},
        "/api/v1/paths": {},
        "/api/v1/search": {},
        "/api/v1/views": {},
        "/api/v1/questions": {},
        "/api/v1/questions/{key}": {"key": "CQ05"},
    }.items():
        described = {p["name"] for p in paths[path]["get"]["parameters"] if p["in"] == "query"}
        refused = client.get(path.format(**place), params={"surprise": 1}).json()["hint"]
        known = set(re.findall(r"[A-Za-z]+", refused.rpartition(":")[2]))
        assert known and known <= described, (path, known - described)


def test_only_the_fields_asked_for_are_sent(client: TestClient) -> None:
    found = get(client, "/api/v1/components?fields=owner,key&limit=5")
    assert [list(item) for item in found["items"]] == [["owner", "key"]] * 5
    whole = get(client, "/api/v1/components?limit=5")
    assert found["items"] == [{name: item[name] for name in ("owner", "key")} for item in whole["items"]]
    assert (found["total"], bool(found["next"])) == (whole["total"], True)
    element = get(client, "/api/v1/components/bundid?fields=label,findings")
    assert list(element) == ["label", "findings"]
    for path in ("components", "components/bundid", "views", "questions"):
        answer = client.get(f"/api/v1/{path}?fields=key")
        assert answer.status_code == 200 and "describedby" not in answer.headers.get("Link", "")


@pytest.mark.parametrize("name", ["views", "questions"])
def test_a_list_of_few_is_paged_as_the_others_are(client: TestClient, name: str) -> None:
    whole = get(client, f"/api/v1/{name}?lang=en")["items"]
    address: str | None = f"/api/v1/{name}?lang=en&limit=4"
    seen: list[Any] = []
    while address:
        answer = client.get(address)
        assert faults(answer.json(), name) == [] and answer.json()["total"] == len(whole)
        seen.extend(answer.json()["items"])
        following = re.search(r'<([^>]+)>; rel="next"', answer.headers["Link"])
        assert bool(following) == bool(answer.json()["next"])
        address = following[1] if following else None
    assert seen == whole


def test_dependencies_go_as_far_as_they_are_asked_to(client: TestClient) -> None:
    """Against the facts: a breadth-first walk along the arrows of the rows that hold today."""
    state = get(client, "/api/v1/state")
    arrows = [
        (r["source"]["key"], r["target"]["key"], r["key"]) for r in (*state["relations"], *state["structure"])
    ]
    for depth in (1, 2, 3):
        reached, expected = {"bundid"}, set()
        for _ in range(depth):
            met = [(key, end) for begin, end, key in arrows if begin in reached]
            expected |= {key for key, _ in met}
            reached |= {end for _, end in met}
        found = get(client, f"/api/v1/components/bundid/dependencies?direction=out&depth={depth}")
        assert {r["key"] for r in found["outgoing"]} == expected and not found["incoming"]
    cut = get(client, "/api/v1/components/bundid/dependencies?limit=2")
    assert (len(cut["incoming"]), cut["truncated"], found["truncated"]) == (2, True, False)


@pytest.mark.parametrize("asked", ["kind=portall", "level=mars", "owner=nobody", "kind=portal,portall"])
def test_a_value_that_a_filter_cannot_have_is_refused(client: TestClient, asked: str) -> None:
    name = asked.partition("=")[0]
    answer = client.get(f"/api/v1/components?{asked}")
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["pointer"] == f"/query/{name}"


def test_a_code_that_nothing_has_yet_gives_an_empty_list(client: TestClient) -> None:
    assert get(client, "/api/v1/components?kind=portal&level=land&lifecycle=geplant")["items"] == []
