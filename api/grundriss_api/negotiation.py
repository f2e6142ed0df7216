# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""Proactive content negotiation with q-values: RFC 9110 §12.5.1 (Accept) and §12.5.4 (Accept-Language)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

_QUALITY: Final = re.compile(r"(?:0(?:\.\d{0,3})?|1(?:\.0{0,3})?)\Z")
_MAX_RANGES: Final = 64


@dataclass(frozen=True, slots=True)
class Range:
    """One entry of an Accept header: `text/*;q=0.5`. `exact` is False for a range with a `*`."""

    value: str
    quality: float

    @property
    def exact(self) -> bool:
        return "*" not in self.value


def parse(header: str) -> list[Range]:
    """The entries of an Accept or Accept-Language header, in its order; parameters other than q do not count.

    >>> parse("text/html, */*;q=0.1")
    [Range(value='text/html', quality=1.0), Range(value='*/*', quality=0.1)]
    """
    ranges = []
    for entry in header.split(",")[:_MAX_RANGES]:
        value, *parameters = (part.strip().lower() for part in entry.split(";"))
        quality = next((p.partition("=")[2].strip() for p in parameters if p.partition("=")[0] == "q"), "1")
        if value:
            ranges.append(Range(value, float(quality) if _QUALITY.match(quality) else 0.0))
    return ranges


def choose(header: str | None, offered: Sequence[str]) -> str | None:
    """The media type of `offered` (best first) that the header likes best, or None when it likes none.

    Without a header the first is chosen. The most specific entry that fits decides a type's quality; of equal
    qualities the earlier in `offered` wins.

    >>> choose("text/csv;q=0.5, application/*", ["text/csv", "application/xml"])
    'application/xml'
    """
    if header is None or not header.strip():
        return offered[0]
    ranges = parse(header)
    best, best_quality = None, 0.0
    for media_type in offered:
        quality = _quality(media_type, ranges)
        if quality > best_quality:
            best, best_quality = media_type, quality
    return best


def names(header: str | None, media_type: str) -> bool:
    """Whether the header names this very type, not by a `*`, with a quality above 0."""
    return any(r.value == media_type and r.quality > 0 for r in parse(header or ""))


def choose_language(header: str | None, offered: Sequence[str]) -> str:
    """The language of `offered` that the header likes best; the first of them when it likes none.

    >>> choose_language("en-GB, de;q=0.8", ["de", "en"])
    'en'
    """
    qualities: dict[str, float] = {}
    for entry in parse(header or ""):
        language = entry.value.partition("-")[0]
        qualities[language] = max(entry.quality, qualities.get(language, 0.0))
    anything = qualities.get("*", 0.0)
    return max(offered, key=lambda language: qualities.get(language, anything))


def _quality(media_type: str, ranges: list[Range]) -> float:
    for wanted in (media_type, media_type.partition("/")[0] + "/*", "*/*"):
        fitting = [r.quality for r in ranges if r.value == wanted]
        if fitting:
            return max(fitting)
    return 0.0
