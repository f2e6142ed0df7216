# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""A diagram as a Mermaid flowchart, for Markdown pages of GitLab and GitHub.

Every text is a quoted string whose markup is written as entity codes (`#35;`), so that it is shown as it stands.
"""

import json
from collections.abc import Iterator
from typing import Final

from grundriss_viz.diagram import Diagram, Edge, Group
from grundriss_viz.exports.outline import Outline, box_label, edge_label, line_look
from grundriss_viz.style import BOXES
from grundriss_viz.typesetting import clean

_MARKUP: Final = frozenset('"#<>&`\\')
_ARROWS: Final = {
    ("solid", True): "-->",
    ("solid", False): "---",
    ("dashed", True): "-.->",
    ("dashed", False): "-.-",
    ("dotted", True): "-.->",
    ("dotted", False): "-.-",
}


def render(diagram: Diagram) -> bytes:
    """The diagram as a flowchart from left to right."""
    return ("\n".join(_document(Outline(diagram))) + "\n").encode()


def quoted(*lines: str) -> str:
    """Lines of text as one string of Mermaid.

    >>> quoted('a "b"', "c")
    '"a #34;b#34;<br/>c"'
    """
    return '"' + "<br/>".join("".join(map(_entity, line)) for line in lines) + '"'


def _entity(character: str) -> str:
    return f"#{ord(character)};" if character in _MARKUP else character


def _document(outline: Outline) -> Iterator[str]:
    diagram = outline.diagram
    yield "---"
    yield f"title: {_front_matter(clean(diagram.title))}"
    yield "---"
    yield "flowchart LR"
    yield from _content(outline, None, "  ")
    for number, edge in enumerate(outline.edges):
        yield f"  {_edge(outline, edge)}"
        look = line_look(edge)
        yield f"  linkStyle {number} stroke:{look.light.stroke},stroke-width:{look.width:g}px"
    for status in dict.fromkeys(node.status for node in diagram.nodes):
        look = BOXES[status]
        dash = f",stroke-dasharray:{look.dash}" if look.dash else ""
        light = look.light
        yield (
            f"  classDef {_class(status)} fill:{light.fill},stroke:{light.stroke},color:{light.ink},"
            f"stroke-width:{look.width:g}px{dash}"
        )
    for node in diagram.nodes:
        yield f"  class {outline.names[node.key]} {_class(node.status)}"
        if node.href:
            yield f"  click {outline.names[node.key]} href {quoted_address(node.href)}"


def _content(outline: Outline, group: str | None, indent: str) -> Iterator[str]:
    for node in outline.nodes_in(group):
        yield f"{indent}{outline.names[node.key]}[{quoted(*box_label(node))}]"
    for inner in outline.groups_in(group):
        yield from _frame(outline, inner, indent)


def _frame(outline: Outline, group: Group, indent: str) -> Iterator[str]:
    yield f"{indent}subgraph {outline.frames[group.key]}[{quoted(clean(group.label))}]"
    yield from _content(outline, group.key, indent + "  ")
    yield f"{indent}end"


def _edge(outline: Outline, edge: Edge) -> str:
    label = edge_label(edge)
    arrow = _ARROWS[edge.line, edge.head != "none"]
    text = f"|{quoted(label)}|" if label else ""
    return f"{outline.names[edge.source]} {arrow}{text} {outline.names[edge.target]}"


def quoted_address(address: str) -> str:
    """An address as a string of Mermaid, with quotes percent-encoded."""
    return '"' + clean(address).replace('"', "%22").replace(" ", "%20") + '"'


def _front_matter(text: str) -> str:
    """Text as a YAML string: a JSON string is one."""
    return json.dumps(text, ensure_ascii=False)


def _class(status: str) -> str:
    return "s" + status.replace("-", "")
