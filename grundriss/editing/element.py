# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""A new element: its kind, key, name and first facts."""

import re
from collections.abc import Sequence
from typing import Final

from pyoxigraph import Literal, NamedNode

from grundriss.editing.evidence import with_evidence
from grundriss.editing.facts import Facts, Statement
from grundriss.editing.property import find_property
from grundriss.editing.value import read_value
from grundriss.errors import Conflict, UsageError
from grundriss.importers.facts_table import did_you_mean
from grundriss.messages import Message
from grundriss.model.identifier import KIND_OF_CLASS, key_of
from grundriss.model.terms import DCT, GRU, IDENTIFIER, LABEL, TYPE
from grundriss.model.vocabulary import Term, term_label
from grundriss.store.asserted import Patch

Pair = tuple[str, str]
"""Property and value as they were written."""

RELATION: Final = "relation"
_KINDS: Final = {**KIND_OF_CLASS, GRU + "Relation": RELATION}
_LONGEST_KEY: Final = 200
_NO_KEY: Final = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]")
_ALSO: Final = {GRU + "Standard": NamedNode(DCT + "Standard")}
"""Classes that an element has beside its own, as the tables of facts give them."""


def new_element(facts: Facts, kind: str, key: str, pairs: Sequence[Pair]) -> Patch:
    """The change that adds an element.

    Raises UsageError for an unknown kind, an unusable key or value, and Conflict when the key is taken.
    """
    class_ = class_of(kind)
    node = new_node(facts, kind, key)
    said: list[Statement] = [(TYPE, class_), (IDENTIFIER, Literal(key.strip()))]
    if class_.value in _ALSO:
        said.append((TYPE, _ALSO[class_.value]))
    said += read_pairs(facts, [class_.value], pairs)
    if not any(predicate == LABEL for predicate, _ in said):
        raise UsageError("element-nameless", key=key)
    return facts.stated(node, with_evidence(facts, said))


def named(class_: NamedNode, pairs: Sequence[Pair]) -> Literal:
    """The name that is written among the properties of something of a class; German where no language is said."""
    said = next((value for name, value in pairs if find_property(name, [class_.value]).iri == LABEL), "")
    language = "en" if said.endswith("@en") else "de"
    return Literal(said.removesuffix("@de").removesuffix("@en").strip(), language=language)


def kind_named(text: str) -> str:
    """The kind that a text names by its word (`component`) or by the label of its class (`Komponente`).

    Raises UsageError for anything else.
    """
    known: dict[str, str] = {}
    for class_, kind in _KINDS.items():
        words = (kind, *(term_label(class_, lang) or kind for lang in ("de", "en")))
        known |= {word.casefold(): kind for word in words}
    wanted = text.strip().casefold()
    if wanted not in known:
        hint = did_you_mean(wanted[:_LONGEST_KEY], known)
        named = [Term(class_, kind) for class_, kind in sorted(_KINDS.items(), key=lambda pair: pair[1])]
        raise UsageError("kind-unknown", hint=hint, kind=text[:_LONGEST_KEY], known=named)
    return known[wanted]


def class_of(kind: str) -> NamedNode:
    """The class of a kind, such as gru:Component of `component`."""
    return NamedNode(next(class_ for class_, name in KIND_OF_CLASS.items() if name == kind))


def new_node(facts: Facts, kind: str, key: str) -> NamedNode:
    """The IRI of a key that nothing has yet."""
    if len(key) > _LONGEST_KEY:
        raise UsageError("key-too-long", most=_LONGEST_KEY)
    wanted = key_of(key)
    if not wanted.strip("-._") or _NO_KEY.search(key):
        raise UsageError("key-unusable", key=key)
    node = facts.base.element(kind, wanted)
    if facts.exists(node):
        hint = Message("relation-taken", {"key": wanted}) if kind == RELATION else None
        raise Conflict("key-taken", hint=hint, kind=kind, key=wanted)
    return node


def read_pairs(facts: Facts, classes: Sequence[str], pairs: Sequence[Pair]) -> list[Statement]:
    """Properties and values as they were written, for something of these classes."""
    found: list[Statement] = []
    for name, value in pairs:
        stated = find_property(name, classes)
        found.append((stated.iri, read_value(facts.store, facts.base, stated, value)))
    return found
