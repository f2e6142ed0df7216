# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""The files made of the font say what the font says."""

import json

import pytest
from fontTools.ttLib import TTFont

from grundriss_viz.font import ADVANCES, FILES, FOLDER, WEB_FILES, text_width

GERMAN = "ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÜabcdefghijklmnopqrstuvwxyzäöüß0123456789 .,;:()/-–„“§&+−~→·×"


def advances(name: str) -> dict[str, int]:
    font = TTFont(FOLDER / name)
    assert font["head"].unitsPerEm == 1000
    return {chr(code): font["hmtx"][glyph][0] for code, glyph in font.getBestCmap().items()}


@pytest.mark.parametrize("weight", FILES)
def test_the_json_holds_the_advance_of_every_character(weight: str) -> None:
    assert json.loads(ADVANCES.read_text(encoding="utf-8"))[weight] == advances(FILES[weight])


@pytest.mark.parametrize(("web", "whole"), list(zip(WEB_FILES.values(), FILES.values(), strict=True)))
def test_the_web_font_has_all_german_characters_at_the_same_widths_and_neither_kerning_nor_ligatures(
    web: str, whole: str
) -> None:
    small, large = advances(web), advances(whole)
    assert {c: small[c] for c in GERMAN} == {c: large[c] for c in GERMAN}
    assert not {"GPOS", "GSUB", "kern"} & set(TTFont(FOLDER / web).keys())


@pytest.mark.parametrize("bold", [False, True])
def test_a_text_is_as_wide_as_its_glyphs(bold: bool) -> None:
    widths = advances(FILES["semibold" if bold else "regular"])
    text = "Bürger- und Unternehmensservice Niedersachsen (BUS)"
    assert text_width(text, 11, bold=bold) == pytest.approx(sum(widths[c] for c in text) * 11 / 1000)


def test_characters_that_the_font_lacks_are_taken_as_one_em() -> None:
    assert text_width("漢字", 10) == 20


def test_the_licence_lies_beside_the_font() -> None:
    assert "SIL OPEN FONT LICENSE Version 1.1" in (FOLDER / "LICENSE.txt").read_text(encoding="utf-8")
