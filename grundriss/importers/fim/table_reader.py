# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""Reading XML by a mapping table: what is plain, what stands inside of what, and what has a node of its own.

The tables are in ontology/mappings. Besides the kinds of plain values (module mapping) a row may say `inside NAME` (go
on with the rows of NAME, about the same thing), `node NAME` (a part with a node of its own), `openCode LIST` (an
unknown code is told, and is no error) or `part` (code reads it). What a file says and no row knows is counted, leaf by
leaf: nothing is left out in silence.
"""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, ClassVar, Final
from urllib.parse import quote

from pyoxigraph import Literal, NamedNode

from grundriss.importers.fim import mapping
from grundriss.importers.fim.artefact_content import Content, Statements
from grundriss.importers.fim.xml_stream import Element, child, children, local_part, text_of
from grundriss.model.identifier import Base
from grundriss.model.terms import TYPE
from grundriss.model.vocabulary import concepts

CODE_ATTRIBUTES: Final = frozenset({"listURI", "listVersionID", "listName"})
"""The attributes that name the list of a code."""
_CODES: Final = frozenset({"code", "bareCode"})


@dataclass(frozen=True, slots=True)
class Place:
    """An element that is read: whose statements it makes, of which node, and by which rows of the table.

    `path` is what it is called in the report.
    """

    element: Element
    version: Statements
    subject: NamedNode
    owner: str
    path: str

    def add(self, property_: NamedNode, value: NamedNode | Literal | None) -> None:
        self.version.add(property_, value, self.subject)

    def part(self, *names: str) -> NamedNode:
        """The node of a part of the version."""
        below = "/".join(quote(name, safe="") for name in names)
        return NamedNode(f"{self.version.node.value}/{below}")


Part = Callable[[Any, Place, NamedNode | None], None]
"""Reads an element that is no plain value: a method of the reader, with the property that the table gives."""


@dataclass(slots=True)
class TableReader:
    """One file, read by a table. A format says which table, what its parts are, and how the rest is read.

    `numbers` counts the parts with a node of their own, by what they belong to and their name; `kinds` are the kinds of
    values that only this format has, `parts` the elements that code reads, by local name.
    """

    base: Base
    name: str
    content: Content = field(default_factory=Content)
    numbers: Counter[tuple[NamedNode, str]] = field(default_factory=Counter)

    table: ClassVar[str]
    classes: ClassVar[Mapping[str, NamedNode]]
    parts: ClassVar[Mapping[str, Part]]
    kinds: ClassVar[Mapping[str, Part]] = {}

    @property
    def standard(self) -> str:
        """The version of the standard, as the table names it."""
        return "*"

    # What the table says

    def inside(self, place: Place, owner: str) -> None:
        """Read what is right below an element, by the rows of `owner`."""
        self.note_attributes(place.path, place.element, frozenset())
        if text_of(place.element):
            self.content.unmapped[place.path] += 1
        for local, below in children(place.element):
            at = Place(below, place.version, place.subject, owner, f"{place.path}/{local}")
            self.read_part(at, local)

    def read_part(self, place: Place, local: str) -> None:
        rule = mapping.rule_for(self.table, self.standard, place.owner, local)
        if rule is None:
            self.leave(place.path, place.element)
            return
        kind, _, argument = rule.value.partition(" ")
        if kind == mapping.PART:
            self.parts[local](self, place, rule.property)
        elif kind == "inside":
            self.inside(place, argument)
        elif kind == "node":
            self.node(place, argument, rule.property)
        elif kind == "openCode":
            self.open_code(place, argument, rule.property)
        elif kind in self.kinds:
            self.kinds[kind](self, place, rule.property)
        elif rule.property is not None:
            self.leave_rest(place, coded=kind in _CODES)
            place.add(rule.property, mapping.value_of(rule.value, place.element, self.name))

    def node(self, place: Place, owner: str, property_: NamedNode | None, *named: str) -> NamedNode | None:
        """A part with a node of its own: below that of its owner, by its name and its place among its like.

        Gives the node; None for a part that says nothing.
        """
        if not _says_something(place.element):
            return None
        self.numbers[place.subject, owner] += 1
        below = named or (owner, str(self.numbers[place.subject, owner]))
        node = NamedNode("/".join((place.subject.value, *below)))
        if property_ is not None:
            place.add(property_, node)
        place.version.add(TYPE, self.classes[owner], node)
        self.inside(replace(place, subject=node), owner)
        return node

    def open_code(self, place: Place, scheme: str, property_: NamedNode | None) -> None:
        """A code of a list that is not at hand as a whole: an unknown one is told, the file is read all the same."""
        self.leave_rest(place, coded=True)
        code = mapping.code_of(place.element)
        if code is None or property_ is None:
            return
        known = concepts(scheme)
        if code in known:
            place.add(property_, known[code])
        else:
            self.content.unmapped[f"{place.path} ({short(code)})"] += 1

    # What no row knows

    def note_attributes(self, path: str, element: Element, known: frozenset[str]) -> None:
        for attribute in element.attrib:
            local = local_part(str(attribute))
            if local not in known:
                self.content.unmapped[f"{path}/@{local}".lstrip("/")] += 1

    def leave(self, path: str, element: Element) -> None:
        """Count everything that an element says, by its path."""
        waiting = [(path, element)]
        while waiting:
            here, inner = waiting.pop()
            self.note_attributes(here, inner, frozenset())
            if text_of(inner):
                self.content.unmapped[here] += 1
            waiting.extend((f"{here}/{local}", below) for local, below in children(inner))

    def leave_rest(self, place: Place, known: frozenset[str] = frozenset(), *, coded: bool = False) -> None:
        """Count what a plain element says besides its text and attributes that are known, or, where it is coded,
        besides its code.
        """
        self.note_attributes(place.path, place.element, known | CODE_ATTRIBUTES if coded else known)
        code = child(place.element, "code") if coded else None
        for local, below in children(place.element):
            if below is not code:
                self.leave(f"{place.path}/{local}", below)
        if code is not None:
            self.leave_rest(replace(place, element=code, path=f"{place.path}/code"))
            if text_of(code) and text_of(place.element):
                self.content.unmapped[place.path] += 1


def _says_something(element: Element) -> bool:
    """Whether an element, or one below it, has text or an attribute that is more than the name of a code list."""
    return any(
        text_of(inner) or any(local_part(str(name)) not in CODE_ATTRIBUTES for name in inner.attrib)
        for inner in element.iter()
        if isinstance(inner.tag, str)
    )


def short(code: str) -> str:
    """What is told of a code that may be anything."""
    return " ".join(code.split())[:40]
