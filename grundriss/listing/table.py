# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""The rows that a collection is filtered and sorted by: read once per snapshot, small, in the order of labels."""

from collections import defaultdict
from dataclasses import dataclass, field

from pyoxigraph import Literal, NamedNode, Store

from grundriss import queries
from grundriss.listing.collection import Collection
from grundriss.model.folding import fold
from grundriss.model.identifier import key_in
from grundriss.model.vocabulary import term_label
from grundriss.states.elements import ElementReader
from grundriss.store.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class Row:
    """An element: its folded label, and by filter the codes or keys that it has."""

    node: NamedNode
    key: str
    folded: str
    values: dict[str, tuple[str, ...]] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True)
class Table:
    """A collection in a language. `labels` names the codes and keys of each filter."""

    collection: Collection
    lang: str
    number: int
    rows: tuple[Row, ...]
    labels: dict[str, dict[str, str]]


def read_table(snapshot: Snapshot, collection: Collection, lang: str = "de") -> Table:
    """The whole collection. Its cost grows with the collection: keep it for as long as the snapshot lasts."""
    class_ = NamedNode(collection.class_iri)
    store = snapshot.store
    labels: dict[NamedNode, dict[str, str]] = defaultdict(dict)
    for row in queries.select(store, "listing/members", **{"class": class_}):
        node, label = row["node"], row["label"]
        if isinstance(node, NamedNode):
            known = labels[node]
            if isinstance(label, Literal):
                known[label.language or ""] = label.value
    values: dict[NamedNode, dict[str, tuple[str, ...]]] = defaultdict(dict)
    named: dict[str, dict[str, str]] = {}
    for wanted in collection.filters:
        bound = {"class": class_, "property": NamedNode(wanted.property)}
        keys: dict[NamedNode, str] = {}
        for row in queries.select(store, "listing/values", **bound):
            node, value = row["node"], row["value"]
            if isinstance(value, NamedNode):
                key = keys.get(value) or keys.setdefault(value, key_in(value.value))
                of_node = values[node]
                known_keys = of_node.get(wanted.name)
                of_node[wanted.name] = tuple(sorted({*known_keys, key})) if known_keys else (key,)
        named[wanted.name] = _labels(store, list(keys), lang)
    rows = (
        Row(node, key_in(node.value), fold(_best(known, lang) or key_in(node.value)), values.get(node, {}))
        for node, known in labels.items()
    )
    return Table(
        collection, lang, snapshot.number, tuple(sorted(rows, key=lambda row: (row.folded, row.key))), named
    )


def _labels(store: Store, nodes: list[NamedNode], lang: str) -> dict[str, str]:
    reader = ElementReader(store, lang)
    reader.read_names_ahead(node for node in nodes if term_label(node.value, lang) is None)
    return {
        key_in(node.value): term_label(node.value, lang) or reader.plain(node).label
        for node in sorted(nodes, key=str)
    }


def _best(labels: dict[str, str], lang: str) -> str | None:
    return next((labels[code] for code in (lang, "de", "en", *sorted(labels)) if code in labels), None)
