# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""The validation report, for people: what is wrong, where, which rule, who owns it, how to fix it."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from grundriss.model.state_types import Item, Json

SEVERITIES = ("violation", "warning", "info")


@dataclass(frozen=True, slots=True)
class Official:
    """The official rule that a finding breaks: its number, and its severity in the words of the list."""

    number: str
    severity: str

    def to_dict(self) -> Json:
        return {"number": self.number, "severity": self.severity}


@dataclass(frozen=True, slots=True)
class Finding:
    """One result. `message` and `fix` are by language; `owner` is who has to mend it, None when nobody is known.

    Of an official rule, `editor` is who has to mend it, as the source writes it: no element that we know.
    """

    severity: str
    rule: str
    message: dict[str, str]
    focus: Item
    path: str | None
    value: str | None
    owner: Item | None
    fix: dict[str, str]
    official: Official | None = None
    editor: str | None = None

    @property
    def responsible(self) -> str | None:
        """The name of who has to mend it."""
        return self.owner.label if self.owner else self.editor

    def to_dict(self) -> Json:
        return {
            "severity": self.severity,
            "rule": self.rule,
            "message": {lang: self.message.get(lang) for lang in ("de", "en")},
            "focus": self.focus.to_dict(),
            "path": self.path,
            "value": self.value,
            "owner": self.owner.reference() if self.owner else None,
            "fix": {lang: self.fix.get(lang) for lang in ("de", "en")},
            "official": self.official.to_dict() if self.official else None,
            "editor": self.editor,
        }


@dataclass(frozen=True, slots=True)
class Report:
    """All findings, ordered by severity, owner, rule and focus. `turtle` is the SHACL report as RDF."""

    results: tuple[Finding, ...]
    turtle: str = ""
    hidden: int = 0
    """How many findings below the wanted severity are left out."""

    @property
    def conforms(self) -> bool:
        """Whether there is no violation: warnings and notes pass."""
        return not any(finding.severity == "violation" for finding in self.results)

    @property
    def counts(self) -> dict[str, int]:
        """How many findings of each severity."""
        counted = Counter(finding.severity for finding in self.results)
        return {severity: counted[severity] for severity in SEVERITIES}

    def at_least(self, severity: str) -> "Report":
        """The report without findings below a severity."""
        kept = SEVERITIES[: SEVERITIES.index(severity) + 1]
        shown = tuple(f for f in self.results if f.severity in kept)
        return Report(shown, self.turtle, self.hidden + len(self.results) - len(shown))

    def of(self, severity: str) -> "Report":
        """The findings of one severity."""
        return Report(tuple(finding for finding in self.results if finding.severity == severity))

    def by_owner(self) -> list[tuple[str | None, list[Finding]]]:
        """The findings grouped by the name of who has to mend them; those of nobody last."""
        groups: dict[str | None, list[Finding]] = {}
        for finding in self.results:
            groups.setdefault(finding.responsible, []).append(finding)
        return sorted(groups.items(), key=lambda group: (group[0] is None, group[0] or ""))

    def to_dict(self) -> Json:
        return {
            "conforms": self.conforms,
            "counts": self.counts,
            "results": [finding.to_dict() for finding in self.results],
        }


def ordered(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Findings in the order of a report."""
    return tuple(
        sorted(
            findings,
            key=lambda f: (SEVERITIES.index(f.severity), f.rule, f.focus.id, f.path or "", f.value or ""),
        )
    )
