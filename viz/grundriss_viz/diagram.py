# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""A picture as plain data: boxes, lines and texts with their places, the legend, and the same facts as a table.

Lengths are in user units (at 100 % one unit is one CSS pixel), y grows downwards. A renderer only writes down what
stands here; it measures and decides nothing.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

A3_LANDSCAPE_MM: Final = (420.0, 297.0)
PAGE_MARGIN_MM: Final = 10.0
POINTS_PER_MM: Final = 72 / 25.4


@dataclass(frozen=True, slots=True)
class Point:
    """A place."""

    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Rect:
    """A rectangle by its upper left corner and its size."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        return self.x + self.width

    @property
    def bottom(self) -> float:
        return self.y + self.height

    @property
    def center(self) -> Point:
        return Point(self.x + self.width / 2, self.y + self.height / 2)

    def overlaps(self, other: "Rect", gap: float = 0.0) -> bool:
        """Whether the two share an area, or come nearer to each other than `gap`.

        >>> Rect(0, 0, 10, 10).overlaps(Rect(10, 0, 5, 5)), Rect(0, 0, 10, 10).overlaps(Rect(10, 0, 5, 5), 1)
        (False, True)
        """
        return (
            self.x < other.right + gap
            and other.x < self.right + gap
            and self.y < other.bottom + gap
            and other.y < self.bottom + gap
        )

    def contains(self, other: "Rect") -> bool:
        """Whether the other lies inside, edges included."""
        return (
            self.x <= other.x
            and self.y <= other.y
            and other.right <= self.right
            and other.bottom <= self.bottom
        )

    def moved(self, dx: float, dy: float) -> "Rect":
        return Rect(self.x + dx, self.y + dy, self.width, self.height)

    def grown(self, by: float) -> "Rect":
        """With a margin on every side."""
        return Rect(self.x - by, self.y - by, self.width + 2 * by, self.height + 2 * by)


def bounding(rects: Sequence[Rect]) -> Rect:
    """The smallest rectangle around all of them; there must be one."""
    x, y = min(rect.x for rect in rects), min(rect.y for rect in rects)
    return Rect(x, y, max(rect.right for rect in rects) - x, max(rect.bottom for rect in rects) - y)


@dataclass(frozen=True, slots=True)
class TextLine:
    """One line of text that is set as it stands: its left end on the baseline, font size, weight and width.

    `role` says what the text is (title, name, detail, …) and decides its colour; `strike` draws a line through it.
    """

    text: str
    x: float
    y: float
    size: float
    width: float
    bold: bool = False
    role: str = "name"
    strike: bool = False

    @property
    def rect(self) -> Rect:
        """What the line covers, by ascender and descender of the font."""
        return Rect(self.x, self.y - 0.935 * self.size, self.width, 1.2 * self.size)

    def moved(self, dx: float, dy: float) -> "TextLine":
        return TextLine(
            self.text, self.x + dx, self.y + dy, self.size, self.width, self.bold, self.role, self.strike
        )


@dataclass(frozen=True, slots=True)
class Node:
    """A box. `status` names its look (style.BOXES); `members` are the keys that a rolled-up box stands for.

    `lines` are the name and what stands below it, `sign` is the prefix of its status (+, −, ~), set by itself.
    """

    key: str
    label: str
    status: str
    rect: Rect
    lines: tuple[TextLine, ...]
    sign: tuple[TextLine, ...] = ()
    sublabel: str = ""
    group: str | None = None
    href: str | None = None
    tooltip: str = ""
    members: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class EdgeLabel:
    """The text on an edge, and the place that is kept free for it."""

    rect: Rect
    lines: tuple[TextLine, ...]


@dataclass(frozen=True, slots=True)
class Edge:
    """A relation between two boxes, or `count` relations of one type between what they stand for.

    `source` and `target` are keys of boxes, or of frames whose boxes the relations belong to.
    `path` is a start point and Bézier segments of three points each; `line` is solid, dashed or dotted, `head` and
    `tail` name the arrowheads at target and source (style.ARROWHEADS). `relations` are the keys it stands for.
    """

    key: str
    source: str
    target: str
    type: str
    status: str
    path: tuple[Point, ...]
    line: str = "solid"
    head: str = "filled"
    tail: str = "none"
    label: EdgeLabel | None = None
    tooltip: str = ""
    relations: tuple[str, ...] = ()

    @property
    def count(self) -> int:
        return len(self.relations)


@dataclass(frozen=True, slots=True)
class Group:
    """A frame with a title around boxes or other groups; `frame` is false where only the title is drawn."""

    key: str
    label: str
    rect: Rect
    lines: tuple[TextLine, ...]
    count: int
    level: int = 0
    parent: str | None = None
    frame: bool = True


@dataclass(frozen=True, slots=True)
class LegendEntry:
    """A sample and what it means: a box (`status`) or a line (`line`, `head`), with how often it occurs."""

    label: str
    count: int
    status: str
    sample: Rect
    lines: tuple[TextLine, ...]
    kind: str = "box"
    line: str = "solid"
    head: str = "none"


@dataclass(frozen=True, slots=True)
class Table:
    """The same facts in rows."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Diagram:
    """A laid-out picture with its table and its text.

    `lines` are the texts of the sheet itself (title, subtitle, notes, footer). `notes` say what is hidden or
    shortened, and how much. `lang` is the language of the texts around the data. `free` are the places of boxes that a
    picture with the same layout shows and this one does not.
    """

    key: str
    title: str
    subtitle: str
    summary: str
    lang: str
    width: float
    height: float
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    groups: tuple[Group, ...]
    legend: tuple[LegendEntry, ...]
    notes: tuple[str, ...]
    footer: str
    lines: tuple[TextLine, ...]
    table: Table
    free: tuple[Rect, ...] = ()

    @property
    def ratio(self) -> float:
        """Width by height."""
        return self.width / self.height

    def text_lines(self) -> Iterator[TextLine]:
        """Every line of text in the picture."""
        yield from self.lines
        for group in self.groups:
            yield from group.lines
        for node in self.nodes:
            yield from node.lines
            yield from node.sign
        for entry in self.legend:
            yield from entry.lines
        for edge in self.edges:
            if edge.label:
                yield from edge.label.lines

    def points_per_unit(self, sheet_mm: tuple[float, float] = A3_LANDSCAPE_MM) -> float:
        """How many points (1/72 inch) a unit gets when the picture is fitted to a sheet with a 10 mm margin."""
        width, height = ((side - 2 * PAGE_MARGIN_MM) * POINTS_PER_MM for side in sheet_mm)
        return min(width / self.width, height / self.height)

    def smallest_text(self, sheet_mm: tuple[float, float] = A3_LANDSCAPE_MM) -> float:
        """The size of the smallest text in points, when fitted to a sheet."""
        return min(line.size for line in self.text_lines()) * self.points_per_unit(sheet_mm)
