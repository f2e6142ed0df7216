# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""Words are broken where pyphen breaks them."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyphen import Pyphen

from grundriss_viz.hyphenation import positions

PYPHEN = {"de": Pyphen(lang="de_DE"), "en": Pyphen(lang="en_GB")}


def expected(word: str, lang: str) -> tuple[int, ...]:
    return tuple(int(at) for at in PYPHEN[lang].positions(word))


@pytest.mark.parametrize("lang", ["de", "en"])
def test_real_names_are_broken_as_by_pyphen(names: list[str], lang: str) -> None:
    words = {word for name in names for word in re.split(r"[\s/()-]+", name) if word}
    assert len(words) > 200
    for word in words:
        assert positions(word, lang) == expected(word, lang), word


@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyzäöüßABCXYZ.'-1#%漢", max_size=30))
def test_any_word_is_broken_as_by_pyphen(word: str) -> None:
    for lang in PYPHEN:
        assert positions(word, lang) == expected(word, lang)


@pytest.mark.parametrize("lang", ["de", "en"])
def test_the_letters_of_every_pattern_are_broken_as_by_pyphen(lang: str) -> None:
    for letters in sorted(PYPHEN[lang].hd.patterns)[::40]:
        word = letters.strip(".")
        assert positions(word, lang) == expected(word, lang), word
