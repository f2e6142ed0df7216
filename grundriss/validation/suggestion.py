# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""The nearest known term for what breaks a rule: "did you mean", from the ontology, its code lists and the elements.

A rule says with `gru:suggests` where its terms come from; what there is to choose from, the ontology says.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from functools import cache
from typing import Final

from pyoxigraph import DefaultGraph, NamedNode, Store

from grundriss.importers.facts_table import nearest
from grundriss.messages import LANGUAGES, Either, Message
from grundriss.model.partial_date import PartialDate
from grundriss.model.terms import GRU, IDENTIFIER, PREFIXES, TYPE, XSD, curie, gru
from grundriss.model.vocabulary import classes_of_content, concepts, ontology_store, term_label
from grundriss.resolve import comparable
from grundriss.validation.shape_report import Finding

_LOOKUPS: Final = 50
"""So many terms are looked for in one report, each takes its time; what is beyond gets the rule's own fix alone."""
_LONGEST: Final = 200
_GERMAN_DAY: Final = re.compile(r"([0-3]?\d)\.([01]?\d)\.(\d{4})")
_WITH_TIME: Final = re.compile(r"(\d{4}-\d\d-\d\d)T.*", re.DOTALL)


class Suggestions:
    """What one report offers. It remembers what it has looked for."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._found: dict[tuple[str, str], Message | None] = {}
        self._keys: dict[str, list[str]] = {}

    def added(self, finding: Finding, source: str | None) -> Finding:
        """The finding, its fix beginning with the nearest known term, if there is one in what the rule suggests."""
        near = self._nearest(finding, source) if source else None
        if near is None:
            return finding
        said = {lang: near.text(lang) for lang in LANGUAGES}
        if source == "date":  # the literal as it has to be is all that there is to say
            return replace(finding, fix=said)
        return replace(finding, fix={lang: f"{said[lang]} {finding.fix.get(lang, '')}" for lang in LANGUAGES})

    def _nearest(self, finding: Finding, source: str) -> Message | None:
        path, value = finding.path or "", finding.value or ""
        if source == "class":
            value = self._unknown_class(finding.focus.id)
        if (path, value) not in self._found and len(self._found) < _LOOKUPS:
            self._found[path, value] = (
                self._element(value)
                if source == "element"
                else _FROM_ONTOLOGY[source](path, value[:_LONGEST])
            )
        return self._found.get((path, value))

    def _unknown_class(self, focus: str) -> str:
        """The first class of an element that nobody knows."""
        known = set(_classes().values())
        unknown = (iri for iri in self._types(focus) if _written(iri) not in known)
        return min(unknown, default="")

    def _element(self, value: str) -> Message | None:
        """The nearest element of the kind that a reference to nothing names."""
        kind, _, key = value.rpartition("/")
        if not kind.rpartition("/")[0].endswith("/id") or len(key) > _LONGEST or self._types(value):
            return None
        if kind not in self._keys:
            named = self._store.quads_for_pattern(None, IDENTIFIER, None, DefaultGraph())
            subjects = (quad.subject.value for quad in named if isinstance(quad.subject, NamedNode))
            self._keys[kind] = [iri.rpartition("/")[2] for iri in subjects if iri.rpartition("/")[0] == kind]
        return _offered(f"<{kind}/{near}>" for near in nearest(key, comparable(key, self._keys[kind])))

    def _types(self, iri: str) -> list[str]:
        """The classes that something has; rules may derive statements about what is not there, but no class."""
        try:
            stated = self._store.quads_for_pattern(NamedNode(iri), TYPE, None, DefaultGraph())
        except ValueError:
            return []  # no IRI, so nothing is said of it
        return [quad.object.value for quad in stated if isinstance(quad.object, NamedNode)]


def _code(path: str, value: str) -> Message | None:
    """The nearest code of the property's list, by code, notation or name."""
    lists = ontology_store().quads_for_pattern(NamedNode(path), gru("codeList"), None, None)
    known = {
        name: _written(node.value)
        for quad in lists
        if isinstance(quad.object, NamedNode)
        for code, node in concepts(_local(quad.object.value)).items()
        for name in (code, term_label(node.value, "de"), term_label(node.value, "en"))
        if name
    }
    return _near(value, known)


def _date(_: str, value: str) -> Message | None:
    """The literal that a date has to be, where the value is one but for its datatype or its form."""
    text = value.strip()
    if found := _WITH_TIME.fullmatch(text):
        text = found[1]
    elif found := _GERMAN_DAY.fullmatch(text):
        text = f"{found[3]}-{int(found[2]):02d}-{int(found[1]):02d}"
    try:
        literal = PartialDate.parse(text).literal
    except ValueError:
        return None
    if not "1000" <= literal.value < "3000":
        return None
    datatype = literal.datatype.value.removeprefix(XSD)
    return Message("date-literal", {"literal": f'"{literal.value}"^^xsd:{datatype}'})


def _near(value: str, known: Mapping[str, str]) -> Message | None:
    """The terms whose names are nearest to a text, or to the local name of an IRI."""
    folded = {name.casefold(): term for name, term in known.items()}
    wanted = (_local(value) if value.startswith(("http:", "https:")) else value).casefold()
    return _offered(folded[name] for name in ([wanted] if wanted in folded else nearest(wanted, folded)))


def _offered(terms: Iterable[str]) -> Message | None:
    found = tuple(dict.fromkeys(terms))
    return Message("did-you-mean", {"known": Either(found)}) if found else None


@cache
def _classes() -> dict[str, str]:
    """The classes that the ontology knows, as they are written in Turtle, by local name."""
    return {_local(iri): _written(iri) for iri in classes_of_content()}


@cache
def _properties() -> dict[str, str]:
    """The properties of the ontology that data states, as they are written in Turtle, by local name."""
    kinds = [NamedNode(PREFIXES["owl"] + kind) for kind in ("ObjectProperty", "DatatypeProperty")]
    stated = (q.subject for kind in kinds for q in ontology_store().quads_for_pattern(None, TYPE, kind, None))
    own = (node.value for node in stated if isinstance(node, NamedNode) and node.value.startswith(GRU))
    return {_local(iri): _written(iri) for iri in own}


def _local(iri: str) -> str:
    return iri.rsplit("/", 1)[-1].rsplit("#", 1)[-1]


def _written(iri: str) -> str:
    """The IRI as Turtle has it."""
    short = curie(iri)
    return short if short != iri else f"<{iri}>"


_FROM_ONTOLOGY: Final[Mapping[str, Callable[[str, str], Message | None]]] = {
    "class": lambda _, value: _near(value, _classes()),
    "property": lambda path, _: _near(path, _properties()),
    "code": _code,
    "date": _date,
}
