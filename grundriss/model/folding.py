# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""Text as it is compared in searches: without case and accents, `ä`, `ae` and `a` alike, `ß` as `ss`."""

import unicodedata
from typing import Final

_DIGRAPHS: Final = (("ae", "a"), ("oe", "o"), ("ue", "u"))


def fold(text: str) -> str:
    """The text to compare by; the same for every way to write an umlaut.

    >>> fold("Behörde") == fold("BEHOERDE") == fold("behorde")
    True
    >>> fold("Straße") == fold("strasse")
    True
    """
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    folded = "".join(c for c in decomposed if not unicodedata.combining(c))
    for written, plain in _DIGRAPHS:
        folded = folded.replace(written, plain)
    return " ".join(folded.split())
