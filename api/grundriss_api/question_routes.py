# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""The competency questions and their answers, as JSON."""

from collections.abc import Iterator
from typing import Annotated, Final

from fastapi import FastAPI, Path, Request
from starlette.responses import Response

from grundriss.errors import GrundrissError
from grundriss.messages import LANGUAGES
from grundriss.model.state_types import Json
from grundriss.questions.answer import ask
from grundriss.questions.definition import question as question_of
from grundriss.questions.definition import question_list
from grundriss.questions.definition import questions as all_questions
from grundriss.store.snapshot import Snapshot
from grundriss_api.api_description import (
    LANG,
    Described,
    answers,
    named_examples,
    names,
    operation,
    parameter,
)
from grundriss_api.computed import Computed
from grundriss_api.list_answer import PAGED, fields, list_answer
from grundriss_api.parameters import Parameters
from grundriss_api.representation import encoded, json_answer
from grundriss_api.snapshot_places import PLACE, SnapshotPlaces, placed, without_place

_LIST: Final = (*PAGED, fields("key,title"), LANG)
_ASKED: Final = (*PLACE, LANG)


def add(app: FastAPI, places: SnapshotPlaces) -> None:
    """Add the addresses to the application."""
    found: Computed[bytes] = Computed(64)

    @app.get(
        "/api/v1/questions",
        tags=["questions"],
        summary="All questions",
        openapi_extra=operation(_LIST),
        responses=answers("The questions with their parameters", "questions", "application/json", 400),
    )
    async def questions(request: Request) -> Response:
        """Every question with its topic, who asks it, its parameters with examples, and the columns of its answer."""
        asked = Parameters.of(request, names(_LIST))
        lang = asked.one_of("lang", "de", LANGUAGES)
        async with places.lease(asked) as snapshot:
            items = question_list(lang).to_dict()["items"]
            return list_answer(request, snapshot, "questions", items, asked)

    @app.get(
        "/api/v1/questions/{key}",
        tags=["questions"],
        summary="The answer to a question",
        openapi_extra=operation((*_of_questions(), *_ASKED)),
        responses=answers("Rows of elements and values", "ask", "application/json", 400, 404),
    )
    async def question(
        request: Request,
        key: Annotated[str, Path(description="The key of a question", examples=["CQ05"])],
    ) -> Response:
        """The answer, with what the facts lack for a full one.

        The question's own parameters are given by name; without them its examples count.
        """
        asked = question_of(key[:100])
        given = placed(request, [*(parameter.name for parameter in asked.parameters), "lang"])
        lang = given.one_of("lang", "de", LANGUAGES)
        own = {name: value for name, value in without_place(given).items() if name != "lang"}
        identity = (asked.key, lang, *(f"{name}={value}" for name, value in sorted(own.items())))
        async with places.lease(given) as snapshot:
            body = await found.get(snapshot, identity, lambda of: encoded(_answer(of, asked.key, own, lang)))
            return json_answer(request, snapshot, body, "ask")


def _of_questions() -> Iterator[Described]:
    """The questions' own parameters by name, each with the questions that have it and their examples."""
    found: dict[str, dict[str, str | None]] = {}
    for asked in all_questions():
        for own in asked.parameters:
            found.setdefault(own.name, {})[asked.key] = own.default
    for name, of in sorted(found.items()):
        described = parameter(name, f"A parameter of {', '.join(of)}")
        examples = {key: default for key, default in of.items() if default is not None}
        yield named_examples(described, examples) if examples else described


def _answer(snapshot: Snapshot, key: str, given: dict[str, str], lang: str) -> Json:
    try:
        return ask(snapshot, key, given, lang).to_dict()
    except GrundrissError as error:
        if len(given) == 1:
            error.pointer = f"/query/{next(iter(given))}"
        raise
