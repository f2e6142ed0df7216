# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""The rules: shapes/*.ttl, compiled once, and what each rule says to people."""

from dataclasses import dataclass
from functools import cache

from pyoxigraph import Literal, NamedNode, RdfFormat, Store

from grundriss import resources
from grundriss.model.terms import GRU, RDFS, SH, SHAPES_NAMESPACE, curie


@dataclass(frozen=True, slots=True)
class ShapeRule:
    """One rule. Texts are by language (`de`, `en`); `by_path` are the messages of single properties, by their IRI.

    `suggests` says where the nearest known term comes from that is offered to who breaks the rule.
    """

    iri: str
    label: dict[str, str]
    message: dict[str, str]
    by_path: dict[str, dict[str, str]]
    reason: dict[str, str]
    fix: dict[str, str]
    suggests: str | None = None

    @property
    def name(self) -> str:
        """The prefixed name, such as `grush:ProductiveComponentHasOwner`."""
        return curie(self.iri)


def shapes_text() -> str:
    """All packaged shapes as one Turtle text (each file declares its own prefixes)."""
    files = sorted(resources.path("shapes").glob("*.ttl"))
    return "\n".join(file.read_text(encoding="utf-8") for file in files)


@cache
def single_valued() -> frozenset[NamedNode]:
    """The properties of which a thing may have one value only (`sh:maxCount 1`)."""
    return _paths_with(SH + "maxCount", "1")


@cache
def single_in_a_language() -> frozenset[NamedNode]:
    """The properties of which a thing may have one text in each language only (`sh:uniqueLang true`)."""
    return _paths_with(SH + "uniqueLang", "true")


@cache
def shape_rules() -> dict[str, ShapeRule]:
    """Every named shape in the namespace of our shapes, by IRI."""
    return rules_in(_shapes_store())


def rules_in(store: Store) -> dict[str, ShapeRule]:
    """Every named shape of ours that a store of shapes holds, by IRI."""
    names = {quad.subject.value for quad in store if isinstance(quad.subject, NamedNode)}
    rules = {}
    for iri in sorted(name for name in names if name.startswith(SHAPES_NAMESPACE)):
        node = NamedNode(iri)
        message = _texts(store, node, SH + "message") or _nested_message(store, node)
        rules[iri] = ShapeRule(
            iri=iri,
            label=_texts(store, node, RDFS + "label"),
            message=message,
            by_path=_messages_by_path(store, node),
            reason=_texts(store, node, GRU + "reason"),
            fix=_texts(store, node, GRU + "fix"),
            suggests=_texts(store, node, GRU + "suggests").get(""),
        )
    return rules


def _shapes_store() -> Store:
    store = Store()
    store.load(shapes_text().encode(), format=RdfFormat.TURTLE)
    return store


def _paths_with(constraint: str, value: str) -> frozenset[NamedNode]:
    """The properties whose shapes have a constraint with this value; a path of several steps is none."""
    store = _shapes_store()
    shapes = [
        quad.subject
        for quad in store.quads_for_pattern(None, NamedNode(constraint), None, None)
        if isinstance(quad.object, Literal) and quad.object.value == value
    ]
    paths = (
        q.object for shape in shapes for q in store.quads_for_pattern(shape, NamedNode(SH + "path"), None)
    )
    return frozenset(path for path in paths if isinstance(path, NamedNode))


def _texts(store: Store, node: object, predicate: str) -> dict[str, str]:
    found = store.quads_for_pattern(node, NamedNode(predicate), None, None)  # type: ignore[arg-type]
    return {q.object.language or "": q.object.value for q in found if isinstance(q.object, Literal)}


def _messages_by_path(store: Store, node: NamedNode) -> dict[str, dict[str, str]]:
    found = {}
    for quad in store.quads_for_pattern(node, NamedNode(SH + "property"), None, None):
        message = _texts(store, quad.object, SH + "message")
        for path in store.quads_for_pattern(quad.object, NamedNode(SH + "path"), None, None):  # type: ignore[arg-type]
            if isinstance(path.object, NamedNode) and message:
                found[path.object.value] = message
    return found


def _nested_message(store: Store, node: NamedNode) -> dict[str, str]:
    for step in (SH + "sparql", SH + "property"):
        for quad in store.quads_for_pattern(node, NamedNode(step), None, None):
            found = _texts(store, quad.object, SH + "message")
            if found:
                return found
    return {}
