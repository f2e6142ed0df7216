# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""The landscape map: every component of a state on one sheet, in columns by federal level and groups by kind.

No lines: a whole landscape has no readable node-link picture (DESIGN §4). Colour is the lifecycle; what ends, or is
new, by a gap is marked by colour, border and prefix; names this small are not struck through, they could not be read.
The places are those of several states together, so that a component stands in the same place in each of them; where
one is not there in the state shown, its place stays free.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from grundriss.model.state_types import Gap, Item, State
from grundriss_viz.columns import Column, Spacing, arrange
from grundriss_viz.diagram import Diagram, Group, Node, Rect, Table
from grundriss_viz.gap_facts import GapFacts
from grundriss_viz.item_texts import field, href, owner, tooltip
from grundriss_viz.sheet import Content, Sample, Words, compose
from grundriss_viz.style import BOXES, GROUP_TITLE, PANEL_COUNT, PANEL_TITLE, TILE_NAME
from grundriss_viz.texts import LIFECYCLE_STATUS, Texts, kind_group_of, kind_group_rank, level_rank
from grundriss_viz.typesetting import LONGEST, Style, block_height, clean, is_cut, set_lines, wrap
from grundriss_viz.undated import Undated

KEY: Final = "landscape-map"
_STATUSES: Final = ("productive", "building", "planned", "phase-out", "unknown", "coming", "ending")

_TILES: Final = (122.0, 130.0, 138.0, 146.0, 154.0)  # widths that are tried; the best for the sheet is taken
_TILE_PADDING: Final = 5.0
_TILE_LEAST: Final = 27.0  # height
_GAP: Final = 5.0
_PADDING: Final = 9.0  # inside a panel
_GROUP_SPACE: Final = 10.0
_MOST_TILES: Final = 9  # beside each other in a panel
_SPACE: Final = 9.0  # between panels
_STRETCH: Final = 16.0  # at most this much more space above a group, so that columns end together
_SIGN_SPACE: Final = 8.0  # that the sign of a status takes from the name on both sides
_SIGN: Final = Style(13, bold=True, role="name")
_RATIO: Final = 400 / 277  # of an A3 sheet in landscape, inside its margins
_AROUND: Final = 175.0  # title, legend and notes


@dataclass(frozen=True, slots=True)
class _Tile:
    """A component with its place; `status` is None where the state shown has it not, and the place stays free."""

    item: Item
    status: str | None
    lines: tuple[str, ...]
    undated: Undated

    @property
    def height(self) -> float:
        return max(_TILE_LEAST, block_height(len(self.lines), TILE_NAME) + 2 * _TILE_PADDING)


@dataclass(frozen=True, slots=True)
class _Kinds:
    """The tiles of one group of kinds, and what it is called."""

    code: str
    name: str
    tiles: tuple[_Tile, ...]

    @property
    def heading(self) -> str:
        """As it is where no place is free."""
        return clean(f"{self.name} · {len(self.tiles)}")

    @property
    def count(self) -> int:
        """The components that are shown."""
        return sum(tile.status is not None for tile in self.tiles)

    def rows(self, wide: int) -> list[tuple[_Tile, ...]]:
        return [self.tiles[at : at + wide] for at in range(0, len(self.tiles), wide)]


@dataclass(frozen=True, slots=True)
class _Panel:
    """Everything at one federal level."""

    code: str
    title: str
    groups: tuple[_Kinds, ...]

    @property
    def places(self) -> int:
        return sum(len(group.tiles) for group in self.groups)

    @property
    def count(self) -> int:
        """The components that are shown."""
        return sum(group.count for group in self.groups)


class _Map:
    """Draws panels into columns of tiles of one width; collects boxes and groups on the way."""

    def __init__(self, panels: tuple[_Panel, ...], tile: float, texts: Texts) -> None:
        self._panels = panels
        self._tile = tile
        self._spacing = Spacing(tile + _GAP, 2 * _PADDING - _GAP, _SPACE)
        self._texts = texts
        self.nodes: list[Node] = []
        self.groups: list[Group] = []
        self.free: list[Rect] = []
        self.columns = arrange(
            [
                [self._height(panel, wide) for wide in range(1, min(_MOST_TILES, panel.places) + 1)]
                for panel in panels
            ],
            self._spacing,
            _RATIO,
            _AROUND,
        )

    @property
    def extent(self) -> float:
        """The width of the sheet that this needs: the smaller, the larger is the type on paper."""
        width = sum(self._spacing.width(column.tiles) + _SPACE for column in self.columns)
        return max(width, (self._bottom + _AROUND) * _RATIO)

    @property
    def _bottom(self) -> float:
        return max((column.height for column in self.columns), default=0.0)

    def content(self) -> Content:
        x = bottom = 0.0
        for column in self.columns:
            bottom = max(bottom, self._column(column, x))
            x += self._spacing.width(column.tiles) + _SPACE
        return Content(
            max(0.0, x - _SPACE), bottom, tuple(self.nodes), (), tuple(self.groups), tuple(self.free)
        )

    def _height(self, panel: _Panel, wide: int) -> float:
        width = self._spacing.width(wide) - 2 * _PADDING
        height = 2 * _PADDING + block_height(len(self._title(panel, width)), PANEL_TITLE)
        for group in panel.groups:
            height += _GROUP_SPACE + block_height(len(self._heading(group, width)), GROUP_TITLE)
            height += sum(max(tile.height for tile in row) + _GAP for row in group.rows(wide))
        return height

    def _title(self, panel: _Panel, width: float) -> tuple[str, ...]:
        return wrap(panel.title, width - 34, PANEL_TITLE, self._texts.code, even=False)

    def _heading(self, group: _Kinds, width: float) -> tuple[str, ...]:
        """What is above a group: broken as it is where no place is free, with the number of what is shown."""
        lines = wrap(group.heading, width, GROUP_TITLE, self._texts.code, even=False)
        return (*lines[:-1], lines[-1].removesuffix(str(len(group.tiles))) + str(group.count))

    def _column(self, column: Column, x: float) -> float:
        groups = sum(len(self._panels[number].groups) for number in column.panels)
        stretch = min(_STRETCH, (self._bottom - column.height) / groups)
        y = 0.0
        for number in column.panels:
            y = self._panel(self._panels[number], x, y, column.tiles, stretch) + _SPACE
        return y - _SPACE

    def _panel(self, panel: _Panel, x: float, top: float, wide: int, stretch: float) -> float:
        width = self._spacing.width(wide)
        left, right = x + _PADDING, x + width - _PADDING
        title = self._title(panel, width - 2 * _PADDING)
        count = str(panel.count)
        lines = set_lines(title, left, top + _PADDING, PANEL_TITLE) + set_lines(
            [count], right - PANEL_COUNT.width(count), top + _PADDING + 0.9, PANEL_COUNT
        )
        key = f"level-{panel.code}"
        place = len(self.groups)
        y = top + _PADDING + block_height(len(title), PANEL_TITLE)
        for group in panel.groups:
            y = self._kinds(group, key, left, y + _GROUP_SPACE + stretch, wide)
        y += _PADDING
        if panel.count:
            rect = Rect(x, top, width, y - top)
            self.groups.insert(place, Group(key, panel.title, rect, lines, panel.count))
        return y

    def _kinds(self, group: _Kinds, parent: str, left: float, top: float, wide: int) -> float:
        key = f"{parent}-{group.code}"
        width = wide * (self._tile + _GAP) - _GAP
        heading = self._heading(group, width)
        y = top + block_height(len(heading), GROUP_TITLE)
        for row in group.rows(wide):
            height = max(tile.height for tile in row)
            y += _GAP
            for number, tile in enumerate(row):
                rect = Rect(left + number * (self._tile + _GAP), y, self._tile, height)
                if tile.status is None:
                    self.free.append(rect)
                else:
                    self.nodes.append(self._node(tile, tile.status, rect, key))
            y += height
        if group.count:
            rect = Rect(left, top, width, y - top)
            lines = set_lines(heading, left, top, GROUP_TITLE)
            label = clean(f"{group.name} · {group.count}")
            self.groups.append(
                Group(key, label, rect, lines, group.count, level=1, parent=parent, frame=False)
            )
        return y

    def _node(self, tile: _Tile, status: str, rect: Rect, group: str) -> Node:
        look = BOXES[status]
        top = rect.y + (rect.height - block_height(len(tile.lines), TILE_NAME)) / 2
        lines = set_lines(tile.lines, rect.x, top, TILE_NAME, width=rect.width)
        sign = (
            set_lines(
                [look.prefix],
                rect.x + _TILE_PADDING,
                rect.y + (rect.height - block_height(1, _SIGN)) / 2,
                _SIGN,
            )
            if look.prefix
            else ()
        ) + tile.undated.sign(tile.item, rect)
        lifecycle = field(tile.item, "lifecycle")
        return Node(
            key=tile.item.key,
            label=clean(tile.item.label),
            status=status,
            rect=rect,
            lines=lines,
            sign=sign,
            group=group,
            members=(tile.item.key,),
            href=href(tile.item),
            tooltip=tooltip(
                tile.item,
                self._texts,
                self._texts.lifecycle(lifecycle) if lifecycle else "",
                *tile.undated.said(tile.item),
            ),
        )


def landscape_map(
    state: State,
    *,
    today: date,
    gap: Gap | None = None,
    before: Collection[str] | None = None,
    beside: Sequence[State] = (),
    both: bool = False,
    lang: str = "de",
) -> Diagram:
    """The map of all components of a state.

    With a `gap` that starts or ends at this state, components that end or are new by it are marked; without one only
    the lifecycle tells. `before` is what `GapFacts` wants, if the gap starts at another state. The maps of this state
    and of those `beside` it have the same places. With `both`, all that the gap's two states have is shown in one.
    `today` is printed in the footer.
    """
    texts = Texts(lang)
    if gap and _starts(gap, state):
        before = {item.id for item in state.elements}
    facts = GapFacts(gap, before) if gap else None
    undated = Undated.at(state.state, today, texts)
    shown = _shown(state, facts, both)
    placed = _placed(shown, state, beside)
    maps = [_Map(_panels(_tiles(placed, width, undated), texts), width, texts) for width in _TILES]
    content = min(maps, key=lambda drawn: drawn.extent).content()
    tiles = [tile for tile in _tiles(placed, _TILES[0], undated) if tile.status]
    return compose(
        content,
        _words(state, today, facts, tiles, undated, texts, both, len(content.free)),
        [
            *_samples(tiles, facts, texts),
            *undated.samples(tile.item for tile in tiles),
            *([Sample(texts("status.free"), len(content.free), "free")] if content.free else []),
        ],
        _table(tiles, facts, texts),
    )


def _starts(gap: Gap | None, state: State) -> bool:
    return gap is not None and gap.from_.date == state.state.date


def _shown(state: State, facts: GapFacts | None, both: bool) -> dict[str, tuple[Item, str]]:
    """The components of the map with their statuses, by IRI."""
    items = {item.id: item for item in state.of_type("Component")}
    if both and facts:
        going = (*facts.removed.values(), *facts.replaced.values())
        for item in (*going, *facts.came.values()):
            items.setdefault(item.id, item)
    return {iri: (item, _status(item, state, facts, both)) for iri, item in items.items()}


def _status(item: Item, state: State, facts: GapFacts | None, both: bool) -> str:
    going = {**facts.removed, **facts.replaced} if facts else {}
    if facts and (both or _starts(facts.gap, state)) and item.key in going:
        return "ending"
    if facts and (both or facts.gap.to.date == state.state.date) and item.key in facts.came:
        return "coming"
    return LIFECYCLE_STATUS.get(str(item.fields.get("lifecycle")), "unknown")


@dataclass(frozen=True, slots=True)
class _Place:
    """A component with its status, if it is shown; `signed` where a map of the same places may give it a sign."""

    item: Item
    status: str | None
    signed: bool


def _placed(shown: dict[str, tuple[Item, str]], state: State, beside: Sequence[State]) -> list[_Place]:
    """Every component of all states, in the same way whichever of them is shown."""
    members = [{item.id: item for item in of.of_type("Component")} for of in (state, *beside)]
    items = {iri: item for found in members for iri, item in found.items()}
    items |= {iri: item for iri, (item, _) in shown.items()}
    places = []
    for iri in sorted(items):
        item, status = shown.get(iri, (items[iri], None))
        lasting = all(iri in found for found in members)
        phases_out = LIFECYCLE_STATUS.get(str(item.fields.get("lifecycle"))) == "phase-out"
        signed = not lasting or phases_out or bool(status and BOXES[status].prefix)
        places.append(_Place(item, status, signed))
    return places


def _tiles(places: list[_Place], width: float, undated: Undated) -> list[_Tile]:
    tiles = []
    for place in places:
        space = max(_SIGN_SPACE if place.signed else 0, undated.space(place.item))
        inner = width - 2 * (_TILE_PADDING + space)
        lines = wrap(place.item.label, inner, TILE_NAME, place.item.lang)
        tiles.append(_Tile(place.item, place.status, lines, undated))
    return tiles


def _panels(tiles: list[_Tile], texts: Texts) -> tuple[_Panel, ...]:
    levels: dict[str | None, dict[str, list[_Tile]]] = defaultdict(lambda: defaultdict(list))
    for tile in tiles:
        levels[field(tile.item, "federalLevel")][kind_group_of(field(tile.item, "kind"))].append(tile)
    return tuple(
        _Panel(
            level or "none",
            clean(texts.level(level)),
            tuple(
                _Kinds(
                    code or "none",
                    texts.kind_group(code),
                    tuple(
                        sorted(
                            levels[level][code], key=lambda t: (clean(t.item.label).casefold(), t.item.key)
                        )
                    ),
                )
                for code in sorted(levels[level], key=kind_group_rank)
            ),
        )
        for level in sorted(levels, key=level_rank)
    )


def _status_text(status: str, facts: GapFacts | None, texts: Texts) -> str:
    if facts is None:
        return texts(f"status.{status}")
    from_, to = (date.fromisoformat(name.date) for name in (facts.gap.from_, facts.gap.to))
    return texts(f"status.{status}", from_=texts.until(from_), to=texts.until(to))


def _samples(tiles: list[_Tile], facts: GapFacts | None, texts: Texts) -> list[Sample]:
    counts = Counter(tile.status for tile in tiles)
    return [
        Sample(_status_text(status, facts, texts), counts[status], status)
        for status in _STATUSES
        if counts[status]
    ]


def _words(
    state: State,
    today: date,
    facts: GapFacts | None,
    tiles: list[_Tile],
    undated: Undated,
    texts: Texts,
    both: bool,
    free: int,
) -> Words:
    name = texts.state(state.state)
    if both and facts:
        name = f"{texts.state(facts.gap.from_)} → {texts.state(facts.gap.to)}"
    subtitle = texts("map.subtitle", state=name, count=len(tiles))
    if facts:
        from_, to = (texts.until(date.fromisoformat(n.date)) for n in (facts.gap.from_, facts.gap.to))
        going, coming = len(facts.removed) + len(facts.replaced), len(facts.came)
        first, second = (going, coming) if both or _starts(facts.gap, state) else (coming, going)
        phrase = "map.both" if both else "map.going" if _starts(facts.gap, state) else "map.coming"
        subtitle += " · " + texts(phrase, n=first, m=second, from_=from_, to=to)
    levels = Counter(texts.level(field(tile.item, "federalLevel")) for tile in tiles)
    cycles = Counter(_status_text(tile.status or "unknown", facts, texts) for tile in tiles)
    summary = texts(
        "map.summary", count=len(tiles), state=name, levels=_listed(levels), cycles=_listed(cycles)
    )
    cut = sum(is_cut(tile.item.label) for tile in tiles)
    notes = [texts("note.shortened", n=cut, limit=LONGEST)] if cut else []
    notes += undated.notes(tile.item for tile in tiles)
    notes += [texts("map.free.dated" if undated.marks else "map.free", n=free)] if free else []
    notes += [] if tiles else [texts("map.empty")]
    return Words(
        key=KEY,
        title=texts("map.title"),
        subtitle=subtitle,
        summary=summary if tiles else texts("map.empty"),
        footer=" · ".join(
            (texts("footer", revision=state.state.revision, today=today), texts("note.nothing"))
        ),
        lang=texts.code,
        notes=tuple(notes),
    )


def _listed(counts: Counter[str]) -> str:
    return ", ".join(f"{name} {count}" for name, count in counts.most_common())


def _table(tiles: list[_Tile], facts: GapFacts | None, texts: Texts) -> Table:
    columns = ("element", "level", "kind", "lifecycle", "owner", "from", "until", "future")
    rows = []
    for tile in tiles:
        responsible = owner(tile.item)
        marked = tile.status in ("ending", "coming")
        rows.append(
            (
                clean(tile.item.label),
                texts.level(field(tile.item, "federalLevel")),
                texts.kind(field(tile.item, "kind")),
                texts.lifecycle(field(tile.item, "lifecycle")),
                responsible[1] if responsible else texts("none"),
                field(tile.item, "validFrom") or texts("none"),
                field(tile.item, "validUntil") or texts("none"),
                _status_text(tile.status or "", facts, texts) if marked else texts("none"),
            )
        )
    return Table(tuple(texts(f"table.{name}") for name in columns), tuple(rows))
