# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""XProzess 2.0 of the FIM-Baustein Prozesse: process classes of the catalogue and processes of the library.

Every message that carries content is read. What is plain, and what stands inside of what, is in
ontology/mappings/xprozess.csv; what a file says and no row knows is counted, leaf by leaf.

The key of its service is the id of a process class and of a process. The FIM-Portal publishes a process by id, version
and level of detail, so the level is a part of what tells the versions of a process apart, wherever a file states one:
`…/process/99006028261000/01.00.00-101`.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import ClassVar, Final
from urllib.parse import quote

from pyoxigraph import Literal, NamedNode

from grundriss.errors import InputError
from grundriss.importers.fim import mapping, process_model
from grundriss.importers.fim.administrative_area import state_area
from grundriss.importers.fim.artefact_content import (
    UNVERSIONED,
    Content,
    Statements,
    VersionId,
    long_identifier,
    stable_iri,
)
from grundriss.importers.fim.legal_reference import Bezug, state_reference
from grundriss.importers.fim.table_reader import Part, Place, TableReader, short
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
from grundriss.model.terms import LABEL, SKOS, gru

TABLE: Final = "xprozess"
STANDARDS: Final = {"http://www.regierung-mv.de/xprozess/2": "2"}
"""The version of the standard by the namespace of the root."""
MARK: Final = "http://www.regierung-mv.de/xprozess/"
"""What stands near the beginning of a file of any version."""
MESSAGES: Final = frozenset(
    f"{carried}.{number}"
    for carried, number in (
        ("prozesskatalog.antwort", "0102"),
        ("prozesskatalog.export", "0103"),
        ("prozessbibliothek.antwort", "0202"),
        ("prozessbibliothek.export", "0203"),
        ("alleInhalte.antwort", "0302"),
        ("alleInhalte.export", "0303"),
    )
)
"""The root messages that carry content: answers and exports."""
_CV: Final = "http://data.europa.eu/m8g/"
_KINDS: Final = {
    "prozessklasse": ("process-class", gru("ProcessClass")),
    "prozess": ("process", gru("Process")),
}
_CLASSES: Final = {
    "legal-basis": gru("LegalBasis"),
    "feature": gru("ProcessFeature"),
    "classification": NamedNode(SKOS + "Concept"),
    "participation": NamedNode(_CV + "Participation"),
    "activity-group": gru("ActivityGroup"),
    **dict.fromkeys(("incoming", "outgoing", "received", "provided"), gru("DataExchange")),
    **dict.fromkeys(("model-file", "picture-file", "description-file"), process_model.DISTRIBUTION),
}
"""What the parts are that have a node of their own, by the name that the table gives them."""
_IDENTIFIER: Final = re.compile(r"[0-9A-Za-z][0-9A-Za-z._-]{0,59}")
_VERSION: Final = re.compile(r"\d{1,6}(\.\d{1,6}){0,3}")
_LEVEL: Final = re.compile(r"[0-9A-Za-z]{1,10}")
_SERVICE_KEY: Final = re.compile(r"\d{14}")
_PROFILE: Final = re.compile(r"D(\d{8}|\d{11})")
_ROOT_ATTRIBUTES: Final = frozenset({"xprozessVersion"})
_KEYWORD: Final = NamedNode("http://www.w3.org/ns/dcat#keyword")


def read_xprozess(source: Readable, base: Base, name: str) -> Content:
    """The versions that a file holds. `name` is what it is called in errors.

    Raises InputError with file, line and element for what is no XProzess, for an element without what makes it usable,
    and for a model that cannot be unpacked; LimitExceeded for a file or model that is too large.
    """
    reader = _Reader(base, name)
    root: Element | None = None
    for element in ended_elements(source, name, _KINDS):
        root = element
        if local_name(element) in _KINDS and element.getparent() is not None:
            reader.read(element)
    assert root is not None
    reader.end(root)
    return reader.content


@dataclass(slots=True)
class _Reader(TableReader):
    """One file, read from the inside out: each process class and process when it ends."""

    checked: bool = False
    groups: set[NamedNode] = field(default_factory=set)
    labelled: set[NamedNode] = field(default_factory=set)

    table: ClassVar[str] = TABLE
    classes: ClassVar[Mapping[str, NamedNode]] = _CLASSES

    def read(self, element: Element) -> None:
        """Make a version of an element that was read, and empty it."""
        self._begin(element)
        kind, class_ = _KINDS[local_name(element)]
        number, version = self._identified(element, kind)
        held = Statements(version, self.base)
        held.identify(class_, number)
        for of_version in (self.groups, self.labelled, self.numbers):
            of_version.clear()
        if _SERVICE_KEY.fullmatch(version.id):
            held.add(gru("describesService"), self.base.element("service", version.id))
        self.inside(Place(element, held, held.node, kind, kind), kind)
        self.content.add(held)
        self.content.roots.append(version)
        tail = element.tail
        element.clear()
        element.tail = tail

    def end(self, root: Element) -> None:
        """InputError when the root is no message with content, or carries nothing; counts what is around it."""
        self._begin(root)
        if local_name(root) not in MESSAGES:
            raise InputError("xp-message", location=location(self.name, root), known=sorted(MESSAGES))
        if not self.content.roots:
            raise InputError("xp-empty", location=location(self.name, root))
        self.note_attributes("", root, _ROOT_ATTRIBUTES)
        if text_of(root):
            self.content.unmapped[local_name(root)] += 1
        for local, below in children(root):
            self.leave(local, below)

    def _begin(self, element: Element) -> None:
        if self.checked:
            return
        root = element.getroottree().getroot()
        namespace = namespace_of(root)
        if namespace not in STANDARDS:
            raise InputError(
                "xp-namespace",
                location=location(self.name, root),
                namespace=namespace,
                known=sorted(STANDARDS),
            )
        self.checked = True

    def _identified(self, element: Element, kind: str) -> tuple[str, VersionId]:
        """The number of the version as it is written, and by what this version is told apart."""
        identifier, number = text_of(child(element, "id")), text_of(child(element, "version"))
        if identifier is None:
            raise InputError("fim-identifier-missing", location=location(self.name, element))
        if not _IDENTIFIER.fullmatch(identifier):
            raise InputError("xp-identifier", location=location(self.name, element), value=identifier[:40])
        if number is not None and not (number.isascii() and _VERSION.fullmatch(number)):
            raise InputError("fim-version-form", location=location(self.name, element), value=number[:40])
        written = child(element, "prozesssteckbrief", "detaillierungsstufe") if kind == "process" else None
        level = None if written is None else mapping.code_of(written)
        if level is not None and not (level.isascii() and _LEVEL.fullmatch(level)):
            assert written is not None
            raise InputError("xp-level", location=location(self.name, written), value=level[:40])
        version = number or UNVERSIONED
        return version, VersionId(kind, identifier, f"{version}-{level}" if level else version)

    # Parts

    def _identity(self, place: Place, property_: NamedNode | None) -> None:
        self.leave_rest(place)

    def _broader_class(self, place: Place, property_: NamedNode | None) -> None:
        self.leave_rest(place)
        identifier = text_of(place.element)
        if identifier and property_ is not None:
            place.add(property_, stable_iri(self.base, "process-class", identifier))

    def _replaced_class(self, place: Place, property_: NamedNode | None) -> None:
        """A class that this one replaces: its id, alone or in an element of its own with its version."""
        identifier = text_of(child(place.element, "id")) or text_of(place.element)
        number = text_of(child(place.element, "version"))
        for local, below in children(place.element):
            if local not in ("id", "version"):
                self.leave(f"{place.path}/{local}", below)
        self.note_attributes(place.path, place.element, frozenset())
        if identifier and property_ is not None:
            named = VersionId("process-class", identifier, number or UNVERSIONED)
            place.add(property_, named.node(self.base) if number else named.stable(self.base))

    def _keywords(self, place: Place, property_: NamedNode | None) -> None:
        self.leave_rest(place)
        for word in (text_of(place.element) or "").split("|"):
            if word.strip():
                place.add(_KEYWORD, Literal(word.strip(), language=mapping.LANGUAGE))

    def _trigger(self, place: Place, property_: NamedNode | None) -> None:
        self._cause(place, gru("triggeredBy"), gru("triggerText"))

    def _result(self, place: Place, property_: NamedNode | None) -> None:
        self._cause(place, gru("resultsIn"), gru("resultText"))

    def _cause(self, place: Place, linked: NamedNode, worded: NamedNode) -> None:
        """A document, a process or words; what is no id where one belongs is words, too."""
        self.note_attributes(place.path, place.element, frozenset())
        if text_of(place.element):
            self.content.unmapped[place.path] += 1
        for local, below in children(place.element):
            at = replace(place, element=below, path=f"{place.path}/{local}")
            text = text_of(below)
            if local not in ("formularID", "prozessID", "textuelleBeschreibung"):
                self.leave(at.path, below)
                continue
            self.leave_rest(at)
            if text is None:
                continue
            node = self._profile(text) if local == "formularID" else None
            if local == "prozessID" and _IDENTIFIER.fullmatch(text):
                node = stable_iri(self.base, "process", text)
            if node is None:
                place.add(worded, Literal(text, language=mapping.LANGUAGE))
            else:
                place.add(linked, node)

    def _profile(self, text: str) -> NamedNode | None:
        if not (text.isascii() and _PROFILE.fullmatch(text)):
            return None
        return stable_iri(self.base, "profile", long_identifier(text))

    def _used_profile(self, place: Place, property_: NamedNode | None) -> None:
        """The document profile of a form. Real files hold its title here: that is no link."""
        self.leave_rest(place)
        text = text_of(place.element)
        if text is None:
            return
        node = self._profile(text)
        if node is None:
            place.add(gru("profileTitle"), Literal(text))
            self._label(place)
        elif property_ is not None:
            place.add(property_, node)

    def _said_in_words(self, place: Place, property_: NamedNode | None) -> None:
        """A wording, which also names the part that it is about."""
        self.leave_rest(place)
        text = text_of(place.element)
        if not text or property_ is None:
            return
        if place.owner == "legal-basis":
            self.content.cited += state_reference(place.version, Bezug(text), place.subject)
        else:
            place.add(property_, Literal(text, language=mapping.LANGUAGE))
        self._label(place)

    def _label(self, place: Place) -> None:
        """Name a part by what it says first: it has one name, however much it says."""
        if place.subject not in self.labelled:
            self.labelled.add(place.subject)
            place.add(LABEL, mapping.label(text_of(place.element) or ""))

    def _activity_group(self, place: Place, property_: NamedNode | None) -> None:
        number = text_of(child(place.element, "id"))
        if number is None:
            raise InputError("fim-identifier-missing", location=location(self.name, place.element))
        node = place.part("activity-group", number)
        if node in self.groups:
            raise InputError("xp-group-twice", location=location(self.name, place.element), id=number[:40])
        self.groups.add(node)
        self.node(place, "activity-group", property_, "activity-group", quote(number, safe=""))

    def _model_element(self, place: Place, property_: NamedNode | None) -> None:
        self.leave_rest(place)
        identifier = text_of(place.element)
        if identifier and property_ is not None:
            place.add(property_, place.part("bpmn", identifier))

    def _area(self, place: Place, property_: NamedNode | None) -> None:
        self.note_attributes(place.path, place.element, frozenset())
        if text_of(place.element):
            self.content.unmapped[place.path] += 1
        for local, below in children(place.element):
            self.leave_rest(replace(place, element=below, path=f"{place.path}/{local}"), coded=True)
        for local, code in state_area(place.element, place.version, place.subject):
            self.content.unmapped[f"{place.path}/{local} ({short(code)})"] += 1

    def _content(self, place: Place, property_: NamedNode | None) -> None:
        self.leave_rest(place)
        process_model.state_content(
            process_model.ModelFile(place.element, place.subject, place.owner == "model-file", self.name),
            place.version,
            self.content.unmapped,
        )

    parts: ClassVar[Mapping[str, Part]] = {
        "id": _identity,
        "version": _identity,
        "uebergeordneteProzessklasseID": _broader_class,
        "abgeloesteProzessklasse": _replaced_class,
        "schlagwort": _keywords,
        "ausloeser": _trigger,
        "ergebnis": _result,
        "verwaltungspolitischeKodierung": _area,
        "aktivitaetengruppe": _activity_group,
        "subProzessID": _model_element,
        "formularsteckbriefID": _used_profile,
        "name": _said_in_words,
        "textuelleBeschreibung": _said_in_words,
        "inhalt": _content,
    }
