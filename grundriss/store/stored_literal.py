# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""The form in which the store gives a literal back: `"01"^^xsd:integer` is stored as `"1"^^xsd:integer`.

Oxigraph keeps the value of numbers, truth values, dates and times and not their spelling. What is compared with what is
stored, and what is logged, has to be spelt alike, or the same file would be a change each time that it is loaded.
"""

from collections.abc import Iterable
from typing import Final

from pyoxigraph import Literal, NamedNode, Quad, Store

from grundriss.model.terms import RDF, XSD

_KEPT: Final = frozenset({XSD + "string", RDF + "langString"})
_NUMBERED: Final = "urn:x:"
_SAID: Final = NamedNode("urn:x:said")


def as_stored(quads: Iterable[Quad]) -> list[Quad]:
    """The quads as the store gives them back, in their order.

    >>> one = NamedNode("urn:x:1")
    >>> date = NamedNode(XSD + "dateTime")
    >>> [quad.object.value for quad in as_stored([Quad(one, one, Literal("2024-10-10T11:18:57+00:00", datatype=date))])]
    ['2024-10-10T11:18:57Z']
    """
    given = list(quads)
    forms = _stored_forms({value for quad in given if (value := _valued(quad))})
    if not forms:
        return given
    return [_with(quad, forms.get(value) if (value := _valued(quad)) else None) for quad in given]


def _valued(quad: Quad) -> Literal | None:
    """The object, where it is a literal that may be stored in another form."""
    value = quad.object
    return value if isinstance(value, Literal) and value.datatype.value not in _KEPT else None


def _with(quad: Quad, value: Literal | None) -> Quad:
    return Quad(quad.subject, quad.predicate, value, quad.graph_name) if value else quad


def _stored_forms(literals: set[Literal]) -> dict[Literal, Literal]:
    """Those that are stored in another form, with it."""
    if not literals:
        return {}
    ordered = list(literals)
    store = Store()
    store.extend(Quad(NamedNode(f"{_NUMBERED}{n}"), _SAID, literal) for n, literal in enumerate(ordered))
    forms = {}
    for quad in store:
        literal = ordered[int(str(quad.subject)[len(_NUMBERED) + 1 : -1])]
        if quad.object != literal and isinstance(quad.object, Literal):
            forms[literal] = quad.object
    return forms
