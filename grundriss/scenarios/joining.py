# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""Bringing a scenario and the main line together: rebase (the main line's changes into the scenario), merge (back)."""

from dataclasses import dataclass, replace

from grundriss.errors import NotFound, UsageError
from grundriss.model.state_types import Json
from grundriss.scenarios.collision import Resolution, resolved
from grundriss.scenarios.collision_line import CollisionLine, lines
from grundriss.scenarios.collision_search import collisions
from grundriss.scenarios.merge_base import TakenBack, changes, reopened, unnoted
from grundriss.scenarios.sides import Side, Sides
from grundriss.store.asserted import Patch
from grundriss.store.commit import Intent, Outcome, check_expected, check_message, commit
from grundriss.store.line import Line
from grundriss.store.line_difference import difference
from grundriss.store.provenance import revision_iri
from grundriss.store.scenario import Scenario
from grundriss.store.writer import Writer
from grundriss.validation.shape_report import Report


@dataclass(frozen=True, slots=True)
class Joined:
    """What became of a rebase or a merge.

    With `open` collisions nothing was changed: somebody has to say who wins. `outcome` is that of the commit. `base` is
    the revision of the main line from which the scenario goes on. `again` are earlier merges that the main line has
    taken back: what they held is the scenario's own again.
    """

    outcome: Outcome
    open: tuple[CollisionLine, ...] = ()
    base: int = 0
    again: tuple[TakenBack, ...] = ()

    @property
    def done(self) -> bool:
        """Whether nothing stands against it: no open collision and no violation."""
        return not self.open and self.outcome.report.conforms

    def to_dict(self) -> Json:
        return {
            "done": self.done,
            "revision": self.outcome.revision,
            "added": self.outcome.added,
            "removed": self.outcome.removed,
            "base": self.base,
            "takenBack": [{"merge": found.merge, "by": found.by} for found in self.again],
            "collisions": [line.to_dict() for line in self.open],
            "report": self.outcome.report.to_dict(),
        }


def merge(
    scenario: Scenario,
    message: str,
    author: str,
    *,
    resolution: Resolution | None = None,
    decision: str | None = None,
    expected: int | None = None,
    dry_run: bool = False,
    lang: str = "de",
) -> Joined:
    """Make what a scenario changes one revision of the main line.

    `decision` is the IRI of the decision behind it; with `expected`, that is the newest revision of the main line.

    The scenario stays, marked as merged, and goes on from there: it is brought up to the main line as it is then, which
    becomes its base, so that what was decided is not asked again. Merges that the main line has taken back are
    merged again (`merge_base`). Raises what `commit` raises, and UsageError for a resolution of what is no
    collision.
    """
    check_message(message)
    main = scenario.main
    with scenario.writing() as own, main.writing() as writer:
        check_expected(writer, expected)
        _refresh(scenario)
        settings, again = scenario.settings, reopened(scenario)
        mine = changes(scenario, "mine", own.metadata.revision, again)
        theirs = changes(scenario, "theirs", writer.metadata.revision, again)
        step = _decided(own, (mine, theirs), "mine", resolution, lang)
        if not isinstance(step, Patch):
            return _left_open(step, scenario, again)
        intent = Intent(
            None,
            message,
            author,
            source=f"scenario {settings.name}",
            mode="merge",
            decision=decision,
            informed=revision_iri(main.base, own.metadata.revision, settings.name).value,
        )
        outcome = commit(writer, step.effective(writer.store), intent, dry_run=dry_run)
        if not dry_run and outcome.report.conforms:
            if outcome.revision:
                scenario.note(replace(settings, merges=(*settings.merges, outcome.revision)))
            _go_on(scenario, own, writer.metadata.revision, author)
        return Joined(outcome, base=scenario.settings.base, again=again)


def _refresh(scenario: Scenario) -> None:
    """Read scenario.toml again, and put in what a merge that was killed had no time to note."""
    scenario.refresh()
    merges = sorted({*scenario.settings.merges, *unnoted(scenario)})
    scenario.settings = replace(scenario.settings, merges=tuple(merges))


def _go_on(scenario: Scenario, own: Writer, base: int, author: str) -> None:
    """Make a scenario what the main line is, which holds all of it; the base stays where rules refuse that."""
    main = scenario.main
    patch = difference((scenario, own.metadata.revision), (main, base))
    outcome = commit(own, patch, _rebasing(main, base, author))
    if outcome.report.conforms:
        scenario.note(replace(scenario.settings, base=base))


def rebase(
    scenario: Scenario,
    author: str,
    onto: int | None = None,
    *,
    message: str | None = None,
    resolution: Resolution | None = None,
    expected: int | None = None,
    dry_run: bool = False,
    lang: str = "de",
) -> Joined:
    """Bring a scenario up to a newer revision of the main line (the newest), as a revision of the scenario.

    The scenario's own history stays as it is; with `expected`, that is its newest revision. Raises NotFound for a
    revision that is not there, UsageError for one before the present base and for a resolution of what is no collision,
    and what `commit` raises.
    """
    main = scenario.main
    with main.snapshot() as newest, scenario.writing() as writer:
        check_expected(writer, expected)
        _refresh(scenario)
        settings = scenario.settings
        base = newest.revision if onto is None else onto
        if not main.log.holds(base):
            raise NotFound("revision-unknown", revision=base, last=newest.revision)
        if base < settings.base:
            raise UsageError("scenario-base-older", base=settings.base, onto=base)
        again = reopened(scenario, base)
        mine = changes(scenario, "mine", writer.metadata.revision, again)
        theirs = changes(scenario, "theirs", base, again)
        step = _decided(writer, (mine, theirs), "theirs", resolution, lang)
        if not isinstance(step, Patch):
            return _left_open(step, scenario, again)
        intent = _rebasing(main, base, author, message)
        outcome = commit(writer, step.effective(writer.store), intent, dry_run=dry_run)
        if not dry_run and outcome.report.conforms:
            scenario.note(replace(settings, base=base))
        return Joined(outcome, base=scenario.settings.base, again=again)


def _rebasing(main: Line, base: int, author: str, message: str | None = None) -> Intent:
    return Intent(
        None,
        message or f"Rebase onto r{base}",
        author,
        source=f"r{base}",
        mode="rebase",
        informed=revision_iri(main.base, base).value,
    )


def _decided(
    own: Writer,
    changed: tuple[Patch, Patch],
    side: Side,
    resolution: Resolution | None,
    lang: str,
) -> Patch | tuple[CollisionLine, ...]:
    """The change of one side as it is to be made on the other, or the collisions that nobody has decided.

    In a frame of its own: with an error that somebody keeps, as a notebook does, the caller would keep the store open.
    """
    mine, theirs = changed
    sides = Sides(mine, theirs, own.store)
    found, resolution = collisions(sides), resolution or Resolution()
    resolution.check(found)
    if undecided := [collision for collision in found if resolution.winner(collision) is None]:
        return lines(undecided, sides, lang)
    return resolved(mine if side == "mine" else theirs, found, resolution, side)


def _left_open(
    undecided: tuple[CollisionLine, ...], scenario: Scenario, again: tuple[TakenBack, ...]
) -> Joined:
    nothing = Outcome(None, None, 0, 0, Report(()))
    return Joined(nothing, undecided, scenario.settings.base, again)
