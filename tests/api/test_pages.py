# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""The pages: what they say, in both languages, and that data never becomes markup."""

import re
import tomllib
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import httpx
import pytest

import grundriss_api
from grundriss.errors import NotFound
from grundriss.model.state_types import Gap
from grundriss.store.snapshot import Snapshot
from grundriss_api import landscape
from grundriss_api.settings import Settings
from tests.api.conftest import Serve
from tests.api.test_app import small_gap

PACKAGE = Path(grundriss_api.__file__).parent
LABEL = "http://www.w3.org/2004/02/skos/core#prefLabel"
BUNDID = "https://w3id.org/grundriss/id/component/bundid"


class Elements(HTMLParser):
    """Start tags with their attributes, and the text."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.found if name == tag]


@pytest.fixture
def landing(serve: Serve, monkeypatch: pytest.MonkeyPatch) -> Iterator[httpx.Client]:
    monkeypatch.setattr(landscape, "gap", small_gap)
    with serve(Settings(html_rows=50)) as server:
        yield server.client


def result_of(client: httpx.Client, query: str, lang: str = "de") -> httpx.Response:
    return client.get("/sparql", params={"query": query, "lang": lang}, headers={"Accept": "text/html"})


def test_the_landing_page_says_what_is_there(landing: httpx.Client) -> None:
    page = Elements(landing.get("/").text)
    words = " ".join(page.text.split())
    assert "4 Komponenten" in words
    assert "1 Schnittstellen" in words
    assert "2 Beziehungen" in words
    assert "Heute hängen 2 Elemente unmittelbar davon ab, 2 davon Komponenten: Antrag Bürgerportal" in words
    assert "+ neu 1" in words
    assert "Revision 7" in words
    assert "23.11.2026" in words
    assert [image["src"] for image in page.all("img")] == [
        "/views/landscape-map.svg?lang=de",
        "/views/gap.svg?lang=de",
        "/views/neighbourhood.svg?focus=component%2Fbundid&lang=de",
    ]
    assert all(image["alt"] for image in page.all("img"))


def test_german_unless_english_is_liked_better_or_named(landing: httpx.Client) -> None:
    def lang(path: str, accept: str | None = None) -> str | None:
        answer = landing.get(path, headers={"Accept-Language": accept} if accept else {})
        assert "Accept-Language" in answer.headers["Vary"]
        (html,) = Elements(answer.text).all("html")
        assert answer.headers["Content-Language"] == html["lang"]
        return html["lang"]

    assert lang("/") == "de"
    assert lang("/", "fr") == "de"
    assert lang("/", "en-GB,de;q=0.5") == "en"
    assert lang("/?lang=de", "en") == "de"
    assert lang("/?lang=en") == "en"
    assert lang("/?lang=tlh", "en") == "en"


def test_labels_are_in_the_language_of_the_page_where_there_are_some(landing: httpx.Client) -> None:
    page = Elements(landing.get("/?lang=en").text)
    assert "Application" in page.text
    assert "Bürgerportal" in page.text
    marked = [link for link in page.all("a") if link.get("lang") == "de" and "/doc/" in str(link["href"])]
    assert len(marked) == 1


def test_every_text_is_there_in_both_languages() -> None:
    def keys(table: dict[str, object], above: str = "") -> set[str]:
        found = set()
        for key, value in table.items():
            found |= keys(value, f"{above}{key}.") if isinstance(value, dict) else {above + key}
        return found

    german, english = (
        tomllib.loads((PACKAGE / "texts" / f"{lang}.toml").read_text("utf-8")) for lang in ("de", "en")
    )
    assert keys(german) == keys(english)
    placeholders = re.compile(r"\{\w+\}")
    assert sorted(placeholders.findall(str(german))) == sorted(placeholders.findall(str(english)))


@pytest.mark.parametrize("path", ["/", "/sparql", "/sparql?query=SELECT+*+{?s+?p+?o}&format=html"])
def test_pages_need_no_script_and_nothing_from_elsewhere(landing: httpx.Client, path: str) -> None:
    page = Elements(landing.get(path, headers={"Accept": "text/html"}).text)
    assert not page.all("script")
    assert not page.all("style")
    assert not any("style" in attributes or "onclick" in attributes for _, attributes in page.found)
    loaded = [*page.all("link"), *page.all("img"), *page.all("form")]
    addresses = [element.get("href") or element.get("src") or element.get("action") for element in loaded]
    assert addresses
    assert all(address and address.startswith("/") for address in addresses)


@pytest.mark.parametrize("path", ["/", "/sparql"])
def test_pages_can_be_used_with_the_keyboard_and_read_aloud(landing: httpx.Client, path: str) -> None:
    page = Elements(landing.get(path, headers={"Accept": "text/html"}).text)
    first_link = page.all("a")[0]
    targets = {attributes.get("id") for _, attributes in page.found}
    assert first_link["href"] == "#content"
    assert "content" in targets
    labelled = {label["for"] for label in page.all("label")}
    fields = [
        f
        for f in (*page.all("textarea"), *page.all("select"), *page.all("input"))
        if f.get("type") != "hidden"
    ]
    assert fields
    assert all(field["id"] in labelled for field in fields)
    assert len(page.all("h1")) == 1
    assert len(page.all("main")) == 1
    ids = [attributes["id"] for _, attributes in page.found if "id" in attributes]
    assert len(ids) == len(set(ids))


def test_a_landscape_without_target_or_bundid_says_so(serve: Serve, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_target(_: Snapshot, __: str, ___: str) -> Gap:
        raise NotFound("target-missing")

    monkeypatch.setattr(landscape, "gap", no_target)
    monkeypatch.setattr(landscape, "HUB", "id/component/none")
    with serve(Settings()) as server:
        answer = server.client.get("/?lang=en")
    assert answer.status_code == 200
    assert "names no target state" in answer.text
    assert "no component BundID" in answer.text
    assert "/views/gap.svg" not in answer.text


def test_the_page_of_a_gap_without_a_target_is_the_form_and_says_what_to_do(client: httpx.Client) -> None:
    answer = client.get("/gap?lang=en", headers={"Accept": "text/html"})
    page = Elements(answer.text)
    assert answer.status_code == 200 and {"from", "to"} <= {field.get("name") for field in page.all("input")}
    assert "so there is no state soll. Name a date such as 2030 instead of soll" in page.text
    assert "grundriss add plateau" in page.text and not page.all("img")
    assert client.get("/gap?from=2020&to=2021", headers={"Accept": "text/html"}).status_code == 200
    assert client.get("/api/v1/gap").json()["hint"].startswith("Name a date such as 2030")
    unknown = client.get("/gap?to=sol", headers={"Accept": "text/html"})
    assert unknown.status_code == 400


def test_the_example_query_answers_the_same_as_the_list(landing: httpx.Client) -> None:
    (link,) = [a for a in Elements(landing.get("/").text).all("a") if "PREFIX" in str(a["href"])]
    page = Elements(landing.get(str(link["href"])).text)
    assert "Antrag" in page.text
    assert "Bürgerportal" in page.text


def test_a_result_is_text_and_only_web_addresses_are_links(landing: httpx.Client) -> None:
    answer = result_of(landing, f"SELECT ?x ?l {{ ?x ?p <{BUNDID}> ; <{LABEL}> ?l }}")
    assert "<script>alert" not in answer.text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in answer.text
    odd = Elements(result_of(landing, "SELECT * { <http://example.org/odd> ?p ?o }").text)
    assert "javascript:alert(1)" in odd.text
    links = [str(link["href"]) for link in odd.all("a")]
    assert "http://example.org/note" in links
    assert not any(link.lower().startswith("javascript") for link in links)


def test_control_and_direction_characters_are_shown_not_obeyed(landing: httpx.Client) -> None:
    text = result_of(landing, "SELECT ?o { ?s <http://example.org/note> ?o }").text
    assert "\u202e" not in text
    assert "\x07" not in text
    assert "⟨U+202E⟩" in text
    assert "⟨U+0007⟩" in text


def test_a_query_is_shown_as_text_too(landing: httpx.Client) -> None:
    query = "SELECT * { ?s ?p '</textarea><script>alert(2)</script>' }"
    for format_name in ("html", None):
        parameters = {"query": query} | ({"format": format_name} if format_name else {})
        text = landing.get("/sparql", params=parameters, headers={"Accept": "text/html"}).text
        assert "<script>alert(2)" not in text
        assert "&lt;/textarea&gt;" in text


@pytest.mark.parametrize("head", ["SELECT *", "CONSTRUCT WHERE"])
def test_a_long_result_is_cut_and_says_so(landing: httpx.Client, head: str) -> None:
    answer = result_of(landing, head + " { ?x <http://example.org/number> ?n }", "en")
    assert answer.headers["Grundriss-Truncated"] == "rows=50"
    assert "Cut: these are the first 50 rows." in answer.text
    assert answer.text.count("<tr>") == 50 + 1


def test_small_results_say_how_many_rows_they_have(landing: httpx.Client) -> None:
    assert "One row." in result_of(landing, "SELECT (1 AS ?x) {}", "en").text
    assert "2 rows." in result_of(landing, "SELECT * { VALUES ?x { 1 2 } }", "en").text
    assert "No rows:" in result_of(landing, "SELECT * { ?s <http://example.org/none> ?o }", "en").text
    assert "Yes (true)." in result_of(landing, "ASK { ?s ?p ?o }", "en").text
    assert "No (false)." in result_of(landing, "ASK { ?s <http://example.org/none> ?o }", "en").text
    empty = result_of(landing, "SELECT * { VALUES ?x { 1 } }", "en")
    assert "Grundriss-Truncated" not in empty.headers


@pytest.mark.parametrize(
    ("query", "status"), [("SELECT * {", 400), ("SLECT", 400), ("ASK { SERVICE <http://x/> {} }", 403)]
)
def test_from_the_form_a_mistake_comes_back_with_the_form(
    landing: httpx.Client, query: str, status: int
) -> None:
    answer = landing.get("/sparql", params={"query": query, "format": "html", "lang": "en"})
    assert answer.status_code == status
    page = Elements(answer.text)
    assert "was not answered" in page.text
    assert query in page.text
    elsewhere = result_of(landing, query)
    assert elsewhere.headers["Content-Type"] == "application/problem+json"


def test_every_download_of_a_result_works(landing: httpx.Client) -> None:
    for query in ("SELECT * { ?s ?p ?o } LIMIT 3", f"DESCRIBE <{BUNDID}>"):
        links = [
            str(a["href"])
            for a in Elements(result_of(landing, query).text).all("a")
            if "format=" in str(a["href"])
        ]
        assert len(links) >= 4
        for link in links:
            assert landing.get(link).status_code == 200


def luminance(colour: str) -> float:
    """Relative luminance of #rrggbb: WCAG 2.1, definition of relative luminance."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
def test_colours_have_the_contrast_that_the_law_asks_for(theme: int) -> None:
    css = (PACKAGE / "static" / "grundriss.css").read_text("utf-8")
    blocks = re.findall(r":root \{(.*?)\}", css, re.DOTALL)
    colours = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", blocks[theme]))

    def contrast(a: str, b: str) -> float:
        light, dark = sorted((luminance(colours[a]), luminance(colours[b])), reverse=True)
        return (light + 0.05) / (dark + 0.05)

    for ground in ("ground", "raised"):
        for text in ("text", "quiet", "link"):
            assert contrast(text, ground) >= 4.5
    for ground in ("added", "removed", "changed"):
        assert contrast("on-gap", ground) >= 4.5
    assert contrast("on-accent", "accent") >= 4.5
    assert contrast("control", "ground") >= 3
    assert contrast("accent", "ground") >= 3
