# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""Elements as answers: key, IRI, class and label of anything in a store (SURFACES §2: item)."""

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Final

from pyoxigraph import DefaultGraph, Literal, NamedNode, Store

from grundriss.model.identifier import KIND_OF_CLASS, key_in
from grundriss.model.state_types import Item
from grundriss.model.terms import IDENTIFIER, LABEL, SKOS, TYPE, curie
from grundriss.model.vocabulary import relation_types
from grundriss.node_values import Values, columns_of

_DEFAULT = DefaultGraph()
_LANGUAGES = ("de", "en")
OTHER_LABEL: Final = SKOS + "altLabel"
"""What names an element that has no preferred label: a law is cited by many names."""
_TYPE, _LABEL, _IDENTIFIER = TYPE.value, LABEL.value, IDENTIFIER.value
NAME_COLUMNS: Final = {"type": _TYPE, "label": _LABEL, "identifier": _IDENTIFIER}
"""The columns of queries/elements/names.rq, with their properties."""


def item(store: Store, node: NamedNode, lang: str = "de") -> Item:
    """The element with this IRI. What the store does not know keeps its IRI's last part as label."""
    values: dict[str, list[NamedNode | Literal]] = {}
    for quad in store.quads_for_pattern(node, None, None, _DEFAULT):
        if isinstance(quad.object, NamedNode | Literal):
            values.setdefault(quad.predicate.value, []).append(quad.object)
    return named(node, values, lang)


def items(store: Store, nodes: Iterable[NamedNode], lang: str = "de") -> dict[NamedNode, Item]:
    """The elements with these IRIs, read in one go."""
    return {node: named(node, values, lang) for node, values in names_of(store, nodes).items()}


def names_of(store: Store, nodes: Iterable[NamedNode]) -> dict[NamedNode, Values]:
    """What names some elements, for `named`; who says nothing of it is missing."""
    found = columns_of(store, "elements/names", list(dict.fromkeys(nodes)), NAME_COLUMNS)
    add_other_names(store, found)
    return found


def add_other_names(store: Store, found: Mapping[NamedNode, Values]) -> None:
    """Add what else names the elements that have no preferred label to what they say."""
    unnamed = [node for node, values in found.items() if _LABEL not in values]
    for node, values in columns_of(store, "elements/other-names", unnamed, {"label": OTHER_LABEL}).items():
        found[node].update(values)


def named(node: NamedNode, values: Mapping[str, Sequence[NamedNode | Literal]], lang: str = "de") -> Item:
    """The element as its statements (values by property IRI) name it."""
    iri = node.value
    key = key_in(iri)
    label, label_lang = _label(values, lang)
    if label is None:
        identifiers = [v.value for v in values.get(_IDENTIFIER, ()) if isinstance(v, Literal)]
        label = min(identifiers, default=key)
    return Item(key, iri, _class_of(values), label, label_lang)


def _label(values: Mapping[str, Sequence[NamedNode | Literal]], lang: str) -> tuple[str | None, str]:
    """The label in the language, else in German, English or the first that there is, with its language."""
    stated = values.get(_LABEL) or sorted(values.get(OTHER_LABEL, ()), key=str, reverse=True)
    labels = {v.language or "": v.value for v in stated if isinstance(v, Literal)}
    for wanted in (lang, *_LANGUAGES):
        if wanted in labels:
            return labels[wanted], wanted
    first = min(labels, default=None)
    return (None, "") if first is None else (labels[first], first)


def _class_of(values: Mapping[str, Sequence[NamedNode | Literal]]) -> str:
    """As `class_name`; of one class, which most elements have, what it is is known from the last time."""
    stated = values.get(_TYPE, ())
    if len(stated) == 1 and isinstance(stated[0], NamedNode):
        return _name_of_class(stated[0].value)
    return class_name([v.value for v in stated if isinstance(v, NamedNode)])


@lru_cache(1_000)
def _name_of_class(class_: str) -> str:
    return class_name([class_])


def class_name(classes: list[str]) -> str:
    """The local name of the class that decides what an element is; `Resource` for none that we know."""
    known = [c for c in classes if c in KIND_OF_CLASS or c in relation_types()]
    chosen = sorted(known) or sorted(classes)
    return curie(chosen[0]).rpartition(":")[2] if chosen else "Resource"
