# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""Fira Sans, the one font of the pictures: where its files lie and how wide a text is.

Beside the two fonts lie what is made of them: the advance widths as JSON, because reading them from a font takes a
tenth of a second and from JSON a millisecond, and small WOFF files of the Latin letters without kerning, which an SVG
brings along. `python -m grundriss_viz.font` writes them anew. Kerning is not counted: it only makes a text narrower.
"""

import base64
import json
from functools import cache, lru_cache
from pathlib import Path
from typing import Final

FAMILY: Final = "Fira Sans"
FOLDER: Final = Path(__file__).resolve().parent / "fonts"
FILES: Final = {"regular": "FiraSans-Regular.ttf", "semibold": "FiraSans-SemiBold.ttf"}
ADVANCES: Final = FOLDER / "advances.json"
WEB_FILES: Final = {400: "FiraSans-Regular.latin.woff", 600: "FiraSans-SemiBold.latin.woff"}
UNITS_PER_EM: Final = 1000
_LATIN: Final = (
    *range(0x20, 0x7F),
    *range(0xA0, 0x180),
    *(0x1E9E, 0x2010, 0x2011, 0x2013, 0x2014, 0x2018, 0x2019, 0x201A, 0x201C, 0x201D, 0x201E, 0x2022, 0x2026),
    *(
        0x2030,
        0x2039,
        0x203A,
        0x20AC,
        0x2122,
        0x2190,
        0x2191,
        0x2192,
        0x2193,
        0x2212,
        0x2248,
        0x2264,
        0x2265,
        0x25AF,
    ),
)
_UNKNOWN_ADVANCE: Final = 1000  # a fallback font draws it; ideographs are one em wide, little is wider


@lru_cache(maxsize=65_536)
def text_width(text: str, size: float, *, bold: bool = False) -> float:
    """The width of a line of text at a font size, in the unit of that size.

    >>> round(text_width("BundID", 10), 2)
    33.13
    """
    advances = _advances()["semibold" if bold else "regular"]
    return sum(advances.get(character, _UNKNOWN_ADVANCE) for character in text) * size / UNITS_PER_EM


def has_glyph(character: str) -> bool:
    """Whether the font can draw a character; it has Latin, Greek and Cyrillic letters, digits and common signs.

    >>> has_glyph("ß"), has_glyph("漢")
    (True, False)
    """
    return character in _advances()["regular"]


@cache
def _advances() -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = json.loads(ADVANCES.read_text(encoding="utf-8"))
    return found


def read_advances(file: Path) -> dict[str, int]:
    """The advance width of every character of a font file, in thousandths of an em."""
    from fontTools.ttLib import TTFont  # late: slow to import, needed only to write the JSON

    font = TTFont(file, lazy=True)
    scale = UNITS_PER_EM / font["head"].unitsPerEm
    widths = font["hmtx"].metrics
    return {chr(code): round(widths[glyph][0] * scale) for code, glyph in sorted(font.getBestCmap().items())}


def write_advances(target: Path = ADVANCES) -> None:
    """Write the advance widths of the shipped fonts."""
    widths = {weight: read_advances(FOLDER / name) for weight, name in FILES.items()}
    target.write_text(json.dumps(widths, ensure_ascii=True, separators=(",", ":")) + "\n", encoding="utf-8")


@cache
def font_faces() -> str:
    """The CSS that brings the font along: a rule for each weight, with the font as data."""
    rules = []
    for weight, name in WEB_FILES.items():
        data = base64.b64encode((FOLDER / name).read_bytes()).decode()
        rules.append(
            f"@font-face{{font-family:'{FAMILY}';font-weight:{weight};"
            f"src:url(data:font/woff;base64,{data}) format('woff')}}"
        )
    return "\n".join(rules)


def write_web_font(source: Path, target: Path) -> None:
    """Write the Latin letters of a font as WOFF 1.0, without kerning and other layout rules."""
    from fontTools import subset

    options = subset.Options(
        flavor="woff", layout_features=[], hinting=False, notdef_outline=True, recalc_timestamp=False
    )
    options.drop_tables += ["GPOS", "GSUB", "GDEF"]
    font = subset.load_font(str(source), options)
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=_LATIN)
    subsetter.subset(font)
    subset.save_font(font, str(target), options)


if __name__ == "__main__":
    write_advances()
    for file, web_file in zip(FILES.values(), WEB_FILES.values(), strict=True):
        write_web_font(FOLDER / file, FOLDER / web_file)
