# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""From a name in the data to lines that fit: cleaned, wrapped, hyphenated by German or English rules (pyphen)."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from grundriss_viz.diagram import TextLine
from grundriss_viz.font import has_glyph, text_width
from grundriss_viz.hyphenation import positions

LINE_HEIGHT: Final = 1.24
ASCENT: Final = 0.935
LONGEST: Final = 200
"""Characters of a name that are set; what is longer is no name, is cut, and the picture says so."""

MISSING: Final = "▯"
"""Stands for characters that the font cannot draw."""
_MISSING_RUN: Final = re.compile(f"{MISSING}+")
_INVISIBLE: Final = {"Cc", "Cf", "Co", "Cs", "Cn"}
_HYPHEN: Final = "\u2010"  # an inserted one, until a line is finished; the font draws it as hyphen-minus
_LINK: Final = re.compile(r"(?:ungs|ions|heits|keits|schafts|stands|täts)$", re.IGNORECASE)
_HEAD: Final = re.compile(
    r"abruf|abwicklung|amt|anwendung|ausweis|bank|bibliothek|cockpit|daten|dienst|erlaubnis|finder|führung|"
    r"gewerbe|identität|infrastruktur|katalog|klient|knoten|komponente|konto|management|maschine|meldung|melde|"
    r"ministerium|navigation|netz|netzwerk|oberfläche|plattform|portal|postfach|redaktion|register|schein|"
    r"schnittstelle|server|service|sprache|stelle|steuerung|struktur|suche|system|verfahren|verwaltung|"
    r"verzeichnis|wesen|zentral|zentrum|zeugnis",
    re.IGNORECASE,
)
"""The second halves of the field's compounds: a break before one reads better than one at the next syllable."""
_BREAKABLE: Final = re.compile(r"(?<=[^\W\d_]{2}[-/.@])(?=\w)|(?<=[/])(?=\w)")
_SHORTEST: Final = 3  # letters on either side of a hyphen
_LONG_HEAD: Final = 10  # letters from which a head is no accident inside another word


@dataclass(frozen=True, slots=True)
class Style:
    """Font size and weight of a text, and its role in the picture."""

    size: float
    bold: bool = False
    role: str = "name"

    def width(self, text: str) -> float:
        return text_width(text.replace(_HYPHEN, "-"), self.size, bold=self.bold)

    @property
    def leading(self) -> float:
        """From baseline to baseline."""
        return self.size * LINE_HEIGHT


def clean(text: str) -> str:
    """The text without control, direction-changing, private and unassigned characters; white space is one space.

    Direction overrides (U+202E …) make a name read as another, control characters are not allowed in XML.

    >>> clean("Bund\\u202eID\\n (alt)\\x00")
    'BundID (alt)'
    """
    if text.isprintable() and "  " not in text and text.strip(" ") == text:
        return (
            text  # as nearly every text is: printable are the letters, signs and the space (str.isprintable)
        )
    spaced = "".join(" " if character.isspace() else character for character in text)
    kept = (c for c in spaced if c == "\u00ad" or unicodedata.category(c) not in _INVISIBLE)
    return " ".join("".join(kept).replace("\u00ad", "").split())


def drawable(text: str) -> str:
    """The text with one sign in the place of each run of characters that the font has not: emoji, 漢字, عربي.

    What a browser would draw with another font of its own is then said in the same way by SVG and PNG.

    >>> drawable("Portal 🏛️ für عربي, 漢字")
    'Portal ▯ für ▯, ▯'
    """
    if text.isascii() or all(map(has_glyph, text)):
        return text
    signs = "".join(c if has_glyph(c) else MISSING for c in text)
    return _MISSING_RUN.sub(MISSING, signs)


def lacks_glyphs(text: str) -> bool:
    """Whether `wrap` sets a sign in the place of some of this text's characters."""
    whole = clean(text)
    return drawable(whole) != whole


def is_cut(text: str) -> bool:
    """Whether `wrap` sets only the beginning of this text."""
    return len(clean(text)) > LONGEST


def wrap(
    text: str, width: float, style: Style, lang: str = "de", *, even: bool = True, limit: int | None = LONGEST
) -> tuple[str, ...]:
    """The lines of a text that are no wider than `width`: broken at spaces, then inside compounds, then anywhere.

    `even` lines are as even as can be without more lines or more hyphens; `limit` is the number of characters after
    which a text is cut (None: never). Never empty.
    """
    whole = drawable(clean(text))
    if limit is not None and len(whole) > limit:
        whole = whole[:limit].rstrip() + " […]"
    return _wrap(whole, round(width, 3), style, lang, even)


@lru_cache(maxsize=4096)
def _wrap(whole: str, width: float, style: Style, lang: str, even: bool) -> tuple[str, ...]:
    lines = _greedy(whole, width, style, lang)
    narrow, wide = width * 0.5, width
    while even and wide - narrow > 1:
        middle = (narrow + wide) / 2
        tried = _greedy(whole, middle, style, lang)
        if len(tried) <= len(lines) and _hyphens(tried) <= _hyphens(lines):
            lines, wide = tried, middle
        else:
            narrow = middle
    return tuple(line.replace(_HYPHEN, "-") for line in lines) or ("",)


def _hyphens(lines: Sequence[str]) -> set[str]:
    """The hyphenated lines by their last word: what evening out may drop but not exchange for others."""
    return {line.rsplit(" ", 1)[-1] for line in lines if line.endswith(_HYPHEN)}


def _greedy(text: str, width: float, style: Style, lang: str) -> list[str]:
    lines: list[str] = []
    line = ""
    for word in text.split(" "):
        for part, glue in _parts(word, width, style, lang):
            joined = line + glue + part if line else part
            if line and style.width(joined) > width:
                lines.append(line)
                line = part
            else:
                line = joined
    if line:
        lines.append(line)
    return lines


def _parts(word: str, width: float, style: Style, lang: str) -> Iterator[tuple[str, str]]:
    """The pieces of a word, each no wider than a line, and what joins it to the line before it."""
    glue = " "
    for piece in _BREAKABLE.split(word):
        rest = piece
        while style.width(rest) > width:
            cut = _cut(rest, width, style, lang)
            yield cut, glue
            rest, glue = rest[len(cut.removesuffix(_HYPHEN)) :], ""
        yield rest, glue
        glue = ""


def _cut(word: str, width: float, style: Style, lang: str) -> str:
    """The beginning of a word that fills a line."""
    fitting = [
        at
        for at in _syllables(word, lang)
        if _SHORTEST <= at <= len(word) - _SHORTEST and style.width(word[:at] + _HYPHEN) <= width
    ]
    good = [
        at
        for at in fitting
        if at >= max(fitting) * 0.4 and (_LINK.search(word[:at]) or _HEAD.match(word[at:]))
    ]
    if fitting:
        return word[: max(good or fitting)] + _HYPHEN
    end = 1
    while end < len(word) and style.width(word[: end + 1]) <= width:
        end += 1
    return word[:end]


def _syllables(word: str, lang: str) -> list[int]:
    heads = [found.start() for found in _HEAD.finditer(word) if len(found.group()) >= _LONG_HEAD]
    return sorted({*positions(word, lang), *heads})


def set_lines(
    lines: Sequence[str], x: float, y: float, style: Style, *, width: float = 0, strike: bool = False
) -> tuple[TextLine, ...]:
    """Lines below each other from the upper edge `y`; with a `width`, each is centred in it."""
    found = []
    for number, line in enumerate(lines):
        measured = style.width(line)
        left = x + (width - measured) / 2 if width else x
        baseline = y + number * style.leading + style.size * ASCENT
        found.append(TextLine(line, left, baseline, style.size, measured, style.bold, style.role, strike))
    return tuple(found)


def block_height(count: int, style: Style) -> float:
    """The height of `count` lines."""
    return (count - 1) * style.leading + style.size * 1.2 if count else 0.0
