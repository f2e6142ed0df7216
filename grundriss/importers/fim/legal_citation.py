# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""Legal citations as FIM files write them (`bezug`, `handlungsgrundlage`): "§ 5 Abs. 1 und 3 AufenthG vom 15.07.2024".

`citations` reads a text into citations and what it did not understand; nothing is guessed and nothing is lost. What
names a law without a "§" is taken for one only where its name leaves no doubt and nothing else stands beside it.
"""

import datetime
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import total_ordering
from itertools import pairwise
from typing import Final, Literal

from grundriss.importers.fim.citation_tokens import Cursor, tokens
from grundriss.importers.fim.citation_words import LEVEL_SIGN
from grundriss.importers.fim.law_name import LawName, take_law
from grundriss.importers.fim.subdivision import Subdivision, take_connector, take_subdivision

_TRANSCRIBED: Final = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
_SEPARATORS: Final = re.compile(r"-{2,}")
_EDGES: Final = ",; \t\r\n"
_NUMBERS: Final = re.compile(r"([0-9]+)")


@total_ordering
@dataclass(frozen=True, slots=True)
class Citation:
    """One place in a law, or a law as a whole, and the version that is cited.

    `law` is as written ("SGB II", "VO (EG) Nr. 883/2004"). The levels are those that are given, without their order:
    "Nr. 3 Satz 2" and "Satz 2 Nr. 3" are the same. `until` ends a range at the deepest level: a value, "f." or "ff.".
    `annex` is "Anhang 3 Abschnitt 1", `letter` may be "a aa" with its double letter.
    """

    law: str
    article: bool = False
    section: str | None = None
    paragraph: str | None = None
    sentence: str | None = None
    number: str | None = None
    letter: str | None = None
    until: str | None = None
    date: datetime.date | None = None
    subparagraph: str | None = None
    half_sentence: str | None = None
    alternative: str | None = None
    annex: str | None = None

    @property
    def law_key(self) -> str:
        """The law in `[a-z0-9_-]`, without regard to case and punctuation.

        >>> Citation("ThürVwVfG").law_key, Citation("VO (EG) Nr. 883/2004").law_key
        ('thuervwvfg', 'vo-eg-nr-883-2004')
        """
        return _slug(self.law)

    @property
    def key(self) -> str:
        """Law and subdivision in `[a-z0-9._-]`, without the date.

        >>> Citation("SGB II", section="12a", paragraph="1", sentence="2").key
        'sgb-ii--12a-abs-1-satz-2'
        """
        parts = [_slug(self.annex)] if self.annex else []
        parts += ["art"] if self.article else []
        parts += [self.section] if self.section else []
        for level, value in self._levels():
            parts += [_slug(LEVEL_SIGN[level]), value.replace(" ", "-")]
        if self.until:
            parts += [self.until.rstrip(".")] if self.until.endswith(".") else ["bis", self.until]
        return "--".join(filter(None, (self.law_key, "-".join(parts).lower())))

    def __str__(self) -> str:
        """The citation in normal form.

        >>> str(Citation("AsylG", section="61", paragraph="1", sentence="2", number="3"))
        '§ 61 Abs. 1 Satz 2 Nr. 3 AsylG'
        """
        parts = [self.annex] if self.annex else []
        levels = list(self._levels())
        if self.section:
            sign = "Art." if self.article else "§§" if self.until and not levels else "§"
            parts.append(f"{sign} {self.section}")
        parts += [f"{LEVEL_SIGN[level]} {value}" for level, value in levels]
        if self.until:
            parts[-1] += f" {self.until}" if self.until.endswith(".") else f"-{self.until}"
        parts.append(self.law)
        if self.date:
            parts.append(f"vom {self.date:%d.%m.%Y}")
        return " ".join(parts)

    def __lt__(self, other: object) -> bool:
        """Order by law, then by number: § 5 comes before § 12."""
        if not isinstance(other, Citation):
            return NotImplemented
        return self._rank() < other._rank()

    def _levels(self) -> Iterator[tuple[str, str]]:
        for level in LEVEL_SIGN:
            value = getattr(self, level)
            if value:
                yield level, value

    def _rank(self) -> tuple[object, ...]:
        levels = (self.annex, self.section, *(getattr(self, level) for level in LEVEL_SIGN), self.until)
        date = self.date or datetime.date.min
        return self.law.casefold(), self.law, self.article, *map(_natural, levels), date


@dataclass(frozen=True, slots=True)
class Reading:
    """What a text cites, in order; `rest` is what was not understood.

    `spans` has for each citation the stretch of the text that it was read from, as start and end; citations of one list
    share it. Every letter and digit of the text stands in a stretch or in `rest`.
    """

    citations: tuple[Citation, ...]
    rest: str
    spans: tuple[tuple[int, int], ...]


def citations(text: str) -> Reading:
    """The citations of a text.

    >>> reading = citations("§ 5 Abs. 1 und 3 AufenthG i. V. m. § 7 BMG; RFC 5322")
    >>> [str(citation) for citation in reading.citations]
    ['§ 5 Abs. 1 AufenthG', '§ 5 Abs. 3 AufenthG', '§ 7 BMG']
    >>> reading.rest
    'RFC 5322'
    """
    found: list[Citation] = []
    spans: list[tuple[int, int]] = []
    for run in _runs(text):
        for cited, span in _cited(run):
            found += cited
            spans += [span] * len(cited)
    return Reading(tuple(found), _rest(text, spans), tuple(spans))


def _rest(text: str, spans: Sequence[tuple[int, int]]) -> str:
    """What of a text stands in no span, part by part; parts without a letter or digit only separate."""
    edges = [(0, 0), *dict.fromkeys(spans), (len(text), len(text))]
    gaps = [text[end:start].strip(_EDGES) for (_, end), (start, _) in pairwise(edges)]
    return "; ".join(gap for gap in gaps if any(map(str.isalnum, gap)))


# From the elements of a text to its citations


@dataclass(frozen=True, slots=True)
class _Element:
    """Something understood in a text: a subdivision, a law, or what joins them. `line`: it begins a line."""

    value: Subdivision | LawName | Literal["comma", "word"]
    start: int
    end: int
    line: bool


@dataclass(frozen=True, slots=True)
class _Run:
    """Elements that stand together; `opens` and `closes`: nothing else stands before or behind them on their line."""

    elements: Sequence[_Element]
    opens: bool
    closes: bool

    def stands_alone(self, index: int) -> bool:
        return self.is_free_before(index) and self._is_free_behind(index)

    def is_free_before(self, index: int) -> bool:
        """Is an element the first of its line, or joined to another one before it?"""
        before = self.elements[index - 1].value if index else None
        return self.elements[index].line or (self.opens if index == 0 else before != "word" or index > 1)

    def _is_free_behind(self, index: int) -> bool:
        last = len(self.elements) - 1
        if index == last:
            return self.closes
        behind = self.elements[index + 1]
        return behind.line or behind.value != "word" or index + 1 < last


def _runs(text: str) -> Iterator[_Run]:
    cursor = Cursor(tokens(text))
    elements: list[_Element] = []
    opens = True
    while True:
        token = cursor.here
        ends = token.kind == "end" or cursor.is_mark(";")
        element = None if ends else _take_element(cursor, elements, opens)
        if element:
            elements.append(element)
            continue
        if elements:
            yield _Run(elements, opens, ends or token.line)
            elements = []
        if token.kind == "end":
            return
        cursor.at += 1
        opens = ends or cursor.here.line


def _take_element(cursor: Cursor, before: list[_Element], opens: bool) -> _Element | None:
    start = cursor.here
    value = (
        take_subdivision(cursor, first=opens and not before)
        or _take_joint(cursor)
        or take_law(cursor, cited=_is_cited(before))
    )
    return _Element(value, start.start, cursor.ahead(-1).end, start.line) if value else None


def _is_cited(before: list[_Element]) -> bool:
    """Does the last element that joins nothing name a part of a law?"""
    behind = [element.value for element in before[-2:] if not isinstance(element.value, str)]
    return bool(behind) and isinstance(behind[-1], Subdivision)


def _take_joint(cursor: Cursor) -> Literal["comma", "word"] | None:
    comma = cursor.is_mark(",")
    if take_connector(cursor):
        return "comma" if comma else "word"
    if cursor.is_mark(".") and not cursor.ahead().glued:
        cursor.at += 1
        return "comma"
    return None


def _cited(run: _Run) -> Iterator[tuple[list[Citation], tuple[int, int]]]:
    """The citations of a run, law by law, with their stretch; what joins it to the one before belongs to it."""
    last = -1
    for law, parts in sorted(_owners(run).items()):
        cited = _citations_of(run, law, parts)
        if cited:
            first = min([law, *parts])
            joined = last >= 0 and first == last + 2 and isinstance(run.elements[first - 1].value, str)
            last = max([law, *parts])
            yield cited, (run.elements[first - joined].start, run.elements[last].end)


def _owners(run: _Run) -> dict[int, list[int]]:
    """Each law of a run with the subdivisions that belong to it.

    A subdivision belongs to the law that follows. It belongs to the law before it where the run begins with a law and
    ends with a subdivision ("BMG § 17, AsylG § 3"), or where none follows and the law before it has no other.
    """
    values = [element.value for element in run.elements]
    named = [value for value in values if not isinstance(value, str)]
    if named and isinstance(named[0], LawName) and isinstance(named[-1], Subdivision):
        return _laws_first(values)
    return _laws_last(values)


def _laws_first(values: Sequence[object]) -> dict[int, list[int]]:
    owners: dict[int, list[int]] = {}
    for index, value in enumerate(values):
        if isinstance(value, LawName):
            owners[index] = []
        elif isinstance(value, Subdivision):
            owners[max(owners)].append(index)
    return owners


def _laws_last(values: Sequence[object]) -> dict[int, list[int]]:
    owners: dict[int, list[int]] = {}
    waiting: list[int] = []
    law: int | None = None
    for index, value in enumerate(values):
        if isinstance(value, LawName):
            owners[index], waiting, law = waiting, [], index
        elif isinstance(value, Subdivision):
            waiting.append(index)
    if law is not None and waiting and not owners[law]:
        owners[law] = waiting
    return owners


def _citations_of(run: _Run, index: int, parts: list[int]) -> list[Citation]:
    """The citations of a law; none where it is not clear that it is meant."""
    law = run.elements[index].value
    assert isinstance(law, LawName)
    subdivisions = [value for part in parts if isinstance(value := run.elements[part].value, Subdivision)]
    if not _is_clear(run, index, parts) or (
        not law.certain and any(part.certain_law for part in subdivisions)
    ):
        return []
    places = [(part.article, place) for part in subdivisions for place in part.places] or [(False, {})]
    return [Citation(law.name, article, date=law.date, **place) for article, place in places]


def _is_clear(run: _Run, index: int, parts: list[int]) -> bool:
    """No two subdivisions without anything between them ("Art. 229 § 5"), and a law alone or before its subdivisions
    only where it is the first of its line or joined to what was understood."""
    law = run.elements[index].value
    assert isinstance(law, LawName)
    if any(behind == before + 1 and not run.elements[behind].line for before, behind in pairwise(parts)):
        return False
    if not parts:
        return law.certain and run.stands_alone(index)
    return parts[0] < index or run.is_free_before(index)


# Keys and order


def _slug(text: str) -> str:
    """`[a-z0-9_-]`: umlauts are spelled out, a letter that has no Latin base stands as its code point."""
    spelled = unicodedata.normalize("NFKD", text.casefold().translate(_TRANSCRIBED))
    return _SEPARATORS.sub("-", "".join(map(_slug_part, spelled))).strip("-")


def _slug_part(char: str) -> str:
    if char.isascii() and char.isalnum():
        return char
    if unicodedata.combining(char):
        return ""
    return f"_{ord(char):x}_" if char.isalnum() else "-"


def _natural(value: str | None) -> tuple[tuple[int, str], ...]:
    """A value in the order of numbers: "5" before "12a", absent before all."""
    return tuple(
        (int(part) if part.isdecimal() else -1, part) for part in _NUMBERS.split(value or "") if part
    )
