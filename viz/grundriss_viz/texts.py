# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""The words around the data, in German and English: titles, legends, notes, and the names of the codes.

Codes are those of the code lists in ontology/; a code that is missing here is shown as it stands.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from grundriss.model.vocabulary import relation_type_by_name

LANGUAGES: Final = ("de", "en")

Words = Mapping[str, str]

_PHRASES: Final[dict[str, Words]] = {
    "de": {
        "ist": "IST",
        "soll": "SOLL",
        "map.title": "Föderale IT-Landschaft",
        "map.subtitle": "{state} · {count} Komponenten · Spalte: föderale Ebene · Gruppe: Art · Farbe: Lebenszyklus",
        "map.going": "davon {n} bis {to} abgelöst oder beendet · {m} kommen hinzu",
        "map.coming": "davon {n} neu seit {from_} · {m} sind seitdem abgelöst oder beendet",
        "map.empty": "Dieser Zustand enthält keine Komponenten.",
        "map.summary": "Die Karte zeigt {count} Komponenten im Zustand {state}: {levels}. Lebenszyklus: {cycles}.",
        "gap.title": "Was sich ändert: {from_} → {to}",
        "gap.subtitle": "{added} neu · {removed} entfallen, davon {replaced} abgelöst · {changed} geändert",
        "gap.summary": "Von {from_} bis {to}: {added} Komponenten neu, {removed} entfallen, davon {replaced} abgelöst, "
        "{changed} geändert.",
        "gap.replacement": "{old}: abgelöst durch {new}.",
        "gap.empty": "Zwischen diesen Zuständen ändert sich keine Komponente.",
        "gap.staying": "{n} bleiben gleich",
        "gap.decisions": "Beschlüsse:",
        "gap.count": "Zu sehen: alle Komponenten, die hinzukommen, entfallen oder sich ändern ({n}).",
        "gap.rolled.core": "Davon zusammengefasst: {members} in {boxes} Kästen; die Tabelle nennt alle.",
        "gap.neighbours": "Zusammengefasst: unveränderte Nachbarn ({members}) in {boxes} Kästen.",
        "gap.hidden": "Ausgeblendet: {parts}.",
        "gap.hidden.neighbours": "unveränderte Nachbarn ({items}) mit neuen oder entfallenden Beziehungen "
        "({relations})",
        "gap.hidden.inside": "Beziehungen innerhalb von Kästen ({n})",
        "gap.unlabelled": "Ohne Platz für die Beschriftung von Linien: {n}.",
        "gap.hidden.elsewhere": "neue oder entfallende Beziehungen zwischen unveränderten Komponenten ({n})",
        "gap.hidden.kept": "bleibende Beziehungen zu unveränderten Komponenten ({n})",
        "gap.hidden.other": "Änderungen an Schnittstellen, Produkten und anderen Elementen ({n})",
        "note.shortened": "Gekürzt: {n} Namen mit mehr als {limit} Zeichen.",
        "note.nothing": "Nichts ausgeblendet.",
        "footer": "Grundriss · Revision {revision} · Stand {today}",
        "status.added": "neu",
        "status.removed": "entfällt",
        "status.replaced": "wird abgelöst",
        "status.changed": "geändert",
        "status.unchanged": "bleibt",
        "status.rollup": "bleiben, zusammengefasst",
        "status.productive": "produktiv",
        "status.building": "im Aufbau",
        "status.planned": "in Planung",
        "status.phase-out": "läuft aus",
        "status.ending": "endet bis {to}",
        "status.ending.now": "läuft aus",
        "status.coming": "neu seit {from_}",
        "status.unknown": "ohne Angabe",
        "edge.replacement": "abgelöst durch",
        "edge.added": "neue Beziehung",
        "edge.removed": "Beziehung entfällt",
        "edge.unchanged": "Beziehung bleibt",
        "edge.part": "Teil von (Raute am Ganzen)",
        "group.rollup": "Unveränderte Nachbarn, zusammengefasst",
        "group.none": "Ohne Verantwortlichen",
        "table.element": "Element",
        "table.level": "Ebene",
        "table.kind": "Art",
        "table.lifecycle": "Lebenszyklus",
        "table.owner": "Verantwortlich",
        "table.from": "von",
        "table.until": "bis",
        "table.future": "Änderung",
        "table.what": "Was",
        "table.successor": "Nachfolger",
        "table.reason": "Grund",
        "table.decision": "Beschluss",
        "table.source": "Quelle",
        "none": "–",
        "others": "Weitere",
        "level.none": "Ohne Ebene",
        "kind.none": "Ohne Art",
    },
    "en": {
        "ist": "current state",
        "soll": "target state",
        "map.title": "Federal IT landscape",
        "map.subtitle": "{state} · {count} components · column: federal level · group: kind · colour: lifecycle",
        "map.going": "{n} of them replaced or ended by {to} · {m} will be added",
        "map.coming": "{n} of them new since {from_} · {m} have been replaced or ended since",
        "map.empty": "This state has no components.",
        "map.summary": "The map shows {count} components in the state {state}: {levels}. Lifecycle: {cycles}.",
        "gap.title": "What changes: {from_} → {to}",
        "gap.subtitle": "{added} new · {removed} removed, {replaced} of them replaced · {changed} changed",
        "gap.summary": "From {from_} to {to}, {added} components are added, {removed} removed, {replaced} of them "
        "replaced, {changed} changed.",
        "gap.replacement": "{old}: replaced by {new}.",
        "gap.empty": "No component changes between these states.",
        "gap.staying": "{n} stay the same",
        "gap.decisions": "Decisions:",
        "gap.count": "Shown: all components that are added, removed or changed ({n}).",
        "gap.rolled.core": "Rolled up of these: {members} in {boxes} boxes; the table names all.",
        "gap.neighbours": "Rolled up: unchanged neighbours ({members}) in {boxes} boxes.",
        "gap.hidden": "Hidden: {parts}.",
        "gap.hidden.neighbours": "unchanged neighbours ({items}) with added or removed relations ({relations})",
        "gap.hidden.inside": "relations inside of boxes ({n})",
        "gap.unlabelled": "Labels of lines without a free place: {n}.",
        "gap.hidden.elsewhere": "added or removed relations between unchanged components ({n})",
        "gap.hidden.kept": "staying relations to unchanged components ({n})",
        "gap.hidden.other": "changes of interfaces, products and other elements ({n})",
        "note.shortened": "Shortened: {n} names of more than {limit} characters.",
        "note.nothing": "Nothing hidden.",
        "footer": "Grundriss · revision {revision} · as of {today}",
        "status.added": "new",
        "status.removed": "removed",
        "status.replaced": "replaced",
        "status.changed": "changed",
        "status.unchanged": "stays",
        "status.rollup": "stay, rolled up",
        "status.productive": "in production",
        "status.building": "being built",
        "status.planned": "planned",
        "status.phase-out": "phasing out",
        "status.ending": "ends by {to}",
        "status.ending.now": "phasing out",
        "status.coming": "new since {from_}",
        "status.unknown": "not stated",
        "edge.replacement": "replaced by",
        "edge.added": "new relation",
        "edge.removed": "relation ends",
        "edge.unchanged": "relation stays",
        "edge.part": "part of (diamond at the whole)",
        "group.rollup": "Unchanged neighbours, rolled up",
        "group.none": "No owner stated",
        "table.element": "Element",
        "table.level": "Level",
        "table.kind": "Kind",
        "table.lifecycle": "Lifecycle",
        "table.owner": "Owner",
        "table.from": "from",
        "table.until": "until",
        "table.future": "Change",
        "table.what": "What",
        "table.successor": "Successor",
        "table.reason": "Reason",
        "table.decision": "Decision",
        "table.source": "Source",
        "none": "–",
        "others": "Others",
        "level.none": "No level stated",
        "kind.none": "No kind stated",
    },
}

_LEVELS: Final[dict[str, tuple[str, str, str, str]]] = {
    # code: German, English, and what follows the plural of a kind ("Portale der Länder")
    "bund": ("Bund", "Federation", "des Bundes", "of the federation"),
    "ebenenuebergreifend": ("Ebenenübergreifend", "Across levels", "", ""),
    "land": ("Länder", "States", "der Länder", "of the states"),
    "kommune": ("Kommunen", "Municipalities", "der Kommunen", "of the municipalities"),
    "eu": ("EU", "EU", "der EU", "of the EU"),
}

_KINDS: Final[dict[str, tuple[str, str, str, str, str]]] = {
    # code: group, German, English, and the plurals
    "portal": ("portals", "Portal", "Portal", "Portale", "Portals"),
    "onlinedienst": ("online-services", "Onlinedienst", "Online service", "Onlinedienste", "Online services"),
    "basiskomponente": (
        "base-components",
        "Basiskomponente",
        "Base component",
        "Basiskomponenten",
        "Base components",
    ),
    "postfach": ("mailboxes", "Postfach", "Mailbox", "Postfächer", "Mailboxes"),
    "dienst": ("services", "Dienst", "Service", "Dienste", "Services"),
    "middleware": ("services", "Middleware", "Middleware", "Middleware", "Middleware"),
    "bibliothek": ("services", "Bibliothek", "Library", "Bibliotheken", "Libraries"),
    "technik": ("services", "Technik", "Technology", "Technik", "Technologies"),
    "fachverfahren": (
        "applications",
        "Fachverfahren",
        "Specialist application",
        "Fachverfahren",
        "Specialist applications",
    ),
    "anwendung": ("applications", "Anwendung", "Application", "Anwendungen", "Applications"),
    "register": ("registers", "Register", "Register", "Register", "Registers"),
    "verzeichnisdienst": (
        "directories",
        "Verzeichnisdienst",
        "Directory",
        "Verzeichnisdienste",
        "Directories",
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
    "online-services": ("Onlinedienste", "Online services"),
    "base-components": ("Basiskomponenten", "Base components"),
    "mailboxes": ("Postfächer", "Mailboxes"),
    "services": ("Dienste, Middleware", "Services, middleware"),
    "applications": ("Fachverfahren, Anwendungen", "Applications"),
    "registers": ("Register", "Registers"),
    "directories": ("Verzeichnisse, Redaktion", "Directories, editing"),
    "platforms": ("Plattformen, Netze", "Platforms, networks"),
}

_LIFECYCLES: Final[dict[str, tuple[str, str]]] = {
    "produktiv": ("produktiv", "in production"),
    "im-aufbau": ("im Aufbau", "being built"),
    "in-planung": ("in Planung", "planned"),
    "abloesung": ("Ablösung", "being replaced"),
    "abgekuendigt": ("abgekündigt", "announced to end"),
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

    def __call__(self, name: str, **values: object) -> str:
        """A phrase with its values filled in."""
        phrase = _PHRASES[self.code][name]
        return phrase.format(**{key: self.value(value) for key, value in values.items()})

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
        return f"{day:%d.%m.%Y}" if self.code == "de" else day.isoformat()

    def state(self, name: str, day: str) -> str:
        """A state by its name; „IST 23.11.2026“ where the name does not tell the day."""
        if name not in ("ist", "soll"):
            return name
        return f"{self(name)} {self.day(date.fromisoformat(day))}"

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

    def relation(self, type_name: str) -> str:
        """What a relation is called on its arrow: the facts' word in German, the label of the class otherwise."""
        try:
            found = relation_type_by_name(type_name)
        except KeyError:
            return type_name
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
