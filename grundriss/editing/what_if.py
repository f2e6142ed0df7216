# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""What if: changes are tried in a scenario that is thrown away, and their effect on the landscape is told.

Each step is a checked commit there, as it would be in the landscape; one that breaks a rule is refused and told, and
the others go on. Nothing of it is written to the workspace.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from grundriss.analysis.impact import impact
from grundriss.editing import edit
from grundriss.editing.edit import Edited
from grundriss.editing.what_if_file import Step
from grundriss.errors import GrundrissError, UsageError
from grundriss.model.analysis_types import Impact
from grundriss.model.state_types import Gap, Json, StateName
from grundriss.resolve import resolve
from grundriss.scenarios.throwaway import throwaway
from grundriss.states.gap_across import gap_across
from grundriss.states.when import resolve as resolve_when
from grundriss.store.author import author
from grundriss.store.commit import Intent
from grundriss.store.derivation import target_day
from grundriss.store.line import Line
from grundriss.store.snapshot import Snapshot
from grundriss.validation.shape_report import Finding
from grundriss.validation.validate import validate


@dataclass(frozen=True, slots=True)
class Tried:
    """A step and what became of it: `refused` says why it cannot be, `findings` which rules it breaks."""

    text: str
    refused: str | None = None
    findings: tuple[Finding, ...] = ()

    def to_dict(self) -> Json:
        return {
            "step": self.text,
            "refused": self.refused,
            "results": [finding.to_dict() for finding in self.findings],
        }


@dataclass(frozen=True, slots=True)
class WhatIf:
    """What changes would do to a state: the steps, the gap to what it is without them, who is hit, what is doubtful.

    `impacts` are of the elements that are retired, as things stand without the changes; `findings` are those that the
    changes would add to the report.
    """

    state: StateName
    steps: tuple[Tried, ...]
    gap: Gap
    impacts: tuple[Impact, ...]
    findings: tuple[Finding, ...]
    lang: str = field(default="de", compare=False)

    @property
    def is_refused(self) -> bool:
        """Whether a step could not be made."""
        return any(step.refused or step.findings for step in self.steps)

    def to_dict(self) -> Json:
        return {
            "state": self.state.to_dict(),
            "steps": [step.to_dict() for step in self.steps],
            "gap": self.gap.to_dict(),
            "impacts": [found.to_dict() for found in self.impacts],
            "results": [finding.to_dict() for finding in self.findings],
        }


def what_if(line: Line, steps: Sequence[Step], when: str = "soll", lang: str = "de") -> WhatIf:
    """Try the steps on the newest revision of the main line and compare the state WHEN with and without them.

    Raises UsageError for an unknown WHEN and where `line` is a scenario.
    """
    if line is not line.main:
        raise UsageError("what-if-scenario")
    with line.snapshot() as now:
        moment = resolve_when(now, when)
        with throwaway(line, "what-if") as scenario:
            tried = tuple(_tried(scenario, step, now, lang) for step in steps)
            with scenario.snapshot() as then:
                gap = gap_across(now, moment, then, resolve_when(then, when), lang)
                known = {_identity(finding) for finding in validate(now.store).results}
                found = tuple(f for f in validate(then.store).results if _identity(f) not in known)
        impacts = tuple(
            _impact(now, step, lang) for step, done in zip(steps, tried, strict=True) if _goes(step, done)
        )
        return WhatIf(moment.name, tried, gap, impacts, found, lang)


def _goes(step: Step, done: Tried) -> bool:
    return step.what == "retire" and done.refused is None and not done.findings


def _impact(now: Snapshot, step: Step, lang: str) -> Impact:
    """Who depends on what is retired, in IST, or in SOLL where it is only there."""
    node = resolve(now.store, now.base_iri, step.names[0])
    here = impact(now, node, "ist", lang=lang)
    return here if not here.note or target_day(now.store) is None else impact(now, node, "soll", lang=lang)


def _tried(line: Line, step: Step, now: Snapshot, lang: str) -> Tried:
    try:
        done = _made(line, step, now)
    except GrundrissError as error:
        return Tried(step.text(), error.message.text(lang))
    broken = tuple(finding for finding in done.report.results if finding.severity == "violation")
    return Tried(step.text(), None, broken)


def _made(line: Line, step: Step, now: Snapshot) -> Edited:
    """Make one step; several properties that are set are as many commits."""
    intent = Intent(None, step.text()[:200], author())
    if step.what == "add":
        return edit.add(line, step.names[0], step.names[1:], step.pairs, intent)
    if step.what == "relate":
        return edit.add(line, "relation", step.names, step.pairs, intent)
    if step.what == "retire":
        day = step.get("on") or str(target_day(now.store) or now.effective_date)
        return edit.retire(
            line,
            step.names[0],
            day,
            intent,
            replaced_by=step.get("replaced-by"),
            instead=step.get("instead") == "true",
        )
    done = [edit.set_value(line, step.names[0], name, value, intent) for name, value in step.pairs]
    return next((one for one in done if not one.report.conforms), done[-1])


def _identity(finding: Finding) -> tuple[str, str, str | None, str | None]:
    return finding.rule, finding.focus.id, finding.path, finding.value
