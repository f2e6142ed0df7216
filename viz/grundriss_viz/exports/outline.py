# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""What every other program is told of a diagram: frames within frames, boxes in them, lines; all by neutral names.

No word of the data is ever a name in a program's language: boxes are n1, n2 …, frames g1, g2 ….
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from grundriss_viz.diagram import Diagram, Edge, Group, Node
from grundriss_viz.style import BOXES, LINES, Look
from grundriss_viz.typesetting import clean


@dataclass(frozen=True)
class Outline:
    """A diagram with a neutral name for each of its boxes and frames."""

    diagram: Diagram

    @cached_property
    def names(self) -> dict[str, str]:
        """The name of each box and frame by its key; a box where both have the same key."""
        frames = {group.key: f"g{number}" for number, group in enumerate(self.diagram.groups, 1)}
        return frames | {node.key: f"n{number}" for number, node in enumerate(self.diagram.nodes, 1)}

    @cached_property
    def frames(self) -> dict[str, str]:
        """The name of each frame by its key."""
        return {group.key: f"g{number}" for number, group in enumerate(self.diagram.groups, 1)}

    def groups_in(self, parent: str | None) -> Iterator[Group]:
        """The frames directly inside a frame, or those inside of none; empty ones only where a line leads to them."""
        known = self.frames
        for group in self.diagram.groups:
            inside = group.parent if group.parent in known and group.parent != group.key else None
            if inside == parent and self._is_told(group.key):
                yield group

    def _is_told(self, group: str) -> bool:
        return (
            any(True for _ in self.nodes_in(group))
            or any(True for _ in self.groups_in(group))
            or any(group in (edge.source, edge.target) for edge in self.edges)
        )

    def nodes_in(self, group: str | None) -> Iterator[Node]:
        """The boxes directly inside a frame, or those inside of none."""
        known = self.frames
        return (node for node in self.diagram.nodes if (node.group if node.group in known else None) == group)

    @cached_property
    def edges(self) -> tuple[Edge, ...]:
        """The lines whose two ends are drawn."""
        return tuple(e for e in self.diagram.edges if e.source in self.names and e.target in self.names)


def box_label(node: Node) -> tuple[str, ...]:
    """The lines of a box: its name with the sign of its status, and what stands below it."""
    sign, name, below = look_of(node).prefix, clean(node.label), clean(node.sublabel)
    if sign and not below.startswith(sign):
        name = f"{sign} {name}"
    return (name, below) if below else (name,)


def edge_label(edge: Edge) -> str:
    """The text on a line; empty where none is drawn."""
    return " ".join(clean(line.text) for line in edge.label.lines) if edge.label else ""


def look_of(node: Node) -> Look:
    """How a box looks."""
    return BOXES[node.status]


def line_look(edge: Edge) -> Look:
    """How a line looks."""
    return LINES[edge.status]
