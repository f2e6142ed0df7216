# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""A diagram as PNG: Typst sets the SVG as vectors and paints it, with our font and no other, and nothing from outside.

The same diagram and scale give the same bytes, on every machine with the same version of Typst.
"""

from typing import Final

from grundriss.errors import GrundrissError, LimitExceeded, UsageError
from grundriss_viz.diagram import Diagram
from grundriss_viz.font import FOLDER
from grundriss_viz.svg import number
from grundriss_viz.svg import render as render_svg

SCALE: Final = 2.0
"""Pixels per user unit where nothing else is asked for: sharp on screens of double density and on paper."""

MOST_PIXELS: Final = 50_000_000
_POINTS_PER_INCH: Final = 72.0
# numbers only: the picture itself comes in as data
_PAGE: Final = (
    "#set page(width: {width}pt, height: {height}pt, margin: 0pt)\n"
    '#image(bytes(sys.inputs.picture), format: "svg", width: 100%)\n'
)


def render(diagram: Diagram, *, scale: float = SCALE) -> bytes:
    """The picture with `scale` pixels for each user unit.

    Raises UsageError for a scale that is none, LimitExceeded for a picture of more than 50 million pixels.
    """
    import typst  # late: a library of 30 MB

    if not 0 < scale < float("inf"):
        raise UsageError("scale-unknown", scale=scale)
    if diagram.width * scale * diagram.height * scale > MOST_PIXELS:
        raise LimitExceeded("picture-too-large", most=MOST_PIXELS // 1_000_000)
    page = _PAGE.format(width=number(diagram.width), height=number(diagram.height))
    try:
        compiler = typst.Compiler(
            root=FOLDER,
            font_paths=[FOLDER],
            ignore_system_fonts=True,
            sys_inputs={"picture": render_svg(diagram, links=False, font=False)},
        )
        found = compiler.compile(page.encode(), format="png", ppi=scale * _POINTS_PER_INCH)
    except typst.TypstError as error:
        raise GrundrissError("picture-unpainted", reason=error.message) from error
    if not isinstance(found, bytes):
        raise GrundrissError("picture-in-pages")
    return found
