# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""The lines of a gap picture: routed around boxes and titles, styled by what happens, labelled once per bundle.

Line style and colour tell what happens to a relation, its label and its arrowhead (from the ontology) what it is.
"Abgelöst durch" and "Teil von" need no label: the legend explains their line and their diamond.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from grundriss.model.vocabulary import relation_type_by_name
from grundriss_viz.diagram import Edge, EdgeLabel, Group, Point, Rect, bounding
from grundriss_viz.edge_labels import Wanted, place_labels
from grundriss_viz.gap_selection import Tie
from grundriss_viz.graphviz_layout import route
from grundriss_viz.style import EDGE_LABEL
from grundriss_viz.texts import Texts
from grundriss_viz.typesetting import clean, set_lines

_LINES: Final = {"replacement": "dashed", "added": "solid", "removed": "dotted", "unchanged": "solid"}
_UNLABELLED: Final = ("ReplacedBy", "PartOf")
_PARALLEL: Final = 8.0  # between lines that join the same two boxes
_LABEL_PADDING: Final = (4.0, 1.5)


@dataclass(frozen=True, slots=True)
class _Bundle:
    """Lines of one type and fate that meet in a box and share a label; `at` is where along a line it should stand."""

    ties: tuple[int, ...]
    text: str
    at: float

    @property
    def wanted(self) -> Wanted:
        width = EDGE_LABEL.width(self.text) + 2 * _LABEL_PADDING[0]
        return Wanted(self.ties, width, EDGE_LABEL.size * 1.2 + 2 * _LABEL_PADDING[1], self.at)


def draw_edges(
    ties: Sequence[Tie],
    numbers: dict[str, int],
    boxes: Sequence[Rect],
    groups: Sequence[Group],
    names: dict[str, str],
    texts: Texts,
) -> tuple[Edge, ...]:
    """The edges of all ties. `numbers` gives the place of a box in `boxes`, `names` what it is called."""
    titles = [bounding([line.rect for line in group.lines]) for group in groups]
    ends = [(numbers[tie.source], numbers[tie.target]) for tie in ties]
    paths = _spread(route(boxes, ends, titles), ends, boxes)
    bundles = _bundles(ties, texts)
    places = place_labels([bundle.wanted for bundle in bundles], paths, [*boxes, *titles])
    labels = {
        place[0]: _label(bundle.text, place[1]) for bundle, place in zip(bundles, places, strict=True) if place
    }
    return tuple(
        _edge(tie, f"edge-{number}", path, labels.get(number), names, texts)
        for number, (tie, path) in enumerate(zip(ties, paths, strict=True))
    )


def _edge(
    tie: Tie, key: str, path: tuple[Point, ...], label: EdgeLabel | None, names: dict[str, str], texts: Texts
) -> Edge:
    count = f" ({len(tie.relations)})" if len(tie.relations) > 1 else ""
    said = f"{names[tie.source]} → {names[tie.target]}: {texts.relation(tie.type)}{count}"
    return Edge(
        key=key,
        source=tie.source,
        target=tie.target,
        type=tie.type,
        status=tie.status,
        path=path,
        line=_LINES[tie.status],
        head=_arrowhead(tie.type),
        label=label,
        tooltip=f"{said} – {texts(f'edge.{tie.status}')}",
        relations=tuple(relation.key for relation in tie.relations),
    )


def _arrowhead(type_name: str) -> str:
    """The arrowhead of the relation type in the ontology, wherever ArchiMate puts it.

    It stands at the target, because the label says what the source does to the target; ArchiMate draws some relations
    the other way round (serving: from who serves to who is served).
    """
    if type_name == "PartOf":
        return "diamond"
    try:
        found = relation_type_by_name(type_name)
    except KeyError:
        return "filled"
    shapes = (found.arrowhead_target, found.arrowhead_source)
    return next((shape for shape in shapes if shape and shape != "none"), "open")


def _bundles(ties: Sequence[Tie], texts: Texts) -> list[_Bundle]:
    """Each labelled tie is in one bundle: with its like at the same target, else at the same source, else alone."""
    found = []
    single: list[int] = []
    for at, group in _grouped(ties, range(len(ties)), "target"):
        if len(group) > 1:
            found.append(_Bundle(tuple(group), texts.relation(ties[group[0]].type), at))
        else:
            single += group
    for at, group in _grouped(ties, single, "source"):
        count = len(ties[group[0]].relations)
        text = texts.relation(ties[group[0]].type) + (f" ({count})" if count > 1 else "")
        found.append(_Bundle(tuple(group), text, at if len(group) > 1 else 0.5))
    return found


def _grouped(ties: Sequence[Tie], numbers: Sequence[int] | range, end: str) -> list[tuple[float, list[int]]]:
    """Ties by type, fate and one end, with the place near that end; those that stand for many are alone."""
    groups: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for number in numbers:
        tie = ties[number]
        if tie.type not in _UNLABELLED:
            alone = str(number) if len(tie.relations) > 1 else ""
            groups[(tie.type, tie.status, tie.target if end == "target" else tie.source, alone)].append(number)
    return [(0.72 if end == "target" else 0.28, group) for group in groups.values()]


def _label(text: str, rect: Rect) -> EdgeLabel:
    lines = set_lines([clean(text)], rect.x + _LABEL_PADDING[0], rect.y + _LABEL_PADDING[1], EDGE_LABEL)
    return EdgeLabel(rect, lines)


def _spread(
    paths: Sequence[tuple[Point, ...]], ends: Sequence[tuple[int, int]], boxes: Sequence[Rect]
) -> list[tuple[Point, ...]]:
    """The paths, those that join the same two boxes beside each other."""
    parallel: dict[tuple[int, int], list[int]] = defaultdict(list)
    for number, (source, target) in enumerate(ends):
        parallel[(min(source, target), max(source, target))].append(number)
    found = list(paths)
    for group in parallel.values():
        for place, number in enumerate(group):
            offset = (place - (len(group) - 1) / 2) * _PARALLEL
            if offset:
                found[number] = _shifted(paths[number], offset)
    return found


def _shifted(path: tuple[Point, ...], offset: float) -> tuple[Point, ...]:
    """Moved across its main direction; the ends glide along the sides they touch."""
    across = abs(path[-1].x - path[0].x) > abs(path[-1].y - path[0].y)
    dx, dy = (0.0, offset) if across else (offset, 0.0)
    return tuple(Point(p.x + dx, p.y + dy) for p in path)
