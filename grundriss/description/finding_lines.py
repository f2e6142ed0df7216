# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""The findings of a validation as they are told of an element: what is said of several things stands once."""

from collections.abc import Iterable
from dataclasses import dataclass

from grundriss.model.state_types import Item
from grundriss.validation.shape_report import Finding


@dataclass(frozen=True, slots=True)
class FindingLine:
    """One thing that was found, said once, with everything it is about."""

    severity: str
    message: str
    fix: str
    about: tuple[Item, ...]


def finding_lines(findings: Iterable[Finding], lang: str) -> list[FindingLine]:
    """The findings in a language, in their order."""
    about: dict[tuple[str, str, str], dict[str, Item]] = {}
    for finding in findings:
        message, fix = (told.get(lang) or told.get("en") or "" for told in (finding.message, finding.fix))
        about.setdefault((finding.severity, message, fix), {})[finding.focus.id] = finding.focus
    return [FindingLine(*said, tuple(items.values())) for said, items in about.items()]
