# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""XDatenfelder 2.0 and 3.0.0 of the FIM-Baustein Datenfelder: schemas, groups, fields, rules and document profiles.

All four root messages are read: document profile (0101), schema (0102), group (0103), field (0104). What is plain
stands in ontology/mappings/xdatenfelder.csv. A file holds the same element in many places; each version is one
resource, and cardinality, order and legal basis belong to the position where it stands.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Final
from urllib.parse import quote

from lxml import etree
from pyoxigraph import Literal, NamedNode

from grundriss.errors import InputError
from grundriss.importers.fim import mapping, precision
from grundriss.importers.fim.artefact_content import (
    UNVERSIONED,
    Content,
    Statements,
    VersionId,
    long_identifier,
    stable_iri,
)
from grundriss.importers.fim.legal_reference import SEVERAL, Bezug, state_reference
from grundriss.importers.fim.repeated_relations import without_repeats
from grundriss.importers.fim.table_reader import short
from grundriss.importers.fim.xml_portions import Portions
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
from grundriss.model.terms import DCT, LABEL, PROV, SKOS, TYPE, XSD, gru
from grundriss.model.vocabulary import concepts

TABLE: Final = "xdatenfelder"
STANDARDS: Final = {
    "urn:xoev-de:fim:standard:xdatenfelder_2": "2",
    "urn:xoev-de:fim:standard:xdatenfelder_3.0.0": "3",
}
"""The version of the standard by the namespace of the root."""
MESSAGES: Final = {
    "xdatenfelder.dokumentsteckbrief.0101": "dokumentsteckbrief",
    "xdatenfelder.stammdatenschema.0102": "stammdatenschema",
    "xdatenfelder.datenfeldgruppe.0103": "datenfeldgruppe",
    "xdatenfelder.datenfeld.0104": "datenfeld",
}
"""What each root message carries."""
PLACEHOLDER_PROFILE: Final = "D99000000001"
"""The document profile that stands where none is known: 90 of 91 real schemas name it."""
_KINDS: Final = {
    "stammdatenschema": ("schema", gru("DataSchema"), "S"),
    "datenfeldgruppe": ("group", gru("DataGroup"), "G"),
    "datenfeld": ("field", gru("DataField"), "F"),
    "regel": ("rule", gru("Rule"), "R"),
    "dokumentsteckbrief": ("profile", gru("DocumentProfile"), "D"),
}
_KIND_OF_LETTER: Final = {letter: kind for kind, _, letter in _KINDS.values()} | {"C": "codelist"}
_IDENTIFIER: Final = {"2": re.compile(r"[SDFGRC]\d{8}"), "3": re.compile(r"[SDFGRC]\d{11}")}
_VERSION: Final = re.compile(r"\d{1,6}(\.\d{1,6}){1,3}")
_COUNT: Final = re.compile(r"(\d{1,9}):(\d{1,9}|\*)")
_REFERENCE: Final = re.compile(r"(?<![A-Z0-9])([FGR])(\d{11}|\d{8})(?!\d)")
_RELATIONS: Final = {
    "ABL": NamedNode(PROV + "wasDerivedFrom"),
    "ERS": NamedNode(DCT + "replaces"),
    "EQU": gru("equivalentTo"),
    "VKN": NamedNode(SKOS + "related"),
}
_CONVERTED: Final = "Originalwerte der XDF2-Datei:"
_STATED_PROFILE: Final = re.compile(r"Zugeordneter Dokumentsteckbrief:\s*(\S.*)")
_DESCRIPTION: Final = NamedNode(DCT + "description")
_KEYWORD: Final = NamedNode("http://www.w3.org/ns/dcat#keyword")
_WRAPPER_ATTRIBUTES: Final = frozenset({"listURI", "listVersionID", "listName"})
_OPEN_CODE: Final = "openCode "
_READ: Final = "read"
_Part = Callable[["_Reader", Element, Statements], None]


def read_xdatenfelder(source: Readable, base: Base, name: str, known: Content | None = None) -> Content:
    """The versions that a file holds. `name` is what it is called in errors.

    `known` is what other files hold: an element that stands there as it stands here, byte for byte, is not made again.

    Raises InputError with file, line and element for what is no XDatenfelder, and for an element without what makes it
    usable; LimitExceeded for a file that is too large.
    """
    reader = _Reader(base, name, known.seen if known else {})
    root: Element | None = None
    for element in ended_elements(Portions(source, without_repeats), name, _KINDS):
        root = element
        if local_name(element) in _KINDS and element.getparent() is not None:
            reader.read(element)
    assert root is not None
    reader.check_message(root)
    return reader.content


@dataclass(slots=True)
class _Reader:
    """One file, read from the inside out: parts are known before what they are part of."""

    base: Base
    name: str
    known: Mapping[tuple[str, bytes], VersionId]
    content: Content = field(default_factory=Content)
    standard: str = ""

    def read(self, element: Element) -> None:
        """Make a version of an element that was read, and leave its id in its place."""
        tag = local_name(element)
        if tag == "dokumentsteckbrief" and _is_schema(element.getparent()):
            return  # the link of a schema to its profile
        self._begin(element)
        whole = (tag, sha256(etree.tostring(element, with_tail=False)).digest())
        known = self.known.get(whole) or self.content.seen.get(whole)
        if known is None:
            known = self.content.seen[whole] = self._version(element, tag)
        tail = element.tail
        element.clear()
        element.tail = tail
        element.set(_READ, "\t".join((known.kind, known.id, known.version)))

    def _version(self, element: Element, tag: str) -> VersionId:
        kind, class_, letter = _KINDS[tag]
        version = Statements(self._identified(element, kind, letter), self.base)
        version.identify(class_)
        self._refuse_itself_inside(element, version.id)
        _keep_distinct_relations(element)
        for local, below in children(element):
            self._read_part(kind, local, below, version)
        self._note_attributes(kind, element, frozenset())
        for referred in dict.fromkeys(
            ref for text in version.values(gru("ruleText")) for ref in referred_artefacts(text)
        ):
            version.add(gru("refersTo"), self._referred(self._whole_identifier(referred), None))
        self.content.add(version)
        return version.id

    def check_message(self, root: Element) -> None:
        """InputError when the root is no message that carries what was read, or carries nothing."""
        self._begin(root)
        wanted = MESSAGES.get(local_name(root))
        if wanted is None:
            raise InputError("xdf-message", location=location(self.name, root), known=sorted(MESSAGES))
        carried = [b for local, b in children(root) if local == wanted and b.get(_READ)]
        if not carried:
            raise InputError("xdf-empty", location=location(self.name, root), wanted=wanted)
        self.content.roots.extend(map(self._contained, carried))
        for local, _ in children(root):
            if local not in (wanted, "header"):
                self.content.unmapped[local] += 1

    def _begin(self, element: Element) -> None:
        if self.standard:
            return
        root = element.getroottree().getroot()
        namespace = namespace_of(root)
        if namespace not in STANDARDS:
            raise InputError(
                "xdf-namespace",
                location=location(self.name, root),
                namespace=namespace,
                known=sorted(STANDARDS),
            )
        self.standard = STANDARDS[namespace]

    def _identified(self, element: Element, kind: str, letter: str) -> VersionId:
        identifier = text_of(child(element, "identifikation", "id"))
        if identifier is None:
            raise InputError("fim-identifier-missing", location=location(self.name, element))
        if identifier[0] != letter or not _IDENTIFIER[self.standard].fullmatch(identifier):
            raise InputError(
                "fim-identifier-form",
                location=location(self.name, element),
                value=identifier[:40],
                letter=letter,
                digits=8 if self.standard == "2" else 11,
            )
        version = text_of(child(element, "identifikation", "version"))
        if version is None and self.standard == "3":
            raise InputError("fim-version-missing", location=location(self.name, element), id=identifier)
        if version is not None and not _VERSION.fullmatch(version):
            raise InputError("fim-version-form", location=location(self.name, element), value=version[:40])
        return VersionId(kind, identifier, version or UNVERSIONED)

    def _refuse_itself_inside(self, element: Element, version: VersionId) -> None:
        """A group that stands inside of itself would have no end."""
        for above in element.iterancestors(f"{{{namespace_of(element)}}}{local_name(element)}"):
            if text_of(child(above, "identifikation", "id")) == version.id:
                raise InputError("fim-cycle", location=location(self.name, element), id=version.id)

    def _read_part(self, kind: str, local: str, element: Element, version: Statements) -> None:
        rule = mapping.rule_for(TABLE, self.standard, kind, local)
        if rule is None:
            self.content.unmapped[f"{kind}/{local}"] += 1
        elif rule.value == mapping.PART:
            _PARTS[local](self, element, version)
        elif rule.property is not None:
            self._note_attributes(f"{kind}/{local}", element, _WRAPPER_ATTRIBUTES)
            open_list = rule.value.removeprefix(_OPEN_CODE)
            if open_list != rule.value:
                self._open_code(f"{kind}/{local}", open_list, element, version, rule.property)
            else:
                version.add(rule.property, mapping.value_of(rule.value, element, self.name))

    def _open_code(
        self, path: str, scheme: str, element: Element, version: Statements, property_: NamedNode
    ) -> None:
        """A code of a list that is not at hand as a whole: an unknown one is told, the file is read all the same."""
        code = mapping.code_of(element)
        known = concepts(scheme)
        if code in known:
            version.add(property_, known[code])
        elif code:
            self.content.unmapped[f"{path} ({short(code)})"] += 1

    def _note_attributes(self, path: str, element: Element, known: frozenset[str]) -> None:
        for attribute in element.attrib:
            local = local_part(str(attribute))
            if local not in known:
                self.content.unmapped[f"{path}/@{local}"] += 1

    def _identification(self, element: Element, version: Statements) -> None:
        for local, below in children(element):
            if local not in ("id", "version"):
                self.content.unmapped[f"identifikation/{local}"] += 1
            self._note_attributes(f"identifikation/{local}", below, frozenset())

    def _description(self, element: Element, version: Statements) -> None:
        """The description, and apart from it what a conversion from version 2 wrote into it."""
        said, mark, block = (text_of(element) or "").partition(_CONVERTED)
        if said.strip():
            version.add(_DESCRIPTION, Literal(said.strip(), language=mapping.LANGUAGE))
        if mark:
            version.add(gru("conversionNote"), Literal((mark + block).strip()))
            profile = _STATED_PROFILE.search(block)
            if profile:
                version.add(gru("statedProfileText"), Literal(profile.group(1).strip()))

    def _relation(self, element: Element, version: Statements) -> None:
        code, target = text_of(child(element, "praedikat", "code")), text_of(child(element, "objekt", "id"))
        if code not in _RELATIONS or target is None or target[0] not in _KIND_OF_LETTER:
            raise InputError(
                "fim-relation", location=location(self.name, element), code=str(code), target=str(target)
            )
        node = self._referred(target, text_of(child(element, "objekt", "version")))
        version.add(_RELATIONS[code], node)

    def _referred(self, target: str, version: str | None) -> NamedNode:
        kind = _KIND_OF_LETTER[target[0]]
        return (
            VersionId(kind, target, version).node(self.base)
            if version
            else stable_iri(self.base, kind, target)
        )

    def _whole_identifier(self, identifier: str) -> str:
        """The id as this standard writes it: texts of converted files may still have the short form."""
        return identifier if self.standard == "2" else long_identifier(identifier)

    def _keyword(self, element: Element, version: Statements) -> None:
        text = text_of(element)
        self._note_attributes("stichwort", element, frozenset({"uri"}))
        if text is None:
            return
        category = element.get("uri")
        if not category:
            version.add(_KEYWORD, Literal(text, language=mapping.LANGUAGE))
            return
        node = NamedNode(f"{version.node.value}/keyword/{quote(f'{category}:{text}', safe='')}")
        version.add(gru("categorisedKeyword"), node)
        version.add(TYPE, NamedNode(SKOS + "Concept"), node)
        version.add(LABEL, Literal(text, language=mapping.LANGUAGE), node)
        version.add(gru("keywordCategory"), Literal(category), node)

    def _legal_reference(self, element: Element, version: Statements) -> None:
        self._state_reference(element, version, version.node)

    def _state_reference(self, element: Element, version: Statements, subject: NamedNode) -> None:
        self._note_attributes("bezug", element, frozenset({"link"}))
        rank = 1 + sum(1 for _ in element.itersiblings(str(element.tag), preceding=True))
        text, link = text_of(element) or "", (element.get("link") or "").strip() or None
        several = [part.strip() for part in SEVERAL.split(text)] if self.standard == "2" else [text.strip()]
        stated = list(filter(None, several)) or ([""] if link else [])
        for number, wording in enumerate(stated, 1):
            place = str(rank) if len(stated) == 1 else f"{rank}.{number}"
            self.content.cited += state_reference(version, Bezug(wording, link, place), subject)

    def _rule(self, element: Element, version: Statements) -> None:
        version.add(gru("hasRule"), self._contained(element).node(self.base))

    def _contained(self, element: Element) -> VersionId:
        kind, identifier, number = element.get(_READ, "").split("\t")
        return VersionId(kind, identifier, number)

    def _position(self, element: Element, version: Statements) -> None:
        rank = 1 + sum(1 for _ in element.itersiblings(str(element.tag), preceding=True))
        node = NamedNode(f"{version.node.value}/position/{rank}")
        inside = child(element, "enthaelt")
        held = [] if inside is None else [below for _, below in children(inside) if below.get(_READ)]
        if len(held) != 1:
            raise InputError("xdf-position", location=location(self.name, element), number=len(held))
        version.add(gru("hasPosition"), node)
        version.add(TYPE, gru("StructurePosition"), node)
        version.add(gru("rank"), _integer(rank), node)
        version.add(gru("contains"), self._contained(held[0]).node(self.base), node)
        count = _COUNT.fullmatch(text_of(child(element, "anzahl")) or "")
        if count is None:
            raise InputError("xdf-count", location=location(self.name, element))
        version.add(gru("minCount"), _integer(int(count[1])), node)
        if count[2] != "*":
            version.add(gru("maxCount"), _integer(int(count[2])), node)
        for local, below in children(element):
            if local == "bezug":
                self._state_reference(below, version, node)
            elif local not in ("anzahl", "enthaelt"):
                self.content.unmapped[f"struktur/{local}"] += 1

    def _profile(self, element: Element, version: Statements) -> None:
        identifier = text_of(child(element, "id"))
        if identifier is None or not _IDENTIFIER[self.standard].fullmatch(identifier):
            raise InputError(
                "fim-identifier-form",
                location=location(self.name, element),
                value=str(identifier)[:40],
                letter="D",
                digits=11,
            )
        node = self._referred(identifier, text_of(child(element, "version")))
        version.add(gru("realisesProfile"), node)
        if identifier == PLACEHOLDER_PROFILE:
            version.add(gru("isPlaceholder"), Literal("true", datatype=NamedNode(XSD + "boolean")), node)

    def _precision(self, element: Element, version: Statements) -> None:
        read = precision.from_json if self.standard == "2" else precision.from_attributes
        for property_, value in read(element, self.name, self.content.unmapped):
            version.add(property_, value)

    def _values(self, element: Element, version: Statements) -> None:
        scheme = NamedNode(f"{version.node.value}/values")
        version.add(gru("usesCodeList"), scheme)
        version.add(TYPE, gru("FimCodeList"), scheme)
        for local, below in children(element):
            code = text_of(child(below, "code"))
            if local != "wert" or code is None:
                raise InputError("xdf-value", location=location(self.name, below))
            node = NamedNode(f"{scheme.value}/{quote(code, safe='')}")
            version.add(TYPE, NamedNode(SKOS + "Concept"), node)
            version.add(NamedNode(SKOS + "inScheme"), scheme, node)
            version.add(NamedNode(SKOS + "notation"), Literal(code), node)
            named, help_ = text_of(child(below, "name")), text_of(child(below, "hilfe"))
            version.add(LABEL, mapping.label(named or code), node)
            if help_:
                version.add(NamedNode(SKOS + "scopeNote"), Literal(help_, language=mapping.LANGUAGE), node)
            for part, _ in children(below):
                if part not in ("code", "name", "hilfe"):
                    self.content.unmapped[f"werte/wert/{part}"] += 1

    def _code_list(self, element: Element, version: Statements) -> None:
        inner = child(element, "genericodeIdentification")
        said = element if inner is None else inner
        uri, number, whole = (
            text_of(child(said, part))
            for part in ("canonicalIdentification", "version", "canonicalVersionUri")
        )
        if uri is None:
            raise InputError("xdf-code-list", location=location(self.name, element))
        # a list of which no version is named stands for whatever is valid
        node = self._list_node(uri, number)
        version.add(gru("usesCodeList"), node)
        version.add(gru("codeListUri"), _any_uri(uri), node)
        version.add(gru("codeListVersionUri"), _any_uri(whole) if whole else None, node)
        identifier = text_of(child(element, "identifikation", "id"))
        version.add(gru("xdf2Identifier"), Literal(identifier) if identifier else None, node)

    def _list_node(self, uri: str, number: str | None) -> NamedNode:
        stable = stable_iri(self.base, "codelist", uri)
        return VersionId("codelist", uri, number).node(self.base) if number else stable


_PARTS: Final[dict[str, _Part]] = {
    "identifikation": _Reader._identification,
    "beschreibung": _Reader._description,
    "relation": _Reader._relation,
    "stichwort": _Reader._keyword,
    "bezug": _Reader._legal_reference,
    "regel": _Reader._rule,
    "struktur": _Reader._position,
    "dokumentsteckbrief": _Reader._profile,
    "praezisierung": _Reader._precision,
    "werte": _Reader._values,
    "codelisteReferenz": _Reader._code_list,
}


def referred_artefacts(text: str) -> Iterator[str]:
    """The ids of fields, groups and rules that the text of a rule names, in order, each once.

    >>> list(referred_artefacts('WENN F60000000246 "Name" leer ist, dann G60000083, sonst F60000000246'))
    ['F60000000246', 'G60000083']
    """
    return iter(dict.fromkeys("".join(found) for found in _REFERENCE.findall(text)))


def _keep_distinct_relations(element: Element) -> None:
    """Remove the relations that say again what one before them says: real files repeat one up to 4,389 times."""
    seen: set[str] = set()
    for relation in list(element.iterchildren(f"{{{namespace_of(element)}}}relation")):
        said = "\t".join(relation.itertext())
        if said in seen:
            element.remove(relation)
        seen.add(said)


def _is_schema(element: Element | None) -> bool:
    return element is not None and local_name(element) == "stammdatenschema"


def _integer(number: int) -> Literal:
    return Literal(str(number), datatype=NamedNode(XSD + "integer"))


def _any_uri(text: str) -> Literal:
    return Literal(text, datatype=NamedNode(XSD + "anyURI"))
