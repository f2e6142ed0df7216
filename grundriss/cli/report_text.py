# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""The validation report as text for people: grouped by who owns the element, with how to fix it."""

from grundriss.cli.table import format_table, named, plain
from grundriss.messages import Message
from grundriss.model.terms import curie
from grundriss.validation.shape_report import Finding, Report

_LIMIT = 200
_LONGEST_VALUE = 120


def report_text(report: Report, severity: str, lang: str) -> str:
    """The findings of at least a severity, owner by owner, then how many there are in all."""
    shown = report.at_least(severity)
    lines = [findings_text(shown, lang), ""] if shown.results else []
    lines.append(f"{counts_message(report).text(lang)}.")
    if shown.hidden:
        lines.append(Message("report-hidden", {"n": len(shown.hidden)}).text(lang))
    if len(shown.results) > _LIMIT:
        lines.append(Message("report-formats").text(lang))
    return "\n".join(lines)


def report_table(report: Report, lang: str) -> str:
    """All findings, one in each line."""
    names = ("severity", "rule", "element", "owner", "message", "value")
    rows = [
        [
            _severity(finding, lang),
            finding.rule,
            finding.focus.key,
            finding.owner.key if finding.owner else finding.editor or "",
            finding.message.get(lang, ""),
            finding.value or "",
        ]
        for finding in report.results
    ]
    return format_table([Message(f"column-{name}").text(lang) for name in names], rows)


def findings_text(report: Report, lang: str) -> str:
    """The findings, owner by owner; of very many the first."""
    lines: list[str] = []
    shown = 0
    for owner, findings in report.by_owner():
        named = plain(owner) if owner else Message("report-nobody").text(lang)
        lines.append(f"{named} ({len(findings)})")
        for finding in findings[: max(0, _LIMIT - shown)]:
            lines.extend(_lines(finding, lang))
        shown += len(findings)
        lines.append("")
    if shown > _LIMIT:
        lines.append(Message("report-cut", {"first": _LIMIT, "all": shown}).text(lang))
    return "\n".join(lines).rstrip("\n")


def counts_message(report: Report) -> Message:
    """How many findings there are of each severity."""
    counts = report.counts
    return Message(
        "report-counts",
        {
            "violations": Message("violations", {"n": counts["violation"]}),
            "warnings": Message("warnings", {"n": counts["warning"]}),
            "notes": Message("notes", {"n": counts["info"]}),
        },
    )


def _lines(finding: Finding, lang: str) -> list[str]:
    message = finding.message.get(lang) or next(iter(finding.message.values()), "")
    told = not finding.value or finding.value in message or finding.value == finding.focus.id
    value = "" if told else f" ({_cut(plain(finding.value or ''))})"
    # a path of several steps is no term that helps anybody
    path = f" [{curie(finding.path)}]" if finding.path and "<" not in finding.path else ""
    fix = finding.fix.get(lang)
    severity = _severity(finding, lang)
    if finding.severity == "violation" and not finding.official:
        severity = severity.upper()
    lines = [f"  {severity}  {named(finding.focus)}: {message}{path}{value}"]
    if fix:
        lines.append(f"      → {fix}  [{finding.rule}]")
    return lines


def _severity(finding: Finding, lang: str) -> str:
    """How severe it is; of an official rule in the words of the list, after its number."""
    if finding.official:
        said = Message(f"severity-{finding.official.severity}").text(lang)
        return f"{finding.official.number} {said}"
    return Message(f"severity-{finding.severity}").text(lang)


def _cut(value: str) -> str:
    return value if len(value) <= _LONGEST_VALUE else value[: _LONGEST_VALUE - 1] + "…"
