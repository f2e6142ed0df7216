# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a public service needs: its online offers, the components behind them, what these need, and registers.

Read step by step from the service: the cost grows with the chain, not with the landscape.
"""

from typing import Final

from pyoxigraph import NamedNode

from grundriss.analysis.hops import Direction, Hop, HopReader
from grundriss.analysis.steps import absent
from grundriss.model.state_types import Item
from grundriss.resolve import resolve
from grundriss.states.elements import ElementReader
from grundriss.states.when import resolve as resolve_when
from grundriss.store.snapshot import Snapshot
from grundriss_viz.surroundings import DEEPEST, Surroundings, needs_of

REGISTER: Final = "register"
_OFFERS: Final = ("PublicService", "OnlineService")


def service_needs(
    snapshot: Snapshot, service: str, when: str = "ist", depth: int = 1, lang: str = "de"
) -> Surroundings:
    """The chain from a service (or an online offer, or a component) down to registers at WHEN.

    `depth` is the number of steps from the component that realises the offer; registers one step further on are
    there as well, and end the chain.
    Raises NotFound for an unknown element, UsageError for an unknown WHEN.
    """
    node = resolve(snapshot.store, snapshot.base_iri, service)
    moment = resolve_when(snapshot, when)
    reader = ElementReader(snapshot.store, lang)
    hops = HopReader(snapshot.store, moment.day)
    item = reader.item(node)
    if not hops.is_there(node):
        return Surroundings(item, moment.name, (), absent(item, moment.name, lang))
    chain = _walk(hops, reader, node, min(depth, DEEPEST))
    inside = {node, *(hop.needed for hop in chain)}
    beyond = [hop for hop in hops.hops(sorted(inside, key=str), Direction.DOWN) if hop.needed not in inside]
    return Surroundings(
        item,
        moment.name,
        needs_of(reader, chain),
        truncated=depth > DEEPEST,
        beyond=needs_of(reader, beyond),
    )


def _walk(hops: HopReader, reader: ElementReader, root: NamedNode, depth: int) -> list[Hop]:
    """The hops of the chain, and those between elements of it."""
    steps = {root: 0}
    frontier = [root]
    found: dict[Hop, None] = {}
    while frontier:
        following: list[NamedNode] = []
        for hop in hops.hops(frontier, Direction.DOWN):
            near = reader.item(NamedNode(hop.dependent.value))
            step = 0 if near.type in _OFFERS else steps[hop.dependent] + 1
            leads_on = hop.dependent == root or not is_register(near)
            wanted = leads_on and (step <= depth or is_register(reader.item(hop.needed)))
            if hop.via is None and (wanted or hop.needed in steps):
                found[hop] = None
                if hop.needed not in steps:
                    steps[hop.needed] = step
                    following.append(hop.needed)
        frontier = [node for node in following if steps[node] <= depth]
    return list(found)


def is_register(item: Item) -> bool:
    """Whether a component is a register."""
    return item.fields.get("kind") == REGISTER
