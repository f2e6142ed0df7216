# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""The competency questions by topic, and a page for each with its answer."""

from typing import Final

from fastapi import FastAPI, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from grundriss.exporters.table_export import csv_bytes
from grundriss.exporters.text_table import CSV
from grundriss.model.answer_table import table
from grundriss.questions.answer import ask
from grundriss.questions.definition import question as question_of
from grundriss_api.computed import Computed
from grundriss_api.element_choices import element_choices
from grundriss_api.known_states import known_states
from grundriss_api.pages import Page
from grundriss_api.question_page import AnsweredQuestion, answered, by_topic, kind_of
from grundriss_api.representation import represent
from grundriss_api.snapshot_cache import SnapshotCache
from grundriss_api.snapshot_places import SnapshotPlaces, placed, without_place

SHOWN_ROWS: Final = 500


def add(app: FastAPI, places: SnapshotPlaces, cache: SnapshotCache) -> None:
    """Add the pages to the application."""
    answers: Computed[AnsweredQuestion] = Computed(64)

    @app.get("/questions", include_in_schema=False)
    async def questions(request: Request) -> Response:
        asked = placed(request)
        page = Page.of(request)
        async with places.lease(asked) as snapshot:
            return page.render("questions.html", topics=by_topic(page.lang), snapshot=snapshot)

    @app.get("/questions/{key}.csv", include_in_schema=False)
    async def as_csv(request: Request, key: str) -> Response:
        wanted = question_of(key[:100])
        named = placed(request, [parameter.name for parameter in wanted.parameters])
        given, lang = without_place(named), Page.of(request).lang
        async with places.lease(named) as snapshot:
            answer = await run_in_threadpool(ask, snapshot, wanted.key, given, lang)
            answered_as = represent(request, snapshot, csv_bytes(table(answer, lang)), CSV)
            answered_as.headers["Vary"] = "Accept-Language"
            return answered_as

    @app.get("/questions/{key}", include_in_schema=False)
    async def question(request: Request, key: str) -> Response:
        wanted = question_of(key[:100])
        named = placed(request, [parameter.name for parameter in wanted.parameters])
        given = without_place(named)
        page = Page.of(request)
        identity = (wanted.key, page.lang, *(f"{name}={value}" for name, value in sorted(given.items())))
        async with places.lease(named) as snapshot:
            found = await answers.get(snapshot, identity, lambda of: answered(of, wanted, given, page.lang))
            names = await cache.names(snapshot)
            kinds = {kind for parameter in wanted.parameters if (kind := kind_of(parameter))}
            choices = {kind: element_choices(snapshot, names, kind) for kind in sorted(kinds)}
            states = await run_in_threadpool(known_states, snapshot, page.lang)
            return page.render(
                "question.html",
                found=found,
                given=given,
                states=states,
                choices=choices,
                kind_of=kind_of,
                shown=SHOWN_ROWS,
                snapshot=snapshot,
            )
