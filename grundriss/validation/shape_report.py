# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""The validation report, for people: what is wrong, where, which rule, who owns it, how to fix it."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, parse, serialize

from grundriss.model.state_types import Item, Json

SEVERITIES = ("violation", "warning", "info")
_SH: Final = "http://www.w3.org/ns/shacl#"


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
            "focus": self.focus.reference(),
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
    hidden: tuple[Finding, ...] = ()
    """The findings below the wanted severity, which are left out; they are counted."""

    @property
    def conforms(self) -> bool:
        """Whether there is no violation: warnings and notes pass."""
        return not self.counts["violation"]

    @property
    def counts(self) -> dict[str, int]:
        """How many findings of each severity there are, also of those that are left out."""
        counted = Counter(finding.severity for finding in (*self.results, *self.hidden))
        return {severity: counted[severity] for severity in SEVERITIES}

    def at_least(self, severity: str) -> "Report":
        """The report without findings below a severity."""
        kept = SEVERITIES[: SEVERITIES.index(severity) + 1]
        shown = tuple(f for f in self.results if f.severity in kept)
        hidden = tuple(f for f in self.results if f.severity not in kept)
        return Report(shown, _without(self.turtle, SEVERITIES[len(kept) :]), (*self.hidden, *hidden))

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


def _without(turtle: str, severities: Sequence[str]) -> str:
    """A SHACL report without the results of some severities."""
    if not turtle or not severities:
        return turtle
    left_out = {NamedNode(f"{_SH}{severity.capitalize()}") for severity in severities}
    said: dict[object, list[Triple]] = defaultdict(list)
    for quad in parse(turtle, format=RdfFormat.TURTLE):
        said[quad.subject].append(quad.triple)
    severity, report = NamedNode(_SH + "resultSeverity"), NamedNode(_SH + "ValidationReport")
    gone = {n for n, about in said.items() for t in about if t.predicate == severity and t.object in left_out}
    open_ = [node for node, about in said.items() if any(triple.object == report for triple in about)]
    kept: list[Triple] = []
    while open_:
        about = [triple for triple in said.pop(open_.pop(), ()) if triple.object not in gone]
        kept += about
        open_ += [triple.object for triple in about if triple.object in said]
    if not any(triple.predicate.value == _SH + "result" for triple in kept):
        kept = [_conforming(triple) for triple in kept]
    return (serialize(kept, format=RdfFormat.TURTLE, prefixes={"sh": _SH}) or b"").decode()


def _conforming(triple: Triple) -> Triple:
    """What a report says in which no result is left: `sh:conforms` is true (SHACL §3.6.1)."""
    if triple.predicate.value != _SH + "conforms":
        return triple
    return Triple(triple.subject, triple.predicate, Literal(True))


def ordered(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Findings in the order of a report."""
    return tuple(
        sorted(
            findings,
            key=lambda f: (SEVERITIES.index(f.severity), f.rule, f.focus.id, f.path or "", f.value or ""),
        )
    )
