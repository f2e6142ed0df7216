# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""Services by legal basis: the schema and the service rest on the same places in laws.

With the rarity of a place among all schemas and services (`rarity`), the score is the rarity of the rarest place that
both cite, times the share that the shared places have, by rarity, of those of the side that cites less. It is from 0 to
1, the same both ways, and small for what very many cite, such as general administrative law.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from pyoxigraph import Literal, NamedNode, Store

from grundriss.fim.links.artefacts import Catalogue
from grundriss.fim.links.evidence import Evidence, Found, Grade, LinkType, Method, Pair
from grundriss.fim.links.rare_features import RareFeatures, rarity
from grundriss.model.identifier import key_in
from grundriss.model.terms import LABEL, SKOS
from grundriss.node_values import properties_of

_NAMES = (SKOS + "altLabel", LABEL.value)
_SHOWN = 4

Rarities = Mapping[NamedNode, float]


def services_by_provisions(catalogue: Catalogue, store: Store) -> Iterator[Found]:
    """Schemas and services that cite the same places in laws, which not too many services cite."""
    rarities = rarities_of(catalogue)
    index = RareFeatures((node, service.provisions) for node, service in catalogue.services.items())
    candidates = [
        (schema, service, shared)
        for schema in catalogue.schemas.values()
        for node in index.candidates(schema.provisions)
        for service in [catalogue.services[node]]
        for shared in [schema.provisions & service.provisions]
    ]
    names = _names_of(store, {place for _, _, shared in candidates for place in shared})
    for schema, service, shared in candidates:
        places = sorted(shared, key=lambda place: (-rarities[place], len(place.value), place.value))
        listed = [names.get(place) or key_in(place.value) for place in _narrowest(places)]
        more = f" (+{len(listed) - _SHOWN})" if len(listed) > _SHOWN else ""
        yield (
            Pair(LinkType.COLLECTS_DATA_FOR, schema.node, service.node),
            Evidence(
                Grade.SHARED_LEGAL_BASIS,
                Method.LEGAL_BASIS_COMPARISON,
                overlap(schema.provisions, service.provisions, rarities),
                "; ".join(listed[:_SHOWN]) + more,
            ),
        )


def rarities_of(catalogue: Catalogue) -> Rarities:
    """How rare each place is among the schemas and services that cite any."""
    citing = [
        artefact.provisions
        for artefact in (*catalogue.schemas.values(), *catalogue.services.values())
        if artefact.provisions
    ]
    holders = Counter(place for provisions in citing for place in provisions)
    return {place: rarity(number, len(citing)) for place, number in holders.items()}


def overlap(a: frozenset[NamedNode], b: frozenset[NamedNode], rarities: Rarities) -> float:
    """How much two legal bases overlap, from 0 to 1; see the module."""
    shared = a & b
    if not shared:
        return 0.0
    smaller = min(_sum(a, rarities), _sum(b, rarities))
    return min(1.0, max(rarities[place] for place in shared) * _sum(shared, rarities) / smaller)


def _sum(places: Iterable[NamedNode], rarities: Rarities) -> float:
    return sum(rarities[place] for place in sorted(places, key=lambda place: place.value))


def _narrowest(places: list[NamedNode]) -> list[NamedNode]:
    """The places without those that another one is a part of, as their keys say."""
    keys = [place.value for place in places]
    return [p for p in places if not any(key.startswith(f"{p.value}-") for key in keys)]


def _names_of(store: Store, places: set[NamedNode]) -> dict[NamedNode, str]:
    said = properties_of(store, sorted(places, key=lambda place: place.value), _NAMES)
    return {
        node: min((v.value for n in _NAMES for v in values.get(n, ()) if isinstance(v, Literal)), default="")
        for node, values in said.items()
    }
