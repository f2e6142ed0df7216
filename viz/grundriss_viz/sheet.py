# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""The sheet around a picture: title and subtitle above it, legend, notes and footer below, all with their places."""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from grundriss_viz.diagram import (
    Diagram,
    Edge,
    EdgeLabel,
    Group,
    LegendEntry,
    Node,
    Point,
    Rect,
    Table,
    TextLine,
    bounding,
)
from grundriss_viz.edge_labels import points_on
from grundriss_viz.style import LEGEND, NOTE, SUBTITLE, TITLE
from grundriss_viz.texts import Texts
from grundriss_viz.typesetting import MISSING, Style, block_height, lacks_glyphs, set_lines, wrap

MARGIN: Final = 26.0
NARROWEST: Final = 700.0
_SAMPLE: Final = (30.0, 16.0)
_LEGEND_ROW: Final = 26.0
_LINE_SPACE: Final = 3.0  # around a line: half its width, or of its arrowhead
_BETWEEN: Final = 24.0


@dataclass(frozen=True, slots=True)
class Content:
    """The picture itself, with its upper left corner at (0, 0); `free` are places of boxes that are not shown."""

    width: float
    height: float
    nodes: tuple[Node, ...] = ()
    edges: tuple[Edge, ...] = ()
    groups: tuple[Group, ...] = ()
    free: tuple[Rect, ...] = ()


@dataclass(frozen=True, slots=True)
class Sample:
    """A legend entry before it has a place."""

    label: str
    count: int
    status: str
    kind: str = "box"
    line: str = "solid"
    head: str = "none"


@dataclass(frozen=True, slots=True)
class Words:
    """The texts of the sheet."""

    key: str
    title: str
    subtitle: str
    summary: str
    footer: str
    lang: str
    notes: tuple[str, ...]


def enclosing(content: Content) -> Content:
    """The content moved and enlarged so that lines and labels which run outside of all frames are inside."""
    points = [point for edge in content.edges for point in points_on(edge.path)]
    labels = [edge.label.rect for edge in content.edges if edge.label]
    rects = [Rect(p.x, p.y, 0, 0).grown(_LINE_SPACE) for p in points]
    whole = bounding([Rect(0, 0, content.width, content.height), *labels, *rects])
    dx, dy = -whole.x, -whole.y
    return Content(
        whole.width,
        whole.height,
        tuple(_moved_node(node, dx, dy) for node in content.nodes),
        tuple(_moved_edge(edge, dx, dy) for edge in content.edges),
        tuple(_moved_group(group, dx, dy) for group in content.groups),
        tuple(rect.moved(dx, dy) for rect in content.free),
    )


def only(content: Content, boxes: Collection[str], lines: Collection[str]) -> Content:
    """The content with some boxes and lines, by their keys: all in their places, and those of the other boxes free.

    Frames count what is left in them; those with nothing in them go.
    """
    nodes = tuple(node for node in content.nodes if node.key in boxes)
    counts = Counter(node.group for node in nodes for _ in node.members)
    return replace(
        content,
        nodes=nodes,
        edges=tuple(edge for edge in content.edges if edge.key in lines),
        groups=tuple(replace(g, count=counts[g.key]) for g in content.groups if counts[g.key]),
        free=content.free + tuple(node.rect for node in content.nodes if node.key not in boxes),
    )


def compose(content: Content, words: Words, samples: Sequence[Sample], table: Table) -> Diagram:
    """The finished diagram."""
    inner = max(content.width, NARROWEST)
    words = replace(words, notes=(*words.notes, *_missing_glyphs(content, words)))
    lines: list[TextLine] = []
    y = _put(lines, words.title, TITLE, MARGIN, MARGIN, inner, words.lang)
    y = _put(lines, words.subtitle, SUBTITLE, MARGIN, y + 4, inner, words.lang)
    left = MARGIN + (inner - content.width) / 2
    top = y + 16
    y = top + content.height + 18
    legend, y = _legend(samples, y, inner)
    for note in words.notes:
        y = _put(lines, note, NOTE, MARGIN, y + 2, inner, words.lang)
    y = _put(lines, words.footer, NOTE, MARGIN, y + 6, inner, words.lang)
    return Diagram(
        key=words.key,
        title=words.title,
        subtitle=words.subtitle,
        summary=words.summary,
        lang=words.lang,
        width=_round(inner + 2 * MARGIN),
        height=_round(y + MARGIN * 0.7),
        nodes=tuple(_moved_node(node, left, top) for node in content.nodes),
        edges=tuple(_moved_edge(edge, left, top) for edge in content.edges),
        groups=tuple(_moved_group(group, left, top) for group in content.groups),
        free=tuple(rect.moved(left, top) for rect in content.free),
        legend=tuple(legend),
        notes=words.notes,
        footer=words.footer,
        lines=tuple(lines),
        table=table,
    )


def _missing_glyphs(content: Content, words: Words) -> Iterator[str]:
    """How many names have characters that the font lacks, in a note; nothing where none has."""
    labels = {*(node.label for node in content.nodes), *(group.label for group in content.groups)}
    count = sum(map(lacks_glyphs, labels))
    if count:
        yield Texts(words.lang)("note.glyphs", n=count, sign=MISSING)


def _put(
    lines: list[TextLine], text: str, style: Style, x: float, y: float, width: float, lang: str
) -> float:
    """Set a text into `lines`; gives the lower edge."""
    wrapped = wrap(text, width, style, lang, even=False, limit=None)
    lines.extend(set_lines(wrapped, x, y, style))
    return y + block_height(len(wrapped), style)


def _legend(samples: Sequence[Sample], y: float, width: float) -> tuple[list[LegendEntry], float]:
    """The legend in rows from left to right, and its lower edge."""
    entries = []
    x = MARGIN
    for sample in samples:
        text = f"{sample.label} ({sample.count})"
        needed = _SAMPLE[0] + 8 + LEGEND.width(text)
        if x > MARGIN and x + needed > MARGIN + width:
            x, y = MARGIN, y + _LEGEND_ROW
        rect = Rect(x, y, *_SAMPLE)
        lines = set_lines([text], x + _SAMPLE[0] + 8, y + (_SAMPLE[1] - LEGEND.size * 1.2) / 2, LEGEND)
        entries.append(
            LegendEntry(
                sample.label, sample.count, sample.status, rect, lines, sample.kind, sample.line, sample.head
            )
        )
        x += needed + _BETWEEN
    return entries, y + _LEGEND_ROW if samples else y


def _moved(lines: tuple[TextLine, ...], dx: float, dy: float) -> tuple[TextLine, ...]:
    return tuple(line.moved(dx, dy) for line in lines)


def _moved_node(node: Node, dx: float, dy: float) -> Node:
    return replace(
        node,
        rect=node.rect.moved(dx, dy),
        lines=_moved(node.lines, dx, dy),
        sign=_moved(node.sign, dx, dy),
    )


def _moved_group(group: Group, dx: float, dy: float) -> Group:
    return replace(group, rect=group.rect.moved(dx, dy), lines=_moved(group.lines, dx, dy))


def _moved_edge(edge: Edge, dx: float, dy: float) -> Edge:
    label = edge.label
    if label:
        label = EdgeLabel(label.rect.moved(dx, dy), _moved(label.lines, dx, dy))
    return replace(edge, path=tuple(Point(p.x + dx, p.y + dy) for p in edge.path), label=label)


def _round(value: float) -> float:
    return float(round(value))
