# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""Boxes in bundles: what one relation type joins to the same box, and is of one kind, shares a frame and a line.

A hub with forty neighbours then has a handful of lines with counts instead of forty arrows that nobody can follow.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from grundriss.model.state_types import Item
from grundriss_viz.item_texts import field
from grundriss_viz.texts import Texts, kind_group_of, kind_group_rank

MOST_BOXES: Final = 60
"""Boxes up to which a node-link picture can be read (measured, DESIGN §4)."""


@dataclass(frozen=True, slots=True)
class Reached:
    """An element of the picture: its column (0 the middle, negative to the left) and the element it hangs on.

    `ties` are the relations that join the two; `parent` is an IRI.
    """

    item: Item
    column: int
    parent: str
    ties: tuple["Tie", ...]


@dataclass(frozen=True, slots=True)
class Tie:
    """Relations of one type, by their keys, between a box and a bundle.

    `outward`: they run from the box to the bundle.
    """

    type: str
    outward: bool
    relations: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Leaf:
    """A box: one element, or the members of a roll-up (`item` is None then)."""

    key: str
    item: Item | None
    members: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Bundle:
    """Boxes that hang on the same box by the same relation types, and are of one kind.

    `parent` is the key of that box; in a coarse picture it may be the key of a bundle, which then hangs together as a
    whole.
    """

    key: str
    column: int
    parent: str
    title: str
    leaves: tuple[Leaf, ...]
    ties: tuple[Tie, ...]

    def of(self, items: Mapping[str, Item], relations: Collection[str]) -> "Bundle":
        """What of it is among these elements, by IRI, and relations, by key; ties keep their places."""
        members = [(leaf, tuple(items[m.id] for m in leaf.members if m.id in items)) for leaf in self.leaves]
        leaves = (replace(k, item=m[0] if k.item else None, members=m) for k, m in members if m)
        ties = (replace(t, relations=tuple(k for k in t.relations if k in relations)) for t in self.ties)
        return replace(self, leaves=tuple(leaves), ties=tuple(ties))

    @property
    def count(self) -> int:
        """How many elements it stands for."""
        return sum(len(leaf.members) for leaf in self.leaves)

    @property
    def framed(self) -> bool:
        """Whether it is drawn as a frame around several boxes; else it is its one box."""
        return len(self.leaves) > 1

    @property
    def rolled(self) -> bool:
        """Whether its elements are rolled up into one box."""
        return len(self.leaves) == 1 and self.leaves[0].item is None

    @property
    def end(self) -> str:
        """Where its lines end: the key of the frame, or of its one box."""
        return self.key if self.framed else self.leaves[0].key


@dataclass(frozen=True, slots=True)
class Bundling:
    """All bundles, the key of the box in the middle, and how many elements found no room.

    `lasting` are the IRIs of what is there in all states that share this layout; None where it has but one.
    """

    focus: str
    bundles: tuple[Bundle, ...]
    hidden: int = 0
    coarse: bool = False
    lasting: frozenset[str] | None = None

    def of(self, reached: Sequence[Reached]) -> "Bundling":
        """What of it there is in one of the states."""
        items = {r.item.id: r.item for r in reached}
        relations = {key for r in reached for tie in r.ties for key in tie.relations}
        bundles = tuple(b for b in (b.of(items, relations) for b in self.bundles) if b.leaves)
        shown = sum(b.count for b in bundles)
        return replace(self, bundles=bundles, hidden=len(reached) - shown)

    @property
    def boxes(self) -> int:
        return 1 + sum(len(bundle.leaves) for bundle in self.bundles)

    def items(self) -> list[Item]:
        """The elements that have a box of their own, or are in a roll-up, without the one in the middle."""
        return [item for bundle in self.bundles for leaf in bundle.leaves for item in leaf.members]


@dataclass(frozen=True, slots=True)
class Grain:
    """How fine a picture is: at most so many boxes and columns on each side of the middle.

    `coarse`: bundles hang on whole bundles, not on their boxes. `mixed`: they hold elements of several kinds.
    """

    most: int = MOST_BOXES
    columns: int = 6
    coarse: bool = False
    mixed: bool = False


GRAINS: Final = (
    Grain(),
    *(Grain(MOST_BOXES, columns, coarse=True) for columns in (6, 5, 4)),
    *(Grain(MOST_BOXES, columns, coarse=True, mixed=True) for columns in (6, 5, 4, 3)),
    *(Grain(30, columns, coarse=True, mixed=True) for columns in (2, 1)),
)
"""From fine to coarse: the first one that can be read is taken."""


def bundle(focus: Item, reached: Sequence[Reached], texts: Texts, grain: Grain = GRAINS[0]) -> Bundling:
    """The elements in bundles; those with most boxes are rolled up into one until there are few enough boxes.

    Where even that is not enough, the farthest columns and then the smallest bundles are hidden and counted.
    """
    kept = [r for r in reached if abs(r.column) <= grain.columns]
    while True:
        found = _rolled(_bundles(focus, kept, texts, grain), grain)
        hidden = len(reached) - len(kept)
        farthest = max((abs(r.column) for r in kept), default=0)
        if found.boxes <= grain.most or farthest <= 1:
            break
        kept = [r for r in kept if abs(r.column) < farthest]
    if found.boxes > grain.most:
        largest = sorted(found.bundles, key=lambda b: (-b.count, b.key))[: grain.most - 1]
        shown = tuple(b for b in found.bundles if b in largest)
        hidden += sum(b.count for b in found.bundles) - sum(b.count for b in shown)
        found = replace(found, bundles=shown)
    return replace(found, hidden=hidden)


@dataclass(frozen=True, slots=True)
class _Likeness:
    """What the members of a bundle share."""

    parent: str
    types: tuple[tuple[str, bool], ...]
    rank: tuple[int, str]
    kind: str


def _bundles(focus: Item, reached: Sequence[Reached], texts: Texts, grain: Grain) -> Bundling:
    keys = _keys([focus, *(r.item for r in reached)])
    place = {focus.id: keys[focus.id]}  # on what the children of an element hang
    bundles: list[Bundle] = []
    for column in sorted({r.column for r in reached}, key=lambda c: (abs(c), c)):
        groups: dict[_Likeness, list[Reached]] = defaultdict(list)
        for r in (r for r in reached if r.column == column):
            types = tuple((tie.type, tie.outward) for tie in r.ties)
            kind = "" if grain.mixed else _kind(r.item)
            groups[_Likeness(place[r.parent], types, kind_group_rank(kind), kind)].append(r)
        sizes: Counter[tuple[str, tuple[tuple[str, bool], ...]]] = Counter()
        for alike, members in groups.items():
            sizes[alike.parent, alike.types] += len(members)
        for alike in sorted(
            groups, key=lambda a: (a.parent, -sizes[a.parent, a.types], a.types, a.rank, a.kind)
        ):
            members = sorted(groups[alike], key=lambda r: (r.item.label.casefold(), r.item.key))
            items = tuple(r.item for r in members)
            made = Bundle(
                key=f"bundle-{len(bundles) + 1}",
                column=column,
                parent=alike.parent,
                title=title(items, texts),
                leaves=tuple(Leaf(keys[item.id], item, (item,)) for item in items),
                ties=_joined(members),
            )
            bundles.append(made)
            place.update({item.id: made.key if grain.coarse else keys[item.id] for item in items})
    return Bundling(keys[focus.id], tuple(bundles), coarse=grain.coarse)


def _joined(members: Iterable[Reached]) -> tuple[Tie, ...]:
    """The ties of all members, by type and direction."""
    relations: dict[tuple[str, bool], list[str]] = defaultdict(list)
    for r in members:
        for tie in r.ties:
            relations[tie.type, tie.outward].extend(tie.relations)
    return tuple(Tie(name, outward, tuple(sorted(found))) for (name, outward), found in relations.items())


def _rolled(bundling: Bundling, grain: Grain) -> Bundling:
    """The same in fewer boxes: bundles become one box, the most numerous first, if nothing hangs on single boxes."""
    parents = {b.parent for b in bundling.bundles}
    free = [b for b in bundling.bundles if not any(leaf.key in parents for leaf in b.leaves)]
    boxes = bundling.boxes
    rolled = set()
    for b in sorted(free, key=lambda b: (-len(b.leaves), b.key)):
        if boxes <= grain.most or len(b.leaves) == 1:
            break
        boxes -= len(b.leaves) - 1
        rolled.add(b.key)
    bundles = tuple(_as_one(b) if b.key in rolled else b for b in bundling.bundles)
    ends = {b.key: b.end for b in bundles}
    return replace(bundling, bundles=tuple(replace(b, parent=ends.get(b.parent, b.parent)) for b in bundles))


def _as_one(b: Bundle) -> Bundle:
    members = tuple(item for leaf in b.leaves for item in leaf.members)
    return replace(b, leaves=(Leaf(f"rollup-{b.key}", None, members),))


def _keys(items: Sequence[Item]) -> Mapping[str, str]:
    """A key for every element by its IRI: its own, with the class before it where two elements share one."""
    classes: dict[str, set[str]] = defaultdict(set)
    for item in items:
        classes[item.key].add(item.id)
    return {item.id: item.key if len(classes[item.key]) == 1 else f"{item.type}-{item.key}" for item in items}


def _kind(item: Item) -> str:
    """What a bundle holds: one group of kinds of components, or one class of other elements."""
    return kind_group_of(field(item, "kind")) if item.type == "Component" else f"class-{item.type}"


def title(items: Sequence[Item], texts: Texts) -> str:
    """What the elements are, in the plural; components of one kind and level say both („Portale der Länder“)."""
    groups = {_kind(item) for item in items}
    if len(groups) > 1:
        return texts("bundle.mixed")
    if items[0].type != "Component":
        return texts.classes(items[0].type)
    kinds = {field(item, "kind") for item in items}
    levels = {field(item, "federalLevel") for item in items}
    if len(kinds) == 1:
        return texts.kinds(next(iter(kinds)), next(iter(levels)) if len(levels) == 1 else None)
    return texts.kind_group(next(iter(groups)))
