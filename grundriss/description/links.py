# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""What links to an element: counted first, so that of a hub with thousands of links only the first are read."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from pyoxigraph import NamedNode, QuerySolution, Store

from grundriss import queries
from grundriss.model.terms import gru
from grundriss.model.vocabulary import classes_of_content, inverse_properties
from grundriss.queries import values_block

_READ_AT_ONCE: Final = 200
_RELATION_PROPERTIES: Final = ("source", "target", "via", "conformsTo")
_OTHER_PROPERTIES: Final = ("responsibleFor", "organization", "changes", "basedOn", "plateau", "service")


@dataclass(frozen=True, slots=True)
class Links:
    """The subjects that link to an element, by the property's IRI and their class; the first of `total` each."""

    total: dict[tuple[str, str], int] = field(default_factory=dict)
    subjects: dict[tuple[str, str], list[NamedNode]] = field(default_factory=dict)

    def of(self, *properties: str) -> list[NamedNode]:
        """The subjects that link by one of these properties of ours."""
        wanted = [gru(name).value for name in properties]
        found = (s for (p, _), subjects in self.subjects.items() if p in wanted for s in subjects)
        return list(dict.fromkeys(found))


def links_to(store: Store, node: NamedNode, limit: int) -> Links:
    """What links to `node`, at most `limit` subjects for each property and class."""
    names = (*_RELATION_PROPERTIES, *_OTHER_PROPERTIES)
    properties = dict.fromkeys([*(gru(name).value for name in names), *inverse_properties()])
    counts = {
        (row["property"].value, row["class"].value): int(row["n"].value)
        for row in _rows(store, "elements/link-counts", [(node, NamedNode(iri)) for iri in properties])
        if row["class"] and row["class"].value in classes_of_content()
    }
    small = {pair for pair, n in counts.items() if n <= max(limit, _READ_AT_ONCE)}
    subjects: dict[tuple[str, str], list[NamedNode]] = defaultdict(list)
    asked = [(node, NamedNode(iri)) for iri in sorted({iri for iri, _ in small})]
    for row in _rows(store, "elements/links", asked):
        if row["class"] and (row["property"].value, row["class"].value) in small:
            subjects[row["property"].value, row["class"].value].append(row["subject"])
    for pair in sorted(counts.keys() - small):
        rows = _rows(store, "elements/links-of-class", [(node, *map(NamedNode, pair))], limit)
        subjects[pair].extend(row["subject"] for row in rows)
    first = {pair: sorted(found, key=str)[:limit] for pair, found in sorted(subjects.items())}
    return Links(dict(sorted(counts.items())), first)


def _rows(
    store: Store, name: str, asked: Sequence[tuple[NamedNode, ...]], limit: int | None = None
) -> Iterator[QuerySolution]:
    if not asked:
        return iter(())
    variables = ["this", "property", "class"][: len(asked[0])]
    place = "#VALUES " + " ".join("?" + variable for variable in variables)
    query = queries.text(name).replace(place + "\n", values_block(variables, asked) + "\n")
    return queries.rows(store, query if limit is None else f"{query}LIMIT {limit:d}")
