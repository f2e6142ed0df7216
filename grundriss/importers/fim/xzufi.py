# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""XZuFi 2.1, 2.2 and 2.3: service descriptions, organisation units, online services and who is competent where.

Read from the published models (FIM-Portal, OpenAPI 0.24.0) and public parsers; no export was at hand to check it with,
so the import says that it is unverified. What is plain stands in ontology/mappings/xzufi.csv; the rest is counted.

An id is unique only within the agency that issued it and the kind of object: `L100042.LB.2292` is a Leistung, OE an
organisation unit, OD an online service. Most texts have no version: the current one replaces the one before.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import ClassVar, Final
from urllib.parse import quote

from pyoxigraph import NamedNode

from grundriss.errors import InputError
from grundriss.importers.fim import competence, mapping, service_values
from grundriss.importers.fim.artefact_content import CURRENT, Content, Statements, VersionId
from grundriss.importers.fim.legal_reference import Bezug, state_reference
from grundriss.importers.fim.service_duration import state_processing_time
from grundriss.importers.fim.service_html import addressed_lines, plain
from grundriss.importers.fim.service_values import literal_in, service_key
from grundriss.importers.fim.table_reader import Part, Place, TableReader
from grundriss.importers.fim.xml_stream import (
    TYPE_ATTRIBUTE,
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
from grundriss.model.terms import DCT, LABEL, SKOS, TYPE, gru
from grundriss.model.vocabulary import concepts

TABLE: Final = "xzufi"
STANDARDS: Final = {
    f"http://xoev.de/schemata/xzufi/{number}": number for number in ("2_1_0", "2_2_0", "2_3_1")
}
"""The version of the standard by the namespace of the root."""
MARK: Final = "http://xoev.de/schemata/xzufi/"
"""What stands near the beginning of a file of any version."""
_LOCN: Final = "http://www.w3.org/ns/locn#"


@dataclass(frozen=True, slots=True)
class _Kind:
    """A kind of object: its name in IRIs, the letters in its id, its class, and how `loesche` calls it."""

    name: str
    letters: str
    class_: NamedNode
    deleted_as: str


_KINDS: Final = {
    "leistung": _Kind("service", "LB", gru("ServiceDescription"), "Leistung"),
    "organisationseinheit": _Kind("organisation-unit", "OE", gru("OrganisationUnit"), "Organisationseinheit"),
    "onlinedienst": _Kind("online-service", "OD", gru("OnlineServiceDescription"), "Onlinedienst"),
}
_DELETION: Final = "loesche"
_CLASSES: Final = {
    "text-module": gru("TextModule"),
    "competence": gru("Competence"),
    "address": NamedNode(_LOCN + "Address"),
    "deadline": gru("Deadline"),
    "cost": NamedNode("http://data.europa.eu/m8g/Cost"),
    "document": gru("ServiceDocument"),
    "category": NamedNode(SKOS + "Concept"),
}
_LIFTED: Final = {
    "02": NamedNode(DCT + "title"),
    "03": NamedNode(DCT + "alternative"),
    "05": NamedNode(DCT + "abstract"),
    "06": NamedNode(DCT + "description"),
}
"""The modules whose text says something of the description itself: designations, short text and full text."""
_LEGAL_BASES: Final = "07"
_PROCESSING_TIME: Final = gru("hasProcessingTime")
_STRUCTURES: Final = {
    "LeistungsstrukturObjekt": "LO",
    "LeistungsstrukturObjektMitVerrichtung": "LOV",
    "LeistungsstrukturObjektMitVerrichtungUndDetail": "LOVD",
}
"""What a structure says, by its type (xsi:type)."""


def read_xzufi(source: Readable, base: Base, name: str) -> Content:
    """The objects that a file holds, and those that it deletes. `name` is what it is called in errors.

    Raises InputError with file, line and element for what is no XZuFi and for an object without id; LimitExceeded for a
    file that is too large.
    """
    reader = ObjectReader(base, name)
    root: Element | None = None
    for element in ended_elements(source, name, [*_KINDS, competence.TRANSFERRED, _DELETION]):
        root = element
        if element.getparent() is not None and not _inside_another(element):
            reader.read(element)
    assert root is not None
    reader.end(root)
    return reader.content


def _inside_another(element: Element) -> bool:
    return any(local_name(above) in _KINDS for above in element.iterancestors())


@dataclass(slots=True)
class ObjectReader(TableReader):
    """One file, read object by object; of one object the last message counts."""

    checked: bool = False
    named: set[tuple[NamedNode, str]] = field(default_factory=set)

    table: ClassVar[str] = TABLE
    classes: ClassVar[Mapping[str, NamedNode]] = _CLASSES
    kinds: ClassVar[Mapping[str, Part]] = service_values.KINDS

    def read(self, element: Element) -> None:
        """Take in an object, or its deletion, and empty the element."""
        self.begin(element)
        local = local_name(element)
        if local == _DELETION:
            self._deletion(element)
        elif local == competence.TRANSFERRED:
            self.read_competences(element)
        else:
            self._object(element, _KINDS[local])
        tail = element.tail
        element.clear()
        element.tail = tail
        self._forget_before(element)

    def _forget_before(self, element: Element) -> None:
        """Count what stands before the part of the message that an element is in, and free it: files have no bound."""
        top, root = element, element.getroottree().getroot()
        while (above := top.getparent()) is not None and above is not root:
            top = above
        while (before := top.getprevious()) is not None:
            self.leave(local_name(before), before)
            root.remove(before)

    def end(self, root: Element) -> None:
        """InputError when the root is no XZuFi, or nothing was in it; counts what is around the objects."""
        self.begin(root)
        content = self.content
        if not (content.roots or content.deleted or content.deleted_parts):
            raise InputError("xz-empty", location=location(self.name, root), known=sorted(_KINDS))
        self.note_attributes("", root, frozenset({"xzufiVersion"}))
        for local, below in children(root):
            self.leave(local, below)  # what was read is empty by now

    def begin(self, element: Element) -> None:
        """InputError when the root that an element is in is of no version of XZuFi."""
        if self.checked:
            return
        root = element.getroottree().getroot()
        namespace = namespace_of(root)
        if namespace not in STANDARDS:
            raise InputError(
                "xz-namespace",
                location=location(self.name, root),
                namespace=namespace,
                known=sorted(STANDARDS),
            )
        self.checked = True

    # Objects

    def _object(self, element: Element, kind: _Kind) -> None:
        identifier = self._identifier(element, kind)
        number = text_of(child(element, "versionsinformation", "version")) or text_of(
            child(element, "versionsinformationen", "version")
        )
        held = Statements(VersionId(kind.name, identifier, number or CURRENT), self.base)
        held.identify(kind.class_)
        self.numbers.clear()
        self.named.clear()
        self.inside(Place(element, held, held.node, kind.name, kind.name), kind.name)
        if not held.values(LABEL):
            held.add(LABEL, mapping.label(identifier))
        self.content.replace(held)

    def _identifier(self, element: Element, kind: _Kind) -> str:
        written = child(element, "id")
        identifier = None if written is None else service_values.qualified(written, kind.letters)
        if identifier is None:
            raise InputError("fim-identifier-missing", location=location(self.name, element))
        return identifier

    def read_competences(self, element: Element) -> None:
        """Who is competent for what: each competence is a part of the list of its object."""
        above = child(element, competence.OWNER)
        entries = [below for local, below in children(element) if local == competence.ENTRY]
        kinds = [competence.take_owner_kind(below) for below in (element, *entries)]
        kind = next(filter(None, kinds), None)
        owner = None if above is None else competence.owner_id(above, kind)
        if owner is None or above is None:
            raise InputError("fim-identifier-missing", location=location(self.name, element))
        held = competence.list_of(owner, kind, self.base)
        path = competence.TRANSFERRED
        self.note_attributes(path, element, frozenset())
        for local, below in children(element):
            at = Place(below, held, held.node, "competence-list", f"{path}/{local}")
            if local == competence.ENTRY:
                self._entry(at)
            elif below is above:
                self.leave_rest(at, service_values.AGENCY)
            else:
                self.leave(at.path, below)

    def _entry(self, place: Place) -> None:
        key = competence.key_of(place.element, child(place.element, "id"))
        told = Statements(place.version.id, self.base)
        named = ("competence", quote(key, safe=""))
        if self.node(replace(place, version=told), "competence", gru("hasCompetence"), *named):
            self.content.add_part(key, told, place.version)

    def _deletion(self, element: Element) -> None:
        called = element.get("klasse") or ""
        kind = next((k for k in _KINDS.values() if k.deleted_as == called), None)
        written = child(element, "id")
        identifier = service_values.qualified(written, kind.letters) if kind and written is not None else None
        part = (
            service_values.with_agency(written)
            if called == competence.DELETED_AS and written is not None
            else None
        )
        if part:
            self.content.delete_part(part)
        elif kind is None or identifier is None:
            self.content.unmapped[f"loesche/@klasse ({called[:40]})"] += 1
        else:
            self.content.delete(kind.name, identifier)
        self.note_attributes(_DELETION, element, frozenset({"klasse"}))
        for local, below in children(element):
            if below is not written:
                self.leave(f"{_DELETION}/{local}", below)
        if written is not None:
            self.note_attributes(f"{_DELETION}/id", written, service_values.AGENCY)
            for local, below in children(written):
                self.leave(f"{_DELETION}/id/{local}", below)

    # Modules

    def node(self, place: Place, owner: str, property_: NamedNode | None, *named: str) -> NamedNode | None:
        """A part with a node of its own; a text module also says what its text says of the description."""
        node = super(ObjectReader, self).node(place, owner, property_, *named)
        if node and property_ == _PROCESSING_TIME:
            state_processing_time(place.version, node)
        if node and owner == "text-module":
            self._module(place, node)
        return node

    def _module(self, place: Place, node: NamedNode) -> None:
        local = local_name(place.element)
        if local not in ("modulText", "modulTextIndividuell"):
            place.version.add(gru("textModuleCode"), service_values.string(local), node)
        coded = child(place.element, "leikaTextmodul")
        code = None if coded is None else mapping.code_of(coded)
        place.version.add(gru("textModuleKind"), concepts("fim-text-module").get(code or ""), node)
        for language, below in service_values.localized(place.element, "inhalt"):
            self._lift(place, code, language, plain(text_of(below) or ""))
            if code == _LEGAL_BASES and language == mapping.LANGUAGE:
                self._legal_bases(place, text_of(below) or "")

    def _lift(self, place: Place, code: str | None, language: str, text: str) -> None:
        if not text:
            return
        if code in _LIFTED:
            place.add(_LIFTED[code], literal_in(language, text))
        if code == "02" and (place.subject, language) not in self.named:
            self.named.add((place.subject, language))
            place.add(LABEL, literal_in(language, " ".join(text.split())))

    def _legal_bases(self, place: Place, text: str) -> None:
        for line, address in addressed_lines(text):
            self.numbers[place.subject, "legal-basis"] += 1
            number = str(self.numbers[place.subject, "legal-basis"])
            self.content.cited += state_reference(place.version, Bezug(line, address, number), place.subject)

    # Parts

    def _identity(self, place: Place, property_: NamedNode | None) -> None:
        self.leave_rest(place, service_values.AGENCY)
        identifier = service_values.with_agency(place.element)
        if property_ is not None and identifier:
            place.add(property_, service_values.string(identifier))
        if place.owner == "service" and (key := service_key(text_of(place.element) or "")):
            self._profile(place, key)

    def _profile(self, place: Place, key: str) -> None:
        """An entry of the catalogue has the key of its service as id; broader services have the key's beginning."""
        node = self.base.element("service", key)
        place.add(gru("describesService"), node)
        place.add(TYPE, gru("ServiceProfile"))
        for broader in service_values.broader_keys(key):
            above = self.base.element("service", broader)
            place.version.add(NamedNode(SKOS + "broader"), above, node)
            node = above

    def _structure(self, place: Place, property_: NamedNode | None) -> None:
        code = _STRUCTURES.get((place.element.get(TYPE_ATTRIBUTE) or "").rpartition(":")[2])
        if code:
            place.add(gru("serviceStructureCode"), service_values.string(code))
            del place.element.attrib[TYPE_ATTRIBUTE]
        self.inside(place, "structure")

    def _version(self, place: Place, property_: NamedNode | None) -> None:
        self.leave_rest(place)

    def _machine_translated(self, place: Place, property_: NamedNode | None) -> None:
        self.leave_rest(place)
        above = place.element.getparent()
        language = text_of(child(above, "languageCode")) if above is not None else None
        if property_ is not None and text_of(place.element) in ("true", "1") and language:
            place.add(property_, service_values.string(service_values.language_tag(language)))

    parts: ClassVar[Mapping[str, Part]] = {
        "id": _identity,
        "version": _version,
        "struktur": _structure,
        "kennzeichenMaschinelleUebersetzung": _machine_translated,
    }
