# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""The lists of elements, and the page of each element."""

import re
from typing import Final

from fastapi import FastAPI, Request
from pyoxigraph import NamedNode
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from grundriss.description.describe import Description, Findings, describe, findings_by_focus
from grundriss.errors import NotFound
from grundriss.store.snapshot import Snapshot
from grundriss_api.computed import Computed
from grundriss_api.current_snapshot import CurrentSnapshot
from grundriss_api.element_page import ANALYSED, STATEFUL, STATES, in_state, sections
from grundriss_api.page_parameters import Parameters
from grundriss_api.pages import Page

_KIND: Final = re.compile(r"[a-z-]{1,40}")
_KEY: Final = re.compile(r"[a-z0-9._-]{1,200}")


def add(app: FastAPI, snapshots: CurrentSnapshot) -> None:
    """Add the pages to the application."""
    findings: Computed[Findings] = Computed(2)

    @app.get("/doc/{kind}/{key}", include_in_schema=False)
    async def element(request: Request, kind: str, key: str) -> Response:
        asked = Parameters.of(request, ("state",))
        state = asked.one_of("state", "", STATES) if "state" in asked else ""
        page = Page.of(request)
        if not (_KIND.fullmatch(kind) and _KEY.fullmatch(key)):
            raise NotFound(f"There is no element {kind[:60]}/{key[:60]}.")
        async with snapshots.lease() as snapshot:
            found = await findings.get(snapshot, (), _findings)
            node = NamedNode(f"{snapshot.base}id/{kind}/{key}")
            described = await run_in_threadpool(_describe, snapshot, node, page.lang, found)
            shown = in_state(described, state)
            return page.render(
                "element.html",
                element=shown,
                sections=sections(shown),
                analysable=kind in ANALYSED,
                stateful=STATEFUL,
                reference=f"{kind}/{key}",
                state=state,
                collection=None,
                data=f"/data/{kind}/{key}",
                snapshot=snapshot,
            )


def _findings(snapshot: Snapshot) -> Findings:
    from grundriss.validation.validate import validate

    return findings_by_focus(validate(snapshot.store))


def _describe(snapshot: Snapshot, node: NamedNode, lang: str, findings: Findings) -> Description:
    try:
        return describe(snapshot, node, lang, findings)
    except NotFound:
        kind, key = node.value.removeprefix(f"{snapshot.base}id/").split("/")
        raise NotFound(f"There is no element {kind}/{key}.") from None
