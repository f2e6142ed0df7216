# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""The cells of a row of facts as terms: keys, codes, references, dates, addresses, texts, and the row's evidence.

A cell that cannot be read raises InputError naming file, line and element (`Row.error`).
"""

from typing import Final

from pyoxigraph import Literal, NamedNode, Quad

from grundriss.importers.evidence import evidence
from grundriss.importers.facts_table import Row, did_you_mean
from grundriss.model.identifier import Base, key_of
from grundriss.model.partial_date import PartialDate
from grundriss.model.terms import IDENTIFIER, LABEL, TYPE, XSD, gru
from grundriss.model.vocabulary import concepts

_STRING: Final = NamedNode(XSD + "string")


class FactCells:
    """Reads cells and collects the quads that they give, each once, in order."""

    def __init__(self, base: Base, graph: NamedNode) -> None:
        self._base = base
        self._graph = graph
        self._quads: dict[Quad, None] = {}
        self._keys: dict[str, dict[str, NamedNode]] = {}

    def _register(self, table: str, kind: str, rows: list[Row], id_column: str) -> None:
        """Give every row of a table its IRI; refuse two rows with the same key."""
        self._keys[table] = {}
        seen: dict[str, Row] = {}
        for row in rows:
            key = key_of(row[id_column])
            if not key:
                raise row.error("cell-empty", column=id_column)
            if key in seen:
                raise row.error("key-twice", key=key, first=seen[key].place)
            seen[key] = row
            self._keys[table][row[id_column]] = self._base.element(kind, key)

    def _element(self, row: Row, class_: NamedNode, table: str, identifier: str, label: str) -> NamedNode:
        node = self._keys[table][identifier]
        self._describe(node, class_, identifier, label)
        self._evidence(node, row)
        return node

    def _new(self, class_: NamedNode, kind: str, key: str, label: str) -> NamedNode:
        node = self._base.element(kind, key)
        self._describe(node, class_, key, label)
        return node

    def _describe(self, node: NamedNode, class_: NamedNode, identifier: str, label: str) -> None:
        self._add(node, TYPE, class_)
        self._add(node, IDENTIFIER, Literal(identifier))
        self._text(node, LABEL, label)

    def _evidence(self, node: NamedNode, row: Row) -> None:
        for predicate, value in evidence(row):
            self._add(node, predicate, value)

    def _interval(self, node: NamedNode, row: Row) -> None:
        start = self._date(row, "since") if row["since"] else None
        end = self._date(row, "until") if row["until"] else None
        if start and end and end.end_day <= start.first_day:
            raise row.error("ends-before-start", start=start, end=end)
        if start:
            self._add(node, gru("validFrom"), start.literal)
        if end:
            self._add(node, gru("validUntil"), end.literal)

    def _date(self, row: Row, column: str) -> PartialDate:
        try:
            return PartialDate.parse(row[column])
        except ValueError as error:
            raise row.error("cell-date", column=column, date=row[column]) from error

    def _code(self, row: Row, column: str, scheme: str, value: str | None = None) -> NamedNode:
        text = row[column] if value is None else value
        known = concepts(scheme)
        if text not in known:
            raise row.error("cell-code", did_you_mean(text, known), column=column, value=text)
        return known[text]

    def _reference(self, row: Row, column: str, table: str, value: str | None = None) -> NamedNode:
        text = row[column] if value is None else value
        known = self._keys[table]
        if text not in known:
            raise row.error(
                "cell-reference", did_you_mean(text, known), column=column, value=text, table=table
            )
        return known[text]

    def _find_land(self, text: str) -> NamedNode | None:
        organisations = self._keys["organisations"]
        return organisations.get(f"land-{text.lower()}") or organisations.get(text.lower())

    def _land(self, row: Row, column: str, text: str) -> NamedNode:
        found = self._find_land(text)
        if found is None:
            raise row.error("cell-land", column=column, value=text)
        return found

    def _url(self, row: Row, node: NamedNode, predicate: NamedNode, column: str) -> None:
        if not row[column]:
            return
        try:
            self._add(node, predicate, NamedNode(row[column]))
        except ValueError as error:
            raise row.error("cell-address", column=column, value=row[column]) from error

    def _text(self, node: NamedNode, predicate: NamedNode, text: str, lang: str | None = "de") -> None:
        if text:
            self._add(
                node, predicate, Literal(text, language=lang) if lang else Literal(text, datatype=_STRING)
            )

    def _add(self, node: NamedNode, predicate: NamedNode, value: NamedNode | Literal) -> None:
        self._quads[Quad(node, predicate, value, self._graph)] = None
