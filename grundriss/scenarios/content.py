# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a scenario adds to the main line and withdraws from it, by element."""

from dataclasses import dataclass

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Store, Triple

from grundriss.errors import GrundrissError, InputError, PermissionDenied, StoreDamaged
from grundriss.items import item, named
from grundriss.messages import Message
from grundriss.model.identifier import key_in
from grundriss.model.state_types import Item, Json
from grundriss.model.terms import TYPE
from grundriss.model.vocabulary import term_label
from grundriss.scenarios.merge_base import TakenBack, changes, reopened, taken_back
from grundriss.store.asserted import Patch
from grundriss.store.line import Line
from grundriss.store.scenario import Scenario, ScenarioSettings, lost_scenarios, scenario_names


@dataclass(frozen=True, slots=True, order=True)
class Fact:
    """A property (its local name, and what it is called) and a value, for people: a label, a literal's text."""

    property: str
    value: str
    label: str = ""

    def to_dict(self) -> Json:
        return {"property": self.property, "value": self.value}


@dataclass(frozen=True, slots=True)
class ElementChange:
    """What a scenario adds to what is said of an element, and what it withdraws."""

    item: Item
    added: tuple[Fact, ...]
    removed: tuple[Fact, ...]

    def to_dict(self) -> Json:
        return {
            "item": self.item.reference(),
            "added": [fact.to_dict() for fact in self.added],
            "removed": [fact.to_dict() for fact in self.removed],
        }


@dataclass(frozen=True, slots=True)
class Summary:
    """A scenario in a list: its settings, its own newest revision, how far the main line is ahead of its base,
    and which merges of it the main line has taken back.
    """

    settings: ScenarioSettings
    revision: int
    behind: int
    taken_back: tuple[TakenBack, ...] = ()

    def to_dict(self) -> Json:
        settings = self.settings
        return {
            "name": settings.name,
            "label": settings.label,
            "base": settings.base,
            "revision": self.revision,
            "behind": self.behind,
            "created": settings.created,
            "author": settings.author,
            "message": settings.message,
            "merged": settings.merged or None,
            "merges": list(settings.merges),
            "takenBack": [{"merge": found.merge, "by": found.by} for found in self.taken_back],
        }


@dataclass(frozen=True, slots=True)
class Content:
    """A scenario and how it differs from its base; `added` and `removed` count statements."""

    summary: Summary
    added: int
    removed: int
    elements: tuple[ElementChange, ...]

    def to_dict(self) -> Json:
        return {
            **self.summary.to_dict(),
            "added": self.added,
            "removed": self.removed,
            "elements": [element.to_dict() for element in self.elements],
        }


def own_changes(scenario: Scenario, revision: int) -> Patch:
    """What a revision of a scenario adds to the scenario's base, and what it withdraws."""
    return changes(scenario, "mine", revision, reopened(scenario))


def summaries(line: Line) -> list[Summary]:
    """All scenarios beside a line that can be read, by name; `damaged` gives the others."""
    return [summary(found) for found in _opened(line).values() if isinstance(found, Scenario)]


def damaged(line: Line) -> dict[str, GrundrissError]:
    """What is wrong with each scenario beside a line that cannot be opened, by name."""
    return {name: found for name, found in _opened(line).items() if isinstance(found, GrundrissError)}


def _opened(line: Line) -> dict[str, Scenario | GrundrissError]:
    found: dict[str, Scenario | GrundrissError] = {}
    for name in sorted([*scenario_names(line), *lost_scenarios(line)]):
        try:
            found[name] = Scenario.open(line, name)
        except (InputError, PermissionDenied, StoreDamaged) as error:
            found[name] = error
    return found


def summary(scenario: Scenario) -> Summary:
    """A scenario in short."""
    behind = scenario.main.log.last - scenario.settings.base
    return Summary(scenario.settings, scenario.log.last, behind, taken_back(scenario))


def content(scenario: Scenario, lang: str = "de") -> Content:
    """How a scenario differs from its base."""
    with scenario.snapshot() as snapshot:
        own = own_changes(scenario, snapshot.revision)
        elements = changes_by_element(snapshot.store, own, lang)
    return Content(summary(scenario), *own.counts, elements)


def changes_by_element(store: Store, change: Patch, lang: str) -> tuple[ElementChange, ...]:
    """A change by what it is about; elements that are not in the store (any more) are named by the change itself."""
    said: dict[NamedNode, tuple[list[Quad], list[Quad]]] = {}
    for side, quads in enumerate((change.added, change.removed)):
        for quad in quads:
            if isinstance(quad.subject, NamedNode):
                said.setdefault(quad.subject, ([], []))[side].append(quad)
    found = [
        ElementChange(
            _item(store, node, removed, lang), _facts(store, added, lang), _facts(store, removed, lang)
        )
        for node, (added, removed) in said.items()
    ]
    return tuple(sorted(found, key=lambda change: (change.item.label.casefold(), change.item.id)))


def value_text(store: Store, value: NamedNode | BlankNode | Literal | Triple, lang: str) -> str:
    """A value for people."""
    if isinstance(value, NamedNode):
        return term_label(value.value, lang) or item(store, value, lang).label
    return value.value if isinstance(value, Literal) else str(value)


def property_label(predicate: NamedNode, lang: str) -> str:
    """What a property is called."""
    if predicate == TYPE:
        return Message("history-type").text(lang)
    return term_label(predicate.value, lang) or key_in(predicate.value)


def _facts(store: Store, quads: list[Quad], lang: str) -> tuple[Fact, ...]:
    return tuple(
        sorted(
            {
                Fact(
                    key_in(quad.predicate.value),
                    value_text(store, quad.object, lang),
                    property_label(quad.predicate, lang),
                )
                for quad in quads
            }
        )
    )


def _item(store: Store, node: NamedNode, removed: list[Quad], lang: str) -> Item:
    known = item(store, node, lang)
    if known.type != "Resource":
        return known
    values: dict[str, list[NamedNode | Literal]] = {}
    for quad in removed:
        if isinstance(quad.object, NamedNode | Literal):
            values.setdefault(quad.predicate.value, []).append(quad.object)
    return named(node, values, lang)
