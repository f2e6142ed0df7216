# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""Items and relations of an answer, read in bulk for the nodes that the answer holds and no others."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Final

from pyoxigraph import DefaultGraph, Literal, NamedNode, Store

from grundriss import queries
from grundriss.items import NAME_COLUMNS, add_other_names, item, named, names_of
from grundriss.model.identifier import key_in
from grundriss.model.state_types import Item, Json, Relation
from grundriss.model.terms import CONCEPT_BASE, DCT, GRU, TYPE, gru
from grundriss.model.vocabulary import relation_types
from grundriss.node_values import Values, properties_of, statements_of
from grundriss.states.item_fields import CODES, FIELDS_OF_TYPE, LINKS, OTHERS, TEXTS, property_of

_DEFAULT: Final = DefaultGraph()
_ENDS: Final = ("source", "target", "via", "conformsTo", "basedOn")
_OF_RELATIONS: Final = ("planningStatus", "confidence")
IN_STATES: Final = ("Component", "Interface", "Product", "FunctionBlock", "OnlineService")
"""The classes, by local name, whose elements are in a state or are not."""
_ELEMENTS: Final = frozenset(gru(name) for name in IN_STATES)
_PLACING: Final = ("inState", "fromDay", "untilDay", "startDay", "endDay")
SAID: Final = (
    *NAME_COLUMNS.values(),
    DCT + "source",
    *(GRU + name for name in dict.fromkeys((*CODES, *LINKS, *TEXTS, *_ENDS, *_OF_RELATIONS, *_PLACING))),
    GRU + "responsibleLand",
)
"""The properties that a state says of an element or an answer of a relation, and those that place them in time."""
LISTED: Final = (*SAID, *(iri for name in OTHERS if (iri := property_of(name)) not in SAID))
"""The properties that a list says of elements of any class."""
_OF_ENDS: Final = tuple(GRU + name for name in _ENDS)
_OF_ELEMENTS: Final = (*(GRU + name for name in LINKS), GRU + "responsibleLand")
_OF_ANY: Final = tuple(dict.fromkeys((*_OF_ELEMENTS, *_OF_ENDS, *map(property_of, OTHERS))))
"""The properties that lead to other elements: of relations, of elements of states, of everything."""
_IRI: Final = {name: GRU + name for name in (*CODES, *LINKS, *TEXTS, *_ENDS, *_OF_RELATIONS)}
"""The properties by local name: of thousands of values each is asked for, and a text made anew is hashed anew."""
_SOURCE: Final = DCT + "source"
_TYPE: Final = TYPE.value


class ElementReader:
    """Reads items of one store; each element is read once.

    Who knows which elements an answer will hold reads them ahead, all in one query.
    """

    def __init__(self, store: Store, lang: str = "de") -> None:
        self._store = store
        self._lang = lang
        self._known: dict[NamedNode, Values] = {}
        self._said: dict[NamedNode, Values] = {}
        self._items: dict[NamedNode, Item] = {}
        self._plain: dict[NamedNode, Item] = {}

    def read_ahead(self, nodes: Iterable[NamedNode]) -> None:
        """Read what these elements say, with the names of the elements that they link to."""
        missing = [node for node in dict.fromkeys(nodes) if node not in self._known]
        found = statements_of(self._store, "elements/statements", missing)
        self._known.update(found)
        self.read_names_ahead(_linked(found, _OF_ANY))

    def read_names_ahead(self, nodes: Iterable[NamedNode]) -> None:
        """Read what names these elements, for `plain`."""
        missing = [node for node in dict.fromkeys(nodes) if node not in self._plain]
        named_here = {node: self._known[node] for node in missing if node in self._known}
        others = [node for node in missing if node not in named_here]
        named_here |= names_of(self._store, others)
        for node, values in named_here.items():
            self._plain[node] = named(node, values, self._lang)

    def said(self, nodes: Iterable[NamedNode], properties: Sequence[str] = SAID) -> dict[NamedNode, Values]:
        """What a list or an answer says of these elements and relations, by property IRI; read once.

        Who says nothing of it is left out.
        """
        asked = list(dict.fromkeys(nodes))
        missing = [node for node in asked if node not in self._said]
        found = properties_of(self._store, missing, properties)
        self._said.update((node, found.get(node, {})) for node in missing)
        return {node: said for node in asked if (said := self._said[node])}

    def read_items_ahead(self, nodes: Iterable[NamedNode], properties: Sequence[str] = SAID) -> None:
        """Read what an answer says of these elements, for `item`, with the names of what they link to.

        `properties` are SAID for elements of states, LISTED for those of any class.
        """
        found = self.said((node for node in nodes if node not in self._items), properties)
        add_other_names(self._store, found)
        for node, values in found.items():
            self._plain.setdefault(node, named(node, values, self._lang))
        self.read_names_ahead(_linked(found, _OF_ELEMENTS if properties is SAID else _OF_ANY))
        for node, values in found.items():
            self._items[node] = self._item(node, values)

    def read_relations_ahead(self, nodes: Iterable[NamedNode]) -> None:
        """Read what an answer says of these relations, for `relation`, with the names of what they link to."""
        self.read_names_ahead(_linked(self.said(nodes), _OF_ENDS))

    def values(self, node: NamedNode) -> Mapping[str, Sequence[NamedNode | Literal]]:
        """What an element says: values by property IRI, sorted."""
        return self._known[node] if node in self._known else self._values(node)

    def item(self, node: NamedNode) -> Item:
        """The element with the fields of its kind."""
        if node not in self._items:
            self._items[node] = self._item(node, self._values(node))
        return self._items[node]

    def plain(self, node: NamedNode) -> Item:
        """The element without the fields of its kind."""
        if node not in self._plain:
            known = self._known.get(node)
            self._plain[node] = (
                item(self._store, node, self._lang) if known is None else named(node, known, self._lang)
            )
        return self._plain[node]

    def owner(self, node: NamedNode) -> Item | None:
        """Who is responsible for the element today, where the facts say so."""
        return self._link(self._values(node), "owner")

    def relation(self, node: NamedNode) -> Relation:
        """A relation with its ends."""
        values = self._said.get(node) or self._values(node)
        iri, types = node.value, _relation_names()
        return Relation(
            id=iri,
            key=key_in(iri),
            type=next(types[v] for v in values[_TYPE] if v in types),
            source=self._end(values, "source"),
            target=self._end(values, "target"),
            via=self._link(values, "via"),
            conforms_to=self._link(values, "conformsTo"),
            valid_from=_text(values, "validFrom"),
            valid_until=_text(values, "validUntil"),
            planning_status=_code(values, "planningStatus"),
            based_on=self._link(values, "basedOn"),
            confidence=_code(values, "confidence"),
            sources=tuple(sorted(v.value for v in values.get(_SOURCE, ()))),
        )

    def _item(self, node: NamedNode, values: Values) -> Item:
        plain = self.plain(node)
        return Item(
            plain.key, plain.id, plain.type, plain.label, plain.lang, self._fields(plain.type, values)
        )

    def _fields(self, type_name: str, values: Values) -> Json:
        """The fields of its kind, None where nothing is said, and what it says beyond them."""
        fields: Json = dict.fromkeys(FIELDS_OF_TYPE.get(type_name, ()))
        fields.update({name: code for name in CODES if (code := _code(values, name)) is not None})
        fields.update({name: text for name in TEXTS if (text := _text(values, name)) is not None})
        for name in LINKS:
            linked = self._link(values, name)
            if linked:
                fields[name] = linked.reference()
        for name in FIELDS_OF_TYPE.get(type_name, ()):
            if name in OTHERS:
                fields[name] = self._field(values.get(property_of(name), ()))
        return fields

    def _field(self, values: Sequence[NamedNode | Literal]) -> Json | str | None:
        """A code by its local name, another element by what names it, a literal as text; the first of several."""
        if not values:
            return None
        first = min(values, key=str)
        if isinstance(first, Literal):
            return first.value
        return key_in(first.value) if first.value.startswith(CONCEPT_BASE) else self.plain(first).reference()

    def _values(self, node: NamedNode) -> Values:
        if node in self._known:
            return self._known[node]
        values: Values = defaultdict(list)
        for quad in self._store.quads_for_pattern(node, None, None, _DEFAULT):
            if isinstance(quad.object, NamedNode | Literal):
                values[quad.predicate.value].append(quad.object)
        return values

    def _end(self, values: Values, name: str) -> Item:
        found = self._link(values, name)
        if found is None:
            raise LookupError(f"relation without {name}")
        return found

    def _link(self, values: Values, name: str) -> Item | None:
        stated = values.get(_IRI[name])
        if not stated:
            return None
        nodes = [v for v in stated if isinstance(v, NamedNode)]
        if len(nodes) == 1:
            return self.plain(nodes[0])
        return self.plain(min(nodes, key=lambda node: node.value)) if nodes else None


def _linked(found: Mapping[NamedNode, Values], properties: Sequence[str]) -> Iterator[NamedNode]:
    """What some elements link to by these properties, but for codes."""
    for values in found.values():
        for iri in properties:
            for value in values.get(iri, ()):
                if isinstance(value, NamedNode) and not value.value.startswith(CONCEPT_BASE):
                    yield value


def is_element(values: Values) -> bool:
    """Whether what says this is an architecture element, as in `elements_among`."""
    return any(value in _ELEMENTS for value in values.get(_TYPE, ()))


def elements_among(store: Store, nodes: Sequence[NamedNode]) -> list[NamedNode]:
    """Those of the nodes that are architecture elements: components, interfaces, products and the like."""
    return [
        row["element"]
        for some in queries.chunks(nodes)
        for row in queries.rows(store, queries.bind_all("state/elements-among", {"element": some}))
    ]


def ordered(items: Iterable[Item]) -> tuple[Item, ...]:
    """Items by label, then key: the order of every list."""
    return tuple(sorted(items, key=lambda i: (i.label.casefold(), i.key)))


def ordered_relations(relations: Iterable[Relation]) -> tuple[Relation, ...]:
    """Relations by key."""
    return tuple(sorted(relations, key=lambda r: r.key))


def _code(values: Values, name: str) -> str | None:
    stated = values.get(_IRI[name])
    if not stated:
        return None
    found = [v.value for v in stated if isinstance(v, NamedNode)]
    return key_in(min(found)) if found else None


def _text(values: Values, name: str) -> str | None:
    stated = values.get(_IRI[name])
    return min((v.value for v in stated if isinstance(v, Literal)), default=None) if stated else None


@cache
def _relation_names() -> dict[NamedNode | Literal, str]:
    """The local name of each relation type by its class."""
    return {found.iri: found.name for found in relation_types().values()}
