# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""A competency question as its file states it: header, query, and the query for what the facts lack.

The format is described in docs/questions.md.
"""

import re
import shlex
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Final

from pyoxigraph import QuerySolutions, Store

from grundriss import resources
from grundriss.errors import InputError, NotFound
from grundriss.importers.facts_table import did_you_mean
from grundriss.messages import Message
from grundriss.model.identifier import KIND_OF_CLASS
from grundriss.model.state_types import Json
from grundriss.model.terms import PREFIXES
from grundriss.questions.steps import block_variables

LANGUAGES: Final = ("de", "en")
ELEMENT_KINDS: Final[Mapping[str, str | None]] = {
    "element": None,
    "organisation": "organization",
    **{kind: kind for kind in KIND_OF_CLASS.values()},
}
"""The kinds of parameter that name an element, with the kind in its IRI; `element` may be of any kind."""
VALUE_KINDS: Final = ("state", "date", "number", "text")
COLUMN_KINDS: Final = ("element", "code", "text", "list", "number", "date", "boolean")

_SEPARATOR: Final = "#--- missing\n"
_THEN: Final = "#--- then\n"
_ENTRY: Final = re.compile(r"^# ([a-z]+(?:-[a-z]+)*): (.+(?:\n#   .+)*)$", re.MULTILINE)
_NAME: Final = re.compile(r"^[a-z][A-Za-z0-9]*$")
_KEY: Final = re.compile(r"^(CQ|FIM)?0*([0-9]{1,3})$", re.IGNORECASE)
_PLACEHOLDER: Final = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class Words:
    """A text in German and English."""

    de: str
    en: str

    def in_language(self, lang: str) -> str:
        """The text in a language, German where it is neither of the two."""
        return self.en if lang == "en" else self.de


NAMELESS: Final = Words(de="", en="")
"""What a column is called that is selected to sort by, and not shown."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """What a question wants to know first. `default` is an example that makes the question answerable as it is."""

    name: str
    kind: str
    required: bool
    default: str | None
    label: Words

    def to_dict(self, lang: str) -> Json:
        return {
            "name": self.name,
            "kind": self.kind,
            "required": self.required,
            "default": self.default,
            "label": self.label.in_language(lang),
        }


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the answer. `empty` says what it means that there is no value, such as "not assessed"."""

    name: str
    kind: str
    label: Words
    empty: Words | None = None

    def to_dict(self, lang: str) -> Json:
        return {
            "name": self.name,
            "kind": self.kind,
            "label": self.label.in_language(lang),
            "empty": self.empty.in_language(lang) if self.empty else None,
        }


@dataclass(frozen=True, slots=True)
class Question:
    """A competency question.

    `order` are the columns that sort the rows, with a minus for the largest first; the others follow from left to
    right. It may name selected variables that are no columns: numbers that sort the rows and are not shown.
    `missing` are the sentences for what the facts lack, by the value that the second query gives to `?what`.
    `first` are queries that are answered before: a sub-select each, whose rows are bound in those that follow.
    """

    key: str
    title: Words
    topic: Words
    asked_by: Words
    parameters: tuple[Parameter, ...]
    columns: tuple[Column, ...]
    order: tuple[str, ...]
    reads_everything: bool
    first: tuple[str, ...] = field(repr=False)
    select: str = field(repr=False)
    missing: Mapping[str, Words] = field(repr=False, hash=False)
    select_missing: str | None = field(repr=False)

    @property
    def sort_only(self) -> tuple[str, ...]:
        """The variables that sort the rows and are no columns."""
        columns = {column.name for column in self.columns}
        return tuple(name for name in (name.removeprefix("-") for name in self.order) if name not in columns)

    def to_dict(self, lang: str = "de") -> Json:
        return {
            "key": self.key,
            "title": self.title.in_language(lang),
            "topic": self.topic.in_language(lang),
            "askedBy": self.asked_by.in_language(lang),
            "parameters": [parameter.to_dict(lang) for parameter in self.parameters],
            "columns": [column.to_dict(lang) for column in self.columns],
        }


@dataclass(frozen=True, slots=True)
class QuestionList:
    """Questions, ordered by key, and the language to tell them in."""

    items: tuple[Question, ...]
    lang: str = "de"

    def to_dict(self) -> Json:
        items = [found.to_dict(self.lang) for found in self.items]
        return {"items": items, "next": None, "total": len(items)}


@cache
def questions() -> tuple[Question, ...]:
    """All questions, ordered by key. Raises InputError for a file whose header is not complete."""
    files = sorted(resources.path("queries", "questions").glob("*.rq"))
    return tuple(parse_question(file.stem, file.read_text("utf-8")) for file in files)


def question_list(lang: str = "de") -> QuestionList:
    """All questions, to be told in a language."""
    return QuestionList(questions(), lang)


def question(key: str) -> Question:
    """The question with this key; `cq5` and `5` mean CQ05, `fim5` means FIM05.

    Raises NotFound with the nearest known keys.
    """
    known = {found.key: found for found in questions()}
    number = _KEY.match(key.strip())
    wanted = f"{(number[1] or 'CQ').upper()}{int(number[2]):02d}" if number else key.strip().upper()
    if wanted not in known:
        raise NotFound("question-unknown", hint=did_you_mean(wanted, known), key=key)
    return known[wanted]


def parse_question(name: str, text: str) -> Question:
    """Read the text of queries/questions/NAME.rq; InputError says what is wrong with its header."""
    asked, _, second = text.partition(_SEPARATOR)
    *first, last = asked.split(_THEN)
    header = _Header(name, asked)
    parsed = Question(
        key=header.one("key"),
        title=header.words("title"),
        topic=header.words("topic"),
        asked_by=header.words("asked-by"),
        parameters=tuple(header.parameter(line) for line in header.all("parameter")),
        columns=tuple(header.column(line) for line in header.all("column")),
        order=tuple(header.optional("order").split()),
        reads_everything=header.optional("reads") == "everything",
        first=tuple(first),
        select=last,
        missing=dict(header.missing(line) for line in header.all("missing")),
        select_missing=second or None,
    )
    header.check(parsed)
    return parsed


def fill(template: str, values: Mapping[str, str]) -> str:
    """The template with each `{name}` replaced by its value.

    >>> fill("{element} fehlt", {"element": "BundID"})
    'BundID fehlt'
    """
    return _PLACEHOLDER.sub(lambda found: values.get(found.group(1), found.group()), template)


def placeholders(template: str) -> tuple[str, ...]:
    """The names in braces.

    >>> placeholders("{element} fehlt in {land}")
    ('element', 'land')
    """
    return tuple(_PLACEHOLDER.findall(template))


class _Header:
    """The entries of one file's header; every complaint names the file."""

    def __init__(self, name: str, text: str) -> None:
        self._name = name
        self._entries = [(key, re.sub(r"\n#\s+", " ", value).strip()) for key, value in _ENTRY.findall(text)]

    def all(self, key: str) -> list[str]:
        return [value for found, value in self._entries if found == key]

    def optional(self, key: str) -> str:
        return next(iter(self.all(key)), "")

    def one(self, key: str) -> str:
        values = self.all(key)
        if len(values) != 1:
            raise self._error("question-header-line", line=key, number=len(values))
        return values[0]

    def words(self, key: str) -> Words:
        return Words(self.one(f"{key}-de"), self.one(f"{key}-en"))

    def parameter(self, line: str) -> Parameter:
        name, kind, *options, de, en = self._parts(
            line, 4, 'NAME KIND required|optional default=VALUE "de" "en"'
        )
        known = [*ELEMENT_KINDS, *VALUE_KINDS]
        default = next((o.removeprefix("default=") for o in options if o.startswith("default=")), None)
        unknown = [o for o in options if o not in ("required", "optional") and not o.startswith("default=")]
        if kind not in known:
            raise self._error("question-parameter-kind", did_you_mean(kind, known), name=name, kind=kind)
        if unknown:
            raise self._error("question-parameter-option", name=name, option=unknown[0])
        return Parameter(self._checked(name), kind, "required" in options, default, Words(de, en))

    def column(self, line: str) -> Column:
        name, kind, *words = self._parts(line, 4, 'NAME KIND "de" "en" ["empty de" "empty en"]')
        if len(words) not in (2, 4):
            raise self._error("question-line", line=line, form='NAME KIND "de" "en" ["empty de" "empty en"]')
        if kind not in COLUMN_KINDS:
            raise self._error("question-column-kind", did_you_mean(kind, COLUMN_KINDS), name=name, kind=kind)
        empty = Words(words[2], words[3]) if len(words) == 4 else None
        return Column(self._checked(name), kind, Words(words[0], words[1]), empty)

    def missing(self, line: str) -> tuple[str, Words]:
        what, de, en = self._parts(line, 3, 'WHAT "de" "en"', most=3)
        return what, Words(de, en)

    def check(self, parsed: Question) -> None:
        """What concerns several entries."""
        columns = [column.name for column in parsed.columns]
        if parsed.key != self._name:
            raise self._error("question-key", question=parsed.key)
        if not columns:
            raise self._error("question-without-column")
        for names in (columns, [parameter.name for parameter in parsed.parameters]):
            doubled = [name for name in names if names.count(name) > 1]
            if doubled:
                raise self._error("question-name-twice", name=doubled[0])
        selected = self._variables(parsed.select)
        for name in parsed.sort_only:
            if name not in selected:
                raise self._error("question-order", did_you_mean(name, columns), name=name)
        known = [*columns, *parsed.sort_only]
        for name in [*(n for n in columns if n not in selected), *(n for n in selected if n not in known)]:
            raise self._error("question-column-selected", name=name)
        self._check_missing(parsed)
        self._check_blocks(parsed)

    def _check_missing(self, parsed: Question) -> None:
        if bool(parsed.missing) != bool(parsed.select_missing):
            raise self._error("question-missing-pair")
        if parsed.select_missing:
            wanted = {"what"}
            for words in parsed.missing.values():
                wanted.update(placeholders(words.de), placeholders(words.en))
            lacking = sorted(wanted - set(self._variables(parsed.select_missing)))
            if lacking:
                raise self._error("question-missing-variable", name=lacking[0])

    def _check_blocks(self, parsed: Question) -> None:
        """Every `#VALUES` binds a parameter, or variables that one earlier query selects."""
        bound = [{parameter.name} for parameter in parsed.parameters]
        texts = [*parsed.first, parsed.select, *([parsed.select_missing] if parsed.select_missing else [])]
        for number, query in enumerate(texts):
            for names in block_variables(query):
                if not any(known.issuperset(names) for known in bound):
                    raise self._error("question-values", names=" ".join(f"?{name}" for name in names))
            if number < len(parsed.first):
                bound.append(set(self._variables(query)))

    def _variables(self, query: str) -> list[str]:
        """What a query selects, told by the store: it must be readable for it anyway."""
        try:
            solutions = Store().query(query, prefixes=PREFIXES)
        except SyntaxError as error:
            raise self._error("question-query", reason=str(error)) from error
        if not isinstance(solutions, QuerySolutions):
            raise self._error("question-no-select")
        return [variable.value for variable in solutions.variables]

    def _parts(self, line: str, least: int, form: str, most: int = 6) -> list[str]:
        try:
            parts = shlex.split(line)
        except ValueError as error:
            raise self._error("question-line-quotes", line=line, reason=str(error)) from error
        if not least <= len(parts) <= most:
            raise self._error("question-line", line=line, form=form)
        return parts

    def _checked(self, name: str) -> str:
        if not _NAME.match(name):
            raise self._error("question-variable", name=name)
        return name

    def _error(self, key: str, hint: Message | None = None, /, **values: object) -> InputError:
        return InputError(key, location=f"{self._name}.rq", hint=hint, **values)
