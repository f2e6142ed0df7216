# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""The part of a law that a citation names: "§ 5 Abs. 1 und 3", "Art. 6 (1)", "Anhang 3 Abschnitt 1".

What is read is a `Subdivision`: one place for each item of its lists, a place being level (`citation_words.LEVELS`, and
"annex", "until") to value. A list goes on at the level of its last item, so "§ 5 Abs. 1 und 3" is two paragraphs.
After "§§" a number that is greater than the last section is a section again: "§§ 3 (1), 5 Nr. 4, 48".
"""

from dataclasses import dataclass
from typing import Final

from grundriss.importers.fim.citation_tokens import Cursor, Token
from grundriss.importers.fim.citation_words import (
    ANNEX_PARTS,
    ANNEX_WORDS,
    ARTICLE_WORDS,
    CONNECTED,
    DEPTH,
    DOUBLE_LETTER,
    FOLLOWING,
    INTRODUCTIONS,
    JOINING_MARKS,
    JOINING_SHORT,
    JOINING_WORDS,
    LEVEL_OF_WORD,
    ORDINAL_LEVELS,
    SECTION_WORDS,
    SENTENCE_LETTER,
    UNTIL,
)

Place = dict[str, str]

_MAX_DIGITS: Final = 6
_ROMAN: Final = frozenset("IVXLC")
_ALPHABET: Final = "abcdefghijklmnopqrstuvwxyz"
_SMALL: Final = frozenset(_ALPHABET)
_COMMENT_WORDS: Final = 4
_FIRST_WORDS: Final = SECTION_WORDS | ARTICLE_WORDS | ANNEX_WORDS | INTRODUCTIONS


@dataclass(frozen=True, slots=True)
class Subdivision:
    """Places in a law that is named elsewhere. `certain_law`: what follows must be a law beyond doubt."""

    article: bool
    places: tuple[Place, ...]
    certain_law: bool = False


def take_connector(cursor: Cursor) -> str | None:
    """What joins citations: "with" for "i. V. m.", "list" for a comma or "und", None for anything else."""
    found: str | None = None
    while True:
        if cursor.take_phrase(CONNECTED):
            found = "with"
        elif _take_joint(cursor):
            found = found or "list"
        else:
            return found


def take_subdivision(cursor: Cursor, first: bool) -> Subdivision | None:
    """The subdivision at the cursor. `first`: nothing stands before it, so that a bare "Nr. 66" can be one."""
    start, token = cursor.at, cursor.here
    if token.kind != "sign" and token.folded not in _FIRST_WORDS and not first:
        return None
    cursor.take_word(INTRODUCTIONS)
    for read in (_Sections.read, _annex, _numbered if first else None):
        found = read(cursor) if read else None
        if found:
            return found
    cursor.at = start
    return None


def is_roman(text: str) -> bool:
    return bool(text) and set(text) <= _ROMAN


def _take_joint(cursor: Cursor) -> bool:
    token = cursor.here
    if token.kind == "mark":
        joins = token.text in JOINING_MARKS
        cursor.at += joins
        return joins
    if token.kind == "word" and token.folded in JOINING_SHORT and cursor.is_mark(".", 1):
        cursor.at += 2
        return True
    return cursor.take_word(JOINING_WORDS) is not None


def _is_small(token: Token, length: int) -> bool:
    return token.kind == "word" and len(token.text) <= length and set(token.text) <= _SMALL


def _is_letter(cursor: Cursor) -> bool:
    """A single small letter that is no abbreviation: not the "i" of "i. V. m."."""
    if not _is_small(cursor.here, 1) or (cursor.is_mark(".", 1) and cursor.ahead().glued):
        return False
    start = cursor.at
    phrase = cursor.take_phrase(CONNECTED)
    cursor.at = start
    return not phrase


def _take_suffix(cursor: Cursor) -> str:
    """The letter of "12a" or "28 b"; not the "f." of "5 f."."""
    token = cursor.here
    following = token.text in FOLLOWING and (token.text != "f" or cursor.is_mark(".", 1))
    if token.line or following or not (_is_small(token, 2) if token.glued else _is_letter(cursor)):
        return ""
    cursor.at += 1
    return token.text


def _take_number(cursor: Cursor) -> str | None:
    """A number such as "5", "12a", "28 b" (read as "28b") or "66.2.1"."""
    token = cursor.here
    if token.kind != "number" or len(token.text) > _MAX_DIGITS:
        return None
    cursor.at += 1
    number = token.text
    while cursor.is_mark(".") and cursor.here.glued and _is_glued_number(cursor.ahead()):
        number += "." + cursor.ahead().text
        cursor.at += 2
    return number + _take_suffix(cursor)


def _is_glued_number(token: Token) -> bool:
    return token.kind == "number" and token.glued and len(token.text) <= _MAX_DIGITS


def _take_letters(cursor: Cursor) -> str | None:
    """The value of "Buchst.": "a", "aa", or "a aa" with its double letter."""
    token = cursor.here
    if not _is_small(token, 2):
        return None
    cursor.at += 1
    cursor.take_mark(")")
    start = cursor.at
    named = cursor.take_word(DOUBLE_LETTER)
    double = cursor.here
    doubled = len(double.text) == 2 and _is_small(double, 2) and len(set(double.text)) == 1
    if len(token.text) == 1 and doubled and (named or double.text not in FOLLOWING):
        cursor.at += 1
        cursor.take_mark(")")
        return f"{token.text} {double.text}"
    cursor.at = start
    return token.text


def _take_value(cursor: Cursor, level: str, article: bool = False) -> str | None:
    if level == "letter":
        return _take_letters(cursor)
    token = cursor.here
    if article and level == "section" and token.kind == "word" and is_roman(token.text):
        cursor.at += 1
        return token.text
    return _take_number(cursor)


def _level_word(cursor: Cursor) -> str | None:
    token = cursor.here
    if token.kind == "word" and token.text == SENTENCE_LETTER:
        cursor.at += 1
        cursor.take_stop()
        return "sentence"
    word = cursor.take_word(LEVEL_OF_WORD)
    return LEVEL_OF_WORD[word] if word else None


class _Sections:
    """Reads from a "§" or "Art." on: the levels of the first place, then the items of its lists."""

    def __init__(self, cursor: Cursor, article: bool, plural: bool) -> None:
        self._cursor = cursor
        self._article = article
        self._plural = plural
        self._places: list[Place] = []
        self._level = "section"
        self._parenthesised = False

    @classmethod
    def read(cls, cursor: Cursor) -> Subdivision | None:
        start = cursor.at
        sign = cursor.here
        if sign.kind == "sign":
            cursor.at += 1
            reader = cls(cursor, False, len(sign.text) > 1)
        elif cursor.take_word(ARTICLE_WORDS):
            reader = cls(cursor, True, False)
        elif cursor.take_word(SECTION_WORDS):
            reader = cls(cursor, False, False)
        else:
            return None
        if not reader._item("section", {}):
            cursor.at = start
            return None
        return reader._rest()

    @classmethod
    def read_numbers(cls, cursor: Cursor) -> Subdivision | None:
        reader = cls(cursor, False, False)
        return reader._rest() if reader._item("number", {}) else None

    def _rest(self) -> Subdivision:
        while self._deeper() or self._further() or self._next_letter():
            pass
        return Subdivision(self._article, tuple(self._places))

    def _item(self, level: str, above: Place) -> bool:
        """A value at a level as a new place, below what `above` holds of the levels over it."""
        value = _take_value(self._cursor, level, self._article)
        if value is None:
            return False
        self._add(level, above, value)
        self._take_until(self._places[-1], level)
        return True

    def _add(self, level: str, above: Place, value: str) -> None:
        over = {key: given for key, given in above.items() if key in DEPTH and DEPTH[key] < DEPTH[level]}
        self._places.append({**over, level: value})
        self._level = level
        self._parenthesised = False

    def _take_until(self, place: Place, level: str) -> None:
        """The end of a range. One that is not at the deepest level of its place is not read: it has no name."""
        cursor, start = self._cursor, self._cursor.at
        if any(DEPTH[key] > DEPTH[level] for key in place):
            return
        token = cursor.here
        if (
            token.kind == "word"
            and token.text in FOLLOWING
            and (token.text == "ff" or cursor.is_mark(".", 1))
        ):
            cursor.at += 1
            cursor.take_stop()
            place["until"] = FOLLOWING[token.text]
        elif cursor.take_mark("-") or cursor.take_word((UNTIL,)):
            end = self._range_end(place, level)
            if end is None:
                cursor.at = start
            else:
                place["until"] = end

    def _range_end(self, place: Place, level: str) -> str | None:
        cursor = self._cursor
        if level == "section" and cursor.here.kind == "sign":
            cursor.at += 1
        elif _level_word(cursor) not in (None, level):
            return None
        stem = _stem(place[level])
        if level != "letter" and stem != place[level] and _is_letter(cursor):
            cursor.at += 1
            return stem + cursor.ahead(-1).text
        return _take_value(cursor, level, self._article)

    def _deeper(self) -> bool:
        """One more level of the last place, or after a comma an item at the same or a higher level."""
        cursor, start = self._cursor, self._cursor.at
        comma = cursor.take_mark(",")
        if self._is_paragraph_in_parentheses():
            level: str | None = "paragraph"
        else:
            level = self._ordinal() or _level_word(cursor)
        place = self._places[-1]
        if level:
            again = (
                level in place
                or "until" in place
                or (comma and DEPTH[level] < max(map(DEPTH.__getitem__, place)))
            )
            if (again and not comma) or not self._levelled(level, again):
                level = None
        if not level:
            cursor.at = start
        return level is not None

    def _levelled(self, level: str, again: bool) -> bool:
        """The value or values after the word of a level: into the last place, or `again` as a new one."""
        cursor = self._cursor
        place = self._places[-1]
        if level == "paragraph" and self._is_paragraph_in_parentheses():
            return self._parentheses(again)
        if level in ORDINAL_LEVELS and cursor.is_mark(".", 1) and cursor.here.kind == "number":
            value: str | None = cursor.here.text
            cursor.at += 3
            cursor.take_stop()
        else:
            value = _take_value(cursor, level)
        if value is None:
            return False
        if again:
            self._add(level, place, value)
        else:
            place[level] = value
            self._level, self._parenthesised = level, False
        self._take_until(self._places[-1], level)
        return True

    def _ordinal(self) -> str | None:
        """The level of "2. Halbsatz"; the cursor stays."""
        cursor = self._cursor
        if cursor.here.kind != "number" or len(cursor.here.text) > 2 or not cursor.is_mark(".", 1):
            return None
        level = LEVEL_OF_WORD.get(cursor.ahead(2).folded)
        return level if level in ORDINAL_LEVELS else None

    def _is_paragraph_in_parentheses(self) -> bool:
        return self._cursor.is_mark("(") and self._cursor.ahead().kind == "number"

    def _parentheses(self, again: bool) -> bool:
        """ "(1)", "(1, 3)", "(1-3)" or "(1) - (3)"."""
        cursor, start, place = self._cursor, self._cursor.at, self._places[-1]
        found: list[Place] = []
        cursor.take_mark("(")
        while (number := _take_number(cursor)) is not None:
            item = {"paragraph": number}
            self._take_until(item, "paragraph")
            found.append(item)
            if cursor.take_mark(")"):
                self._take_parenthesised_end(item)
                break
            if take_connector(cursor) != "list":
                number = None
                break
        if number is None or (not again and DEPTH["paragraph"] < max(map(DEPTH.__getitem__, place))):
            cursor.at = start
            return False
        self._put_paragraphs(found, again)
        return True

    def _put_paragraphs(self, found: list[Place], again: bool) -> None:
        above = self._places[-1]
        section = {"section": above["section"]} if "section" in above else {}
        if not again:
            self._places.pop()
        self._places += [{**section, **item} for item in found]
        self._level, self._parenthesised = "paragraph", True

    def _take_parenthesised_end(self, item: Place) -> None:
        cursor, start = self._cursor, self._cursor.at
        if "until" in item or not (cursor.take_mark("-") or cursor.take_word((UNTIL,))):
            self._take_following(item)
            return
        if cursor.take_mark("(") and (end := _take_number(cursor)) is not None and cursor.take_mark(")"):
            item["until"] = end
        else:
            cursor.at = start

    def _take_following(self, item: Place) -> None:
        if "until" not in item and self._cursor.here.text in FOLLOWING:
            self._take_until(item, "paragraph")

    def _further(self) -> bool:
        """The next item of a list, after a comma, "und" or "i. V. m."."""
        cursor, start, place = self._cursor, self._cursor.at, self._places[-1]
        connector = take_connector(cursor)
        if not connector:
            return False
        if self._is_paragraph_in_parentheses():
            done = self._parentheses(again=True)
        elif level := self._ordinal() or _level_word(cursor):
            done = self._levelled(level, again=True)
        elif _is_letter(cursor):
            done = self._letter(place)
        else:
            done = self._number(connector, place)
        if not done:
            cursor.at = start
        return done

    def _number(self, connector: str, place: Place) -> bool:
        token, behind = self._cursor.here, self._cursor.ahead(2)
        if token.kind != "number" or (self._cursor.is_mark(".", 1) and not _is_glued_number(behind)):
            return False
        level = "section" if self._is_section(connector, token, place) else self._level
        return level != "letter" and self._item(level, place)

    def _is_section(self, connector: str, token: Token, place: Place) -> bool:
        if "section" not in place:
            return False
        if connector == "with" or self._parenthesised:
            return True
        return self._plural and _size(token.text) > _size(place["section"])

    def _next_letter(self) -> bool:
        """The "i" of "§ 34 h i", where a comma was forgotten."""
        place = self._places[-1]
        at_letter = self._level == "section" and place["section"][-1:] in _SMALL and _is_letter(self._cursor)
        return at_letter and "until" not in place and self._letter(place)

    def _letter(self, place: Place) -> bool:
        """A letter that goes on a list: of "Buchst. a, b", or of "34 c, d" that means 34c and 34d."""
        if self._level == "letter":
            return self._item("letter", place)
        stem = _stem(place[self._level])
        if self._parenthesised or stem == place[self._level]:
            return False
        self._add(self._level, place, stem + self._cursor.here.text)
        self._cursor.at += 1
        self._take_until(self._places[-1], self._level)
        return True


def _stem(value: str) -> str:
    return value.rstrip(_ALPHABET)


def _size(value: str) -> int:
    digits = _stem(value.partition(".")[0])
    return int(digits) if digits.isdecimal() else 0


def _annex(cursor: Cursor) -> Subdivision | None:
    """ "Anhang 3 Abschnitt 1 (Wohnort)", "Anlage 1-3"."""
    start, word = cursor.at, cursor.here.text
    number = _annex_number(cursor) if cursor.take_word(ANNEX_WORDS) else None
    if number is None:
        cursor.at = start
        return None
    place: Place = {"annex": f"{word} {number}"}
    behind = cursor.at
    if cursor.take_mark("-") and (end := _annex_number(cursor)):
        place["until"] = end
    else:
        cursor.at = behind
        place["annex"] += _annex_parts(cursor) + _comment(cursor)
    return Subdivision(False, (place,), certain_law=True)


def _annex_number(cursor: Cursor) -> str | None:
    token = cursor.here
    if token.kind == "word" and (is_roman(token.text) or (len(token.text) == 1 and token.text.isupper())):
        cursor.at += 1
        return token.text
    return _take_number(cursor)


def _annex_parts(cursor: Cursor) -> str:
    parts = ""
    while cursor.is_word(ANNEX_PARTS):
        start, word = cursor.at, cursor.here.text
        cursor.take_word(ANNEX_PARTS)
        number = _annex_number(cursor)
        if number is None:
            cursor.at = start
            break
        parts += f" {word}{'.' if word == 'Nr' else ''} {number}"
    return parts


def _comment(cursor: Cursor) -> str:
    """ "(Wohnort)": which part of the annex is meant, in words."""
    start = cursor.at
    words: list[str] = []
    if cursor.take_mark("("):
        while cursor.here.kind == "word" and len(words) < _COMMENT_WORDS:
            words.append(cursor.here.text)
            cursor.at += 1
        if words and cursor.take_mark(")"):
            return f" ({' '.join(words)})"
    cursor.at = start
    return ""


def _numbered(cursor: Cursor) -> Subdivision | None:
    """ "Nr. 66.2.1.1" of a law without sections, such as an administrative rule."""
    start = cursor.at
    if _level_word(cursor) == "number" and (found := _Sections.read_numbers(cursor)):
        return Subdivision(False, found.places, certain_law=True)
    cursor.at = start
    return None
