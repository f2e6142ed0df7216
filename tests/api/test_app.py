# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""What every answer has, and the small addresses: gap, views, health."""

import asyncio
import re
from collections.abc import Iterator

import httpx
import pytest
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from grundriss.errors import NotFound, UsageError
from grundriss.model.state_types import Gap, Item, Line, RelationGap, StateName
from grundriss.store.snapshot import Snapshot
from grundriss_api import landscape
from grundriss_api.app import create_app
from grundriss_api.headers import HeadAsGet
from grundriss_api.settings import Settings
from tests.api.conftest import FakeWorkspace, Serve, Served

SVG = '<svg xmlns="http://www.w3.org/2000/svg"><title>Bild</title></svg>'


def small_gap(_: Snapshot, a: str, b: str, lang: str = "de") -> Gap:
    if "?" in a:
        raise UsageError("state-unknown", state=a, known=("ist", "soll"))
    new = Item("neu", "http://x/neu", "Component", "Größe", "de")
    return Gap(
        StateName(a, "2026-11-23", 7),
        StateName(b, "2028-12-31", 7),
        (Line(new),),
        (),
        (),
        (),
        3,
        (),
        RelationGap(),
        RelationGap(),
    )


def small_picture(_: Snapshot, key: str, **_asked: object) -> str:
    if key != "gap":
        raise NotFound("view-unknown", name=key, known=("gap",))
    return SVG


@pytest.fixture(autouse=True)
def without_drawing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(landscape, "gap", small_gap)
    monkeypatch.setattr(landscape, "picture", small_picture)


@pytest.fixture
def fresh(serve: Serve) -> Iterator[Served]:
    with serve(Settings()) as server:
        yield server


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/sparql?query=ASK{}",
        "/api/v1/gap",
        "/views/gap.svg",
        "/health/live",
        "/nothing",
        "/static/none.css",
    ],
)
def test_every_answer_has_the_security_headers(client: httpx.Client, path: str) -> None:
    headers = client.get(path).headers
    assert headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert "script-src" not in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert re.fullmatch(r"total;dur=\d+\.\d", headers["Server-Timing"])
    assert "set-cookie" not in headers


@pytest.mark.parametrize(
    "path", ["/sparql?query=ASK{}", "/api/v1/gap", "/views/gap.svg", "/sparql?query=nonsense"]
)
def test_data_may_be_read_from_any_origin_without_credentials(client: httpx.Client, path: str) -> None:
    headers = client.get(path, headers={"Origin": "https://example.org"}).headers
    assert headers["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in headers
    assert (
        "Access-Control-Allow-Origin"
        not in client.get("/", headers={"Origin": "https://example.org"}).headers
    )


def test_a_preflight_is_answered_for_queries_by_post(client: httpx.Client) -> None:
    asked = {"Origin": "https://example.org", "Access-Control-Request-Method": "POST"}
    answer = client.options("/sparql", headers=asked)
    assert answer.status_code == 204
    assert "POST" in answer.headers["Access-Control-Allow-Methods"]
    assert "Content-Type" in answer.headers["Access-Control-Allow-Headers"]
    assert "POST" not in client.options("/api/v1/gap", headers=asked).headers["Access-Control-Allow-Methods"]


@pytest.mark.parametrize(
    ("host", "known"),
    [
        ("127.0.0.1", True),
        ("127.0.0.1:8000", True),
        ("localhost:1", True),
        ("LOCALHOST", True),
        ("[::1]:8000", True),
        ("grundriss.example:443", True),
        ("evil.example", False),
        ("127.0.0.1.evil.example", False),
        ("localhost@evil.example", False),
        ("", False),
    ],
)
def test_only_its_own_names_address_the_server(serve: Serve, host: str, known: bool) -> None:
    with serve(Settings(allowed_hosts=("grundriss.example",))) as server:
        answer = server.client.get("/health/live", headers={"Host": host})
    assert answer.status_code == (200 if known else 421)
    assert known or answer.headers["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"])
@pytest.mark.parametrize(
    "path", ["/", "/api/v1/gap", "/views/gap.svg", "/health/live", "/static/grundriss.css"]
)
def test_the_server_only_reads(client: httpx.Client, method: str, path: str) -> None:
    answer = client.request(method, path)
    assert answer.status_code == 405
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.headers["Allow"] == "GET, HEAD"


@pytest.mark.parametrize(
    "path", ["/nothing", "/api/v1/", "/views/none.svg", "/sparql/", "/redoc", "/static/%2e%2e/app.py"]
)
def test_what_is_not_there_is_a_problem_document(client: httpx.Client, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 404
    assert answer.json()["status"] == 404
    assert answer.headers["Content-Type"] == "application/problem+json"


def test_the_gap_is_given_as_the_core_gives_it(fresh: Served) -> None:
    answer = fresh.client.get("/api/v1/gap", params={"from": "ist", "to": "2027"})
    assert answer.headers["Content-Type"] == "application/json"
    assert answer.json()["to"]["name"] == "2027"
    assert answer.json()["added"][0]["label"] == "Größe"
    assert fresh.client.get("/api/v1/gap").json()["from"]["name"] == "ist"


def test_wrong_parameters_are_problem_documents(fresh: Served) -> None:
    unknown = fresh.client.get("/api/v1/gap", params={"from": "wann?"})
    assert (unknown.status_code, unknown.json()["errors"][0]["pointer"]) == (400, "/query/from")
    long = fresh.client.get("/api/v1/gap", params={"to": "x" * 301})
    assert (long.status_code, long.json()["errors"][0]["pointer"]) == (400, "/query/to")


@pytest.mark.parametrize(
    ("path", "media_type"), [("/api/v1/gap", "application/json"), ("/views/gap.svg", "image/svg+xml")]
)
def test_an_unchanged_answer_is_not_sent_twice(fresh: Served, path: str, media_type: str) -> None:
    first = fresh.client.get(path)
    assert first.headers["Content-Type"].startswith(media_type)
    tag = first.headers["ETag"]
    for known in (tag, f'"other", {tag}', tag.removeprefix("W/"), "*"):
        again = fresh.client.get(path, headers={"If-None-Match": known})
        assert (again.status_code, again.content, again.headers["ETag"]) == (304, b"", tag)
    assert fresh.client.get(path, headers={"If-None-Match": '"other"'}).status_code == 200


def test_a_new_snapshot_has_new_tags(serve: Serve, workspace: FakeWorkspace) -> None:
    tags = []
    for number in (1, 2):
        workspace.number = number
        with serve(Settings()) as server:
            tags.append(server.client.get("/api/v1/gap").headers["ETag"])
    assert len(set(tags)) == 2


def test_a_picture_may_style_itself_and_nothing_else(fresh: Served) -> None:
    answer = fresh.client.get("/views/gap.svg")
    assert answer.text == SVG
    policy = answer.headers["Content-Security-Policy"]
    assert "style-src 'unsafe-inline'" in policy
    assert "http" not in policy


def test_health_says_live_and_ready(fresh: Served) -> None:
    assert fresh.client.get("/health/live").json() == {"status": "ok"}
    ready = fresh.client.get("/health/ready").json()
    assert (ready["status"], ready["revision"], ready["effectiveDate"]) == ("ok", 7, "2026-11-23")


def test_a_workspace_that_cannot_be_read_is_alive_and_not_ready(
    serve: Serve, workspace: FakeWorkspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    def empty() -> Snapshot:
        raise NotFound("workspace-empty")

    monkeypatch.setattr(workspace, "snapshot", empty)
    with serve(Settings()) as server:
        assert server.client.get("/health/live").status_code == 200
        ready = server.client.get("/health/ready")
        assert (ready.status_code, ready.json()["detail"]) == (503, "This workspace is empty.")
        assert server.client.get("/sparql", params={"query": "ASK {}"}).status_code == 404


def test_an_unexpected_error_is_told_without_its_traceback(
    fresh: Served, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(_: Snapshot, __: str, **_asked: object) -> str:
        raise ZeroDivisionError("secret")

    monkeypatch.setattr(landscape, "picture", broken)
    answer = fresh.client.get("/views/gap.svg")
    assert answer.status_code == 500
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "secret" not in answer.text
    assert "ZeroDivisionError" in caplog.text


def test_the_interface_description_names_every_address(client: httpx.Client) -> None:
    description = client.get("/openapi.json").json()
    assert description["openapi"].startswith("3.1")
    assert set(description["paths"]) >= {
        "/sparql",
        "/id/{element}",
        "/data/{element}",
        "/ns",
        "/api/v1/gap",
        "/api/v1/state",
        "/api/v1/paths",
        "/api/v1/weak-points",
        "/api/v1/timeline",
        "/api/v1/search",
        "/api/v1/questions/{key}",
        "/api/v1/views",
        "/api/v1/{collection}",
        "/api/v1/{collection}/{key}",
        "/api/v1/{collection}/{key}/impact",
        "/views/{key}.{ending}",
        "/health/live",
        "/health/ready",
    }
    assert set(description["paths"]["/sparql"]) == {"get", "post"}
    operations = [
        operation["operationId"] for path in description["paths"].values() for operation in path.values()
    ]
    assert len(operations) == len(set(operations))


def test_head_is_answered_everywhere(client: httpx.Client) -> None:
    for path in (
        "/",
        "/api/v1/gap",
        "/views/gap.svg",
        "/health/live",
        "/openapi.json",
        "/static/grundriss.css",
    ):
        answer = client.head(path)
        assert (answer.status_code, answer.content) == (200, b"")


def test_head_loses_its_body_whatever_server_runs_the_application() -> None:
    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        await Response(f"{scope['method']} {scope['grundriss.head']}")(scope, receive, send)

    async def head() -> httpx.Response:
        transport = httpx.ASGITransport(HeadAsGet(answer))
        async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:
            return await client.head("/")

    response = asyncio.run(head())
    assert (response.content, response.headers["Content-Length"]) == (b"", str(len("GET True")))


def test_settings_come_from_the_environment(
    monkeypatch: pytest.MonkeyPatch, workspace: FakeWorkspace
) -> None:
    monkeypatch.setenv("GRUNDRISS_QUERY_TIMEOUT", "2.5")
    monkeypatch.setenv("GRUNDRISS_ALLOWED_HOSTS", "a.example, b.example")
    settings = Settings()
    assert settings.query_timeout == 2.5
    assert {"a.example", "b.example", "localhost"} <= settings.hosts
    assert create_app(workspace).docs_url is None
