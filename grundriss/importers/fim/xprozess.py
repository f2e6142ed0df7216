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
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Final
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
from grundriss.importers.fim.legal_reference import state_citation
from grundriss.importers.fim.xml_stream import (
    Element,
    Readable,
    child,
    children,
    ended_elements,
    local_name,
    local_part,
    location,
    namespace_of,
    text_of,
)
from grundriss.model.identifier import Base
from grundriss.model.terms import LABEL, SKOS, TYPE, gru
from grundriss.model.vocabulary import concepts

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
_WRAPPER_ATTRIBUTES: Final = frozenset({"listURI", "listVersionID", "listName"})
_CODES: Final = frozenset({"code", "bareCode"})
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


@dataclass(frozen=True, slots=True)
class _Place:
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


@dataclass(slots=True)
class _Reader:
    """One file, read from the inside out: each process class and process when it ends."""

    base: Base
    name: str
    content: Content = field(default_factory=Content)
    checked: bool = False
    groups: set[NamedNode] = field(default_factory=set)
    labelled: set[NamedNode] = field(default_factory=set)
    parts: Counter[tuple[NamedNode, str]] = field(default_factory=Counter)

    def read(self, element: Element) -> None:
        """Make a version of an element that was read, and empty it."""
        self._begin(element)
        kind, class_ = _KINDS[local_name(element)]
        number, version = self._identified(element, kind)
        held = Statements(version, self.base)
        held.identify(class_, number)
        for of_version in (self.groups, self.labelled, self.parts):
            of_version.clear()
        if _SERVICE_KEY.fullmatch(version.id):
            held.add(gru("describesService"), self.base.element("service", version.id))
        self._inside(_Place(element, held, held.node, kind, kind), kind)
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
        self._note_attributes("", root, _ROOT_ATTRIBUTES)
        if text_of(root):
            self.content.unmapped[local_name(root)] += 1
        for local, below in children(root):
            self._leave(local, below)

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

    # What the table says

    def _inside(self, place: _Place, owner: str) -> None:
        """Read what is right below an element, by the rows of `owner`."""
        self._note_attributes(place.path, place.element, frozenset())
        if text_of(place.element):
            self.content.unmapped[place.path] += 1
        for local, below in children(place.element):
            at = _Place(below, place.version, place.subject, owner, f"{place.path}/{local}")
            self._read_part(at, local)

    def _read_part(self, place: _Place, local: str) -> None:
        rule = mapping.rule_for(TABLE, "2", place.owner, local)
        if rule is None:
            self._leave(place.path, place.element)
            return
        kind, _, argument = rule.value.partition(" ")
        if kind == mapping.PART:
            _PARTS[local](self, place, rule.property)
        elif kind == "inside":
            self._inside(place, argument)
        elif kind == "node":
            self._node(place, argument, rule.property)
        elif kind == "openCode":
            self._open_code(place, argument, rule.property)
        elif rule.property is not None:
            self._leave_rest(place, coded=kind in _CODES)
            place.add(rule.property, mapping.value_of(rule.value, place.element, self.name))

    def _node(self, place: _Place, owner: str, property_: NamedNode | None, *named: str) -> None:
        """A part with a node of its own: below that of its owner, by its name and its place among its like."""
        if not _says_something(place.element):
            return
        self.parts[place.subject, owner] += 1
        below = named or (owner, str(self.parts[place.subject, owner]))
        node = NamedNode("/".join((place.subject.value, *below)))
        if property_ is not None:
            place.add(property_, node)
        place.version.add(TYPE, _CLASSES[owner], node)
        self._inside(replace(place, subject=node), owner)

    def _open_code(self, place: _Place, scheme: str, property_: NamedNode | None) -> None:
        """A code of a list that is not at hand as a whole: an unknown one is told, the file is read all the same."""
        self._leave_rest(place, coded=True)
        code = mapping.code_of(place.element)
        if code is None or property_ is None:
            return
        known = concepts(scheme)
        if code in known:
            place.add(property_, known[code])
        else:
            self.content.unmapped[f"{place.path} ({_short(code)})"] += 1

    # What no row knows

    def _note_attributes(self, path: str, element: Element, known: frozenset[str]) -> None:
        for attribute in element.attrib:
            local = local_part(str(attribute))
            if local not in known:
                self.content.unmapped[f"{path}/@{local}".lstrip("/")] += 1

    def _leave(self, path: str, element: Element) -> None:
        """Count everything that an element says, by its path."""
        waiting = [(path, element)]
        while waiting:
            here, inner = waiting.pop()
            self._note_attributes(here, inner, frozenset())
            if text_of(inner):
                self.content.unmapped[here] += 1
            waiting.extend((f"{here}/{local}", below) for local, below in children(inner))

    def _leave_rest(self, place: _Place, *, coded: bool = False) -> None:
        """Count what a plain element says besides its text, or, where it is coded, besides its code."""
        self._note_attributes(place.path, place.element, _WRAPPER_ATTRIBUTES if coded else frozenset())
        code = child(place.element, "code") if coded else None
        for local, below in children(place.element):
            if below is not code:
                self._leave(f"{place.path}/{local}", below)
        if code is not None:
            self._leave_rest(replace(place, element=code, path=f"{place.path}/code"))
            if text_of(code) and text_of(place.element):
                self.content.unmapped[place.path] += 1

    # Parts

    def _identity(self, place: _Place, property_: NamedNode | None) -> None:
        self._leave_rest(place)

    def _broader_class(self, place: _Place, property_: NamedNode | None) -> None:
        self._leave_rest(place)
        identifier = text_of(place.element)
        if identifier and property_ is not None:
            place.add(property_, stable_iri(self.base, "process-class", identifier))

    def _replaced_class(self, place: _Place, property_: NamedNode | None) -> None:
        """A class that this one replaces: its id, alone or in an element of its own with its version."""
        identifier = text_of(child(place.element, "id")) or text_of(place.element)
        number = text_of(child(place.element, "version"))
        for local, below in children(place.element):
            if local not in ("id", "version"):
                self._leave(f"{place.path}/{local}", below)
        self._note_attributes(place.path, place.element, frozenset())
        if identifier and property_ is not None:
            named = VersionId("process-class", identifier, number or UNVERSIONED)
            place.add(property_, named.node(self.base) if number else named.stable(self.base))

    def _keywords(self, place: _Place, property_: NamedNode | None) -> None:
        self._leave_rest(place)
        for word in (text_of(place.element) or "").split("|"):
            if word.strip():
                place.add(_KEYWORD, Literal(word.strip(), language=mapping.LANGUAGE))

    def _trigger(self, place: _Place, property_: NamedNode | None) -> None:
        self._cause(place, gru("triggeredBy"), gru("triggerText"))

    def _result(self, place: _Place, property_: NamedNode | None) -> None:
        self._cause(place, gru("resultsIn"), gru("resultText"))

    def _cause(self, place: _Place, linked: NamedNode, worded: NamedNode) -> None:
        """A document, a process or words; what is no id where one belongs is words, too."""
        self._note_attributes(place.path, place.element, frozenset())
        if text_of(place.element):
            self.content.unmapped[place.path] += 1
        for local, below in children(place.element):
            at = replace(place, element=below, path=f"{place.path}/{local}")
            text = text_of(below)
            if local not in ("formularID", "prozessID", "textuelleBeschreibung"):
                self._leave(at.path, below)
                continue
            self._leave_rest(at)
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

    def _used_profile(self, place: _Place, property_: NamedNode | None) -> None:
        """The document profile of a form. Real files hold its title here: that is no link."""
        self._leave_rest(place)
        text = text_of(place.element)
        if text is None:
            return
        node = self._profile(text)
        if node is None:
            place.add(gru("profileTitle"), Literal(text))
            self._label(place)
        elif property_ is not None:
            place.add(property_, node)

    def _said_in_words(self, place: _Place, property_: NamedNode | None) -> None:
        """A wording, which also names the part that it is about."""
        self._leave_rest(place)
        text = text_of(place.element)
        if not text or property_ is None:
            return
        if place.owner == "legal-basis":
            self.content.cited += state_citation(place.version, text, place.subject)
        else:
            place.add(property_, Literal(text, language=mapping.LANGUAGE))
        self._label(place)

    def _label(self, place: _Place) -> None:
        """Name a part by what it says first: it has one name, however much it says."""
        if place.subject not in self.labelled:
            self.labelled.add(place.subject)
            place.add(LABEL, mapping.label(text_of(place.element) or ""))

    def _activity_group(self, place: _Place, property_: NamedNode | None) -> None:
        number = text_of(child(place.element, "id"))
        if number is None:
            raise InputError("fim-identifier-missing", location=location(self.name, place.element))
        node = place.part("activity-group", number)
        if node in self.groups:
            raise InputError("xp-group-twice", location=location(self.name, place.element), id=number[:40])
        self.groups.add(node)
        self._node(place, "activity-group", property_, "activity-group", quote(number, safe=""))

    def _model_element(self, place: _Place, property_: NamedNode | None) -> None:
        self._leave_rest(place)
        identifier = text_of(place.element)
        if identifier and property_ is not None:
            place.add(property_, place.part("bpmn", identifier))

    def _area(self, place: _Place, property_: NamedNode | None) -> None:
        self._note_attributes(place.path, place.element, frozenset())
        if text_of(place.element):
            self.content.unmapped[place.path] += 1
        for local, below in children(place.element):
            self._leave_rest(replace(place, element=below, path=f"{place.path}/{local}"), coded=True)
        for local, code in state_area(place.element, place.version, place.subject):
            self.content.unmapped[f"{place.path}/{local} ({_short(code)})"] += 1

    def _content(self, place: _Place, property_: NamedNode | None) -> None:
        self._leave_rest(place)
        process_model.state_content(
            process_model.ModelFile(place.element, place.subject, place.owner == "model-file", self.name),
            place.version,
            self.content.unmapped,
        )


_Part = Callable[[_Reader, _Place, NamedNode | None], None]
_PARTS: Final[dict[str, _Part]] = {
    "id": _Reader._identity,
    "version": _Reader._identity,
    "uebergeordneteProzessklasseID": _Reader._broader_class,
    "abgeloesteProzessklasse": _Reader._replaced_class,
    "schlagwort": _Reader._keywords,
    "ausloeser": _Reader._trigger,
    "ergebnis": _Reader._result,
    "verwaltungspolitischeKodierung": _Reader._area,
    "aktivitaetengruppe": _Reader._activity_group,
    "subProzessID": _Reader._model_element,
    "formularsteckbriefID": _Reader._used_profile,
    "name": _Reader._said_in_words,
    "textuelleBeschreibung": _Reader._said_in_words,
    "inhalt": _Reader._content,
}


def _says_something(element: Element) -> bool:
    """Whether an element, or one below it, has text or an attribute that is more than the name of a code list."""
    return any(
        text_of(inner) or any(local_part(str(name)) not in _WRAPPER_ATTRIBUTES for name in inner.attrib)
        for inner in element.iter()
        if isinstance(inner.tag, str)
    )


def _short(code: str) -> str:
    return " ".join(code.split())[:40]
