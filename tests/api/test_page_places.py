# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""`?scenario=` and `?at=` on pages: the page shows that place, says so, and its links stay there."""

import html
import re
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from fastapi.testclient import TestClient

from grundriss_api.app import create_app
from tests.api.page_outline import Outline
from tests.api.placed_workspace import placed_workspace

PAGES = (
    "/",
    "/elements",
    "/elements/components?q=anders",
    "/doc/component/bundid",
    "/gap",
    "/questions",
    "/questions/CQ28",
    "/views",
    "/views/neighbourhood?focus=component/bundid",
    "/impact?x=bundid",
    "/paths?from=bundid&to=ausweisapp",
    "/search?q=anders",
)
QUERY = "/sparql?query=SELECT+('Anders'+AS+?x)+{}"
HTML = {"Accept": "text/html", "Accept-Language": "de"}


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    workspace = placed_workspace(tmp_path_factory.mktemp("places") / "w")
    with TestClient(create_app(workspace), base_url="http://127.0.0.1", follow_redirects=False) as client:
        yield client


def page_of(client: TestClient, address: str, fields: str) -> str:
    answer = client.get(f"{address}{'&' if '?' in address else '?'}{fields}", headers=HTML)
    assert answer.status_code == 200, answer.text
    return answer.text


@pytest.mark.parametrize("address", (*PAGES, QUERY))
def test_every_page_shows_the_scenario_and_says_so(client: TestClient, address: str) -> None:
    here = Outline(page_of(client, address, "scenario=one"))
    assert "Sie sehen Szenario „Ablösung 2028“, nicht den heutigen Stand der Daten." in here.words
    (back,) = [link for link, text in here.links if text == "Zum heutigen Stand"]
    assert "scenario" not in back
    present = Outline(page_of(client, back, ""))
    assert "Sie sehen" not in present.words
    if address not in ("/elements", "/questions", "/views", QUERY):
        assert "Anders" in here.words and "Anders" not in present.words.replace("„Anders“", "")


@pytest.mark.parametrize("address", (*PAGES, QUERY))
def test_links_pictures_and_forms_of_a_page_stay_in_the_scenario(
    client: TestClient,
    address: str,
) -> None:
    page = Outline(page_of(client, address, "scenario=one&at=r1"))
    kept = (
        "/elements",
        "/questions",
        "/views",
        "/gap",
        "/impact",
        "/paths",
        "/search",
        "/sparql",
        "/api",
        "/data",
        "/doc/",
    )
    for link, text in page.links:
        if text == "Zum heutigen Stand" or urlsplit(link).netloc:
            continue
        if urlsplit(link).path == "/" or urlsplit(link).path.startswith(kept):
            assert "scenario=one" in link, link
            assert "at=r1" in link or link.startswith("/doc/revision/"), link
        else:
            assert "scenario" not in link, link
    assert all("scenario=one" in str(image["src"]) for image in page.all("img"))
    hidden = [field["value"] for field in page.all("input") if field.get("name") in ("scenario", "at")]
    assert set(hidden) == {"one", "r1"}


def test_a_revision_is_named_too(client: TestClient) -> None:
    page = Outline(page_of(client, "/doc/component/bundid", "at=r1&lang=en"))
    assert "You see revision 1, not the present data." in page.words
    assert page.headings[0] == (1, "BundID (Nutzerkonto Bund)")


def test_data_of_an_element_is_read_at_the_place(client: TestClient) -> None:
    assert "Anders" in client.get("/data/component/bundid.ttl?scenario=one").text
    assert "Anders" not in client.get("/data/component/bundid.ttl").text
    assert "nur-eins" in client.get("/elements/components.csv?scenario=one").text
    assert "nur-eins" not in client.get("/elements/components.csv").text


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ("scenario=oen", 404),
        ("scenario=..%2Fone", 404),
        ("at=r9", 404),
        ("at=gestern", 400),
        ("scenario=one&scenario=one", 400),
        ("scenario=%3Cscript%3E", 404),
    ],
)
def test_a_page_of_no_such_place_says_so_and_leads_back(
    client: TestClient,
    fields: str,
    status: int,
) -> None:
    for address in PAGES:
        answer = client.get(f"{address}{'&' if '?' in address else '?'}{fields}", headers=HTML)
        assert answer.status_code == status
        page = Outline(answer.text)
        assert "<script>" not in answer.text
        assert "/elements" in [link for link, _ in page.links]
        if "oen" in fields:
            assert "Meinten Sie one?" in page.words


def test_the_heading_of_a_gap_names_a_place_once_and_two_places_each(client: TestClient) -> None:
    same = Outline(page_of(client, "/gap", "scenario=one")).headings[0][1]
    assert same.endswith("SOLL (31.12.2028), Szenario „Ablösung 2028“") and same.count("Szenario") == 1
    across = Outline(page_of(client, "/gap", "from=r1&to=one@ist")).headings[0][1]
    assert "IST (23.11.2026), Revision 1 und IST (23.11.2026), Szenario „Ablösung 2028“" in across


def test_a_list_takes_a_place_as_its_state(client: TestClient) -> None:
    address = "/elements/components?q=bundid&state"
    assert "Anders" in Outline(page_of(client, f"{address}=one@ist", "")).words
    assert "BundID (Nutzerkonto Bund)" in Outline(page_of(client, f"{address}=r1", "")).words
    assert "Anders" in client.get("/elements/components.csv?state=one@ist").text
    assert client.get("/elements/components?state=r9", headers=HTML).status_code == 404


def test_the_other_language_begins_a_list_anew_and_further_pages_name_theirs(client: TestClient) -> None:
    first = client.get("/elements/components", headers=HTML).text
    following = html.unescape(re.findall(r'rel="next" href="([^"]+)"', first)[0])
    assert "lang=de" in following and "cursor=" in following
    second = client.get(following, headers={**HTML, "Accept-Language": "en"})
    assert (second.status_code, second.headers["Content-Language"]) == (200, "de")
    english = [
        html.unescape(link)
        for link in re.findall(r'href="([^"]*lang=en[^"]*)"', second.text)
        if "/elements/" in link
    ]
    assert english and all("cursor" not in link for link in english)
    assert client.get(english[0], headers=HTML).status_code == 200
