# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""What is given for a question's parameters, read as terms: elements, days of states, numbers, texts."""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Final

from pyoxigraph import DefaultGraph, Literal, NamedNode

from grundriss.errors import GrundrissError, UsageError
from grundriss.examples import Example, example
from grundriss.importers.facts_table import did_you_mean
from grundriss.items import item
from grundriss.messages import Message
from grundriss.model.identifier import key_in, key_of
from grundriss.model.state_types import Item
from grundriss.model.terms import XSD
from grundriss.queries import Term
from grundriss.questions.definition import ELEMENT_KINDS, Parameter, Question
from grundriss.resolve import resolve
from grundriss.states import when
from grundriss.states.places import Place, place_of, placed
from grundriss.store.snapshot import Snapshot

MOST: Final = 1_000_000_000
WHEN_KINDS: Final = ("state", "date")
"""The kinds of parameter that take a WHEN (SURFACES §2); a date is the day of one."""
_INTEGER: Final = re.compile(r"^[+-]?[0-9]{1,12}$")
_NO_EXAMPLE: Final = {
    "de": "Das Beispiel „{default}“ gibt es hier nicht: {name}=… angeben.",
    "en": "The example “{default}” does not exist here: give {name}=…",
}
_OTHER_EXAMPLE: Final = {
    "de": "Das Beispiel „{default}“ gibt es hier nicht; beantwortet ist {name}={key} („{label}“).",
    "en": "The example “{default}” does not exist here; this is the answer to {name}={key} (“{label}”).",
}
_ALSO: Final = {"de": " Auch möglich: {names}.", "en": " Also possible: {names}."}


@dataclass(frozen=True, slots=True)
class Bound:
    """A parameter with its term, and how the answer shows it. `note` says that the default does not exist here."""

    parameter: Parameter
    term: Term
    shown: Item | str | int
    note: str | None = None


@contextmanager
def asked_of(
    snapshot: Snapshot, question: Question, given: Mapping[str, str]
) -> Iterator[tuple[Snapshot, dict[str, str]]]:
    """The snapshot that a question is asked of, and what is given for its parameters there: where a WHEN among them
    names a revision or a scenario, the whole question is asked there, and the moment is left of the WHEN.

    Raises UsageError where they name several places, and NotFound for a revision that is not there.
    """
    places = {
        parameter.name: place_of(snapshot, given[parameter.name])
        for parameter in question.parameters
        if parameter.kind in WHEN_KINDS and given.get(parameter.name, "").strip()
    }
    named = {(place.scenario, place.revision): name for name, place in places.items() if place}
    if not named:
        yield snapshot, dict(given)
        return
    if len(named) > 1 or None in places.values():
        raise _several_places(question, given, places)
    with placed(snapshot, given[next(iter(named.values()))]) as (there, _):
        yield there, {**given, **{name: place.moment for name, place in places.items() if place}}


def _several_places(
    question: Question, given: Mapping[str, str], places: Mapping[str, Place | None]
) -> UsageError:
    here, first = next((name, place) for name, place in places.items() if place)
    place = first.scenario or first.revision_name
    other = next(
        name
        for name, found in places.items()
        if not found or (found.scenario, found.revision) != (first.scenario, first.revision)
    )
    return UsageError(
        "question-places",
        question=question.key,
        name=other,
        value=given[other],
        other=here,
        place=place,
    )


def bound_parameters(
    snapshot: Snapshot, question: Question, given: Mapping[str, str], lang: str
) -> list[Bound]:
    """The parameters that are given or have a default, in the question's order.

    Raises UsageError for an unknown or missing parameter and for a value of another kind, NotFound for an element
    that nobody knows. Where this landscape does not know the default, the element of the kind that most depend on
    takes its place; where there is none, the answer is empty. A note says so.
    """
    names = [parameter.name for parameter in question.parameters]
    for name in given:
        if name not in names:
            raise UsageError(
                "question-parameter-unknown",
                hint=did_you_mean(name, names),
                question=question.key,
                name=name,
                known=names or Message("none"),
            )
    found = []
    for parameter in question.parameters:
        if given.get(parameter.name, "").strip():
            found.append(_bound(snapshot, parameter, given[parameter.name], lang))
        elif parameter.default is not None:
            found.append(_default(snapshot, parameter, parameter.default, lang))
        elif parameter.required:
            raise UsageError(
                "question-parameter-missing",
                question=question.key,
                name=parameter.name,
                label=parameter.label,
            )
    return found


def _bound(snapshot: Snapshot, parameter: Parameter, text: str, lang: str) -> Bound:
    if parameter.kind in ELEMENT_KINDS:
        node = _element(snapshot, parameter, text)
        return Bound(parameter, node, item(snapshot.store, node, lang))
    if parameter.kind in WHEN_KINDS:
        moment = when.resolve(snapshot, text)
        return Bound(parameter, _day(moment.day), _when_shown(snapshot, parameter, moment))
    if parameter.kind == "number":
        number = _number(parameter, text)
        return Bound(parameter, Literal(number), number)
    return Bound(parameter, Literal(text), text)


def _when_shown(snapshot: Snapshot, parameter: Parameter, moment: when.Moment) -> str:
    """The WHEN that means the same moment of the same place."""
    shown = moment.name.name if parameter.kind == "state" else moment.name.date
    if snapshot.scenario is not None:
        return f"{snapshot.scenario}@{shown}"
    return f"r{snapshot.revision}@{shown}" if snapshot.by_revision else shown


def _default(snapshot: Snapshot, parameter: Parameter, default: str, lang: str) -> Bound:
    try:
        return _bound(snapshot, parameter, default, lang)
    except GrundrissError:
        note = _NO_EXAMPLE[lang].format(default=default, name=parameter.name)
        if parameter.kind in ELEMENT_KINDS:
            kind = ELEMENT_KINDS[parameter.kind] or "component"
            found = example(snapshot, kind, default, lang)
            if found:
                return _other_example(snapshot, parameter, found, lang)
            return Bound(parameter, snapshot.base_iri.element(kind, key_of(default)), default, note)
        return Bound(parameter, _day(snapshot.effective_date), default, note)


def _other_example(snapshot: Snapshot, parameter: Parameter, found: Example, lang: str) -> Bound:
    """The element that is taken where the question's own example is not here, and a sentence that says so."""
    shown = item(snapshot.store, found.node, lang)
    note = _OTHER_EXAMPLE[lang].format(
        default=found.missing, name=parameter.name, key=shown.key, label=shown.label
    )
    if found.others:
        note += _ALSO[lang].format(names=", ".join(f"{parameter.name}={other.key}" for other in found.others))
    return Bound(parameter, found.node, shown, note)


def _element(snapshot: Snapshot, parameter: Parameter, text: str) -> NamedNode:
    """The element of the parameter's kind; its key wins over things of other kinds with the same key.

    A service that only texts of FIM name says nothing itself, and is known all the same.
    """
    kind = ELEMENT_KINDS[parameter.kind]
    if kind is None:
        return resolve(snapshot.store, snapshot.base_iri, text, named=True)
    node = snapshot.base_iri.element(kind, key_of(text))
    says = snapshot.store.quads_for_pattern(node, None, None, DefaultGraph())
    named = snapshot.store.quads_for_pattern(None, None, node, DefaultGraph())
    if next(iter(says), None) or next(iter(named), None):
        return node
    node = resolve(snapshot.store, snapshot.base_iri, text)
    if not node.value.startswith(f"{snapshot.base}id/{kind}/"):
        raise UsageError(
            "parameter-other-kind",
            name=parameter.name,
            text=text,
            element=key_in(node.value),
            kind=kind,
            label=parameter.label,
            iri=node.value,
        )
    return node


def _number(parameter: Parameter, text: str) -> int:
    if not _INTEGER.match(text.strip()) or not 0 <= int(text) <= MOST:
        raise UsageError("parameter-no-number", name=parameter.name, text=text[:40], most=MOST)
    return int(text)


def _day(day: date) -> Literal:
    return Literal(day.isoformat(), datatype=NamedNode(XSD + "date"))
