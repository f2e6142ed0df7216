# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""Standards that a legal reference names instead of a law: "XInneres.Meldeanschrift", "BSI TR-03123", "DIN 5008".

Which ones are known stands in ontology/mappings/cited-standards.csv: XÖV standards by name, with the key that the
landscape has for them, and series of norms, whose numbers follow the name. Another name is no standard: it stays text.
"""

import csv
import re
from dataclasses import dataclass
from functools import cache
from typing import Final

from grundriss import resources
from grundriss.model.identifier import key_of

_CODE_LIST: Final = re.compile(r"urn: ?[^\s:]+:(?:[^\s:]+:)*(?:codeliste|schluessel(?:tabelle)?):\S*")
"""A code list of a standard is another thing than the standard."""
_BLANK: Final = re.compile(r"[ -]")


@dataclass(frozen=True, slots=True, order=True)
class CitedStandard:
    """A standard: the key of its IRI (that of the landscape where it has the standard), and its name."""

    key: str
    name: str


@dataclass(frozen=True, slots=True)
class _Row:
    """How a standard is written; of a series also how its numbers are, with a name that has a place for the number."""

    written: str
    number: str
    key: str
    name: str

    @property
    def pattern(self) -> str:
        """A name may be written in any case; between the words of names and series other signs may stand."""
        words = r"[ .:_-]?".join(map(re.escape, _BLANK.split(self.written)))
        if self.number:
            return rf"(?<!\w)({words}[ -]?{self.number})(?!\w)"
        return rf"(?i:(?<![^\W_])({words})(?![^\W\d_]))"

    def standard(self, found: str) -> CitedStandard:
        number = re.search(f"{self.number}$", found) if self.number else None
        name = self.name.format(number[0]) if number else self.name
        return CitedStandard(self.key or key_of(name), name)


def standards_named(text: str) -> list[CitedStandard]:
    """The standards that a text names, in order, each once.

    >>> [standard.key for standard in standards_named("Tabelle 9 BSI TR-03123 Version 1.5.1; Xmeld und RFC 5322")]
    ['bsi-tr-03123', 'xmeld', 'rfc-5322']
    >>> standards_named("urn:xoev-de:xunternehmen:codeliste:registergerichte_14")
    []
    """
    rows, pattern = _table()
    found = pattern.finditer(_CODE_LIST.sub(" ", text))
    return list(dict.fromkeys(rows[(match.lastindex or 1) - 1].standard(match[0]) for match in found))


@cache
def _table() -> tuple[list[_Row], re.Pattern[str]]:
    """The rows, the longest name first, and one pattern for all of them with a group for each."""
    path = resources.path("ontology", "mappings", "cited-standards.csv")
    with path.open(encoding="utf-8", newline="") as file:
        rows = [_Row(row["written"], row["number"], row["key"], row["name"]) for row in csv.DictReader(file)]
    rows.sort(key=lambda row: len(row.written), reverse=True)
    return rows, re.compile("|".join(row.pattern for row in rows))
