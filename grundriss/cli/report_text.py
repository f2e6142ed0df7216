# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""The validation report as text for people: grouped by who owns the element, with how to fix it."""

from grundriss.cli.table import plain
from grundriss.model.terms import curie
from grundriss.validation.shape_report import Finding, Report

_WORDS = {"violation": "VIOLATION", "warning": "warning", "info": "note"}
_LIMIT = 200


def report_text(report: Report, lang: str = "de") -> str:
    """All findings, owner by owner, then the counts."""
    lines: list[str] = []
    shown = 0
    for owner, findings in report.by_owner():
        lines.append(
            f"{owner.label if owner else 'Niemand zuständig / nobody responsible'} ({len(findings)})"
        )
        for finding in findings[: max(0, _LIMIT - shown)]:
            lines.extend(_lines(finding, lang))
        shown += len(findings)
        lines.append("")
    counts = report.counts
    lines.append(f"{counts['violation']} violations, {counts['warning']} warnings, {counts['info']} notes.")
    if report.hidden:
        lines.append(f"{report.hidden} findings of lesser severity are not shown: --severity info shows all.")
    if shown > _LIMIT:
        lines.append(f"Only the first {_LIMIT} are shown; -f table or -f json gives all {shown}.")
    return "\n".join(lines)


def _lines(finding: Finding, lang: str) -> list[str]:
    message = finding.message.get(lang) or next(iter(finding.message.values()), "")
    value = f" ({plain(finding.value)})" if finding.value else ""
    path = f" [{curie(finding.path)}]" if finding.path else ""
    fix = finding.fix.get(lang)
    where = f"{plain(finding.focus.label)} [{finding.focus.key}]"
    lines = [f"  {_WORDS[finding.severity]}  {where}: {message}{path}{value}"]
    if fix:
        lines.append(f"      → {fix}  [{finding.rule}]")
    return lines
