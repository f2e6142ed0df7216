# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""Checks values against api/schemas (JSON Schema 2020-12)."""

import json
from functools import cache
from typing import Any

from jsonschema import Draft202012Validator
from referencing import Registry, Resource

from grundriss import resources


@cache
def schema(name: str) -> dict[str, Any]:
    """The schema in api/schemas of that name."""
    loaded: dict[str, Any] = json.loads(
        resources.path("api", "schemas", f"{name}.json").read_text(encoding="utf-8")
    )
    return loaded


@cache
def validator(name: str) -> Draft202012Validator:
    """The validator of a schema, which finds the others that it refers to."""
    files = resources.path("api", "schemas").glob("*.json")
    known = [Resource.from_contents(schema(file.stem)) for file in files]
    return Draft202012Validator(
        schema(name), registry=Registry().with_resources((r.id() or "", r) for r in known)
    )


def faults(value: object, name: str) -> list[str]:
    """What is wrong with a value, each with its place; empty when it is as the schema says."""
    # through JSON, as a client gets it
    found = validator(name).iter_errors(json.loads(json.dumps(value)))
    return sorted(f"{error.json_path}: {error.message}" for error in found)
