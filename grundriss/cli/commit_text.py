# SPDX-FileCopyrightText: 2026 The Grundriss contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a commit did, for people: how many statements, what was found, and which warnings it leaves."""

from typing import TYPE_CHECKING, Final, NoReturn

from grundriss.cli import session
from grundriss.cli.report_text import counts_message, findings_text
from grundriss.messages import Message

if TYPE_CHECKING:
    from grundriss.store.commit import Outcome

FEW: Final = 10
"""Up to how many warnings are told one by one after a commit."""


def summary(outcome: "Outcome") -> Message:
    """How many statements a change adds and removes, and how many findings there are on what it touches."""
    return Message(
        "load-summary" if outcome.complete else "load-summary-touched",
        {
            "added": Message("statements", {"n": outcome.added}),
            "removed": outcome.removed,
            "counts": counts_message(outcome.report),
        },
    )


def refuse(outcome: "Outcome", said: str) -> NoReturn:
    """Tell the violations that a change would make, and end the command with exit status 1."""
    session.put(findings_text(outcome.report.at_least("violation"), session.language()))
    session.say(said)
    session.leave(1)


def say_warnings(outcome: "Outcome", scenario: str | None) -> None:
    """The warnings on what a change touched where they are few, else where to read them."""
    if outcome.clock:
        session.say(outcome.clock.text(session.language()))
    found = outcome.report.of("warning")
    if 0 < len(found.results) <= FEW:
        session.say(findings_text(found, session.language()))
    elif found.results and outcome.revision:
        line = f" --scenario {scenario}" if scenario else ""
        session.say(session.said("commit-warnings", line=line))
