# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""The kinds of values that only XZuFi has: identifiers of an agency, texts by language, HTML, links, areas.

The names of the kinds stand in ontology/mappings/xzufi.csv.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Final

from pyoxigraph import Literal, NamedNode

from grundriss.importers.fim import mapping
from grundriss.importers.fim.artefact_content import stable_iri
from grundriss.importers.fim.regional_key import area_of, larger_areas
from grundriss.importers.fim.service_html import plain, sanitised
from grundriss.importers.fim.table_reader import Part, Place, TableReader, short
from grundriss.importers.fim.xml_stream import Element, child, children, local_name, text_of
from grundriss.model.terms import DCT, RDF, XSD, gru

_SERVICE_KEY: Final = re.compile(r"99[0-9]{12}")
_LANGUAGE: Final = frozenset({"languageCode"})
AGENCY: Final = frozenset({"schemeAgencyID"})
"""The attribute that says who issued an id."""
_TAG: Final = re.compile(r"[A-Za-z]{2,8}([-_][A-Za-z0-9]{1,8})*")
_EASY: Final = frozenset({"ls", "de-ls", "de-x-ls", "de-leicht", "de-easy", "de-simple", "leichte-sprache"})
"""How German in Leichte Sprache is written; its tag is de-simple (IANA language subtag registry, variant `simple`)."""
_HTML: Final = NamedNode(RDF + "HTML")
_URI: Final = NamedNode(XSD + "anyURI")
_PART_OF: Final = NamedNode(DCT + "isPartOf")
_ARS_DIGITS: Final = 12


def string(text: str) -> Literal:
    """A text in no language."""
    return Literal(text)


def service_key(text: str) -> str | None:
    """The key of a service (LeiKa), 14 digits beginning with 99; None for anything else.

    >>> service_key("99115005104000"), service_key("115005104000")
    ('99115005104000', None)
    """
    return text if _SERVICE_KEY.fullmatch(text) else None


def language_tag(written: str) -> str:
    """A language as BCP 47 writes it: German of Germany is German, Leichte Sprache has its own tag.

    >>> language_tag("de-DE"), language_tag("DE_LS"), language_tag("pl"), language_tag("???")
    ('de', 'de-simple', 'pl', 'und')
    """
    tag = written.strip().replace("_", "-").lower()
    if tag in _EASY:
        return "de-simple"
    if tag == "de-de":
        return "de"
    return tag if _TAG.fullmatch(tag) else "und"


def literal_in(language: str, text: str) -> Literal:
    """A text in a language."""
    return Literal(text, language=language)


def language_of(element: Element) -> str:
    """The language of a text, German where none is said."""
    return language_tag(element.get("languageCode") or mapping.LANGUAGE)


def localized(element: Element, local: str) -> Iterator[tuple[str, Element]]:
    """The parts of an element with a name, each with its language."""
    return ((language_of(below), below) for name, below in children(element) if name == local)


def qualified(element: Element, letters: str) -> str | None:
    """An id with its agency and kind, as the PVOG writes it; None where there is none.

    What has them already keeps them: "L100042.LB.2292".
    """
    text = text_of(element)
    if text is None:
        return None
    if not letters or f".{letters}." in text:
        return text
    agency = element.get("schemeAgencyID")
    return ".".join(filter(None, (agency, letters, text)))


# The kinds of values, by the name that the table gives them


def _identifier(reader: TableReader, place: Place, property_: NamedNode | None) -> None:
    reader.leave_rest(place, AGENCY)
    _state(place, property_, string(text_of(place.element) or ""))


def _service_key(reader: TableReader, place: Place, property_: NamedNode | None) -> None:
    reader.leave_rest(place, AGENCY, coded=True)
    text = mapping.code_of(place.element) or ""
    key = service_key(text)
    if key:
        _state(place, property_, reader.base.element("service", key))
    elif text:
        reader.content.unmapped[f"{place.path} ({short(text)})"] += 1


def _reference(kind: str, letters: str) -> Part:
    """A reference to an object of this kind, across its versions."""

    def read(reader: TableReader, place: Place, property_: NamedNode | None) -> None:
        reader.leave_rest(place, AGENCY)
        identifier = qualified(place.element, letters)
        if identifier:
            _state(place, property_, stable_iri(reader.base, kind, identifier))

    return read


def _text_in_language(make: Callable[[str], str]) -> Part:
    def read(reader: TableReader, place: Place, property_: NamedNode | None) -> None:
        reader.leave_rest(place, _LANGUAGE)
        text = make(text_of(place.element) or "")
        if text:
            _state(place, property_, literal_in(language_of(place.element), text))

    return read


def _html(reader: TableReader, place: Place, property_: NamedNode | None) -> None:
    """A text as plain text, and, where it has markup, as HTML beside it."""
    reader.leave_rest(place, _LANGUAGE)
    text = text_of(place.element)
    if text is None:
        return
    _state(place, property_, literal_in(language_of(place.element), plain(text)))
    marked = sanitised(text)
    if marked:
        place.add(gru("html"), Literal(marked, datatype=_HTML))


def _plain_text(reader: TableReader, place: Place, property_: NamedNode | None) -> None:
    reader.leave_rest(place, _LANGUAGE)
    text = text_of(place.element)
    if text:
        _state(place, property_, string(text))


def _link(reader: TableReader, place: Place, property_: NamedNode | None) -> None:
    """An address: alone, or with a title and a language, which are told as not mapped."""
    parts = (child(place.element, local) for local in ("uri", "link", "url"))
    named = next((part for part in parts if part is not None), None)
    if named is None:
        reader.leave_rest(place)
    else:
        reader.note_attributes(place.path, place.element, frozenset())
        if text_of(place.element):
            reader.content.unmapped[place.path] += 1
        for local, below in children(place.element):
            if below is not named:
                reader.leave(f"{place.path}/{local}", below)
        reader.leave_rest(replace(place, element=named, path=f"{place.path}/{local_name(named)}"))
    text = text_of(place.element if named is None else named)
    if text:
        _state(place, property_, Literal(text, datatype=_URI))


def _listed_code(reader: TableReader, place: Place, property_: NamedNode | None) -> None:
    """A code with the list that it is a code of, as one text."""
    code = mapping.code_of(place.element)
    of_list = place.element.get("listURI")
    reader.leave_rest(place, coded=True)
    if code:
        _state(place, property_, string(f"{of_list}:{code}" if of_list else code))


def _area(reader: TableReader, place: Place, property_: NamedNode | None) -> None:
    """An area by its regional key, with the larger ones that it is a part of."""
    reader.leave_rest(place, AGENCY, coded=True)
    key = mapping.code_of(place.element) or ""
    node = area_of(key)
    if node is None:
        if key:
            reader.content.unmapped[f"{place.path} ({short(key)})"] += 1
        return
    _state(place, property_, node)
    for larger in larger_areas(key) if len(key) == _ARS_DIGITS else ():
        above = area_of(larger)
        place.version.add(_PART_OF, above, node)
        node = above or node


def _language_tag(reader: TableReader, place: Place, property_: NamedNode | None) -> None:
    reader.leave_rest(place)
    text = text_of(place.element)
    if text:
        _state(place, property_, string(language_tag(text)))


def _state(place: Place, property_: NamedNode | None, value: NamedNode | Literal) -> None:
    if property_ is not None and value.value:
        place.add(property_, value)


KINDS: Final[Mapping[str, Part]] = {
    "identifier": _identifier,
    "serviceKey": _service_key,
    "service": _reference("service", "LB"),
    "organisation": _reference("organisation-unit", "OE"),
    "process": _reference("process", ""),
    "localText": _text_in_language(lambda text: text),
    "localLabel": _text_in_language(lambda text: " ".join(plain(text).split())),
    "html": _html,
    "plainText": _plain_text,
    "link": _link,
    "listedCode": _listed_code,
    "area": _area,
    "languageTag": _language_tag,
}
