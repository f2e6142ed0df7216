# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""How things look: colours for light and dark, borders, text styles.

The gap colours are those of DESIGN §4 (added, removed, changed); every status also has its own border and prefix, so
that colour is never alone. The same thing looks the same in every view. Text has at least 4.5:1 and borders at least
3:1 against what is behind them (WCAG 2.1).
"""

from dataclasses import dataclass
from typing import Final

from grundriss_viz.typesetting import Style


@dataclass(frozen=True, slots=True)
class Colours:
    """Fill, border, text and small text of a box; a line has only the border."""

    fill: str
    stroke: str
    ink: str
    muted: str


@dataclass(frozen=True, slots=True)
class Look:
    """Colours by day and night, the width and the dashes of the border, and the sign before the name."""

    light: Colours
    dark: Colours
    width: float = 1.0
    dash: str = ""
    prefix: str = ""
    strike: bool = False


_BLUE: Final = Look(
    Colours("#E3EEF7", "#3A73A5", "#17222E", "#3E4E5E"), Colours("#1B3348", "#7FB2DE", "#EAF2FA", "#B9C9D8")
)
_YELLOW: Final = Look(
    Colours("#FFF4D1", "#96700A", "#2B2308", "#5E4E17"),
    Colours("#3F340F", "#DDBB55", "#FFF6D8", "#DCCB8F"),
    dash="5 2.5",
)
_VIOLET: Final = Look(
    Colours("#EFE8F7", "#7A55A6", "#251A33", "#523F69"),
    Colours("#34274A", "#BFA0E6", "#F4ECFF", "#D0BDE8"),
    dash="1.5 2.5",
)
_GREEN: Final = Look(
    Colours("#D5E8D4", "#2F7D32", "#14301A", "#2A5A2F"),
    Colours("#1E3B20", "#7CC47F", "#E6F7E6", "#A9D8AB"),
    width=2.0,
    prefix="+",
)
_RED: Final = Look(
    Colours("#F8CECC", "#AB2E2E", "#3B0E0E", "#7C2020"),
    Colours("#4A1F1F", "#F0908C", "#FFE8E6", "#F2B8B5"),
    width=1.6,
    dash="5 2.5",
    prefix="−",
    strike=True,
)
_ORANGE: Final = Look(
    Colours("#FFE6CC", "#B3630A", "#38200A", "#70400C"),
    Colours("#47300F", "#EFA95A", "#FFF0DF", "#EEC792"),
    width=2.4,
    prefix="~",
)
_NEUTRAL: Final = Look(
    Colours("#FFFFFF", "#5B6672", "#17222E", "#4A5561"), Colours("#20272F", "#98A4B0", "#EDF1F5", "#B7C0CA")
)

PAPER: Final = Colours("#FFFFFF", "#D4DAE0", "#17222E", "#4A5561")
NIGHT: Final = Colours("#12171D", "#3A444F", "#EDF1F5", "#AEB8C2")
FRAME: Final = Colours("#F3F5F7", "#CBD2D9", "#17222E", "#4A5561")
NIGHT_FRAME: Final = Colours("#1A2129", "#3A444F", "#EDF1F5", "#AEB8C2")

BOXES: Final[dict[str, Look]] = {
    "added": _GREEN,
    "removed": _RED,
    "replaced": _RED,
    "changed": _ORANGE,
    "unchanged": _NEUTRAL,
    "rollup": _NEUTRAL,
    "productive": _BLUE,
    "building": _YELLOW,
    "planned": _VIOLET,
    "phase-out": _RED,  # it goes, as what ends or is removed does
    "ending": _RED,
    "coming": _GREEN,
    "unknown": _NEUTRAL,
    "party": Look(
        Colours(FRAME.fill, "#5B6672", FRAME.ink, FRAME.muted),
        Colours(NIGHT_FRAME.fill, "#98A4B0", NIGHT_FRAME.ink, NIGHT_FRAME.muted),
        width=1.2,
    ),  # an organisation, as the frames of owners
    "undated": Look(_NEUTRAL.light, _NEUTRAL.dark, prefix="?"),
    "free": Look(
        Colours(FRAME.fill, "#7E8996", FRAME.ink, FRAME.muted),
        Colours(NIGHT_FRAME.fill, "#7A8794", NIGHT_FRAME.ink, NIGHT_FRAME.muted),
        width=0.7,
        dash="1 5",
    ),  # the place of what another state has: faint, so that nobody takes it for a box
    "other": Look(_NEUTRAL.light, _NEUTRAL.dark, dash="1.5 2.5"),
    "focus": Look(
        Colours("#17324D", "#0B1E30", "#FFFFFF", "#D6E2EE"),
        Colours("#D6E6F5", "#FFFFFF", "#0B1E30", "#2E4256"),
        width=2.0,
    ),
}

LINES: Final[dict[str, Look]] = {
    "added": Look(_GREEN.light, _GREEN.dark, width=1.5),
    "removed": Look(_RED.light, _RED.dark, width=1.3),
    "replacement": Look(
        Colours("#AB2E2E", "#7B1FA2", "#4A148C", "#4A148C"),
        Colours("#F0908C", "#CE93D8", "#F3E5F5", "#E1BEE7"),
        width=2.2,
    ),
    "unchanged": Look(_NEUTRAL.light, _NEUTRAL.dark, width=1.1),
    "few": Look(_NEUTRAL.light, _NEUTRAL.dark, width=1.0),
    "several": Look(_BLUE.light, _BLUE.dark, width=2.2),
    "many": Look(
        Colours("#17324D", "#17324D", "#17324D", "#17324D"),
        Colours("#D6E6F5", "#D6E6F5", "#D6E6F5", "#D6E6F5"),
        width=3.6,
    ),
}

DASHES: Final = {"solid": "", "dashed": "7 4", "dotted": "2 3"}
"""Line styles by the codes of the scheme line-style."""

TITLE: Final = Style(24, bold=True, role="title")
SUBTITLE: Final = Style(13, role="subtitle")
NOTE: Final = Style(11, role="note")
LEGEND: Final = Style(12, role="legend")
PANEL_TITLE: Final = Style(14, bold=True, role="heading")
PANEL_COUNT: Final = Style(13, role="count")
GROUP_TITLE: Final = Style(11, bold=True, role="subheading")
OWNER_TITLE: Final = Style(12.5, bold=True, role="heading")
TILE_NAME: Final = Style(11, role="name")
BOX_NAME: Final = Style(13, bold=True, role="name")
BOX_DETAIL: Final = Style(11, role="detail")
FOCUS_NAME: Final = Style(15, bold=True, role="name")
COUNT: Final = Style(13, bold=True, role="edge")
EDGE_LABEL: Final = Style(11, role="edge")
