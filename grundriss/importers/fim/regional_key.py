# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""Regional keys of German administration: ARS (12 digits), AGS (8 digits), Land (2 digits), always with their zeros.

An ARS says by its beginning what an area is a part of: 2 digits are the Land, 3 the Regierungsbezirk, 5 the Kreis, 9
the Gemeindeverband, 12 the Gemeinde (Destatis, Amtlicher Regionalschlüssel). An AGS leads to no ARS without a table.
"""

import re
from typing import Final

from pyoxigraph import NamedNode

LENGTHS: Final = (2, 3, 5, 9, 12)
"""How many digits name an area of each level, from the Land to the Gemeinde."""
FEDERATION: Final = "0" * 12
_GEOCODING: Final = "http://dcat-ap.de/def/politicalGeocoding/"
_ARS: Final = re.compile(r"[0-9]{12}")
_AGS: Final = re.compile(r"[0-9]{8}")
_LAND: Final = re.compile(r"[0-9]{2}")


def area_of(key: str) -> NamedNode | None:
    """The area with a regional key, as DCAT-AP.de names it; None for what is no such key.

    >>> area_of("064120000000").value, area_of("06412000").value, area_of("06").value
    ('http://dcat-ap.de/def/politicalGeocoding/regionalKey/064120000000', \
'http://dcat-ap.de/def/politicalGeocoding/municipalityKey/06412000', 'http://dcat-ap.de/def/politicalGeocoding/stateKey/06')
    >>> area_of("6412"), area_of("0641200000")
    (None, None)
    """
    for form, name in ((_ARS, "regionalKey"), (_AGS, "municipalityKey"), (_LAND, "stateKey")):
        if form.fullmatch(key):
            return NamedNode(f"{_GEOCODING}{name}/{key}")
    return None


def larger_areas(key: str) -> list[str]:
    """The keys of the areas that an area is a part of, the smallest first and the Federation last.

    >>> larger_areas("064120000000")
    ['064000000000', '060000000000', '000000000000']
    >>> larger_areas("010515163016")[:3]
    ['010515163000', '010510000000', '010000000000']
    """
    beginnings = (key[:length].ljust(12, "0") for length in reversed(LENGTHS))
    return [found for found in dict.fromkeys([*beginnings, FEDERATION]) if found != key]
