# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""What of a gap goes into the picture: what comes, goes and changes, and of its neighbours no more than fits.

A node-link picture stays readable up to about 60 boxes (measured, DESIGN §4). Neighbours that stay are shown where
several changes meet in them, and rolled up by kind where many do the same; the rest is hidden and counted.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from grundriss.model.state_types import Item, Relation
from grundriss_viz import item_texts
from grundriss_viz.gap_facts import GapFacts

_ALIKE: Final = 3  # neighbours of one kind that do the same to one element, from which on they are rolled up
_ROLLED: Final = 4  # neighbours of one kind in a roll-up, at least
_MEETING: Final = 2  # changed relations that make a neighbour worth a box of its own
_ONE_LEVEL: Final = 0.75  # share of a roll-up's members from which on it is restricted to their federal level


@dataclass(frozen=True, slots=True)
class Box:
    """One element, or several of one kind in a rolled-up box (`item` is None then)."""

    key: str
    status: str
    members: tuple[Item, ...]
    item: Item | None = None
    kind: str | None = None
    level: str | None = None


@dataclass(frozen=True, slots=True)
class Tie:
    """Relations of one type and fate between two boxes."""

    source: str
    target: str
    type: str
    status: str
    relations: tuple[Relation, ...]


@dataclass(frozen=True, slots=True)
class Hidden:
    """What is not in the picture: neighbours, and relations to them, inside of boxes, elsewhere, and staying ones."""

    neighbours: int
    relations: int
    inside: int
    elsewhere: int
    kept: int


_LACKING: Final = {"both": (), "from": ("added",), "to": ("removed", "replaced")}
_UNRELATED: Final = {"both": (), "from": ("added", "replacement"), "to": ("removed", "replacement")}


@dataclass(frozen=True, slots=True)
class Selection:
    """The boxes and ties of the picture, and what is left out of it.

    `show` is `both` states, or the one the gap comes `from` or goes `to`. `unseen` are neighbours without a box, by
    the fates of their relations; `left_out` says what is hidden, for each of the three.
    """

    boxes: tuple[Box, ...]
    ties: tuple[Tie, ...]
    unseen: tuple[tuple[Item, frozenset[str]], ...]
    left_out: Mapping[str, Hidden]
    show: str = "both"
    free: int = 0

    @property
    def hidden(self) -> Hidden:
        return self.left_out[self.show]

    @property
    def neighbours(self) -> list[Item]:
        """The neighbours without a box."""
        return [item for item, fates in self.unseen if self.tells_relation(*fates)]

    def tells(self, status: str) -> bool:
        """Whether elements of this status are there in what is shown."""
        return status not in _LACKING[self.show]

    def tells_relation(self, *fates: str) -> bool:
        """Whether relations of one of these fates are."""
        return any(fate not in _UNRELATED[self.show] for fate in fates)

    def of(self, show: str) -> "Selection":
        """What of it there is in one of the states."""
        part = replace(self, show=show)
        boxes = tuple(box for box in self.boxes if part.tells(box.status))
        keys = {box.key for box in boxes}
        ties = tuple(t for t in self.ties if part.tells_relation(t.status) and {t.source, t.target} <= keys)
        return replace(part, boxes=boxes, ties=ties, free=len(self.boxes) - len(boxes))


@dataclass(slots=True)
class _Picked:
    """Boxes by key, and the box that an element is in."""

    boxes: dict[str, Box] = field(default_factory=dict)
    box_of: dict[str, str] = field(default_factory=dict)

    def add(self, box: Box) -> None:
        self.boxes[box.key] = box
        self.box_of.update({item.id: box.key for item in box.members})


def select(facts: GapFacts, most: int) -> Selection:
    """At most `most` boxes, and the ties between them."""
    picked = _Picked()
    for box in _core(facts, most):
        picked.add(box)
    core = dict(picked.box_of)
    changed = (*facts.gap.relations.added, *facts.gap.relations.removed)
    neighbours = _neighbours(changed, core, facts)
    for box in _neighbour_boxes(neighbours, core, facts, most - len(picked.boxes)):
        picked.add(box)
    ties = _ties(facts, picked, core)
    unseen = _unseen(neighbours, picked, core, facts)
    left_out = {show: _hidden(facts, ties, picked, core, unseen, show) for show in _LACKING}
    return Selection(tuple(picked.boxes.values()), ties, unseen, left_out)


def _unseen(
    neighbours: Mapping[str, Item], picked: _Picked, core: Mapping[str, str], facts: GapFacts
) -> tuple[tuple[Item, frozenset[str]], ...]:
    fates: dict[str, set[str]] = defaultdict(set)
    for fate, relations in (("added", facts.gap.relations.added), ("removed", facts.gap.relations.removed)):
        for key in _neighbours(relations, core, facts):
            fates[key].add(fate)
    return tuple(
        (item, frozenset(fates[key])) for key, item in neighbours.items() if key not in picked.box_of
    )


def _core(facts: GapFacts, most: int) -> list[Box]:
    """Boxes for all that comes, goes or changes, and for what takes another's place without being new."""
    successors = {i.key: i for items in facts.successors.values() for i in items if i.key not in facts.came}
    statuses = (
        ("added", facts.came),
        ("replaced", facts.replaced),
        ("removed", facts.removed),
        ("changed", facts.changed),
        ("unchanged", {key: item for key, item in successors.items() if key not in facts.changed}),
    )
    boxes = [
        Box(item.key, status, (item,), item, item_texts.field(item, "kind"))
        for status, items in statuses
        for item in items.values()
    ]
    return boxes if len(boxes) <= most else _rolled_core(boxes, most)


def _rolled_core(boxes: list[Box], most: int) -> list[Box]:
    """The same in fewer boxes: one per status and kind, the most numerous first, until they fit."""
    groups: dict[tuple[str, str], list[Box]] = defaultdict(list)
    for box in boxes:
        groups[(box.status, box.kind or "")].append(box)
    by_size = sorted(groups, key=lambda g: (-len(groups[g]), g))
    count = len(boxes)
    rolled = set()
    for group in by_size:
        if count <= most or len(groups[group]) < 2:
            break
        rolled.add(group)
        count -= len(groups[group]) - 1
    found = []
    for group, members in groups.items():
        if group in rolled:
            status, kind = group
            items = tuple(box.members[0] for box in members)
            found.append(Box(f"{status}--{kind or 'none'}", status, items, None, kind))
        else:
            found.extend(members)
    return found


def _neighbours(changed: Iterable[Relation], core: Mapping[str, str], facts: GapFacts) -> dict[str, Item]:
    """The elements at the other end of changed relations of the core, by IRI."""
    found = {}
    for relation in changed:
        for near, far in ((relation.source, relation.target), (relation.target, relation.source)):
            if near.id in core and far.id not in core:
                found[far.id] = facts.item(far)
    return found


def _neighbour_boxes(
    neighbours: Mapping[str, Item], core: Mapping[str, str], facts: GapFacts, room: int
) -> list[Box]:
    alike: dict[str, Counter[tuple[str, str, bool]]] = defaultdict(Counter)
    meeting: Counter[str] = Counter()
    for relation in (*facts.gap.relations.added, *facts.gap.relations.removed):
        ends = ((relation.source, relation.target, True), (relation.target, relation.source, False))
        for near, far, outwards in ends:
            if near.id in core and far.id in neighbours:
                meeting[far.id] += 1
                kind = item_texts.field(neighbours[far.id], "kind") or ""
                alike[kind][(near.id, relation.type, outwards)] += 1
    kinds: dict[str, list[Item]] = defaultdict(list)
    for item in neighbours.values():
        kinds[item_texts.field(item, "kind") or ""].append(item)
    rolled = [
        _rolled(kind, kinds[kind])
        for kind in sorted(kinds)
        if kind and len(kinds[kind]) >= _ROLLED and max(alike[kind].values()) >= _ALIKE
    ]
    inside = {item.id for box in rolled for item in box.members}
    rolled.sort(key=lambda box: -sum(meeting[item.id] for item in box.members))
    single = [
        Box(item.key, "unchanged", (item,), item, item_texts.field(item, "kind"))
        for item in sorted(neighbours.values(), key=lambda i: (-meeting[i.id], i.key))
        if item.id not in inside and meeting[item.id] >= _MEETING
    ]
    return [*rolled, *single][: max(0, room)]


def _rolled(kind: str, items: list[Item]) -> Box:
    """One box for elements of one kind; for those of one federal level where nearly all have the same."""
    levels = Counter(item_texts.field(item, "federalLevel") for item in items)
    level, count = min(levels.items(), key=lambda entry: (-entry[1], entry[0] or ""))
    if count < max(_ROLLED, _ONE_LEVEL * len(items)):
        return Box(f"rollup--{kind}", "rollup", tuple(items), None, kind)
    members = tuple(item for item in items if item_texts.field(item, "federalLevel") == level)
    return Box(f"rollup--{kind}-{level}", "rollup", members, None, kind, level)


def _ties(facts: GapFacts, picked: _Picked, core: Mapping[str, str]) -> tuple[Tie, ...]:
    ties: dict[tuple[str, str, str, str], list[Relation]] = defaultdict(list)
    for status, relations in (
        ("replacement", facts.replacements),
        ("added", facts.gap.relations.added),
        ("removed", facts.gap.relations.removed),
        ("unchanged", facts.kept),
    ):
        for relation in relations:
            source, target = (picked.box_of.get(end.id) for end in (relation.source, relation.target))
            if source is None or target is None or source == target:
                continue
            if status == "unchanged" and not (relation.source.id in core and relation.target.id in core):
                continue
            ties[(source, target, relation.type, status)].append(relation)
    return tuple(Tie(*key, tuple(relations)) for key, relations in ties.items())


def _hidden(
    facts: GapFacts,
    ties: Iterable[Tie],
    picked: _Picked,
    core: Mapping[str, str],
    unseen: Iterable[tuple[Item, frozenset[str]]],
    show: str,
) -> Hidden:
    drawn = {relation.id for tie in ties for relation in tie.relations}
    fates = [fate for fate in ("added", "removed") if fate not in _UNRELATED[show]]
    changed = [r for fate in fates for r in getattr(facts.gap.relations, fate)]
    places: Counter[str] = Counter()
    for relation in changed:
        if relation.id not in drawn:
            ends = [picked.box_of.get(end.id) for end in (relation.source, relation.target)]
            near = relation.source.id in core or relation.target.id in core
            places["inside" if ends[0] and ends[0] == ends[1] else "near" if near else "elsewhere"] += 1
    kept = sum(r.id not in drawn and (r.source.id in core or r.target.id in core) for r in facts.kept)
    neighbours = sum(not found.isdisjoint(fates) for _, found in unseen)
    return Hidden(neighbours, places["near"], places["inside"], places["elsewhere"], kept)
