# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""Places for bundles in columns on both sides of a box in the middle, and the lines between them.

No line can meet a foreign box: lines only run through the free space between two columns, and where they must pass a
column, through a lane that is kept free there.
"""

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from grundriss_viz.diagram import Point, Rect

PADDING: Final = 11.0
TITLE_SPACE: Final = 7.0
TILE_SPACE_X: Final = 9.0
TILE_SPACE_Y: Final = 8.0
BUNDLE_SPACE: Final = 15.0
LANE: Final = 12.0
_TIE_SPACE: Final = 4.0  # between the labels of the lines that end at one frame
_PORT_SPACE: Final = 16.0  # between the lines that leave a box, if there is room
_BEND: Final = 82.0  # of the space between columns, besides the label
_LABEL_SPACE: Final = 12.0  # between a frame and the label, where the arrowhead is
_STRAIGHT: Final = 11.0  # that a line runs on level before it bends: its arrowhead points straight at the box
_MOST_WIDE: Final = 6
_ROUNDS: Final = 3  # in which each column in turn takes the width that is best beside the others
_RATIO: Final = 400 / 277  # of an A3 sheet in landscape, inside its margins
_AROUND: Final = 190.0  # title, headings, legend and notes


@dataclass(frozen=True, slots=True)
class Frame:
    """What a bundle needs: the sizes of its boxes by key, its title (0 high: no frame), the sizes of its labels.

    `parent` is the key of a box or of another frame. `labels` has the width and height of one label for each line.
    """

    key: str
    column: int
    parent: str
    boxes: tuple[tuple[str, float, float], ...]
    title_width: float
    title_height: float
    labels: tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class Line:
    """A line from a box to a bundle: its path, and the middle of its label, beside the bundle."""

    path: tuple[Point, ...]
    label: Point


@dataclass(frozen=True, slots=True)
class Fan:
    """Where everything stands: boxes and frames by key, the lines of a frame by its key, and each column's extent."""

    boxes: Mapping[str, Rect]
    frames: Mapping[str, Rect]
    lines: Mapping[str, tuple[Line, ...]]
    columns: Mapping[int, Rect]
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class _Grid:
    """A frame's boxes in rows: its size, and the place of each box inside it."""

    width: float
    height: float
    places: tuple[tuple[str, Rect], ...]


def fan(focus: tuple[str, float, float], frames: Sequence[Frame], *, around: float = _AROUND) -> Fan:
    """Places for the box in the middle (key, width, height) and all frames, as large as possible on a sheet."""
    most = dict.fromkeys(sorted({frame.column for frame in frames}), 1)
    for frame in frames:
        most[frame.column] = min(_MOST_WIDE, max(most[frame.column], len(frame.boxes)))
    best = _Plan(focus, frames, dict.fromkeys(most, 1))
    for _ in range(_ROUNDS):
        for column in most:
            tried = (_Plan(focus, frames, {**best.wide, column: wide}) for wide in range(1, most[column] + 1))
            best = min((best, *tried), key=lambda plan: (plan.extent(around), plan.width))
    return best.placed()


class _Plan:
    """A candidate: how many boxes stand beside each other in the frames of each column."""

    def __init__(
        self, focus: tuple[str, float, float], frames: Sequence[Frame], wide: Mapping[int, int]
    ) -> None:
        self.wide = wide
        self._frames = frames
        self._focus = focus
        self._column = {key: f.column for f in frames for key in (f.key, *(box[0] for box in f.boxes))}
        self._parents = {frame.parent for frame in frames}
        self._grids = {frame.key: self._grid(frame, wide[frame.column]) for frame in frames}
        sides: dict[bool, int] = defaultdict(int)
        for frame in frames:
            if frame.parent == focus[0]:
                sides[frame.column > 0] += len(frame.labels)
        self._focus_height = max(focus[2], _PORT_SPACE * (max(sides.values(), default=0) + 1))
        self._columns = sorted({0, *(frame.column for frame in frames)})
        self._widths = {
            c: max((self._grids[f.key].width for f in frames if f.column == c), default=focus[1])
            for c in self._columns
        }
        self._labels = {
            c: max(width for f in frames if f.column == c for width, _ in f.labels)
            for c in self._columns
            if c
        }
        self._gaps = {c: _BEND + _LABEL_SPACE + width for c, width in self._labels.items()}
        self.width = sum(self._widths.values()) + sum(self._gaps.values())

    def extent(self, around: float) -> float:
        """The width of the sheet that this needs."""
        heights = [
            sum(self._grids[f.key].height + BUNDLE_SPACE for f in self._frames if f.column == c)
            for c in self._columns
        ]
        return max(self.width, (max([*heights, self._focus_height]) + around) * _RATIO)

    def _grid(self, frame: Frame, wide: int) -> _Grid:
        """Boxes in rows; those that others hang on stand at the outer side, where their lines leave."""
        inner = [box for box in frame.boxes if box[0] in self._parents]
        others = [box for box in frame.boxes if box[0] not in self._parents]
        wide = min(wide, len(frame.boxes))
        while wide > 1 and len(inner) > math.ceil(len(frame.boxes) / wide):
            wide -= 1
        rows = math.ceil(len(frame.boxes) / wide)
        cells: list[list[tuple[str, float, float]]] = [[] for _ in range(rows)]
        for row, box in zip(cells, inner, strict=False):
            row.append(box)
        for box in others:
            next(row for row in cells if len(row) < wide).append(box)
        framed = frame.title_height > 0
        cell = max(box[1] for box in frame.boxes)
        pad = PADDING if framed else 0.0
        width = max(wide * cell + (wide - 1) * TILE_SPACE_X, frame.title_width) + 2 * pad
        y = pad + (frame.title_height + TITLE_SPACE if framed else 0.0)
        needed = _tie_space(frame) * len(frame.labels)
        places = []
        for row in cells:
            height = max(box[2] for box in row)
            if rows == 1 and not framed:
                height = max(height, needed)
            for at, placed in enumerate(self._in_row(row, wide, frame.column)):
                if placed:
                    # the title may make the frame wider than its boxes: those at its outer side touch it there
                    outer = frame.column > 0 and placed[0] in self._parents
                    x = width - pad - cell if outer else pad + at * (cell + TILE_SPACE_X)
                    places.append((placed[0], Rect(x, y, cell, height)))
            y += height + TILE_SPACE_Y
        return _Grid(width, max(y - TILE_SPACE_Y + pad, needed), tuple(places))

    def _in_row(
        self, row: list[tuple[str, float, float]], wide: int, column: int
    ) -> list[tuple[str, float, float] | None]:
        """The boxes of a row from left to right: one that others hang on stands at the outer side."""
        first, *rest = row
        if column > 0 and first[0] in self._parents:
            return [*rest, *[None] * (wide - len(row)), first]
        return list(row)

    def placed(self) -> Fan:
        """The places of this plan."""
        xs = self._column_places()
        boxes = {self._focus[0]: Rect(xs[0], -self._focus_height / 2, self._focus[1], self._focus_height)}
        frames: dict[str, Rect] = {}
        lanes: dict[tuple[str, int], float] = {}
        for column in sorted(self._columns, key=abs):
            if column:
                self._fill(column, xs[column], boxes, frames, lanes)
        top = min([r.y for r in (*boxes.values(), *frames.values())])
        bottom = max([r.bottom for r in (*boxes.values(), *frames.values())])
        boxes = {key: rect.moved(0, -top) for key, rect in boxes.items()}
        frames = {key: rect.moved(0, -top) for key, rect in frames.items()}
        lanes = {key: y - top for key, y in lanes.items()}
        columns = {c: Rect(xs[c], 0, self._widths[c], bottom - top) for c in self._columns}
        lines = self._lines(boxes, frames, lanes, columns)
        return Fan(boxes, frames, lines, columns, self.width, bottom - top)

    def _column_places(self) -> dict[int, float]:
        x = 0.0
        places = {}
        for column in self._columns:
            if column > 0:
                x += self._gaps[column]
            places[column] = x
            x += self._widths[column]
            if column < 0:
                x += self._gaps[column]
        return places

    def _fill(
        self,
        column: int,
        x: float,
        boxes: dict[str, Rect],
        frames: dict[str, Rect],
        lanes: dict[tuple[str, int], float],
    ) -> None:
        """Stack what stands in a column, and the lanes through it, each as near as can be to what it hangs on."""
        step = 1 if column > 0 else -1
        wanted: list[tuple[float, float, Frame, bool]] = []
        for frame in self._frames:
            passes = frame.column * step > column * step > 0
            if frame.column != column and not passes:
                continue
            if passes and self._column_of(frame.parent) * step >= column * step:
                continue
            parent = boxes[frame.parent] if frame.parent in boxes else frames[frame.parent]
            before = lanes.get((frame.key, column - step), parent.center.y)
            wanted.append((before, LANE if passes else self._grids[frame.key].height, frame, passes))
        wanted.sort(key=lambda entry: entry[0])
        tops = stacked([(before - height / 2, height) for before, height, _, _ in wanted], BUNDLE_SPACE)
        for top, (_, height, frame, passes) in zip(tops, wanted, strict=True):
            if passes:
                lanes[frame.key, column] = top + height / 2
                continue
            grid = self._grids[frame.key]
            left = x if column > 0 else x + self._widths[column] - grid.width
            frames[frame.key] = Rect(left, top, grid.width, grid.height)
            boxes.update({key: rect.moved(left, top) for key, rect in grid.places})

    def _column_of(self, key: str) -> int:
        return self._column.get(key, 0)

    def _lines(
        self,
        boxes: Mapping[str, Rect],
        frames: Mapping[str, Rect],
        lanes: Mapping[tuple[str, int], float],
        columns: Mapping[int, Rect],
    ) -> dict[str, tuple[Line, ...]]:
        ends = {**boxes, **frames}
        ports = self._ports(ends, frames, lanes)
        found = {}
        for frame in self._frames:
            step = 1 if frame.column > 0 else -1
            rect, parent = frames[frame.key], ends[frame.parent]
            at = self._column_of(frame.parent)
            edge = columns[at].right if step > 0 else columns[at].x
            end_x = rect.x if step > 0 else rect.right
            lines = []
            for number, (width, _) in enumerate(frame.labels):
                y = rect.center.y + (number - (len(frame.labels) - 1) / 2) * _tie_space(frame)
                start = Point(parent.right if step > 0 else parent.x, ports[frame.key, number])
                stops = [Point(edge + step * _STRAIGHT, start.y)]
                for column in (c for c in range(at + step, frame.column, step) if (frame.key, c) in lanes):
                    lane = lanes[frame.key, column]
                    stops.append(Point(self._bent(columns, column, step), lane))
                    stops.append(_side(columns[column], step, y=lane))
                stops += [Point(self._bent(columns, frame.column, step), y), Point(end_x, y)]
                label = Point(end_x - step * (width / 2 + _LABEL_SPACE), y)
                lines.append(Line(_curve(start, stops), label))
            found[frame.key] = tuple(lines)
        return found

    def _bent(self, columns: Mapping[int, Rect], column: int, step: int) -> float:
        """Where lines to a column have done their bend: before the widest label there."""
        inner = columns[column].x if step > 0 else columns[column].right
        return inner - step * (self._labels[column] + _LABEL_SPACE + 8)

    def _ports(
        self,
        ends: Mapping[str, Rect],
        frames: Mapping[str, Rect],
        lanes: Mapping[tuple[str, int], float],
    ) -> dict[tuple[str, int], float]:
        """Where each line leaves its box: as many places beside each other as there are lines, in their order."""
        leaving: dict[tuple[str, bool], list[tuple[float, str, int]]] = defaultdict(list)
        for frame in self._frames:
            step = 1 if frame.column > 0 else -1
            first = lanes.get((frame.key, self._column_of(frame.parent) + step))
            y = frames[frame.key].center.y if first is None else first
            for number in range(len(frame.labels)):
                leaving[frame.parent, step > 0].append((y, frame.key, number))
        places = {}
        for (key, _), lines in leaving.items():
            box = ends[key]
            space = min(_PORT_SPACE, (box.height - 8) / len(lines))
            for at, (_, frame_key, number) in enumerate(sorted(lines)):
                places[frame_key, number] = box.center.y + (at - (len(lines) - 1) / 2) * space
        return places


def _tie_space(frame: Frame) -> float:
    return max(height for _, height in frame.labels) + _TIE_SPACE


def _side(column: Rect, step: int, *, y: float) -> Point:
    """The outer side of a column."""
    return Point(column.right if step > 0 else column.x, y)


def _curve(start: Point, stops: Sequence[Point]) -> tuple[Point, ...]:
    """A path of Bézier segments through the stops, level at each of them."""
    points = [start]
    for stop in stops:
        last = points[-1]
        if abs(stop.x - last.x) < 0.01 and abs(stop.y - last.y) < 0.01:
            continue
        middle = (last.x + stop.x) / 2
        points += [Point(middle, last.y), Point(middle, stop.y), stop]
    return tuple(points)


def stacked(wanted: Sequence[tuple[float, float]], space: float) -> list[float]:
    """Upper edges for boxes in their order (wanted upper edge, height), `space` apart, with least squared moves.

    Isotonic regression by pooling adjacent violators.

    >>> stacked([(0, 10), (0, 10)], 2)
    [-6.0, 6.0]
    """
    blocks: list[list[float]] = []  # sum of wanted edges less the offset inside, members
    offsets = []
    offset = 0.0
    for top, height in wanted:
        offsets.append(offset)
        blocks.append([top - offset, 1.0])
        offset += height + space
        while len(blocks) > 1 and blocks[-2][0] / blocks[-2][1] > blocks[-1][0] / blocks[-1][1]:
            last = blocks.pop()
            blocks[-1] = [blocks[-1][0] + last[0], blocks[-1][1] + last[1]]
    starts = [total / count for total, count in blocks for _ in range(int(count))]
    return [start + own for start, own in zip(starts, offsets, strict=True)]
