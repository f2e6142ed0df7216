# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""What an element is, in a sentence or two, made of its most telling facts."""

from typing import Final

from grundriss.model.description_types import Fact
from grundriss.model.partial_date import date_words
from grundriss.model.terms import CPSV, ELI, GRU, ORG
from grundriss.model.vocabulary import relation_types, term_label
from grundriss.states.elements import IN_STATES

_KINDS: Final = ("gru:kind",)
_QUALIFIERS: Final = ("gru:interfaceKind", "gru:serviceType", "gru:obligation", "gru:tier")
_TOLD: Final = (
    *("gru:owner", "gru:operator", "gru:provider", "gru:conformsTo", "gru:publisherName", "gru:parent"),
    *("gru:service", "gru:responsibleLand", "gru:legalBasis", "gru:offeredComponent", "gru:providingLand"),
    *("gru:reuseOf", "gru:taker", "gru:decidedOn", "gru:meeting", "gru:date", "gru:changes"),
    *("gru:changeKind", "dct:isVersionOf", "gru:versionLabel", "gru:lifecycle"),
)
_LEVELS: Final = {
    "de": {
        "bund": "auf Bundesebene",
        "land": "auf Landesebene",
        "kommune": "auf kommunaler Ebene",
        "ebenenuebergreifend": "ebenenübergreifend",
        "eu": "auf EU-Ebene",
    },
    "en": {
        "bund": "at federal level",
        "land": "at Land level",
        "kommune": "at municipal level",
        "ebenenuebergreifend": "across levels of government",
        "eu": "at EU level",
    },
}
_PRESENT: Final[dict[str, dict[tuple[str, ...], str]]] = {
    "de": {
        ("ist",): "Im IST vorhanden, im SOLL nicht mehr.",
        ("soll",): "Im SOLL vorhanden, im IST noch nicht.",
        ("ist", "soll"): "Im IST und im SOLL vorhanden.",
        (): "Weder im IST noch im SOLL vorhanden.",
    },
    "en": {
        ("ist",): "Present in IST, no longer in SOLL.",
        ("soll",): "Present in SOLL, not yet in IST.",
        ("ist", "soll"): "Present in IST and in SOLL.",
        (): "Present neither in IST nor in SOLL.",
    },
}
_PRESENT_IN_IST: Final[dict[str, dict[tuple[str, ...], str]]] = {
    "de": {("ist",): "Im IST vorhanden.", (): "Im IST nicht vorhanden."},
    "en": {("ist",): "Present in IST.", (): "Not present in IST."},
}
_OTHER_CLASSES: Final = {
    "Organization": ORG + "Organization",
    "PublicService": CPSV + "PublicService",
    "LegalResource": ELI + "LegalResource",
    "LegalResourceSubdivision": ELI + "LegalResourceSubdivision",
    "Standard": GRU + "Standard",
}
_MOST_VALUES: Final = 3


def presence(type_name: str, present_in: tuple[str, ...], has_target: bool, lang: str) -> str:
    """In which of the states IST and SOLL it is; empty for what is in no state, and of IST only without a target.

    >>> presence("Component", ("ist",), True, "en"), presence("Component", (), False, "de")
    ('Present in IST, no longer in SOLL.', 'Im IST nicht vorhanden.')
    """
    if type_name not in IN_STATES:
        return ""
    known = tuple(state for state in present_in if has_target or state == "ist")
    words = _PRESENT if has_target else _PRESENT_IN_IST
    return words.get(lang, words["de"])[known]


def sentence(type_name: str, facts: tuple[Fact, ...], lang: str) -> str:
    """Such as "Basiskomponente auf Bundesebene. Betreiber: ITZBund. Lebenszyklus: produktiv." """
    by_name = {fact.name: fact for fact in facts}
    return " ".join([f"{_what(type_name, by_name, lang)}.", *_told(by_name, lang)])


def _what(type_name: str, facts: dict[str, Fact], lang: str) -> str:
    iri = _OTHER_CLASSES.get(type_name, GRU + type_name)
    relation_type = relation_types().get(iri)
    label = relation_type.label(lang) if relation_type else term_label(iri, lang) or type_name
    label = next((_values(facts[name], lang) for name in _KINDS if name in facts), label)
    qualifiers = [_values(facts[name], lang) for name in _QUALIFIERS if name in facts]
    text = label[:1].upper() + label[1:] + "".join(f" ({qualifier})" for qualifier in qualifiers)
    level = (
        next((value.code for value in facts["gru:federalLevel"].values), None)
        if ("gru:federalLevel" in facts)
        else None
    )
    phrase = _LEVELS.get(lang, _LEVELS["de"]).get(level or "")
    return f"{text} {phrase}" if phrase else text


def _told(facts: dict[str, Fact], lang: str) -> list[str]:
    told = []
    for name in _TOLD:
        if name in facts:
            label = facts[name].label
            told.append(f"{label[:1].upper()}{label[1:]}: {_values(facts[name], lang)}.")
    return told


def _values(fact: Fact, lang: str) -> str:
    shown = [date_words(value.text, lang) for value in fact.values[:_MOST_VALUES]]
    return ", ".join(shown) + (" …" if len(fact.values) > _MOST_VALUES else "")
