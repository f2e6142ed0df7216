# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""The page of a revision: who changed what, when, why and from which source, for readers and not only for programs."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from fastapi.testclient import TestClient
from pyoxigraph import RdfFormat, parse

from grundriss import resources
from grundriss.editing.edit import add, set_value
from grundriss.importers.landscape import DATASET, read_landscape
from grundriss.model.identifier import Base
from grundriss.model.terms import TYPE
from grundriss.scenarios.branching import create
from grundriss.store.commit import Intent, replace_dataset
from grundriss.store.workspace import Workspace
from grundriss_api import revision_page
from grundriss_api.app import create_app
from tests.api.conftest import TODAY
from tests.api.page_outline import Outline

HASH = "ab" * 32
WHY = Intent(
    None,
    "Umbenannt <b>laut</b> Beschluss",
    "Ute Muster",
    mode="patch",
    source="liste.xlsx",
    sha256=HASH,
    decision="https://w3id.org/grundriss/id/decision/b-2026-03-it",
)
PAGE = {"Accept": "text/html,*/*;q=0.8", "Accept-Language": "de"}


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """The landscape, then a new name, then a new element; and a scenario with a change of its own."""
    folder = tmp_path_factory.mktemp("revisions") / "w"
    Workspace.init(folder)
    workspace = Workspace.open(folder, TODAY)
    facts = read_landscape(resources.path("data", "landscape"), workspace.base)
    replace_dataset(workspace, facts.quads, Intent(DATASET, "Ausgangslage", "Ute Muster"))
    set_value(workspace, "bundid", "label", "Zweite", WHY)
    add(workspace, "component", ["ganz-neu"], [("label", "Ganz Neu")], replace(WHY, message="Neu"))
    one = create(workspace, "one", "x", "tester", label="Ablösung 2028")
    set_value(one, "bundid", "label", "Anders", replace(WHY, message="Im Szenario"))
    with TestClient(create_app(workspace), base_url="http://127.0.0.1", headers=PAGE) as client:
        yield client


def test_a_revision_says_who_changed_what_and_why(client: TestClient) -> None:
    page = client.get("/revision/2")
    assert page.url.path == "/doc/revision/2"
    assert page.status_code == 200
    text = Outline(page.text).text
    for said in ("Revision 2", "Ute Muster", "liste.xlsx", HASH, "Umbenannt <b>laut</b> Beschluss"):
        assert said in text, said
    assert "BundID (Nutzerkonto Bund) → Zweite" in text
    assert 'href="/doc/decision/b-2026-03-it"' in page.text
    assert 'href="/doc/component/bundid"' in page.text
    assert 'rel="prev" href="/doc/revision/1"' in page.text
    assert 'rel="next" href="/doc/revision/3"' in page.text
    assert "Neu (1)" in Outline(client.get("/doc/revision/3").text).text


def test_the_first_revision_counts_what_it_brought(client: TestClient) -> None:
    page = client.get("/doc/revision/1")
    quads = read_landscape(resources.path("data", "landscape"), Base()).quads
    nodes = {quad.subject.value for quad in quads if quad.predicate == TYPE}
    parts = ("/id/relation/", "/id/responsibility/", "/id/change/")
    elements = [node for node in nodes if not any(part in node for part in parts)]
    assert f"Neu ({len(elements)})" in page.text
    assert "<details>" in page.text
    assert 'rel="prev"' not in page.text


def test_a_revision_of_a_scenario_has_a_page_of_its_own(client: TestClient) -> None:
    page = client.get("/scenario/one/revision/1")
    assert page.url.path == "/doc/revision/1"
    assert "Revision 1 des Szenarios „Ablösung 2028“" in page.text
    assert "Zweite → Anders" in page.text


def test_programs_get_a_revision_as_data_as_before(client: TestClient) -> None:
    answer = client.get("/revision/2", headers={"Accept": "text/turtle"})
    assert answer.headers["content-type"].startswith("text/turtle")
    assert len(list(parse(answer.content, RdfFormat.TURTLE))) > 5
    first = client.get("/revision/2", headers={"Accept": "*/*"}, follow_redirects=False)
    assert first.headers["location"].startswith("/sparql?")
    assert "Accept" in first.headers["vary"]


@pytest.mark.parametrize("name", ["0", "9", "-1", "r2", "%00", "999999999999999999999", "²", "2/../1"])
def test_a_revision_that_is_not_there_is_a_page_that_says_so(client: TestClient, name: str) -> None:
    page = client.get(f"/doc/revision/{name}")
    assert page.status_code == (200 if name == "2/../1" else 404)


def test_what_is_too_large_to_compare_is_said_to_be(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(revision_page, "LARGEST", 100_000)
    assert "grundriss diff r0 r1" in client.get("/doc/revision/1?lang=en").text
    assert "Changed (1)" in client.get("/doc/revision/2?lang=en").text
    monkeypatch.setattr(revision_page, "LARGEST", 10)
    page = client.get("/doc/revision/3?lang=en")
    assert "grundriss diff r2 r3" in page.text
    assert "New (1)" not in page.text


def test_the_footer_of_a_page_leads_to_the_newest_revision(client: TestClient) -> None:
    assert 'href="/doc/revision/3"' in client.get("/elements").text
