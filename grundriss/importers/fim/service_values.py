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
from grundriss.importers.fim.table_reader import CODE_ATTRIBUTES, Part, Place, TableReader, short
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
_WHOLE: Final = re.compile(r"[0-9]{1,15}")
_DECIMAL: Final = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,6})?")
_CURRENCY: Final = frozenset({"currencyCode", "currencyID"})
"""How the currency of an amount is said: by the model of the FIM-Portal, and by UN/CEFACT."""
CURRENCY: Final = NamedNode("http://data.europa.eu/m8g/currency")


def string(text: str) -> Literal:
    """A text in no language."""
    return Literal(text)


def service_key(text: str) -> str | None:
    """The key of a service (LeiKa), 14 digits beginning with 99; None for anything else.

    >>> service_key("99115005104000"), service_key("115005104000")
    ('99115005104000', None)
    """
    return text if _SERVICE_KEY.fullmatch(text) else None


def broader_keys(key: str) -> list[str]:
    """The keys of the broader services, the nearest first: without the detail (LOV), and the object alone (LO).

    >>> broader_keys("99115005104001"), broader_keys("99115005000000")
    (['99115005104000', '99115005000000'], [])
    """
    return [found for found in (f"{key[:11]}000", f"{key[:8]}000000") if found < key]


def language_tag(written: str) -> str:
    """A language as BCP 47 writes it: German of Germany is German, Leichte Sprache has its own tag.

    Of what is no such tag counts the language that it begins with.

    >>> language_tag("de-DE"), language_tag("DE_LS"), language_tag("pl"), language_tag("de-ls9"), language_tag("???")
    ('de', 'de-simple', 'pl', 'de', 'und')
    """
    tag = written.strip().replace("_", "-").lower()
    if tag in _EASY:
        return "de-simple"
    if tag == "de-de":
        return "de"
    return next(filter(_is_tag, (tag, tag.partition("-")[0])), "und")


def _is_tag(tag: str) -> bool:
    """Whether a literal can have this language: of a form that looks right, the RDF library refuses some."""
    if not _TAG.fullmatch(tag):
        return False
    try:
        Literal("", language=tag)
    except ValueError:
        return False
    return True


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
    """An id with its agency and kind, as the PVOG writes it; None where there is none."""
    text = text_of(element)
    return text and with_letters(text, element.get("schemeAgencyID"), letters)


def with_letters(identifier: str, agency: str | None, letters: str) -> str:
    """An id with its agency and kind. What has them already keeps them.

    >>> with_letters("2292", "L100042", "LB"), with_letters("L100042.LB.2292", "L1", "LB")
    ('L100042.LB.2292', 'L100042.LB.2292')
    """
    if not letters or f".{letters}." in identifier:
        return identifier
    return ".".join(filter(None, (agency, letters, identifier)))


def with_agency(element: Element) -> str | None:
    """An id that has no letters of a kind, with its agency; None where there is none."""
    text = text_of(element)
    return text and of_agency(text, element.get("schemeAgencyID"))


def of_agency(identifier: str, agency: str | None) -> str:
    """An id with its agency. One that begins with it already keeps it.

    >>> of_agency("4001", "B999999"), of_agency("B999999.4001", "B999999"), of_agency("4001", None)
    ('B999999.4001', 'B999999.4001', '4001')
    """
    return f"{agency}.{identifier}" if agency and not identifier.startswith(f"{agency}.") else identifier


def agency_told(element: Element, letters: str) -> frozenset[str]:
    """The attribute of the agency, where the id that is stated says it."""
    identifier, agency = qualified(element, letters), element.get("schemeAgencyID")
    return AGENCY if identifier and agency and identifier.startswith(f"{agency}.") else frozenset()


# The kinds of values, by the name that the table gives them


def _identifier(reader: TableReader, place: Place, property_: NamedNode | None) -> None:
    identifier = with_agency(place.element)
    reader.leave_rest(place, AGENCY if identifier else frozenset())
    _state(place, property_, string(identifier or ""))


def _service_key(reader: TableReader, place: Place, property_: NamedNode | None) -> None:
    reader.leave_rest(place, coded=True)
    text = mapping.code_of(place.element) or ""
    key = service_key(text)
    if key:
        _state(place, property_, reader.base.element("service", key))
    elif text:
        reader.content.unmapped[f"{place.path} ({short(text)})"] += 1


def _reference(kind: str, letters: str) -> Part:
    """A reference to an object of this kind, across its versions."""

    def read(reader: TableReader, place: Place, property_: NamedNode | None) -> None:
        reader.leave_rest(place, agency_told(place.element, letters))
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


def _extensible_code(reader: TableReader, place: Place, property_: NamedNode | None) -> None:
    """A code of a list, or what stands in its place where the list has none."""
    unlisted = child(place.element, "nichtGelisteterWert")
    if unlisted is None or mapping.code_of(place.element):
        reader.leave_rest(place, coded=True)
        _state(place, property_, string(mapping.code_of(place.element) or ""))
        return
    reader.note_attributes(place.path, place.element, CODE_ATTRIBUTES)
    for local, below in children(place.element):
        if below is not unlisted:
            reader.leave(f"{place.path}/{local}", below)
    reader.leave_rest(replace(place, element=unlisted, path=f"{place.path}/nichtGelisteterWert"))
    _state(place, property_, string(text_of(unlisted) or ""))


def _whole_number(reader: TableReader, place: Place, property_: NamedNode | None) -> None:
    """A whole number; what is none is told with what it is."""
    reader.leave_rest(place)
    _number(reader, place, property_, _WHOLE, "integer")


def _amount(reader: TableReader, place: Place, property_: NamedNode | None) -> None:
    """An amount of money with its currency."""
    reader.leave_rest(place, _CURRENCY)
    if _number(reader, place, property_, _DECIMAL, "decimal"):
        for attribute in sorted(_CURRENCY):
            _state(place, CURRENCY, string(place.element.get(attribute) or ""))


def _number(
    reader: TableReader, place: Place, property_: NamedNode | None, form: re.Pattern[str], datatype: str
) -> bool:
    text = text_of(place.element)
    if text is None:
        return False
    if not form.fullmatch(text):
        reader.content.unmapped[f"{place.path} ({short(text)})"] += 1
        return False
    _state(place, property_, Literal(text, datatype=NamedNode(XSD + datatype)))
    return True


def _bare_area(reader: TableReader, place: Place, property_: NamedNode | None) -> None:
    """An area by its regional key alone."""
    _area_key(reader, place, property_)


def _area_key(reader: TableReader, place: Place, property_: NamedNode | None) -> str:
    """State an area by its regional key; gives the key, empty for what is none and is told."""
    reader.leave_rest(place, coded=True)
    key = mapping.code_of(place.element) or ""
    node = area_of(key)
    if node is not None:
        _state(place, property_, node)
        return key
    if key:
        reader.content.unmapped[f"{place.path} ({short(key)})"] += 1
    return ""


def _area(reader: TableReader, place: Place, property_: NamedNode | None) -> None:
    """An area with the larger ones that it is a part of."""
    key = _area_key(reader, place, property_)
    node = area_of(key)
    if node is None or len(key) != _ARS_DIGITS:
        return
    for larger in larger_areas(key):
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
    "bareArea": _bare_area,
    "extensibleCode": _extensible_code,
    "wholeNumber": _whole_number,
    "amount": _amount,
    "languageTag": _language_tag,
}
