# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""A data schema as JSON Schema 2020-12 (https://json-schema.org/draft/2020-12): a filled-in form as JSON.

A group is an object whose keys are the ids of FIM; what may be given several times is an array. Nothing else may be
given. What FIM says and JSON Schema cannot (rules in words, dates that are too early, files) stands in `$comment`.
"""

import re
from collections import Counter
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

from pyoxigraph import NamedNode

from grundriss.fim.code_list import Code, ListUse
from grundriss.fim.field_value import NUMBERS, TIME, FieldValue, unchecked
from grundriss.fim.form import Field, Form, Group, Place, form
from grundriss.model.identifier import key_in
from grundriss.model.state_types import Json
from grundriss.store.snapshot import Snapshot

DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
_TYPES: Final[dict[str, Json]] = {
    "string": {"type": "string"},
    "boolean": {"type": "boolean"},
    "integer": {"type": "integer"},
    "decimal": {"type": "number"},
    "date": {"type": "string", "format": "date"},
    "time": {"type": "string", "pattern": f"^{TIME}$"},
    "dateTime": {"type": "string", "pattern": f"^[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}T{TIME}$"},
}
"""By data type. The formats `time` and `date-time` would demand a zone, which FIM does not."""
_OUTSIDE_NAME: Final = re.compile(r"[^A-Za-z0-9._-]")


def json_schema(snapshot: Snapshot, schema: NamedNode, lang: str = "de") -> Json:
    """The JSON Schema of a version of a data schema, or of a group; of an artefact, that of its current version.

    `lang` is the language of the comments; what FIM says is German. Raises as `schema_tree`.
    """
    found = form(snapshot, schema, lang)
    return _Writer(found, lang).whole()


@dataclass(slots=True)
class _Writer:
    """Writes a form; what is used in several places stands in `$defs` once."""

    form: Form
    lang: str
    definitions: dict[str, Json] = field(default_factory=dict)
    names: dict[str | ListUse, str] = field(default_factory=dict)
    list_uses: Counter[ListUse] = field(default_factory=Counter)

    def whole(self) -> Json:
        fields = [member for member in self.form.members.values() if isinstance(member, Field)]
        self.list_uses.update(f.value.list for f in fields if f.value.list and f.value.codes)
        written = self._group(self.form.root)
        definitions = {"$defs": dict(sorted(self.definitions.items()))} if self.definitions else {}
        return {"$schema": DIALECT, "$id": self.form.root.item.id, **written, **definitions}

    def _group(self, group: Group) -> Json:
        required = [place.key for place in group.places if place.minimum and not group.is_choice]
        written: Json = {**_words(group.label, group.help), **_comment(group.notes), "type": "object"}
        written["properties"] = {place.key: self._place(place) for place in group.places}
        if required:
            written["required"] = required
        if group.is_choice:
            written |= {"minProperties": 1, "maxProperties": 1}
        return {**written, "additionalProperties": False}

    def _place(self, place: Place) -> object:
        if place.maximum == 0:
            return False
        versions = [self._member(item.id) for item in place.versions]
        one = versions[0] if len(versions) == 1 else {"anyOf": versions}
        if place.maximum == 1:
            return one
        counts = {"minItems": place.minimum or None, "maxItems": place.maximum}
        return {"type": "array", "items": one, **{k: v for k, v in counts.items() if v is not None}}

    def _member(self, iri: str) -> Json:
        """A group or field where it stands: itself, or where it is defined."""
        member = self.form.members[iri]
        if self.form.uses[iri] == 1:
            return self._group(member) if isinstance(member, Group) else self._field(member)
        if iri not in self.names:
            name = self._named(iri, member.item.key.replace("/", "V"))
            written = self._group(member) if isinstance(member, Group) else self._field(member)
            self.definitions[name] = written
        return {"$ref": f"#/$defs/{self.names[iri]}"}

    def _named(self, what: str | ListUse, wanted: str) -> str:
        """A name for a definition that needs no escaping in a reference, and that no other has."""
        name = plain = _OUTSIDE_NAME.sub("-", wanted)
        number = 1
        while name in self.names.values():
            number += 1
            name = f"{plain}-{number}"
        self.names[what] = name
        return name

    def _field(self, asked: Field) -> Json:
        value = asked.value
        notes = list(value.notes)
        written = {**_TYPES.get(value.kind or "", {}), **_limits(value)}
        if value.kind not in NUMBERS:
            bounds = {"minValue": value.minimum, "maxValue": value.maximum}
            notes.extend(unchecked(name, text, self.lang) for name, text in bounds.items() if text)
        if value.codes is not None and value.list is not None:
            written |= self._codes(value.list, value.codes)
        if value.default is not None:
            written["default"] = _json_value(value.kind, value.default)
        if value.locked:
            written["readOnly"] = True
        return {**_words(asked.label, asked.help), **_comment(notes), **written}

    def _codes(self, use: ListUse, codes: tuple[Code, ...]) -> Json:
        if self.list_uses[use] == 1:
            return {"oneOf": [_choice(code) for code in codes]}
        if use not in self.names:
            name = self._named(use, key_in(self.form.lists[use].iri))
            title = self.form.lists[use].label
            self.definitions[name] = {"title": title, "oneOf": [_choice(code) for code in codes]}
        return {"$ref": f"#/$defs/{self.names[use]}"}


def _limits(value: FieldValue) -> Json:
    limits: Json = {"minLength": value.min_length, "maxLength": value.max_length}
    if value.pattern is not None:
        limits["pattern"] = value.pattern
    if value.kind in NUMBERS:
        limits |= {"minimum": _number(value.minimum), "maximum": _number(value.maximum)}
    return {name: limit for name, limit in limits.items() if limit is not None}


def _choice(code: Code) -> Json:
    return {"const": code.code, **_words(code.name, code.help)}


def _words(title: str, description: str | None) -> Json:
    return {"title": title, **({"description": description} if description else {})}


def _comment(notes: tuple[str, ...] | list[str]) -> Json:
    return {"$comment": "\n".join(notes)} if notes else {}


def _number(text: str | None) -> int | float | None:
    if text is None:
        return None
    value = Decimal(text)
    return int(value) if value == value.to_integral_value() else float(value)


def _json_value(kind: str | None, text: str) -> object:
    """A default as JSON has it; as text where it is none of its kind, which a default may be."""
    if kind == "boolean" and text in ("true", "false"):
        return text == "true"
    if kind in NUMBERS:
        try:
            return _number(text)
        except ArithmeticError:
            return text
    return text
