# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""Which changes of two sides stand against each other.

Where a property may have several values (shapes/ say which may not), two different additions do not: both can stand.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from pyoxigraph import Literal, NamedNode, Quad

from grundriss.model.terms import ENDS, TYPE, gru
from grundriss.model.vocabulary import concepts, relation_type_by_name
from grundriss.scenarios.collision import SIDES, Collision
from grundriss.scenarios.sides import Quads, Side, Sides, Three
from grundriss.states.exclusive import REPLACED, ROLES, Period, is_second_successor
from grundriss.store.asserted import Patch
from grundriss.validation.shapes import single_in_a_language, single_valued

_Place = tuple[NamedNode, NamedNode]


def collisions(sides: Sides) -> list[Collision]:
    """The collisions of two changes of the same base, sorted."""
    found = list(_rivals(sides))
    found += _deletions(sides, {node for collision in found for node in collision.nodes})
    taken = {node for collision in found for node in collision.nodes}
    found += _properties(sides, taken)
    return sorted(found, key=lambda c: (c.subject.value, c.name))


def _properties(sides: Sides, taken: set[NamedNode]) -> Iterator[Collision]:
    """Those of single properties, but of things that collide as a whole."""
    for node in (sides.touched("mine").keys() & sides.touched("theirs").keys()) - taken:
        own, other = (_by_property(sides.touched(side)[node]) for side in SIDES)
        for predicate in own.keys() & other.keys():
            mine, theirs = own[predicate], other[predicate]
            if mine != theirs and not _can_both_stand(predicate, mine, theirs):
                three = [frozenset(q for q in quads if q.predicate == predicate) for quads in sides.of(node)]
                yield Collision(node, predicate, *Three(*three))


def _can_both_stand(predicate: NamedNode, own: Patch, other: Patch) -> bool:
    """Whether two different changes of a property do not stand against each other.

    They do where it may have one value only, where both put something else in the place of the same value, and where
    both give it a text in the same language and may not.
    """
    if predicate in single_valued():
        return False
    if own.added != other.added and own.removed & other.removed:
        return False
    if predicate not in single_in_a_language():
        return True
    texts, others = _texts(own), _texts(other)
    return all(texts[language] == others[language] for language in texts.keys() & others.keys())


def _texts(patch: Patch) -> dict[str, set[str]]:
    """The texts that a change adds, by language."""
    found: dict[str, set[str]] = {}
    for quad in patch.added:
        if isinstance(quad.object, Literal):
            found.setdefault(quad.object.language or "", set()).add(quad.object.value)
    return found


def _by_property(patch: Patch) -> dict[NamedNode, Patch]:
    return {
        predicate: Patch(
            frozenset(quad for quad in patch.added if quad.predicate == predicate),
            frozenset(quad for quad in patch.removed if quad.predicate == predicate),
        )
        for predicate in {quad.predicate for quad in (*patch.added, *patch.removed)}
    }


def _rivals(sides: Sides) -> Iterator[Collision]:
    """Those of what is so once only at a time, by element: all that says it and that either side touched."""
    groups: dict[_Place, dict[Side, set[NamedNode]]] = {}
    few, many = sorted(SIDES, key=lambda side: len(sides.touched(side)))
    for node in sides.touched(few):
        for place in _places(sides, node):
            groups.setdefault(place, {"mine": set(), "theirs": set()})[few].add(node)
    if not groups:
        return  # a dataset that was replaced as a whole touches everything
    for node in sides.touched(many):
        for place in _places(sides, node) & groups.keys():
            groups[place][many].add(node)
    for (element, predicate), nodes in groups.items():
        stand_against = _are_two_successors if predicate == _replaced_by() else _are_two_holders
        if stand_against(sides, nodes["mine"], nodes["theirs"]):
            touched = frozenset(nodes["mine"] | nodes["theirs"])
            yield Collision(element, predicate, *_of_all(sides, touched), touched)


def _places(sides: Sides, node: NamedNode) -> set[_Place]:
    return {place for quads in sides.of(node) for place in _exclusive_places(quads)}


def _exclusive_places(quads: Quads) -> Iterator[_Place]:
    """Of which element some statements say who owns or operates it, or what takes its place."""
    said: dict[NamedNode, list[NamedNode]] = defaultdict(list)
    for quad in quads:
        if isinstance(quad.object, NamedNode):
            said[quad.predicate].append(quad.object)
    if gru(REPLACED) in said[TYPE]:
        yield from ((element, _replaced_by()) for element in said[gru("source")])
    codes = {concepts("role")[role]: gru(role) for role in ROLES}
    for role in said[gru("role")]:
        if role in codes:
            yield from ((element, codes[role]) for element in said[gru("responsibleFor")])


def _replaced_by() -> NamedNode:
    return relation_type_by_name(REPLACED).direct_predicate


def _are_two_holders(sides: Sides, own: set[NamedNode], other: set[NamedNode]) -> bool:
    """Whether two have a role at the same time only when both changes are made."""
    return any(
        _merged_period(sides, a).overlaps(_merged_period(sides, b))
        and not any(_overlap(sides.of(a)[n], sides.of(b)[n]) for n in range(3))
        for a in own
        for b in other
        if a != b and sides.of(a).mine and sides.of(b).theirs
    )


def _overlap(a: Quads, b: Quads) -> bool:
    return bool(a and b) and Period.stated(a).overlaps(Period.stated(b))


def _merged_period(sides: Sides, node: NamedNode) -> Period:
    """The period that both changes together leave."""
    three = sides.of(node)
    gone = three.base - (three.mine & three.theirs)
    return Period.stated((three.mine | three.theirs) - gone)


def _are_two_successors(sides: Sides, own: set[NamedNode], other: set[NamedNode]) -> bool:
    """Whether each side says of another element that it takes the place."""
    mine = _targets(quad for node in _new(sides, "mine", own) for quad in sides.of(node).mine)
    theirs = _targets(quad for node in _new(sides, "theirs", other) for quad in sides.of(node).theirs)
    return any(is_second_successor(node, theirs) for node in mine) and any(
        is_second_successor(node, mine) for node in theirs
    )


def _targets(quads: Iterable[Quad]) -> set[NamedNode]:
    return {
        quad.object
        for quad in quads
        if quad.predicate == gru("target") and isinstance(quad.object, NamedNode)
    }


def _new(sides: Sides, side: Side, nodes: Iterable[NamedNode]) -> set[NamedNode]:
    """Those of some nodes that a side made."""
    touched = sides.touched(side)
    return {node for node in nodes if node in touched and touched[node].added and not sides.of(node).base}


def _deletions(sides: Sides, taken: set[NamedNode]) -> Iterator[Collision]:
    """Those of elements that one side deleted and that the other changed, or added something to."""
    for by in SIDES:
        other: Side = "theirs" if by == "mine" else "mine"
        emptied = {node for node, patch in sides.touched(by).items() if not patch.added} - taken
        gone = {node for node in emptied if _is_deleted(sides, node, by)}
        kept = {node for node in gone if not _is_deleted(sides, node, other)}
        leading = {quad for quad in sides.patch(other).added - sides.patch(by).added if quad.object in kept}
        colliding = {node for node in kept if node in sides.touched(other)}
        colliding |= {node for node in kept if any(quad.object == node for quad in leading)}
        colliding |= {end for node in colliding for end in _ends(sides, node)} & kept
        done: set[NamedNode] = set()
        # elements first: with them comes what belongs to them
        for element in sorted(colliding, key=lambda node: (bool(_ends(sides, node)), node.value)):
            if element in done:
                continue
            here = frozenset(quad for quad in leading if quad.object == element)
            nodes = {element, *_parts(sides, element, gone, colliding)}
            nodes |= _new(sides, other, [q.subject for q in here if isinstance(q.subject, NamedNode)])
            done |= nodes
            base, mine, theirs = _of_all(sides, nodes)
            if other == "mine":
                mine |= here
            else:
                theirs |= here
            yield Collision(element, None, base, mine, theirs, frozenset(nodes), by)


def _of_all(sides: Sides, nodes: Iterable[NamedNode]) -> Three:
    found = [sides.of(node) for node in nodes]
    return Three(*(frozenset(quad for three in found for quad in three[n]) for n in range(3)))


def _is_deleted(sides: Sides, node: NamedNode, by: Side) -> bool:
    three = sides.of(node)
    return bool(three.base) and not (three.mine if by == "mine" else three.theirs)


def _parts(
    sides: Sides, element: NamedNode, gone: set[NamedNode], colliding: set[NamedNode]
) -> Iterator[NamedNode]:
    """What was deleted with an element and belongs to it: relations and responsibilities whose other ends are there."""
    for node in gone:
        ends = _ends(sides, node)
        if element in ends and not (ends - {element}) & (gone - colliding):
            yield node


def _ends(sides: Sides, node: NamedNode) -> set[NamedNode]:
    """What a relation, a responsibility or a planned change belonged to at the base."""
    return {
        quad.object
        for quad in sides.of(node).base
        if quad.predicate in ENDS and isinstance(quad.object, NamedNode)
    }
