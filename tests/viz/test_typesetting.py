# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""Names are cleaned, wrapped and hyphenated, and nothing of them is lost."""

import re
import unicodedata
from collections.abc import Callable

import pytest
from fontTools.ttLib import TTFont
from hypothesis import given
from hypothesis import strategies as st

from grundriss_viz.font import FILES, FOLDER
from grundriss_viz.typesetting import LONGEST, Style, clean, is_cut, lacks_glyphs, wrap

GLYPHS = {chr(code) for code in TTFont(FOLDER / FILES["regular"]).getBestCmap()}
TrueWidth = Callable[[str, float, bool], float]


def bare(text: str) -> str:
    return re.sub(r"[\s-]", "", text)


@pytest.mark.parametrize(
    ("width", "style"), [(112, Style(11)), (144, Style(11)), (148, Style(13, bold=True))]
)
def test_real_names_fit_their_lines_and_are_whole(
    names: list[str], true_width: TrueWidth, width: float, style: Style
) -> None:
    for name in names:
        lines = wrap(name, width, style)
        assert max(true_width(line, style.size, style.bold) for line in lines) <= width
        assert bare("".join(lines)) == bare(name)
        assert "…" not in "".join(lines)


def test_only_few_real_names_need_more_than_three_lines(names: list[str]) -> None:
    assert sum(len(wrap(name, 130, Style(11))) > 3 for name in names) <= 0.05 * len(names)


@pytest.mark.parametrize(
    ("name", "first"),
    [
        ("Wohnberechtigungsschein online", "Wohnberechtigungs-"),
        ("Verwaltungssuchmaschine NRW", "Verwaltungssuch-"),
        ("Personenstandsregister", "Personenstands-"),
    ],
)
def test_a_compound_is_broken_before_its_last_part(name: str, first: str) -> None:
    assert wrap(name, 112, Style(11))[0] == first


def test_a_name_with_hyphens_is_broken_after_one() -> None:
    assert wrap("Once-Only-Technical-System", 80, Style(11)) == ("Once-Only-", "Technical-", "System")


def test_lines_are_even() -> None:
    assert wrap("aaaa bbbb cccc dddd", 95, Style(11)) == ("aaaa bbbb", "cccc dddd")


@given(st.text(max_size=150), st.floats(min_value=40, max_value=300))
def test_every_text_fits_or_is_a_single_character(text: str, width: float) -> None:
    style = Style(11)
    for line in wrap(text, width, style):
        assert style.width(line) <= width or len(line) == 1


@given(st.text(max_size=150) | st.text(st.sampled_from(sorted(GLYPHS)), max_size=150))
def test_no_character_is_lost(text: str) -> None:
    known = "".join(c if c in GLYPHS else "▯" for c in clean(text))
    expected = re.sub("▯+", "▯", known)
    assert bare("".join(wrap(text, 100, Style(11), limit=None))) == bare(expected)


@given(st.text())
def test_clean_text_has_no_invisible_character(text: str) -> None:
    assert all(c == " " or not unicodedata.category(c).startswith(("C", "Z")) for c in clean(text))


def test_direction_overrides_are_removed() -> None:
    assert clean("Bund\u202eDI\u2066 neu\u2069\u200f") == "BundDI neu"


def test_what_is_no_name_is_cut_and_says_so() -> None:
    lines = wrap("x" * 10_000, 100, Style(11))
    assert lines[-1].endswith(" […]")
    assert sum(line.count("x") for line in lines) == LONGEST
    assert is_cut("x" * 10_000)
    assert not is_cut("x" * LONGEST)


@pytest.mark.parametrize(
    ("text", "drawn"),
    [
        ("Bürgerportal", "Bürgerportal"),
        ("Ελληνικά Пётр Łódź", "Ελληνικά Пётр Łódź"),
        ("Portal 🏛 neu", "Portal ▯ neu"),
        ("👩‍👩‍👧‍👦", "▯"),
        ("بوابة الخدمات", "▯ ▯"),
        ("עברית (he)", "▯ (he)"),
        ("漢字漢字", "▯"),
    ],
)
def test_what_the_font_lacks_is_one_sign_for_each_run(text: str, drawn: str) -> None:
    assert wrap(text, 10_000, Style(11)) == (drawn,)
    assert lacks_glyphs(text) == (text != drawn)
