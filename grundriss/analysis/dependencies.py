# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""The relations of an element in a state, along their arrows and against them, and what they lead on to."""

from typing import Final

from pyoxigraph import NamedNode

from grundriss.analysis.hops import Direction, Hop, HopReader, checked_depth
from grundriss.analysis.steps import absent
from grundriss.errors import UsageError
from grundriss.importers.facts_table import did_you_mean
from grundriss.model.analysis_types import Dependencies
from grundriss.states.elements import ElementReader, ordered_relations
from grundriss.states.places import placed
from grundriss.states.when import Moment, resolve
from grundriss.store.snapshot import Snapshot

DIRECTIONS: Final = ("in", "out", "both")
"""Against the arrows of relations, along them, or both."""
DEFAULT_LIMIT: Final = 1_000


def dependencies(
    snapshot: Snapshot,
    element: NamedNode,
    when: str = "ist",
    lang: str = "de",
    direction: str = "both",
    depth: int = 1,
    limit: int = DEFAULT_LIMIT,
) -> Dependencies:
    """The relations that start or end at an element in the state WHEN, and for an interface those through it.

    With a `depth` of more than 1 also those of the elements that they lead to, always in the same `direction`: `out`
    along the arrows, `in` against them, `both` each for itself. At most `limit` in each; `truncated` says that there
    are more. Replacements join two states and are in none, so they are not here: a gap has them.

    Raises UsageError for an unknown WHEN or direction, a depth outside of 1 to 100, and a limit below 1.
    """
    if direction not in DIRECTIONS:
        hint = did_you_mean(direction, DIRECTIONS)
        raise UsageError("parameter-choice", hint=hint, name="direction", value=direction, known=DIRECTIONS)
    checked_depth(depth)
    if limit < 1:
        raise UsageError("count-too-small", name="limit", value=limit)
    with placed(snapshot, when) as (there, at):
        return _dependencies(there, element, resolve(there, at), lang, direction, depth, limit)


def _dependencies(
    snapshot: Snapshot,
    element: NamedNode,
    moment: Moment,
    lang: str,
    direction: str,
    depth: int,
    limit: int,
) -> Dependencies:
    reader = ElementReader(snapshot.store, lang)
    hops = HopReader(snapshot.store, moment.day)
    item = reader.item(element)
    if not hops.is_there(element):
        return Dependencies(item, moment.name, (), (), note=absent(item, moment.name, lang), lang=lang)
    touching = _touching(hops, [element])
    outgoing = _walk(hops, element, touching, depth, limit, "out") if direction != "in" else []
    incoming = _walk(hops, element, touching, depth, limit, "in") if direction != "out" else []
    through = [hop.relation for hop in touching if element not in (hop.source, hop.target)]
    shown = [relations[:limit] for relations in (outgoing, incoming, through)]
    reader.read_ahead(relation for relations in shown for relation in relations)
    there = [ordered_relations(map(reader.relation, relations)) for relations in shown]
    cut = any(len(relations) > limit for relations in (outgoing, incoming, through))
    return Dependencies(item, moment.name, there[0], there[1], there[2], truncated=cut, lang=lang)


def _walk(
    hops: HopReader, element: NamedNode, touching: list[Hop], depth: int, limit: int, way: str
) -> list[NamedNode]:
    """The relations that are met on a way from the element; one more than the limit where there are more."""
    found: dict[NamedNode, None] = {}
    seen, frontier = {element}, [element]
    for level in range(depth):
        ends = (
            (hop, hop.source, hop.target) if way == "out" else (hop, hop.target, hop.source)
            for hop in (_touching(hops, frontier) if level else touching)
        )
        onward: dict[NamedNode, None] = {}
        begun = set(frontier)
        for hop, near, far in ends:
            if near in begun:
                found[hop.relation] = None
                if far not in seen:
                    onward[far] = None
        seen.update(onward)
        frontier = list(onward)
        if not frontier or len(found) > limit:
            break
    return list(found)


def _touching(hops: HopReader, elements: list[NamedNode]) -> list[Hop]:
    """The relations at some elements, each once."""
    both = (hop for direction in Direction for hop in hops.hops(elements, direction))
    return list({hop.relation: hop for hop in both}.values())
