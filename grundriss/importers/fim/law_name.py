# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""The name of a law in a text: "AsylG", "SGB II", "LBO NRW", "VO (EG) Nr. 883/2004", "Gesetz über das Meldewesen".

A name is taken as it is written, with one blank between its words; the genitive of a word becomes its nominative ("des
Passgesetzes"). Where an abbreviation stands beside a title, in parentheses or before them, it is the name.
"""

import datetime
from dataclasses import dataclass, replace
from typing import Final

from grundriss.importers.fim.citation_tokens import Cursor, Token
from grundriss.importers.fim.citation_words import (
    ADMINISTRATIVE_RULE,
    BEFORE_LAW,
    CERTAIN_ABBREVIATIONS,
    CERTAIN_ENDINGS,
    CERTAIN_HEADS,
    CERTAIN_TAILS,
    CONNECTED,
    EU_ACTS,
    GENITIVE_ARTICLES,
    GENITIVES,
    JOINING_WORDS,
    LANDS,
    LAW_ENDINGS,
    MONTHS,
    NO_LAW_WORDS,
    NO_LAWS,
    NUMBERED_LAWS,
    RULE_TO,
    SHORT_TAILS,
    TITLE_HEADS,
    TITLE_PREPOSITIONS,
    TITLE_WORDS,
    UNIONS,
    VERSION,
)
from grundriss.importers.fim.subdivision import is_roman

_JOINTS: Final = 8
_FIRST_YEAR: Final = 1800
_LAST_YEAR: Final = 2999
_LAND_WORDS: Final = frozenset(land.partition("-")[0] for land in LANDS)
_LAW_ENDINGS: Final = tuple(ending for ending, _ in LAW_ENDINGS)


@dataclass(frozen=True, slots=True)
class LawName:
    """A law and the date of the version cited. `certain`: a law also where no "§" stands beside it."""

    name: str
    certain: bool
    abbreviated: bool = True
    date: datetime.date | None = None


def take_law(cursor: Cursor, cited: bool) -> LawName | None:
    """The law at the cursor. `cited`: a subdivision stands before it, so that "der Passverordnung" can follow."""
    start, token = cursor.at, cursor.here
    article = cursor.take_word(BEFORE_LAW) if cited else None
    if not article and token.kind != "number" and token.text == token.folded:
        return None
    law = _take_name(cursor, genitive=article in GENITIVE_ARTICLES)
    if law is None:
        cursor.at = start
        return None
    law = _take_alias(cursor, law)
    return replace(law, date=take_version(cursor))


def _take_name(cursor: Cursor, genitive: bool) -> LawName | None:
    return (
        _eu_act(cursor, genitive)
        or _title(cursor, genitive)
        or _ordinal(cursor)
        or _abbreviation(cursor)
        or _words(cursor, genitive)
    )


def _take_alias(cursor: Cursor, law: LawName) -> LawName:
    """The second name in "Gewerbeordnung (GewO)" or "GewO (Gewerbeordnung)"."""
    start = cursor.at
    if cursor.take_mark("("):
        alias = _take_name(cursor, genitive=False)
        if alias and cursor.take_mark(")"):
            return replace(alias if alias.abbreviated and not law.abbreviated else law, certain=True)
    cursor.at = start
    return law


# Dates


def take_version(cursor: Cursor) -> datetime.date | None:
    """The date of "vom 15.07.2024", "(i. d. F. vom 2. März 2015)" or of a mere "15.07.2024"."""
    start, token = cursor.at, cursor.here
    if token.kind != "number" and token.text != "(" and token.folded not in VERSION:
        return None
    parenthesis = cursor.take_mark("(")
    cursor.take_phrase(VERSION)
    date = _take_date(cursor)
    if date is None or (parenthesis and not cursor.take_mark(")")):
        cursor.at = start
        return None
    return date


def _take_date(cursor: Cursor) -> datetime.date | None:
    day = _take_digits(cursor, 1, 2)
    if day is None or not cursor.take_mark("."):
        return None
    month = MONTHS.get(cursor.take_word(MONTHS) or "") or _take_digits(cursor, 1, 2)
    if cursor.ahead(-1).kind == "number":
        cursor.take_mark(".")
    year = _take_digits(cursor, 4, 4)
    if month is None or year is None or not _FIRST_YEAR <= year <= _LAST_YEAR:
        return None
    try:
        return datetime.date(year, month, day)
    except ValueError:
        return None


def _take_digits(cursor: Cursor, least: int, most: int) -> int | None:
    token = cursor.here
    if token.kind != "number" or not least <= len(token.text) <= most:
        return None
    cursor.at += 1
    return int(token.text)


# Abbreviations


def _compound(cursor: Cursor) -> str | None:
    """A word with what is joined to it: "ATA-OTA-G", "FreizügG/EU", "KrW-/AbfG", "CO2KostAufG"; no endless chain."""
    if cursor.here.kind != "word":
        return None
    name = cursor.here.text
    cursor.at += 1
    for _ in range(_JOINTS):
        joined = _joined(cursor)
        if not joined:
            return name
        name += "".join(token.text for token in joined)
        cursor.at += len(joined)
    return None


def _joined(cursor: Cursor) -> list[Token]:
    first, second, third = cursor.here, cursor.ahead(), cursor.ahead(2)
    if not first.glued or first.line:
        return []
    if first.kind == "number" and second.kind == "word" and second.glued and second.text[:1].isupper():
        return [first, second]
    if not second.glued:
        return []
    if cursor.is_mark("-") and second.kind == "word":
        return [first, second]
    if cursor.is_mark("-") and cursor.is_mark("/", 1) and third.kind == "word" and third.glued:
        return [first, second, third]
    if cursor.is_mark("/") and second.text in UNIONS:
        return [first, second]
    return []


def _is_abbreviation(name: str) -> bool:
    """At least two capitals, none of the words that are known to be no law, and no name of the X… standards."""
    if (
        sum(map(str.isupper, name)) < 2
        or is_roman(name)
        or name in LANDS
        or name in UNIONS
        or name.upper() in NO_LAWS
    ):
        return False
    if name[0] == "X" and name[1].isupper():
        return False
    tail = _tail(name)
    return tail == name or tail in SHORT_TAILS or tail in UNIONS or sum(map(str.isupper, tail)) > 1


def _tail(name: str) -> str:
    return name.replace("/", "-").rpartition("-")[2]


def _is_certain(name: str) -> bool:
    if name in CERTAIN_ABBREVIATIONS:
        return True
    tail = _tail(name)
    if tail != name and (tail in SHORT_TAILS or tail in UNIONS):
        return True
    return name[0].isupper() and any(map(str.islower, tail)) and tail.endswith(CERTAIN_TAILS)


def _abbreviation(cursor: Cursor) -> LawName | None:
    """ "AsylG", "SGB II", "ÄApprO 2002", "WiPG NRW", "Nds. SOG", "AllgVwV zum AufenthG"."""
    start = cursor.at
    prefix = _land(cursor, before=True)
    name = _compound(cursor)
    if not name or not _is_abbreviation(name):
        cursor.at = start
        return None
    certain = _is_certain(name)
    if name.endswith(ADMINISTRATIVE_RULE) and (ruled := _rule_to(cursor)):
        name, certain = f"{name} {ruled}", True
    name += _part(cursor, name)
    if land := _land(cursor):
        name, certain = f"{name} {land}", True
    return LawName(f"{prefix} {name}" if prefix else name, certain or bool(prefix))


def _rule_to(cursor: Cursor) -> str | None:
    start, word = cursor.at, cursor.here.text
    if cursor.take_word(RULE_TO) and (name := _compound(cursor)) and _is_abbreviation(name):
        return f"{word} {name}"
    cursor.at = start
    return None


def _part(cursor: Cursor, name: str) -> str:
    """The book of the code of social law, or the year of a law."""
    token = cursor.here
    if token.line or token.glued:
        return ""
    roman = token.kind == "word" and is_roman(token.text)
    digits = token.text if token.kind == "number" and not _goes_on(cursor) else ""
    book = len(digits) in (1, 2) and name in NUMBERED_LAWS
    year = len(digits) == 4 and _FIRST_YEAR <= int(digits) <= _LAST_YEAR
    if not (roman or book or year):
        return ""
    cursor.at += 1
    return f" {token.text}"


def _goes_on(cursor: Cursor) -> bool:
    """Is the number at the cursor the first part of a longer one?"""
    behind = cursor.ahead()
    return behind.glued and (
        behind.kind == "word" or (behind.text in ("/", ".", "-") and cursor.ahead(2).glued)
    )


def _land(cursor: Cursor, before: bool = False) -> str | None:
    """A Land as part of a name; `before`: with a name behind it."""
    start, token = cursor.at, cursor.here
    if token.text not in _LAND_WORDS or (token.line and not before):
        return None
    land = _compound(cursor)
    if land not in LANDS:
        cursor.at = start
        return None
    if cursor.is_mark(".") and cursor.here.glued and before:
        cursor.at += 1
        land += "."
    if before and (cursor.here.kind != "word" or cursor.here.line):
        cursor.at = start
        return None
    return land


def _ordinal(cursor: Cursor) -> LawName | None:
    """ "12. BImSchV"."""
    start, number = cursor.at, cursor.here
    if number.kind == "number" and len(number.text) <= 2 and cursor.is_mark(".", 1):
        cursor.at += 2
        law = _abbreviation(cursor)
        if law:
            return replace(law, name=f"{number.text}. {law.name}")
    cursor.at = start
    return None


# Acts of the European Union


def _eu_act(cursor: Cursor, genitive: bool) -> LawName | None:
    """ "VO (EU) 2016/679", "Delegierte Verordnung (EU) Nr. 1/2013", "Richtlinie 2006/123/EG"."""
    start = cursor.at
    if cursor.here.folded not in EU_ACTS and cursor.ahead().folded not in EU_ACTS:
        return None
    kind = _eu_kind(cursor, genitive)
    union = _union(cursor) if kind else None
    if kind is None or union is None:
        cursor.at = start
        return None
    numbered = cursor.take_word(("nr",))
    number = _eu_number(cursor)
    if number is None:
        cursor.at = start
        return None
    parts = [kind, union, "Nr." if numbered else "", number]
    return LawName(" ".join(filter(None, parts)), certain=True)


def _eu_kind(cursor: Cursor, genitive: bool) -> str | None:
    first = cursor.here
    if not cursor.is_word(EU_ACTS):
        if first.kind != "word" or not first.text[0].isupper() or cursor.ahead().folded not in EU_ACTS:
            return None
        cursor.at += 1
        kind = cursor.here.text
        cursor.at += 1
        return _nominative([first.text, kind], genitive)
    cursor.at += 1
    return first.text


def _union(cursor: Cursor) -> str | None:
    """ "(EU)" or "(EU, Euratom)", nothing where none stands there; None for other words in parentheses."""
    if not cursor.take_mark("("):
        return ""
    unions = []
    while cursor.here.text in UNIONS:
        unions.append(cursor.here.text)
        cursor.at += 1
        cursor.take_mark(",")
    return f"({', '.join(unions)})" if unions and cursor.take_mark(")") else None


def _eu_number(cursor: Cursor) -> str | None:
    first, second = cursor.here, cursor.ahead(2)
    if first.kind != "number" or not cursor.is_mark("/", 1) or second.kind != "number":
        return None
    cursor.at += 3
    number = f"{first.text}/{second.text}"
    if cursor.is_mark("/") and cursor.ahead().text in UNIONS:
        number += f"/{cursor.ahead().text}"
        cursor.at += 2
    return number


# Names in words


def _title(cursor: Cursor, genitive: bool) -> LawName | None:
    """ "Gesetz über das Meldewesen" up to a sign that ends it: a title that runs into a "§" is none."""
    start = cursor.at
    if cursor.here.folded not in TITLE_HEADS and cursor.ahead().folded not in TITLE_HEADS:
        return None
    head = _title_head(cursor, genitive)
    if head is None or cursor.here.folded not in TITLE_PREPOSITIONS or _ends_title(cursor):
        cursor.at = start
        return None
    rest = _title_rest(cursor)
    if rest is None:
        cursor.at = start
        return None
    certain = head.casefold().endswith(CERTAIN_HEADS)
    return LawName(f"{head} {rest}", certain, abbreviated=False)


def _title_head(cursor: Cursor, genitive: bool) -> str | None:
    """ "Gesetz", "Allgemeine Verwaltungsvorschrift"."""
    words = []
    for _ in range(2):
        token = cursor.here
        if token.kind != "word" or not token.text[0].isupper():
            return None
        cursor.at += 1
        words.append(token.text)
        if token.folded in TITLE_HEADS:
            return _nominative(words, genitive)
    return None


def _title_rest(cursor: Cursor) -> str | None:
    rest = ""
    for _ in range(TITLE_WORDS):
        token = cursor.here
        if _ends_title(cursor):
            return rest or None
        if token.kind not in ("word", "number") and token.text not in ("-", "/"):
            return None
        glue = token.glued and rest
        rest += token.text if glue or not rest else f" {token.text}"
        cursor.at += 1
    return None


def _ends_title(cursor: Cursor) -> bool:
    token = cursor.here
    if token.kind == "end" or token.line:
        return True
    if token.kind == "mark":
        return token.text in ",;()" or (token.text == "." and not cursor.ahead().glued)
    if token.folded in JOINING_WORDS and cursor.ahead().kind == "sign":
        return True
    if token.folded not in VERSION and token.folded not in CONNECTED and token.kind != "number":
        return False
    start = cursor.at
    ends = cursor.take_phrase(CONNECTED) or take_version(cursor) is not None
    cursor.at = start
    return ends


def _words(cursor: Cursor, genitive: bool) -> LawName | None:
    """ "Gewerbeordnung", "Bürgerliches Gesetzbuch", "Zehntes Buch Sozialgesetzbuch"."""
    start = cursor.at
    words: list[str] = []
    for _ in range(3):
        word = _compound(cursor)
        if word is None or not word[0].isupper() or (words and cursor.ahead(-1).line):
            break
        words.append(word)
        if _is_law_word(word) and (len(words) > 1 or word.casefold() not in NO_LAW_WORDS):
            name = _nominative(words, genitive)
            certain = len(words) == 1 and name.casefold().endswith(CERTAIN_ENDINGS)
            return LawName(name + _part(cursor, name), certain, abbreviated=False)
    cursor.at = start
    return None


def _is_law_word(word: str) -> bool:
    return word.casefold().endswith(_LAW_ENDINGS)


def _nominative(words: list[str], genitive: bool) -> str:
    """A name in the nominative: "Bürgerlichen Gesetzbuchs" is the Bürgerliches Gesetzbuch."""
    last = words[-1].casefold()
    ending = next((adjective for end, adjective in LAW_ENDINGS if last.endswith(end)), "")
    plain = [_singular(word) for word in words]
    if (genitive or plain != words) and ending:
        plain[:-1] = [word[:-2] + ending if word.endswith("en") else word for word in plain[:-1]]
    return " ".join(plain)


def _singular(word: str) -> str:
    for genitive, nominative in GENITIVES.items():
        if word.casefold().endswith(genitive):
            return word[: -len(genitive)] + word[-len(genitive) :][: len(nominative)]
    return word
