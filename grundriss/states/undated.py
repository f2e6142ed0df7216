# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""Why an element that comes or goes was placed where it is although no date says so (DESIGN, Time)."""

from collections.abc import Iterable

from pyoxigraph import Literal, NamedNode, Store

from grundriss.model.identifier import key_in
from grundriss.model.state_types import Undated
from grundriss.model.terms import GRU
from grundriss.states.elements import ElementReader
from grundriss.states.membership import Membership

_UNDATED = {
    "de": {
        "inState": "Kein Datum angegeben; als „{}“ gekennzeichnet, daher dem Zielzustand zugeordnet.",
        "lifecycle": "Kein Datum angegeben; Lebenszyklus „{}“, daher dem Zielzustand zugeordnet.",
        "replacement": "Kein Datum angegeben; die Ablösung ist für den Zielzustand vermerkt.",
        "provider": "Folgt dem Anbieter: {}",
    },
    "en": {
        "inState": "No date is given; marked as “{}”, so placed at the target state.",
        "lifecycle": "No date is given; lifecycle “{}”, so placed at the target state.",
        "replacement": "No date is given; the replacement is noted for the target state.",
        "provider": "Follows its provider: {}",
    },
}

_Facts = dict[str, NamedNode | Literal]


def undated(
    store: Store, reader: ElementReader, members: Membership, nodes: Iterable[NamedNode], lang: str
) -> list[Undated]:
    """Those of the elements that no date places, with what does."""
    placement = _Placement(store, reader, members, _UNDATED.get(lang, _UNDATED["de"]))
    placement.read(list(nodes))
    reasons = ((node, placement.reason(node)) for node in placement.read_nodes)
    found = [Undated(reader.item(node), reason) for node, reason in reasons if reason]
    return sorted(found, key=lambda line: (line.item.label.casefold(), line.item.key))


class _Placement:
    """What places some elements, and the providers that interfaces among them follow."""

    def __init__(
        self, store: Store, reader: ElementReader, members: Membership, texts: dict[str, str]
    ) -> None:
        self._store, self._reader, self._members, self._texts = store, reader, members, texts
        self._facts: dict[NamedNode, _Facts] = {}
        self.read_nodes: list[NamedNode] = []

    def read(self, nodes: list[NamedNode]) -> None:
        self.read_nodes = nodes
        self._learn(nodes)
        providers = (facts.get("provider") for facts in list(self._facts.values()))
        self._learn([node for node in providers if isinstance(node, NamedNode) and node not in self._facts])

    def reason(self, node: NamedNode) -> str | None:
        """Why without a date; None when a date decides."""
        facts = self._facts.get(node, {})
        provider = facts.get("provider")
        if isinstance(provider, NamedNode):
            follows = self.reason(provider)
            return self._texts["provider"].format(follows) if follows else None
        interval = self._members.interval(node)
        if (interval.start is None or "fromDay" in facts) and (interval.end is None or "untilDay" in facts):
            return None
        for name in ("inState", "lifecycle"):
            value = facts.get(name)
            if isinstance(value, NamedNode) and (
                name == "inState" or _places(value, interval.end is not None)
            ):
                return self._texts[name].format(self._reader.plain(value).label)
        return self._texts["replacement"]

    def _learn(self, nodes: Iterable[NamedNode]) -> None:
        """The least value of each property, where there are several."""
        for node, said in self._reader.said(nodes).items():
            self._facts[node] = {
                name: min(said[GRU + name], key=str)
                for name in ("fromDay", "untilDay", "inState", "lifecycle", "provider")
                if GRU + name in said
            }


def _places(lifecycle: NamedNode, ends: bool) -> bool:
    going, coming = ("abgekuendigt", "abloesung"), ("im-aufbau", "in-planung")
    return key_in(lifecycle.value) in (going if ends else coming)
