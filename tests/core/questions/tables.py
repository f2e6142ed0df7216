# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""The tables as the tests read them, by the README of data/landscape and without code of the project."""

import re
from datetime import date
from pathlib import Path

from grundriss.model.analysis_types import Answer
from grundriss.model.state_types import Item
from tests.core.conftest import TODAY
from tests.core.test_states import Expected, Row, table

Cells = set[tuple[object, ...]]


def by_id(name: str, folder: Path) -> dict[str, Row]:
    """The rows of a table by their first cell."""
    rows = table(name, folder)
    return {row[next(iter(row))]: row for row in rows}


def key(text: str) -> str:
    """The key of an id, such as b-2025-28-it for B-2025/28-IT."""
    return re.sub("[^a-z0-9._-]", "-", text.lower())


def code(text: str) -> str | None:
    """The code of a word of a code list, such as im-aufbau for `im Aufbau`."""
    text = text.lower()
    for letter, letters in (("ä", "ae"), ("ö", "oe"), ("ü", "ue"), ("ß", "ss")):
        text = text.replace(letter, letters)
    return re.sub("[^a-z0-9]+", "-", text) or None


def here(day: date, folder: Path) -> Expected:
    """What is there on a day."""
    return Expected(day, folder)


def address(source: str) -> str | None:
    """The address at the beginning of a source."""
    found = re.match(r"https?://\S+", source)
    return found.group() if found else None


def replacements(folder: Path) -> list[tuple[str, str]]:
    """Who is replaced by whom, in whatever state."""
    rows = table("dependencies", folder)
    return [(r["from_component"], r["to_component"]) for r in rows if r["nature"] == "abgelöst durch"]


def ends(folder: Path) -> set[str]:
    """The components that are to go."""
    replaced = here(TODAY, folder).replaced
    rows = table("components", folder)
    return {
        r["id"]
        for r in rows
        if r["until"] or r["lifecycle_status"] in ("abgekündigt", "Ablösung") or r["id"] in replaced
    }


def basis(row: Row, folder: Path) -> tuple[str | None, str | None]:
    """The decision that a change rests on, or another basis as text."""
    text = row["beschluss"]
    known = text in by_id("decisions", folder)
    return (key(text) if known else None, None if known else text or None)


def laender(folder: Path) -> dict[str, str]:
    """The Länder by their abbreviation: organisations of that level that belong to no other."""
    rows = table("organisations", folder)
    return {r["id"][5:].upper(): r["name"] for r in rows if r["level"] == "land" and not r["parent"]}


def takers(row: Row, folder: Path) -> list[str]:
    """The abbreviations of the Länder that reuse, where each is named; a text names nobody."""
    parts = [part.strip() for part in row["reusing_laender"].split(";") if part.strip()]
    return parts if all(part in laender(folder) for part in parts) else []


def element_of(change: Row) -> str:
    """The key of what a change is about."""
    return key(change["element"].rpartition(":")[2])


def depends(folder: Path, day: date = TODAY) -> set[tuple[str, str]]:
    """Who depends on whom on a day: over relations, their interfaces, and interfaces on who offers them."""
    state, pairs = here(day, folder), set()
    doors = by_id("interfaces", folder)
    for row in table("dependencies", folder):
        if row["id"] not in state.relations:
            continue
        source, target = row["from_component"], row["to_component"]
        turned = row["nature"] in ("liefert Daten", "Teil von")
        dependent, other = (target, source) if turned else (source, target)
        pairs.add((dependent, other))
        if row["via"] in doors:
            pairs.add((dependent, row["via"]))
    for row in doors.values():
        if row["provider_component"] in state.components:
            pairs.add((row["id"], row["provider_component"]))
    return pairs


def cells(answer: Answer) -> Cells:
    """The rows of an answer: elements and codes as keys, lists as sets, all else as it is."""
    found = [tuple(_plain(cell) for cell in row.values()) for row in answer.rows]
    assert len(found) == len(set(found)), "no row twice"
    return set(found)


def named(cell: object) -> frozenset[str]:
    """The parts of a list cell."""
    return frozenset(str(cell).split("; ")) if cell else frozenset()


def with_lists(answer: Answer, *columns: str) -> Cells:
    """The rows of an answer, with these columns read as sets of names."""
    return {
        tuple(named(row[name]) if name in columns else _plain(row[name]) for name in answer.columns)
        for row in answer.rows
    }


def _plain(cell: object) -> object:
    return cell.key if isinstance(cell, Item) else cell
