# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""Answers in words, German or English: what a step says, what a state is called."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from grundriss.model.analysis_types import Hit, Impact, Step
from grundriss.model.state_types import Relation, StateName
from grundriss.model.terms import CPSV, GRU, ORG
from grundriss.model.vocabulary import relation_type_by_name, term_label

_THROUGH: Final = {"de": "über", "en": "through"}
_IMPACT: Final = {
    "up": {"de": "Was von {} abhängt", "en": "What depends on {}"},
    "down": {"de": "Wovon {} abhängt", "en": "What {} depends on"},
}
_PLACES: Final = {"de": ("Szenario „{}“", "Revision {}"), "en": ("scenario “{}”", "revision {}")}
_LINES: Final = {
    "de": ("der Hauptlinie", "des Szenarios „{}“"),
    "en": ("of the main line", "of the scenario “{}”"),
}
_NAMESPACES: Final = (GRU, ORG, CPSV)


def sentence(said: Step | Relation, lang: str = "de") -> str:
    """What a relation says, such as "BundID (Nutzerkonto Bund) nutzt AusweisApp"."""
    words = relation_type_by_name(said.type).sentence(said.source.label, said.target.label, lang)
    return f"{words} {_THROUGH.get(lang, _THROUGH['de'])} {said.via.label}" if said.via else words


def proof(hit: Hit, direction: str, lang: str = "de") -> str:
    """The path of a hit as a chain of dependence in words, from what depends to what is needed."""
    steps: Iterable[Step] = hit.path if direction == "down" else reversed(hit.path)
    return "; ".join(sentence(step, lang) for step in steps)


def impact_words(answer: Impact, lang: str = "de") -> str:
    """What an impact answers, such as "Was von AusweisApp abhängt"."""
    words = _IMPACT[answer.direction]
    return words.get(lang, words["de"]).format(answer.element.label)


def class_label(name: str, lang: str = "de") -> str:
    """What an element of a class is called, by the local name of the class.

    >>> class_label("Component", "en")
    'component'
    """
    found = (term_label(namespace + name, lang) for namespace in _NAMESPACES)
    return next((label for label in found if label), name)


def state_words(state: StateName, lang: str = "de") -> str:
    """The state with its day, each once, and with the scenario and the revision, where these were asked for.

    >>> state_words(StateName("ist", "2026-11-23", 1))
    'ist (2026-11-23)'
    >>> state_words(StateName("soll", "2028-12-31", 2, "one", "Ablösung 2028"), "en")
    'soll (2028-12-31), scenario “Ablösung 2028”'
    """
    return ", ".join([_day_words(state), *place_words(state, lang)])


def _day_words(state: StateName) -> str:
    return state.name if state.name == state.date else f"{state.name} ({state.date})"


def compared_words(before: StateName, after: StateName, lang: str = "de") -> tuple[str, str]:
    """Two states that are compared, each with what tells it from the other: the line and the revision it is read from.

    >>> one = StateName("soll", "2028-12-31", 2, "one", "Ablösung 2028")
    >>> compared_words(StateName("soll", "2028-12-31", 7), one, "en")
    ('soll (2028-12-31) of the main line', 'soll (2028-12-31) of the scenario “Ablösung 2028”')
    """
    if before.scenario == after.scenario:
        told = before.revision != after.revision or before.by_revision
        first, second = (state_words(replace(state, by_revision=told), lang) for state in (before, after))
        return first, second
    first, second = (_state_of_line(state, lang) for state in (before, after))
    return first, second


def _state_of_line(state: StateName, lang: str) -> str:
    """A state with the line it is of, which is named for the main line too."""
    main, scenario = _LINES.get(lang, _LINES["de"])
    line = scenario.format(state.label or state.scenario) if state.scenario else main
    return ", ".join([f"{_day_words(state)} {line}", *place_words(replace(state, scenario=None), lang)])


def place_words(state: StateName, lang: str = "de") -> tuple[str, ...]:
    """Where a state was read: the scenario by its label, and the revision where it was asked for.

    >>> place_words(StateName("ist", "2026-11-23", 1)), place_words(StateName("ist", "2026-11-23", 1, by_revision=True))
    ((), ('Revision 1',))
    """
    words = _PLACES.get(lang, _PLACES["de"])
    scenario = (words[0].format(state.label or state.scenario),) if state.scenario else ()
    return (*scenario, words[1].format(state.revision)) if state.by_revision else scenario
