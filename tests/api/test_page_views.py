# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""The gallery and the pages of pictures: each has its text, its table and the form for what it can be asked."""

import csv
import io
import re

import pytest
from fastapi.testclient import TestClient

from grundriss_viz.formats import FORMATS
from grundriss_viz.views import VIEWS
from tests.api.page_outline import Outline, facts
from tests.counts import sample


def test_the_gallery_shows_every_view(landscape: TestClient) -> None:
    page = Outline(landscape.get("/views").text)
    links = {link for link, _ in page.links}
    shown = {str(image["src"]) for image in page.all("img")}
    for key, view in VIEWS.items():
        assert f"/views/{key}" in links
        assert f"/views/{key}.svg?lang=de" in shown
        assert (2, view.title("de")) in page.headings
        assert {f"/views/{key}.{ending}?lang=de" for ending in [*FORMATS, "json"]} <= links


@pytest.mark.parametrize("key", list(VIEWS))
@pytest.mark.parametrize("lang", ["de", "en"])
def test_the_page_of_a_view_has_its_table_its_words_and_its_form(
    landscape: TestClient, key: str, lang: str
) -> None:
    page = Outline(landscape.get(f"/views/{key}?lang={lang}").text)
    text = landscape.get(f"/views/{key}.csv?lang={lang}").content.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text)))
    (table,) = page.tables
    assert table[0] == [column[:1].upper() + column[1:] for column in rows[0]]
    assert len(table) == len(rows)
    fields = {c.get("name") for tag in ("input", "select") for c in page.all(tag)} - {"q", "lang", None}
    assert fields == {parameter.name for parameter in VIEWS[key].parameters}
    assert page.all("img")[0]["src"] == f"/views/{key}.svg?lang={lang}"
    files = {known.ending: known.media_type for known in FORMATS.values()} | {"json": "application/json"}
    offered = re.findall(rf"/views/{key}\.(\w+)\?", " ".join(link for link, _ in page.links))
    assert sorted(offered) == sorted(
        [*files, "svg", "svg"]
    )  # the picture leads to itself, and its caption too
    for ending, media_type in sample(list(files.items())):
        (address,) = {link for link, _ in page.links if link.startswith(f"/views/{key}.{ending}?")}
        answer = landscape.get(address)
        assert answer.status_code == 200 and answer.headers["Content-Type"].startswith(media_type)


def test_what_is_asked_of_a_picture_stays_with_it(landscape: TestClient) -> None:
    page = Outline(landscape.get("/views/neighbourhood?focus=component/fit-connect&state=soll").text)
    (name,) = [row["name"] for row in facts("components") if row["id"] == "fit-connect"]
    assert name in page.headings[0][1]
    asked = "focus=component%2Ffit-connect&state=soll&lang=de"
    assert page.all("img")[0]["src"] == f"/views/neighbourhood.svg?{asked}"
    assert f"/views/neighbourhood.csv?{asked}" in [link for link, _ in page.links]


def test_a_view_of_nothing_is_not_found(landscape: TestClient) -> None:
    answer = landscape.get("/views/neighbourhood?focus=bundit")
    assert answer.status_code == 404
    assert "/doc/component/bundid" in answer.text
