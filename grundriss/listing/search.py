# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""Search for elements by label, alternative label and key, whatever the case and however umlauts are written."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from pyoxigraph import Literal, NamedNode

from grundriss import queries
from grundriss.errors import UsageError
from grundriss.model.answer_table import Table, item_table, table
from grundriss.model.folding import fold
from grundriss.model.identifier import key_in
from grundriss.model.notebook import NotebookTable
from grundriss.model.state_types import Item, Json
from grundriss.states.elements import LISTED, ElementReader
from grundriss.store.snapshot import Snapshot

LONGEST: Final = 200
"""The longest text that is searched for, in characters."""

MOST: Final = 1_000

_NOT_FOUND_BY_NAME: Final = ("responsibility", "reuse", "standard-version")
"""Kinds whose labels only repeat those of what they are about."""

_ORDER: Final = {
    kind: place
    for place, kind in enumerate(
        "component product standard interface function-block organization service online-service".split()
    )
}
_WORD: Final = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Hit:
    """An element that was found. `score` is 1 for the very name and less for parts; `matched` is what fitted."""

    item: Item
    score: float
    matched: str

    def to_dict(self) -> Json:
        return {**self.item.to_dict(), "score": self.score, "matched": self.matched}


@dataclass(frozen=True, slots=True, repr=False)
class Found(NotebookTable):
    """The best hits, and how many there are in all."""

    text: str
    hits: tuple[Hit, ...]
    total: int
    lang: str = field(default="de", compare=False)

    def to_dict(self) -> Json:
        return {"items": [hit.to_dict() for hit in self.hits], "next": None, "total": self.total}


@dataclass(frozen=True, slots=True)
class NameIndex:
    """Every name of every element, as it is compared, with the name as it is written."""

    names: Mapping[NamedNode, tuple[tuple[str, str], ...]] = field(hash=False)


def read_names(snapshot: Snapshot) -> NameIndex:
    """The names of a snapshot; its cost grows with the number of elements: keep it while the snapshot lasts."""
    prefix = snapshot.base + "id/"
    found: dict[NamedNode, dict[str, str]] = {}
    for row in queries.select(snapshot.store, "listing/names"):
        node, label = row["node"], row["label"]
        if not isinstance(node, NamedNode) or not isinstance(label, Literal):
            continue
        if not node.value.startswith(prefix) or _kind(node) in _NOT_FOUND_BY_NAME:
            continue
        names = found.setdefault(node, {fold(key_in(node.value)): key_in(node.value)})
        names[fold(label.value)] = label.value
    return NameIndex({node: tuple(names.items()) for node, names in found.items()})


def search(
    snapshot: Snapshot, text: str, limit: int = 20, lang: str = "de", names: NameIndex | None = None
) -> Found:
    """The elements whose names fit `text` best: the name itself, its beginning, a word's beginning, all words, a part.

    Raises UsageError for an empty or too long text and a limit outside 1 … 1000.
    """
    wanted = fold(text)
    if not wanted:
        raise UsageError("search-empty")
    if len(text) > LONGEST:
        raise UsageError("search-too-long", length=len(text), most=LONGEST)
    if not 1 <= limit <= MOST:
        raise UsageError("limit-out-of-range", limit=limit, most=MOST)
    words = _WORD.findall(wanted)
    scored = [
        (-score, _ORDER.get(_kind(node), len(_ORDER)), folded, node, written)
        for node, known in (names or read_names(snapshot)).names.items()
        for score, folded, written in [_best(wanted, words, known)]
        if score
    ]
    scored.sort(key=lambda hit: (*hit[:3], hit[3].value))
    best = scored[:limit]
    reader = ElementReader(snapshot.store, lang)
    reader.read_items_ahead((hit[3] for hit in best), LISTED)
    return Found(text, tuple(Hit(reader.item(hit[3]), -hit[0], hit[4]) for hit in best), len(scored), lang)


@table.register
def _(answer: Found, lang: str = "de") -> Table:
    return item_table(answer.text, (hit.item for hit in answer.hits), lang)


def _best(wanted: str, words: list[str], names: Iterable[tuple[str, str]]) -> tuple[float, str, str]:
    return max(
        ((_score(wanted, words, folded), folded, written) for folded, written in names),
        key=lambda scored: (scored[0], -len(scored[1]), scored[1]),
    )


def _score(wanted: str, words: list[str], name: str) -> float:
    if wanted not in name and not (len(words) > 1 and all(word in name for word in words)):
        return 0.0
    if wanted == name:
        return 1.0
    parts = _WORD.findall(name)
    if name.startswith(wanted):
        return 0.9 if parts and parts[0] == wanted else 0.85
    if wanted in parts:
        return 0.8
    if any(part.startswith(wanted) for part in parts):
        return 0.7
    return 0.5 if wanted in name else 0.4


def _kind(node: NamedNode) -> str:
    return node.value.rsplit("/", 2)[-2]
