# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""Candidates by what they share: an index of features, such that no two things are compared that share nothing rare."""

import math
from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator
from typing import Final, Generic, TypeVar

Thing = TypeVar("Thing")
Feature = TypeVar("Feature", bound=Hashable)

COMMON: Final = 200
"""A feature that more things have than this brings no candidates: a pair that shares only such features is left out."""


class RareFeatures(Generic[Thing, Feature]):
    """The things that have a feature. Of a feature that too many have, only their number is of use."""

    def __init__(self, features: Iterable[tuple[Thing, Iterable[Feature]]]) -> None:
        self._things: dict[Feature, list[Thing]] = defaultdict(list)
        for thing, of_thing in features:
            for feature in sorted(set(of_thing), key=str):
                self._things[feature].append(thing)

    def candidates(self, features: Iterable[Feature]) -> Iterator[Thing]:
        """The things that share a feature which not too many have, each once."""
        rare = (self._things[feature] for feature in sorted(features, key=str) if feature in self._things)
        return iter(dict.fromkeys(thing for things in rare if len(things) <= COMMON for thing in things))


def rarity(holders: int, total: int) -> float:
    """How much a feature says that `holders` of `total` things have: 1 for one of them, towards 0 for all.

    This is the inverse document frequency (Spärck Jones 1972), smoothed and divided by its largest value.

    >>> rarity(1, 100), round(rarity(10, 100), 2), round(rarity(100, 100), 2)
    (1.0, 0.52, 0.15)
    """
    return math.log(1 + total / holders) / math.log(1 + total)
