# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""The area that a verwaltungspolitischeKodierung of XÖV means, as DCAT-AP.de names areas (politicalGeocoding)."""

import re
from itertools import pairwise
from typing import Final

from pyoxigraph import NamedNode

from grundriss.importers.fim import mapping
from grundriss.importers.fim.artefact_content import Statements
from grundriss.importers.fim.xml_stream import Element, children
from grundriss.model.terms import DCT

_GEOCODING: Final = "http://dcat-ap.de/def/politicalGeocoding/"
_LEVELS: Final = {
    "bundesland": ("stateKey", 2),
    "bezirk": ("governmentDistrictKey", 3),
    "kreis": ("districtKey", 5),
    "gemeindeverband": ("municipalAssociationKey", 9),
    "gemeindeschluessel": ("municipalityKey", 8),
    "regionalschluessel": ("regionalKey", 12),
}
"""The codes from the largest area to the smallest: what DCAT-AP.de calls them, and how many digits they have."""
_SPATIAL: Final = NamedNode(DCT + "spatial")
_PART_OF: Final = NamedNode(DCT + "isPartOf")
_DIGITS: Final = re.compile(r"[0-9]+")


def area(level: str, code: str) -> NamedNode | None:
    """The area with a code, which is a text with its leading zeros; None for a code of another form.

    >>> area("bundesland", "01").value
    'http://dcat-ap.de/def/politicalGeocoding/stateKey/01'
    >>> area("bundesland", "1"), area("nation", "000")
    (None, None)
    """
    name, digits = _LEVELS.get(level, ("", 0))
    return (
        NamedNode(f"{_GEOCODING}{name}/{code}") if len(code) == digits and _DIGITS.fullmatch(code) else None
    )


def state_area(element: Element, held: Statements, subject: NamedNode) -> list[tuple[str, str]]:
    """State that `subject` is about an area: the smallest one that is named, which is a part of the next larger one.

    Gives back the codes that name no area, each after the name of its element.
    """
    named: dict[str, NamedNode] = {}
    unknown = []
    for local, below in children(element):
        code = mapping.code_of(below) or ""
        found = area(local, code)
        if found is not None and local not in named:
            named[local] = found
        elif code:
            unknown.append((local, code))
    chain = [named[level] for level in _LEVELS if level in named]
    if chain:
        held.add(_SPATIAL, chain[-1], subject)
    for larger, smaller in pairwise(chain):
        held.add(_PART_OF, larger, smaller)
    return unknown
