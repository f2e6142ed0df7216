# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""Where a graph falls apart: articulation points and bridges, each with what it cuts off.

A graph whose articulation points are taken as joints is a tree of blocks (biconnected components). The size of what
hangs at a joint is the size of a branch of that tree, so all cuts together take the time of walking the graph once.
"""

from collections import defaultdict
from collections.abc import Iterator
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


def articulation_points(graph: "PyGraph[Node, Edge]") -> list[Cut]:
    """The nodes whose loss splits their part of the graph; those that sever most first, then by index."""
    tree = _BlockTree(graph)
    cuts = [Cut((node,), sum(pieces) - max(pieces)) for node, pieces in tree.pieces()]
    return sorted(cuts, key=_largest_first)


def bridges(graph: "PyGraph[Node, Edge]") -> list[Cut]:
    """The edges whose loss splits their part of the graph; those that sever most first, then by index."""
    tree = _BlockTree(graph)
    return sorted((Cut(pair, smaller) for pair, smaller in tree.bridges()), key=_largest_first)


def severed(graph: "PyGraph[Node, Edge]", cut: Cut) -> list[int]:
    """The nodes that a cut severs from the largest rest, by index; of equally large pieces the first is the rest.

    Reads of the rest no more than what is severed, for each neighbour of the cut.
    """
    pieces: list[list[int]] = []
    seen = set(cut.nodes) if len(cut.nodes) == 1 else set()
    starts = sorted(graph.neighbors(cut.nodes[0])) if len(cut.nodes) == 1 else cut.nodes
    for start in starts:
        if start in seen:
            continue
        piece = _piece(graph, start, cut, most=cut.severed + 1)
        seen.update(piece)
        pieces.append(piece)
    # a piece that was not walked to its end is the rest; where none is so large, the largest is
    rest = max(pieces, key=len)
    return sorted(
        node for piece in pieces if piece is not rest and len(piece) <= cut.severed for node in piece
    )


def _piece(graph: "PyGraph[Node, Edge]", start: int, cut: Cut, most: int) -> list[int]:
    """What is connected with a node without the cut; no more than `most` of it."""
    found, frontier = {start}, [start]
    while frontier and len(found) < most:
        here = frontier.pop()
        for neighbour in graph.neighbors(here):
            crosses = len(cut.nodes) == 2 and {here, neighbour} == set(cut.nodes)
            if neighbour not in found and not crosses and cut.nodes != (neighbour,):
                found.add(neighbour)
                frontier.append(neighbour)
    return list(found)


class _BlockTree:
    """Blocks and the joints that hold them together, each part of the graph hanging at one of its blocks."""

    def __init__(self, graph: "PyGraph[Node, Edge]") -> None:
        self._blocks: dict[int, set[int]] = defaultdict(set)
        for pair, block in biconnected_components(graph).items():
            self._blocks[block].update(pair)
        self._at: dict[int, list[int]] = defaultdict(list)
        for block in sorted(self._blocks, key=lambda block: min(self._blocks[block])):
            for node in self._blocks[block]:
                self._at[node].append(block)
        self._up: dict[int, int | None] = {}
        """The joint at which a block hangs; None for the one at the top."""
        self._size: dict[int, int] = {}
        """How many nodes hang at that joint by this block."""
        self._part: dict[int, int] = {}
        """How many nodes the block's part of the graph has."""
        for block in self._blocks:
            if block not in self._up:
                self._hang(block)

    def pieces(self) -> Iterator[tuple[int, list[int]]]:
        """Each joint with the sizes of the pieces that its loss leaves."""
        for node, blocks in self._at.items():
            if len(blocks) > 1:
                hanging = [self._size[block] for block in blocks if self._up[block] == node]
                yield node, [*hanging, self._part[blocks[0]] - 1 - sum(hanging)]

    def bridges(self) -> Iterator[tuple[tuple[int, int], int]]:
        """Each pair that is a block of its own, with the size of the smaller side."""
        for block, nodes in self._blocks.items():
            if len(nodes) == 2:
                one, other = sorted(nodes)
                up = self._up[block]
                below = self._size[block] if up is not None else self._below(other, block)
                yield (one, other), min(below, self._part[block] - below)

    def _hang(self, top: int) -> None:
        """Hang a part of the graph at one of its blocks: no recursion, since a chain may be long."""
        self._up[top] = None
        order = [top]
        for block in order:
            for node in self._blocks[block]:
                for child in self._at[node]:
                    if child not in self._up:
                        self._up[child] = node
                        order.append(child)
        for block in reversed(order):
            below = sum(self._below(node, block) for node in self._blocks[block] if node != self._up[block])
            self._size[block] = below
        for block in order:
            self._part[block] = self._size[top]

    def _below(self, node: int, block: int) -> int:
        """A node of a block and all that hangs at it by other blocks."""
        children = (child for child in self._at[node] if child != block and self._up[child] == node)
        return 1 + sum(self._size[child] for child in children)


def _largest_first(cut: Cut) -> tuple[int, tuple[int, ...]]:
    return -cut.severed, cut.nodes
