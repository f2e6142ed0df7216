# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""A diagram in PlantUML's language for component diagrams, for wikis and document generators.

What PlantUML would read as markup (Creole) or as the end of a text is written as `<U+XXXX>`.
"""

import re
from collections.abc import Iterator
from typing import Final

from grundriss_viz.diagram import Diagram, Edge, Group, Node
from grundriss_viz.exports.outline import Outline, box_label, edge_label, line_look, look_of
from grundriss_viz.style import FRAME
from grundriss_viz.typesetting import clean

_MARKUP: Final = re.compile(r'["\\<>~\[\]{}|%]|(?<=[*/_\-=.#])[*/_\-=.#]|^[*#=|!\'@]')
_HEADS: Final = {
    "none": "",
    "open": ">",
    "filled": ">",
    "triangle": "|>",
    "diamond": "*",
    "odiamond": "o",
    "ball": "0",
}
_TAILS: Final = {
    "none": "",
    "open": "<",
    "filled": "<",
    "triangle": "<|",
    "diamond": "*",
    "odiamond": "o",
    "ball": "0",
}


def render(diagram: Diagram) -> bytes:
    """The diagram from `@startuml` to `@enduml`."""
    return ("\n".join(_document(Outline(diagram))) + "\n").encode()


def quoted(*lines: str) -> str:
    """Lines of text as one string of PlantUML.

    >>> quoted('a "b"', "--c")
    '"a <U+0022>b<U+0022>\\\\n-<U+002D>c"'
    """
    return '"' + "\\n".join(escaped(line) for line in lines) + '"'


def escaped(text: str) -> str:
    """Text in which nothing is markup."""
    return _MARKUP.sub(lambda found: f"<U+{ord(found.group()):04X}>", text)


def _document(outline: Outline) -> Iterator[str]:
    diagram = outline.diagram
    yield "@startuml"
    yield "left to right direction"
    yield "skinparam shadowing false"
    yield "skinparam defaultFontName Fira Sans"
    yield "skinparam RoundCorner 8"
    yield f"title {escaped(clean(diagram.title))}\\n{escaped(clean(diagram.subtitle))}"
    yield from _content(outline, None, "")
    for edge in outline.edges:
        yield _edge(outline, edge)
    yield f"footer {escaped(clean(diagram.footer))}"
    yield "@enduml"


def _content(outline: Outline, group: str | None, indent: str) -> Iterator[str]:
    for node in outline.nodes_in(group):
        yield f"{indent}{_box(outline, node)}"
    for inner in outline.groups_in(group):
        yield from _frame(outline, inner, indent)


def _box(outline: Outline, node: Node) -> str:
    look = look_of(node)
    link = f" [[{_address(node.href)}]]" if node.href else ""
    dashes = ";line.dashed" if look.dash else ""
    colours = f"#{look.light.fill[1:]};line:{look.light.stroke[1:]}{dashes};text:{look.light.ink[1:]}"
    return f"rectangle {quoted(*box_label(node))} as {outline.names[node.key]}{link} {colours}"


def _frame(outline: Outline, group: Group, indent: str) -> Iterator[str]:
    name = outline.frames[group.key]
    yield f"{indent}rectangle {quoted(clean(group.label))} as {name} {FRAME.fill};line:{FRAME.stroke[1:]} {{"
    yield from _content(outline, group.key, indent + "  ")
    yield f"{indent}}}"


def _edge(outline: Outline, edge: Edge) -> str:
    look = line_look(edge)
    style = "" if edge.line == "solid" else f",{edge.line}"
    arrow = f"{_TAILS[edge.tail]}-[{look.light.stroke}{style}]-{_HEADS[edge.head]}"
    label = edge_label(edge)
    text = f" : {escaped(label)}" if label else ""
    return f"{outline.names[edge.source]} {arrow} {outline.names[edge.target]}{text}"


def _address(address: str) -> str:
    """An address without what ends a link or begins its tooltip."""
    encoded = clean(address).replace(" ", "%20")
    return re.sub(r"[\[\]{}|]", lambda found: f"%{ord(found.group()):02X}", encoded)
