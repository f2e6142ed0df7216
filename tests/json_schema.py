# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""Checks values against api/schemas: the part of JSON Schema 2020-12 that these use; any other keyword is an error."""

import json
from collections.abc import Iterator
from functools import cache
from typing import Any

from grundriss import resources

ANNOTATIONS = {"$schema", "$id", "$defs", "title", "description", "format", "properties", "type"}
TYPES: dict[str, tuple[type, ...]] = {
    "object": (dict,),
    "array": (list,),
    "string": (str,),
    "integer": (int,),
    "number": (int, float),
    "boolean": (bool,),
    "null": (type(None),),
}


@cache
def schema(name: str) -> dict[str, Any]:
    """The schema in api/schemas of that name."""
    loaded: dict[str, Any] = json.loads(
        resources.path("api", "schemas", f"{name}.json").read_text(encoding="utf-8")
    )
    return loaded


def faults(value: object, name: str) -> list[str]:
    """What is wrong with a value, each with its JSON Pointer; empty when it is as the schema says."""
    # through JSON, as a client gets it
    return list(_faults(json.loads(json.dumps(value)), schema(name), name, ""))


def _faults(value: Any, rule: dict[str, Any], name: str, at: str) -> Iterator[str]:
    types = rule.get("type", list(TYPES))
    if not any(_is(value, kind) for kind in ([types] if isinstance(types, str) else types)):
        yield f"{at}: not {types}"
        return
    if isinstance(value, dict):
        known = rule.get("properties", {})
        for key, part in value.items():
            if key in known:
                yield from _faults(part, known[key], name, f"{at}/{key}")
            elif rule.get("additionalProperties") is False:
                yield f"{at}/{key}: unknown"
            elif isinstance(rule.get("additionalProperties"), dict):
                yield from _faults(part, rule["additionalProperties"], name, f"{at}/{key}")
    for keyword, wanted in rule.items():
        yield from _keyword(value, keyword, wanted, name, at)


def _keyword(value: Any, keyword: str, wanted: Any, name: str, at: str) -> Iterator[str]:
    if keyword == "$ref":
        other, _, pointer = wanted.partition("#")
        name = other.removesuffix(".json") or name
        yield from _faults(value, _resolve(name, pointer), name, at)
    elif keyword == "allOf":
        for part in wanted:
            yield from _faults(value, part, name, at)
    elif keyword == "oneOf":
        if sum(not list(_faults(value, part, name, at)) for part in wanted) != 1:
            yield f"{at}: not exactly one of {wanted}"
    elif keyword == "required":
        if isinstance(value, dict):
            yield from (f"{at}/{key}: missing" for key in wanted if key not in value)
    elif keyword == "items":
        if isinstance(value, list):
            for position, item in enumerate(value):
                yield from _faults(item, wanted, name, f"{at}/{position}")
    elif keyword == "minItems":
        if isinstance(value, list) and len(value) < wanted:
            yield f"{at}: fewer than {wanted}"
    elif keyword == "minimum":
        if value < wanted:
            yield f"{at}: below {wanted}"
    elif keyword == "enum":
        if value not in wanted:
            yield f"{at}: none of {wanted}"
    elif keyword not in ANNOTATIONS and keyword != "additionalProperties":
        raise NotImplementedError(keyword)


def _resolve(name: str, pointer: str) -> dict[str, Any]:
    found = schema(name)
    for part in pointer.split("/")[1:]:
        found = found[part]
    return found


def _is(value: object, kind: str) -> bool:
    return isinstance(value, TYPES[kind]) and (kind == "boolean" or not isinstance(value, bool))
