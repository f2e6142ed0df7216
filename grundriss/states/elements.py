# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""Items and relations of an answer, read in bulk for the nodes that the answer holds and no others."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Final

from pyoxigraph import DefaultGraph, Literal, NamedNode, Store

from grundriss.items import item
from grundriss.model.identifier import key_in
from grundriss.model.state_types import Item, Json, Relation
from grundriss.model.terms import DCT, GRU, TYPE, gru
from grundriss.model.vocabulary import relation_types

_DEFAULT: Final = DefaultGraph()
_CODES: Final = ("kind", "layer", "federalLevel", "lifecycle", "interfaceKind", "tier")
_LINKS: Final = ("owner", "operator", "provider", "service", "conformsTo")
_TEXTS: Final = ("validFrom", "validUntil")


class ElementReader:
    """Reads items and relations of one store, each once."""

    def __init__(self, store: Store, lang: str = "de") -> None:
        self._store = store
        self._lang = lang
        self._items: dict[NamedNode, Item] = {}
        self._plain: dict[NamedNode, Item] = {}
        self._relations: dict[NamedNode, Relation] = {}

    def item(self, node: NamedNode) -> Item:
        """The element with the fields of its kind."""
        if node not in self._items:
            plain = self.plain(node)
            self._items[node] = Item(
                plain.key, plain.id, plain.type, plain.label, plain.lang, self._fields(node)
            )
        return self._items[node]

    def plain(self, node: NamedNode) -> Item:
        """The element without the fields of its kind."""
        if node not in self._plain:
            self._plain[node] = item(self._store, node, self._lang)
        return self._plain[node]

    def owner(self, node: NamedNode) -> Item | None:
        """Who is responsible for the element today, where the facts say so."""
        return self._link(self._values(node), "owner")

    def relation(self, node: NamedNode) -> Relation:
        """A relation with its ends."""
        if node not in self._relations:
            self._relations[node] = self._relation(node)
        return self._relations[node]

    def _relation(self, node: NamedNode) -> Relation:
        values = self._values(node)
        type_name = next(
            relation_types()[v.value].name
            for v in values[TYPE.value]
            if isinstance(v, NamedNode) and v.value in relation_types()
        )
        return Relation(
            id=node.value,
            key=key_in(node.value),
            type=type_name,
            source=self._end(values, "source"),
            target=self._end(values, "target"),
            via=self._link(values, "via"),
            conforms_to=self._link(values, "conformsTo"),
            valid_from=_text(values, "validFrom"),
            valid_until=_text(values, "validUntil"),
            planning_status=_code(values, "planningStatus"),
            based_on=self._link(values, "basedOn"),
            confidence=_code(values, "confidence"),
            sources=tuple(sorted(v.value for v in values[DCT + "source"])),
        )

    def _fields(self, node: NamedNode) -> Json:
        values = self._values(node)
        fields: Json = {name: code for name in _CODES if (code := _code(values, name)) is not None}
        fields.update({name: text for name in _TEXTS if (text := _text(values, name)) is not None})
        for name in _LINKS:
            linked = self._link(values, name)
            if linked:
                fields[name] = linked.reference()
        if GRU + "kind" in values:
            fields.setdefault("owner", None)
        return fields

    def _values(self, node: NamedNode) -> dict[str, list[NamedNode | Literal]]:
        values: dict[str, list[NamedNode | Literal]] = defaultdict(list)
        for quad in self._store.quads_for_pattern(node, None, None, _DEFAULT):
            if isinstance(quad.object, NamedNode | Literal):
                values[quad.predicate.value].append(quad.object)
        return values

    def _end(self, values: dict[str, list[NamedNode | Literal]], name: str) -> Item:
        found = self._link(values, name)
        if found is None:
            raise LookupError(f"relation without {name}")
        return found

    def _link(self, values: dict[str, list[NamedNode | Literal]], name: str) -> Item | None:
        nodes = [v for v in values.get(GRU + name, []) if isinstance(v, NamedNode)]
        return self.plain(min(nodes, key=lambda node: node.value)) if nodes else None


def ordered(items: Iterable[Item]) -> tuple[Item, ...]:
    """Items by label, then key: the order of every list."""
    return tuple(sorted(items, key=lambda i: (i.label.casefold(), i.key)))


def ordered_relations(relations: Iterable[Relation]) -> tuple[Relation, ...]:
    """Relations by key."""
    return tuple(sorted(relations, key=lambda r: r.key))


def _code(values: dict[str, list[NamedNode | Literal]], name: str) -> str | None:
    found = [v.value for v in values.get(GRU + name, []) if isinstance(v, NamedNode)]
    return key_in(min(found)) if found else None


def _text(values: dict[str, list[NamedNode | Literal]], name: str) -> str | None:
    found = [v.value for v in values.get(gru(name).value, []) if isinstance(v, Literal)]
    return min(found) if found else None
