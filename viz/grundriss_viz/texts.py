# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""The words around the data, in German and English: titles, legends, notes, and the names of the codes.

Codes are those of the code lists in ontology/; a code that is missing here is shown as it stands.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from grundriss.model.answer_words import place_words
from grundriss.model.partial_date import day_words
from grundriss.model.state_types import StateName
from grundriss.model.terms import GRU
from grundriss.model.vocabulary import relation_type_by_name, term_label
from grundriss_viz.phrases import PHRASES
from grundriss_viz.typesetting import clean

LANGUAGES: Final = ("de", "en")

_LEVELS: Final[dict[str, tuple[str, str, str, str]]] = {
    # code: German, English, and what follows the plural of a kind ("Portale der Länder")
    "bund": ("Bund", "Federation", "des Bundes", "of the Federation"),
    "ebenenuebergreifend": ("Ebenenübergreifend", "Cross-level", "", ""),
    "land": ("Länder", "Länder", "der Länder", "of the Länder"),
    "kommune": ("Kommunen", "Municipalities", "der Kommunen", "of the municipalities"),
    "eu": ("EU", "EU", "der EU", "of the EU"),
}

_KINDS: Final[dict[str, tuple[str, str, str, str, str]]] = {
    # code: group, German, English, and the plurals
    "portal": ("portals", "Portal", "Portal", "Portale", "Portals"),
    "onlinedienst": (
        "online-services",
        "Onlinedienst",
        "Online service application",
        "Onlinedienste",
        "Online service applications",
    ),
    "basiskomponente": (
        "base-components",
        "Basiskomponente",
        "Basic component",
        "Basiskomponenten",
        "Basic components",
    ),
    "postfach": ("mailboxes", "Postfach", "Mailbox", "Postfächer", "Mailboxes"),
    "dienst": ("services", "Dienst", "Service component", "Dienste", "Service components"),
    "middleware": ("services", "Middleware", "Middleware", "Middleware", "Middleware"),
    "bibliothek": ("services", "Bibliothek", "Library", "Bibliotheken", "Libraries"),
    "technik": ("services", "Technik", "Technical infrastructure", "Technik", "Technical infrastructure"),
    "fachverfahren": (
        "applications",
        "Fachverfahren",
        "Line-of-business system",
        "Fachverfahren",
        "Line-of-business systems",
    ),
    "anwendung": ("applications", "Anwendung", "Application", "Anwendungen", "Applications"),
    "register": ("registers", "Register", "Register", "Register", "Registers"),
    "verzeichnisdienst": (
        "directories",
        "Verzeichnisdienst",
        "Directory service",
        "Verzeichnisdienste",
        "Directory services",
    ),
    "katalog": ("directories", "Katalog", "Catalogue", "Kataloge", "Catalogues"),
    "redaktionssystem": (
        "directories",
        "Redaktionssystem",
        "Editorial system",
        "Redaktionssysteme",
        "Editorial systems",
    ),
    "plattform": ("platforms", "Plattform", "Platform", "Plattformen", "Platforms"),
    "netz": ("platforms", "Netz", "Network", "Netze", "Networks"),
}

_KIND_GROUPS: Final[dict[str, tuple[str, str]]] = {
    # in the order in which they stand below each other
    "portals": ("Portale", "Portals"),
    "online-services": ("Onlinedienste", "Online service applications"),
    "base-components": ("Basiskomponenten", "Basic components"),
    "mailboxes": ("Postfächer", "Mailboxes"),
    "services": ("Dienste, Middleware", "Service components, middleware"),
    "applications": ("Fachverfahren, Anwendungen", "Line-of-business systems, applications"),
    "registers": ("Register", "Registers"),
    "directories": ("Verzeichnisse, Redaktion", "Directories, editing"),
    "platforms": ("Plattformen, Netze", "Platforms, networks"),
}

_CLASSES: Final[dict[str, tuple[str, str, str, str]]] = {
    # local name: German, English, and the plurals
    "Component": ("Komponente", "Component", "Komponenten", "Components"),
    "Interface": ("Schnittstelle", "Interface", "Schnittstellen", "Interfaces"),
    "FunctionBlock": ("Funktionsbaustein", "Function block", "Funktionsbausteine", "Function blocks"),
    "Product": ("Produkt", "Product", "Produkte", "Products"),
    "OnlineService": ("Online-Angebot", "Online service", "Online-Angebote", "Online services"),
    "PublicService": ("Leistung", "Public service", "Leistungen", "Public services"),
    "Organization": ("Organisation", "Organisation", "Organisationen", "Organisations"),
    "Standard": ("Standard", "Standard", "Standards", "Standards"),
    "Decision": ("Beschluss", "Decision", "Beschlüsse", "Decisions"),
    "Guideline": ("Architekturvorgabe", "Guideline", "Architekturvorgaben", "Guidelines"),
}

_LIFECYCLES: Final[dict[str, tuple[str, str]]] = {
    "produktiv": ("produktiv", "productive"),
    "im-aufbau": ("im Aufbau", "under construction"),
    "in-planung": ("in Planung", "planned"),
    "abloesung": ("in Ablösung", "being replaced"),
    "abgekuendigt": ("abgekündigt", "discontinued"),
}

LIFECYCLE_STATUS: Final[dict[str, str]] = {
    "produktiv": "productive",
    "im-aufbau": "building",
    "in-planung": "planned",
    "abloesung": "phase-out",
    "abgekuendigt": "phase-out",
}


@dataclass(frozen=True, slots=True)
class Texts:
    """The words of one language; an unknown language is German."""

    lang: str

    def __call__(self, name: str, /, **values: object) -> str:
        """A phrase with its values filled in."""
        phrase = PHRASES[self.code][name]
        return phrase.format(**{key: self.value(value) for key, value in values.items()})

    def counted(self, name: str, n: int, /, **values: object) -> str:
        """A phrase about `n` things: its form for one, where it has one."""
        one = f"{name}.one"
        return self(one if n == 1 and one in PHRASES[self.code] else name, n=n, **values)

    def listed(self, names: Sequence[str], most: int | None = None) -> str:
        """Names in a sentence: „A, B und C“; beyond `most` only how many more there are, if several."""
        shown = list(names)
        if most is not None and len(shown) > most + 1:
            shown[most:] = [self("listed.more", n=len(shown) - most)]
        *first, last = shown
        return self("listed.and", first=", ".join(first), last=last) if first else last

    @property
    def code(self) -> str:
        return self.lang if self.lang in LANGUAGES else "de"

    @property
    def _place(self) -> int:
        return LANGUAGES.index(self.code)

    def value(self, value: object) -> str:
        """A value as this language writes it; only days look different."""
        return self.day(value) if isinstance(value, date) else str(value)

    def day(self, day: date) -> str:
        return day_words(day, self.code)

    def state(self, state: StateName) -> str:
        """A state by its name; „IST 23.11.2026“ where the name does not tell the day. With the scenario and the
        revision in brackets, where these were asked for.
        """
        named = state.name
        if named in ("ist", "soll"):
            named = f"{self(named)} {self.day(date.fromisoformat(state.date))}"
        place = clean(", ".join(place_words(state, self.code)))
        return f"{named} ({place})" if place else named

    def until(self, day: date) -> str:
        """A day as a limit; the last one of a year is its end."""
        if (day.month, day.day) == (12, 31):
            return f"Ende {day.year}" if self.code == "de" else f"the end of {day.year}"
        return self.day(day)

    def lifecycle(self, code: str | None) -> str:
        """The lifecycle of a component, in the words of the code list."""
        if code is None:
            return self("none")
        return _LIFECYCLES[code][self._place] if code in _LIFECYCLES else code

    def level(self, code: str | None) -> str:
        """The plural of a federal level, as a heading."""
        if code is None:
            return self("level.none")
        return _LEVELS[code][self._place] if code in _LEVELS else code

    def kinds(self, code: str | None, level: str | None = None) -> str:
        """Several of one kind, at a federal level: „Portale der Länder“."""
        name = _KINDS[code][3 + self._place] if code in _KINDS else (code or self("others"))
        return f"{name} {_LEVELS[level][2 + self._place]}".strip() if level in _LEVELS else name

    def kind(self, code: str | None) -> str:
        """The kind of one component."""
        if code is None:
            return self("none")
        return _KINDS[code][1 + self._place] if code in _KINDS else code

    def kind_group(self, group: str) -> str:
        """The heading of a group of kinds."""
        if not group:
            return self("kind.none")
        return _KIND_GROUPS[group][self._place] if group in _KIND_GROUPS else group

    def class_name(self, name: str) -> str:
        """What an element of a class is called, such as „Schnittstelle“ for Interface."""
        if name in _CLASSES:
            return _CLASSES[name][self._place]
        found = term_label(GRU + name, self.code)
        return found[:1].upper() + found[1:] if found else name

    def classes(self, name: str) -> str:
        """Several of one class."""
        return _CLASSES[name][2 + self._place] if name in _CLASSES else self.class_name(name)

    def relation(self, type_name: str) -> str:
        """What a relation is called on its arrow: the facts' word in German, the label of the class otherwise.

        A link by a property, whose IRI is its type, has the label of the property.
        """
        try:
            found = relation_type_by_name(type_name)
        except KeyError:
            return term_label(type_name, self.code) or type_name.rpartition("#")[2].rpartition("/")[2]
        return found.notation if self.code == "de" and found.notation else found.label(self.code)


def level_rank(code: str | None) -> tuple[int, str]:
    """Where a level stands among the columns: the known ones first, in their order."""
    known = list(_LEVELS)
    return (known.index(code), "") if code in known else (len(known), code or "")


def kind_group_of(code: str | None) -> str:
    """The group a kind belongs to; an unknown kind is its own, no kind is the empty one."""
    return _KINDS[code][0] if code in _KINDS else (code or "")


def kind_group_rank(group: str) -> tuple[int, str]:
    """Where a group of kinds stands: the known ones first, in their order."""
    known = list(_KIND_GROUPS)
    return (known.index(group), "") if group in known else (len(known), group)
