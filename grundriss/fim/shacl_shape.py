# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""A data schema as SHACL (https://www.w3.org/TR/shacl/): what a filled-in form looks like as RDF.

The form is an instance of the schema's version; the properties are the artefacts of FIM, across all versions. Each
place is a property shape with an IRI, so that a report names it. What cannot be said stands in `rdfs:comment`.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, serialize

from grundriss.fim.field_value import FieldValue
from grundriss.fim.form import Field, Form, Group, Place, form
from grundriss.messages import Message
from grundriss.model.terms import PREFIXES, RDF, RDFS, SH, TYPE, XSD
from grundriss.store.snapshot import Snapshot

_Node = NamedNode | BlankNode
_Term = NamedNode | BlankNode | Literal
_COMMENT: Final = NamedNode(RDFS + "comment")
_FIRST: Final = NamedNode(RDF + "first")
_REST: Final = NamedNode(RDF + "rest")
_NIL: Final = NamedNode(RDF + "nil")
_TRUE: Final = Literal("true", datatype=NamedNode(XSD + "boolean"))
_PREFIXES: Final = {name: PREFIXES[name] for name in ("rdf", "rdfs", "sh", "xsd")}
_FIM_LANGUAGE: Final = "de"


def shacl_shape(snapshot: Snapshot, schema: NamedNode, lang: str = "de") -> str:
    """The node shape of a version of a data schema, or of a group, as Turtle; of an artefact, the current one.

    `lang` is the language of the comments; what FIM says is German. Raises as `schema_tree`.
    """
    writer = _Writer(form(snapshot, schema, lang), lang)
    writer.whole()
    statements = [*writer.triples, *writer.lists]
    return (serialize(statements, format=RdfFormat.TURTLE, prefixes=_PREFIXES) or b"").decode()


@dataclass(slots=True)
class _Writer:
    """Writes a form, statement by statement; blank nodes are numbered, so that the text is always the same."""

    form: Form
    lang: str
    triples: list[Triple] = field(default_factory=list)
    lists: list[Triple] = field(default_factory=list)
    blank: int = 0

    def whole(self) -> None:
        root = self.form.root
        shape = _keys_of(root)
        self._add(shape, _sh("targetClass"), NamedNode(root.item.id))
        self._words(shape, root.label, root.help)
        self._properties(shape, root)
        if any(place.maximum != 1 and self._is_field(place) for g in self._groups() for place in g.places):
            self._note(shape, [Message("form-equal-values").text(self.lang)])
        for group in self._groups():
            self._keys(group)
            for order, place in enumerate(group.places, 1):
                self._place(group, place, order)

    def _groups(self) -> Iterator[Group]:
        return (member for member in self.form.members.values() if isinstance(member, Group))

    def _is_field(self, place: Place) -> bool:
        return any(isinstance(self.form.members[item.id], Field) for item in place.versions)

    def _properties(self, shape: _Node, group: Group) -> None:
        """What holds of each place of a group; the shapes are named, so that a report names the place."""
        for place in group.places:
            self._add(shape, _sh("property"), _shape_of(group, place))
        self._note(shape, group.notes)

    def _keys(self, group: Group) -> None:
        """A shape for what holds of a group as a whole: nothing else is given, and of a choice one place."""
        shape = _keys_of(group)
        self._add(shape, TYPE, _sh("NodeShape"))
        self._add(shape, _sh("closed"), _TRUE)
        known = [TYPE, *(NamedNode(place.artefact) for place in group.places)]
        self._add(shape, _sh("ignoredProperties"), self._list(known))
        if group.is_choice:
            self._add(shape, _sh("xone"), self._list([self._given(place) for place in group.places]))

    def _given(self, place: Place) -> _Node:
        """That something is given at a place."""
        node, shape = self._blank(), self._blank()
        self._add(node, _sh("property"), shape)
        self._add(shape, _sh("path"), NamedNode(place.artefact))
        self._add(shape, _sh("minCount"), _integer(1))
        return node

    def _place(self, group: Group, place: Place, order: int) -> None:
        shape = _shape_of(group, place)
        self._add(shape, TYPE, _sh("PropertyShape"))
        self._add(shape, _sh("path"), NamedNode(place.artefact))
        self._add(shape, _sh("order"), _integer(order))
        if place.minimum and not group.is_choice:
            self._add(shape, _sh("minCount"), _integer(place.minimum))
        if place.maximum is not None:
            self._add(shape, _sh("maxCount"), _integer(place.maximum))
        versions = [self.form.members[item.id] for item in place.versions]
        self._words(shape, versions[0].label, versions[0].help)
        if len(versions) == 1:
            self._member(shape, versions[0])
            return
        alternatives = [self._blank() for _ in versions]
        for node, version in zip(alternatives, versions, strict=True):
            self._member(node, version)
        self._add(shape, _sh("or"), self._list(alternatives))

    def _member(self, shape: _Node, member: Group | Field) -> None:
        if isinstance(member, Group):
            self._add(shape, _sh("nodeKind"), _sh("BlankNodeOrIRI"))
            self._add(shape, _sh("node"), _keys_of(member))
            self._properties(shape, member)
        else:
            self._field(shape, member.value)

    def _field(self, shape: _Node, value: FieldValue) -> None:
        if value.kind is None:
            self._add(shape, _sh("nodeKind"), _sh("Literal"))
        else:
            self._add(shape, _sh("datatype"), NamedNode(XSD + value.kind))
        for name, number in (("minLength", value.min_length), ("maxLength", value.max_length)):
            if number is not None:
                self._add(shape, _sh(name), _integer(number))
        for name, bound in (("minInclusive", value.minimum), ("maxInclusive", value.maximum)):
            if bound is not None:
                self._add(shape, _sh(name), _literal(value.kind, bound))
        if value.pattern is not None:
            self._add(shape, _sh("pattern"), Literal(value.pattern))
        if value.codes is not None:
            self._add(shape, _sh("in"), self._list([Literal(code.code) for code in value.codes]))
        if value.default is not None:
            self._add(shape, _sh("defaultValue"), _literal(value.kind, value.default))
        self._note(shape, value.notes)

    def _words(self, shape: _Node, name: str, description: str | None) -> None:
        self._add(shape, _sh("name"), Literal(name, language=_FIM_LANGUAGE))
        if description:
            self._add(shape, _sh("description"), Literal(description, language=_FIM_LANGUAGE))

    def _note(self, shape: _Node, notes: Sequence[str]) -> None:
        for text in notes:
            self._add(shape, _COMMENT, Literal(text, language=self.lang))

    def _list(self, members: Sequence[_Term]) -> _Node:
        """An RDF list of the members."""
        nodes: list[_Node] = [*(self._blank() for _ in members), _NIL]
        for (node, rest), member in zip(pairwise(nodes), members, strict=True):
            self.lists.extend((Triple(node, _FIRST, member), Triple(node, _REST, rest)))
        return nodes[0]

    def _blank(self) -> BlankNode:
        self.blank += 1
        return BlankNode(f"b{self.blank}")

    def _add(self, subject: _Node, predicate: NamedNode, value: _Term) -> None:
        self.triples.append(Triple(subject, predicate, value))


def _keys_of(group: Group) -> NamedNode:
    return NamedNode(f"{group.item.id}#shape")


def _shape_of(group: Group, place: Place) -> NamedNode:
    return NamedNode(f"{group.item.id}#{place.key}")


def _sh(name: str) -> NamedNode:
    return NamedNode(SH + name)


def _integer(number: int) -> Literal:
    return Literal(str(number), datatype=NamedNode(XSD + "integer"))


def _literal(kind: str | None, text: str) -> Literal:
    if kind == "integer" and not text.lstrip("+-").isdecimal():
        kind = "decimal"  # a bound between two integers
    return Literal(text, datatype=NamedNode(XSD + (kind or "string")))
