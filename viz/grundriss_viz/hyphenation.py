# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""Where German and English words can be broken: the patterns of the package pyphen, read only as far as needed.

Pyphen takes apart all 80,000 German patterns before the first word, longer than a whole picture takes; here a pattern
is taken apart when a word has its letters. The result is the same (tested), the method that of Liang: "Word Hy-phen-
a-tion by Com-put-er", 1983.
"""

from functools import cache, lru_cache
from typing import Final

from pyphen import LANGUAGES

_FILES: Final = {"de": "de_DE", "en": "en_GB"}
_MARGIN: Final = 2  # letters that stay together at both ends of a word
_DIGITS: Final = b"0123456789"


@lru_cache(maxsize=4096)
def positions(word: str, lang: str) -> tuple[int, ...]:
    """The places where a word can be broken, as numbers of letters before them; an unknown language is German.

    >>> positions("Verwaltung", "de")
    (3, 6)
    """
    patterns, encoding = _patterns(_FILES.get(lang, _FILES["de"]))
    dotted = f".{word.lower()}."
    levels = [0] * (len(dotted) + 1)
    for start in range(len(dotted) - 1):
        for end in range(start + 1, len(dotted) + 1):
            pattern = patterns.get(dotted[start:end])
            if pattern:
                for place, level in _levels(pattern.decode(encoding)):
                    levels[start + place] = max(levels[start + place], level)
    return tuple(
        at - 1 for at, level in enumerate(levels) if level % 2 and _MARGIN <= at - 1 <= len(word) - _MARGIN
    )


@cache
def _patterns(name: str) -> tuple[dict[str, bytes], str]:
    """Patterns by their letters, as they stand in the file, and its encoding."""
    encoding, _, content = LANGUAGES[name].read_bytes().partition(b"\n")
    letters = content.translate(None, _DIGITS).decode(encoding.decode()).split("\n")
    return dict(zip(letters, content.split(b"\n"), strict=True)), encoding.decode()


@cache
def _levels(pattern: str) -> tuple[tuple[int, int], ...]:
    """The digits of a pattern, with the number of letters before each."""
    found = []
    place = 0
    for sign in pattern:
        if sign.isdecimal():
            found.append((place, int(sign)))
        else:
            place += 1
    return tuple(found)
