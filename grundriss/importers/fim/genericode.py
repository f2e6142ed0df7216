# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""Genericode 1.0 (OASIS): a code list as a SKOS concept scheme, one for each version of the list.

Both spellings are read: all elements in the namespace, as the FIM-Portal writes them, or only the root, as xrepository
does. The columns that are neither key nor name become properties of the list itself.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import quote

from lxml import etree
from pyoxigraph import Literal, NamedNode

from grundriss.errors import InputError
from grundriss.importers.fim import mapping
from grundriss.importers.fim.artefact_content import Content, Statements, VersionId
from grundriss.importers.fim.xml_stream import (
    Element,
    Readable,
    child,
    children,
    ended_elements,
    local_name,
    location,
    namespace_of,
    text_of,
)
from grundriss.model.identifier import Base
from grundriss.model.terms import DCT, LABEL, RDF, RDFS, SKOS, TYPE, XSD, gru

FORMAT: Final = "genericode"
NAMESPACE: Final = "http://docs.oasis-open.org/codelist/ns/genericode/1.0/"
_PARTS: Final = ("Annotation", "Identification", "ColumnSet", "Row")
_KEYS: Final = ("codekey", "codenamekey")
_RECOMMENDED: Final = frozenset({"empfohleneCodeSpalte", "recommendedKeyColumn"})
_NOTATION: Final = NamedNode(SKOS + "notation")
_IN_SCHEME: Final = NamedNode(SKOS + "inScheme")
_CONCEPT: Final = NamedNode(SKOS + "Concept")
_DESCRIBED: Final = frozenset({"codelistDescription", "beschreibung", "description"})


def read_genericode(source: Readable, base: Base, name: str) -> Content:
    """The version of a code list that a file holds. `name` is what it is called in errors.

    Raises InputError with file, line and element for what is no Genericode, a list without identification or key
    column, and a key that stands twice; LimitExceeded for a file that is too large.
    """
    reader = _Reader(base, name)
    for element in ended_elements(source, name, _PARTS):
        tag = local_name(element)
        parent = element.getparent()
        if parent is None:
            reader.end(element)
        elif tag == "Row":
            reader.row(element)
            element.clear()
        elif parent.getparent() is None and tag in _READERS:
            _READERS[tag](reader, element)
    return reader.content


@dataclass(slots=True)
class _Column:
    """A column: its property, which is None for key and name."""

    id: str
    property: NamedNode | None = None


@dataclass(slots=True)
class _Reader:
    """One file. The list is identified before its columns, and these come before the rows."""

    base: Base
    name: str
    content: Content = field(default_factory=Content)
    scheme: Statements | None = None
    columns: dict[str, _Column] = field(default_factory=dict)
    key: str | None = None
    label: str | None = None
    seen: set[str] = field(default_factory=set)
    described: list[str] = field(default_factory=list)

    def annotation(self, element: Element) -> None:
        """What the standards of XÖV add; a description is taken over."""
        for inner in element.iter(etree.Element):
            local = local_name(inner)
            if local in _DESCRIBED and (text := text_of(inner)):
                self.described.append(text)
            elif text_of(inner) and local not in ("shortName", "name"):
                self.content.unmapped[f"CodeList/Annotation/{local}"] += 1

    def identification(self, element: Element) -> None:
        """The names of the list: what it is and which version."""
        said = {local: text_of(below) for local, below in children(element)}
        uri, version = said.get("CanonicalUri"), said.get("Version")
        if not uri or not version:
            raise InputError("gc-identification", location=location(self.name, element))
        self.scheme = Statements(VersionId("codelist", uri, version), self.base)
        self.scheme.identify(gru("FimCodeList"))
        node, stable = self.scheme.node, self.scheme.id.stable(self.base)
        self.scheme.add(TYPE, NamedNode(SKOS + "ConceptScheme"))
        for property_, subject, text in (
            (gru("codeListUri"), stable, uri),
            (gru("codeListUri"), node, uri),
            (gru("codeListVersionUri"), node, said.get("CanonicalVersionUri")),
        ):
            self.scheme.add(property_, _any_uri(text) if text else None, subject)
        short, long = said.get("ShortName"), said.get("LongName")
        self.scheme.add(LABEL, mapping.label(long or short or uri))
        if short and long:
            self.scheme.add(NamedNode(SKOS + "altLabel"), mapping.label(short))
        agency = child(element, "Agency")
        published = text_of(child(agency, "LongName") if agency is not None else None)
        self.scheme.add(gru("publisherName"), Literal(published) if published else None)
        known = {"CanonicalUri", "Version", "CanonicalVersionUri", "ShortName", "LongName", "Agency"}
        self._note(f"Identification/{local}" for local, text in said.items() if text and local not in known)

    def column_set(self, element: Element) -> None:
        """The columns, and which of them are key and name."""
        held = self._held(element)
        recommended: list[str] = []
        named: dict[str, str] = {}
        for local, below in children(element):
            if local == "Column":
                self._column(held, below)
            elif local == "Key":
                referring = child(below, "ColumnRef")
                reference = (referring.get("Ref") or "") if referring is not None else ""
                named.setdefault((below.get("Id") or "").lower(), reference)
                if any(local_name(inner) in _RECOMMENDED for inner in below.iter(etree.Element)):
                    recommended.append(reference)
            else:
                self.content.unmapped[f"ColumnSet/{local}"] += 1
        key = next(iter([*recommended, *(named[k] for k in _KEYS[:1] if k in named), *named.values()]), None)
        if key not in self.columns:
            raise InputError("gc-key-column", location=location(self.name, element))
        self.key, self.label = key, named.get(_KEYS[1])
        for marked in (self.key, self.label):
            if marked in self.columns:
                self.columns[marked].property = None
        for column in self.columns.values():
            if column.property is not None:
                held.add(TYPE, NamedNode(RDF + "Property"), column.property)
                held.add(NamedNode(RDFS + "label"), Literal(column.id), column.property)

    def _column(self, held: Statements, element: Element) -> None:
        identifier = element.get("Id")
        if not identifier:
            raise InputError("gc-column", location=location(self.name, element))
        iri = NamedNode(f"{held.node.value}/column/{quote(identifier, safe='')}")
        self.columns[identifier] = _Column(identifier, iri)

    def row(self, element: Element) -> None:
        """A code with its name; cells that are left out are empty."""
        held = self._held(element)
        cells: dict[str, str] = {}
        for local, below in children(element):
            column = below.get("ColumnRef") or ""
            if local != "Value" or column not in self.columns:
                raise InputError("gc-cell", location=location(self.name, below), column=column[:40])
            text = text_of(child(below, "SimpleValue"))
            if text:
                cells[column] = text
        code = cells.get(self.key or "")
        if code is None:
            raise InputError("gc-code-missing", location=location(self.name, element))
        if code in self.seen:
            raise InputError("gc-code-twice", location=location(self.name, element), code=code[:40])
        self.seen.add(code)
        node = NamedNode(f"{held.node.value}/{quote(code, safe='')}")
        held.add(TYPE, _CONCEPT, node)
        held.add(_IN_SCHEME, held.node, node)
        held.add(_NOTATION, Literal(code), node)
        held.add(LABEL, mapping.label(cells.get(self.label or "", code)), node)
        for column, text in cells.items():
            property_ = self.columns[column].property
            if property_ is not None:
                held.add(property_, Literal(text), node)

    def end(self, root: Element) -> None:
        """InputError when the file is no code list, or an empty one."""
        if namespace_of(root) != NAMESPACE or local_name(root) != "CodeList":
            raise InputError("gc-root", location=location(self.name, root))
        held = self._held(root)
        if not self.seen:
            raise InputError("gc-empty", location=location(self.name, root))
        for text in self.described:
            held.add(NamedNode(DCT + "description"), Literal(text, language=mapping.LANGUAGE))
        self.content.add(held)
        self.content.roots.append(held.id)

    def _held(self, element: Element) -> Statements:
        if self.scheme is None:
            raise InputError("gc-identification", location=location(self.name, element))
        return self.scheme

    def _note(self, paths: Iterable[str]) -> None:
        self.content.unmapped.update(Counter(paths))


_READERS: Final = {
    "Annotation": _Reader.annotation,
    "Identification": _Reader.identification,
    "ColumnSet": _Reader.column_set,
}


def _any_uri(text: str) -> Literal:
    return Literal(text, datatype=NamedNode(XSD + "anyURI"))
