# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""The JSON of every answer is what api/schemas says (SURFACES §2)."""

import json
from typing import Any

import pytest
from pyoxigraph import NamedNode

from grundriss import resources
from grundriss.analysis.dependencies import dependencies
from grundriss.analysis.impact import impact
from grundriss.analysis.paths import paths
from grundriss.analysis.weak_points import weak_points
from grundriss.description.describe import describe, findings_by_focus
from grundriss.description.landscape_timeline import timeline
from grundriss.history.blame import blame
from grundriss.history.diff import diff
from grundriss.history.element_history import log
from grundriss.model.analysis_types import Answer
from grundriss.model.identifier import KIND_OF_CLASS, Base
from grundriss.model.state_types import Json
from grundriss.model.terms import TYPE
from grundriss.questions.definition import questions
from grundriss.states.gap import gap
from grundriss.states.state import state
from grundriss.store.workspace import Workspace
from grundriss.validation.validate import validate
from tests.json_schema import faults, schema

BASE = Base()
BUNDID, EID, PVOG = (BASE.element("component", key) for key in ("bundid", "eid", "pvog"))
NAMES = [
    "ask",
    "blame",
    "dependencies",
    "diff",
    "element",
    "gap",
    "impact",
    "item",
    "list",
    "log",
    "path",
    "questions",
    "relation",
    "report",
    "search",
    "state",
    "timeline",
    "view",
    "views",
    "weak-points",
    "what-if",
]
SERVED = ("view", "views", "what-if")  # answers that other tests ask for: of the server, and of what is tried


@pytest.fixture(scope="module")
def answers(loaded: Workspace) -> list[tuple[str, Json]]:
    with loaded.snapshot() as snapshot:
        found: list[tuple[str, Json]] = []
        for when in ("ist", "soll", "2025-07-01"):
            there = state(snapshot, when)
            found.append(("state", there.to_dict()))
            found.extend(("item", element.to_dict()) for element in there.elements)
            found.extend(("relation", relation.to_dict()) for relation in there.relations)
            found.extend(("impact", impact(snapshot, EID, when, way).to_dict()) for way in ("up", "down"))
            found.append(("path", paths(snapshot, PVOG, BUNDID, when).to_dict()))
            found.append(("timeline", timeline(snapshot, EID).to_dict()))
            found.append(("timeline", timeline(snapshot, end=when).to_dict()))
            found.append(("weak-points", weak_points(snapshot, when).to_dict()))
            found.append(("dependencies", dependencies(snapshot, BUNDID, when).to_dict()))
        for a, b in (("ist", "soll"), ("soll", "ist"), ("2020", "2026"), ("ist", "ist")):
            found.append(("gap", gap(snapshot, a, b).to_dict()))
        findings = findings_by_focus(validate(snapshot.store))
        for class_ in KIND_OF_CLASS:
            some = [q.subject for q in snapshot.store.quads_for_pattern(None, TYPE, NamedNode(class_), None)]
            for node in sorted({n for n in some if isinstance(n, NamedNode)}, key=str)[:20]:
                found.append(("element", describe(snapshot, node, findings=findings).to_dict()))
        found.append(("report", validate(snapshot.store).to_dict()))
        element = there.elements[0]
        answer = Answer("CQ00", "?", {"x": None}, ("a", "b"), ({"a": element, "b": 1.5},), ("nothing",))
        found.append(("ask", answer.to_dict()))
        for lang in ("de", "en"):
            asked = [question.to_dict(lang) for question in questions()]
            found.append(("questions", {"items": asked, "next": None, "total": len(asked)}))
        found.append(("list", {"items": [element.to_dict()], "next": None, "total": 1}))
        hit = {**element.to_dict(), "score": 1.0, "matched": "label"}
        found.append(("blame", blame(loaded, "bundid").to_dict()))
        found.append(("diff", diff(loaded, 0, 1).to_dict()))
        found.append(("log", log(loaded, "bundid").to_dict()))
        found.append(("search", {"items": [hit], "next": None, "total": 1}))
        return found


def test_there_is_a_schema_for_every_answer() -> None:
    assert sorted(file.stem for file in resources.path("api", "schemas").iterdir()) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_a_schema_says_what_it_is(name: str) -> None:
    found = schema(name)
    assert found["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert found["$id"] == f"https://w3id.org/grundriss/schemas/{name}.json"
    assert found["title"] and found["description"]
    assert set(_references(found)) <= {"", *(f"{other}.json" for other in NAMES)}


@pytest.mark.parametrize("name", [name for name in NAMES if name not in SERVED])
def test_real_answers_are_as_the_schema_says(answers: list[tuple[str, Json]], name: str) -> None:
    of_kind = [value for kind, value in answers if kind == name]
    assert of_kind
    for value in of_kind:
        assert faults(value, name) == []


def test_what_is_missing_or_unknown_is_found(answers: list[tuple[str, Json]]) -> None:
    value = json.loads(json.dumps(next(value for kind, value in answers if kind == "impact")))
    del value["items"][0]["path"][0]["source"]["label"]
    value["surprise"] = 1
    value["direction"] = "sideways"
    assert len(faults(value, "impact")) == 3


def _references(value: Any) -> list[str]:
    if isinstance(value, list):
        return [found for part in value for found in _references(part)]
    if not isinstance(value, dict):
        return []
    own = [value["$ref"].partition("#")[0]] if "$ref" in value else []
    return own + [found for part in value.values() for found in _references(part)]
