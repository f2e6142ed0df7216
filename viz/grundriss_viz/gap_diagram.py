# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""The gap between two states as a node-link picture, grouped by who is responsible.

What comes, goes and changes is told by colour, border, prefix and words at once. At most about 60 boxes; what is
rolled up or hidden is counted in the notes, and the table holds everything. Boxes have room for either language, so
that they stand in the same places in both.
"""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Final

from grundriss.model.state_types import Gap, State
from grundriss_viz.diagram import Diagram, Group, Node, Rect
from grundriss_viz.gap_edges import draw_edges, edge_key
from grundriss_viz.gap_facts import GapFacts
from grundriss_viz.gap_selection import Box, Selection, Tie, select
from grundriss_viz.gap_table import table
from grundriss_viz.gap_words import samples, words
from grundriss_viz.group_packing import pack
from grundriss_viz.item_texts import href, owner, tooltip
from grundriss_viz.packing_cost import PADDING, Cluster, Link
from grundriss_viz.sheet import Content, compose, enclosing, only
from grundriss_viz.style import BOX_DETAIL, BOX_NAME, BOXES, OWNER_TITLE
from grundriss_viz.texts import LANGUAGES, Texts
from grundriss_viz.typesetting import block_height, clean, set_lines, wrap

KEY: Final = "gap"

SMALLEST_POINTS: Final = 6.0  # of text, on A3
_MOST_BOXES: Final = (60, 54, 48, 42, 36, 30, 24)

_BOX_WIDTH: Final = 168.0
_BOX_PADDING: Final = (10.0, 7.0)
_RATIO: Final = 400 / 277  # of an A3 sheet in landscape, inside its margins
_AROUND: Final = 210.0  # title, legend and notes
_TITLE_WIDTH: Final = 230.0
_SHORT_REASON: Final = 80  # letters
_ROLLUP_GROUP: Final = "rollup"
_NO_OWNER: Final = "none"


@dataclass(frozen=True, slots=True)
class _Drawn:
    """A box with its lines, before it has a place."""

    box: Box
    name: tuple[str, ...]
    detail: tuple[str, ...]
    group: str

    @property
    def height(self) -> float:
        height = block_height(len(self.name), BOX_NAME) + block_height(len(self.detail), BOX_DETAIL)
        return height + (4 if self.detail else 0) + 2 * _BOX_PADDING[1]


def gap_diagram(
    gap: Gap,
    *,
    before: Collection[str] | None = None,
    after: State | None = None,
    today: date | None = None,
    show: str = "both",
    lang: str = "de",
) -> Diagram:
    """The picture of a gap, with as many boxes as leave the text at 6 points on A3.

    `show` is `both` states in one, or what there is in the one it comes `from` or goes `to`, in the same places.

    `before` and `after` are what `GapFacts` wants: they tell what is new, owner and kind of neighbours, and which
    relations stay.
    Raises what `graphviz_layout.route` raises.
    """
    texts = Texts(lang)
    facts = GapFacts(gap, before, after)
    for most in _MOST_BOXES:
        selection = select(facts, most)
        content, unlabelled = _content(selection, facts, texts)
        diagram = _diagram(facts, selection, content, unlabelled, today, texts)
        if diagram.smallest_text() >= SMALLEST_POINTS:
            break
    if show == "both":
        return diagram
    part = selection.of(show)
    lines = {edge_key(number) for number, tie in enumerate(selection.ties) if tie in part.ties}
    seen = only(content, {box.key for box in part.boxes}, lines)
    return _diagram(facts, part, seen, unlabelled, today, texts)


def _diagram(
    facts: GapFacts,
    selection: Selection,
    content: Content,
    unlabelled: int,
    today: date | None,
    texts: Texts,
) -> Diagram:
    return compose(
        content,
        words(KEY, facts, selection, unlabelled, today, texts),
        samples(selection, texts),
        table(facts, selection, texts),
    )


def _content(selection: Selection, facts: GapFacts, texts: Texts) -> tuple[Content, int]:
    drawn = [_box(box, facts, texts) for box in selection.boxes]
    number = {item.box.key: place for place, item in enumerate(drawn)}
    members: dict[str, list[int]] = defaultdict(list)
    for place, item in enumerate(drawn):
        members[item.group].append(place)
    keys = sorted(members, key=lambda key: (-len(members[key]), key))
    titles = {key: _title(_owner_name(members[key], drawn, texts), len(members[key]), texts) for key in keys}
    others = [[_box(box, facts, Texts(lang)) for box in selection.boxes] for lang in LANGUAGES]
    heights = [max(item.height for item in of) for of in zip(*others, strict=True)]
    placing = pack(
        [(_BOX_WIDTH, height) for height in heights],
        [_cluster(tuple(members[key]), _titles(members[key], others)) for key in keys],
        _links(selection.ties, number),
        _RATIO,
        _AROUND,
    )
    frames = dict(zip(keys, placing.frames, strict=True))
    groups = tuple(
        _group(key, _owner_name(members[key], drawn, texts), titles[key], len(members[key]), frames[key])
        for key in keys
    )
    nodes = tuple(_node(item, rect, texts) for item, rect in zip(drawn, placing.boxes, strict=True))
    names = {node.key: node.label for node in nodes}
    edges, unlabelled = draw_edges(selection.ties, number, placing.boxes, groups, names, texts)
    return enclosing(Content(placing.width, placing.height, nodes, edges, groups)), unlabelled


def _box(box: Box, facts: GapFacts, texts: Texts) -> _Drawn:
    inner = _BOX_WIDTH - 2 * _BOX_PADDING[0]
    look = BOXES[box.status]
    if box.item is None:
        label = f"{texts.kinds(box.kind, box.level)} ({len(box.members)})"
        detail = texts(f"status.{box.status}") if box.status != "rollup" else texts("status.unchanged")
        lang = texts.code
    else:
        label, lang = box.item.label, box.item.lang
        detail = f"{texts(f'status.{box.status}')} · {texts.kind(box.kind)}"
    reason = _reason(box, facts)
    responsible = owner(box.item) if box.item else None
    group = _ROLLUP_GROUP if box.item is None else responsible[0] if responsible else _NO_OWNER
    return _Drawn(
        box,
        wrap(label, inner, BOX_NAME, lang),
        wrap(f"{look.prefix} {detail}".strip(), inner, BOX_DETAIL, texts.code, even=False)
        + (wrap(reason, inner, BOX_DETAIL, "de", even=False) if reason else ()),
        group,
    )


def _reason(box: Box, facts: GapFacts) -> str | None:
    """Why an element changes that stays, if that is short; what comes or goes says it by its arrows."""
    lines = [line for line in facts.gap.changed if box.item and line.item.key == box.item.key]
    reasons = [change.reason for line in lines for change in line.changes if change.reason]
    return reasons[0] if box.status == "changed" and reasons and len(reasons[0]) <= _SHORT_REASON else None


def _owner_name(members: list[int], drawn: list[_Drawn], texts: Texts) -> str:
    first = drawn[members[0]]
    if first.group == _ROLLUP_GROUP:
        return texts("group.rollup")
    found = owner(first.box.item) if first.box.item else None
    return found[1] if found else texts("group.none")


def _title(name: str, boxes: int, texts: Texts) -> tuple[str, ...]:
    return wrap(name, _TITLE_WIDTH * min(boxes, 2), OWNER_TITLE, texts.code)


def _titles(members: list[int], drawn: list[list[_Drawn]]) -> list[tuple[str, ...]]:
    """The title of a frame in every language."""
    named = ((_owner_name(members, of, Texts(lang)), lang) for of, lang in zip(drawn, LANGUAGES, strict=True))
    return [_title(name, len(members), Texts(lang)) for name, lang in named]


def _cluster(boxes: tuple[int, ...], titles: list[tuple[str, ...]]) -> Cluster:
    width = max(OWNER_TITLE.width(line) for title in titles for line in title)
    return Cluster(boxes, width, max(block_height(len(title), OWNER_TITLE) for title in titles))


def _links(ties: tuple[Tie, ...], number: dict[str, int]) -> list[Link]:
    weights = {"replacement": 1.6, "added": 1.0, "removed": 0.8, "unchanged": 0.5}
    return [
        Link(number[tie.source], number[tie.target], weights[tie.status], tie.status == "replacement")
        for tie in ties
    ]


def _group(key: str, name: str, title: tuple[str, ...], count: int, frame: Rect) -> Group:
    lines = set_lines(title, frame.x + PADDING, frame.y + PADDING - 3, OWNER_TITLE)
    return Group(f"owner-{key}", name, frame, lines, count)


def _node(item: _Drawn, rect: Rect, texts: Texts) -> Node:
    box, look = item.box, BOXES[item.box.status]
    left, top = rect.x + _BOX_PADDING[0], rect.y + _BOX_PADDING[1]
    name = set_lines(item.name, left, top, BOX_NAME, strike=look.strike)
    below = top + block_height(len(item.name), BOX_NAME) + 4
    detail = set_lines(item.detail, left, below, BOX_DETAIL)
    label = clean(box.item.label) if box.item else " ".join(item.name)
    more = texts(f"status.{box.status}")
    return Node(
        key=box.key,
        label=label,
        status=box.status,
        rect=rect,
        lines=name + detail,
        sublabel=" ".join(item.detail),
        group=f"owner-{item.group}",
        href=href(box.item) if box.item else None,
        tooltip=tooltip(box.item, texts, more)
        if box.item
        else f"{label}: " + ", ".join(sorted(clean(member.label) for member in box.members)),
        members=tuple(member.key for member in box.members),
    )
