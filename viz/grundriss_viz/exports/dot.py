# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""A diagram in the DOT language of Graphviz, which lays it out anew.

Every text is a double-quoted string with backslashes and quotes escaped, never an HTML-like label, so that data stays
data: also Graphviz's own escapes such as `\\N` are shown as they are written.
"""

from collections.abc import Iterator
from typing import Final

from grundriss_viz.diagram import Diagram, Edge, Group, Node
from grundriss_viz.exports.outline import Outline, box_label, edge_label, line_look, look_of
from grundriss_viz.style import FRAME
from grundriss_viz.typesetting import clean

_HEADS: Final = {
    "none": "none",
    "open": "vee",
    "filled": "normal",
    "triangle": "empty",
    "diamond": "diamond",
    "odiamond": "odiamond",
    "ball": "dot",
}


def render(diagram: Diagram) -> bytes:
    """The diagram as a digraph with clusters."""
    return ("\n".join(_document(Outline(diagram))) + "\n").encode()


def quoted(*lines: str) -> str:
    """Lines of text as one string of the DOT language.

    >>> print(quoted('a "b" \\\\N', "c"))
    "a \\"b\\" \\\\N\\nc"
    """
    return '"' + "\\n".join(line.replace("\\", "\\\\").replace('"', '\\"') for line in lines) + '"'


def _document(outline: Outline) -> Iterator[str]:
    diagram = outline.diagram
    yield "digraph grundriss {"
    title = quoted(clean(diagram.title), clean(diagram.subtitle))
    yield f"  graph [label={title}, labelloc=t, compound=true, rankdir=LR, charset=utf8]"
    yield '  node [shape=box, style="filled,rounded", fontname="Fira Sans", fontsize=11]'
    yield '  edge [fontname="Fira Sans", fontsize=9]'
    yield from _content(outline, None, "  ")
    for edge in outline.edges:
        yield f"  {_edge(outline, edge)}"
    yield "}"


def _content(outline: Outline, group: str | None, indent: str) -> Iterator[str]:
    for node in outline.nodes_in(group):
        yield f"{indent}{outline.names[node.key]} [{_box(node)}]"
    for inner in outline.groups_in(group):
        yield from _cluster(outline, inner, indent)


def _cluster(outline: Outline, group: Group, indent: str) -> Iterator[str]:
    name = outline.frames[group.key]
    yield f"{indent}subgraph cluster_{name} {{"
    yield f'{indent}  fontname="Fira Sans" bgcolor="{FRAME.fill}" color="{FRAME.stroke}"'
    yield f"{indent}  label={quoted(clean(group.label))}"
    # a frame that lines lead to needs something inside to lead them to
    yield f"{indent}  {name} [shape=point, style=invis, width=0]"
    yield from _content(outline, group.key, indent + "  ")
    yield f"{indent}}}"


def _box(node: Node) -> str:
    look = look_of(node)
    style = "filled,rounded,dashed" if look.dash else "filled,rounded"
    parts = [
        f"label={quoted(*box_label(node))}",
        f"id={quoted(clean(node.key))}",
        f'fillcolor="{look.light.fill}"',
        f'color="{look.light.stroke}"',
        f'fontcolor="{look.light.ink}"',
        f"penwidth={look.width:g}",
        f'style="{style}"',
    ]
    parts += [f"URL={quoted(clean(node.href))}"] if node.href else []
    parts += [f"tooltip={quoted(clean(node.tooltip))}"] if node.tooltip else []
    return ", ".join(parts)


def _edge(outline: Outline, edge: Edge) -> str:
    look = line_look(edge)
    ends = [outline.names[key] for key in (edge.source, edge.target)]
    parts = [f'color="{look.light.stroke}"', f"penwidth={look.width:g}", f"style={edge.line}"]
    parts += [f"arrowhead={_HEADS[edge.head]}", f"arrowtail={_HEADS[edge.tail]}", "dir=both"]
    label = edge_label(edge)
    parts += [f"label={quoted(label)}"] if label else []
    parts += [f"tooltip={quoted(clean(edge.tooltip))}"] if edge.tooltip else []
    for end, attribute in zip(ends, ("ltail", "lhead"), strict=True):
        parts += [f"{attribute}=cluster_{end}"] if end.startswith("g") else []
    return f"{ends[0]} -> {ends[1]} [{', '.join(parts)}]"
