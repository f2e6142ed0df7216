# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""The rows that a collection is filtered and sorted by: read once per snapshot, small, in the order of labels."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from pyoxigraph import Literal, NamedNode, Store

from grundriss import queries
from grundriss.errors import UsageError
from grundriss.importers.facts_table import did_you_mean
from grundriss.listing.collection import Collection
from grundriss.model.folding import fold
from grundriss.model.identifier import key_in
from grundriss.model.vocabulary import is_code, term_label
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
    labels = _labels_by_node(snapshot.store, collection)
    values: dict[str, dict[str, tuple[str, ...]]] = {node: {} for node in labels}
    named: dict[str, dict[str, str]] = {}
    for wanted, column in zip(collection.filters, _columns(snapshot.store, collection), strict=True):
        keys = {value: key_in(value) for value in dict.fromkeys(value for _, value in column)}
        for node, value in column:
            known_keys = values[node].get(wanted.name, ())
            values[node][wanted.name] = tuple(sorted({*known_keys, keys[value]}))
        named[wanted.name] = _labels(snapshot.store, map(NamedNode, keys), lang)
    rows = (
        Row(NamedNode(node), key_in(node), fold(_best(known, lang) or key_in(node)), values[node])
        for node, known in labels.items()
    )
    return Table(
        collection, lang, snapshot.number, tuple(sorted(rows, key=lambda row: (row.folded, row.key))), named
    )


def require_possible(table: Table, name: str, value: str) -> None:
    """Raise UsageError for a value that no element of the collection has, unless it is a code that one may have."""
    if value not in table.labels[name] and not is_code(value):
        require_known(table, name, value)


def require_known(table: Table, name: str, value: str) -> None:
    """Raise UsageError for a value that no element of the collection has."""
    labels = table.labels[name]
    if value not in labels:
        raise UsageError(
            "filter-value-unknown",
            hint=did_you_mean(value[:60], labels),
            name=name,
            value=value[:60],
            known=sorted(labels)[:20],
        )


def _labels_by_node(store: Store, collection: Collection) -> dict[str, dict[str, str]]:
    """The elements of the collection by IRI, each with its labels by language."""
    name = "listing/current-members" if collection.versioned else "listing/members"
    query = queries.fill(name, {"class": NamedNode(collection.class_iri)})
    rows = list(queries.table(store, [query], ["node", "label"]))
    terms = queries.terms_of(cell for _, cell in rows)
    labels: dict[str, dict[str, str]] = {}
    for node, cell in rows:
        known = labels.setdefault(_iri(node), {})
        if isinstance(label := terms[cell], Literal):
            known[label.language or ""] = label.value
    return labels


def _columns(store: Store, collection: Collection) -> Iterator[list[tuple[str, str]]]:
    """What the elements have, filter by filter: the IRIs of element and value. Filters are read side by side."""
    class_ = NamedNode(collection.class_iri)
    name = "listing/current-values" if collection.versioned else "listing/values"
    texts = [
        queries.fill(name, {"class": class_, "property": NamedNode(wanted.property)})
        for wanted in collection.filters
    ]
    for rows in queries.tables(store, texts, ["node", "value"]):
        yield [(_iri(node), _iri(value)) for node, value in rows if value.startswith("<")]


def _iri(cell: str) -> str:
    return cell[1:-1]


def _labels(store: Store, nodes: Iterable[NamedNode], lang: str) -> dict[str, str]:
    ordered = sorted(nodes, key=str)
    reader = ElementReader(store, lang)
    reader.read_names_ahead(node for node in ordered if term_label(node.value, lang) is None)
    return {key_in(node.value): term_label(node.value, lang) or reader.plain(node).label for node in ordered}


def _best(labels: dict[str, str], lang: str) -> str | None:
    return next((labels[code] for code in (lang, "de", "en", *sorted(labels)) if code in labels), None)
