# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""A diagram as a draw.io file (mxGraph XML): boxes in containers at their places, lines that hold on to their boxes.

Labels are plain text (`html=0`): nothing of the data is read as markup. What is moved in draw.io stays editable.
"""

from typing import Final
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from grundriss_viz.diagram import Diagram, Edge, Group, Node, Point, Rect
from grundriss_viz.exports.outline import Outline, box_label, edge_label, line_look, look_of
from grundriss_viz.style import DASHES, FRAME
from grundriss_viz.svg import number
from grundriss_viz.typesetting import clean

_HEADS: Final = {
    "none": ("none", 0),
    "open": ("open", 0),
    "filled": ("block", 1),
    "triangle": ("block", 0),
    "diamond": ("diamondThin", 1),
    "odiamond": ("diamondThin", 0),
    "ball": ("oval", 1),
}
_BOLD, _STRIKE = 1, 8
_ROOT = "1"


def render(diagram: Diagram) -> bytes:
    """The diagram as an uncompressed file of one page, in the size of the picture."""
    file = Element("mxfile", host="grundriss")
    page = SubElement(file, "diagram", id="page-1", name=clean(diagram.title)[:80] or "Grundriss")
    model = SubElement(
        page,
        "mxGraphModel",
        grid="1",
        gridSize="10",
        page="1",
        pageWidth=number(diagram.width),
        pageHeight=number(diagram.height),
    )
    cells = SubElement(model, "root")
    _cell(cells, id="0")
    _cell(cells, id=_ROOT, parent="0")
    outline = Outline(diagram)
    _heading(cells, diagram)
    rects = {group.key: group.rect for group in diagram.groups}
    for group in diagram.groups:
        _frame(cells, outline, group, rects)
    for node in diagram.nodes:
        _box(cells, outline, node, rects)
    for place, edge in enumerate(outline.edges, 1):
        _line(cells, outline, edge, f"e{place}")
    indent(file, " ")
    content: bytes = tostring(file, encoding="utf-8", xml_declaration=True)
    return content + b"\n"


def _heading(cells: Element, diagram: Diagram) -> None:
    """Title, subtitle, notes and footer, as texts at the places that they have in the picture."""
    for place, line in enumerate(diagram.lines, 1):
        style = _style(text="1", html=0, fontSize=number(line.size), fontStyle=int(line.bold), align="left")
        cell = _cell(cells, id=f"t{place}", value=clean(line.text), style=style, vertex="1", parent=_ROOT)
        _geometry(cell, Rect(line.x, line.rect.y, line.width + 8, line.rect.height), None)


def _frame(cells: Element, outline: Outline, group: Group, rects: dict[str, Rect]) -> None:
    style = _style(
        rounded=1,
        arcSize=3,
        container=1,
        collapsible=0,
        html=0,
        whiteSpace="wrap",
        verticalAlign="top",
        align="left",
        spacingLeft=8,
        fontStyle=_BOLD,
        fillColor=FRAME.fill if group.frame else "none",
        strokeColor=FRAME.stroke if group.frame else "none",
        fontColor=FRAME.ink,
    )
    name = outline.frames[group.key]
    parent = outline.frames.get(group.parent or "", _ROOT)
    cell = _cell(cells, id=name, value=clean(group.label), style=style, vertex="1", parent=parent)
    _geometry(cell, group.rect, rects.get(group.parent or ""))


def _box(cells: Element, outline: Outline, node: Node, rects: dict[str, Rect]) -> None:
    look = look_of(node)
    style = _style(
        rounded=1,
        arcSize=6,
        html=0,
        whiteSpace="wrap",
        fillColor=look.light.fill,
        strokeColor=look.light.stroke,
        fontColor=look.light.ink,
        strokeWidth=number(look.width),
        fontSize=number(node.lines[0].size) if node.lines else 11,
        fontStyle=_STRIKE if look.strike else 0,
        shadow=int(node.status == "rollup"),
        **_dashed(look.dash),
    )
    thing = SubElement(
        cells,
        "UserObject",
        id=outline.names[node.key],
        label="\n".join(box_label(node)),
        key=clean(node.key),
        status=node.status,
        tooltip=clean(node.tooltip),
    )
    if node.href:
        thing.set("link", clean(node.href))
    parent = outline.frames.get(node.group or "", _ROOT)
    cell = _cell(thing, style=style, vertex="1", parent=parent)
    _geometry(cell, node.rect, rects.get(node.group or ""))


def _line(cells: Element, outline: Outline, edge: Edge, name: str) -> None:
    look = line_look(edge)
    (end, end_fill), (start, start_fill) = _HEADS[edge.head], _HEADS[edge.tail]
    style = _style(
        html=0,
        curved=1,
        endArrow=end,
        endFill=end_fill,
        startArrow=start,
        startFill=start_fill,
        strokeColor=look.light.stroke,
        strokeWidth=number(look.width),
        fontColor=look.light.stroke,
        **_dashed(DASHES[edge.line]),
    )
    cell = _cell(
        cells,
        id=name,
        value=edge_label(edge),
        style=style,
        edge="1",
        parent=_ROOT,
        source=outline.names[edge.source],
        target=outline.names[edge.target],
    )
    geometry = SubElement(cell, "mxGeometry", {"relative": "1", "as": "geometry"})
    bends = edge.path[3:-1:3]
    if bends:
        array = SubElement(geometry, "Array", {"as": "points"})
        for point in bends:
            SubElement(array, "mxPoint", _place(point))


def _cell(inside: Element, **attributes: str) -> Element:
    return SubElement(inside, "mxCell", attributes)


def _geometry(cell: Element, rect: Rect, inside: Rect | None) -> None:
    """The place of a box; one inside of a container counts from its corner."""
    at = rect.moved(-inside.x, -inside.y) if inside else rect
    size = {"width": number(at.width), "height": number(at.height)}
    SubElement(cell, "mxGeometry", {**_place(Point(at.x, at.y)), **size, "as": "geometry"})


def _place(point: Point) -> dict[str, str]:
    return {"x": number(point.x), "y": number(point.y)}


def _dashed(pattern: str) -> dict[str, object]:
    return {"dashed": 1, "dashPattern": pattern} if pattern else {}


def _style(**values: object) -> str:
    return "".join(f"{name}={value};" for name, value in values.items())
