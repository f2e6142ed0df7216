# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""The official quality rules of XDatenfelder 3: list urn:xoev-de:fim-datenfelder:codeliste:xdfm, version 1.8.

ontology/fim-quality/rules.csv says of each number how severe the list calls it, and which shape checks it or why none
does. What a checked rule demands, its shape says; the wording is ours.
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Final

from grundriss import resources
from grundriss.model.terms import PREFIXES

SEVERITIES: Final = {
    "FehlerKritisch": "violation",
    "FehlerMethodisch": "violation",
    "Warnung": "warning",
    "Hinweis": "info",
}
"""What the severities of the list are in a report. The list's own one is Deaktiviert where a rule no longer counts."""


@dataclass(frozen=True, slots=True)
class QualityRule:
    """One rule of the list. `severity` is the word of the list; `shape` is the IRI of the shape that checks it.

    Where none does, `unchecked` says why and `text` what the rule demands, by language (`de`, `en`).
    """

    number: str
    severity: str
    shape: str | None
    unchecked: dict[str, str]
    text: dict[str, str]


@cache
def quality_rules() -> dict[str, QualityRule]:
    """All rules of the list, by number."""
    reasons = {row["reason"]: {"de": row["de"], "en": row["en"]} for row in _table("unchecked")}
    return {
        row["number"]: QualityRule(
            number=row["number"],
            severity=row["severity"],
            shape=_iri(row["shape"]),
            unchecked=reasons.get(row["unchecked"], {}),
            text={lang: row[f"rule_{lang}"] for lang in ("de", "en") if row[f"rule_{lang}"]},
        )
        for row in _table("rules")
    }


@cache
def rules_by_shape() -> dict[str, QualityRule]:
    """The rules that are checked, by the IRI of their shape."""
    return {rule.shape: rule for rule in quality_rules().values() if rule.shape}


def _iri(name: str) -> str | None:
    prefix, _, local = name.partition(":")
    return PREFIXES[prefix] + local if local else None


def _table(name: str) -> Iterator[dict[str, str]]:
    path = resources.path("ontology", "fim-quality", f"{name}.csv")
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)
