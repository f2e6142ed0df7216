# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""Which evidence is enough for a link: the lowest grade, and the lowest score of each grade.

Without a setting, those of ontology/mappings/link-thresholds.csv. In grundriss.toml:

    [fim-links]
    grade = "shared-legal-basis"      # the weakest grade that is enough
    min-score = { similar-name = 0.7 }
"""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

from grundriss import resources
from grundriss.errors import InputError, UsageError
from grundriss.fim.links.evidence import Evidence, Grade
from grundriss.messages import Message

SECTION: Final = "fim-links"
"""The section of grundriss.toml that says otherwise."""
_GRADE: Final = "grade"
_SCORES: Final = "min-score"


@dataclass(frozen=True, slots=True)
class Threshold:
    """`grade` is the weakest grade that is enough, `least` the lowest score of each grade that is enough."""

    grade: Grade
    least: Mapping[Grade, float]

    def admits(self, evidence: Evidence) -> bool:
        return evidence.grade.rank <= self.grade.rank and evidence.score >= self.least.get(evidence.grade, 0)

    def with_options(self, grade: str | None = None, score: float | None = None) -> "Threshold":
        """The threshold with another lowest grade, and with one lowest score for all grades. Raises UsageError."""
        lowest = self.grade
        if grade is not None:
            if grade not in list(Grade):
                raise UsageError("link-grade-unknown", grade=grade, known=list(Grade))
            lowest = Grade(grade)
        if score is None:
            return Threshold(lowest, self.least)
        if not 0 <= score <= 1:
            raise UsageError("link-score-outside", score=score)
        return Threshold(lowest, dict.fromkeys(Grade, score))

    def to_dict(self) -> dict[str, object]:
        return {"grade": str(self.grade), "minScore": {str(g): self.least.get(g, 0.0) for g in Grade}}


@cache
def default_threshold() -> Threshold:
    """What holds where nothing else is set."""
    path = resources.path("ontology", "mappings", "link-thresholds.csv")
    with path.open(encoding="utf-8", newline="") as file:
        least = {Grade(row["grade"]): float(row["least score"]) for row in csv.DictReader(file)}
    return Threshold(Grade.SIMILAR_NAME, least)


def threshold_from(settings: Mapping[str, object], location: str) -> Threshold:
    """What a section of settings says, over the default. InputError with the location for what it cannot mean."""

    def wrong(reason: Message) -> InputError:
        return InputError("settings-broken", location=location, reason=reason)

    found = default_threshold()
    unknown = sorted(settings.keys() - {_GRADE, _SCORES})
    if unknown:
        raise wrong(Message("link-setting-unknown", {"name": unknown[0], "known": [_GRADE, _SCORES]}))
    grade, scores = settings.get(_GRADE, str(found.grade)), settings.get(_SCORES, {})
    stated = dict.fromkeys(Grade, scores) if isinstance(scores, int | float) else scores
    named = [grade, *(stated if isinstance(stated, Mapping) else [])]
    for name in named:
        if name not in list(Grade):
            raise wrong(Message("link-grade-unknown", {"grade": str(name), "known": list(Grade)}))
    least = dict(found.least)
    for name, score in stated.items() if isinstance(stated, Mapping) else [(_SCORES, stated)]:
        if isinstance(score, bool) or not isinstance(score, int | float) or not 0 <= score <= 1:
            raise wrong(Message("link-score-outside", {"score": str(score)}))
        least[Grade(name)] = float(score)
    return Threshold(Grade(str(grade)), least)
