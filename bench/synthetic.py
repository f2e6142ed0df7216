# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""A synthetic landscape of any size: the packaged facts many times over, with links between the copies.

Every copy has elements of its own; code lists and plateaus are shared. Each copy's FIT-Connect uses the eID of the
first copy, so that one hub has dependants everywhere. With `staying`, only the first copy changes in time: the
components of the others are there since 2020, and nothing is said to go or to come.
"""

import re
from pathlib import Path

from pyoxigraph import Triple

from grundriss import resources
from grundriss.importers.landscape import DATASET, read_landscape
from grundriss.model.identifier import Base
from grundriss.model.partial_date import PartialDate
from grundriss.model.terms import TYPE, gru

_ELEMENT = re.compile(r"(/id/(?!plateau/)[a-z-]+/[^>]+)>")
HUB = "component/eid"


_MOVES = {gru(name) for name in ("validFrom", "validUntil", "lifecycle", "inState")}
_OF_CHANGE = {gru("Change"), gru("ReplacedBy")}


def write_synthetic(path: Path, triples: int, base: Base, *, staying: bool = False) -> int:
    """Write N-Triples with at least `triples` statements; returns how many."""
    facts = [quad.triple for quad in read_landscape(resources.path("data", "landscape"), base).quads]
    lines = _lines(facts)
    copied = _lines(without_changes(facts)) if staying else lines
    written = number = 0
    with path.open("w", encoding="utf-8") as file:
        while written < triples:
            copy = lines if number == 0 else [*renamed(copied, number), *link(base, number)]
            file.writelines(copy)
            written += len(copy)
            number += 1
    return written


def without_changes(facts: list[Triple]) -> list[Triple]:
    """The facts without what changes in time; the components are there since 2020."""
    gone = {fact.subject for fact in facts if fact.predicate == TYPE and fact.object in _OF_CHANGE}
    since = PartialDate.parse("2020").literal
    components = [
        fact.subject for fact in facts if fact.predicate == TYPE and fact.object == gru("Component")
    ]
    return [
        *(fact for fact in facts if fact.subject not in gone and fact.predicate not in _MOVES),
        *(Triple(component, gru("validFrom"), since) for component in components),
    ]


def _lines(facts: list[Triple]) -> list[str]:
    return [f"{fact} .\n" for fact in facts]


def renamed(lines: list[str], number: int) -> list[str]:
    """The same statements about elements of a copy."""
    return [_ELEMENT.sub(rf"\1.c{number}>", line) for line in lines]


def link(base: Base, number: int) -> list[str]:
    """The relation from a copy's FIT-Connect to the hub."""
    node = f"<{base.iri}id/relation/link.c{number}>"
    ns = "https://w3id.org/grundriss/ns#"
    return [
        f"{node} <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <{ns}Uses> .\n",
        f'{node} <http://purl.org/dc/terms/identifier> "link.c{number}" .\n',
        f"{node} <{ns}source> <{base.iri}id/component/fit-connect.c{number}> .\n",
        f"{node} <{ns}target> <{base.iri}id/{HUB}> .\n",
    ]


__all__ = ["DATASET", "HUB", "link", "renamed", "without_changes", "write_synthetic"]
