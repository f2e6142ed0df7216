# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""`/sparql`: from the request through the gate to the answer; for browsers a form, and results as a page."""

from dataclasses import replace

from starlette.requests import Request
from starlette.responses import Response

from grundriss.errors import GrundrissError, UsageError
from grundriss.sparql.gate import Judged, judge
from grundriss.store.snapshot import Snapshot
from grundriss_api import landscape, negotiation, problem, result_format
from grundriss_api.merged_graphs import MergedGraphs
from grundriss_api.pages import Page
from grundriss_api.protocol import QueryRequest, read_query
from grundriss_api.query_answer import QueryAnswer, Question, TablePage
from grundriss_api.result_format import HTML
from grundriss_api.result_table import Table
from grundriss_api.sandbox import Sandbox
from grundriss_api.settings import Settings
from grundriss_api.snapshot_places import SnapshotPlaces


class SparqlEndpoint:
    """Answers queries on the current snapshot, or in the place that they name."""

    def __init__(
        self, settings: Settings, sandbox: Sandbox, places: SnapshotPlaces, merged: MergedGraphs
    ) -> None:
        self._settings = settings
        self._sandbox = sandbox
        self._places = places
        self._merged = merged

    async def answer(self, request: Request) -> Response:
        """The answer to a query, or the form where a browser comes without one."""
        asked = await read_query(request, self._settings)
        page = replace(Page.of(request, asked.lang), place=tuple(asked.place.items()))
        if asked.query is None:
            return await self._form(asked, page)
        try:
            judged = judge(asked.query, self._settings.limits)
            chosen = result_format.choose(judged.form, asked.accept, asked.format)
        except GrundrissError as error:
            if asked.format == "html":
                return _failure(page, asked.query, error)
            raise
        question = Question(judged, asked.dataset, chosen)
        table_page = (
            self._table_page(page, asked, judged, problem.language(request))
            if chosen.media_type == HTML
            else None
        )
        return QueryAnswer(
            question, self._sandbox, lambda: self._places.lease(asked.place), self._merged, table_page
        )

    async def _form(self, asked: QueryRequest, page: Page) -> Response:
        if not negotiation.names(asked.accept, HTML):
            raise UsageError("request-without-query")
        async with self._places.lease(asked.place) as snapshot:
            example = landscape.example_query(snapshot.base)
            return page.render("query.html", query=example, snapshot=snapshot)

    def _table_page(self, page: Page, asked: QueryRequest, judged: Judged, lang: str) -> TablePage:
        query = asked.query or ""

        def show(table: Table, snapshot: Snapshot) -> Response:
            graph = judged.form.gives_graph
            answer = page.render("result.html", query=query, table=table, graph=graph, snapshot=snapshot)
            if table.truncated:
                answer.headers["Grundriss-Truncated"] = f"rows={len(table.rows)}"
            return answer

        def fail(error: GrundrissError) -> Response:
            return _failure(page, query, error) if asked.format == "html" else problem.answer(error, lang)

        return TablePage(self._settings.html_rows, show, fail)


def _failure(page: Page, query: str, error: GrundrissError) -> Response:
    """The form again, with what is wrong, for whoever came from the form; everyone else gets a problem document."""
    told = problem.of_error(error, page.lang)
    answer = page.render("error.html", told.status, query=query, problem=told)
    answer.headers.update(told.headers)
    return answer
