# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""Dates as sources give them: a year, a month or a day, kept as given and read as days (DESIGN, Time)."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Self

from pyoxigraph import Literal, NamedNode

from grundriss.model.terms import XSD

_FORM: Final = re.compile(r"^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?$")
_MONTHS: Final = {
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember".split(),
    "en": "January February March April May June July August September October November December".split(),
}
_DATATYPES: Final = {1: "gYear", 2: "gYearMonth", 3: "date"}


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A year (`2028`), a month (`2025-01`) or a day (`2025-06-30`)."""

    year: int
    month: int | None = None
    day: int | None = None

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read `YYYY`, `YYYY-MM` or `YYYY-MM-DD`; ValueError for anything else or an impossible date.

        >>> PartialDate.parse("2025-02-30")
        Traceback (most recent call last):
        ...
        ValueError: '2025-02-30' is no date: write YYYY, YYYY-MM or YYYY-MM-DD
        """
        found = _FORM.match(text.strip())
        if found:
            year, month, day = (int(part) if part else None for part in found.groups())
            try:
                date(year or 0, month or 1, day or 1)
                return cls(year or 0, month, day)
            except ValueError:
                pass
        raise ValueError(f"{text!r} is no date: write YYYY, YYYY-MM or YYYY-MM-DD")

    def __str__(self) -> str:
        parts = [f"{self.year:04d}"] + [f"{part:02d}" for part in (self.month, self.day) if part is not None]
        return "-".join(parts)

    def words(self, lang: str) -> str:
        """The date as people write it in a language.

        >>> [PartialDate.parse(text).words("de") for text in ("2028", "2025-01", "2025-06-30")]
        ['2028', 'Januar 2025', '30.06.2025']
        >>> [PartialDate.parse(text).words("en") for text in ("2025-01", "2025-06-30")]
        ['January 2025', '30 June 2025']
        """
        if self.month is None:
            return f"{self.year:04d}"
        if self.day is not None and lang == "de":
            return f"{self.day:02d}.{self.month:02d}.{self.year:04d}"
        month = f"{_MONTHS.get(lang, _MONTHS['de'])[self.month - 1]} {self.year:04d}"
        return f"{self.day} {month}" if self.day is not None else month

    @property
    def first_day(self) -> date:
        """The first day of the year or month, or the day itself: how a start is read."""
        return date(self.year, self.month or 1, self.day or 1)

    @property
    def last_day(self) -> date:
        """The last day of the year or month, or the day itself: how a WHEN is read."""
        month = self.month or 12
        return date(self.year, month, self.day or monthrange(self.year, month)[1])

    @property
    def end_day(self) -> date:
        """The first day on which something that ends then is gone.

        An end of year or month precision is its last day (so it is gone in the plateau dated that day);
        a day-precise inclusive end is the day after.

        >>> PartialDate.parse("2028").end_day.isoformat()
        '2028-12-31'
        >>> PartialDate.parse("2025-06-30").end_day.isoformat()
        '2025-07-01'
        """
        return self.last_day if self.day is None else self.last_day + timedelta(days=1)

    @property
    def literal(self) -> Literal:
        """The typed literal that keeps the precision: xsd:gYear, xsd:gYearMonth or xsd:date."""
        precision = 1 + (self.month is not None) + (self.day is not None)
        return Literal(str(self), datatype=NamedNode(XSD + _DATATYPES[precision]))


def day_words(day: date, lang: str) -> str:
    """A day as people write it in a language.

    >>> day_words(date(2026, 11, 23), "de"), day_words(date(2026, 11, 23), "en")
    ('23.11.2026', '23 November 2026')
    """
    return PartialDate(day.year, day.month, day.day).words(lang)


def date_words(text: str, lang: str) -> str:
    """A day or a month in ISO 8601 as people write it in a language; what is none stays as it is.

    >>> date_words("2026-11-23", "de"), date_words("2026-11", "en"), date_words("r12", "en")
    ('23.11.2026', 'November 2026', 'r12')
    """
    try:
        return PartialDate.parse(text).words(lang)
    except ValueError:
        return text
