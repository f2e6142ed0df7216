# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""What was asserted at a revision, read from a newer snapshot and the patch between them.

Nothing is built for it: it costs what is asked for, and the log between.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Final

from pyoxigraph import Literal, NamedNode, Quad, Store

from grundriss.items import class_name, named
from grundriss.model.artefact import Artefact, artefact_in
from grundriss.model.identifier import dataset_in, is_source_graph
from grundriss.model.state_types import Item
from grundriss.model.terms import ENDS, GRU, TYPE
from grundriss.model.vocabulary import relation_types
from grundriss.node_values import Values
from grundriss.store.asserted import Patch

NO_CHANGE: Final = Patch()
_ABOUT: Final = {"Responsibility": "responsibleFor", "Change": "changes"}


class HeldFacts:
    """The asserted statements of single nodes that a store holds: each is read once, whatever the readings of it."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._quads: dict[NamedNode, frozenset[Quad]] = {}

    def quads(self, node: NamedNode) -> frozenset[Quad]:
        """The statements of datasets with this subject."""
        if node not in self._quads:
            held = self._store.quads_for_pattern(node, None, None, None)
            self._quads[node] = frozenset(quad for quad in held if is_asserted(quad))
        return self._quads[node]


class AssertedFacts:
    """The asserted statements of single nodes at a revision, of what is held and the patch that leads there."""

    def __init__(self, held: HeldFacts, patch: Patch = NO_CHANGE, lang: str = "de") -> None:
        self._held, self.lang = held, lang
        self._added: dict[NamedNode, list[Quad]] = defaultdict(list)
        self._removed = patch.removed
        for quad in patch.added:
            if isinstance(quad.subject, NamedNode):
                self._added[quad.subject].append(quad)
        self._values: dict[NamedNode, Values] = {}

    def quads(self, node: NamedNode) -> frozenset[Quad]:
        """The statements of datasets with this subject."""
        return (self._held.quads(node) - self._removed).union(self._added.get(node, ()))

    def values(self, node: NamedNode) -> Values:
        """Its values by property IRI, sorted; empty for a node that was not there."""
        if node not in self._values:
            found: dict[str, set[NamedNode | Literal]] = defaultdict(set)
            for quad in self.quads(node):
                if isinstance(quad.object, NamedNode | Literal):
                    found[quad.predicate.value].add(quad.object)
            self._values[node] = {iri: sorted(terms, key=str) for iri, terms in sorted(found.items())}
        return self._values[node]

    def exists(self, node: NamedNode) -> bool:
        return TYPE.value in self.values(node)

    def item(self, node: NamedNode) -> Item:
        return named(node, self.values(node), self.lang)

    def class_of(self, node: NamedNode) -> str:
        """The local name of its class; empty for a node that was not there."""
        classes = [v.value for v in self.values(node).get(TYPE.value, ()) if isinstance(v, NamedNode)]
        return class_name(classes) if classes else ""

    def link(self, node: NamedNode, name: str) -> NamedNode | None:
        """What the node links to by a property of our own."""
        found = [v for v in self.values(node).get(GRU + name, ()) if isinstance(v, NamedNode)]
        return found[0] if found else None

    def text(self, node: NamedNode, name: str) -> str:
        return next((v.value for v in self.values(node).get(GRU + name, ()) if isinstance(v, Literal)), "")

    def about(self, node: NamedNode) -> NamedNode | None:
        """The element that a relation, responsibility or planned change belongs to; None for anything else."""
        name = self.class_of(node)
        end = "source" if GRU + name in relation_types() else _ABOUT.get(name)
        return self.link(node, end) if end else None


def is_asserted(quad: Quad) -> bool:
    """Whether a statement is one of a dataset's, and of a node that has an IRI."""
    return (
        isinstance(quad.graph_name, NamedNode)
        and is_source_graph(quad.graph_name)
        and isinstance(quad.subject, NamedNode)
    )


def dataset_of(quad: Quad) -> str:
    """The dataset that asserts a statement."""
    return dataset_in(quad.graph_name.value) if isinstance(quad.graph_name, NamedNode) else ""


def artefact_of(quad: Quad) -> Artefact | None:
    """The version of an artefact of which the dataset says it; None where the dataset is replaced as a whole."""
    return artefact_in(quad.graph_name.value) if isinstance(quad.graph_name, NamedNode) else None


def parts_of(store: Store, element: NamedNode) -> list[NamedNode]:
    """The relations, responsibilities and planned changes that have an element as an end."""
    found = (
        q.subject for end in ENDS for q in store.quads_for_pattern(None, end, element, None) if is_asserted(q)
    )
    return sorted({node for node in found if isinstance(node, NamedNode)}, key=str)


def subjects(quads: Iterable[Quad]) -> Sequence[NamedNode]:
    """The nodes that statements are about, in a fixed order."""
    return sorted({quad.subject for quad in quads if isinstance(quad.subject, NamedNode)}, key=str)
