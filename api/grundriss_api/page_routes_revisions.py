# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""The page of a revision: who changed what, when, why and from which source."""

from fastapi import FastAPI, Request
from starlette.responses import Response

from grundriss.errors import NotFound
from grundriss_api.computed import Computed
from grundriss_api.pages import Page
from grundriss_api.parameters import Parameters, about
from grundriss_api.revision_page import RevisionPage, revision_named, revision_page
from grundriss_api.snapshot_places import SnapshotPlaces


def add(app: FastAPI, places: SnapshotPlaces) -> None:
    """Add the page to the application; before those of elements, whose addresses are as long."""
    revisions: Computed[RevisionPage] = Computed(32)

    @app.get("/doc/revision/{name}", include_in_schema=False)
    async def revision(request: Request, name: str) -> Response:
        asked = Parameters.of(request, ("scenario",))
        page = Page.of(request)
        async with places.lease(asked) as snapshot:
            line = snapshot.line
            if line is None:
                raise NotFound("address-unknown")
            with about("name", "path"):
                number = revision_named(line, name)
            found = await revisions.get(
                snapshot, (str(number), page.lang), lambda of: revision_page(of, line, number, page.lang)
            )
            return page.render("revision.html", found=found, line=line, snapshot=snapshot)
