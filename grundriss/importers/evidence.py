# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""How a row's `source`, `confidence` and `unverified_fields` become evidence (README of data/landscape)."""

import csv
import re
from collections.abc import Iterator
from functools import cache
from typing import Final

from pyoxigraph import Literal, NamedNode

from grundriss import resources
from grundriss.importers.facts_table import Row
from grundriss.model.terms import DCT, PREFIXES, gru

Statement = tuple[NamedNode, NamedNode | Literal]

_URL: Final = re.compile(r"https?://[^\s\"<>{}|\\^`]+")
_SOURCE: Final = NamedNode(DCT + "source")
_UNVERIFIED: Final = "unverified"


def evidence(row: Row) -> Iterator[Statement]:
    """Source, note, confidence and the properties that are not verified."""
    yield from source_of(row["source"])
    confidence = row["confidence"]
    if confidence not in ("sourced", "unverified", "inferred"):
        raise row.error("cell-confidence", value=confidence)
    yield gru("confidence"), gru(confidence)
    for field in row.parts("unverified_fields") if "unverified_fields" in row.cells else []:
        yield from _unverified(row.table, field)


def source_of(text: str) -> Iterator[Statement]:
    """An address as source, what else is said as a note; nothing for `unverified`.

    >>> [str(value) for _, value in source_of("https://www.example.de/a seen 2026-11-23")]
    ['<https://www.example.de/a>', '"seen 2026-11-23"']
    """
    if not text or text == _UNVERIFIED:
        return
    found = _URL.match(text)
    if found:
        yield _SOURCE, NamedNode(found.group())
        text = text[found.end() :].strip()
    if text:
        yield gru("sourceNote"), Literal(text)


def unverified_columns(row: Row) -> set[str]:
    """The columns of a row that `unverified_fields` names."""
    known = columns_by_name(row.table)
    named = (field.partition(":")[0].strip().lower() for field in row.parts("unverified_fields"))
    return {known[name][0] for name in named if name in known}


@cache
def columns_by_name(table: str) -> dict[str, tuple[str, NamedNode]]:
    """Column and property for each name or alias (lower case) that `unverified_fields` may use for it."""
    found: dict[str, tuple[str, NamedNode]] = {}
    with resources.path("ontology", "mappings", "landscape-columns.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            if row["table"] == table:
                prefix, _, local = row["property"].partition(":")
                target = (row["column"], NamedNode(PREFIXES[prefix] + local))
                for name in [row["column"], *filter(None, row["aliases"].split(";"))]:
                    found[name.lower()] = target
    return found


def _unverified(table: str, field: str) -> Iterator[Statement]:
    name, colon, _note = field.partition(":")
    known = columns_by_name(table).get(name.strip().lower())
    if known is None:
        yield gru("evidenceText"), Literal(field)
        return
    yield gru("unverifiedProperty"), known[1]
    if colon:
        yield gru("evidenceText"), Literal(field)
