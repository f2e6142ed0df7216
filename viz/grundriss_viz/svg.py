# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""A diagram as SVG 1.1: the same bytes for the same diagram, and nothing in it but what the diagram says.

All colours of the light theme are presentation attributes, so the picture is right where style sheets are forbidden
or not understood. The one `<style>` is a constant (font, dark theme, focus, forced colours); `style_source()` is its
source expression for a Content Security Policy, which also needs `font-src data:`. No script, no reference to anything
outside but the links of boxes.
"""

import base64
import hashlib
from collections.abc import Iterator
from functools import cache
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from grundriss_viz.arrowheads import Shape, arrowhead
from grundriss_viz.diagram import Diagram, Edge, Group, LegendEntry, Node, Point, Rect, TextLine
from grundriss_viz.font import font_faces
from grundriss_viz.style import BOXES, DASHES, FRAME, LINES, NIGHT, NIGHT_FRAME, PAPER, Colours, Look
from grundriss_viz.typesetting import clean

FONT_FAMILY: Final = "'Fira Sans', 'Noto Sans', 'Segoe UI', Arial, sans-serif"
_RADIUS: Final = 4.0
_STACK: Final = 3.0  # how far the second sheet of a rolled-up box peeps out
_MUTED_ROLES: Final = ("detail", "subtitle", "note", "count", "subheading")


def render(diagram: Diagram, *, links: bool = True, font: bool = True) -> str:
    """The SVG document, without XML declaration, so that it can also stand inside HTML.

    With `font` the picture brings its font along (38 kB); without, it takes Fira Sans from the page or the system.

    With `links`, boxes link to the pages of their elements and the picture is a document (graphics-document) to
    assistive technology; without, it is one image (role img), whose children are not reached.
    """
    return "\n".join(_document(diagram, links, font)) + "\n"


@cache
def style_source(font: bool = True) -> str:
    """The CSP source of the constant style sheet, as in `style-src 'sha256-…'`, without the quotes."""
    digest = hashlib.sha256(style_sheet(font).encode()).digest()
    return "sha256-" + base64.b64encode(digest).decode()


@cache
def style_sheet(font: bool = True) -> str:
    """The font, dark theme, keyboard focus and forced colours; every selector begins with `.grundriss`."""
    dark = [
        _rule(".paper", f"fill:{NIGHT.fill}"),
        _rule(".halo", f"fill:{NIGHT.fill}"),
        _rule("text", f"fill:{NIGHT.ink}"),
        *(_rule(f".t-{role}", f"fill:{NIGHT.muted}") for role in _MUTED_ROLES),
        _rule(".frame", f"fill:{NIGHT_FRAME.fill};stroke:{NIGHT_FRAME.stroke}"),
    ]
    for status, look in BOXES.items():
        dark.append(_rule(f".b-{status} rect", f"fill:{look.dark.fill};stroke:{look.dark.stroke}"))
        dark.append(_rule(f".b-{status} .t-name", f"fill:{look.dark.ink}"))
        dark.append(_rule(f".b-{status} .t-detail", f"fill:{look.dark.muted}"))
        dark.append(_rule(f".b-{status} .strike", f"stroke:{look.dark.ink}"))
    for status, look in LINES.items():
        dark.append(_rule(f".e-{status} path", f"stroke:{look.dark.stroke}"))
        dark.append(_rule(f".e-{status} .solid", f"fill:{look.dark.stroke}"))
        dark.append(_rule(f".e-{status} .hollow", f"fill:{NIGHT.fill}"))
        dark.append(_rule(f".e-{status} text", f"fill:{look.dark.stroke}"))
    forced = [
        _rule("rect", "fill:Canvas;stroke:CanvasText"),
        _rule("text", "fill:CanvasText"),
        _rule("path", "stroke:CanvasText"),
        _rule(".solid", "fill:CanvasText"),
        _rule(".halo", "stroke:none"),
        _rule("a text", "fill:LinkText"),
    ]
    return "\n".join(
        (
            *((font_faces(),) if font else ()),
            _rule("a:focus-visible rect", "stroke-width:4"),
            _rule("a:hover rect", "stroke-width:3"),
            "@media screen and (prefers-color-scheme:dark){" + "".join(dark) + "}",
            "@media (forced-colors:active){" + "".join(forced) + "}",
        )
    )


def _rule(selector: str, declarations: str) -> str:
    return f".grundriss {selector}{{{declarations}}}"


def _document(diagram: Diagram, links: bool, font: bool) -> Iterator[str]:
    key = _identifier(diagram.key)
    width, height = number(diagram.width), number(diagram.height)
    role = "graphics-document document" if links else "img"
    yield (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="grundriss" role="{role}" '
        f'aria-labelledby="{key}-title {key}-desc" lang={_attribute(diagram.lang)} '
        f'width="{width}" height="{height}" viewBox="0 0 {width} {height}" '
        f'font-family="{FONT_FAMILY}">'
    )
    yield f'<title id="{key}-title">{_text(diagram.title)}</title>'
    yield f'<desc id="{key}-desc">{_text(diagram.summary)}</desc>'
    yield f"<style>{style_sheet(font)}</style>"
    yield f'<rect class="paper" width="{width}" height="{height}" fill="{PAPER.fill}"/>'
    for line in diagram.lines:
        yield _text_line(line, PAPER)
    for group in diagram.groups:
        yield from _group(group)
    for rect in diagram.free:
        yield f'<g class="b-free">{_box_rect(rect, BOXES["free"])}</g>'
    for edge in diagram.edges:
        yield from _edge(edge)
    for edge in diagram.edges:
        yield from _edge_label(edge)
    for node in diagram.nodes:
        yield from _node(node, links)
    for entry in diagram.legend:
        yield from _legend(entry)
    yield "</svg>"


def _group(group: Group) -> Iterator[str]:
    if group.frame:
        yield (
            f'<rect class="frame" {_box(group.rect)} rx="6" fill="{FRAME.fill}" stroke="{FRAME.stroke}" '
            f'stroke-width="1"/>'
        )
    for line in group.lines:
        yield _text_line(line, FRAME)


def _node(node: Node, links: bool) -> Iterator[str]:
    look = BOXES[node.status]
    name = "a" if links and node.href else "g"
    link = f" href={_attribute(node.href)}" if links and node.href else ""
    yield f'<{name} class="node b-{node.status}" data-key={_attribute(node.key)}{link}>'
    yield f"<title>{_text(node.tooltip or node.label)}</title>"
    if node.status == "rollup":
        yield _box_rect(node.rect.moved(_STACK, _STACK), look)
    yield _box_rect(node.rect, look)
    for line in (*node.sign, *node.lines):
        yield _text_line(line, look.light)
    yield f"</{name}>"


def _edge(edge: Edge) -> Iterator[str]:
    look = LINES[edge.status]
    yield f'<g class="edge e-{edge.status}" fill="none" stroke="{look.light.stroke}" stroke-width="{look.width}">'
    yield f"<title>{_text(edge.tooltip)}</title>"
    first, *rest = edge.path
    curves = " ".join(
        "C" + " ".join(f"{number(p.x)},{number(p.y)}" for p in rest[at : at + 3])
        for at in range(0, len(rest), 3)
    )
    yield f'<path d="M{number(first.x)},{number(first.y)} {curves}"{_dash(DASHES[edge.line])}/>'
    for shape in (
        arrowhead(edge.head, edge.path[-1], edge.path[-2]),
        arrowhead(edge.tail, edge.path[0], edge.path[1]),
    ):
        if shape:
            yield _arrow(shape, look)
    yield "</g>"


def _arrow(shape: Shape, look: Look) -> str:
    fill = {"solid": look.light.stroke, "hollow": PAPER.fill, "line": "none"}[shape.fill]
    kind = f' class="{shape.fill}"' if shape.fill != "line" else ""
    points = " L".join(f"{number(p.x)},{number(p.y)}" for p in shape.points)
    close = "" if shape.fill == "line" else " Z"
    return f'<path{kind} d="M{points}{close}" fill="{fill}" stroke-width="1.2"/>'


def _edge_label(edge: Edge) -> Iterator[str]:
    if edge.label is None:
        return
    look = LINES[edge.status]
    yield f'<g class="e-{edge.status}">'
    yield f'<rect class="halo" {_box(edge.label.rect)} rx="3" fill="{PAPER.fill}" fill-opacity="0.9"/>'
    for line in edge.label.lines:
        yield _text_line(line, Colours("", "", look.light.stroke, look.light.stroke))
    yield "</g>"


def _legend(entry: LegendEntry) -> Iterator[str]:
    sample = entry.sample
    if entry.kind == "box":
        yield f'<g class="legend b-{entry.status}">'
        if entry.status == "rollup":
            yield _box_rect(sample.moved(_STACK, _STACK), BOXES[entry.status])
        yield _box_rect(sample, BOXES[entry.status])
        sign = BOXES[entry.status].prefix
        if sign:
            middle = sample.center
            yield _sign(sign, middle, BOXES[entry.status].light.ink)
        yield "</g>"
    else:
        y = sample.y + sample.height / 2
        ends = Point(sample.x, y), Point(sample.right, y)
        third = sample.width / 3
        path = (ends[0], Point(sample.x + third, y), Point(sample.right - third, y), ends[1])
        yield from _edge(
            Edge("", "", "", "", entry.status, path, entry.line, entry.head, tooltip=entry.label)
        )
    for line in entry.lines:
        yield _text_line(line, PAPER)


def _sign(sign: str, at: Point, ink: str) -> str:
    return (
        f'<text class="t-name" x="{number(at.x)}" y="{number(at.y + 4.2)}" font-size="12" '
        f'text-anchor="middle" fill="{ink}">{_text(sign)}</text>'
    )


def _box_rect(rect: Rect, look: Look) -> str:
    return (
        f'<rect {_box(rect)} rx="{number(_RADIUS)}" fill="{look.light.fill}" stroke="{look.light.stroke}" '
        f'stroke-width="{number(look.width)}"{_dash(look.dash)}/>'
    )


def _text_line(line: TextLine, colours: Colours) -> str:
    """A line with the width it was measured at, so that it fits its box in any other font too."""
    ink = colours.muted if line.role in _MUTED_ROLES else colours.ink
    weight = ' font-weight="600"' if line.bold else ""
    length = (
        f' textLength="{number(line.width)}" lengthAdjust="spacingAndGlyphs"' if len(line.text) > 1 else ""
    )
    text = (
        f'<text class="t-{line.role}" x="{number(line.x)}" y="{number(line.y)}" '
        f'font-size="{number(line.size)}"{weight}{length} fill="{ink}">{_text(line.text)}</text>'
    )
    if not line.strike:
        return text
    y = number(line.y - 0.29 * line.size)
    return (
        f'{text}<path class="strike" d="M{number(line.x)},{y} H{number(line.x + line.width)}" '
        f'stroke="{ink}" stroke-width="0.9" stroke-opacity="0.6"/>'
    )


def _box(rect: Rect) -> str:
    return f'x="{number(rect.x)}" y="{number(rect.y)}" width="{number(rect.width)}" height="{number(rect.height)}"'


def _dash(dashes: str) -> str:
    return f' stroke-dasharray="{dashes}"' if dashes else ""


def number(value: float) -> str:
    """A length with at most two decimals.

    >>> number(2.0), number(-0.001), number(1.256)
    ('2', '0', '1.26')
    """
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def _identifier(text: str) -> str:
    return "".join(c for c in text if c.isascii() and (c.isalnum() or c in "-_")) or "diagram"


def _text(text: str) -> str:
    return escape(clean(text))


def _attribute(text: str | None) -> str:
    return quoteattr(clean(text or ""))
