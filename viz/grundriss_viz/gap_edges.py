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

from grundriss_viz.diagram import Edge, EdgeLabel, Group, Point, Rect, bounding
from grundriss_viz.edge_labels import Wanted, place_labels
from grundriss_viz.gap_selection import Tie
from grundriss_viz.graphviz_layout import route
from grundriss_viz.parallel_lines import spread
from grundriss_viz.relation_looks import arrowhead_at_target
from grundriss_viz.style import EDGE_LABEL
from grundriss_viz.texts import Texts
from grundriss_viz.typesetting import block_height, clean, drawable, set_lines, wrap

_LINES: Final = {"replacement": "dashed", "added": "solid", "removed": "dotted", "unchanged": "solid"}
_UNLABELLED: Final = ("ReplacedBy", "PartOf")
_HEAD: Final = 9.0  # around the end of a line, where a label would hide the arrowhead
_LABEL_PADDING: Final = (4.0, 1.5)


@dataclass(frozen=True, slots=True)
class _Bundle:
    """Lines of one type and fate that meet in a box and share a label; `at` is where along a line it should stand."""

    ties: tuple[int, ...]
    text: str
    at: float

    @property
    def forms(self) -> tuple[tuple[str, ...], ...]:
        """The lines of the label: one, or two where there is a space."""
        one, two = (self.text,), wrap(self.text, 0.62 * EDGE_LABEL.width(self.text), EDGE_LABEL)
        return (one, two) if len(two) == 2 and " ".join(two) == self.text else (one,)

    @property
    def wanted(self) -> Wanted:
        sizes = tuple(
            (
                max(EDGE_LABEL.width(line) for line in lines) + 2 * _LABEL_PADDING[0],
                block_height(len(lines), EDGE_LABEL) + 2 * _LABEL_PADDING[1],
            )
            for lines in self.forms
        )
        return Wanted(self.ties, sizes, self.at)


def draw_edges(
    ties: Sequence[Tie],
    numbers: dict[str, int],
    boxes: Sequence[Rect],
    groups: Sequence[Group],
    names: dict[str, str],
    texts: Texts,
) -> tuple[tuple[Edge, ...], int]:
    """The edges of all ties, and how many labels found no place while no line beside says the same.

    `numbers` gives the place of a box in `boxes`, `names` what it is called.
    """
    titles = [bounding([line.rect for line in group.lines]) for group in groups]
    ends = [(numbers[tie.source], numbers[tie.target]) for tie in ties]
    paths = spread(route(boxes, ends, titles), ends, boxes)
    bundles = _bundles(ties, texts)
    heads = [Rect(path[-1].x, path[-1].y, 0, 0).grown(_HEAD) for path in paths]
    places = place_labels([bundle.wanted for bundle in bundles], paths, [*boxes, *titles], heads)
    labels = {
        place.edge: _label(bundle.forms[place.size], place.rect)
        for bundle, place in zip(bundles, places, strict=True)
        if place
    }
    edges = tuple(
        _edge(tie, edge_key(number), path, labels.get(number), names, texts)
        for number, (tie, path) in enumerate(zip(ties, paths, strict=True))
    )
    homeless = [bundle.ties for bundle, place in zip(bundles, places, strict=True) if place is None]
    return edges, sum(not _is_told(edges, numbers_of) for numbers_of in homeless)


def edge_key(number: int) -> str:
    """The key of the line of a tie, by its place among the ties."""
    return f"edge-{number}"


def _is_told(edges: Sequence[Edge], missing: Sequence[int]) -> bool:
    """Whether all these lines have their like, with a label, at one of their two boxes."""
    told = [edge for edge in edges if edge.label and edge.count == 1]
    return all(
        any(
            (edge.type, edge.status) == (other.type, other.status)
            and (edge.source == other.source or edge.target == other.target)
            for other in told
        )
        for edge in (edges[number] for number in missing)
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
        head=arrowhead_at_target(tie.type),
        label=label,
        tooltip=f"{said} – {texts(f'edge.{tie.status}')}",
        relations=tuple(relation.key for relation in tie.relations),
    )


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
            groups[(tie.type, tie.status, tie.target if end == "target" else tie.source, alone)].append(
                number
            )
    return [(0.72 if end == "target" else 0.28, group) for group in groups.values()]


def _label(text: tuple[str, ...], rect: Rect) -> EdgeLabel:
    inner = rect.width - 2 * _LABEL_PADDING[0]
    left, top = rect.x + _LABEL_PADDING[0], rect.y + _LABEL_PADDING[1]
    return EdgeLabel(
        rect, set_lines([drawable(clean(line)) for line in text], left, top, EDGE_LABEL, width=inner)
    )
