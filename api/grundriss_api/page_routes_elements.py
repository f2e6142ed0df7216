# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""The lists of elements, and the page of each element."""

import re
from typing import Final

from fastapi import FastAPI, Request
from pyoxigraph import NamedNode
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from grundriss.description.describe import Description, Findings, describe
from grundriss.description.finding_lines import finding_lines
from grundriss.errors import NotFound
from grundriss.exporters.text_table import CSV
from grundriss.listing.collection import collection_named, collection_of_kind
from grundriss.store.snapshot import Snapshot
from grundriss_api import landscape
from grundriss_api.computed import Computed
from grundriss_api.element_address import FIM, node_at, parts
from grundriss_api.element_page import ANALYSED, STATES, has_picture, in_state, sections
from grundriss_api.known_states import known_states
from grundriss_api.list_page import list_as_csv, list_page, name_of, parameters
from grundriss_api.pages import Page
from grundriss_api.parameters import Parameters
from grundriss_api.representation import represent
from grundriss_api.snapshot_cache import SnapshotCache
from grundriss_api.snapshot_places import SnapshotPlaces, placed

_KIND: Final = re.compile(r"[a-z-]{1,40}")
_KEY: Final = re.compile(r"[a-z0-9._-]{1,200}")


def add(app: FastAPI, places: SnapshotPlaces, cache: SnapshotCache) -> None:
    """Add the pages to the application."""
    counts: Computed[dict[str, int]] = Computed(1)
    descriptions: Computed[Description] = Computed(128)

    @app.get("/elements", include_in_schema=False)
    async def collections(request: Request) -> Response:
        asked = placed(request)
        page = Page.of(request)
        async with places.lease(asked) as snapshot:
            found = await counts.get(snapshot, (), landscape.counts)
            return page.render("elements.html", counts=found, snapshot=snapshot)

    @app.get("/elements/{name}.csv", include_in_schema=False)
    async def as_csv(request: Request, name: str) -> Response:
        collection = collection_named(name)
        asked = placed(request, parameters(collection))
        async with places.lease_state(asked) as (snapshot, state):
            table = await cache.table(snapshot, collection, Page.of(request).lang)
            members = await cache.members(snapshot) if "state" in asked else None
            body = await run_in_threadpool(list_as_csv, snapshot, table, _at(asked, state), members)
            found = represent(request, snapshot, body, CSV)
            found.headers["Vary"] = "Accept-Language"
            return found

    @app.get("/elements/{name}", include_in_schema=False)
    async def elements(request: Request, name: str) -> Response:
        collection = collection_named(name)
        asked = placed(request, parameters(collection))
        page = Page.of(request)
        async with places.lease_state(asked) as (snapshot, state):
            table = await cache.table(snapshot, collection, page.lang)
            members = await cache.members(snapshot) if "state" in asked else None
            found = await run_in_threadpool(list_page, snapshot, table, _at(asked, state), members)
            return page.render(
                "list.html",
                found=found,
                asked=asked,
                name_of=name_of,
                states=known_states(snapshot, page.lang),
                snapshot=snapshot,
            )

    @app.get("/doc/{kind}/{key}", include_in_schema=False)
    async def element(request: Request, kind: str, key: str) -> Response:
        if not (_KIND.fullmatch(kind) and _KEY.fullmatch(key)):
            raise NotFound("element-address", kind=kind[:60], key=key[:60])
        return await _shown(request, kind, key)

    @app.get("/doc/fim/{element:path}", include_in_schema=False)
    async def of_fim(request: Request, element: str) -> Response:
        return await _shown(request, *parts(FIM + element))

    async def _shown(request: Request, kind: str, key: str) -> Response:
        asked = placed(request, ("state",))
        state = asked.one_of("state", "", STATES) if "state" in asked else ""
        page = Page.of(request)
        async with places.lease(asked) as snapshot:
            findings = await cache.findings(snapshot)
            node = node_at(snapshot, kind, key)
            if node is None:
                raise NotFound("element-address", kind=kind[:60], key=key[:60])
            described = await descriptions.get(
                snapshot, (node.value, page.lang), lambda of: _describe(of, node, page.lang, findings)
            )
            shown = in_state(described, state)
            return page.render(
                "element.html",
                element=shown,
                sections=sections(shown),
                findings=finding_lines(described.findings, page.lang),
                analysable=kind in ANALYSED,
                pictured=has_picture(kind, described),
                reference=f"{kind}/{key}",
                state=state,
                collection=collection_of_kind(kind),
                data=f"/data/{kind}/{key}",
                snapshot=snapshot,
            )


def _at(asked: Parameters, state: str | None) -> Parameters:
    """What is asked of a list, with the moment of its state at the place that the state names."""
    return Parameters({**asked, "state": state}) if state is not None else asked


def _describe(snapshot: Snapshot, node: NamedNode, lang: str, findings: Findings) -> Description:
    try:
        return describe(snapshot, node, lang, findings)
    except NotFound:
        kind, key = parts(node.value.removeprefix(f"{snapshot.base}id/"))
        raise NotFound("element-address", kind=kind, key=key) from None
