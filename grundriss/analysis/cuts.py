# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""Where a graph falls apart: articulation points and bridges, each with what it cuts off.

A graph whose articulation points are taken as joints is a tree of blocks (biconnected components). The size of what
hangs at a joint is the size of a branch of that tree, so all cuts together take the time of walking the graph once.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from rustworkx import PyGraph, biconnected_components

Node = TypeVar("Node")
Edge = TypeVar("Edge")


@dataclass(frozen=True, slots=True)
class Cut:
    """A node or an edge (two nodes) whose loss splits the graph, by index; `severed` nodes lose the largest rest."""

    nodes: tuple[int, ...]
    severed: int


class Cuts:
    """The cuts of a graph without parallel edges: its blocks and joints, each part hanging at one of its blocks."""

    def __init__(self, graph: "PyGraph[Node, Edge]") -> None:
        self._blocks: dict[int, set[int]] = defaultdict(set)
        for pair, block in biconnected_components(graph).items():
            self._blocks[block].update(pair)
        self._at: dict[int, list[int]] = defaultdict(list)
        for block in sorted(self._blocks, key=lambda block: min(self._blocks[block])):
            for node in self._blocks[block]:
                self._at[node].append(block)
        self._up: dict[int, int] = {}
        """The joint at which a block hangs; of a block at the top, its first node."""
        self._tops: dict[int, int] = {}
        """The block at the top of each block's part of the graph."""
        self._size: dict[int, int] = {}
        """How many nodes hang at a block's joint by this block."""
        self._hanging: dict[int, int] = defaultdict(int)
        """How many nodes hang at a joint by all blocks below it."""
        for block in self._blocks:
            if block not in self._up:
                self._hang(block)

    def articulation_points(self) -> list[Cut]:
        """The nodes whose loss splits their part of the graph; those that sever most first, then by index."""
        joints = (node for node, blocks in self._at.items() if len(blocks) > 1)
        cuts = [
            Cut((node,), self._lost(node) - max(map(self._of_piece(node), self._at[node]))) for node in joints
        ]
        return sorted(cuts, key=_largest_first)

    def bridges(self) -> list[Cut]:
        """The edges whose loss splits their part of the graph; those that sever most first, then by index."""
        pairs = ((block, nodes) for block, nodes in self._blocks.items() if len(nodes) == 2)
        cuts = [
            Cut(tuple(sorted(nodes)), min(self._size[block], self._part(block) - self._size[block]))
            for block, nodes in pairs
        ]
        return sorted(cuts, key=_largest_first)

    def severed(self, cut: Cut) -> Iterator[int]:
        """The nodes that a cut severs from a largest rest; reads no more of the graph than it gives, and the joints."""
        if len(cut.nodes) == 2:
            [block] = set(self._at[cut.nodes[0]]).intersection(self._at[cut.nodes[1]])
            below = self._size[block] == cut.severed
            yield from self._below(block) if below else self._above(block, {block})
            return
        [node] = cut.nodes
        size = self._of_piece(node)
        rest = max(self._at[node], key=size)
        for block in self._at[node]:
            if block != rest:
                if self._hangs_at(block, node):
                    yield from self._below(block)
                else:
                    hanging = {other for other in self._at[node] if self._hangs_at(other, node)}
                    yield from (found for found in self._above(block, hanging) if found != node)

    def _hang(self, top: int) -> None:
        """Hang a part of the graph at one of its blocks: no recursion, since a chain may be long."""
        self._up[top] = min(self._blocks[top])
        order = [top]
        for block in order:
            self._tops[block] = top
            for node in self._blocks[block]:
                # the other blocks of its own joint hang there too, and were found with the block above
                if node != self._up[block] or block == top:
                    for child in self._at[node]:
                        if child not in self._up:
                            self._up[child] = node
                            order.append(child)
        for block in reversed(order):
            up = self._up[block]
            self._size[block] = sum(1 + self._hanging[node] for node in self._blocks[block] if node != up)
            self._hanging[up] += self._size[block]

    def _part(self, block: int) -> int:
        """How many nodes a block's part of the graph has."""
        return 1 + self._hanging[self._up[self._tops[block]]]

    def _lost(self, node: int) -> int:
        """How many nodes the part of a joint has without it."""
        return self._part(self._at[node][0]) - 1

    def _hangs_at(self, block: int, node: int) -> bool:
        """Whether a block hangs at a node."""
        return self._up[block] == node

    def _of_piece(self, node: int) -> Callable[[int], int]:
        """How large the piece is that a block of a joint belongs to when the joint is lost."""

        def size(block: int) -> int:
            if self._hangs_at(block, node):
                return self._size[block]
            return self._lost(node) - self._hanging[node]

        return size

    def _below(self, block: int) -> Iterator[int]:
        """What hangs at a block's joint by this block."""
        stack = [block]
        while stack:
            here = stack.pop()
            for node in self._blocks[here]:
                if node != self._up[here]:
                    yield node
                    stack += [child for child in self._at[node] if self._hangs_at(child, node)]

    def _above(self, block: int, without: set[int]) -> Iterator[int]:
        """A block's part of the graph but for what hangs by some blocks."""
        top = self._tops[block]
        first = self._up[top]
        yield first
        stack = [child for child in self._at[first] if child not in without]
        while stack:
            here = stack.pop()
            for node in self._blocks[here]:
                if node != self._up[here]:
                    yield node
                    stack += [
                        child
                        for child in self._at[node]
                        if self._hangs_at(child, node) and child not in without
                    ]


def _largest_first(cut: Cut) -> tuple[int, tuple[int, ...]]:
    return -cut.severed, cut.nodes
