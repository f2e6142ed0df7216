# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""The gallery of docs/gallery.md: every view with an example from the packaged landscape, on a fixed day.

`python -m grundriss_viz.gallery FOLDER` writes gallery.md and images/*.svg into a folder; scripts/gallery calls it.
"""

import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from grundriss_viz.diagram import Diagram
from grundriss_viz.svg import render
from grundriss_viz.views import draw

if TYPE_CHECKING:
    from grundriss.store.snapshot import Snapshot

TODAY: Final = date(2026, 11, 23)
"""The day that counts as today in the gallery, so that its pictures stay what they are."""

_OPTIONS: Final = {"from_": "from"}
_INTRODUCTION: Final = (
    "<!-- Written by scripts/gallery; do not edit. -->\n\n"
    "# Gallery\n\n"
    "Every view with an example from the federal landscape, as of {today}. A picture says in its notes what it hides "
    "or rolls up;\n"
    "the table behind it (`-f csv`) names everything. In the server, and in the SVG files themselves, boxes lead to "
    "the pages of\n"
    "their elements. Pictures speak German or English (`--lang en`); names stay as the sources write them.\n\n"
    "`grundriss draw --list` names the views with their options; `-o picture.png` paints a PNG.\n"
)


@dataclass(frozen=True, slots=True)
class Plate:
    """One picture of the gallery: the name of its file, the view with what it is asked, and what there is to see."""

    name: str
    view: str
    heading: str
    text: str
    asked: dict[str, Any] = field(default_factory=dict)

    @property
    def command(self) -> str:
        """The command line that draws it."""
        options = "".join(f" --{_OPTIONS.get(name, name)} {value}" for name, value in self.asked.items())
        return f"grundriss draw {self.view}{options} -o {self.name}.svg"


PLATES: Final = (
    Plate(
        "landscape-map",
        "landscape-map",
        "Landscape map",
        "All components of a state by federal level and kind. Colour is the lifecycle; what ends by the target is red "
        "and has a minus.",
    ),
    Plate(
        "landscape-map-2020",
        "landscape-map",
        "Landscape map of a date",
        "What has no start date is shown as today and marked with a question mark: nothing says that it was there.",
        {"state": "2020"},
    ),
    Plate(
        "landscape-map-soll",
        "landscape-map",
        "Landscape map of the target",
        "The same for the target state, in English: what is new since today is marked. Every component stands where it "
        "stands on the map of today.",
        {"state": "soll", "lang": "en"},
    ),
    Plate(
        "landscape-map-both",
        "landscape-map",
        "Landscape map of today and the target in one",
        "What ends is red with a minus, what comes is green with a plus; no place is free.",
        {"show": "both"},
    ),
    Plate(
        "gap",
        "gap",
        "Gap from today to the target",
        "What comes, goes, is replaced and changes, by owner, with the decisions behind it.",
    ),
    Plate(
        "gap-from",
        "gap",
        "The earlier state of the gap",
        "The same boxes in the same places, as they are today; the places of what comes are free.",
        {"show": "from"},
    ),
    Plate(
        "gap-to",
        "gap",
        "The later state of the gap",
        "And as they will be, in English.",
        {"show": "to", "lang": "en"},
    ),
    Plate(
        "gap-2021-ist",
        "gap",
        "Gap between any two states",
        "A state is `ist`, `soll`, a plateau, a year, a month or a day.",
        {"from_": "2021", "to": "ist"},
    ),
    Plate(
        "cooperation",
        "cooperation",
        "Application cooperation by organisation",
        "Whose components need whose; the numbers count relations.",
    ),
    Plate(
        "cooperation-level",
        "cooperation",
        "Application cooperation by federal level",
        "The same between the Federation, Länder and municipalities.",
        {"by": "level"},
    ),
    Plate(
        "neighbourhood-bundid",
        "neighbourhood",
        "Neighbourhood of an element",
        "Who needs BundID, and what BundID needs. Neighbours of one kind and relation share a frame and a line.",
        {"focus": "bundid"},
    ),
    Plate(
        "neighbourhood-fit-connect",
        "neighbourhood",
        "Neighbourhood over two steps",
        "FIT-Connect, its neighbours, and theirs.",
        {"focus": "fit-connect", "depth": 2},
    ),
    Plate(
        "impact-bundid",
        "impact",
        "Impact of an element",
        "Everything that depends on BundID, by the number of steps. Where single lines could no longer be followed, "
        "frames are joined as a whole.",
        {"focus": "bundid"},
    ),
    Plate(
        "impact-dvdv-down",
        "impact",
        "What an element depends on",
        "The other direction: what the directory DVDV needs, in English.",
        {"focus": "dvdv", "direction": "down", "lang": "en"},
    ),
    Plate(
        "service-chain",
        "service-chain",
        "Chain of a public service",
        "From a Leistung over its online service and what that needs to the registers.",
        {"focus": "99115005104000"},
    ),
    Plate(
        "service-chain-wohngeld",
        "service-chain",
        "Chain of another public service",
        "Housing benefit: what is needed for it is found over two steps.",
        {"focus": "99107023037000"},
    ),
)
"""Every picture, in the order of the page."""


def document() -> str:
    """The page."""
    return "\n".join([_INTRODUCTION.format(today=TODAY.isoformat()), *_sections()])


def _sections() -> Iterator[str]:
    for plate in PLATES:
        yield f"## {plate.heading}\n\n{plate.text}\n"
        yield f"```sh\n{plate.command}\n```\n"
        yield f"![{plate.heading}](images/{plate.name}.svg)\n"


def diagrams(snapshot: "Snapshot") -> Iterator[tuple[Plate, Diagram]]:
    """Every picture, laid out."""
    for plate in PLATES:
        yield plate, draw(plate.view, snapshot, **plate.asked)


def pictures(drawn: Iterable[tuple[Plate, Diagram]]) -> Iterator[tuple[str, str]]:
    """The name and the SVG of every picture."""
    for plate, diagram in drawn:
        yield f"{plate.name}.svg", render(diagram)


def write(folder: Path, snapshot: "Snapshot") -> None:
    """Write the page and its pictures."""
    (folder / "images").mkdir(parents=True, exist_ok=True)
    (folder / "gallery.md").write_text(document(), encoding="utf-8")
    for name, picture in pictures(diagrams(snapshot)):
        (folder / "images" / name).write_text(picture, encoding="utf-8")


if __name__ == "__main__":
    from grundriss.store.packaged import packaged_landscape

    with packaged_landscape(TODAY).snapshot() as opened:
        write(Path(sys.argv[1]), opened)
