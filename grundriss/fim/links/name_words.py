# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""Names as sets of words, and how similar two names are.

Words are compared without case, accents and inflection. Function words and words that only say that something is a form
("Antrag", "Online") don't count. A word for what is done ("Erteilung", "Anzeige": the Verrichtung of a Leistung)
counts a quarter: it tells apart services about one object, and proves nothing alone. The words stand in
ontology/mappings/name-words.csv.

Similarity is the weighted Jaccard index: the weight of the shared words over that of all words of both names (Jaccard
1901; weighted: Ruzicka 1958). It is from 0 to 1 and the same both ways.
"""

import csv
import re
from functools import cache
from typing import Final

from grundriss import resources
from grundriss.model.folding import fold

ACTION_WEIGHT: Final = 0.25
_WORD: Final = re.compile(r"[^\W_]{2,}")
_LONGEST: Final = 2_000
_ENDINGS: Final = ("em", "er", "e", "n", "s")
_SHORTEST: Final = 4

Words = frozenset[str]


def words_of(name: str) -> Words:
    """The words of a name that count.

    >>> sorted(words_of("Antrag auf Erteilung eines Jagdscheins (OZG)")), sorted(words_of("Jagdschein Erteilung"))
    (['erteilung', 'jagdschei'], ['erteilung', 'jagdschei'])
    """
    found = (_stem(word) for word in _WORD.findall(fold(name[:_LONGEST])) if not word.isdecimal())
    return frozenset(word for word in found if _roles().get(word) not in ("function", "form"))


def proving(words: Words) -> Words:
    """The words that say what it is about: without those for what is done."""
    return words - _actions()


def similarity(a: Words, b: Words) -> float:
    """How similar two names are, from 0 to 1; 0 where they share no word that says what it is about.

    >>> similarity(words_of("Anmeldung eines Hundes"), words_of("Hund Abmeldung"))
    0.6666666666666666
    >>> similarity(words_of("Erlaubnis Erteilung"), words_of("Jagdschein Erteilung"))
    0.0
    """
    shared = a & b
    return weight(shared) / weight(a | b) if proving(shared) else 0.0


def weight(words: Words) -> float:
    """What some words weigh together."""
    return len(words) - (1 - ACTION_WEIGHT) * len(words & _actions())


def _stem(word: str) -> str:
    """A folded word without its endings, by the steps of CISTEM (Weißweiler and Fraser 2017) that only inflection has.

    >>> _stem("schwangeren") == _stem("schwangere"), _stem("fur")
    (True, 'fur')
    """
    shorter = True
    while shorter and len(word) > _SHORTEST:
        ending = next((e for e in _ENDINGS if word.endswith(e) and len(word) - len(e) >= _SHORTEST), "")
        word, shorter = word.removesuffix(ending), bool(ending)
    return word


@cache
def _roles() -> dict[str, str]:
    """The words that count otherwise than most, as they are compared: function, form or action."""
    path = resources.path("ontology", "mappings", "name-words.csv")
    with path.open(encoding="utf-8", newline="") as file:
        return {_stem(fold(row["word"])): row["role"] for row in csv.DictReader(file)}


@cache
def _actions() -> Words:
    return frozenset(word for word, role in _roles().items() if role == "action")
