# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""How long the processing of a service takes, as xsd:duration where it is a single one (CPSV-AP, cv:processingTime)."""

from typing import Final

from pyoxigraph import Literal, NamedNode

from grundriss.importers.fim.artefact_content import Statements
from grundriss.model.terms import XSD, gru

PROCESSING_TIME: Final = NamedNode("http://data.europa.eu/m8g/processingTime")
_DESIGNATORS: Final = {
    "JAHR": "P{}Y",
    "MONAT": "P{}M",
    "TAG": "P{}D",
    "STUNDE": "PT{}H",
    "MINUTE": "PT{}M",
    "SEKUNDE": "PT{}S",
}
"""Weeks are days: a duration has none. How long WERKTAG and ARBEITSTAG take, a calendar says: they are no durations."""
_WEEK: Final = "WOCHE"


def duration(number: int, unit: str) -> str | None:
    """So many of a unit (Zeiteinheit) as xsd:duration; None where it is none.

    >>> duration(2, "WOCHE"), duration(3, "MONAT"), duration(5, "WERKTAG")
    ('P14D', 'P3M', None)
    """
    if unit == _WEEK:
        return f"P{number * 7}D"
    form = _DESIGNATORS.get(unit)
    return form and form.format(number)


def state_processing_time(version: Statements, node: NamedNode) -> None:
    """State of the description how long it takes, where the node of a deadline says a single duration."""
    said = {
        quad.predicate: quad.object.value
        for quad in version.quads
        if quad.subject == node and isinstance(quad.object, Literal)
    }
    number, unit = (said.get(gru(name)) for name in ("durationValue", "durationUnitCode"))
    if number is None or unit is None or any(gru(name) in said for name in _UPPER):
        return
    taken = duration(int(number), unit)
    if taken:
        version.add(PROCESSING_TIME, Literal(taken, datatype=NamedNode(XSD + "duration")))


_UPPER: Final = ("durationValueUpTo", "durationUnitUpToCode", "deadlineFrom", "deadlineUntil")
