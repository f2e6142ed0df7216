# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""What every page has: a frame to find the way by, an order to be read aloud in, and nothing from elsewhere."""

import itertools
import re
from urllib.parse import urlsplit

import pytest
from fastapi.testclient import TestClient

from grundriss_viz.views import VIEWS
from tests.api.page_outline import Outline, facts

PAGES = (
    "/",
    "/elements",
    "/elements/components",
    "/elements/components?kind=portal&level=land&state=ist",
    "/elements/plateaus",
    "/doc/component/bundid",
    "/doc/component/deutschlandid?state=soll",
    "/doc/organization/fitko",
    "/doc/interface/if-bundid-saml",
    "/doc/decision/2020-44",
    "/doc/plateau/ziel-2028",
    "/doc/service/99115005104000",
    "/doc/relation/dep-0047",
    "/impact",
    "/impact?x=component/bundid&direction=up",
    "/impact?x=component/bundid&direction=down&depth=1&state=soll",
    "/paths",
    "/paths?from=bundesportal&to=component/bundid",
    "/gap",
    "/gap?from=2021&to=ist",
    "/questions",
    "/questions/CQ01",
    "/questions/CQ05?element=bundid",
    "/views",
    "/views/neighbourhood?focus=component/bundid",
    "/search",
    "/search?q=postfach",
    "/search?q=bundit",
    "/sparql",
    "/docs",
    "/ns",
    "/ns/lifecycle",
    "/ns/lifecycle/produktiv",
    "/nothing",
    "/gap?from=wann",
)
READ = {"/nothing": 404, "/gap?from=wann": 400}


@pytest.fixture(scope="module", params=PAGES)
def address(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def page(landscape: TestClient, address: str) -> Outline:
    answer = landscape.get(address)
    assert answer.status_code == READ.get(address, 200), answer.text[:500]
    assert answer.headers["Content-Type"].startswith("text/html")
    return Outline(answer.text)


def test_is_not_sent_twice_to_who_has_it(landscape: TestClient, address: str) -> None:
    """RFC 9110: the tag covers the language too, and an error has none."""
    first, english = (landscape.get(address, headers={"Accept-Language": lang}) for lang in ("de", "en"))
    if address in READ:
        assert "ETag" not in first.headers
        return
    tag = first.headers["ETag"]
    assert english.headers["ETag"] != tag
    again = landscape.get(address, headers={"If-None-Match": tag})
    assert (again.status_code, again.content, again.headers["ETag"]) == (304, b"", tag)
    assert "Accept-Language" in again.headers["Vary"] and "Server-Timing" in again.headers
    other = landscape.get(address, headers={"If-None-Match": tag, "Accept-Language": "en"})
    assert (other.status_code, other.headers["Content-Language"]) == (200, "en")


def test_has_one_first_heading_and_leaves_no_level_out(page: Outline) -> None:
    levels = [level for level, _ in page.headings]
    assert levels.count(1) == 1 and levels[0] == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))
    assert all(text for _, text in page.headings)


def test_is_well_nested_and_says_its_language_and_title(page: Outline) -> None:
    assert not page.open
    (html,) = page.all("html")
    assert html["lang"] == "de"
    assert " – Grundriss" in page.words
    assert len(page.all("main")) == 1


def test_runs_nothing_and_loads_nothing_from_elsewhere(page: Outline) -> None:
    assert not page.all("script") and not page.all("style") and not page.all("iframe")
    for tag, attributes in page.found:
        assert "style" not in attributes, (tag, attributes)
        assert not [name for name in attributes if name.startswith("on")], (tag, attributes)
    loaded = [str(a.get("src") or a.get("href")) for a in (*page.all("img"), *page.all("link"))]
    assert all(address.startswith("/") and not address.startswith("//") for address in loaded)
    assert all(str(form["action"]).startswith("/") for form in page.all("form"))


def test_every_control_has_a_label_and_every_id_is_given_once(page: Outline) -> None:
    labelled = {str(label["for"]) for label in page.all("label")}
    controls = [
        control
        for tag in ("input", "select", "textarea")
        for control in page.all(tag)
        if control.get("type") != "hidden"
    ]
    assert controls
    assert {str(control["id"]) for control in controls} == labelled
    ids = [str(attributes["id"]) for _, attributes in page.found if "id" in attributes]
    assert len(ids) == len(set(ids))
    named = [str(a["aria-labelledby"]) for _, a in page.found if "aria-labelledby" in a]
    assert set(named) <= set(ids)


def test_every_picture_has_words_or_a_link_that_has(page: Outline) -> None:
    for image in page.all("img"):
        assert image["alt"] is not None
    if page.all("figure"):
        assert all(image["alt"] for image in page.all("img"))


def test_shows_values_and_no_objects_of_the_program(page: Outline) -> None:
    assert not re.search(
        r"<built-in|object at 0x|<bound method|Undefined|(?<!-)\bNone\b|\{\{|\}\}", page.text
    )


def test_has_landmarks_and_a_way_past_the_frame(page: Outline) -> None:
    for landmark in ("header", "main", "footer"):
        assert len(page.all(landmark)) == 1
    assert page.all("main")[0]["id"] == "content" and page.links[0] == ("#content", "Zum Inhalt springen")
    navigations = [nav.get("aria-label") for nav in page.all("nav")]
    assert all(navigations) and len(navigations) == len(set(navigations)), "told apart by their names"


def test_every_link_and_button_has_a_name(page: Outline) -> None:
    spoken = [link for link in page.all("a") if link.get("aria-hidden") != "true"]
    for link in page.all("a"):
        assert link in spoken or link["tabindex"] == "-1", "what is not read aloud is not reached by keyboard"
    named = [text for _, text in page.links if text.strip()]
    worded = [image for image in page.all("img") if image["alt"]]
    assert len(spoken) <= len(named) + len(worded), "a link without words holds a picture that has some"


def test_what_scrolls_can_be_reached_and_has_a_name(page: Outline) -> None:
    for tag, attributes in page.found:
        if attributes.get("role") == "region":
            assert attributes.get("aria-label") or attributes.get("aria-labelledby"), tag
        if attributes.get("tabindex") is not None:
            assert attributes["tabindex"] in ("0", "-1"), "the order of the keyboard is that of the page"


def test_leads_everywhere_from_its_frame(page: Outline) -> None:
    targets = {urlsplit(link).path for link, _ in page.links}
    assert {"/", "/elements", "/questions", "/views", "/gap", "/sparql", "/docs"} <= targets
    assert page.links[0][0] == "#content"
    search = [form for form in page.all("form") if form.get("role") == "search"]
    assert [form["action"] for form in search] == ["/search"]


def test_tables_have_heads_with_a_scope(page: Outline) -> None:
    assert all(head.get("scope") for head in page.all("th"))


def test_foreign_links_tell_nothing_and_are_web_addresses(page: Outline) -> None:
    for link in page.all("a"):
        address = str(link["href"])
        if not address.startswith(("/", "#")):
            assert address.startswith(("http://", "https://")), address
            assert "noopener" in str(link.get("rel"))


def test_the_same_page_in_english_keeps_its_question(landscape: TestClient, address: str) -> None:
    german = Outline(landscape.get(address).text)
    (english_link,) = [str(a["href"]) for a in german.all("a") if a.get("hreflang") == "en"]
    answer = landscape.get(english_link)
    english = Outline(answer.text)
    assert answer.headers["Content-Language"] == "en"
    assert english.all("html")[0]["lang"] == "en"
    kept = dict(pair.partition("=")[::2] for pair in urlsplit(address).query.split("&") if pair)
    assert kept.keys() <= {pair.partition("=")[0] for pair in urlsplit(english_link).query.split("&")}
    frame = [str(a["href"]) for a in english.all("a") if "hreflang" not in a]
    assert {"/elements?lang=en", "/questions?lang=en", "/gap?lang=en"} <= set(frame)
    assert "Zum Inhalt" not in english.text and "Zum Inhalt" in german.text


def test_links_lead_somewhere(landscape: TestClient) -> None:
    seen: dict[str, int] = {}
    for address in PAGES:
        for link, _ in Outline(landscape.get(address).text).links:
            target = link.partition("#")[0]
            if target.startswith("/") and ".svg" not in target and not target.startswith("/sparql?"):
                seen.setdefault(target.partition("?")[0], 0)
    assert len(seen) > 200
    broken = {}
    for target in sorted(seen):
        if target.startswith("/views/"):
            continue  # drawn and checked with the pictures
        status = landscape.get(target).status_code
        if status not in (200, 303):
            broken[target] = status
    # without their question these are nothing for programs; the page that is not there leads to itself
    assert broken == {"/api/v1/search": 400, "/api/v1/paths": 400, "/nothing": 404}


def test_pages_of_pictures_are_pages_too(landscape: TestClient) -> None:
    for key in VIEWS:
        page = Outline(landscape.get(f"/views/{key}").text)
        assert page.headings[0][0] == 1
        (figure,) = page.all("figure")
        assert figure is not None and page.all("img")[-1]["alt"]


@pytest.mark.parametrize("path", ["/gap", "/views/landscape-map", "/doc/component/bundid"])
def test_a_picture_keeps_its_size_in_a_frame_that_a_keyboard_can_scroll(
    landscape: TestClient, path: str
) -> None:
    frames = [
        frame for frame in Outline(landscape.get(path).text).all("div") if frame.get("class") == "sheet"
    ]
    assert [(frame["role"], frame["tabindex"]) for frame in frames] == [("region", "0")]
    assert str(frames[0]["aria-label"]).startswith("Bild: ")
    sheet = landscape.get("/static/grundriss.css").text
    assert re.search(r"\.sheet \{[^}]*overflow: auto", sheet)
    assert re.search(r"\.sheet img \{[^}]*max-width: none", sheet)


@pytest.mark.parametrize("path", ["/nothing", "/doc/component/nobody", "/elements/nothing", "/views/none"])
def test_what_is_not_there_is_a_page_for_people_and_a_document_for_programs(
    landscape: TestClient, path: str
) -> None:
    for_people = landscape.get(path)
    assert for_people.status_code == 404
    assert "Das gibt es hier nicht" in for_people.text
    assert for_people.headers["Cache-Control"] == "no-store"
    for_programs = landscape.get(path, headers={"Accept": "application/json"})
    assert for_programs.status_code == 404
    assert for_programs.headers["Content-Type"] == "application/problem+json"


def test_data_answers_with_documents_even_to_browsers(landscape: TestClient) -> None:
    for path in ("/api/v1/nothing", "/sparql?query=nonsense", "/api/v1/gap?from=wann"):
        assert landscape.get(path).headers["Content-Type"] == "application/problem+json"


def test_a_misspelt_element_is_offered_as_it_is_written(landscape: TestClient) -> None:
    for path in ("/doc/component/bundit", "/impact?x=bundit", "/impact?x=component/bundit"):
        page = Outline(landscape.get(path).text)
        assert "Meinten Sie" in page.text
        assert "/doc/component/bundid" in [link for link, _ in page.links]


def test_what_was_meant_can_be_put_in_the_place_of_what_was_written(landscape: TestClient) -> None:
    for path, mended in (
        ("/impact?x=bundit&direction=down", "/impact?x=component%2Fbundid&direction=down"),
        ("/paths?from=elster&to=bundit", "/paths?from=elster&to=component%2Fbundid"),
        ("/views/impact?focus=bundit", "/views/impact?focus=component%2Fbundid"),
    ):
        page = Outline(landscape.get(path).text)
        assert mended in [link for link, text in page.links if "hier einsetzen" in text]
        assert landscape.get(mended).status_code == 200


def test_a_name_of_several_things_offers_each_of_them(landscape: TestClient) -> None:
    names = {row["name"] for row in facts("components")}
    (shared,) = sorted(names & {row["title"] for row in facts("decisions")})
    answer = landscape.get("/impact", params={"x": shared})
    assert answer.status_code == 400
    page = Outline(answer.text)
    assert page.headings[0] == (1, "Mehrere Elemente heißen so")
    offered = [link for link, text in page.links if "hier einsetzen" in text]
    assert {link.partition("x=")[2].partition("%2F")[0] for link in offered} == {"component", "decision"}


@pytest.mark.parametrize(
    ("path", "field", "name"),
    [
        ("/impact", "x", "components"),
        ("/paths", "to", "components"),
        ("/views/neighbourhood", "focus", "components"),
        ("/views/service-chain", "focus", "services"),
        ("/questions/CQ17", "service", "services"),
        ("/questions/CQ05", "element", "components"),
    ],
)
def test_fields_offer_the_elements_that_can_be_written(
    landscape: TestClient, path: str, field: str, name: str
) -> None:
    page = Outline(landscape.get(path).text)
    (control,) = [control for control in page.all("input") if control.get("name") == field]
    assert control["list"] in {choices["id"] for choices in page.all("datalist")}
    keys = {row.get("id") or row["leika_key"] for row in facts(name)}
    assert keys <= {str(option["value"]) for option in page.all("option")}


@pytest.mark.parametrize(
    "path",
    [
        *("/", "/elements", "/elements/components", "/doc/component/bundid", "/impact", "/paths", "/gap"),
        *("/questions", "/questions/CQ01", "/views", "/views/gap", "/search"),
    ],
)
def test_what_a_page_does_not_know_is_refused_by_name(landscape: TestClient, path: str) -> None:
    unknown = landscape.get(path, params={"colour": "red"})
    assert unknown.status_code == 400 and "colour" in unknown.text
    twice = landscape.get(f"{path}?lang=de&lang=en")
    assert twice.status_code == 400 and "given twice" in twice.text


@pytest.mark.parametrize(
    "path",
    [
        "/impact?x=bundid&depth=1000000000",
        "/impact?x=bundid&depth=-1",
        "/impact?x=bundid&depth=1e9",
        "/impact?x=bundid&direction=sideways",
        "/impact?x=bundid&state=nie",
        "/views/neighbourhood?depth=1000000000",
        "/views/impact?direction=sideways",
        "/elements/components?kind=nonsense",
        "/elements/components?sort=colour",
        "/elements/components?cursor=nonsense",
        "/elements/components?cursor=%00%ff",
        "/elements/standards?state=ist",
        "/doc/component/bundid?state=never",
        "/questions/CQ04?from=nie",
        "/gap?to=99999",
        "/gap?from=" + "x" * 5000,
        "/search?q=" + "x" * 5000,
    ],
)
def test_values_that_cannot_be_are_refused_with_a_reason(landscape: TestClient, path: str) -> None:
    answer = landscape.get(path)
    assert answer.status_code == 400
    page = Outline(answer.text)
    assert page.headings[0] == (1, "Diese Anfrage ist nicht zu verstehen")
    assert "Traceback" not in page.text


@pytest.mark.parametrize(
    "path",
    [
        "/doc/component/%3Cscript%3E",
        "/doc/x%7D%20%7B/y",
        "/doc/component/%00",
        "/doc/component/..%2f..%2fetc",
        "/elements/%22%3E%3Cscript%3E",
        "/questions/%3Cscript%3Ealert(1)%3C/script%3E",
        "/views/%3Cscript%3E",
        "/%3Cscript%3Ealert(1)%3C/script%3E",
        "/impact?x=%3Cscript%3Ealert(1)%3C/script%3E",
        "/doc/component/" + "x" * 3000,
    ],
)
def test_hostile_addresses_are_not_found_and_stay_text(landscape: TestClient, path: str) -> None:
    answer = landscape.get(path)
    assert answer.status_code == 404
    assert "<script" not in answer.text
    Outline(answer.text)


def test_hostile_words_stay_text(landscape: TestClient) -> None:
    words = '"><script>alert(1)</script>\u202e\x07'
    for path, name in (("/search", "q"), ("/elements/components", "q"), ("/paths", "from")):
        answer = landscape.get(path, params={name: words})
        assert answer.status_code == 200
        assert "<script" not in answer.text
        assert "\u202e" not in answer.text and "\x07" not in answer.text


@pytest.mark.parametrize(
    "address",
    [
        "/",
        "/doc/component/maki",
        "/doc/decision/b-2026-03-it",
        "/views/landscape-map",
        "/questions/CQ13",
        "/gap?to=P2027",
    ],
)
@pytest.mark.parametrize("lang", ["de", "en"])
def test_a_page_writes_dates_as_its_language_does(landscape: TestClient, address: str, lang: str) -> None:
    page = Outline(landscape.get(f"{address}{'&' if '?' in address else '?'}lang={lang}").text)
    words = page.words.replace("2028-06-30", "").replace("2028-06", "")  # how a state is typed
    assert not re.findall(r"\b[0-9]{4}-[0-9]{2}\b(?!-[a-z])", words)
    assert ("23.11.2026" if lang == "de" else "23 November 2026") in words


def test_columns_have_one_word_for_what_an_element_is(landscape: TestClient) -> None:
    for lang, word, others in (("de", "Art", {"Typ"}), ("en", "Kind", {"Type", "kind"})):
        for address in ("/gap", "/views/gap", "/impact?x=bundid", "/questions/CQ05"):
            page = Outline(landscape.get(f"{address}{'&' if '?' in address else '?'}lang={lang}").text)
            heads = {cell.split(" ")[-1] for table in page.tables for cell in table[0]}
            assert word in heads and not others & heads, address


def test_the_landing_page_says_what_its_numbers_count(landscape: TestClient) -> None:
    words = Outline(landscape.get("/").text).words
    assert "Gezählt ist alles, was in den Daten steht" in words
    assert "das Bild vom IST zum SOLL zeigt nur die Komponenten" in words


def test_the_landing_page_and_the_question_on_hubs_count_the_same_components(landscape: TestClient) -> None:
    """Of the facts: who relies on BundID today, and the interface that it offers itself."""
    relying = ("nutzt", "authentifiziert")
    today = [row for row in facts("dependencies") if row["state"] != "soll"]
    components = {
        row["from_component"] for row in today if row["to_component"] == "bundid" and row["nature"] in relying
    }
    offered = [row for row in facts("interfaces") if row["provider_component"] == "bundid"]
    words = Outline(landscape.get("/").text).words
    n = len(components) + len(offered)
    assert f"Heute hängen {n} Elemente unmittelbar davon ab, {len(components)} davon Komponenten:" in words
    hubs = landscape.get("/api/v1/questions/CQ28").json()["rows"]
    assert {row["dependents"] for row in hubs if row["element"]["key"] == "bundid"} == {len(components)}
    direct = landscape.get("/api/v1/components/bundid/impact?depth=1").json()["items"]
    assert len(direct) == n
