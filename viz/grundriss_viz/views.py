# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""The views that can be drawn, by key, and how each gets from a snapshot to its diagram."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Final, Protocol, TypeVar

from grundriss.analysis.hops import DEEPEST, checked_depth
from grundriss.errors import NotFound, UsageError
from grundriss.examples import Example, example
from grundriss.importers.facts_table import did_you_mean
from grundriss.messages import Either
from grundriss_viz.diagram import Diagram

if TYPE_CHECKING:
    from grundriss.model.state_types import Gap, State, StateName
    from grundriss.states.elements import ElementReader
    from grundriss.store.snapshot import Snapshot


DEFAULT_FOCUS: Final = "bundid"
DEFAULT_SERVICE: Final = "99115005104000"


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked of a view; each view reads the parameters that its definition names.

    `state`, `from_` and `to` are a WHEN (SURFACES §2), `focus` is an X: an IRI, a CURIE, a key or a label. None means
    the default of the view.
    """

    state: str = "ist"
    from_: str = "ist"
    to: str = "soll"
    lang: str = "de"
    focus: str | None = None
    direction: str = "up"
    depth: int | None = None
    by: str = "organisation"
    show: str | None = None

    @property
    def element(self) -> str:
        """The element in the middle."""
        assert self.focus is not None, "draw chooses one where none is asked for"
        return self.focus

    def steps(self, default: int) -> int:
        """The depth."""
        return default if self.depth is None else self.depth


@dataclass(frozen=True, slots=True)
class Parameter:
    """What a view can be asked by: `kind` is when, element, integer or choice (of `choices`).

    `default` is what counts where nothing is said (empty: no limit), and an example of what can be said.
    """

    name: str
    kind: str
    default: str
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ViewDefinition:
    """A view: its key in addresses, its title by language, its parameters, and the function that draws it.

    `focus_kind` is the kind of the element in the middle, where there is one: others may be asked for as well.
    """

    key: str
    titles: Mapping[str, str]
    build: Callable[["Snapshot", Request], Diagram]
    parameters: tuple[Parameter, ...] = ()
    focus_kind: str | None = None

    def title(self, lang: str) -> str:
        """The title in a language, else in German."""
        return self.titles.get(lang) or self.titles["de"]

    def default(self, name: str) -> str:
        """What counts for a parameter where nothing is said. Raises LookupError for a parameter it has not."""
        return next(p.default for p in self.parameters if p.name == name)


def draw(
    key: str,
    snapshot: "Snapshot",
    *,
    state: str = "ist",
    from_: str = "ist",
    to: str = "soll",
    lang: str = "de",
    focus: str | None = None,
    direction: str = "up",
    depth: int | None = None,
    by: str = "organisation",
    show: str | None = None,
) -> Diagram:
    """The diagram of a view; VIEWS says which of the parameters a view reads.

    `state` is the state that is shown, `from_` and `to` are those of a gap; each is a WHEN (SURFACES §2). `focus` is
    the element in the middle, `direction` up or down, `depth` the number of steps, `by` organisation or level; `show`
    is which of the states in one layout is to be seen.
    Raises NotFound for an unknown key or focus, UsageError for a value that a parameter cannot have, and what
    `grundriss.states` and `graphviz_layout.route` raise.
    """
    view = definition(key)
    checked_depth(depth)
    if focus is None and view.focus_kind:
        focus = example_focus(snapshot, view, lang).node.value
    if show is None and any(parameter.name == "show" for parameter in view.parameters):
        show = view.default("show")
    asked = Request(state, from_, to, lang, focus, direction, depth, by, show)
    for parameter in view.parameters:
        value = str(getattr(asked, parameter.name.replace("from", "from_")))
        if parameter.choices and value not in parameter.choices:
            raise UsageError(
                "view-value-unknown", name=parameter.name, value=value, known=Either(parameter.choices)
            )
    from grundriss.states.places import placed

    # a view of one state is drawn from the snapshot that the state names; the gap looks for its two itself
    with placed(snapshot, asked.state) as (there, moment):
        return view.build(there, replace(asked, state=moment))


def example_focus(snapshot: "Snapshot", view: ViewDefinition, lang: str = "de") -> Example:
    """What stands in the middle of a view where nobody says what: its default, else an element of this landscape.

    Raises UsageError where this landscape has no element of the kind.
    """
    assert view.focus_kind is not None
    found = example(snapshot, view.focus_kind, view.default("focus"), lang)
    if found is None:
        raise UsageError("view-no-focus", view=view.key, kind=view.focus_kind)
    return found


def definition(key: str) -> ViewDefinition:
    """The view with this key. Raises NotFound with the nearest key."""
    if key not in VIEWS:
        raise NotFound("view-unknown", hint=did_you_mean(key, VIEWS), name=key, known=VIEWS)
    return VIEWS[key]


def _landscape_map(snapshot: "Snapshot", request: Request) -> Diagram:
    from grundriss.states.elements import ElementReader
    from grundriss.states.gap import gap
    from grundriss.states.state import state
    from grundriss_viz.landscape_map import landscape_map

    lang, today = request.lang, snapshot.effective_date
    reader = ElementReader(snapshot.store, lang)
    shown = state(snapshot, request.state, lang, reader)
    target = _target_day(snapshot)
    beside = _beside(snapshot, shown, reader)
    draw_map = partial(
        landscape_map, shown, today=today, beside=beside, both=request.show == "both", lang=lang
    )
    if target is None or target < date.fromisoformat(shown.state.date):
        return draw_map()
    if target.isoformat() == shown.state.date:
        found = gap(snapshot, "ist", request.state, lang, reader)
        return draw_map(gap=found, before=_before(snapshot, found))
    return draw_map(gap=gap(snapshot, request.state, "soll", lang, reader))


def _beside(snapshot: "Snapshot", shown: "State", reader: "ElementReader") -> list["State"]:
    """The states that a picture shares its layout with: IST and SOLL, without the one that is shown."""
    from grundriss.states.state import state

    return [state(snapshot, name, shown.lang, reader) for name in _other_moments(snapshot, shown.state)]


def _other_moments(snapshot: "Snapshot", shown: "StateName") -> list[str]:
    target = _target_day(snapshot)
    known = [("ist", snapshot.effective_date)] + ([("soll", target)] if target else [])
    return [name for name, day in known if day.isoformat() != shown.date]


class _Noted(Protocol):
    """What says in a note that a state has not the element in question."""

    @property
    def note(self) -> str | None: ...


_N = TypeVar("_N", bound=_Noted)


def _there(found: _N, beside: list[_N]) -> list[_N]:
    """Of the states beside one that has the element in question those that have it, too."""
    return [other for other in beside if other.note is None] if found.note is None else []


def _target_day(snapshot: "Snapshot") -> date | None:
    """The day of the target plateau; None where no single one is marked."""
    from grundriss.states.when import resolve

    try:
        return resolve(snapshot, "soll").day
    except NotFound:
        return None


def _gap(snapshot: "Snapshot", request: Request) -> Diagram:
    from grundriss.states.elements import ElementReader
    from grundriss.states.gap import gap
    from grundriss.states.state import state
    from grundriss_viz.gap_diagram import gap_diagram

    reader = ElementReader(snapshot.store, request.lang)
    found = gap(snapshot, request.from_, request.to, request.lang, reader)
    return gap_diagram(
        found,
        before=_before_gap(snapshot, request, found),
        after=state(snapshot, request.to, request.lang, reader),
        today=snapshot.effective_date,
        show=request.show or "both",
        lang=request.lang,
    )


def _before_gap(snapshot: "Snapshot", request: Request, gap: "Gap") -> frozenset[str]:
    from grundriss.states.places import placed

    with placed(snapshot, request.from_) as (there, _):
        return _before(there, gap)


def _before(snapshot: "Snapshot", gap: "Gap") -> frozenset[str]:
    """The IRIs of the elements that take another's place and were there before: new they are not."""
    from pyoxigraph import NamedNode

    from grundriss.states.elements import elements_among
    from grundriss.states.membership import MembershipOf

    coming = [NamedNode(item.id) for replacement in gap.replaced for item in replacement.new]
    # another revision or scenario may not know one of them
    nodes = list(elements_among(snapshot.store, coming))
    members = MembershipOf(snapshot.store)
    members.learn(nodes)
    day = date.fromisoformat(gap.from_.date)
    return frozenset(node.value for node in nodes if members.contains(node, day))


def _cooperation(snapshot: "Snapshot", request: Request) -> Diagram:
    from grundriss.states.elements import ElementReader
    from grundriss.states.state import state
    from grundriss_viz.cooperation import cooperation

    reader = ElementReader(snapshot.store, request.lang)
    shown = state(snapshot, request.state, request.lang, reader)
    beside = _beside(snapshot, shown, reader)
    today = snapshot.effective_date
    return cooperation(shown, today=today, by=request.by, beside=beside, lang=request.lang)


def _neighbourhood(snapshot: "Snapshot", request: Request) -> Diagram:
    from grundriss_viz.going import Going
    from grundriss_viz.neighbourhood import neighbourhood
    from grundriss_viz.surroundings import surroundings

    focus, depth = request.element, request.steps(1)
    found = surroundings(snapshot, focus, request.state, depth, request.lang)
    others = _other_moments(snapshot, found.state)
    beside = [surroundings(snapshot, focus, other, depth, request.lang) for other in others]
    going, today = Going.until_target(snapshot, found.state, found.items), snapshot.effective_date
    return neighbourhood(found, today=today, going=going, beside=_there(found, beside), lang=request.lang)


def _impact(snapshot: "Snapshot", request: Request) -> Diagram:
    from grundriss.analysis.impact import impact
    from grundriss.resolve import resolve
    from grundriss_viz.going import Going
    from grundriss_viz.impact_diagram import impact_diagram

    node = resolve(snapshot.store, snapshot.base_iri, request.element)
    way, depth, lang = request.direction, request.depth, request.lang
    found = impact(snapshot, node, request.state, way, depth, lang=lang)
    others = _other_moments(snapshot, found.state)
    beside = [impact(snapshot, node, other, way, depth, lang=lang) for other in others]
    farther = 0
    if found.truncated and depth is not None and depth < DEEPEST:
        following = impact(snapshot, node, request.state, way, depth + 1, lang=lang)
        farther = len(following.items) - len(found.items)
    shown = [found.element, *(hit.item for hit in found.items)]
    going, today = Going.until_target(snapshot, found.state, shown), snapshot.effective_date
    return impact_diagram(
        found, today=today, going=going, beside=_there(found, beside), farther=farther, lang=lang
    )


def _service_chain(snapshot: "Snapshot", request: Request) -> Diagram:
    from grundriss_viz.going import Going
    from grundriss_viz.service_chain import service_chain
    from grundriss_viz.service_needs import service_needs

    focus, depth = request.element, request.steps(2)
    found = service_needs(snapshot, focus, request.state, depth, request.lang)
    others = _other_moments(snapshot, found.state)
    beside = [service_needs(snapshot, focus, other, depth, request.lang) for other in others]
    going, today = Going.until_target(snapshot, found.state, found.items), snapshot.effective_date
    return service_chain(found, today=today, going=going, beside=_there(found, beside), lang=request.lang)


_STATE: Final = Parameter("state", "when", "ist")

VIEWS: Final[Mapping[str, ViewDefinition]] = {
    view.key: view
    for view in (
        ViewDefinition(
            "landscape-map",
            {"de": "IT-Landschaft nach Ebene und Art", "en": "IT landscape by level and kind"},
            _landscape_map,
            (_STATE, Parameter("show", "choice", "state", ("state", "both"))),
        ),
        ViewDefinition(
            "gap",
            {"de": "Was sich ändert: IST → SOLL", "en": "What changes: current → target"},
            _gap,
            (
                Parameter("from", "when", "ist"),
                Parameter("to", "when", "soll"),
                Parameter("show", "choice", "both", ("both", "from", "to")),
            ),
        ),
        ViewDefinition(
            "cooperation",
            {"de": "Wer wessen Komponenten braucht", "en": "Who needs whose components"},
            _cooperation,
            (_STATE, Parameter("by", "choice", "organisation", ("organisation", "level"))),
        ),
        ViewDefinition(
            "neighbourhood",
            {"de": "Nachbarschaft eines Elements", "en": "Neighbourhood of an element"},
            _neighbourhood,
            (Parameter("focus", "element", DEFAULT_FOCUS), _STATE, Parameter("depth", "integer", "1")),
            "component",
        ),
        ViewDefinition(
            "impact",
            {"de": "Was von einem Element abhängt", "en": "What depends on an element"},
            _impact,
            (
                Parameter("focus", "element", DEFAULT_FOCUS),
                Parameter("direction", "choice", "up", ("up", "down")),
                _STATE,
                Parameter("depth", "integer", ""),
            ),
            "component",
        ),
        ViewDefinition(
            "service-chain",
            {"de": "Von der Leistung bis zum Register", "en": "From the public service to the register"},
            _service_chain,
            (Parameter("focus", "element", DEFAULT_SERVICE), _STATE, Parameter("depth", "integer", "2")),
            "service",
        ),
    )
}
"""Every view, in the order of the menu."""
