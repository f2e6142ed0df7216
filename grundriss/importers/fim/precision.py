# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""Präzisierung of a data field: what its values may be. Attributes in XDatenfelder 3, a JSON text in XDatenfelder 2."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Final

from pyoxigraph import Literal, NamedNode

from grundriss.errors import InputError
from grundriss.importers.fim.xml_stream import Element, location, text_of
from grundriss.model.terms import XSD, gru

_LENGTHS: Final = ("minLength", "maxLength")
_TEXTS: Final = ("minValue", "maxValue", "pattern")
"""Values stay as they are written: they may be numbers, dates, or have a decimal comma."""
_LONGEST_LENGTH: Final = 18


def from_attributes(
    element: Element, name: str, unmapped: Counter[str]
) -> Iterator[tuple[NamedNode, Literal]]:
    """The statements of version 3. Raises InputError for a length that is no number."""
    yield from _statements(
        {str(key): str(value) for key, value in element.attrib.items()}, element, name, unmapped
    )
    if text_of(element):
        unmapped["praezisierung"] += 1


def from_json(element: Element, name: str, unmapped: Counter[str]) -> Iterator[tuple[NamedNode, Literal]]:
    """The statements of version 2. Raises InputError for what is no JSON object of plain values."""
    text = text_of(element)
    if text is None:
        return
    try:
        said = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise InputError("xdf-precision", location=location(name, element), text=text[:60]) from error
    if not isinstance(said, dict) or any(isinstance(value, dict | list) for value in said.values()):
        raise InputError("xdf-precision", location=location(name, element), text=text[:60])
    plain = {key: str(value) for key, value in said.items() if value not in (None, "")}
    yield from _statements(plain, element, name, unmapped)


def _statements(
    said: Mapping[str, str], element: Element, name: str, unmapped: Counter[str]
) -> Iterator[tuple[NamedNode, Literal]]:
    for key, value in said.items():
        if key in _LENGTHS:
            if not value.isascii() or not value.isdecimal() or len(value) > _LONGEST_LENGTH:
                raise InputError("fim-number", location=location(name, element), value=value[:40])
            yield gru(key), Literal(str(int(value)), datatype=NamedNode(XSD + "integer"))
        elif key in _TEXTS:
            yield gru(key), Literal(value)
        else:
            unmapped[f"praezisierung/{key}"] += 1
