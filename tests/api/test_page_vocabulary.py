# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""The vocabulary as a page: every term with its label and definition, in the language of the page."""

import pytest
from fastapi.testclient import TestClient
from pyoxigraph import Literal, NamedNode

from grundriss.model.terms import CONCEPT_BASE, GRU, PREFIXES, SKOS, TYPE
from grundriss.model.vocabulary import ontology_store, term_label
from tests.api.page_outline import Outline


def of_type(name: str) -> list[str]:
    quads = ontology_store().quads_for_pattern(None, TYPE, NamedNode(name), None)
    return [quad.subject.value for quad in quads if isinstance(quad.subject, NamedNode)]


def definition(iri: str, lang: str) -> str | None:
    quads = ontology_store().quads_for_pattern(NamedNode(iri), NamedNode(SKOS + "definition"), None, None)
    found = {q.object.language: q.object.value for q in quads if isinstance(q.object, Literal)}
    return found.get(lang)


@pytest.mark.parametrize("lang", ["de", "en"])
def test_every_term_stands_there_with_its_label_and_definition(landscape: TestClient, lang: str) -> None:
    page = Outline(landscape.get(f"/ns?lang={lang}").text)
    owl = PREFIXES["owl"]
    terms = [*of_type(owl + "Class"), *of_type(owl + "ObjectProperty"), *of_type(owl + "DatatypeProperty")]
    own = [iri for iri in terms if iri.startswith(GRU)]
    assert len(own) > 100
    ids = {str(a["id"]) for _, a in page.found if "id" in a}
    for iri in [*own, *of_type(SKOS + "ConceptScheme"), *of_type(SKOS + "Concept")]:
        assert str(term_label(iri, lang)) in page.words, iri
        told = definition(iri, lang)
        assert told is None or " ".join(told.split()) in page.words, iri
    assert {iri.removeprefix(GRU) for iri in own} <= ids, "the fragment of each IRI leads to its term"


def test_links_within_the_page_lead_to_a_term(landscape: TestClient) -> None:
    page = Outline(landscape.get("/ns").text)
    ids = {str(a["id"]) for _, a in page.found if "id" in a}
    inside = {link[1:] for link, _ in page.links if link.startswith("#")}
    assert len(inside) > 30 and inside <= ids


def test_a_code_list_and_a_code_have_pages(landscape: TestClient) -> None:
    scheme = Outline(landscape.get("/ns/lifecycle?lang=en").text)
    assert scheme.headings[0][1] == term_label(CONCEPT_BASE + "lifecycle", "en")
    code = Outline(landscape.get("/ns/lifecycle/produktiv?lang=en").text)
    assert code.headings[0][1] == term_label(CONCEPT_BASE + "lifecycle/produktiv", "en")
    assert len(scheme.tables[0]) > len(code.tables[0]) == 2
    assert landscape.get("/ns/lifecycle/produktif").status_code == 404


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        ("text/html", "text/html"),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "text/html"),
        ("text/turtle, text/html;q=0.5", "text/turtle"),
        ("*/*", "text/turtle"),
        ("application/ld+json", "application/ld+json"),
    ],
)
def test_programs_get_rdf_and_people_a_page(landscape: TestClient, accept: str, media_type: str) -> None:
    for path in ("/ns", "/ns/kind", "/ns/kind/portal"):
        answer = landscape.get(path, headers={"Accept": accept})
        assert answer.headers["Content-Type"].startswith(media_type)
        assert "Accept" in answer.headers["Vary"]
    assert landscape.get("/ns.ttl").headers["Content-Type"].startswith("text/turtle")
