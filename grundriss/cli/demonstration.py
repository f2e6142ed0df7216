# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""`grundriss demo`: the packaged landscape loaded, checked, asked, drawn and served."""

import socket
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

from pyoxigraph import DefaultGraph

from grundriss.cli import session
from grundriss.cli.serve_commands import served
from grundriss.errors import GrundrissError, PermissionDenied
from grundriss.items import item
from grundriss.messages import Message, reason
from grundriss.model.terms import gru
from grundriss.states.elements import ordered
from grundriss.states.gap import gap

if TYPE_CHECKING:
    from grundriss.store.snapshot import Snapshot
    from grundriss_api.current_snapshot import SnapshotSource

HOST: Final = "127.0.0.1"
_START_SECONDS: Final = 20.0
_PAGES: Final = (
    ("/", "text/html"),
    ("/health/live", ""),
    ("/elements/components", "text/html"),
    ("/doc/component/bundid", "text/html"),
    ("/gap", "text/html"),
    ("/questions/CQ05", "text/html"),
    ("/views", "text/html"),
    ("/api/v1/gap?from=ist&to=soll", "application/json"),
    ("/api/v1/components/bundid/impact", "application/json"),
    ("/id/component/bundid", "text/turtle"),
    ("/views/landscape-map.svg", "image/svg+xml"),
    ("/views/gap.svg", "image/svg+xml"),
    (
        "/sparql?query=SELECT%20(COUNT(*)%20AS%20%3Fn)%20WHERE%20%7B%20%3Fs%20%3Fp%20%3Fo%20%7D",
        "application/sparql-results+json",
    ),
)


def run_demo(port: int, check: bool) -> None:
    """Show the landscape; with `check` fetch every page once and return.

    Raises GrundrissError when a page cannot be fetched.
    """
    started = time.monotonic()
    workspace, _ = served()
    with workspace.snapshot() as snapshot:
        _tell_what_is_there(snapshot)
        _tell_gap(snapshot)
        _tell_drawings(snapshot)
    listening = _bind(0 if check else port)
    address = f"http://{HOST}:{listening.getsockname()[1]}"
    session.say(session.said("demo-ready", seconds=f"{time.monotonic() - started:.1f}"))
    if check:
        with _serving(workspace, listening):
            _check_pages(address)
        session.say(session.said("demo-checked"))
        return
    session.say(session.said("demo-open", address=f"{address}/"))
    from grundriss_api.app import serve

    serve(workspace, HOST, listening.getsockname()[1], listening)


def _tell_what_is_there(snapshot: "Snapshot") -> None:
    from grundriss.validation.validate import validate

    counts = validate(snapshot.store).counts
    session.put(
        session.said(
            "demo-landscape",
            revision=snapshot.revision,
            date=snapshot.effective_date,
            violations=Message("violations", {"n": counts["violation"]}),
            warnings=Message("warnings", {"n": counts["warning"]}),
        )
    )
    bundid = snapshot.base_iri.element("component", "bundid")
    quads = snapshot.store.quads_for_pattern(None, gru("dependsOn"), bundid, DefaultGraph())
    dependants = ordered(item(snapshot.store, quad.subject) for quad in quads)  # type: ignore[arg-type]
    names = [dependant.label for dependant in dependants]
    session.put(session.said("demo-dependants", number=len(names), names=names))


def _tell_gap(snapshot: "Snapshot") -> None:
    from grundriss.cli.analysis_text import gap_summary

    found = gap(snapshot)
    session.put(gap_summary(found, session.language()))
    for group in found.replaced:
        old = ", ".join(element.label for element in group.old)
        session.put(f"  {old} → {', '.join(element.label for element in group.new)}")


def _tell_drawings(snapshot: "Snapshot") -> None:
    from grundriss_viz.svg import render
    from grundriss_viz.views import VIEWS, draw

    for key in VIEWS:
        picture = render(draw(key, snapshot))
        session.put(session.said("demo-drawn", view=key, size=len(picture) // 1000))


def _bind(port: int) -> socket.socket:
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((HOST, port))
    except OSError as error:
        listening.close()
        raise PermissionDenied("port-unusable", port=port, reason=reason(error)) from error
    listening.listen(128)
    return listening


@contextmanager
def _serving(workspace: "SnapshotSource", listening: socket.socket) -> Iterator[None]:
    """A server in a thread of its own, stopped at the end of the block."""
    import uvicorn

    from grundriss_api.app import create_app

    server = uvicorn.Server(uvicorn.Config(create_app(workspace), log_level="warning", lifespan="on"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.should_exit = True
        thread.join(_START_SECONDS)


def _check_pages(address: str) -> None:
    for path, media_type in _PAGES:
        answer = _fetch(address + path, media_type)
        session.put(session.said("demo-page", status=answer[0], path=path.partition("?")[0], n=answer[1]))


def _fetch(url: str, media_type: str) -> tuple[int, int]:
    """Status and size of a page; retried while the server starts."""
    headers = {"Accept": media_type} if media_type else {}
    # the address is our own, on 127.0.0.1: no proxy in between
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    deadline = time.monotonic() + _START_SECONDS
    while True:
        try:
            request = urllib.request.Request(url, headers=headers)  # noqa: S310
            with opener.open(request, timeout=_START_SECONDS) as answer:
                body: bytes = answer.read()
                _expect(url, media_type, answer.headers)
                return answer.status, len(body)
        except urllib.error.HTTPError as error:
            raise GrundrissError(
                "page-status", url=url, status=error.code, text=error.read()[:300].decode(errors="replace")
            ) from error
        except (urllib.error.URLError, ConnectionError) as error:
            if time.monotonic() > deadline:
                raise GrundrissError("page-silent", url=url, reason=str(error)) from error


def _expect(url: str, media_type: str, headers: Any) -> None:
    given = str(headers.get("Content-Type", ""))
    if not given.startswith(media_type):
        raise GrundrissError("page-type", url=url, given=given, wanted=media_type)
