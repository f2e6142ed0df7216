# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""The fields that the items of each class have beside what names them, by the local names of properties."""

from collections.abc import Mapping
from typing import Final

from grundriss.model.state_types import Item
from grundriss.model.terms import DCT, GRU

CODES: Final = ("kind", "layer", "federalLevel", "lifecycle", "interfaceKind", "tier")
LINKS: Final = ("owner", "operator", "provider", "service", "conformsTo")
TEXTS: Final = ("validFrom", "validUntil")
FIELDS_OF_TYPE: Final[Mapping[str, tuple[str, ...]]] = {
    name: tuple(fields.split())
    for name, fields in {
        "Component": "kind layer federalLevel lifecycle validFrom validUntil owner operator",
        "Product": "validFrom validUntil owner operator",
        "FunctionBlock": "tier validFrom validUntil",
        "Interface": "interfaceKind validFrom validUntil provider conformsTo",
        "OnlineService": "validFrom validUntil service responsibleLand",
        "Organization": "federalLevel parent",
        "Standard": "publisher",
        "StandardVersion": "isVersionOf versionLabel",
        "PublicService": "serviceType",
        "Decision": "decidedOn",
        "Guideline": "obligation",
        "Plateau": "date",
        "Change": "changeKind date plateau basedOn",
        "Responsibility": "role organization responsibleFor validFrom validUntil",
        "ReuseOffer": "reuseModel providingLand offeredComponent",
        "Reuse": "reuseModel reuseOf taker",
    }.items()
}
"""The fields that every item of a class has: None where the facts say nothing (SURFACES §2)."""
_OF_STANDARDS: Final = ("publisher", "isVersionOf")
OTHERS: Final = tuple(
    dict.fromkeys(
        name for fields in FIELDS_OF_TYPE.values() for name in fields if name not in (*CODES, *LINKS, *TEXTS)
    )
)
"""What only some classes have: codes, elements and texts, told apart by their values."""


def property_of(name: str) -> str:
    """The IRI of a field's property.

    >>> property_of("publisher"), property_of("kind")
    ('http://purl.org/dc/terms/publisher', 'https://w3id.org/grundriss/ns#kind')
    """
    return (DCT if name in _OF_STANDARDS else GRU) + name


def fields_of_type(name: str) -> tuple[str, ...]:
    """The fields of an item of this class: what names it, then those of its kind."""
    return (*Item("", "", "", "", "").reference(), *FIELDS_OF_TYPE.get(name, ()))
