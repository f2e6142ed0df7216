# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""The pictures call kinds, levels and lifecycles what the code lists of the ontology call them."""

import pytest
from rdflib import Graph, Namespace
from rdflib.namespace import RDFS, SKOS

from grundriss import resources
from grundriss_viz.landscape_map import _STATUSES as MAP_STATUSES
from grundriss_viz.style import BOXES, FRAME
from grundriss_viz.texts import _CLASSES, _KINDS, _LEVELS, _LIFECYCLES, LIFECYCLE_STATUS, Texts

GRU = Namespace("https://w3id.org/grundriss/ns#")
PLURALS = {"land", "kommune", "eu"}  # levels head columns; the EU goes by its short name


@pytest.fixture(scope="module")
def ontology() -> Graph:
    graph = Graph()
    for file in sorted(resources.path("ontology").glob("*.ttl")):
        graph.parse(file)
    return graph


def label(ontology: Graph, scheme: str, code: str, lang: str) -> str:
    (found,) = (
        str(text)
        for node, text in ontology.subject_objects(SKOS.prefLabel)
        if str(node).endswith(f"/{scheme}/{code}") and text.language == lang
    )
    return found


@pytest.mark.parametrize("lang", ["de", "en"])
def test_codes_are_called_as_in_the_code_lists(ontology: Graph, lang: str) -> None:
    texts = Texts(lang)
    for code in _KINDS:
        assert texts.kind(code).casefold() == label(ontology, "kind", code, lang).casefold()
    for code in _LIFECYCLES:
        assert texts.lifecycle(code) == label(ontology, "lifecycle", code, lang)
    for code in _LEVELS.keys() - PLURALS:
        assert texts.level(code).casefold() == label(ontology, "federal-level", code, lang).casefold()


@pytest.mark.parametrize("lang", ["de", "en"])
def test_classes_are_called_as_in_the_ontology(ontology: Graph, lang: str) -> None:
    for name in _CLASSES:
        names = {
            str(text).casefold()
            for node, text in ontology.subject_objects(RDFS.label)
            if str(node).rpartition("#")[2].rpartition("/")[2] == name and text.language == lang
        }
        assert Texts(lang).class_name(name).casefold() in names or not names, name


def test_a_sentence_lists_names_and_counts_the_rest() -> None:
    texts = Texts("de")
    assert texts.listed(["A"]) == "A"
    assert texts.listed(["A", "B", "C"]) == "A, B und C"
    assert texts.listed(["A", "B", "C"], 2) == "A, B und C"  # „eine weitere“ is no shorter than its name
    assert texts.listed(["A", "B", "C", "D"], 2) == "A, B und 2 weitere"
    assert Texts("en").listed(["A", "B"]) == "A and B"


def test_what_goes_looks_the_same_in_every_view() -> None:
    looks = {BOXES[status] for status in ("removed", "replaced", "ending", LIFECYCLE_STATUS["abloesung"])}
    assert len(looks) == 1


def test_each_colour_of_a_lifecycle_means_one_thing() -> None:
    """The gap has colours of its own only for what goes, comes or changes; the lifecycle takes none for another."""
    fills: dict[str, set[str]] = {}
    for status in (*MAP_STATUSES, "changed", "party", "focus"):
        fills.setdefault(BOXES[status].light.fill, set()).add(status)
    shared = [statuses for statuses in fills.values() if len(statuses) > 1]
    assert shared == [{"phase-out", "ending"}]
    assert BOXES["party"].light.fill == FRAME.fill
