# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""Which public services an element has to do with, through which online services and components."""

from collections import defaultdict

from pyoxigraph import NamedNode, Store

from grundriss import queries
from grundriss.model.description_types import RelationGroup, ServiceOffer
from grundriss.model.identifier import key_in
from grundriss.model.state_types import Item
from grundriss.model.terms import GRU
from grundriss.queries import values_block
from grundriss.states.elements import ElementReader, ordered


def online_services(element: Item, groups: tuple[RelationGroup, ...]) -> list[NamedNode]:
    """The online services that the element is, offers (a service) or realises (a component), as is declared."""
    if element.type == "OnlineService":
        return [NamedNode(element.id)]
    wanted = (("Realises", "outgoing"), ("OfferedOnlineBy", "outgoing"))
    found = (
        related.other.id
        for group in groups
        if (group.type, group.direction) in wanted
        for related in group.relations
        if not related.evidence.inferred
    )
    return [NamedNode(iri) for iri in dict.fromkeys(found)]


def service_offers(store: Store, reader: ElementReader, nodes: list[NamedNode]) -> tuple[ServiceOffer, ...]:
    """Each online service with its public service and the components that realise it."""
    components = _realising(store, nodes)
    reader.read_ahead(nodes)
    reader.read_names_ahead(node for found in components.values() for node in found)
    offers = []
    for node in nodes:
        services = [v for v in reader.values(node).get(GRU + "service", ()) if isinstance(v, NamedNode)]
        offers.append(
            ServiceOffer(
                service=reader.plain(min(services, key=str)) if services else None,
                online_service=reader.plain(node),
                components=ordered(reader.plain(component) for component in components[node]),
            )
        )
    return tuple(
        sorted(offers, key=lambda o: (o.online_service.label.casefold(), key_in(o.online_service.id)))
    )


def _realising(store: Store, nodes: list[NamedNode]) -> dict[NamedNode, list[NamedNode]]:
    found: dict[NamedNode, list[NamedNode]] = defaultdict(list)
    if nodes:
        block = values_block(["online"], [[node] for node in nodes])
        query = queries.text("elements/realising").replace("#VALUES ?online\n", block + "\n")
        for row in queries.rows(store, query):
            found[row["online"]].append(row["component"])
    return found
