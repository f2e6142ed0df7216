# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""The description of an element as a CSV table: one row for each value and each relation (RFC 4180)."""

from collections.abc import Iterator
from typing import Final

from grundriss.description.describe import Description
from grundriss.exporters.text_table import csv_file

COLUMNS: Final = (
    *("part", "property", "label", "value", "iri", "relation", "via", "confidence", "source"),
    "evidenceGrade",
)


def element_table(description: Description) -> bytes:
    """The table in UTF-8; cells that a spreadsheet would take for formulas are guarded."""
    return csv_file(COLUMNS, (*_facts(description), *_relations(description)))


def _facts(description: Description) -> Iterator[tuple[str, ...]]:
    for fact in description.facts:
        for value in fact.values:
            yield (
                "fact",
                fact.name,
                fact.label,
                value.text,
                value.item.id if value.item else value.url or "",
                "",
                "",
                fact.evidence.confidence or "",
                " ".join(fact.evidence.sources),
                fact.evidence.grade or "",
            )


def _relations(description: Description) -> Iterator[tuple[str, ...]]:
    for group in description.relations:
        for related in group.relations:
            relation = related.relation
            yield (
                group.direction,
                f"gru:{group.type}",
                group.label,
                related.other.label,
                related.other.id,
                relation.id,
                relation.via.label if relation.via else "",
                relation.confidence or "",
                " ".join(relation.sources),
                related.evidence.grade or "",
            )
