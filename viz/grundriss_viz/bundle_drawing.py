# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""Bundles drawn: the box in the middle, frames with boxes on both sides, and one labelled line for each bundle."""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from grundriss.model.state_types import Item
from grundriss_viz.bundles import GRAINS, Bundle, Bundling, Grain, Leaf, Reached, Tie, bundle
from grundriss_viz.diagram import Diagram, Edge, EdgeLabel, Group, Node, Rect
from grundriss_viz.fan_layout import PADDING, Fan, Frame, Line, fan
from grundriss_viz.going import STATUS as ENDING
from grundriss_viz.going import Going
from grundriss_viz.item_texts import field, href, operator, owner, tooltip, what
from grundriss_viz.relation_looks import arrowhead_at_target, line_style
from grundriss_viz.shared_layout import lasting, together
from grundriss_viz.sheet import Content, Sample
from grundriss_viz.style import (
    BOX_DETAIL,
    BOX_NAME,
    BOXES,
    EDGE_LABEL,
    FOCUS_NAME,
    GROUP_TITLE,
    PANEL_TITLE,
    TILE_NAME,
)
from grundriss_viz.texts import LIFECYCLE_STATUS, Texts
from grundriss_viz.typesetting import Style, block_height, clean, set_lines, wrap
from grundriss_viz.undated import SPACE, Undated

_TILE_WIDTH: Final = 150.0
_FOCUS_WIDTH: Final = 190.0
_BOX_PADDING: Final = (9.0, 6.0)
SMALLEST_POINTS: Final = 6.0  # of text, on A3
_DETAIL_SPACE: Final = 3.0
_LABEL_PADDING: Final = (4.0, 1.5)
_WIDEST_LABEL: Final = 108.0
_HEADING_SPACE: Final = 16.0
_NARROWEST: Final = 1.0  # width by height
_MOST_NAMES: Final = 40  # in the tooltip of a roll-up
BOX_STATUSES: Final = (
    "focus",
    "productive",
    "building",
    "planned",
    "phase-out",
    ENDING,
    "unknown",
    "other",
    "rollup",
    "free",
)


@dataclass(frozen=True, slots=True)
class Heading:
    """What is written above the columns from `first` to `last`, and how many elements they hold."""

    text: str
    first: int
    last: int
    count: int


@dataclass(frozen=True, slots=True)
class _Drawn:
    leaf: Leaf
    status: str
    name: tuple[str, ...]
    detail: tuple[str, ...]
    style: Style
    width: float

    @property
    def height(self) -> float:
        below = block_height(len(self.detail), BOX_DETAIL) + _DETAIL_SPACE if self.detail else 0.0
        return block_height(len(self.name), self.style) + below + 2 * _BOX_PADDING[1]


def draw_readable(
    focus: Item,
    states: Sequence[Sequence[Reached]],
    draw: Callable[[Bundling, Bundling], Diagram],
    texts: Texts,
) -> Diagram:
    """The finest picture that can be read on A3, is not much higher than wide, and hides nothing.

    If all hide something, the one that hides least; if none can be read, the coarsest. What the first of the states has
    is drawn, laid out as all of them together where they go together; `draw` is given what to draw and what to lay out.
    """
    shown = states[0]
    whole = together(states)
    if whole is None or len(states) == 1:
        bundling, diagram = _readable(lambda grain: bundle(focus, shown, texts, grain), draw)
        return diagram
    remaining = lasting(states)
    bundling, _ = _readable(
        lambda grain: replace(bundle(focus, whole, texts, grain), lasting=remaining), draw
    )
    return draw(bundling.of(shown), bundling)


def _readable(
    bundle_of: Callable[[Grain], Bundling], draw: Callable[[Bundling, Bundling], Diagram]
) -> tuple[Bundling, Diagram]:
    tried: list[Bundling] = []
    best: tuple[Bundling, Diagram] | None = None
    for bundling in map(bundle_of, GRAINS):
        if bundling in tried:
            continue
        tried.append(bundling)
        diagram = draw(bundling, bundling)
        readable = diagram.smallest_text() >= SMALLEST_POINTS and diagram.ratio >= _NARROWEST
        if readable and (best is None or bundling.hidden < best[0].hidden):
            best = bundling, diagram
        if best and best[0].hidden == 0:
            break
    return best or (bundling, diagram)


def status_of(item: Item) -> str:
    """How the box of an element looks: by its lifecycle; what is no component has none."""
    if item.type != "Component":
        return "other"
    return LIFECYCLE_STATUS.get(str(item.fields.get("lifecycle")), "unknown")


def draw_bundles(
    focus: Item,
    bundling: Bundling,
    whole: Bundling,
    headings: Callable[[Bundling], Sequence[Heading]],
    undated: Undated,
    going: Going,
    texts: Texts,
) -> Content:
    """The picture of the bundles around an element, in the places that they have in the `whole`."""
    signs = Signs(undated, going, whole.lasting)
    middle = _focus(focus, whole.focus, signs, texts)
    drawn = _drawn(whole, signs, texts)
    placed = fan((whole.focus, middle.width, middle.height), _frames(whole, drawn, texts))
    top = _headings_height(headings(whole), placed)
    ends = {b.key: (b.key, b.title) for b in whole.bundles}
    ends |= {key: (key, _called(box)) for key, box in (*drawn.items(), (whole.focus, middle))}
    shown = _drawn(bundling, signs, texts, framed={b.key for b in whole.bundles if b.framed})
    nodes = [_node(middle, placed.boxes[whole.focus].moved(0, top), None, signs, texts)]
    groups = _heading_groups(headings(bundling), placed)
    edges: list[Edge] = []
    free: list[Rect] = []
    there = {b.key: b for b in bundling.bundles}
    for b in whole.bundles:
        free += [placed.boxes[k.key].moved(0, top) for k in b.leaves if k.key not in shown]
        here = there.get(b.key)
        if here is None:
            continue
        if b.framed:
            groups.append(_group(here, placed.frames[b.key].moved(0, top), _title(b, here.count)))
        for leaf in here.leaves:
            rect = placed.boxes[leaf.key].moved(0, top)
            nodes.append(_node(shown[leaf.key], rect, b.key if b.framed else None, signs, texts))
        names = (ends[b.parent], (b.end, _said(b)))
        for number, (tie, line) in enumerate(zip(here.ties, placed.lines[b.key], strict=True)):
            if tie.relations:
                edges.append(_edge(f"{b.key}-{number}", names, tie, _lowered(line, top), texts))
    size = placed.width, placed.height + top
    return Content(*size, tuple(nodes), tuple(edges), tuple(groups), tuple(free))


@dataclass(frozen=True, slots=True)
class Signs:
    """The signs at the right edge of boxes: that an element goes, or has no date; and the space that is kept for them.

    What not all states have that share the layout keeps space for a sign in each of them.
    """

    undated: Undated
    going: Going
    lasting: frozenset[str] | None = None

    def status(self, item: Item) -> str:
        return ENDING if item in self.going else status_of(item)

    def space(self, item: Item) -> float:
        fleeting = self.lasting is not None and item.id not in self.lasting
        return max(self.undated.space(item, self.status(item)), SPACE if fleeting else 0.0)


def _drawn(
    bundling: Bundling, signs: Signs, texts: Texts, framed: Collection[str] | None = None
) -> dict[str, _Drawn]:
    """Every box of the bundles with its lines; `framed` are the keys of those bundles that are frames."""
    return {
        leaf.key: _leaf(leaf, b, b.framed if framed is None else b.key in framed, signs, texts)
        for b in bundling.bundles
        for leaf in b.leaves
    }


def _frames(whole: Bundling, drawn: Mapping[str, _Drawn], texts: Texts) -> list[Frame]:
    return [
        _frame(b, [drawn[leaf.key] for leaf in b.leaves], _title(b, b.count), texts) for b in whole.bundles
    ]


def _focus(item: Item, key: str, signs: Signs, texts: Texts) -> _Drawn:
    inner = _FOCUS_WIDTH - 2 * _BOX_PADDING[0] - signs.undated.space(item)
    responsible, operating = owner(item), operator(item)
    lifecycle = field(item, "lifecycle")
    details = (
        what(item, texts),
        responsible[1] if responsible else "",
        texts("box.operator", name=operating[1]) if operating and operating != responsible else "",
        texts.lifecycle(lifecycle) if lifecycle else "",
        *(f"{BOXES[ENDING].prefix} {words}" for words in signs.going.said(item, texts)),
    )
    lines = [
        line for text in details if text for line in wrap(text, inner, BOX_DETAIL, texts.code, even=False)
    ]
    name = wrap(item.label, inner, FOCUS_NAME, item.lang)
    return _Drawn(Leaf(key, item, (item,)), "focus", name, tuple(lines), FOCUS_NAME, _FOCUS_WIDTH)


def _leaf(leaf: Leaf, b: Bundle, framed: bool, signs: Signs, texts: Texts) -> _Drawn:
    inner = _TILE_WIDTH - 2 * _BOX_PADDING[0]
    if leaf.item is None:
        name = wrap(f"{b.title} ({len(leaf.members)})", inner, BOX_NAME, texts.code)
        detail = wrap(texts("box.rolled"), inner, BOX_DETAIL, texts.code)
        return _Drawn(leaf, "rollup", name, detail, BOX_NAME, _TILE_WIDTH)
    status = signs.status(leaf.item)
    inner -= signs.space(leaf.item)
    if framed:
        name = wrap(leaf.item.label, inner, TILE_NAME, leaf.item.lang)
        return _Drawn(leaf, status, name, (), TILE_NAME, _TILE_WIDTH)
    detail = wrap(what(leaf.item, texts), inner, BOX_DETAIL, texts.code, even=False)
    name = wrap(leaf.item.label, inner, BOX_NAME, leaf.item.lang)
    return _Drawn(leaf, status, name, detail, BOX_NAME, _TILE_WIDTH)


def _title(b: Bundle, count: int) -> tuple[str, ...]:
    """What is above a frame: broken as it is where all are shown, with another number."""
    if not b.framed:
        return ()
    *lines, last = wrap(f"{b.title} · {b.count}", _TILE_WIDTH, GROUP_TITLE, even=False)
    if last == str(b.count) and lines and lines[-1].count(" ") > 1:  # a number alone on its line is no title
        kept, word, dot = lines[-1].rsplit(" ", 2)
        lines[-1], last = kept, f"{word} {dot} {last}"
    return (*lines, last.removesuffix(str(b.count)) + str(count))


def _frame(b: Bundle, boxes: Sequence[_Drawn], heading: tuple[str, ...], texts: Texts) -> Frame:
    return Frame(
        key=b.key,
        column=b.column,
        parent=b.parent,
        boxes=tuple((box.leaf.key, box.width, box.height) for box in boxes),
        title_width=max((GROUP_TITLE.width(line) for line in heading), default=0.0),
        title_height=block_height(len(heading), GROUP_TITLE),
        labels=tuple(_label_size(_label_lines(tie, texts)) for tie in b.ties),
    )


def _label_lines(tie: Tie, texts: Texts) -> tuple[str, ...]:
    count = f" ({len(tie.relations)})" if len(tie.relations) > 1 else ""
    return wrap(clean(texts.relation(tie.type)) + count, _WIDEST_LABEL, EDGE_LABEL, texts.code)


def _label_size(label: Sequence[str]) -> tuple[float, float]:
    width = max(EDGE_LABEL.width(line) for line in label) + 2 * _LABEL_PADDING[0]
    return width, block_height(len(label), EDGE_LABEL) + 2 * _LABEL_PADDING[1]


def _node(drawn: _Drawn, rect: Rect, group: str | None, signs: Signs, texts: Texts) -> Node:
    item = drawn.leaf.item
    height = drawn.height - 2 * _BOX_PADDING[1]
    left, top = rect.x + _BOX_PADDING[0], rect.y + (rect.height - height) / 2
    name = set_lines(drawn.name, left, top, drawn.style)
    below = top + block_height(len(drawn.name), drawn.style) + _DETAIL_SPACE
    label = clean(item.label) if item else " ".join(drawn.name)
    lifecycle = field(item, "lifecycle") if item else None
    return Node(
        key=drawn.leaf.key,
        label=label,
        status=drawn.status,
        rect=rect,
        lines=name + set_lines(drawn.detail, left, below, BOX_DETAIL),
        sign=signs.undated.sign(item, rect, drawn.status),
        sublabel=" ".join(drawn.detail),
        group=group,
        href=href(item) if item else None,
        tooltip=tooltip(
            item,
            texts,
            texts.lifecycle(lifecycle) if lifecycle else "",
            *signs.going.said(item, texts),
            *signs.undated.said(item),
        )
        if item
        else f"{label}: {_names(drawn.leaf.members)}",
        members=tuple(member.key for member in drawn.leaf.members),
    )


def _names(items: Sequence[Item]) -> str:
    said = ", ".join(clean(item.label) for item in items[:_MOST_NAMES])
    return said + (f", … (+{len(items) - _MOST_NAMES})" if len(items) > _MOST_NAMES else "")


def _group(b: Bundle, frame: Rect, heading: tuple[str, ...]) -> Group:
    lines = set_lines(heading, frame.x + PADDING, frame.y + PADDING - 2, GROUP_TITLE)
    return Group(b.key, b.title, frame, lines, b.count, level=1)


def _called(box: _Drawn) -> str:
    return clean(box.leaf.item.label) if box.leaf.item else " ".join(box.name)


def _said(b: Bundle) -> str:
    return b.title if b.framed or b.rolled else clean(b.leaves[0].members[0].label)


def _edge(
    key: str, ends: tuple[tuple[str, str], tuple[str, str]], tie: Tie, line: Line, texts: Texts
) -> Edge:
    """The line of a tie, from the relation's source to its target; `ends` are key and name of box and bundle."""
    source, target = ends if tie.outward else ends[::-1]
    label = _label_lines(tie, texts)
    width, height = _label_size(label)
    place = Rect(line.label.x - width / 2, line.label.y - height / 2, width, height)
    inner = width - 2 * _LABEL_PADDING[0]
    return Edge(
        key=key,
        source=source[0],
        target=target[0],
        type=tie.type,
        status="unchanged",
        path=line.path if tie.outward else line.path[::-1],
        line=line_style(tie.type),
        head=arrowhead_at_target(tie.type),
        label=EdgeLabel(
            place,
            set_lines(
                label, place.x + _LABEL_PADDING[0], place.y + _LABEL_PADDING[1], EDGE_LABEL, width=inner
            ),
        ),
        tooltip=f"{source[1]} → {target[1]}: {' '.join(label)}",
        relations=tie.relations,
    )


def _lowered(line: Line, by: float) -> Line:
    moved = tuple(type(p)(p.x, p.y + by) for p in line.path)
    return Line(moved, type(line.label)(line.label.x, line.label.y + by))


def _headings_height(headings: Sequence[Heading], placed: Fan) -> float:
    lines = [len(_heading_lines(h, placed)) for h in headings]
    return (
        max((block_height(count, PANEL_TITLE) for count in lines), default=-_HEADING_SPACE) + _HEADING_SPACE
    )


def _heading_lines(heading: Heading, placed: Fan) -> tuple[str, ...]:
    first, last = placed.columns[heading.first], placed.columns[heading.last]
    return wrap(f"{heading.text} · {heading.count}", last.right - first.x, PANEL_TITLE, even=False)


def _heading_groups(headings: Sequence[Heading], placed: Fan) -> list[Group]:
    found = []
    for heading in headings:
        x = placed.columns[heading.first].x
        lines = set_lines(_heading_lines(heading, placed), x, 0, PANEL_TITLE)
        width = placed.columns[heading.last].right - x
        rect = Rect(x, 0, width, block_height(len(lines), PANEL_TITLE))
        key = f"columns-{heading.first}-{heading.last}"
        found.append(Group(key, heading.text, rect, lines, heading.count, frame=False))
    return found


def box_samples(content: Content, going: Going, texts: Texts) -> list[Sample]:
    """The legend of the boxes; counts are elements, not boxes, but for free places."""
    counts: Counter[str] = Counter({"free": len(content.free)})
    for node in content.nodes:
        counts[node.status] += len(node.members)
    special = {"rollup": texts("box.rolled"), ENDING: going.words(texts)}
    names = {status: special.get(status) or texts(f"status.{status}") for status in counts}
    return [Sample(names[status], counts[status], status) for status in BOX_STATUSES if counts[status]]


def line_samples(edges: Sequence[Edge], texts: Texts) -> list[Sample]:
    """The legend of the lines: one entry for each relation type, with how many relations it stands for."""
    counts: dict[str, int] = defaultdict(int)
    for edge in edges:
        counts[edge.type] += edge.count
    return [
        Sample(
            clean(texts.relation(name)),
            counts[name],
            "unchanged",
            "line",
            line_style(name),
            arrowhead_at_target(name),
        )
        for name in sorted(counts, key=lambda name: (-counts[name], name))
    ]
