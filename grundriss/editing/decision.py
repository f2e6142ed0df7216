# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""The decision that a change rests on, by its IRI, CURIE, key or label."""

from contextlib import suppress
from typing import Final

from pyoxigraph import DefaultGraph, Literal, NamedNode, Store

from grundriss.errors import NotFound, UsageError
from grundriss.importers.facts_table import did_you_mean
from grundriss.messages import Message
from grundriss.model.identifier import Base, key_in
from grundriss.model.terms import LABEL, TYPE, gru
from grundriss.resolve import resolve
from grundriss.store.line import Line

_SHOWN: Final = 5
_COMPARED: Final = 200


def decision_named(store: Store, base: Base, text: str) -> NamedNode:
    """The decision that a text means.

    Raises NotFound for what is not known and UsageError for what is no decision, both with the nearest decisions or
    else some that there are, and Ambiguous as `resolve`.
    """
    try:
        node = resolve(store, base, text)
    except NotFound as error:
        raise NotFound(error.message.key, hint=_hint(store, text), **error.message.values) from error
    if not any(True for _ in store.quads_for_pattern(node, TYPE, gru("Decision"), DefaultGraph())):
        raise UsageError("decision-expected", hint=_hint(store, text), name=text)
    return node


def decision_behind_merge(scenario: Line, text: str) -> str:
    """The IRI of the decision that a text means, which the scenario or else the main line knows.

    Raises as `decision_named`.
    """
    with scenario.snapshot() as own, suppress(NotFound):
        return decision_named(own.store, own.base_iri, text).value
    with scenario.main.snapshot() as main:
        return decision_named(main.store, main.base_iri, text).value


def _hint(store: Store, text: str) -> Message:
    found = store.quads_for_pattern(None, TYPE, gru("Decision"), DefaultGraph())
    nodes = sorted(
        {q.subject for q in found if isinstance(q.subject, NamedNode)}, key=lambda node: node.value
    )
    if not nodes:
        return Message("decision-none")
    keys = [key_in(node.value) for node in nodes]
    labels = [
        quad.object.value
        for node in nodes
        for quad in store.quads_for_pattern(node, LABEL, None, DefaultGraph())
        if isinstance(quad.object, Literal)
    ]
    near = did_you_mean(text[:_COMPARED], [*keys, *labels])
    return near or Message("decision-known", {"known": keys[:_SHOWN], "n": len(keys)})
