# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""The answer that a landscape gives to a competency question (SURFACES §2: ask)."""

import unicodedata
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Final

from pyoxigraph import Literal, NamedNode

from grundriss import queries
from grundriss.errors import InputError, UsageError
from grundriss.items import items
from grundriss.model.analysis_types import Answer, Cell
from grundriss.model.answer_words import place_words
from grundriss.model.state_types import Item
from grundriss.model.terms import RDFS
from grundriss.questions.definition import LANGUAGES, NAMELESS, Column, Question, fill, placeholders, question
from grundriss.questions.parameters import Bound, asked_of, bound_parameters
from grundriss.questions.steps import bound_texts
from grundriss.states.when import state_of
from grundriss.store.snapshot import Snapshot

Row = dict[str, Cell]
_Solution = dict[str, queries.Term | None]
_ITEM_KINDS: Final = ("element", "code")
_RDFS_LABEL: Final = NamedNode(RDFS + "label")


def ask(
    snapshot: Snapshot, key: str, parameters: Mapping[str, str] | None = None, lang: str = "de"
) -> Answer:
    """Ask a question, such as `ask(snapshot, "CQ05", {"element": "zbp"})`.

    `lang` is `de` or `en`: the language of title, messages and, where there is one, of labels. Parameters that are
    not given take the question's example. Raises NotFound for an unknown question or element, UsageError for an
    unknown or missing parameter or a value that it cannot have. A WHEN may name a revision or a scenario: the whole
    question is asked there.
    """
    if lang not in LANGUAGES:
        raise UsageError("language-unknown", lang=lang)
    asked = question(key)
    with asked_of(snapshot, asked, parameters or {}) as (there, given):
        return _answer(there, asked, bound_parameters(there, asked, given, lang), lang)


def _answer(snapshot: Snapshot, asked: Question, bound: list[Bound], lang: str) -> Answer:
    reader = _AnswerReader(snapshot, asked, bound, lang)
    answers, lacks = reader.solved()
    return Answer(
        key=asked.key,
        title=_title(snapshot, asked, lang),
        parameters={
            b.parameter.name: b.shown.reference() if isinstance(b.shown, Item) else b.shown for b in bound
        },
        columns=tuple(column.name for column in asked.columns),
        rows=tuple(reader.rows(answers)),
        missing=(*(b.note for b in bound if b.note), *reader.missing(lacks)),
        lang=lang,
        headings={column.name: column.label.in_language(lang) for column in asked.columns},
        empty={c.name: c.empty.in_language(lang) for c in asked.columns if c.empty},
    )


def _title(snapshot: Snapshot, asked: Question, lang: str) -> str:
    """The question, with the scenario and the revision that it is asked of where these were named."""
    place = place_words(state_of(snapshot, "", snapshot.effective_date), lang)
    title = asked.title.in_language(lang)
    return f"{title} ({', '.join(place)})" if place else title


class _AnswerReader:
    """Runs the two queries of a question; reads every element once."""

    def __init__(self, snapshot: Snapshot, asked: Question, bound: list[Bound], lang: str) -> None:
        self._store = snapshot.store
        self._asked = asked
        self._bindings = {b.parameter.name: b.term for b in bound}
        self._lang = lang
        self._items: dict[NamedNode, Item] = {}

    def solved(self) -> tuple[list[_Solution], list[_Solution]]:
        """The solutions of the question, and of what the facts lack; both queries run side by side."""
        last = [text for text in (self._asked.select, self._asked.select_missing) if text is not None]
        texts = bound_texts(self._store, self._asked.first, last, self._bindings)
        answers, *lacks = queries.solved(self._store, texts)
        return answers, lacks[0] if lacks else []

    def rows(self, answers: list[_Solution]) -> list[Row]:
        """The rows of the answer, sorted as the header says."""
        unshown = self._asked.sort_only
        columns = (*self._asked.columns, *(Column(name, "number", NAMELESS) for name in unshown))
        solutions = [tuple(row[column.name] for column in columns) for row in answers]
        shown = [place for place, column in enumerate(columns) if column.kind in _ITEM_KINDS]
        self._read_ahead(row[place] for row in solutions for place in shown)
        found = {tuple(map(self._cell, columns, row)) for row in solutions}
        names = [column.name for column in columns]
        rows = _ordered([dict(zip(names, cells, strict=True)) for cells in found], self._asked)
        return (
            [{name: row[name] for name in names if name not in unshown} for row in rows] if unshown else rows
        )

    def missing(self, solutions: list[_Solution]) -> list[str]:
        """The sentences for what the facts lack, in the order in which the header names them."""
        templates = {what: words.in_language(self._lang) for what, words in self._asked.missing.items()}
        named = {what: placeholders(template) for what, template in templates.items()}
        lacks: dict[str, list[dict[str, object]]] = {what: [] for what in templates}
        for row in solutions:
            what = row["what"].value if row["what"] is not None else ""
            if what not in lacks:
                raise InputError("question-missing-line", location=f"{self._asked.key}.rq", what=what)
            lacks[what].append({name: row[name] for name in named[what]})
        self._read_ahead(term for rows in lacks.values() for values in rows for term in values.values())
        found = []
        for what, rows in lacks.items():
            sentences = {
                fill(templates[what], {name: self._text(term) for name, term in values.items()})
                for values in rows
            }
            found.extend(sorted(sentences, key=_folded))
        return found

    def _read_ahead(self, terms: Iterable[object]) -> None:
        """Read all elements of an answer at once: four times faster than one by one where there are thousands."""
        nodes = [t for t in dict.fromkeys(terms) if isinstance(t, NamedNode) and t not in self._items]
        for node, found in items(self._store, nodes, self._lang).items():
            self._items[node] = found if found.lang else self._of_ontology(node, found)

    def _cell(self, column: Column, term: object) -> Cell:
        if isinstance(term, NamedNode):
            return self._items[term] if column.kind in _ITEM_KINDS else term.value
        if not isinstance(term, Literal):
            return None
        if column.kind == "number":
            return _number(term.value)
        if column.kind == "boolean":
            return term.value in ("true", "1")
        if column.kind == "list":
            # a store gives the parts of GROUP_CONCAT in an order of its own
            return "; ".join(sorted(filter(None, term.value.split("\n")), key=_folded)) or None
        return term.value

    def _of_ontology(self, node: NamedNode, found: Item) -> Item:
        """Classes and properties have an rdfs:label instead of a name."""
        labels = {
            quad.object.language: quad.object.value
            for quad in self._store.quads_for_pattern(node, _RDFS_LABEL, None, None)
            if isinstance(quad.object, Literal)
        }
        lang = next((wanted for wanted in (self._lang, *LANGUAGES) if wanted in labels), None)
        return Item(found.key, found.id, found.type, labels[lang], lang) if lang else found

    def _text(self, term: object) -> str:
        if isinstance(term, NamedNode):
            return self._items[term].label
        return term.value if isinstance(term, Literal) else ""


def _ordered(rows: list[Row], asked: Question) -> list[Row]:
    """Sorted by the columns of the header's `order`, then by all columns from left to right."""
    for name in [*asked.order, *(column.name for column in asked.columns)][::-1]:
        column = name.removeprefix("-")
        rows.sort(key=lambda row: _sort_key(row[column]), reverse=name.startswith("-"))
        if name.startswith("-"):
            # whatever the direction, what is not known stands at the end
            rows.sort(key=lambda row: row[column] is None)
    return rows


def _sort_key(cell: Cell) -> tuple[int, float, str, str]:
    if cell is None:
        return (2, 0, "", "")
    if isinstance(cell, bool | int | float):
        return (0, float(cell), "", "")
    text = cell.label if isinstance(cell, Item) else cell
    return (1, 0, _folded(text), cell.id if isinstance(cell, Item) else cell)


@lru_cache(maxsize=10_000)
def _folded(text: str) -> str:
    """The text as a German dictionary sorts it: ä as a, ß as ss, capitals as small letters."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def _number(text: str) -> int | float | None:
    try:
        return int(text)
    except ValueError:
        pass
    try:
        return float(text)
    except ValueError:
        return None
