# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""The dependencies of the tables as links from who needs to what is needed, and what can be reached over them."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from tests.core.conftest import TODAY
from tests.core.questions.tables import by_id, depends, here, key
from tests.core.test_states import table

TYPES = {
    "nutzt": "Uses",
    "authentifiziert": "AuthenticatesWith",
    "liefert Daten": "SuppliesDataTo",
    "Teil von": "PartOf",
    "registriert in": "RegisteredIn",
    "routet": "RoutesVia",
    "betrieben auf": "RunsOn",
    "abgelöst durch": "ReplacedBy",
}


@dataclass(frozen=True)
class Link:
    """One line of the dependencies; `standard` is that of the line, else that of its interface."""

    id: str
    type: str
    source: str
    target: str
    via: str | None
    standard: str | None
    state: str
    confidence: str

    @property
    def dependent(self) -> str:
        return self.target if self.type in ("SuppliesDataTo", "PartOf") else self.source

    @property
    def needed(self) -> str:
        return self.source if self.dependent == self.target else self.target


def links(folder: Path, day: date | None = None) -> list[Link]:
    """All links, or those of a day (replacements belong to none)."""
    doors = by_id("interfaces", folder)
    present = here(day, folder).relations if day else None
    found = []
    for row in table("dependencies", folder):
        if present is not None and row["id"] not in present:
            continue
        door = doors.get(row["via"])
        standard = door["standard_id"] if door else row["via"]
        found.append(
            Link(
                row["id"],
                TYPES[row["nature"]],
                row["from_component"],
                row["to_component"],
                row["via"] if door else None,
                key(standard) or None,
                row["state"],
                row["confidence"],
            )
        )
    return found


def reached(start: Iterable[str], pairs: Collection[tuple[str, str]]) -> set[str]:
    """What can be reached from the start, which is part of it."""
    found, waiting = set(), list(start)
    while waiting:
        at = waiting.pop()
        if at not in found:
            found.add(at)
            waiting += [to for origin, to in pairs if origin == at]
    return found


def offers(folder: Path, day: date = TODAY) -> list[tuple[dict[str, str], str, str | None]]:
    """The services with the key of their online offer and the component behind it, where that is there."""
    present = here(day, folder).components
    return [
        (row, f"{row['leika_key']}--{key(component)}", component if component in present else None)
        for row in table("services", folder)
        if (component := row["online_service_component"])
    ]


def land(text: str) -> str | None:
    """The key of the organisation that an abbreviation of a Land means."""
    return {"": None, "Bund": "bund"}.get(text, f"land-{text.lower()}")


__all__ = ["Link", "depends", "land", "links", "offers", "reached"]
