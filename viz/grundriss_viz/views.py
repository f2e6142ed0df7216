# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""The views that can be drawn, by key, and how each gets from a snapshot to its diagram."""

import difflib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

from grundriss.errors import NotFound
from grundriss_viz.diagram import Diagram

if TYPE_CHECKING:
    from grundriss.store.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked of a view: the state of a map, the two states of a gap, the language of the words around."""

    state: str = "ist"
    from_: str = "ist"
    to: str = "soll"
    lang: str = "de"


@dataclass(frozen=True, slots=True)
class ViewDefinition:
    """A view: its key in addresses, its title by language, and the function that draws it."""

    key: str
    titles: Mapping[str, str]
    build: Callable[["Snapshot", Request], Diagram]

    def title(self, lang: str) -> str:
        """The title in a language, else in German."""
        return self.titles.get(lang) or self.titles["de"]


def draw(
    key: str,
    snapshot: "Snapshot",
    *,
    state: str = "ist",
    from_: str = "ist",
    to: str = "soll",
    lang: str = "de",
) -> Diagram:
    """The diagram of a view.

    `state` is the state of a map, `from_` and `to` are those of a gap; each is a WHEN (SURFACES §2).
    Raises NotFound for an unknown key, and what `grundriss.states` and `graphviz_layout.route` raise.
    """
    if key not in VIEWS:
        near = difflib.get_close_matches(key, VIEWS, 1)
        hint = f"Did you mean {near[0]}?" if near else f"There are {', '.join(VIEWS)}."
        raise NotFound(f"There is no view {key!r}.", hint=hint)
    return VIEWS[key].build(snapshot, Request(state, from_, to, lang))


def _landscape_map(snapshot: "Snapshot", request: Request) -> Diagram:
    from grundriss.states.gap import gap
    from grundriss.states.state import state
    from grundriss_viz.landscape_map import landscape_map

    shown = state(snapshot, request.state, request.lang)
    today = snapshot.effective_date
    target = _target_day(snapshot)
    if target is None or target < date.fromisoformat(shown.state.date):
        return landscape_map(shown, today=today, lang=request.lang)
    if target.isoformat() == shown.state.date:
        found = gap(snapshot, "ist", request.state, request.lang)
        before = state(snapshot, "ist", request.lang)
        return landscape_map(shown, today=today, gap=found, before=before, lang=request.lang)
    found = gap(snapshot, request.state, "soll", request.lang)
    return landscape_map(shown, today=today, gap=found, lang=request.lang)


def _target_day(snapshot: "Snapshot") -> date | None:
    """The day of the target plateau; None where no single one is marked."""
    from grundriss.states.when import resolve

    try:
        return resolve(snapshot, "soll").day
    except NotFound:
        return None


def _gap(snapshot: "Snapshot", request: Request) -> Diagram:
    from grundriss.states.gap import gap
    from grundriss.states.state import state
    from grundriss_viz.gap_diagram import gap_diagram

    return gap_diagram(
        gap(snapshot, request.from_, request.to, request.lang),
        before=state(snapshot, request.from_, request.lang),
        after=state(snapshot, request.to, request.lang),
        today=snapshot.effective_date,
        lang=request.lang,
    )


VIEWS: Final[Mapping[str, ViewDefinition]] = {
    view.key: view
    for view in (
        ViewDefinition(
            "landscape-map",
            {"de": "Föderale IT-Landschaft", "en": "Federal IT landscape"},
            _landscape_map,
        ),
        ViewDefinition(
            "gap", {"de": "Was sich ändert: IST → SOLL", "en": "What changes: current → target"}, _gap
        ),
    )
}
"""Every view, in the order of the menu."""
