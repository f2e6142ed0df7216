# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""The page of the search: elements by their names, and questions by the words of their titles."""

from fastapi import FastAPI, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import RedirectResponse, Response

from grundriss.listing.search import search
from grundriss.model.folding import fold
from grundriss.questions.definition import Question, questions
from grundriss_api.near_names import near
from grundriss_api.pages import Page
from grundriss_api.snapshot_cache import SnapshotCache
from grundriss_api.snapshot_places import SnapshotPlaces, placed

MOST_HITS = 50


def add(app: FastAPI, places: SnapshotPlaces, cache: SnapshotCache) -> None:
    """Add the page to the application."""

    @app.get("/search", include_in_schema=False)
    async def search_page(request: Request) -> Response:
        asked = placed(request, ("q",))
        text = asked.get("q", "")
        page = Page.of(request)
        async with places.lease(asked) as snapshot:
            address = page.element(text.strip("<>"), snapshot.base)
            if address:
                return RedirectResponse(address, 303)
            names = await cache.names(snapshot)
            found = None
            similar = []
            if fold(text):
                found = await run_in_threadpool(search, snapshot, text, MOST_HITS, page.lang, names)
                if not found.total:
                    similar = await run_in_threadpool(near, snapshot, names, text, page.lang)
            return page.render(
                "search.html",
                sought=text,
                found=found,
                near=similar,
                questions=_questions(text, page.lang),
                snapshot=snapshot,
            )


def _questions(text: str, lang: str) -> list[Question]:
    """The questions whose titles have every word of the text."""
    words = fold(text).split()
    titles = [(fold(question.title.in_language(lang)), question) for question in questions()]
    return [question for title, question in titles if words and all(word in title for word in words)]
