# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""Forms filled in as the XML of a data schema says, right and with one thing wrong; as JSON and as Turtle.

Reads XDatenfelder 3 by itself: nothing here is code of the project.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from random import Random
from typing import Any

from lxml import etree

from tests.core.questions.test_fim import artefact, local, own

BASE = "https://w3id.org/grundriss/id/fim/"
XSD = "http://www.w3.org/2001/XMLSchema#"
KIND = {"datenfeld": "field", "datenfeldgruppe": "group"}
KNOWN = {  # a value for each pattern in the samples
    "([0]{1}[1-9]{1}|[1-9]{1}[0-9]{1})[0-9]{3}": "10115",
    r"[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+\.[A-Za-z]{1,63}$": "a.b@example.org",
    "[1-9][0-9]{12}": "1234567890123",
}
Filled = dict[str, Any]
Codes = Mapping[str, list[str]]
"""The codes of each published list that is loaded, by its canonical URI."""


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong: what is done to the form, and what that breaks."""

    what: str
    where: str
    spoil: Callable[[], object]


def code(element: etree._Element, name: str) -> str:
    """The code in an element such as feldart; empty where there is none."""
    found = own(element, name)
    return (own(found[0], "code")[0].text or "").strip() if found else ""


def places(element: etree._Element) -> Iterator[tuple[etree._Element, int, int | None]]:
    """What is to be given, how often at least and at most; notices are not given."""
    for position in own(element, "struktur"):
        [part] = [below for below in own(position, "enthaelt")[0] if isinstance(below.tag, str)]
        least, _, most = (own(position, "anzahl")[0].text or "").strip().partition(":")
        if code(part, "feldart") != "label":
            yield part, int(least), None if most == "*" else int(most)


def choices(field: etree._Element, codes: Codes) -> list[str] | None:
    """The codes of a field; None for one that takes any value."""
    for values in own(field, "werte"):
        return [(own(value, "code")[0].text or "").strip() for value in own(values, "wert")]
    for reference in own(field, "codelisteReferenz"):
        return codes.get((own(reference, "canonicalIdentification")[0].text or "").strip())
    return None


def limit(field: etree._Element, name: str) -> str | None:
    return next((precise.get(name) for precise in own(field, "praezisierung")), None)


def value(field: etree._Element, codes: Codes, number: int, random: Random) -> Any:
    """A value that the field takes; another one for each number."""
    known, kind = choices(field, codes), code(field, "datentyp")
    if known is not None:
        return known[number % len(known)]
    if kind == "bool":
        return number % 2 == 0
    if kind == "date":
        return f"2026-{random.randint(1, 12):02}-{1 + number % 28:02}"
    if kind in ("num", "num_int"):
        low = float(limit(field, "minValue") or 0)
        return int(low) + 1 + number if kind == "num_int" and low else low + 1 + number if low else number
    if pattern := limit(field, "pattern"):
        return KNOWN[pattern]
    least, most = int(limit(field, "minLength") or 1), int(limit(field, "maxLength") or 60)
    return f"{number}äöü".ljust(random.randint(max(least, 5), max(most, 5)), "x")[:most]


def filled(element: etree._Element, codes: Codes, random: Random) -> Filled:
    """A form that the schema or group takes."""
    form: Filled = {}
    for part, least, most in places(element):
        times = random.randint(least, least + 2 if most is None else most)
        if not times:
            continue
        if local(part) == "datenfeld":
            known = choices(part, codes)
            times = min(times, len(known)) if known else times
            given = [value(part, codes, number, random) for number in range(times)]
        else:
            given = [filled(part, codes, random) for _ in range(times)]
        form[artefact(part)[0]] = given[0] if most == 1 else given
    return form


def faults(element: etree._Element, form: Filled, codes: Codes) -> Iterator[Fault]:
    """All ways to spoil a form by one change."""
    yield Fault("something that is not asked for", "", lambda: form.update(F12345678901="x"))
    for part, least, most in places(element):
        key = artefact(part)[0]
        if least:
            yield Fault("something required is missing", key, lambda key=key: form.pop(key))
        if key not in form:
            continue
        given = form[key] if isinstance(form[key], list) else [form[key]]
        if local(part) == "datenfeldgruppe":
            more = [dict(given[0]) for _ in range((most or 0) + 1)]
        else:
            known = choices(part, codes)
            numbers = range(
                min((most or 0) + 1, len(known) if known else 2 if code(part, "datentyp") == "bool" else 99)
            )
            more = [value(part, codes, number, Random(1)) for number in numbers]
            distinct = {json.dumps(one) for one in more}
            more = more if len(distinct) > (most or 0) else []
            yield from field_faults(part, form, key, most, codes)
        if most is not None and more:
            yield Fault("too many", key, lambda key=key, more=more: form.update({key: more}))
        if least > 1:
            yield Fault(
                "too few", key, lambda key=key, given=given, n=least - 1: form.update({key: given[:n]})
            )
        if local(part) == "datenfeldgruppe":
            for one in given:
                yield from faults(part, one, codes)


def field_faults(
    field: etree._Element, form: Filled, key: str, most: int | None, codes: Codes
) -> Iterator[Fault]:
    wrong: dict[str, Any] = {"a group instead of a value": {}}
    known, kind = choices(field, codes), code(field, "datentyp")
    if known is not None:
        wrong["not in the list"] = "gibt es nicht"
    elif kind in ("num", "num_int"):
        wrong["no number"] = "viel"
        if low := limit(field, "minValue"):
            wrong["too small"] = int(float(low)) - 1
        if high := limit(field, "maxValue"):
            wrong["too large"] = int(high) + 1
    elif kind == "bool":
        wrong["neither true nor false"] = "vielleicht"
    elif kind == "date":
        wrong["no day"] = "31.12.2026"
    else:
        if longest := limit(field, "maxLength"):
            wrong["too long"] = "x" * (int(longest) + 1)
        if (shortest := int(limit(field, "minLength") or 0)) > 0:
            wrong["too short"] = "x" * (shortest - 1)
        if limit(field, "pattern"):
            wrong["not in the form"] = "?"
    for what, bad in wrong.items():
        yield Fault(what, key, lambda bad=bad: form.update({key: bad if most == 1 else [bad]}))


def turtle(element: etree._Element, form: Filled) -> str:
    """The form as RDF: properties are the artefacts, groups are blank nodes, values have the type of their field."""
    identifier, version = artefact(element)
    schema = f"{BASE}schema/{identifier}/{'.'.join(map(str, version))}"
    return f"[] a <{schema}> {''.join(statements(element, form))} ."


def statements(element: etree._Element, form: Filled) -> Iterator[str]:
    parts = {artefact(part)[0]: part for part, _, _ in places(element)}
    for key, given in form.items():
        part = parts.get(key)
        kind = KIND[local(part)] if part is not None else "field"
        for one in given if isinstance(given, list) else [given]:
            if isinstance(one, dict):
                inside = "".join(statements(part, one)) if part is not None and kind == "group" else ""
                yield f"; <{BASE}{kind}/{key}> [ {inside.removeprefix(';')} ]"
            else:
                yield f"; <{BASE}{kind}/{key}> {literal(part, one)}"


def literal(field: etree._Element | None, given: Any) -> str:
    kind = (
        ""
        if field is None or own(field, "werte") or own(field, "codelisteReferenz")
        else code(field, "datentyp")
    )
    if isinstance(given, bool):
        return str(given).lower()
    if kind in ("num", "num_int") and not isinstance(given, str):
        return f'"{given:g}"^^<{XSD}{"integer" if kind == "num_int" else "decimal"}>'
    types = {"date": f"^^<{XSD}date>", "bool": f"^^<{XSD}boolean>"}
    return json.dumps(given, ensure_ascii=False) + types.get(kind, "")
